// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/zonemd.h"

#include "model/zone/rrset_changes.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/zone_generator.h"
#include "tests/model/zone/version_text.h"

#include <QElapsedTimer>

using namespace zonescope;
using base::ErrorCode;
using tests::textOf;
using tests::versionOf;
using zone::ZonemdCheck;
using zone::ZonemdDigest;

namespace {

// The examples of RFC 8976, appendix A.
const std::string exampleTop = "@ 86400 SOA ns1 admin 2018031900 1800 900 604800 86400\n";
const std::string simple =
    exampleTop +
    "@    86400 NS ns1\n"
    "@    86400 NS ns2\n"
    "@    86400 ZONEMD 2018031900 1 1 "
    "c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3a1ddc0b9a87153b9a9713b3c9ae5cc27777f98b8e730044c\n"
    "ns1  3600 A 203.0.113.63\n"
    "ns2  3600 AAAA 2001:db8::63\n";
const std::string complex =
    exampleTop +
    "@            86400 NS ns1\n"
    "@            86400 NS ns2\n"
    "@            86400 ZONEMD 2018031900 1 1 "
    "a3b69bad980a3504e1cffcb0fd6397f93848071c93151f552ae2f6b1711d4bd2d8b39808226d7b9db71e34b72077f8fe\n"
    "ns1          3600 A 203.0.113.63\n"
    "NS2          3600 AAAA 2001:db8::63\n"
    "occluded.sub 7200 TXT \"I'm occluded but must be digested\"\n"
    "sub          7200 NS ns1\n"
    "duplicate    300  TXT \"I must be digested just once\"\n"
    "duplicate    300  TXT \"I must be digested just once\"\n"
    "foo.test.    555  TXT \"out-of-zone data must be excluded\"\n"
    "UPPERCASE    3600 TXT \"canonicalize uppercase owner names\"\n"
    "*            777  PTR dont-forget-about-wildcards\n"
    "mail         3600 MX 20 MAIL1\n"
    "mail         3600 MX 10 Mail2.Example.\n"
    "sortme       3600 AAAA 2001:db8::5:61\n"
    "sortme       3600 AAAA 2001:db8::3:62\n"
    "sortme       3600 AAAA 2001:db8::4:63\n"
    "sortme       3600 AAAA 2001:db8::1:65\n"
    "sortme       3600 AAAA 2001:db8::2:64\n"
    "non-apex     900  ZONEMD 2018031900 1 1 "
    "616c6c6f776564206275742069676e6f7265642e20616c6c6f776564206275742069676e6f7265642e20616c6c6f7765\n";
const std::string several =
    exampleTop +
    "@   86400 NS ns1\n"
    "@   86400 NS ns2\n"
    "@   86400 ZONEMD 2018031900 1 1 "
    "62e6cf51b02e54b9b5f967d547ce43136792901f9f88e637493daaf401c92c279dd10f0edb1c56f8080211f8480ee306\n"
    "@   86400 ZONEMD 2018031900 1 2 "
    "08cfa1115c7b948c4163a901270395ea226a930cd2cbcf2fa9a5e6eb85f37c8a4e114d884e66f176eab121cb02db7d652e0cc482"
    "7e7a3204f166b47e5613fd27\n"
    "@   86400 ZONEMD 2018031900 1 240 e2d523f654b9422a96c5a8f44607bbee\n"
    "@   86400 ZONEMD 2018031900 241 1 e1846540e33a9e4189792d18d5d131f605fc283e\n"
    "ns1 3600  A 203.0.113.63\n"
    "ns2 86400 TXT \"This example has multiple digests\"\n"
    "NS2 3600  AAAA 2001:db8::63\n";
const std::string rootServers =
    "@ 3600000 SOA a nstld.verisign-grs.com. 2018091100 14400 7200 1209600 3600000\n"
    "@ 3600000 NS a\n"
    "@ 3600000 NS b\n"
    "@ 3600000 NS c\n"
    "@ 3600000 NS d\n"
    "@ 3600000 NS e\n"
    "@ 3600000 NS f\n"
    "@ 3600000 NS g\n"
    "@ 3600000 NS h\n"
    "@ 3600000 NS i\n"
    "@ 3600000 NS j\n"
    "@ 3600000 NS k\n"
    "@ 3600000 NS l\n"
    "@ 3600000 NS m\n"
    "a 3600000 AAAA 2001:503:ba3e::2:30\n"
    "a 3600000 A 198.41.0.4\n"
    "b 3600000 MX 20 mail.isi.edu.\n"
    "b 3600000 AAAA 2001:500:200::b\n"
    "b 3600000 A 199.9.14.201\n"
    "c 3600000 AAAA 2001:500:2::c\n"
    "c 3600000 A 192.33.4.12\n"
    "d 3600000 AAAA 2001:500:2d::d\n"
    "d 3600000 A 199.7.91.13\n"
    "e 3600000 AAAA 2001:500:a8::e\n"
    "e 3600000 A 192.203.230.10\n"
    "f 3600000 AAAA 2001:500:2f::f\n"
    "f 3600000 A 192.5.5.241\n"
    "g 3600000 AAAA 2001:500:12::d0d\n"
    "g 3600000 A 192.112.36.4\n"
    "h 3600000 AAAA 2001:500:1::53\n"
    "h 3600000 A 198.97.190.53\n"
    "i 3600000 MX 10 mx.i.root-servers.org.\n"
    "i 3600000 AAAA 2001:7fe::53\n"
    "i 3600000 A 192.36.148.17\n"
    "j 3600000 AAAA 2001:503:c27::2:30\n"
    "j 3600000 A 192.58.128.30\n"
    "k 3600000 AAAA 2001:7fd::1\n"
    "k 3600000 A 193.0.14.129\n"
    "l 3600000 AAAA 2001:500:9f::42\n"
    "l 3600000 A 199.7.83.42\n"
    "m 3600000 AAAA 2001:dc3::35\n"
    "m 3600000 A 202.12.27.33\n"
    "@ 3600000 ZONEMD 2018091100 1 1 "
    "f1ca0ccd91bd5573d9f431c00ee0101b2545c97602be0a978a3b11dbfc1c776d5b3e86ae3d973d6b5349ba7f04340f79\n";

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    const std::size_t at = text.find(what);
    if (at == std::string::npos)
        qFatal("nothing to replace");
    return text.replace(at, what.size(), by);
}

} // namespace

