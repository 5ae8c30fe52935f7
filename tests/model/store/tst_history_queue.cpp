// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/history_queue.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::store;

class TestHistoryQueue : public QObject
{
    Q_OBJECT

    static pipeline::Event event(std::uint64_t id)
    {
        pipeline::Event e;
        e.id = id;
        return e;
    }
    static std::uint64_t idOf(const HistoryItem& item)
    {
        const auto* e = std::get_if<pipeline::Event>(&item);
        return e ? e->id : 0;
    }

private slots:
    void firstInFirstOut()
    {
        HistoryQueue queue;
        std::uint64_t pushed = 0;
        std::uint64_t popped = 0;
        for (const int round : {1, 63, 64, 65, 500, 7}) { // over and along the ends of chunks
            for (int i = 0; i < round; ++i)
                queue.push(event(++pushed));
            QCOMPARE(queue.size(), static_cast<std::size_t>(pushed - popped));
            for (int i = 0; i < round - round / 3; ++i)
                QCOMPARE(idOf(queue.pop()), ++popped);
        }
        while (!queue.empty())
            QCOMPARE(idOf(queue.pop()), ++popped);
        QCOMPARE(popped, pushed);
        queue.push(event(1));
        QCOMPARE(idOf(queue.pop()), std::uint64_t{1});
    }

    void flushesComeOutOnce()
    {
        HistoryQueue queue;
        int answered = 0;
        for (std::uint64_t i = 1; i <= 300; ++i)
            if (i % 100 == 0 || i == 1)
                queue.push(HistoryFlush{[&](const base::Status&) { ++answered; }});
            else
                queue.push(event(i));
        QVERIFY(std::holds_alternative<HistoryFlush>(queue.pop()));
        QCOMPARE(idOf(queue.pop()), std::uint64_t{2});
        std::vector<HistoryQueue::Durable> waiting;
        QCOMPARE(queue.takeFlushes(waiting), std::size_t{3});
        QCOMPARE(queue.takeFlushes(waiting), std::size_t{0});
        for (const auto& durable : waiting)
            durable({});
        QCOMPARE(answered, 3);
        QCOMPARE(queue.size(), std::size_t{295});
        for (std::uint64_t i = 3; i < 300; ++i)
            if (i % 100 != 0)
                QCOMPARE(idOf(queue.pop()), i);
        QVERIFY(queue.empty());
    }

    void nothingButFlushes()
    {
        HistoryQueue queue;
        for (int i = 0; i < 100; ++i)
            queue.push(HistoryFlush{});
        std::vector<HistoryQueue::Durable> waiting;
        QCOMPARE(queue.takeFlushes(waiting), std::size_t{100});
        QVERIFY(queue.empty());
        queue.push(event(9));
        QCOMPARE(idOf(queue.pop()), std::uint64_t{9});
    }
};

QTEST_APPLESS_MAIN(TestHistoryQueue)
#include "tst_history_queue.moc"
