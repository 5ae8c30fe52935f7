// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef Q_MOC_RUN // moc 6.4 stumbles over <compare> when nothing was included before it
#include "model/transfer/transfer_places.h"
#endif

#include <QTest>

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>
#include <vector>

using namespace zonescope;
using namespace zonescope::transfer;

class TestTransferPlaces : public QObject
{
    Q_OBJECT

private slots:
    void limitOfAPrimary()
    {
        TransferPlaces places(10);
        int granted = 0;
        const auto first = places.ask({1}, 2, [&] { ++granted; });
        const auto second = places.ask({1}, 2, [&] { ++granted; });
        const auto third = places.ask({1}, 2, [&] { ++granted; });
        QVERIFY(first.granted && second.granted && !third.granted);
        QVERIFY(places.ask({2}, 2, [] {}).granted); // somebody else is not held up
        places.release(first.ticket);
        QCOMPARE(granted, 1);
        QCOMPARE(places.taken(), std::size_t(3));
        QCOMPARE(places.waiting(), std::size_t(0));
    }

    void limitInAll()
    {
        TransferPlaces places(1);
        std::vector<int> order;
        const auto held = places.ask({1}, 5, [] {});
        static_cast<void>(places.ask({2}, 5, [&] { order.push_back(2); }));
        static_cast<void>(places.ask({3}, 5, [&] { order.push_back(3); }));
        places.release(held.ticket);
        QCOMPARE(order, std::vector<int>{2});
        places.setLimitInAll(2);
        QCOMPARE(order, (std::vector<int>{2, 3}));
    }

    void firstComeFirstServed()
    {
        TransferPlaces places(100);
        const auto held = places.ask({1}, 1, [] {});
        std::vector<int> order;
        std::vector<TransferPlaces::Ticket> tickets;
        for (int i = 0; i < 5; ++i)
            tickets.push_back(places.ask({1}, 1, [&order, i] { order.push_back(i); }).ticket);
        places.release(held.ticket);
        for (const auto ticket : tickets)
            places.release(ticket);
        QCOMPARE(order, (std::vector<int>{0, 1, 2, 3, 4}));
    }

    /// An open connection goes to one of the same owner who waits a little behind, but not for ever.
    void whatIsLentFindsItsOwner()
    {
        TransferPlaces places(10);
        const int ours = 0;
        const int theirs = 0;
        std::vector<char> order;
        auto held = places
                        .ask(
                            {1}, 1, [] {}, &ours)
                        .ticket;
        const auto ask = [&](const int& owner, char name) {
            return places
                .ask(
                    {1}, 1, [&order, name] { order.push_back(name); }, &owner)
                .ticket;
        };
        static_cast<void>(ask(theirs, 't'));
        std::vector<TransferPlaces::Ticket> own;
        for (int i = 0; i < 60; ++i)
            own.push_back(ask(ours, 'o'));
        std::size_t handedOn = 0;
        while (places.lend(held, &ours, nullptr) == TransferPlaces::Lent::ToOwner) {
            places.release(held);
            QCOMPARE(order.back(), 'o');
            held = own.at(handedOn++);
        }
        QCOMPARE(handedOn, std::size_t(32));
        places.release(held);
        QCOMPARE(order.back(), 't');
    }

    void leavingTheQueue()
    {
        TransferPlaces places(1);
        int granted = 0;
        const auto held = places.ask({1}, 1, [] {});
        const auto gone = places.ask({1}, 1, [&] { granted += 100; });
        static_cast<void>(places.ask({1}, 1, [&] { ++granted; }));
        places.release(gone.ticket);
        QCOMPARE(granted, 0);
        places.release(held.ticket);
        QCOMPARE(granted, 1);
        places.release(held.ticket); // twice is harmless
        places.release(12345);
        QCOMPARE(places.taken(), std::size_t(1));
    }

    /// New until the primary answers; what was handed on is not new.
    void fewAreNewAtATime()
    {
        TransferPlaces places(10, 2);
        const int owner = 0;
        int granted = 0;
        const auto ask = [&](std::uint32_t primary) {
            return places.ask(
                {primary}, 5, [&] { ++granted; }, &owner);
        };
        const auto first = ask(1);
        const auto second = ask(1);
        const auto third = ask(1);
        const auto fourth = ask(1);
        QVERIFY(first.granted && second.granted && !third.granted && !fourth.granted);
        QVERIFY(ask(2).granted);
        places.answers(first.ticket);
        QCOMPARE(granted, 1);
        places.answers(first.ticket); // once is enough
        QCOMPARE(granted, 1);
        QVERIFY(places.lend(first.ticket, &owner, nullptr) == TransferPlaces::Lent::ToOwner);
        places.release(first.ticket);
        QCOMPARE(granted, 2); // over the same connection, with two new ones open
        const auto fifth = ask(1);
        QVERIFY(!fifth.granted);
        places.release(second.ticket);
        QCOMPARE(granted, 3);
        places.answers(fifth.ticket);
        places.answers(third.ticket);
        QVERIFY(ask(1).granted && ask(1).granted && !ask(1).granted);
    }

