// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/ledger_rows.h"
#include "tests/model/store/sample_random.h"

#include <QTest>

#include <map>
#include <random>
#include <set>

using namespace zonescope;
using base::ZoneId;
using pipeline::Trigger;
using schedule::LedgerRow;
using store::LedgerRows;

namespace {

constexpr auto notify = static_cast<pipeline::Triggers>(Trigger::Notify);
constexpr auto forced = static_cast<pipeline::Triggers>(Trigger::Forced);

} // namespace

class tst_LedgerRows : public QObject
{
    Q_OBJECT

private slots:
    void requestsMergeIntoOneRow();
    void newRequestsWaitBesideWork();
    void releasedWorkMergesWithWaitingWork();
    void restoredWorkIsScheduledAgain();
    void stepsWithoutWorkDoNothing();
    void theWatermarkWaitsForTheDisk();
    void randomWalkKeepsEveryRequest();
};

void tst_LedgerRows::requestsMergeIntoOneRow()
{
    LedgerRows rows;
    rows.enqueue(ZoneId{1}, 5, notify);
    rows.enqueue(ZoneId{1}, 9, forced);
    const LedgerRow* row = rows.find(ZoneId{1});
    QVERIFY(row->scheduled == std::pair(std::uint64_t(5), std::uint64_t(9)));
    QCOMPARE(row->scheduledTriggers, pipeline::Triggers(notify | forced));
    QVERIFY(rows.claim(ZoneId{1}));
    QVERIFY(!row->scheduled && row->working == std::pair(std::uint64_t(5), std::uint64_t(9)));
    QVERIFY(rows.complete(ZoneId{1}));
    QVERIFY(!row->scheduled && !row->working);
    QCOMPARE(row->done, std::uint64_t(9));
    QCOMPARE(rows.next(), std::uint64_t(10));
}

void tst_LedgerRows::newRequestsWaitBesideWork()
{
    LedgerRows rows;
    rows.enqueue(ZoneId{1}, 1, notify);
    rows.claim(ZoneId{1});
    rows.enqueue(ZoneId{1}, 2, forced);
    rows.enqueue(ZoneId{1}, 3, forced);
    rows.complete(ZoneId{1});
    const LedgerRow* row = rows.find(ZoneId{1});
    QVERIFY(row->scheduled == std::pair(std::uint64_t(2), std::uint64_t(3)));
    QCOMPARE(row->done, std::uint64_t(1));
}

void tst_LedgerRows::releasedWorkMergesWithWaitingWork()
{
    LedgerRows rows;
    rows.enqueue(ZoneId{1}, 1, notify);
    rows.claim(ZoneId{1});
    rows.enqueue(ZoneId{1}, 2, forced);
    QVERIFY(rows.release(ZoneId{1}));
    const LedgerRow* row = rows.find(ZoneId{1});
    QVERIFY(row->scheduled == std::pair(std::uint64_t(1), std::uint64_t(2)) && !row->working);
    QCOMPARE(row->scheduledTriggers, pipeline::Triggers(notify | forced));
}

void tst_LedgerRows::restoredWorkIsScheduledAgain()
{
    LedgerRows rows;
    LedgerRow row;
    row.zone = ZoneId{4};
    row.scheduled = {8, 9};
    row.working = {3, 5};
    row.done = 2;
    row.workingTriggers = forced;
    QVERIFY(rows.restore(row));
    QVERIFY(rows.find(ZoneId{4})->scheduled == std::pair(std::uint64_t(3), std::uint64_t(9)));
    QCOMPARE(rows.find(ZoneId{4})->scheduledTriggers,
             pipeline::Triggers(forced | static_cast<pipeline::Triggers>(Trigger::Recovered)));
    QCOMPARE(rows.watermark(), std::uint64_t(3));
    QCOMPARE(rows.next(), std::uint64_t(10));
}

void tst_LedgerRows::stepsWithoutWorkDoNothing()
{
    LedgerRows rows;
    QVERIFY(!rows.claim(ZoneId{1}) && !rows.complete(ZoneId{1}) && !rows.release(ZoneId{1}));
    rows.enqueue(ZoneId{1}, 1, notify);
    QVERIFY(!rows.complete(ZoneId{1}) && !rows.release(ZoneId{1}));
    rows.forget(ZoneId{1});
    QVERIFY(rows.find(ZoneId{1}) == nullptr);
    QCOMPARE(rows.watermark(), std::uint64_t(2));
}

void tst_LedgerRows::theWatermarkWaitsForTheDisk()
{
    LedgerRows rows;
    rows.enqueue(ZoneId{1}, 1, notify);
    rows.enqueue(ZoneId{2}, 2, notify);
    rows.committed(*rows.find(ZoneId{1}));
    rows.claim(ZoneId{1});
    rows.complete(ZoneId{1});
    QCOMPARE(rows.watermark(), std::uint64_t(1)); // the disk still says scheduled
    rows.committed(*rows.find(ZoneId{1}));
    QCOMPARE(rows.watermark(), std::uint64_t(2));
}

/// A model with single requests: every request is in exactly one of scheduled, working, done; the row's
/// ranges are those sets' ends.
void tst_LedgerRows::randomWalkKeepsEveryRequest()
{
    struct Model
    {
        std::set<std::uint64_t> scheduled, working;
        std::uint64_t done = 0;
    };
    std::mt19937 random(1);
    LedgerRows rows;
    std::map<ZoneId, Model> models;
    std::uint64_t offset = 0;
    for (int step = 0; step < 20'000; ++step) {
        const ZoneId zone{1 + kit::below(random, 7)};
        Model& model = models[zone];
        switch (random() % 5) {
        case 0:
        case 1:
            rows.enqueue(zone, ++offset, notify);
            model.scheduled.insert(offset);
            break;
        case 2:
            rows.claim(zone);
            model.working.merge(model.scheduled);
            model.scheduled.clear();
            break;
        case 3:
            if (!model.working.empty())
                model.done = std::max(model.done, *model.working.rbegin());
            rows.complete(zone);
            model.working.clear();
            break;
        default:
            rows.release(zone);
            model.scheduled.merge(model.working);
            model.working.clear();
        }
        const LedgerRow* row = rows.find(zone);
        const auto ends = [](const std::set<std::uint64_t>& set) {
            return set.empty() ? std::nullopt : std::optional(std::pair(*set.begin(), *set.rbegin()));
        };
        QVERIFY((row ? row->scheduled : std::nullopt) == ends(model.scheduled));
        QVERIFY((row ? row->working : std::nullopt) == ends(model.working));
        QCOMPARE(row ? row->done : 0, model.done);
        std::uint64_t lowest = rows.next();
        for (const auto& [id, each] : models)
            for (const auto* set : {&each.scheduled, &each.working})
                if (!set->empty())
                    lowest = std::min(lowest, *set->begin());
        QCOMPARE(rows.watermark(), lowest);
    }
}

QTEST_GUILESS_MAIN(tst_LedgerRows)
#include "tst_ledger_rows.moc"
