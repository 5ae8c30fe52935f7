// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/netlab/virtual_path.h"

#include <QTest>

#include <map>
#include <set>

using namespace zonescope;
using namespace std::chrono_literals;
using netlab::LspMode;
using netlab::VirtualPath;

namespace {

/// A UDP datagram of 12 octets from 10.99.1.2 to 10.99.2.2.
std::vector<std::uint8_t> datagram(std::uint8_t ttl, std::uint16_t port = 40'000)
{
    std::vector<std::uint8_t> packet(40);
    packet[0] = 0x45;
    packet[3] = 40;
    packet[9] = 17;
    const std::array<std::uint8_t, 8> addresses{10, 99, 1, 2, 10, 99, 2, 2};
    std::copy(addresses.begin(), addresses.end(), packet.begin() + 12);
    packet[20] = static_cast<std::uint8_t>(port >> 8);
    packet[21] = static_cast<std::uint8_t>(port);
    packet[23] = 53;
    packet[25] = 20;
    netlab::setTtl(packet, ttl);
    return packet;
}

std::uint16_t sum16(base::ByteView octets)
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < octets.size(); ++i)
        sum += i % 2 == 0 ? octets[i] << 8U : octets[i];
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(sum);
}

VirtualPath::Outcome send(VirtualPath& path, std::uint8_t ttl, base::Instant now = base::Instant{} + 1s,
                          std::uint16_t port = 40'000)
{
    const auto packet = datagram(ttl, port);
    return path.fromNear(packet, *netlab::readHead(packet), now);
}

netlab::Plan tunnelled(LspMode mode)
{
    netlab::Plan plan = netlab::chain(15);
    plan.lsp = netlab::Lsp{2, 5, mode};
    return plan;
}

} // namespace

/// Routers that are only a table.
class VirtualPathTest : public QObject
{
    Q_OBJECT
private slots:
    void ttlEndsWhereRfc3443Says_data();
    void ttlEndsWhereRfc3443Says();
    void anAnswerIsAProperIcmpMessage();
    void labelsAreQuotedInAnExtension();
    void aFlowMeetsTheSameRouters();
    void aRateLimitedRouterStopsAnswering();
    void ttlComesBackShorterByTheRoutersOnTheWay();
    void whatIsNoPacketIsNothing();
};

void VirtualPathTest::ttlEndsWhereRfc3443Says_data()
{
    QTest::addColumn<LspMode>("mode");
    QTest::addColumn<QList<int>>("answering"); // index of the router for TTL 1, 2, ...
    QTest::newRow("uniform: every router")
        << LspMode::Uniform << QList<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    QTest::newRow("pipe: the five are not seen")
        << LspMode::Pipe << QList<int>{0, 1, 7, 8, 9, 10, 11, 12, 13, 14};
    QTest::newRow("not copied back: the five after it are not seen")
        << LspMode::NotCopiedBack << QList<int>{0, 1, 2, 3, 4, 5, 6, 12, 13, 14};
}

void VirtualPathTest::ttlEndsWhereRfc3443Says()
{
    QFETCH(LspMode, mode);
    QFETCH(QList<int>, answering);
    const auto plan = tunnelled(mode);
    for (int ttl = 1; ttl <= answering.size(); ++ttl) {
        const auto way = netlab::walk(plan, static_cast<std::uint8_t>(ttl));
        QCOMPARE(int(way.expiresAt.value_or(99)), answering[ttl - 1]);
    }
    const auto whole = netlab::walk(plan, static_cast<std::uint8_t>(answering.size() + 1));
    QVERIFY(!whole.expiresAt);
    QCOMPARE(int(whole.ttlLeft), 1);
}

void VirtualPathTest::anAnswerIsAProperIcmpMessage()
{
    VirtualPath path(netlab::chain(3, 40ms));
    const auto outcome = send(path, 2);
    const auto& answered = std::get<VirtualPath::Answered>(outcome);
    QCOMPARE(answered.when, base::Instant{} + 1s + 40ms); // half the way, there and back
    const base::ByteView packet = answered.packet;
    const auto head = netlab::readHead(packet);
    QVERIFY(head);
    QCOMPARE(head->from.toText(), "10.60.2.1");
    QCOMPARE(head->to.toText(), "10.99.1.2");
    QCOMPARE(int(head->ttl), 254); // over one router
    QCOMPARE(sum16(packet.first(20)), std::uint16_t(0xffff));
    QCOMPARE(sum16(packet.subspan(20)), std::uint16_t(0xffff));
    QCOMPARE(int(packet[20]), 11);
    QVERIFY(std::ranges::equal(packet.subspan(28), datagram(2)));
}

