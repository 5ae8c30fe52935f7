// SPDX-License-Identifier: GPL-3.0-or-later
// Zone digests (RFC 8976) judged by ldns, which shares no code with us: its digests verify here, ours verify
// there, and where a zone was changed after it was made both give the same verdict.
#include "model/zone/zonemd.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/model/zone/version_text.h"

#include <QTest>

using namespace zonescope;
using zone::ZonemdCheck;
using zone::ZonemdDigest;

namespace {

const std::string top =
    "$ORIGIN example.\n$TTL 3600\n@ SOA ns1 admin 2026112100 1800 900 604800 86400\n@ NS ns1\n"
    "@ NS ns2\nns1 A 203.0.113.63\nns2 AAAA 2001:db8::63\n";

/// A change made to the zone after its digest was: the first `what` becomes `by`.
struct Change
{
    std::string what;
    std::string by;
};

std::string replaced(std::string text, const Change& change)
{
    const std::size_t at = text.find(change.what);
    if (at == std::string::npos)
        qFatal("nothing to replace: %s in\n%s", change.what.c_str(), text.c_str());
    return text.replace(at, change.what.size(), change.by);
}

std::string withoutLine(const std::string& text, const std::string& part)
{
    const std::size_t at = text.find(part);
    if (at == std::string::npos)
        qFatal("no line with %s", part.c_str());
    const std::size_t begin = text.rfind('\n', at) + 1;
    return text.substr(0, begin) + text.substr(text.find('\n', at) + 1);
}

/// Another first digit of the digest that follows "scheme hash".
std::string corrupted(std::string text, const std::string& kind)
{
    const std::size_t at = text.find(kind, text.find("ZONEMD")) + kind.size();
    text[at] = text[at] == '0' ? '1' : '0';
    return text;
}

} // namespace

class tst_ZoneDigests : public QObject
{
    Q_OBJECT

    kit::TemporaryFolder m_folder;
    const dns::Name m_apex = *dns::Name::fromText("example.");

    /// What ldns makes of the text: the digests are its own.
    std::string withForeignDigests(const std::string& text, const std::vector<std::string>& kinds) const
    {
        kit::writeText(m_folder.path() / "plain", text);
        std::vector<std::string> command{"ldns-signzone", "-Z", "-f", (m_folder.path() / "made").string()};
        for (const std::string& kind : kinds)
            command.insert(command.end(), {"-z", kind});
        command.push_back((m_folder.path() / "plain").string());
        const auto output = kit::run(command);
        if (!output || output->exitCode != 0)
            qFatal("ldns-signzone: %s", output ? output->text.c_str() : "does not run");
        return kit::readText(m_folder.path() / "made");
    }
    bool foreignVerdict(const std::string& text) const
    {
        kit::writeText(m_folder.path() / "judged", text);
        const auto output = kit::run({"ldns-verify-zone", "-Z", (m_folder.path() / "judged").string()});
        return output && output->exitCode == 0;
    }
    bool ourVerdict(const std::string& text) const
    {
        return zone::verifyZonemd(*tests::versionOf(text, m_apex), ZonemdCheck::Required).has_value();
    }

private slots:
    void initTestCase()
    {
        if (kit::findProgram("ldns-signzone").empty())
            QSKIP("ldnsutils is not installed");
    }

