// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/ledger_codec.h"
#include "tests/kit/result_macros.h"

#include <QTest>

#include <random>

using namespace zonescope;
using base::ZoneId;
using schedule::LedgerRow;
using schedule::TimerRow;
using store::LedgerChanges;
using store::LedgerGroup;

namespace {

base::Timestamp at(std::int64_t seconds)
{
    return base::fromMicroseconds(seconds * 1'000'000);
}

LedgerGroup everyShape()
{
    LedgerGroup group;
    group.removed = {ZoneId{4'000'000'000}};
    group.rows = {
        {ZoneId{1}, std::pair(std::uint64_t(5), std::uint64_t(9)), std::nullopt, 4, 3, 0},
        {ZoneId{2}, std::nullopt, std::pair(std::uint64_t(1) << 60, (std::uint64_t(1) << 60) + 7), 0, 0, 255},
        {ZoneId{3}, std::pair(std::uint64_t(8), std::uint64_t(8)),
         std::pair(std::uint64_t(6), std::uint64_t(7)), 5, 1, 2},
        {ZoneId{5}, std::nullopt, std::nullopt, ~std::uint64_t(0), 0, 0}};
    group.timers = {{ZoneId{1}, at(1'800'000'000), at(-5), at(1'900'000'000), 3},
                    {ZoneId{2}, at(0), base::Timestamp::max(), std::nullopt, ~0U}};
    group.next = 77;
    return group;
}

} // namespace

class TestLedgerCodec : public QObject
{
    Q_OBJECT

private slots:
    void whatIsWrittenIsRead()
    {
        const LedgerGroup group = everyShape();
        const base::Bytes packed = store::packLedgerGroup(group);
        const auto read = store::unpackLedgerGroup(base::viewOf(packed));
        QVERIFY_RESULT(read);
        QVERIFY(read->removed == group.removed && read->rows == group.rows && read->timers == group.timers &&
                read->next == group.next);
        QVERIFY(store::packLedgerGroup({}).empty());
    }

    void theLastWordCounts()
    {
        LedgerChanges changes;
        changes.add(everyShape());
        LedgerGroup more;
        more.removed = {ZoneId{1}};
        more.rows = {{ZoneId{2}, std::nullopt, std::nullopt, 12, 0, 0}};
        more.next = 9;
        changes.add(more);
        QVERIFY(!changes.rows.at(ZoneId{1}) && !changes.timers.at(ZoneId{1}));
        QCOMPARE(changes.rows.at(ZoneId{2})->done, std::uint64_t(12));
        QVERIFY(changes.timers.at(ZoneId{2}));
        QCOMPARE(changes.next, std::uint64_t(77));
    }

    /// A group of a journal is guarded by its digest; this is for what passes it all the same.
    void damageIsAnErrorOrAnotherGroup()
    {
        std::mt19937 random(5);
        const base::Bytes good = store::packLedgerGroup(everyShape());
        int refused = 0;
        for (int round = 0; round < 20'000; ++round) {
            base::Bytes bad = good;
            if (random() % 3 == 0)
                bad.resize(random() % bad.size());
            for (unsigned hits = 1 + random() % 4; hits > 0 && !bad.empty(); --hits)
                bad[random() % bad.size()] = static_cast<char>(random());
            const auto read = store::unpackLedgerGroup(base::viewOf(bad));
            if (!read) {
                ++refused;
                QVERIFY_ERROR(read, base::ErrorCode::StoreCorrupt);
            } else if (!bad.empty()) {
                QVERIFY_RESULT(store::unpackLedgerGroup(base::viewOf(store::packLedgerGroup(*read))));
            }
        }
        QVERIFY(refused > 1000);
    }
};

QTEST_APPLESS_MAIN(TestLedgerCodec)
#include "tst_ledger_codec.moc"