void VirtualPathTest::labelsAreQuotedInAnExtension()
{
    auto plan = netlab::chain(3);
    plan.hops[1].labels = {{24'001, 5, 1}, {3, 0, 255}};
    VirtualPath path(plan);
    const auto outcome = send(path, 2);
    const base::ByteView packet = std::get<VirtualPath::Answered>(outcome).packet;
    QCOMPARE(int(packet[25]), 32); // 128 octets in words
    const base::ByteView objects = packet.subspan(28 + 128);
    QCOMPARE(sum16(objects), std::uint16_t(0xffff));
    const std::vector<std::uint8_t> expected{0, 12, 1, 1, 0x05, 0xdc, 0x1a, 1, 0, 0, 0x31, 255};
    QVERIFY(std::ranges::equal(objects.subspan(4), expected));
}

void VirtualPathTest::aFlowMeetsTheSameRouters()
{
    auto plan = netlab::chain(3);
    netlab::addAlternative(plan, 1);
    VirtualPath path(plan);
    std::map<std::string, int> met;
    for (std::uint16_t port = 40'000; port < 40'064; ++port) {
        std::set<std::string> ofFlow;
        for (int i = 0; i < 3; ++i) {
            const auto outcome = send(path, 2, base::Instant{} + 1s, port);
            ofFlow.insert(netlab::readHead(std::get<VirtualPath::Answered>(outcome).packet)->from.toText());
        }
        QCOMPARE(ofFlow.size(), std::size_t(1));
        ++met[*ofFlow.begin()];
    }
    QCOMPARE(met.size(), std::size_t(2));
    QVERIFY(met["10.60.2.1"] > 16 && met["10.60.2.2"] > 16);
}

void VirtualPathTest::aRateLimitedRouterStopsAnswering()
{
    auto plan = netlab::chain(3);
    plan.hops[1].answersPerSecond = 2;
    plan.hops[1].answerBurst = 3;
    VirtualPath path(plan);
    const auto answers = [&](base::Instant now) {
        int count = 0;
        for (int i = 0; i < 10; ++i)
            count += std::holds_alternative<VirtualPath::Answered>(send(path, 2, now)) ? 1 : 0;
        return count;
    };
    QCOMPARE(answers(base::Instant{} + 10s), 3);
    QCOMPARE(answers(base::Instant{} + 11s), 2);
    QVERIFY(std::holds_alternative<VirtualPath::Answered>(send(path, 3, base::Instant{} + 11s)));
}

void VirtualPathTest::ttlComesBackShorterByTheRoutersOnTheWay()
{
    auto plan = netlab::chain(6);
    plan.longWayFrom = 3;
    plan.longWayExtra = 4;
    VirtualPath path(plan);
    const auto ttlOf = [&](std::uint8_t ttl) {
        const auto outcome = send(path, ttl);
        return int(netlab::readHead(std::get<VirtualPath::Answered>(outcome).packet)->ttl);
    };
    QCOMPARE(ttlOf(3), 253);
    QCOMPARE(ttlOf(4), 255 - 3 - 4);
    const auto answer = datagram(64);
    const auto outcome = path.fromFar(*netlab::readHead(answer), base::Instant{} + 1s);
    QCOMPARE(int(std::get<VirtualPath::Arrives>(outcome).ttl), 64 - 6 - 4);
}

void VirtualPathTest::whatIsNoPacketIsNothing()
{
    const auto whole = datagram(9);
    for (std::size_t size = 0; size < whole.size(); ++size)
        QVERIFY(!netlab::readHead(base::ByteView(whole).first(size)));
    auto longer = whole; // Ethernet pads
    longer.resize(60);
    QCOMPARE(netlab::readHead(longer)->length, std::size_t(40));
    const std::vector<std::uint8_t> nonsense(64, 0xff);
    QVERIFY(!netlab::readHead(nonsense));
}

QTEST_GUILESS_MAIN(VirtualPathTest)
#include "tst_virtual_path.moc"
