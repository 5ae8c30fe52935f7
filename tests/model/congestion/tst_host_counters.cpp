// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/drop_policy.h"
#include "model/congestion/host_counters.h"
#include "model/congestion/host_probe.h"
#include "model/congestion/netlink_reader.h"
#include "model/congestion/route_reader.h"

#include <QFile>
#include <QTest>

#include <linux/gen_stats.h>
#include <linux/if_link.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <cstring>

using namespace zonescope;
using congestion::HostCounter;
using Octets = std::vector<std::uint8_t>;

namespace {

base::Timestamp at(std::int64_t seconds)
{
    return base::fromMicroseconds(1'795'269'960'000'000 + seconds * 1'000'000);
}

template <class T>
void append(Octets& into, const T& value)
{
    const std::size_t end = into.size();
    into.resize(end + sizeof value);
    std::memcpy(into.data() + end, &value, sizeof value);
}

void join(Octets& into, const Octets& more)
{
    for (const std::uint8_t octet : more)
        into.push_back(octet);
}

Octets attribute(std::uint16_t type, const Octets& value)
{
    Octets made;
    append(made, nlattr{static_cast<std::uint16_t>(sizeof(nlattr) + value.size()), type});
    join(made, value);
    made.resize((made.size() + 3) & ~std::size_t{3});
    return made;
}

Octets text(const char* word)
{
    return {word, word + std::strlen(word) + 1};
}

template <class Head>
Octets message(std::uint16_t type, const Head& head, const std::vector<Octets>& attributes)
{
    Octets body;
    append(body, head);
    for (const Octets& each : attributes)
        join(body, each);
    Octets made;
    append(made, nlmsghdr{static_cast<std::uint32_t>(sizeof(nlmsghdr) + body.size()), type, 0, 0, 0});
    join(made, body);
    return made;
}

Octets linkMessage(int index, const char* name, std::uint64_t sent, std::uint64_t dropped)
{
    ifinfomsg head{};
    head.ifi_index = index;
    head.ifi_flags = IFF_UP;
    rtnl_link_stats64 stats{};
    stats.tx_bytes = sent;
    stats.tx_dropped = dropped;
    Octets raw;
    append(raw, stats);
    return message(RTM_NEWLINK, head, {attribute(IFLA_IFNAME, text(name)), attribute(IFLA_STATS64, raw)});
}

Octets queueMessage(int index, std::uint32_t drops, std::uint32_t backlog, std::uint32_t parent = TC_H_ROOT)
{
    tcmsg head{};
    head.tcm_ifindex = index;
    head.tcm_parent = parent;
    gnet_stats_queue queue{};
    queue.drops = drops;
    queue.backlog = backlog;
    Octets raw;
    append(raw, queue);
    return message(
        RTM_NEWQDISC, head,
        {attribute(TCA_KIND, text("fq_codel")), attribute(TCA_STATS2, attribute(TCA_STATS_QUEUE, raw))});
}

Octets routeMessage(std::uint16_t type, std::uint8_t length, std::uint32_t table = RT_TABLE_MAIN)
{
    rtmsg head{};
    head.rtm_family = AF_INET;
    head.rtm_dst_len = length;
    head.rtm_type = RTN_UNICAST;
    head.rtm_table = RT_TABLE_UNSPEC;
    Octets link;
    append(link, std::int32_t{3});
    Octets number;
    append(number, table);
    return message(type, head,
                   {attribute(RTA_DST, {198, 51, 100, 0}), attribute(RTA_GATEWAY, {192, 0, 2, 1}),
                    attribute(RTA_OIF, link), attribute(RTA_TABLE, number)});
}

congestion::HostSample sampleWith(std::int64_t second, std::uint64_t listenDrops, std::uint64_t queueDrops)
{
    congestion::HostSample sample;
    sample.at = at(second);
    sample.since = base::Duration(1'000'000);
    sample.counters.values[static_cast<std::size_t>(HostCounter::ListenDrops)] = listenDrops;
    congestion::LinkCounters link;
    link.name = "eth0";
    link.queueDrops = queueDrops;
    sample.links.push_back(link);
    return sample;
}

} // namespace

class TestHostCounters : public QObject
{
    Q_OBJECT

private slots:
    void procText();
    void brokenProcText();
    void ownHost();
    void rates();
    void linksQueuesAndRoutes();
    void cutAndLyingMessages();
    void alertsAtMostOnceAMinute();
    void anInterfaceMadeAnewIsNoAlert();
};

void TestHostCounters::procText()
{
    congestion::HostCounters counters;
    congestion::readProcNet("TcpExt: SyncookiesSent TCPTimeouts ListenDrops\n"
                            "TcpExt: 5 17 3\n"
                            "IpExt: InNoRoutes\nIpExt: 9\n"
                            "Tcp: RetransSegs InSegs Other\nTcp: 21 1000 -1\n",
                            counters);
    QCOMPARE(counters[HostCounter::Timeouts], 17U);
    QCOMPARE(counters[HostCounter::ListenDrops], 3U);
    QCOMPARE(counters[HostCounter::Retransmitted], 21U);
    QCOMPARE(counters[HostCounter::SegmentsIn], 1000U);
    QCOMPARE(counters[HostCounter::BacklogDrops], 0U);
}

void TestHostCounters::brokenProcText()
{
    for (const char* broken :
         {"", "Tcp", "Tcp:", "Tcp: RetransSegs", "Tcp: RetransSegs\n", "\n\n\n", "Tcp: RetransSegs\nUdp: 7\n",
          "Tcp: RetransSegs\nTcp:\n", "Tcp: RetransSegs\nTcp: x7\n",
          "Tcp: RetransSegs\nTcp: 99999999999999999999\n", ":\n:\n"}) {
        congestion::HostCounters counters;
        congestion::readProcNet(broken, counters);
        QCOMPARE(counters[HostCounter::Retransmitted], 0U);
    }
    congestion::HostCounters counters; // what is whole behind something broken is read
    congestion::readProcNet("Junk: a b\nTcp: RetransSegs\nTcp: 4\n", counters);
    QCOMPARE(counters[HostCounter::Retransmitted], 4U);
}

void TestHostCounters::ownHost()
{
    auto probe = congestion::HostProbe::open();
    QVERIFY2(probe, probe ? "" : probe.error().detail.c_str());
    congestion::HostSample sample;
    const auto read = probe->sample(sample);
    QVERIFY2(read, read ? "" : read.error().detail.c_str());
    QVERIFY(sample.counters[HostCounter::SegmentsOut] > 0);
    const auto loopback = std::ranges::find(sample.links, "lo", &congestion::LinkCounters::name);
    QVERIFY(loopback != sample.links.end());
    QFile file(QStringLiteral("/proc/net/dev"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("lo:"));
    congestion::HostSample later;
    QVERIFY(probe->sample(later));
    QVERIFY(later.counters[HostCounter::SegmentsOut] >= sample.counters[HostCounter::SegmentsOut]);
    QVERIFY(probe->takeRoutes(at(0)).empty());
}

void TestHostCounters::rates()
{
    const auto before = sampleWith(0, 10, 0);
    auto sample = sampleWith(2, 20, 0);
    sample.since = base::Duration(2'000'000);
    QCOMPARE(*sample.rate(HostCounter::ListenDrops, before), 5.0);
    QVERIFY(!before.rate(HostCounter::ListenDrops, sample)); // went back
    sample.since = base::Duration(0);
    QVERIFY(!sample.rate(HostCounter::ListenDrops, before));
}

void TestHostCounters::linksQueuesAndRoutes()
{
    Octets datagram;
    for (const Octets& each :
         {linkMessage(3, "eth0", 123'456'789'012, 4), queueMessage(3, 7, 3000),
          queueMessage(3, 99, 9, 0x10001), routeMessage(RTM_NEWROUTE, 24), routeMessage(RTM_DELROUTE, 24),
          routeMessage(RTM_NEWROUTE, 24, RT_TABLE_LOCAL)})
        join(datagram, each);
    congestion::RouteNews news;
    congestion::readRouteNews(datagram, news);
    QCOMPARE(news.malformed, 0U);
    QCOMPARE(news.links.size(), 1U);
    const congestion::LinkCounters& link = news.links.at(3);
    QCOMPARE(link.name, std::string("eth0"));
    QVERIFY(link.up);
    QCOMPARE(link.sentBytes, 123'456'789'012U);
    QCOMPARE(link.sendDropped, 4U);
    QCOMPARE(link.queue, std::string("fq_codel"));
    QCOMPARE(link.queueDrops, 7U); // of the root alone
    QCOMPARE(link.queueBacklog, 3000U);
    QCOMPARE(news.routes.size(), 2U); // the local table is the kernel's own
    QVERIFY(news.routes[0].added && !news.routes[1].added);
    QCOMPARE(news.routes[0].destination.toText(), std::string("198.51.100.0/24"));
    QCOMPARE(news.routes[0].gateway->toText(), std::string("192.0.2.1"));
    QCOMPARE(news.routes[0].link, 3);
}

void TestHostCounters::cutAndLyingMessages()
{
    for (const Octets& good :
         {linkMessage(3, "eth0", 1, 1), queueMessage(3, 7, 3000), routeMessage(RTM_NEWROUTE, 24)}) {
        for (std::size_t length = 0; length < good.size(); ++length) {
            congestion::RouteNews news;
            congestion::readRouteNews(base::ByteView(good.data(), length), news);
            QVERIFY(news.routes.empty());
        }
        Octets lying = good;
        lying[0] = 0xff;
        congestion::RouteNews news;
        congestion::readRouteNews(lying, news);
        QCOMPARE(news.malformed, 1U);
    }
    // A length of the destination that no address has.
    Octets wide = routeMessage(RTM_NEWROUTE, 200);
    congestion::RouteNews news;
    congestion::readRouteNews(wide, news);
    QCOMPARE(int(news.routes.at(0).destination.length), 32);
}

void TestHostCounters::alertsAtMostOnceAMinute()
{
    congestion::DropPolicy policy;
    QVERIFY(policy.look(sampleWith(0, 100, 5)).empty()); // the level, no news
    QVERIFY(policy.look(sampleWith(1, 100, 5)).empty());
    const auto first = policy.look(sampleWith(2, 103, 5));
    QCOMPARE(first.size(), 1U);
    QCOMPARE(first[0].what, std::string("ListenDrops"));
    QCOMPARE(first[0].count, 3U);
    QVERIFY(policy.look(sampleWith(3, 110, 5)).empty());
    const auto other = policy.look(sampleWith(4, 110, 6)); // another counter does not wait for the first
    QCOMPARE(other.size(), 1U);
    QCOMPARE(other[0].what, std::string("eth0 queue"));
    const auto later = policy.look(sampleWith(62, 111, 6));
    QCOMPARE(later.size(), 1U);
    QCOMPARE(later[0].count, 8U); // all that came meanwhile
}

void TestHostCounters::anInterfaceMadeAnewIsNoAlert()
{
    congestion::DropPolicy policy;
    policy.look(sampleWith(0, 0, 50));
    QVERIFY(policy.look(sampleWith(1, 0, 0)).empty());
    const auto risen = policy.look(sampleWith(2, 0, 2));
    QCOMPARE(risen.size(), 1U);
    QCOMPARE(risen[0].count, 2U);
}

QTEST_GUILESS_MAIN(TestHostCounters)
#include "tst_host_counters.moc"
