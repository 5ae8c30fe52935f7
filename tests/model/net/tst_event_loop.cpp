// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/event_loop.h"

#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"

#include <QTest>

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <thread>

using namespace zonescope::net;
using namespace std::chrono_literals;
using zonescope::base::Duration;
using zonescope::base::SystemClock;
using zonescope::kit::FakeClock;

namespace {

/// Two connected sockets.
struct Pair
{
    Pair()
    {
        std::array<int, 2> fds{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds.data()) == 0) {
            near = UniqueFd(fds[0]);
            far = UniqueFd(fds[1]);
        }
    }
    void knock() const { QCOMPARE(write(far.get(), "x", 1), ssize_t(1)); }

    UniqueFd near;
    UniqueFd far;
};

} // namespace

class TestEventLoop : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void timersRunInOrderOfTime();
    void cancelledTimersNeverRun();
    void timerMaySetAndCancelTimers();
    void timerDueAgainLetsOthersRun();
    void socketsAreReported();
    void modifyChangesWhatIsWaitedFor();
    void callbackMayRemoveItself();
    void callbackMayRemoveOthers();
    void reusedDescriptorGetsNoOldEvents();
    void closedWithoutRemoveCanBeAddedAgain();
    void addRefusesBadDescriptors();
    void postedTasksRunInOrderOnTheLoopsThread();
    void tasksPostedByTasksRun();
    void stopBeforeRunReturns();
    void stopFromAnotherThreadWakesASleepingLoop();
    void idleLoopSleeps();
    void realTimerIsNotEarlyAndNotLate();

private:
    FakeClock m_clock;
    std::unique_ptr<EventLoop> m_loop;
};

void TestEventLoop::init()
{
    auto loop = EventLoop::create(m_clock);
    QVERIFY_RESULT(loop);
    m_loop = std::move(*loop);
}

void TestEventLoop::timersRunInOrderOfTime()
{
    std::string ran;
    m_loop->after(20ms, [&] { ran += 'b'; });
    m_loop->after(10ms, [&] { ran += 'a'; });
    m_loop->after(20ms, [&] { ran += 'c'; }); // same time: in order of setting
    m_loop->runOnce(0ms);
    QCOMPARE(ran, std::string());
    m_clock.advance(10ms - 1us);
    m_loop->runOnce(0ms);
    QCOMPARE(ran, std::string());
    m_clock.advance(1us);
    m_loop->runOnce(0ms);
    QCOMPARE(ran, std::string("a"));
    m_clock.advance(1h);
    m_loop->runOnce(0ms);
    QCOMPARE(ran, std::string("abc"));
    QCOMPARE(m_loop->pendingTimers(), std::size_t(0));
}

void TestEventLoop::cancelledTimersNeverRun()
{
    int ran = 0;
    const auto first = m_loop->after(1ms, [&] { ++ran; });
    const auto second = m_loop->after(1ms, [&] { ++ran; });
    QVERIFY(m_loop->cancel(first));
    QVERIFY(!m_loop->cancel(first));
    QVERIFY(!m_loop->cancel(0));
    m_clock.advance(1s);
    m_loop->runOnce(0ms);
    QCOMPARE(ran, 1);
    QVERIFY(!m_loop->cancel(second));
}

void TestEventLoop::timerMaySetAndCancelTimers()
{
    std::string ran;
    EventLoop::TimerId victim = 0;
    m_loop->after(1ms, [&] {
        ran += 'a';
        QVERIFY(m_loop->cancel(victim)); // due in the same round
        m_loop->after(1ms, [&] { ran += 'c'; });
    });
    victim = m_loop->after(2ms, [&] { ran += 'b'; });
    m_clock.advance(5ms);
    m_loop->runOnce(0ms);
    QCOMPARE(ran, std::string("a"));
    m_clock.advance(1ms);
    m_loop->runOnce(0ms);
    QCOMPARE(ran, std::string("ac"));
}

void TestEventLoop::timerDueAgainLetsOthersRun()
{
    int timers = 0;
    int reads = 0;
    const Pair pair;
    pair.knock();
    QVERIFY_RESULT(m_loop->add(pair.near.get(), EPOLLIN, [&](auto) { ++reads; }));
    std::function<void()> again = [&] {
        ++timers;
        m_loop->after(0ms, again);
    };
    again();
    for (int round = 1; round <= 5; ++round) {
        m_loop->runOnce(0ms);
        QCOMPARE(timers, round + 1);
        QCOMPARE(reads, round);
    }
}