class TestZonemd : public QObject
{
    Q_OBJECT

    const dns::Name m_example = *dns::Name::fromText("example.");

private slots:
    void examplesOfTheRfc_data()
    {
        QTest::addColumn<QString>("apex");
        QTest::addColumn<QString>("text");
        QTest::newRow("A.1 simple") << "example." << QString::fromStdString(simple);
        QTest::newRow("A.2 complex") << "example." << QString::fromStdString(complex);
        QTest::newRow("A.3 several") << "example." << QString::fromStdString(several);
        QTest::newRow("A.3, SHA-512 alone")
            << "example."
            << QString::fromStdString(replaced(several, "2018031900 1 1 62", "2018031901 1 1 62"));
        QTest::newRow("A.5 root-servers.net") << "root-servers.net." << QString::fromStdString(rootServers);
    }
    void examplesOfTheRfc()
    {
        QFETCH(QString, apex);
        QFETCH(QString, text);
        const auto version = versionOf(text.toStdString(), *dns::Name::fromText(apex.toStdString()));
        QVERIFY_RESULT(zone::verifyZonemd(*version, ZonemdCheck::Required));
        // The same zone with one record more.
        const auto more = zone::changeRrsets(
            version, {{*version->apex().wildcardBelow(), dns::Type::TXT, 1, {std::string("\1x")}, false}});
        QVERIFY_RESULT(more);
        QVERIFY_ERROR(zone::verifyZonemd(**more, ZonemdCheck::IfPresent), ErrorCode::ZonemdWrong);
        QVERIFY_RESULT(zone::verifyZonemd(**more, ZonemdCheck::Off));
    }

