// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/flatten_policy.h"
#include "model/build/publication.h"
#include "model/zone/zonemd.h"
#include "tests/kit/result_macros.h"
#include "tests/model/zone/version_text.h"

using namespace zonescope;
using build::FlattenedApex;
using build::Recipe;
using tests::versionOf;

class TestPublication : public QObject
{
    Q_OBJECT

    const dns::Name m_apex = *dns::Name::fromText("example.org.");

    zone::ZoneVersionPtr version(std::uint32_t serial, const std::string& more = {})
    {
        return versionOf("@ 3600 SOA ns hostmaster " + std::to_string(serial) +
                             " 3600 600 86400 300\n@ NS ns\nns A 192.0.2.1\n" + more,
                         m_apex);
    }
    std::shared_ptr<const zone::Overlay> overlay(const std::string& text)
    {
        return std::make_shared<const zone::Overlay>(zone::Overlay::parse(text, m_apex).value());
    }
    static std::shared_ptr<const FlattenedApex> addresses(const std::string& target, const std::string& a)
    {
        return std::make_shared<const FlattenedApex>(
            FlattenedApex{*dns::Name::fromText(target), {}, 30, {a}, {}});
    }

private slots:
    void nothingOfOursIsTheTransferredVersion()
    {
        const auto transferred = version(5);
        const auto made = build::publicationOf(transferred, {});
        QVERIFY_RESULT(made);
        QCOMPARE(made->version, transferred);
    }

    /// Edges fetch what has a newer serial.
    void serials()
    {
        Recipe recipe;
        recipe.overlay = overlay("add a TXT one\n");
        const auto first = build::publicationOf(version(5), recipe).value().version;
        QCOMPARE(first->serial(), 5U);
        recipe.publishedBefore = first;
        QCOMPARE(build::publicationOf(version(5), recipe).value().version->serial(), 5U); // the same again
        recipe.overlay = overlay("add a TXT two\n");
        const auto second = build::publicationOf(version(5), recipe).value().version;
        QCOMPARE(second->serial(), 6U);
        QCOMPARE(second->soa().serial, 6U);
        recipe.publishedBefore = second;
        recipe.lastSerial = 6;
        // The primary comes to the serial that we have given out: other content needs another one.
        const auto third = build::publicationOf(version(6, "b TXT x\n"), recipe).value().version;
        QCOMPARE(third->serial(), 7U);
        recipe.publishedBefore = third;
        recipe.lastSerial = 7;
        QCOMPARE(build::publicationOf(version(20), recipe).value().version->serial(), 20U);
        // Our records are gone, the serial they had is not.
        recipe.overlay.reset();
        QCOMPARE(build::publicationOf(version(6, "b TXT x\n"), recipe).value().version->serial(), 8U);
        // After a restart only the serial is known.
        Recipe restarted;
        restarted.overlay = overlay("add a TXT one\n");
        restarted.lastSerial = 9;
        QCOMPARE(build::publicationOf(version(6), restarted).value().version->serial(), 10U);
        restarted.lastSerial = 4294967295U;
        QCOMPARE(build::publicationOf(version(4294967290U), restarted).value().version->serial(), 0U);
    }

    void flattening_data()
    {
        QTest::addColumn<QString>("records");
        QTest::addColumn<QString>("overrides");
        QTest::newRow("ALIAS of the primary") << "@ TYPE65401 \\# 8 0178046e616d6500"
                                              << "";
        QTest::newRow("CNAME of an override") << ""
                                              << "add @ CNAME x.name.";
    }
    void flattening()
    {
        QFETCH(QString, records);
        QFETCH(QString, overrides);
        Recipe recipe;
        recipe.flatten = true;
        recipe.overlay = overlay(overrides.toStdString());
        const auto transferred = version(5, records.toStdString() + "\n");
        const auto unknown = build::publicationOf(transferred, recipe).value();
        QVERIFY(unknown.aliasUnknown);
        QVERIFY(unknown.conflicts.empty());
        QCOMPARE(unknown.alias->toText(), std::string("x.name."));
        QVERIFY(!unknown.version->find(m_apex)->find(build::aliasType));
        QVERIFY(!unknown.version->find(m_apex)->find(dns::Type::CNAME));

        recipe.flattened = addresses("x.name.", std::string("\xc0\x00\x02\x09", 4));
        recipe.publishedBefore = unknown.version;
        const auto known = build::publicationOf(transferred, recipe).value();
        QVERIFY(!known.aliasUnknown);
        const auto set = known.version->find(m_apex)->find(dns::Type::A);
        QCOMPARE(dns::rdataText(dns::Type::A, set->rdata(0)), std::string("192.0.2.9"));
        QCOMPARE(set->ttl(), 30U);
        QCOMPARE(known.version->serial(), 6U);
        QVERIFY(known.version->find(m_apex)->find(dns::Type::NS));

        // Another target: the last good addresses until it is known.
        recipe.flattened = addresses("old.name.", std::string("\xc0\x00\x02\x08", 4));
        const auto kept = build::publicationOf(transferred, recipe).value();
        QVERIFY(kept.aliasUnknown);
        QVERIFY(kept.version->find(m_apex)->find(dns::Type::A));
    }

    void digestsAreOfWhatIsPublished()
    {
        Recipe recipe;
        recipe.overlay = overlay("add a TXT one\n");
        recipe.zonemdDigest = zone::ZonemdDigest::Sha384;
        recipe.lastSerial = 7;
        const auto made = build::publicationOf(version(5), recipe).value().version;
        QCOMPARE(made->serial(), 8U);
        QVERIFY_RESULT(zone::verifyZonemd(*made, zone::ZonemdCheck::Required));
        recipe.publishedBefore = made;
        recipe.lastSerial = 8;
        QCOMPARE(build::publicationOf(version(5), recipe).value().version->serial(), 8U);
    }

    void whenToAskAgain()
    {
        using std::chrono::seconds;
        QVERIFY(build::nextLookup(0) == seconds(5));
        QVERIFY(build::nextLookup(60) == seconds(60));
        QVERIFY(build::nextLookup(1'000'000) == seconds(3600));
        QVERIFY(build::nextLookupAfter(1) == seconds(5));
        QVERIFY(build::nextLookupAfter(3) == seconds(20));
        QVERIFY(build::nextLookupAfter(1000) == seconds(300));
    }

    /// A resolver counts the TTL down and turns the addresses round: that is no change.
    void sameAddressesAreNoChange()
    {
        const FlattenedApex found{m_apex, {}, 300, {"bbbb", "aaaa"}, {}};
        const FlattenedApex first = build::merged(nullptr, found);
        QCOMPARE(first.a, (std::vector<base::Bytes>{"aaaa", "bbbb"}));
        QCOMPARE(first.ttl, 300U);
        FlattenedApex later{m_apex, {}, 17, {"aaaa", "bbbb"}, {}};
        QCOMPARE(build::merged(&first, later).ttl, 300U);
        later.a = {"aaaa"};
        QCOMPARE(build::merged(&first, later).ttl, 17U);
    }
};

QTEST_APPLESS_MAIN(TestPublication)
#include "tst_publication.moc"