    void contents_data()
    {
        QTest::addColumn<QString>("records");
        const auto row = [](const char* name, const char* records) { QTest::newRow(name) << records; };
        row("nothing else", "");
        row("owner in upper case", "UPPER A 192.0.2.1\n");
        row("names in rdata in upper case",
            "@ MX 10 MAIL.Example.\nMail A 192.0.2.1\nalias CNAME MAIL.EXAMPLE.\n");
        row("names of newer types keep their case",
            "s SRV 1 2 3 Host.Example.NET.\nv SVCB 1 Host.Example.NET. port=53\n");
        row("order within a set",
            "m AAAA 2001:db8::5\nm AAAA 2001:db8::3\nm AAAA 2001:db8::1:0\nm AAAA 2001:db8::\n");
        row("rdata that begins like another", "t TXT \"a\"\nt TXT \"a\" \"b\"\nt TXT \"ab\"\nt TXT \"\"\n");
        row("order of types",
            "x TXT \"t\"\nx A 192.0.2.1\nx AAAA 2001:db8::1\nx MX 1 ns1\nx CAA 0 issue \"ca\"\n");
        row("order of owners",
            "a.a A 192.0.2.1\nA.b A 192.0.2.2\na A 192.0.2.3\nz.a A 192.0.2.4\n\\001 A 192.0.2.5\n");
        row("a record twice", "d TXT \"once\"\nd TXT \"once\"\n");
        row("a record twice in other case", "d PTR Host.example.\nd PTR host.EXAMPLE.\n");
        row("wildcards", "* TXT \"any\"\n*.sub TXT \"below\"\nsub.* TXT \"inside\"\n");
        row("glue and what a cut hides", "sub NS ns1.sub\nns1.sub A 192.0.2.1\ndeep.er.sub TXT \"hidden\"\n");
        row("what a DNAME hides", "old DNAME example.net.\nx.old TXT \"hidden\"\n");
        row("a digest that is not at the apex",
            "other ZONEMD 2026112100 1 1 616c6c6f776564206275742069676e6f"
            "7265642e20616c6c6f776564206275742069676e6f7265642e20616c6c6f7765\n");
        row("empty non-terminals", "a.b.c.d TXT \"deep\"\n_443._tcp.www TLSA 3 1 1 aabb\n");
        row("escaped labels",
            "dot\\.in TXT \"x\"\n\\000 TXT \"zero\"\n\\255 TXT \"high\"\n"); // no \\@: ldns writes it as @
        row("types without a name", "u TYPE65280 \\# 4 0a000001\nu TYPE65281 \\# 0\n");
        row("long text", "l TXT \"0123456789012345678901234567890123456789012345678901234567890123456789\" "
                         "\"\\000\\255\"\n");
        row("TTL of nought and the largest", "n 0 A 192.0.2.1\nb 2147483647 A 192.0.2.2\n");
        row("many types",
            "r RP Mail.Example. Txt.Example.\nn NAPTR 1 2 \"u\" \"E2U\" \"!x!y!\" .\nh HINFO \"cpu\" \"os\"\n"
            "g LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m\ne EUI48 00-00-5e-00-53-2a\n"
            "f SSHFP 1 1 aabb\nk DNSKEY 256 3 13 AAAA\nd DS 1 13 2 aabb\n");
    }
    void contents()
    {
        QFETCH(QString, records);
        const std::string text = top + records.toStdString();
        const std::string made = withForeignDigests(text, {"sha384", "sha512"});
        QVERIFY(foreignVerdict(made));
        const auto version = tests::versionOf(made, m_apex);
        QVERIFY_RESULT(zone::verifyZonemd(*version, ZonemdCheck::Required));
        for (const ZonemdDigest kind : {ZonemdDigest::Sha384, ZonemdDigest::Sha512}) {
            const auto ours = zone::withZonemd(tests::versionOf(text, m_apex), kind);
            QVERIFY_RESULT(ours);
            const std::string written = tests::textOf(**ours);
            QVERIFY2(foreignVerdict(written), written.c_str());
        }
    }

    void changedAfterwards_data()
    {
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QString::fromStdString(text);
        };
        const std::string one = withForeignDigests(top, {"sha384"});
        const std::string two = withForeignDigests(top, {"sha384", "sha512"});
        row("as made", one);
        row("another address", replaced(one, {"203.0.113.63", "203.0.113.64"}));
        row("another TTL", replaced(one, {"ns1.example.\t3600", "ns1.example.\t3601"}));
        row("a record more", one + "more.example. 3600 IN TXT \"x\"\n");
        row("a record less", withoutLine(one, "2001:db8::63"));
        row("the SOA's serial", replaced(one, {"2026112100 1800", "2026112101 1800"}));
        row("the digest's serial", replaced(one, {"2026112100 1 1", "2026112101 1 1"}));
        row("a scheme nobody knows", replaced(one, {"2026112100 1 1", "2026112100 240 1"}));
        row("a hash nobody knows", replaced(one, {"2026112100 1 1", "2026112100 1 240"}));
        row("no digest", withoutLine(one, "ZONEMD"));
        row("outside the zone", one + "foo.test. 3600 IN TXT \"x\"\n");
        row("the digest's own TTL",
            replaced(one, {"example.\t3600\tIN\tZONEMD", "example.\t60\tIN\tZONEMD"}));
        row("its owner in another case",
            replaced(one, {"ns1.example.\t3600\tIN\tA", "NS1.Example.\t3600\tIN\tA"}));
        row("another digest", corrupted(one, " 1 1 "));
        row("one of two is wrong", corrupted(two, " 1 1 "));
        row("both are wrong", corrupted(corrupted(two, " 1 1 "), " 1 2 "));
        row("a second one of a hash nobody knows",
            one + "example. 3600 IN ZONEMD 2026112100 1 240 aabbccddeeff00112233\n");
        row("a second one of a scheme nobody knows",
            one + "example. 3600 IN ZONEMD 2026112100 240 1 " + std::string(96, 'a') + "\n");
    }
    void changedAfterwards()
    {
        QFETCH(QString, text);
        QCOMPARE(ourVerdict(text.toStdString()), foreignVerdict(text.toStdString()));
    }
};

QTEST_GUILESS_MAIN(tst_ZoneDigests)
#include "tst_zone_digests.moc"
