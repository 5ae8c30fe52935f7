// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/build/checked_zone.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::build;
using base::ErrorCode;

class TestZoneBuilder : public QObject
{
    Q_OBJECT

private slots:
    void strictness()
    {
        const auto version = withSerial("5", "a CNAME b.example.\na TXT x\n");
        build::BuildInput input{base::ZoneId{1}, {nullptr, version, {}}};
        QVERIFY(build::build(input).publishable);
        input.recipe.strict = true;
        const auto refused = build::build(input);
        QVERIFY(!refused.publishable);
        QVERIFY(refused.entries.empty());
        input.versions.next = withSerial("5", "a MX 10 gone\n"); // a warning refuses nothing
        QVERIFY(build::build(input).publishable);
    }

    /// Whatever is wrong with their owners is published, so it can wait; not in a strict zone.
    void ownersOfALargeOneAreLookedAtLater()
    {
        std::string text = "a CNAME b.example.\na TXT x\n";
        for (std::uint64_t i = 0; i < build::checkedAtOnce; ++i)
            text += "h" + std::to_string(i) + " A 192.0.2.1\n";
        build::BuildInput input{base::ZoneId{1}, {nullptr, withSerial("5", text), {}}};
        const auto quick = build::build(input);
        QVERIFY(quick.publishable && quick.checkWhole);
        QCOMPARE(lines(quick.findings), QString());
        QCOMPARE(lines(build::checkZone({nullptr, input.versions.next, {}})),
                 QString("error zone-cname-and-other a.example.org. 1"));
        input.recipe.strict = true;
        const auto strict = build::build(input);
        QVERIFY(!strict.publishable);
        QCOMPARE(lines(strict.findings), QString("error zone-cname-and-other a.example.org. 1"));
    }

    /// Many are known: only what differs is looked at, and the whole is due.
    void afterADifferenceOfAZoneWithManyFaults()
    {
        std::string many;
        for (int i = 100; i < 300; ++i)
            many += "f" + std::to_string(i) + " MX 10 gone" + std::to_string(i) + "\n";
        const auto first = withSerial("5", many + "gone100 A 192.0.2.1\n");
        build::BuildInput input{base::ZoneId{1}, {first, nullptr, {}}};
        input.versions.known =
            std::make_shared<const std::vector<Finding>>(build::checkZone({nullptr, first, {}}));
        QCOMPARE(lines(*input.versions.known), QString("warning zone-missing-address f101.example.org. 199"));
        const auto check = [&](const std::string& text) {
            input.versions.next = withSerial("6", text + "gone100 A 192.0.2.1\n");
            const auto built = build::build(input);
            return lines(built.findings) + (built.checkWhole ? " due" : "");
        };
        // One that differs is mended, one comes, and one is mended elsewhere, which is not seen yet.
        std::string next = many;
        next.replace(next.find("f101 MX 10 gone101"), 18, "f101 MX 10 gone100");
        QCOMPARE(check(next + "gone102 A 192.0.2.2\n"),
                 QString("warning zone-missing-address f102.example.org. 198 due"));
        QCOMPARE(check(many + "a MX 10 gone103\nb CNAME c\nb TXT x\n"),
                 QString("error zone-cname-and-other b.example.org. 1\n"
                         "warning zone-missing-address a.example.org. 200 due"));
        input.recipe.strict = true;
        QCOMPARE(check(many + "gone102 A 192.0.2.2\n"),
                 QString("warning zone-missing-address f101.example.org. 198"));
    }

    void aBuildPacksTheDifference()
    {
        const auto old = withSerial("5", "a A 192.0.2.1\nb A 192.0.2.1\n");
        const auto next = withSerial("6", "a A 192.0.2.1\nc A 192.0.2.3\nc A 192.0.2.4\n");
        const base::ZoneId zone{3};
        const auto whole = build::build({zone, {nullptr, old, {}}});
        QVERIFY(whole.publishable);
        QVERIFY(!whole.difference);
        QCOMPARE(whole.recordsAdded, 4U);
        QCOMPARE(whole.entries.puts(), 5U); // meta, SOA, NS, a, b
        const auto part = build::build({zone, {old, next, {}}});
        QVERIFY(part.difference);
        QCOMPARE(part.recordsAdded, 2U);
        QCOMPARE(part.recordsRemoved, 1U);
        QCOMPARE(part.ownersTouched, 3U);
        QCOMPARE(part.entries.puts(), 3U); // meta, SOA, c
        QCOMPARE(part.entries.removes(), 1U);
        std::map<std::string, std::string> store;
        const auto put = [&](std::string_view key, std::string_view value) {
            store.insert_or_assign(std::string(key), value);
            return base::Status();
        };
        const auto remove = [&](std::string_view key) {
            return store.erase(std::string(key)) == 1 ? base::Status() : base::fail(ErrorCode::NotFound);
        };
        QVERIFY_RESULT(whole.entries.replay(put, remove));
        QVERIFY_RESULT(part.entries.replay(put, remove));
        const auto stored = std::exchange(store, {});
        QVERIFY_RESULT(build::packWhole(zone, *next).replay(put, remove));
        QVERIFY(store == stored);
    }

    void aForbiddenVersionIsNotPacked()
    {
        const auto result = build::build({base::ZoneId{1}, {withSerial("5"), withSerial("4"), {}}});
        QVERIFY(!result.publishable);
        QVERIFY(result.entries.empty());
    }

    void aReplacedZoneIsPackedWhole()
    {
        std::string before;
        std::string after;
        for (int i = 0; i < 200; ++i) {
            before += "a" + std::to_string(i) + " A 192.0.2.1\n";
            after += "b" + std::to_string(i) + " A 192.0.2.1\n";
        }
        const auto result =
            build::build({base::ZoneId{1}, {withSerial("5", before), withSerial("6", after), {}}});
        QVERIFY(!result.difference);
        QCOMPARE(result.entries.puts(), 203U);
        QCOMPARE(result.entries.removes(), 0U);
        QCOMPARE(result.recordsAdded, 200U);
        QCOMPARE(result.recordsRemoved, 200U);
    }
};

QTEST_APPLESS_MAIN(TestZoneBuilder)
#include "tst_zone_builder.moc"
