// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/task_pool.h"

#include <QTest>

#include <future>

using namespace zonescope;
using namespace zonescope::engine;

class TestTaskPool : public QObject
{
    Q_OBJECT

private slots:
    void whatNobodyWaitsForGivesWay();
    void whatIsQueuedIsDoneBeforeTheEnd();
};

namespace {

int ownNice()
{
    return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
}

/// Of a pool's thread, and of one that it starts.
std::pair<int, int> niceIn(base::ThreadPriority priority)
{
    TaskPool pool(1, priority);
    std::promise<std::pair<int, int>> told;
    pool.post([&] {
        int started = -100;
        std::thread([&] { started = ownNice(); }).join();
        told.set_value({ownNice(), started});
    });
    return told.get_future().get();
}

} // namespace

void TestTaskPool::whatNobodyWaitsForGivesWay()
{
    const int here = ownNice();
    QCOMPARE(niceIn(base::ThreadPriority::Normal), std::pair(here, here));
    const int low = std::max(here, base::niceOfLow);
    QCOMPARE(niceIn(base::ThreadPriority::Low), std::pair(low, low));
    QCOMPARE(ownNice(), here);
}

void TestTaskPool::whatIsQueuedIsDoneBeforeTheEnd()
{
    int done = 0;
    TaskPool pool(1);
    for (int i = 0; i < 100; ++i)
        pool.post([&] { ++done; });
    pool.finish();
    QCOMPARE(done, 100);
    pool.post([&] { ++done; }); // too late
    QCOMPARE(done, 100);
}

QTEST_GUILESS_MAIN(TestTaskPool)
#include "tst_task_pool.moc"
