// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/batcher.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace zonescope;
using namespace zonescope::engine;

class TestBatcher : public QObject
{
    Q_OBJECT

    static zone::ZoneStatus status(std::uint32_t id, std::uint32_t serial)
    {
        zone::ZoneStatus s;
        s.zone = {id};
        s.heldSerial = serial;
        return s;
    }
    static pipeline::Event event(std::uint64_t id)
    {
        pipeline::Event e;
        e.id = id;
        return e;
    }

private slots:
    void latestWins();
    void oneWakeWhileWaiting();
    void newListenerHearsWhatWaits();
    void ringDropsTheOldest();
    void removedZoneIsNotReported();
    void repliesAreNeverDropped();
    void silentAfterSetWakeNothing();
    void newListenerHearsWhatComesMeanwhile();
    void nothingIsGatheredForNobody();
};

void TestBatcher::nothingIsGatheredForNobody()
{
    Batcher batcher;
    std::atomic<int> wakes{0};
    batcher.setWake([&] { ++wakes; });
    batcher.follow(false);
    batcher.put(status(1, 1));
    batcher.put(event(1));
    batcher.remove({2});
    batcher.put(pipeline::Change{});
    batcher.put(pipeline::TransferAttempt{});
    batcher.put(pipeline::TransferProgress{});
    batcher.put(EngineStatus{});
    QCOMPARE(wakes.load(), 0);
    batcher.put(std::make_shared<const zone::Configuration>());
    batcher.reply(7, Answer{Done{}});
    QCOMPARE(wakes.load(), 1);
    Batch batch = batcher.take();
    QVERIFY(batch.configuration && batch.replies.size() == 1);
    QVERIFY(batch.zones.empty() && batch.events.empty() && batch.changes.empty() && batch.attempts.empty());
    QVERIFY(batch.progress.empty() && batch.removedZones.empty() && !batch.engine);
    batcher.follow(true);
    batcher.put(status(1, 2));
    batch = batcher.take();
    QCOMPARE(batch.zones.size(), std::size_t{1});
    QCOMPARE(wakes.load(), 2);
}

void TestBatcher::latestWins()
{
    Batcher batcher;
    for (std::uint32_t serial = 1; serial <= 100; ++serial)
        batcher.put(status(1, serial));
    batcher.put(status(2, 7));
    pipeline::Change change;
    change.id = 5;
    batcher.put(change);
    change.complete = true;
    batcher.put(change);
    const Batch batch = batcher.take();
    QCOMPARE(batch.zones.size(), std::size_t{2});
    for (const auto& zone : batch.zones)
        QCOMPARE(*zone.heldSerial, zone.zone.value == 1 ? 100U : 7U);
    QCOMPARE(batch.changes.size(), std::size_t{1});
    QVERIFY(batch.changes[0].complete);
    QVERIFY(batcher.take().zones.empty());
}

void TestBatcher::oneWakeWhileWaiting()
{
    Batcher batcher;
    int wakes = 0;
    batcher.setWake([&] { ++wakes; });
    for (std::uint64_t i = 0; i < 1000; ++i)
        batcher.put(event(i));
    QCOMPARE(wakes, 1);
    QCOMPARE(batcher.take().events.size(), std::size_t{1000});
    batcher.put(event(1));
    QCOMPARE(wakes, 2);
}

void TestBatcher::newListenerHearsWhatWaits()
{
    Batcher batcher;
    batcher.put(event(1));
    int wakes = 0;
    batcher.setWake([&] { ++wakes; });
    QCOMPARE(wakes, 1); // else whoever comes second would wait for ever
    QCOMPARE(batcher.take().events.size(), std::size_t{1});
}

void TestBatcher::ringDropsTheOldest()
{
    Batcher batcher(10);
    for (std::uint64_t i = 1; i <= 25; ++i)
        batcher.put(event(i));
    Batch batch = batcher.take();
    QCOMPARE(batch.events.size(), std::size_t{10});
    QCOMPARE(batch.events.front().id, std::uint64_t{16});
    QCOMPARE(batch.droppedEvents, std::uint64_t{15});
    batcher.put(event(26));
    QCOMPARE(batcher.take().droppedEvents, std::uint64_t{15}); // since the start
}

void TestBatcher::removedZoneIsNotReported()
{
    Batcher batcher;
    batcher.put(status(1, 1));
    batcher.remove({1});
    const Batch batch = batcher.take();
    QVERIFY(batch.zones.empty());
    QCOMPARE(batch.removedZones, std::vector<base::ZoneId>{{1}});
}

void TestBatcher::repliesAreNeverDropped()
{
    Batcher batcher(10);
    for (RequestId i = 1; i <= 1000; ++i)
        batcher.reply(i, Answer{Done{}});
    QCOMPARE(batcher.take().replies.size(), std::size_t{1000});
}

void TestBatcher::silentAfterSetWakeNothing()
{
    Batcher batcher;
    std::atomic<bool> alive{true};
    std::atomic<int> late{0};
    std::atomic<bool> go{true};
    batcher.setWake([&] { late += alive ? 0 : 1; });
    std::thread writer([&] {
        while (go) {
            batcher.put(event(1));
            (void)batcher.take();
        }
    });
    for (int i = 0; i < 200; ++i) {
        alive = true;
        batcher.setWake([&] { late += alive ? 0 : 1; });
        batcher.setWake({});
        alive = false; // what the function looks at may be gone from here on
    }
    go = false;
    writer.join();
    QCOMPARE(late.load(), 0);
}

/// What is put while the listener changes must be announced to the new one: once something waits, nothing
/// that follows is announced again.
void TestBatcher::newListenerHearsWhatComesMeanwhile()
{
    for (int round = 0; round < 3000; ++round) {
        Batcher batcher;
        batcher.setWake([] {}); // the one before, who no longer takes
        std::atomic<bool> go = false;
        std::atomic<int> wakes = 0;
        std::thread writer([&] {
            while (!go)
                ;
            batcher.put(status(1, 1));
        });
        go = true;
        batcher.setWake([&] { ++wakes; });
        writer.join();
        QVERIFY2(wakes > 0, qPrintable(QStringLiteral("round %1").arg(round)));
        batcher.setWake({});
    }
}

QTEST_APPLESS_MAIN(TestBatcher)
#include "tst_batcher.moc"
