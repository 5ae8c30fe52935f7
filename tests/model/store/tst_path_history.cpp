// SPDX-License-Identifier: GPL-3.0-or-later
// Rounds of probes: what was written comes back, per server and newest first where the limit cuts.
#include "tests/model/store/history_fixture.h"

#include <QTest>

using namespace zonescope;
using pipeline::PathRecord;
using namespace std::chrono_literals;

class tst_PathHistory : public QObject, private kit::HistoryFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void whatWasWrittenComesBack();
    void theNewestOfEachServer();
    void whatIsOldGoes();
};

namespace {

PathRecord record(std::int64_t second, const char* target, std::uint64_t route = 0xfedcba9876543210ULL)
{
    PathRecord record;
    record.at = kit::at(second);
    record.target = *net::Endpoint::fromText(target);
    record.route = route;
    record.length = 9;
    record.sent = 8;
    record.received = 7;
    record.best = base::Duration(20'100);
    record.worst = base::Duration(25'000);
    record.nsid = "fra-1";
    record.hops = "10.0.0.1;*;10.0.2.1,10.0.2.2";
    return record;
}

auto paths(store::Store& store, const char* target, pipeline::Period period = {}, std::size_t limit = 100)
{
    return kit::ask(store, [=](store::HistoryReader& reader) {
        return reader.paths(*net::Endpoint::fromText(target), period, limit);
    });
}

} // namespace

void tst_PathHistory::whatWasWrittenComesBack()
{
    const PathRecord first = record(1, "192.0.2.1");
    PathRecord second = record(2, "[2001:db8::1]:5353");
    second.tcp = true;
    second.best = second.worst = std::nullopt;
    second.usual = base::Duration(1);
    const PathRecord third = record(3, "192.0.2.1", 7);
    for (const PathRecord& row : {first, second, third})
        store().append(row);
    QVERIFY_RESULT(kit::flush(store()));
    const auto both = paths(store(), "192.0.2.1");
    QVERIFY_RESULT(both);
    QVERIFY((*both == std::vector{first, third}));
    QVERIFY((*paths(store(), "[2001:db8::1]:5353") == std::vector{second}));
    QVERIFY((*paths(store(), "192.0.2.1", {kit::at(2), kit::at(9)}) == std::vector{third}));
    QVERIFY((*paths(store(), "192.0.2.1", {}, 1) == std::vector{third}));
    QVERIFY(paths(store(), "192.0.2.2")->empty());
}

void tst_PathHistory::theNewestOfEachServer()
{
    for (int i = 0; i < 5; ++i) {
        store().append(record(i, "192.0.2.1"));
        store().append(record(i, "192.0.2.9"));
    }
    QVERIFY_RESULT(kit::flush(store()));
    const auto newest = kit::ask(store(), [](store::HistoryReader& reader) { return reader.newestPaths(); });
    QVERIFY_RESULT(newest);
    QVERIFY((*newest == std::vector{record(4, "192.0.2.1"), record(4, "192.0.2.9")}));
}

void tst_PathHistory::whatIsOldGoes()
{
    store().append(record(1, "192.0.2.1"));
    store().append(record(100, "192.0.2.1"));
    QVERIFY_RESULT(kit::flush(store()));
    store().prune(kit::at(50));
    QTRY_COMPARE(paths(store(), "192.0.2.1")->size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(tst_PathHistory)
#include "tst_path_history.moc"
