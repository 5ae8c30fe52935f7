// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/route_book.h"

#include <QTest>

using namespace zonescope;
using path::Answer;
using path::Round;
using path::RouteBook;

namespace {

/// One flow; the address of each hop by its last number, 0 for silence. The last is the target.
Round over(std::initializer_list<int> hops, std::uint8_t flow = 0)
{
    Round round;
    round.reached = true;
    round.length = std::uint8_t(hops.size());
    std::uint8_t ttl = 0;
    for (const int hop : hops) {
        path::Sample sample;
        sample.flow = flow;
        sample.ttl = ++ttl;
        if (hop) {
            sample.answer = ttl == hops.size() ? Answer::Destination : Answer::TimeExceeded;
            sample.from = *net::IpAddress::fromText("10.0.0." + std::to_string(hop));
        }
        round.samples.push_back(sample);
    }
    return round;
}

Round together(Round a, const Round& b)
{
    a.samples.insert(a.samples.end(), b.samples.begin(), b.samples.end());
    return a;
}

} // namespace

/// When a route is another one.
class RouteBookTest : public QObject
{
    Q_OBJECT
private slots:
    void silenceIsNoDifference();
    void anotherRouterIsOneWhenItStays();
    void oneRoundIsNoChange();
    void aRouteThatComesBackKeepsItsName();
    void packetsDealtOutOneByOneAreOneRoute();
    void anotherLengthIsAnotherRoute();
    void nothingAnsweredIsNoNews();
};

void RouteBookTest::silenceIsNoDifference()
{
    RouteBook book;
    QVERIFY(!book.add(over({1, 0, 3, 9})));
    const auto id = book.current().id;
    QVERIFY(id != 0);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!book.add(over({1, 2, 3, 9})));
        QVERIFY(!book.add(over({0, 0, 3, 9})));
    }
    QCOMPARE(book.current().id, id);
}

void RouteBookTest::anotherRouterIsOneWhenItStays()
{
    RouteBook book;
    book.add(over({1, 2, 3, 9}));
    const auto before = book.current().id;
    QVERIFY(!book.add(over({1, 7, 3, 9})));
    QCOMPARE(book.current().id, before);
    const auto change = book.add(over({1, 7, 3, 9}));
    QVERIFY(change);
    QCOMPARE(change->before.id, before);
    QVERIFY(change->after.id != before);
    QCOMPARE(book.current().id, change->after.id);
}

void RouteBookTest::oneRoundIsNoChange()
{
    RouteBook book;
    book.add(over({1, 2, 3, 9}));
    for (int i = 0; i < 5; ++i) {
        QVERIFY(!book.add(over({1, 7, 3, 9})));
        QVERIFY(!book.add(over({1, 2, 3, 9})));
    }
}

void RouteBookTest::aRouteThatComesBackKeepsItsName()
{
    RouteBook book;
    book.add(over({1, 2, 3, 9}));
    const auto first = book.current().id;
    book.add(over({1, 7, 3, 9}));
    book.add(over({1, 7, 3, 9}));
    book.add(over({1, 2, 0, 9}));
    const auto change = book.add(over({1, 2, 3, 9}));
    QVERIFY(change);
    QCOMPARE(book.current().id, first);
}

void RouteBookTest::packetsDealtOutOneByOneAreOneRoute()
{
    RouteBook book;
    book.add(together(over({1, 2, 3, 9}, 0), over({1, 5, 3, 9}, 1)));
    for (int i = 0; i < 4; ++i) {
        QVERIFY(!book.add(together(over({1, 5, 3, 9}, 0), over({1, 2, 3, 9}, 1))));
        QVERIFY(!book.add(over({1, 5, 3, 9}, 0)));
    }
}

void RouteBookTest::anotherLengthIsAnotherRoute()
{
    RouteBook book;
    book.add(over({1, 2, 3, 9}));
    book.add(over({1, 2, 0, 0, 9}));
    QVERIFY(book.add(over({1, 2, 0, 0, 9})));
}

void RouteBookTest::nothingAnsweredIsNoNews()
{
    RouteBook book;
    QVERIFY(!book.add(Round{}));
    QCOMPARE(book.current().id, path::RouteId(0));
    book.add(over({1, 9}));
    QVERIFY(!book.add(Round{}) && !book.add(Round{}) && !book.add(Round{}));
}

QTEST_GUILESS_MAIN(RouteBookTest)
#include "tst_route_book.moc"
