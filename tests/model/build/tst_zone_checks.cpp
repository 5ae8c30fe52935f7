// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/build/checked_zone.h"

using namespace zonescope;
using base::ErrorCode;
using namespace zonescope::build;

class TestZoneChecks : public QObject
{
    Q_OBJECT

private slots:
    void content_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("findings");
        QTest::newRow("sound") << sound << "";
        QTest::newRow("no NS") << "a A 192.0.2.1"
                               << "error zone-no-ns example.org. 1";
        QTest::newRow("two SOA") << QString(sound) + "@ 3600 SOA ns2 hostmaster 6 3600 600 86400 300"
                                 << "error zone-no-soa example.org. 2";
        QTest::newRow("CNAME and other") << QString(sound) + "a CNAME b.example.\na TXT x\nb CNAME c.example."
                                         << "error zone-cname-and-other a.example.org. 1";
        QTest::newRow("two CNAME") << QString(sound) + "a CNAME b.example.\na CNAME c.example."
                                   << "error zone-several-cnames a.example.org. 1";
        QTest::newRow("apex NS without address") << "@ NS ns1"
                                                 << "warning zone-missing-address example.org. 1";
        QTest::newRow("apex NS with address") << "@ NS ns1\nns1 AAAA 2001:db8::1"
                                              << "";
        QTest::newRow("missing glue") << QString(sound) + "sub NS ns.sub\nsub NS ns.elsewhere.example."
                                      << "warning zone-missing-address sub.example.org. 1";
        QTest::newRow("glue") << QString(sound) + "sub NS ns.sub\nns.sub A 192.0.2.1"
                              << "";
        QTest::newRow("glue of a sibling")
            << QString(sound) + "sub NS ns.other\nother NS ns.elsewhere.example."
            << "";
        QTest::newRow("MX to an alias") << QString(sound) + "a MX 10 m\nm CNAME x.example."
                                        << "warning zone-target-alias a.example.org. 1";
        QTest::newRow("MX to nothing, twice") << QString(sound) + "a MX 10 m\nb MX 10 m"
                                              << "warning zone-missing-address a.example.org. 2";
        QTest::newRow("null MX") << QString(sound) + "a MX 0 ."
                                 << "";
        QTest::newRow("MX below a delegation")
            << QString(sound) + "a MX 10 m.sub\nsub NS ns.elsewhere.example."
            << "";
        QTest::newRow("SRV to a wildcard") << QString(sound) + "_a._tcp SRV 0 0 1 h\n* A 192.0.2.1"
                                           << "";
        QTest::newRow("SRV past a wildcard")
            << QString(sound) + "_a._tcp SRV 0 0 1 h.x\n* A 192.0.2.1\ny.x A 192.0.2.1"
            << "warning zone-missing-address _a._tcp.example.org. 1";
        QTest::newRow("NS to an alias") << "@ NS ns1\nns1 CNAME x.example."
                                        << "warning zone-target-alias example.org. 1";
        QTest::newRow("data below a DNAME")
            << QString(sound) + "a DNAME x.example.\nb.a TXT x\nb DNAME x.example."
            << "warning zone-below-dname a.example.org. 1";
        QTest::newRow("DS without NS")
            << QString(sound) + "a DS 1 8 2 " + QString(64, 'a') + "\nb DS 1 8 2 " + QString(64, 'a') +
                   "\nb NS ns.elsewhere.example."
            << "error zone-ds-without-ns a.example.org. 1";
        QTest::newRow("delegated wildcard")
            << QString(sound) + "*.a NS ns.elsewhere.example.\nb* NS x.example."
            << "warning zone-wildcard-ns *.a.example.org. 1";
    }
    void content()
    {
        QFETCH(QString, text);
        QFETCH(QString, findings);
        const auto version = zoneOf(soa + text.toStdString() + "\n");
        QCOMPARE(lines(build::checkZone({nullptr, version, {}})), findings);
    }

    void timers_data()
    {
        QTest::addColumn<QString>("timers");
        QTest::addColumn<bool>("sensible");
        QTest::newRow("usual") << "3600 600 86400 300" << true;
        QTest::newRow("retry after refresh") << "600 3600 86400 300" << false;
        QTest::newRow("expires before the first retry") << "3600 600 4000 300" << false;
        QTest::newRow("no refresh") << "0 0 86400 300" << false;
        QTest::newRow("negative answers for a week") << "3600 600 86400 604800" << false;
    }
    void timers()
    {
        QFETCH(QString, timers);
        QFETCH(bool, sensible);
        const auto version =
            zoneOf("@ SOA ns hostmaster 1 " + timers.toStdString() + "\n@ NS ns.elsewhere.example.\n");
        QCOMPARE(lines(build::checkZone({nullptr, version, {}})),
                 QString(sensible ? "" : "warning zone-soa-timers example.org. 1"));
    }

    /// Signatures around the year 2106 too: their times are serial numbers.
    void signatures()
    {
        const auto sign = [&](const std::string& owner, const std::string& end) {
            return owner + " RRSIG A 8 3 300 " + end + " 20250101000000 1 example.org. AAAA\n";
        };
        const auto version = withSerial("5", sign("a", "20260101000000") + sign("b", "20260103120000") +
                                                 sign("c", "20260201000000"));
        const auto at = [&](std::int64_t seconds) {
            build::CheckInput input{nullptr, version, {}};
            input.now = base::fromMicroseconds(seconds * 1'000'000);
            return lines(build::checkZone(input));
        };
        QCOMPARE(lines(build::checkZone({nullptr, version, {}})), QString());
        QCOMPARE(at(1767225601), QString("error zone-signature-expired a.example.org. 1\n"
                                         "warning zone-signature-expiring b.example.org. 1"));
        QCOMPARE(at(1766966400 - 7200), QString());
        QCOMPARE(at(1767225601LL - (1LL << 32)), at(1767225601));
    }

    void nsecChain_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("findings");
        const QString whole = "@ NSEC a NS SOA\na NSEC sub A\na A 192.0.2.1\nsub NSEC z NS\nsub NS ns.sub\n"
                              "ns.sub A 192.0.2.2\nz NSEC @ A\nz A 192.0.2.3\n";
        QTest::newRow("whole") << whole << "";
        QTest::newRow("wrong next") << QString(whole).replace("a NSEC sub", "a NSEC z")
                                    << "error zone-nsec-chain a.example.org. 1";
        QTest::newRow("open end") << QString(whole).replace("z NSEC @", "z NSEC a")
                                  << "error zone-nsec-chain z.example.org. 1";
        QTest::newRow("a name without") << whole + "b A 192.0.2.4"
                                        << "error zone-nsec-chain b.example.org. 1";
        QTest::newRow("out of the zone") << QString(whole).replace("a NSEC sub", "a NSEC x.example.")
                                         << "error zone-nsec-chain a.example.org. 1";
    }
    void nsecChain()
    {
        QFETCH(QString, text);
        QFETCH(QString, findings);
        const auto version = withSerial("6", text.toStdString() + "\n");
        const QString found = lines(build::checkZone({nullptr, version, {}}));
        QVERIFY2((findings.isEmpty() || found.startsWith(findings)) && found.isEmpty() == findings.isEmpty(),
                 qPrintable(found));
        // The same after a difference that brought it all.
        const auto after = lines(build::checkZone({withSerial("5"), version, {}}));
        QCOMPARE(after.isEmpty(), findings.isEmpty());
    }

    void nsec3Chain_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("findings");
        // Hashes need not be those of names: only the chain is looked at.
        const QString a = "00000000000000000000000000000000";
        const QString b = "4g000000000000000000000000000000";
        const QString c = "s0000000000000000000000000000000";
        const auto nsec3 = [](const QString& from, const QString& to, const char* parameters = "1 0 0 -") {
            return from + " NSEC3 " + parameters + " " + to + " A\n";
        };
        // Names that are not hashed lie between.
        const QString names = "@ NSEC3PARAM 1 0 0 -\n1host A 192.0.2.1\nhost A 192.0.2.1\n";
        const QString whole = names + nsec3(a, b) + nsec3(b, c) + nsec3(c, a);
        const QString found = "error zone-nsec-chain ";
        QTest::newRow("whole") << whole << "";
        QTest::newRow("one only") << names + nsec3(b, b) << "";
        QTest::newRow("two chains") << whole + nsec3(a, c, "1 1 2 ab") + nsec3(c, a, "1 0 2 ab") << "";
        QTest::newRow("left out") << names + nsec3(a, c) + nsec3(b, c) + nsec3(c, a)
                                  << found + a + ".example.org. 1";
        QTest::newRow("open end") << names + nsec3(a, b) + nsec3(b, c) + nsec3(c, b)
                                  << found + c + ".example.org. 1";
        QTest::newRow("to nowhere") << names + nsec3(a, b) + nsec3(b, a) + nsec3(c, a)
                                    << found + b + ".example.org. 1";
        QTest::newRow("announced, not there") << "@ NSEC3PARAM 1 0 0 -\nhost A 192.0.2.1\n"
                                              << found + "example.org. 1";
        QTest::newRow("another salt announced")
            << "@ NSEC3PARAM 1 0 0 ab\n" + nsec3(b, b) << found + "example.org. 1";
    }
    void nsec3Chain()
    {
        QFETCH(QString, text);
        QFETCH(QString, findings);
        const auto version = withSerial("6", text.toStdString());
        QCOMPARE(lines(build::checkZone({nullptr, version, {}})), findings);
        // After a difference it is not all looked at, but it is known that it must be.
        QVERIFY(build::needsWholeCheck(*withSerial("5"), *version) || !text.contains(" NSEC3 "));
    }
    void nsec3AfterADifference()
    {
        const std::string chain =
            "00000000000000000000000000000000 NSEC3 1 0 0 - s0000000000000000000000000000000 A\n"
            "s0000000000000000000000000000000 NSEC3 1 0 0 - 00000000000000000000000000000000 A\n";
        const auto old = withSerial("5", chain);
        QCOMPARE(lines(build::checkZone({old, withSerial("6", chain + "x A 192.0.2.1\n"), {}})), QString());
        const auto cut = withSerial("6", chain.substr(0, chain.find('\n') + 1));
        QVERIFY(build::needsWholeCheck(*old, *cut));
        QCOMPARE(lines(build::checkZone({nullptr, cut, {}})).count("zone-nsec-chain"), 1);
    }

    /// An MX that did not change, whose target goes: not looked at with the difference, but known to be due.
    void targetsThatGo()
    {
        const std::string rest = "a MX 10 mail\nb SRV 0 0 25 mail\n";
        const auto old = withSerial("5", rest + "mail A 192.0.2.1\n");
        const auto gone = withSerial("6", rest);
        const auto alias = withSerial("6", rest + "mail CNAME other\nother A 192.0.2.1\n");
        const auto moved = withSerial("6", rest + "mail AAAA 2001:db8::1\n");
        const auto more = withSerial("6", rest + "mail A 192.0.2.1\nmore A 192.0.2.2\n");
        QVERIFY(build::needsWholeCheck(*old, *gone));
        QVERIFY(build::needsWholeCheck(*old, *alias));
        QVERIFY(!build::needsWholeCheck(*old, *moved));
        QVERIFY(!build::needsWholeCheck(*old, *more));
        build::BuildInput input{base::ZoneId{1}, {old, gone, {}}};
        QVERIFY(build::build(input).checkWhole);
        input.versions.next = more;
        QVERIFY(!build::build(input).checkWhole);
        QCOMPARE(lines(build::checkZone({nullptr, gone, {}})),
                 QString("warning zone-missing-address a.example.org. 2"));
    }

    /// What was wrong stays on the list as long as it is wrong, whatever the difference touches.
    void afterADifference()
    {
        const std::string faulty = "a CNAME b.example.\na TXT x\nd DNAME x.example.\n";
        const auto first = withSerial("5", faulty);
        auto known = std::make_shared<const std::vector<Finding>>(build::checkZone({nullptr, first, {}}));
        const auto check = [&](const zone::ZoneVersionPtr& from, const zone::ZoneVersionPtr& to) {
            build::CheckInput input{from, to, {}};
            input.known = known;
            known = std::make_shared<const std::vector<Finding>>(build::checkZone(input));
            return lines(*known);
        };
        const auto second = withSerial("6", faulty + "x A 192.0.2.1\n");
        QCOMPARE(check(first, second), QString("error zone-cname-and-other a.example.org. 1"));
        // What is added below a DNAME is a fault of the DNAME, which did not change.
        const auto third = withSerial("7", faulty + "y.d TXT x\n");
        QCOMPARE(check(second, third), QString("error zone-cname-and-other a.example.org. 1\n"
                                               "warning zone-below-dname d.example.org. 1"));
        QCOMPARE(check(third, withSerial("8")), QString());
    }

    void glueThatGoes()
    {
        const std::string delegation = "sub NS ns.sub\n";
        const auto old = withSerial("5", delegation + "ns.sub A 192.0.2.1\n");
        QCOMPARE(lines(build::checkZone({old, withSerial("6", delegation), {}})),
                 QString("warning zone-missing-address sub.example.org. 1"));
    }

    void serials_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("forced");
        QTest::addColumn<QString>("findings");
        QTest::newRow("newer") << "5"
                               << "6" << false << "";
        QTest::newRow("round the corner") << "4294967295"
                                          << "3" << false << "";
        QTest::newRow("older") << "5"
                               << "4" << false << "error serial-backwards example.org. 1";
        QTest::newRow("older, forced") << "5"
                                       << "4" << true << "warning serial-backwards example.org. 1";
        QTest::newRow("2^31 apart") << "0"
                                    << "2147483648" << false << "error serial-undefined example.org. 1";
        QTest::newRow("the same, and nothing else changed") << "5"
                                                            << "5" << false << "";
    }
    void serials()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(bool, forced);
        QFETCH(QString, findings);
        const auto found =
            build::checkZone({withSerial(from.toStdString()), withSerial(to.toStdString()), {}, forced});
        QCOMPARE(lines(found), findings);
        QCOMPARE(build::forbidsPublishing(found), findings.startsWith("error"));
    }

    void changedDataUnderTheSameSerial()
    {
        const auto found = build::checkZone({withSerial("5"), withSerial("5", "a A 192.0.2.1\n"), {}});
        QCOMPARE(lines(found), QString("warning serial-backwards example.org. 1"));
    }

    void onlyWhatChangedIsLookedAt()
    {
        const auto old = withSerial("5", "a MX 10 gone\n");
        const auto found = build::checkZone({old, withSerial("6", "a MX 10 gone\nb MX 10 missing\n"), {}});
        QCOMPARE(lines(found), QString("warning zone-missing-address b.example.org. 1"));
    }

    void toleratedThingsAreReported()
    {
        zone::Tolerated tolerated;
        const auto version =
            zoneOf(std::string(soa) + sound +
                       "a 60 A 192.0.2.1\na 61 A 192.0.2.2\na 60 A 192.0.2.1\nx.example.com. A 192.0.2.1\n"
                       "sub NS ns.elsewhere.example.\nt.sub TXT x\n",
                   &tolerated);
        QCOMPARE(
            lines(build::checkZone({nullptr, version, tolerated})),
            QString("warning zone-name-outside example.org. 1\nwarning zone-mixed-ttl example.org. 1\n"
                    "notice zone-duplicate-records example.org. 1\nnotice zone-occluded example.org. 1"));
    }
};

QTEST_APPLESS_MAIN(TestZoneChecks)
#include "tst_zone_checks.moc"
