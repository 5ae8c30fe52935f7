// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/overlay.h"

#include "tests/kit/result_macros.h"
#include "tests/model/zone/version_text.h"
#include "tests/model/zone/zone_model.h"

using namespace zonescope;
using base::ErrorCode;
using tests::textOf;
using tests::versionOf;
using zone::Overlay;

class TestOverlay : public QObject
{
    Q_OBJECT

    const dns::Name m_apex = *dns::Name::fromText("Example.org.");
    static constexpr const char* m_zone = "@ 3600 SOA ns hostmaster 1 3600 600 86400 300\n@ 3600 NS ns\n"
                                          "ns A 192.0.2.1\nWww A 192.0.2.2\nwww A 192.0.2.3\nold TXT gone\n"
                                          "sub NS ns.sub\nns.sub A 192.0.2.4\n";

    std::string laid(const std::string& overrides, QString* conflicts = nullptr,
                     const std::string& zone = m_zone)
    {
        const auto overlay = Overlay::parse(overrides, m_apex);
        if (!overlay)
            qFatal("%s", base::toString(overlay.error()).c_str());
        const auto result = overlay->over(versionOf(zone, m_apex)).value();
        if (conflicts)
            for (const auto& conflict : result.conflicts)
                *conflicts += QString::fromStdString(zone::toText(conflict)) + "\n";
        return textOf(*result.version);
    }

private slots:
    void addReplaceDelete()
    {
        QString conflicts;
        const std::string text = laid("; ours\n\nadd new 60 A 198.51.100.1\nadd new 60 A 198.51.100.2\n"
                                      "replace www 30 A 198.51.100.3 ; moved\ndelete OLD TXT\n"
                                      "add @ TXT \"two words\"\n",
                                      &conflicts);
        QCOMPARE(conflicts, QString());
        QVERIFY(text.find("new.Example.org. 60 IN A 198.51.100.1\nnew.Example.org. 60 IN A 198.51.100.2\n") !=
                std::string::npos);
        QVERIFY2(text.find("Www.Example.org. 30 IN A 198.51.100.3\n") != std::string::npos, text.c_str());
        QVERIFY(text.find("192.0.2.2") == std::string::npos);
        QVERIFY(text.find("gone") == std::string::npos);
        QVERIFY(text.find("Example.org. 300 IN TXT \"two words\"") != std::string::npos);
    }

    void conflictsAreListedAndDone_data()
    {
        QTest::addColumn<QString>("overrides");
        QTest::addColumn<QString>("conflicts");
        QTest::newRow("add what is there")
            << "add www A 1.2.3.4"
            << "add www.Example.org. A: the zone has it already, with other data\n";
        QTest::newRow("add the same") << "add old TXT gone"
                                      << "";
        QTest::newRow("replace nothing") << "replace none A 1.2.3.4"
                                         << "replace none.Example.org. A: the zone has no such records\n";
        QTest::newRow("delete nothing") << "delete www AAAA"
                                        << "delete www.Example.org. AAAA: the zone has no such records\n";
        QTest::newRow("alias beside others")
            << "add www CNAME x.example."
            << "add www.Example.org. CNAME: the name has a CNAME and other records\n";
        QTest::newRow("an alias in place of others") << "delete www A\nadd www CNAME x.example."
                                                     << "";
        QTest::newRow("below a delegation")
            << "add a.sub TXT x"
            << "add a.sub.Example.org. TXT: lies below a delegation or DNAME\n";
        QTest::newRow("glue") << "add a.sub A 1.2.3.4"
                              << "";
        QTest::newRow("at a delegation") << "replace sub NS ns"
                                         << "";
    }
    void conflictsAreListedAndDone()
    {
        QFETCH(QString, overrides);
        QFETCH(QString, conflicts);
        QString found;
        laid(overrides.toStdString(), &found);
        QCOMPARE(found, conflicts);
    }

    void signedZones()
    {
        const std::string zone =
            std::string(m_zone) +
            "@ DNSKEY 257 3 15 TeEjjb0sCAkP9wO/0UXAcdfRhfSdkUf9PnPkLklRR04=\n"
            "www RRSIG A 15 3 300 20260924000000 20260825000000 1111 example.org. " +
            std::string(88, 'A') +
            "\nwww RRSIG NSEC 15 3 300 20260924000000 20260825000000 1111 example.org. " +
            std::string(88, 'B') + "\n";
        QString conflicts;
        const std::string text = laid("replace www A 198.51.100.3", &conflicts, zone);
        QVERIFY(conflicts.contains("signed"));
        QVERIFY(text.find("RRSIG A ") == std::string::npos); // over what was replaced
        QVERIFY(text.find("RRSIG NSEC ") != std::string::npos);
    }