void TestEventLoop::socketsAreReported()
{
    const Pair pair;
    std::uint32_t seen = 0;
    QVERIFY_RESULT(m_loop->add(pair.near.get(), EPOLLIN, [&](std::uint32_t events) { seen = events; }));
    QCOMPARE(m_loop->watchedSockets(), std::size_t(1));
    m_loop->runOnce(0ms);
    QCOMPARE(seen, std::uint32_t(0));
    pair.knock();
    m_loop->runOnce(10s);
    QCOMPARE(seen, std::uint32_t(EPOLLIN));
    m_loop->remove(pair.near.get());
    QCOMPARE(m_loop->watchedSockets(), std::size_t(0));
    seen = 0;
    m_loop->runOnce(0ms); // level-triggered: still readable, but nobody listens
    QCOMPARE(seen, std::uint32_t(0));
}

void TestEventLoop::modifyChangesWhatIsWaitedFor()
{
    const Pair pair;
    std::uint32_t seen = 0;
    QVERIFY_RESULT(m_loop->add(pair.near.get(), EPOLLIN, [&](std::uint32_t events) { seen |= events; }));
    m_loop->modify(pair.near.get(), EPOLLIN | EPOLLOUT);
    m_loop->runOnce(10s);
    QCOMPARE(seen, std::uint32_t(EPOLLOUT));
    m_loop->modify(pair.near.get(), EPOLLIN);
    seen = 0;
    m_loop->runOnce(0ms);
    QCOMPARE(seen, std::uint32_t(0));
    m_loop->modify(999, EPOLLIN); // unknown: ignored
    m_loop->modify(-1, EPOLLIN);
    m_loop->remove(999);
    m_loop->remove(-1);
}

void TestEventLoop::callbackMayRemoveItself()
{
    const Pair pair;
    int calls = 0;
    const auto token = std::make_shared<int>(7); // lives in the callback: must survive the removal
    const int fd = pair.near.get();
    QVERIFY_RESULT(m_loop->add(fd, EPOLLIN, [this, token, fd, &calls](auto) {
        m_loop->remove(fd);
        calls += *token;
    }));
    pair.knock();
    m_loop->runOnce(10s);
    m_loop->runOnce(0ms);
    QCOMPARE(calls, 7);
    QCOMPARE(token.use_count(), 1L);
}

void TestEventLoop::callbackMayRemoveOthers()
{
    const Pair one;
    const Pair two;
    int calls = 0;
    for (const Pair* pair : {&one, &two}) {
        const int other = pair == &one ? two.near.get() : one.near.get();
        QVERIFY_RESULT(m_loop->add(pair->near.get(), EPOLLIN, [&, other](auto) {
            ++calls;
            m_loop->remove(other);
        }));
        pair->knock();
    }
    m_loop->runOnce(10s); // both are ready in the same round, only one may run
    QCOMPARE(calls, 1);
}

void TestEventLoop::reusedDescriptorGetsNoOldEvents()
{
    Pair one;
    Pair two;
    int wrong = 0;
    const auto replace = [&](Pair& victim) {
        const int number = victim.near.get();
        m_loop->remove(number);
        const Pair fresh;
        QVERIFY(dup2(fresh.near.get(), number) == number); // same number, another socket, nothing to read
        QVERIFY_RESULT(m_loop->add(number, EPOLLIN, [&](auto) { ++wrong; }));
    };
    int calls = 0;
    for (Pair* pair : {&one, &two}) {
        Pair* const other = pair == &one ? &two : &one;
        QVERIFY_RESULT(m_loop->add(pair->near.get(), EPOLLIN, [&, pair, other](auto) {
            if (++calls == 1) {
                m_loop->remove(pair->near.get());
                replace(*other);
            }
        }));
        pair->knock();
    }
    m_loop->runOnce(10s);
    QCOMPARE(calls, 1);
    QCOMPARE(wrong, 0);
}

void TestEventLoop::closedWithoutRemoveCanBeAddedAgain()
{
    Pair pair;
    const int number = pair.near.get();
    QVERIFY_RESULT(m_loop->add(number, EPOLLIN, [](auto) { QFAIL("the old callback"); }));
    const UniqueFd away(dup(pair.far.get()));
    pair.near.reset();
    const Pair fresh;
    QVERIFY(fresh.near.get() == number || dup2(fresh.near.get(), number) == number);
    int calls = 0;
    QVERIFY_RESULT(m_loop->add(number, EPOLLIN, [&](auto) { ++calls; }));
    QCOMPARE(m_loop->watchedSockets(), std::size_t(1));
    fresh.knock();
    m_loop->runOnce(10s);
    QCOMPARE(calls, 1);
    m_loop->remove(number);
}