    /// Somebody was to have the connection, and left.
    void whatIsHandedOnMayFindNobody()
    {
        TransferPlaces places(10, 1);
        const int owner = 0;
        const auto first = places.ask(
            {1}, 5, [] {}, &owner);
        const auto second = places.ask(
            {1}, 5, [] {}, &owner);
        QVERIFY(first.granted && !second.granted);
        QVERIFY(places.lend(first.ticket, &owner, nullptr) == TransferPlaces::Lent::ToOwner);
        places.release(second.ticket);
        places.release(first.ticket);
        QVERIFY(places
                    .ask(
                        {1}, 5, [] {}, &owner)
                    .granted);
        QVERIFY(!places
                     .ask(
                         {1}, 5, [] {}, &owner)
                     .granted);
        QCOMPARE(places.taken(), std::size_t(1));
    }

    /// It closes what is handed on: each next user connects anew.
    void whatWasClosedCountsAsNew()
    {
        TransferPlaces places(10, 1);
        const int owner = 0;
        int granted = 0;
        const auto ask = [&] {
            return places
                .ask(
                    {1}, 5, [&] { ++granted; }, &owner)
                .ticket;
        };
        const auto first = ask();
        const auto second = ask();
        const auto third = ask();
        QVERIFY(places.lend(first, &owner, nullptr) == TransferPlaces::Lent::ToOwner);
        places.release(first);
        QCOMPARE(granted, 2); // one with the connection, one new
        places.connectsAnew(second);
        places.answers(second);
        const auto fourth = ask();
        QCOMPARE(granted, 2); // the third is new still
        QVERIFY(places.lend(second, &owner, nullptr) == TransferPlaces::Lent::ToOwner);
        places.release(second);
        QCOMPARE(granted, 2);
        places.answers(third);
        QCOMPARE(granted, 3);
        places.release(fourth);
        QCOMPARE(places.taken(), std::size_t(1));
    }

    void busyPrimaryDoesNotHoldUpOthers()
    {
        TransferPlaces places(3);
        std::vector<int> order;
        const auto a = places.ask({1}, 1, [] {});
        const auto b = places.ask({2}, 2, [] {});
        const auto c = places.ask({2}, 2, [] {});
        static_cast<void>(places.ask({1}, 1, [&] { order.push_back(1); }));
        static_cast<void>(places.ask({3}, 1, [&] { order.push_back(3); }));
        places.release(b.ticket); // the first waiter's primary is at its limit
        QCOMPARE(order, std::vector<int>{3});
        places.release(a.ticket);
        QCOMPARE(order, (std::vector<int>{3, 1}));
        places.release(c.ticket);
    }

    /// 300 zones, 5 at a time: nobody waits more than twice the average (H22).
    void nobodyStarves()
    {
        TransferPlaces places(64);
        std::vector<TransferPlaces::Ticket> tickets(300);
        std::vector<int> running;
        std::map<int, int> startedInRound;
        int round = 0;
        for (int i = 0; i < 300; ++i) {
            const auto answer = places.ask({1}, 5, [&, i] {
                running.push_back(i);
                startedInRound[i] = round;
            });
            tickets[static_cast<std::size_t>(i)] = answer.ticket;
            if (answer.granted) {
                running.push_back(i);
                startedInRound[i] = 0;
            }
        }
        while (!running.empty()) {
            ++round;
            QVERIFY(running.size() <= 5);
            const std::vector<int> finishing = std::exchange(running, {});
            for (const int zone : finishing)
                places.release(tickets[static_cast<std::size_t>(zone)]);
        }
        QCOMPARE(startedInRound.size(), std::size_t(300));
        for (int i = 0; i < 300; ++i)
            QCOMPARE(startedInRound[i], i / 5);
    }

    void manyThreads()
    {
        TransferPlaces places(3);
        std::atomic<int> inside{0};
        std::atomic<int> most{0};
        std::atomic<int> done{0};
        const auto work = [&](std::uint32_t primary) {
            for (int i = 0; i < 2000; ++i) {
                std::atomic<bool> go{false};
                const auto answer = places.ask({primary}, 2, [&] { go = true; });
                while (!answer.granted && !go)
                    std::this_thread::yield();
                const int now = ++inside;
                int seen = most.load();
                while (seen < now && !most.compare_exchange_weak(seen, now)) {
                }
                --inside;
                places.release(answer.ticket);
                ++done;
            }
        };
        std::vector<std::thread> threads;
        for (std::uint32_t i = 0; i < 4; ++i)
            threads.emplace_back(work, 1 + i % 2);
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(done.load(), 8000);
        QVERIFY(most.load() <= 3);
        QCOMPARE(places.taken(), std::size_t(0));
        QCOMPARE(places.waiting(), std::size_t(0));
    }
};

QTEST_APPLESS_MAIN(TestTransferPlaces)
#include "tst_transfer_places.moc"