    void badLines_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("beginning");
        QTest::newRow("no action") << "add a A 1.2.3.4\nwww A 192.0.2.1"
                                   << "line 2: begins with \"www\", not with add, replace or delete";
        QTest::newRow("no record") << "add"
                                   << "line 1: has no record";
        QTest::newRow("bad record") << "\n\nadd www A 1.2.3"
                                    << "line 3: ";
        QTest::newRow("outside") << "add www.example.com. A 192.0.2.1"
                                 << "line 1: www.example.com. is outside the zone";
        QTest::newRow("SOA") << "replace @ SOA a b 1 2 3 4 5"
                             << "line 1: SOA cannot be overridden";
        QTest::newRow("signature") << "delete www RRSIG"
                                   << "line 1: RRSIG cannot be overridden";
        QTest::newRow("two actions") << "add www A 192.0.2.1\nreplace www A 192.0.2.2"
                                     << "line 2: www.Example.org. A stands twice";
        QTest::newRow("delete of a record") << "delete www A 192.0.2.1"
                                            << "line 1: delete takes a name and a type";
        QTest::newRow("over two lines") << "add www TXT ( a\nadd b TXT c )"
                                        << "line 1: each line must hold one whole record";
        QTest::newRow("directive") << "add $INCLUDE /etc/passwd"
                                   << "line 1: has no record";
        QTest::newRow("class") << "add www CH TXT x"
                               << "line 1: ";
    }
    void badLines()
    {
        QFETCH(QString, text);
        QFETCH(QString, beginning);
        const auto overlay = Overlay::parse(text.toStdString(), m_apex);
        QVERIFY_ERROR(overlay, ErrorCode::SyntaxError);
        QVERIFY2(QString::fromStdString(overlay.error().detail).startsWith(beginning),
                 overlay.error().detail.c_str());
    }

    /// A hundred differences, each applied to what was transferred, never to what was published.
    void aHundredTransfers()
    {
        const auto overlay =
            Overlay::parse("replace host5 60 A 198.51.100.5\ndelete host6 A\nadd ours A 198.51.100.7\n",
                           m_apex)
                .value();
        std::string text = m_zone;
        for (int i = 0; i < 3000; ++i)
            text += "host" + std::to_string(i) + " A 10.0." + std::to_string(i / 250) + "." +
                    std::to_string(i % 250) + "\n";
        auto held = versionOf(text, m_apex);
        std::string expected;
        for (std::uint32_t serial = 2; serial <= 101; ++serial) {
            zone::Changeset change;
            change.fromSerial = held->serial();
            change.toSerial = serial;
            change.soa = tests::soaRecord(m_apex, serial);
            // The very RRset that is overridden changes below it, each time.
            const auto set = held->find(*dns::Name::fromText("host5.example.org."))->find(dns::Type::A);
            change.removed.push_back({*dns::Name::fromText("host5.example.org."), dns::Type::A,
                                      dns::Class::IN, set->ttl(), base::Bytes(base::textOf(set->rdata(0)))});
            change.added.push_back(tests::addressRecord(tests::name("host5.example.org."), serial));
            change.added.push_back(
                tests::addressRecord(tests::name("new" + std::to_string(serial) + ".example.org."), serial));
            const auto next = zone::apply(held, change);
            QVERIFY_RESULT(next);
            held = *next;
            const auto published = overlay.over(held).value().version;
            QCOMPARE(published->serial(), serial);
            const auto ours = published->find(tests::name("host5.example.org."))->find(dns::Type::A);
            QCOMPARE(dns::rdataText(dns::Type::A, ours->rdata(0)), std::string("198.51.100.5"));
            QVERIFY(!published->find(tests::name("host6.example.org.")));
            QVERIFY(published->find(tests::name("ours.example.org.")));
            QVERIFY(published->find(tests::name("new" + std::to_string(serial) + ".example.org.")));
            // Everything but the overridden owners is shared: the difference is found without a walk.
            QCOMPARE(zone::compare(*held, *published).ownersTouched, std::uint64_t(3));
        }
        QCOMPARE(held->recordCount(), std::uint64_t(3000 + 8 + 100));
        QVERIFY(held->find(tests::name("host6.example.org.")));
    }
};

QTEST_APPLESS_MAIN(TestOverlay)
#include "tst_overlay.moc"
