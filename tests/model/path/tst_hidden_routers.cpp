// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/hidden_routers.h"

#include "tests/netlab/virtual_path.h"

#include <QTest>

#include <random>

using namespace zonescope;
using netlab::LspMode;
using path::HopEvidence;
using path::TunnelKind;

namespace {

/// What a prober sees of a plan, with round trips drawn at random: they must not matter.
std::vector<HopEvidence> seen(const netlab::Plan& plan, std::mt19937& random)
{
    std::vector<HopEvidence> hops;
    std::uniform_int_distribution<int> rtt(100, 200'000);
    for (std::uint8_t ttl = 1; ttl < 64; ++ttl) {
        HopEvidence hop;
        hop.ttl = ttl;
        hop.rtt = base::Duration(rtt(random));
        hop.answers = true;
        const auto way = netlab::walk(plan, ttl);
        if (!way.expiresAt) {
            hop.returnLength = int(plan.hops.size()) + 1;
            hops.push_back(hop);
            break;
        }
        const auto at = *way.expiresAt;
        hop.answers = !plan.hops[at].silent;
        if (hop.answers)
            hop.returnLength = int(at) + 1;
        hop.labelled = hop.answers && plan.lsp && plan.lsp->mode != LspMode::Pipe && at >= plan.lsp->first &&
                       at < plan.lsp->first + plan.lsp->count;
        hops.push_back(hop);
    }
    return hops;
}

} // namespace

/// Which routers are missing from a picture.
class HiddenRoutersTest : public QObject
{
    Q_OBJECT
private slots:
    void theCountIsExact_data();
    void theCountIsExact();
    void noFalseAlarm();
    void aWayBackThatIsLongerOnceIsNothing();
    void theLeapMakesItMoreCertain();
    void privateHopsCountWithoutLabels();
};

void HiddenRoutersTest::theCountIsExact_data()
{
    QTest::addColumn<LspMode>("mode");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("count");
    for (const int first : {1, 2, 4})
        for (const int count : {2, 3, 5, 6}) {
            QTest::addRow("uniform %d+%d", first, count) << LspMode::Uniform << first << count;
            QTest::addRow("pipe %d+%d", first, count) << LspMode::Pipe << first << count;
            QTest::addRow("not copied back %d+%d", first, count) << LspMode::NotCopiedBack << first << count;
        }
}

void HiddenRoutersTest::theCountIsExact()
{
    QFETCH(LspMode, mode);
    QFETCH(int, first);
    QFETCH(int, count);
    auto plan = netlab::chain(std::size_t(first + 2 * count + 3));
    plan.lsp = netlab::Lsp{std::size_t(first), std::size_t(count), mode};
    std::mt19937 random(7);
    const auto verdicts = path::findTunnels(seen(plan, random));
    QCOMPARE(verdicts.size(), std::size_t(1));
    QCOMPARE(verdicts[0].routers, count);
    const auto expected = mode == LspMode::Uniform ? TunnelKind::Uniform
                          : mode == LspMode::Pipe  ? TunnelKind::Pipe
                                                   : TunnelKind::NotCopiedBack;
    QCOMPARE(verdicts[0].kind, expected);
    if (mode == LspMode::Pipe)
        QCOMPARE(int(verdicts[0].afterTtl), first);
    if (mode == LspMode::NotCopiedBack)
        QCOMPARE(int(verdicts[0].afterTtl), first + count);
}

void HiddenRoutersTest::noFalseAlarm()
{
    std::mt19937 random(1);
    for (int run = 0; run < 2000; ++run) {
        auto plan = netlab::chain(1 + random() % 25);
        for (auto& hop : plan.hops)
            hop.silent = random() % 5 == 0;
        QVERIFY(path::findTunnels(seen(plan, random)).empty());
    }
}

void HiddenRoutersTest::aWayBackThatIsLongerOnceIsNothing()
{
    std::mt19937 random(1);
    auto hops = seen(netlab::chain(10), random);
    hops[4].returnLength = 12; // one router answers over another way
    QVERIFY(path::findTunnels(hops).empty());
    for (std::size_t i = 5; i < hops.size(); ++i)
        hops[i].returnLength = int(i) + 2; // one more on the way back: everyday
    hops[4].returnLength = 6;
    QVERIFY(path::findTunnels(hops).empty());
}

void HiddenRoutersTest::theLeapMakesItMoreCertain()
{
    auto plan = netlab::chain(12);
    plan.lsp = netlab::Lsp{2, 5, LspMode::Pipe};
    std::mt19937 random(1);
    auto hops = seen(plan, random);
    for (std::size_t i = 0; i < hops.size(); ++i)
        hops[i].rtt = base::Duration(int(i) * 500 + (i >= 2 ? 76'000 : 0));
    QVERIFY(path::findTunnels(hops).at(0).rttLeaps);
    for (std::size_t i = 0; i < hops.size(); ++i)
        hops[i].rtt = base::Duration(int(i) * 5000);
    QVERIFY(!path::findTunnels(hops).at(0).rttLeaps);
}

void HiddenRoutersTest::privateHopsCountWithoutLabels()
{
    auto plan = netlab::chain(12);
    plan.lsp = netlab::Lsp{2, 4, LspMode::NotCopiedBack};
    std::mt19937 random(1);
    auto hops = seen(plan, random);
    for (auto& hop : hops)
        hop.privateAddress = std::exchange(hop.labelled, false);
    const auto verdicts = path::findTunnels(hops);
    QCOMPARE(verdicts.size(), std::size_t(1));
    QCOMPARE(verdicts[0].kind, TunnelKind::NotCopiedBack);
    QCOMPARE(verdicts[0].routers, 4);
}

QTEST_GUILESS_MAIN(HiddenRoutersTest)
#include "tst_hidden_routers.moc"