void TestEventLoop::addRefusesBadDescriptors()
{
    using zonescope::base::ErrorCode;
    QVERIFY_ERROR(m_loop->add(-1, EPOLLIN, [](auto) {}), ErrorCode::SocketFailed);
    QVERIFY_ERROR(m_loop->add(100000, EPOLLIN, [](auto) {}), ErrorCode::SocketFailed);
    const Pair pair;
    QVERIFY_RESULT(m_loop->add(pair.near.get(), EPOLLIN, [](auto) {}));
    QVERIFY_ERROR(m_loop->add(pair.near.get(), EPOLLIN, [](auto) {}), ErrorCode::SocketFailed);
    QCOMPARE(m_loop->watchedSockets(), std::size_t(1));
}

void TestEventLoop::postedTasksRunInOrderOnTheLoopsThread()
{
    constexpr int perThread = 2000;
    std::array<int, 4> next{};
    std::thread::id where;
    bool inOrder = true;
    int left = 4 * perThread;
    std::thread runner([&] {
        where = std::this_thread::get_id();
        m_loop->run();
    });
    std::vector<std::thread> posters;
    for (std::size_t t = 0; t < next.size(); ++t)
        posters.emplace_back([&, t] {
            for (int i = 0; i < perThread; ++i)
                m_loop->post([&, t, i] {
                    inOrder = inOrder && next.at(t) == i && std::this_thread::get_id() == where;
                    next.at(t) = i + 1;
                    if (--left == 0)
                        m_loop->stop();
                });
        });
    for (std::thread& poster : posters)
        poster.join();
    runner.join();
    QVERIFY(inOrder);
    QCOMPARE(left, 0);
}

void TestEventLoop::tasksPostedByTasksRun()
{
    int depth = 0;
    std::function<void()> deeper = [&] {
        if (++depth < 5)
            m_loop->post(deeper);
        else
            m_loop->stop();
    };
    m_loop->post(deeper);
    m_loop->run();
    QCOMPARE(depth, 5);
}

void TestEventLoop::stopBeforeRunReturns()
{
    bool ran = false;
    m_loop->post([&] { ran = true; });
    m_loop->stop();
    m_loop->run();
    QVERIFY(ran);
}

void TestEventLoop::stopFromAnotherThreadWakesASleepingLoop()
{
    const SystemClock clock;
    auto loop = EventLoop::create(clock);
    QVERIFY_RESULT(loop);
    std::atomic<bool> inside{false};
    std::thread runner([&] {
        (*loop)->post([&] { inside = true; });
        (*loop)->run();
    });
    while (!inside)
        std::this_thread::yield();
    (*loop)->stop();
    runner.join(); // an hour late when the wake-up were lost: the test's time limit sees it
    QVERIFY(inside);
}

void TestEventLoop::idleLoopSleeps()
{
    const SystemClock clock;
    auto loop = EventLoop::create(clock);
    QVERIFY_RESULT(loop);
    const Pair pair;
    int calls = 0;
    QVERIFY_RESULT((*loop)->add(pair.near.get(), EPOLLIN, [&](auto) { ++calls; }));
    (*loop)->post([] {});
    (*loop)->runOnce(0ms);
    rusage before{};
    rusage after{};
    getrusage(RUSAGE_THREAD, &before);
    (*loop)->runOnce(200ms); // one sleep; a busy loop would burn the 200 ms
    getrusage(RUSAGE_THREAD, &after);
    const auto used = (after.ru_utime.tv_sec - before.ru_utime.tv_sec) * 1000000 + after.ru_utime.tv_usec -
                      before.ru_utime.tv_usec;
    QVERIFY2(used < 50000, std::to_string(used).c_str());
    QCOMPARE(calls, 0);
}

void TestEventLoop::realTimerIsNotEarlyAndNotLate()
{
    const SystemClock clock;
    auto loop = EventLoop::create(clock);
    QVERIFY_RESULT(loop);
    const auto start = clock.steady();
    auto fired = start;
    int rounds = 0;
    (*loop)->after(5ms, [&] { fired = clock.steady(); });
    while (fired == start && ++rounds < 100)
        (*loop)->runOnce(10s);
    QVERIFY(fired - start >= 5ms);
    QVERIFY(fired - start < 5s); // a loaded machine may be late, never by the 10 s a lost timer would cost
    QVERIFY2(rounds <= 3, std::to_string(rounds).c_str());
}

QTEST_APPLESS_MAIN(TestEventLoop)
#include "tst_event_loop.moc"