    void whatDoesNotFit_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const std::string& text, ErrorCode code) {
            QTest::newRow(name) << QString::fromStdString(text) << static_cast<int>(code);
        };
        row("another digest", replaced(simple, "c68090d9", "c68090d8"), ErrorCode::ZonemdWrong);
        row("another TTL", replaced(simple, "3600 A", "3601 A"), ErrorCode::ZonemdWrong);
        row("another record", replaced(simple, "::63", "::64"), ErrorCode::ZonemdWrong);
        row("of another serial", replaced(simple, "ZONEMD 2018031900", "ZONEMD 2018031901"),
            ErrorCode::ZonemdUnusable);
        row("another scheme", replaced(simple, "1 1 c68", "2 1 c68"), ErrorCode::ZonemdUnusable);
        row("another algorithm", replaced(simple, "1 1 c68", "1 3 c68"), ErrorCode::ZonemdUnusable);
        row("one kind twice",
            simple + "@ 86400 ZONEMD 2018031900 1 1 "
                     "c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3a1ddc0b9a87153b9a9713b3c9ae5cc27777f98b"
                     "8e730044d\n",
            ErrorCode::ZonemdUnusable);
        row("too short", replaced(simple, "777f98b8e730044c", ""), ErrorCode::ZonemdUnusable);
    }
    void whatDoesNotFit()
    {
        QFETCH(QString, text);
        QFETCH(int, code);
        const auto version = versionOf(text.toStdString(), m_example);
        QVERIFY_ERROR(zone::verifyZonemd(*version, ZonemdCheck::IfPresent), static_cast<ErrorCode>(code));
    }

    void noneAtAll()
    {
        const auto version = versionOf(exampleTop, m_example);
        QVERIFY(!zone::hasZonemd(*version));
        QVERIFY_RESULT(zone::verifyZonemd(*version, ZonemdCheck::IfPresent));
        QVERIFY_ERROR(zone::verifyZonemd(*version, ZonemdCheck::Required), ErrorCode::ZonemdMissing);
    }

    /// Signatures of one owner have several TTLs; the order goes by rdata. Digests by dnspython 2.8.
    void signaturesAreOrderedByRdata()
    {
        const auto signature = [](const char* owner, const char* ttl, const char* type, char filling) {
            const int labels = owner[0] == '@' ? 2 : 3;
            return std::string(owner) + " " + ttl + " RRSIG " + type + " 15 " + std::to_string(labels) + " " +
                   ttl + " 20260924000000 20260825000000 1111 ttlorder.example. " + std::string(92, filling) +
                   "\n";
        };
        std::string text = "@ 3600 SOA ns hostmaster 7 7200 1800 604800 7200\n@ 3600 NS ns\n"
                           "@ 3600 DNSKEY 257 3 15 TeEjjb0sCAkP9wO/0UXAcdfRhfSdkUf9PnPkLklRR04=\n"
                           "@ 7200 NSEC ns NS SOA RRSIG NSEC DNSKEY ZONEMD\nns 3600 A 192.0.2.1\n"
                           "ns 7200 NSEC @ A RRSIG NSEC\n";
        text += signature("@", "3600", "NS", 'A') + signature("@", "3600", "SOA", 'B') +
                signature("@", "3600", "DNSKEY", 'C') + signature("@", "7200", "NSEC", 'D') +
                signature("ns", "3600", "A", 'E') + signature("ns", "7200", "NSEC", 'F');
        const auto version = versionOf(text, *dns::Name::fromText("ttlorder.example."));
        QCOMPARE(
            QByteArray::fromStdString(zone::zoneDigest(*version, ZonemdDigest::Sha384)).toHex(),
            "b74b05422c040c5ebf74406eb5d310302b289f6c4dca1de9a8bb6818a08b4b18a270f68476bc45c221149d16143f"
            "f2b2");
        QCOMPARE(
            QByteArray::fromStdString(zone::zoneDigest(*version, ZonemdDigest::Sha512)).toHex(),
            "3e07069316f394a904ec99ce0d753f33242df90f7e3f9937bb6317b8460731348491c93226e3bb58311170156ef7"
            "ea13f531e8dbd3244eaa05f76785c54558f6");
        // The signature over the digest is no part of it.
        const auto with = versionOf(text + signature("@", "3600", "ZONEMD", 'G'), version->apex());
        QCOMPARE(zone::zoneDigest(*with, ZonemdDigest::Sha384),
                 zone::zoneDigest(*version, ZonemdDigest::Sha384));
    }

    void ofOurOwn_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::newRow("SHA-384") << 1;
        QTest::newRow("SHA-512") << 2;
    }
    /// What we generate, ldns agrees with; what ldns generates, we agree with.
    void ofOurOwn()
    {
        QFETCH(int, algorithm);
        const auto digest = static_cast<ZonemdDigest>(algorithm);
        const auto before = versionOf(complex, m_example);
        const auto ours = zone::withZonemd(before, digest);
        QVERIFY_RESULT(ours);
        QVERIFY_RESULT(zone::verifyZonemd(**ours, ZonemdCheck::Required));
        const auto apex = (*ours)->find(std::string_view());
        QCOMPARE(apex->find(dns::Type::ZONEMD)->size(), std::size_t(1));
        QCOMPARE((*ours)->recordCount(), before->recordCount());

        if (kit::findProgram("ldns-verify-zone").empty())
            QSKIP("ldnsutils is not installed");
        const kit::TemporaryFolder folder;
        const auto file = folder.path() / "zone";
        kit::writeText(file, textOf(**ours));
        const auto verdict = kit::run({kit::findProgram("ldns-verify-zone"), "-Z", file.string()});
        QVERIFY_RESULT(verdict);
        QVERIFY2(verdict->exitCode == 0, (verdict->text + verdict->errors).c_str());

        const auto without =
            zone::changeRrsets(before, {{m_example, dns::Type::ZONEMD, 0, {}, false}}).value();
        kit::writeText(file, textOf(*without));
        const auto made = folder.path() / "made";
        const auto signer =
            kit::run({kit::findProgram("ldns-signzone"), "-Z", "-z", "1:" + std::to_string(algorithm), "-o",
                      "example", "-f", made.string(), file.string()});
        QVERIFY_RESULT(signer);
        QVERIFY2(signer->exitCode == 0, (signer->text + signer->errors).c_str());
        const auto theirs = versionOf(kit::readText(made), m_example);
        QVERIFY(zone::hasZonemd(*theirs));
        QVERIFY_RESULT(zone::verifyZonemd(*theirs, ZonemdCheck::Required));
    }

    void signedZonesKeepTheirs()
    {
        const auto version =
            versionOf(simple + "@ DNSKEY 257 3 15 TeEjjb0sCAkP9wO/0UXAcdfRhfSdkUf9PnPkLklRR04=\n", m_example);
        QCOMPARE(zone::withZonemd(version, ZonemdDigest::Sha512).value(), version);
    }

    /// A ceiling far above the measured 0.3 s: a quadratic step would be minutes.
    void aMillionRecords()
    {
        kit::ZoneRecipe recipe;
        recipe.apex = m_example;
        recipe.records = 1'000'000;
        zone::ZoneLoader loader(recipe.apex);
        kit::generateZone(recipe, [&](const dns::Record& r) { (void)loader.add(r); });
        const auto version = loader.finish().value();
        QElapsedTimer timer;
        timer.start();
        const auto with = zone::withZonemd(version, ZonemdDigest::Sha384).value();
        const qint64 made = timer.restart();
        QVERIFY_RESULT(zone::verifyZonemd(*with, ZonemdCheck::Required));
        qInfo("1,000,000 records: generated in %lld ms, verified in %lld ms", made, timer.elapsed());
        QVERIFY(made < 5000);
    }
};

QTEST_APPLESS_MAIN(TestZonemd)
#include "tst_zonemd.moc"
