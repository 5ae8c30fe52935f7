// SPDX-License-Identifier: GPL-3.0-or-later
// The decoder against the kernel itself: real connections on loopback, `ss` as a second opinion.
#include "model/congestion/monitor.h"
#include "model/congestion/socket_diagnosis.h"
#include "model/congestion/socket_dump.h"
#include "model/net/socket.h"
#include "model/net/tcp_info.h"
#include "model/net/unique_fd.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>
#include <cstring>
#include <set>

using namespace zonescope;
using congestion::Connection;
using Octets = std::vector<std::uint8_t>;

namespace {

/// A listener and connections to it, in this process.
class Loopback
{
public:
    explicit Loopback(const char* address = "127.0.0.1")
        : m_at(*net::Endpoint::fromText(address, 0))
        , m_listener(::socket(family(), SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        m_at.port = 0;
        sockaddr_storage storage{};
        const auto length = m_at.toSockaddr(storage);
        ::bind(m_listener.get(), reinterpret_cast<sockaddr*>(&storage), length);
        ::listen(m_listener.get(), 512);
        socklen_t size = sizeof storage;
        ::getsockname(m_listener.get(), reinterpret_cast<sockaddr*>(&storage), &size);
        m_at = net::Endpoint::fromSockaddr(storage);
    }
    std::uint16_t port() const { return m_at.port; }

    struct Pair
    {
        net::UniqueFd client;
        net::UniqueFd server;
    };
    Pair connect() const
    {
        Pair pair{net::UniqueFd(::socket(family(), SOCK_STREAM | SOCK_CLOEXEC, 0)), {}};
        sockaddr_storage storage{};
        const auto length = m_at.toSockaddr(storage);
        if (::connect(pair.client.get(), reinterpret_cast<sockaddr*>(&storage), length) == 0)
            pair.server.reset(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        return pair;
    }

private:
    int family() const { return m_at.address.family() == net::Family::V6 ? AF_INET6 : AF_INET; }

    net::Endpoint m_at;
    net::UniqueFd m_listener;
};

const Connection* findByRemotePort(const std::vector<Connection>& all, std::uint16_t port)
{
    for (const Connection& c : all)
        if (c.remote.port == port)
            return &c;
    return nullptr;
}

void send(int socket, std::size_t octets)
{
    const std::vector<char> data(octets, 'x');
    QCOMPARE(::send(socket, data.data(), data.size(), MSG_NOSIGNAL), static_cast<ssize_t>(octets));
}

void receive(int socket, std::size_t octets)
{
    std::vector<char> data(octets);
    QCOMPARE(::recv(socket, data.data(), data.size(), MSG_WAITALL), static_cast<ssize_t>(octets));
}

/// One netlink message as the kernel lays it out.
Octets message(std::uint16_t type, base::ByteView body)
{
    nlmsghdr head{};
    head.nlmsg_len = static_cast<std::uint32_t>(sizeof head + body.size());
    head.nlmsg_type = type;
    Octets bytes(sizeof head + (body.size() + 3) / 4 * 4, 0);
    std::memcpy(bytes.data(), &head, sizeof head);
    std::memcpy(bytes.data() + sizeof head, body.data(), body.size());
    return bytes;
}

Octets attribute(std::uint16_t type, const Octets& value)
{
    nlattr head{};
    head.nla_len = static_cast<std::uint16_t>(sizeof head + value.size());
    head.nla_type = type;
    Octets bytes(sizeof head + (value.size() + 3) / 4 * 4, 0);
    std::memcpy(bytes.data(), &head, sizeof head);
    std::memcpy(bytes.data() + sizeof head, value.data(), value.size());
    return bytes;
}

Octets socketBody(const std::vector<Octets>& attributes)
{
    inet_diag_msg head{};
    head.idiag_family = AF_INET;
    head.idiag_state = 1;
    head.id.idiag_dport = htons(53);
    Octets bytes(sizeof head, 0);
    std::memcpy(bytes.data(), &head, sizeof head);
    for (const Octets& a : attributes)
        bytes.insert(bytes.end(), a.begin(), a.end());
    return bytes;
}

} // namespace

class TestSocketDiagnosis : public QObject
{
    Q_OBJECT

private slots:
    void dumpShowsOurConnection_data();
    void dumpShowsOurConnection();
    void countersEqualTheSocketsOwn();
    void dumpEqualsSs();
    void everyShortConnectionIsLogged();
    void oneSocketByItsFourTuple_data();
    void oneSocketByItsFourTuple();
    void theOtherEndIsFoundOpenAndClosed();
    void watchedTenTimesASecond();
    void everyCloseReachesTheSink();
    void anyLengthOfTcpInfo();
    void malformedMessagesAreCounted();
    void unknownAttributesAreSkipped();
};

void TestSocketDiagnosis::dumpShowsOurConnection_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("IPv4") << "127.0.0.1";
    QTest::newRow("IPv6") << "::1";
}

void TestSocketDiagnosis::dumpShowsOurConnection()
{
    QFETCH(QString, address);
    const Loopback loopback(qPrintable(address));
    const auto pair = loopback.connect();
    QVERIFY(pair.server);
    send(pair.client.get(), 40'000);
    receive(pair.server.get(), 40'000);
    auto dump = congestion::SocketDump::open();
    QVERIFY2(dump, dump ? "" : dump.error().detail.c_str());
    std::vector<Connection> live;
    QVERIFY(dump->read(live));
    const Connection* client = findByRemotePort(live, loopback.port());
    QVERIFY(client);
    QCOMPARE(client->remote.address.toText(), address.toStdString());
    QVERIFY(client->state == congestion::TcpState::Established);
    QVERIFY(client->cookie != 0);
    QVERIFY(client->inode != 0);
    QCOMPARE(client->userId, static_cast<std::uint32_t>(::geteuid()));
    QVERIFY(client->hasCounters);
    QCOMPARE(client->counters.bytesSent, 40'000U);
    QVERIFY(congestion::roleOf(client->counters) == congestion::Role::Sender);
    char algorithm[16] = {};
    socklen_t length = sizeof algorithm;
    QCOMPARE(::getsockopt(pair.client.get(), IPPROTO_TCP, TCP_CONGESTION, algorithm, &length), 0);
    QCOMPARE(client->algorithm(), std::string_view(algorithm));
    for (const Connection& c : live)
        QVERIFY(c.state != congestion::TcpState::Listen);
}

void TestSocketDiagnosis::countersEqualTheSocketsOwn()
{
    const Loopback loopback;
    const auto pair = loopback.connect();
    send(pair.client.get(), 10'000);
    receive(pair.server.get(), 10'000);
    Octets raw(1024, 0);
    socklen_t length = 1024;
    QCOMPARE(::getsockopt(pair.server.get(), IPPROTO_TCP, TCP_INFO, raw.data(), &length), 0);
    const auto counters = congestion::readCounters(base::ByteView(raw.data(), length));
    QCOMPARE(counters.bytesReceived, 10'000U);
    QVERIFY(counters.congestionWindow > 0);
    QVERIFY(counters.sendSegmentSize > 0);
    QVERIFY(counters.receiveSpace > 0);
}

void TestSocketDiagnosis::dumpEqualsSs()
{
    const Loopback loopback;
    std::vector<Loopback::Pair> pairs;
    for (int i = 0; i < 20; ++i)
        pairs.push_back(loopback.connect());
    QProcess ss;
    ss.start(QStringLiteral("ss"), {QStringLiteral("-tnH"), QStringLiteral("dport"), QStringLiteral("="),
                                    QString::number(loopback.port())});
    QVERIFY2(ss.waitForFinished(), "ss of iproute2 is in packaging/dependencies");
    std::set<QString> theirs;
    for (const QString& line : QString::fromUtf8(ss.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts))
        theirs.insert(line.split(QRegularExpression(QStringLiteral("\\s+"))).value(3)); // local address:port
    auto dump = congestion::SocketDump::open();
    std::vector<Connection> live;
    QVERIFY(dump && dump->read(live));
    std::set<QString> ours;
    for (const Connection& c : live)
        if (c.remote.port == loopback.port())
            ours.insert(QString::fromStdString(c.local.toText()));
    QCOMPARE(ours.size(), 20U);
    QVERIFY(ours == theirs);
}

void TestSocketDiagnosis::everyShortConnectionIsLogged()
{
    const Loopback loopback;
    const auto monitor =
        congestion::Monitor::start({.clock = {}, .interval = base::Duration(50'000), .news = {}});
    QTRY_VERIFY(monitor->snapshot()->live);
    QVERIFY2(!monitor->snapshot()->closeError,
             monitor->snapshot()->closeError ? monitor->snapshot()->closeError->detail.c_str() : "");
    constexpr int connections = 1000;
    for (int i = 0; i < connections; ++i)
        loopback.connect();
    const auto logged = [&] {
        int clients = 0;
        for (const auto& chunk : monitor->snapshot()->closed)
            for (const auto& row : *chunk)
                clients += row.connection.remote.port == loopback.port();
        return clients;
    };
    QTRY_COMPARE_WITH_TIMEOUT(logged(), connections, 60'000);
    QCOMPARE(monitor->snapshot()->lostEvents, 0U);
}

void TestSocketDiagnosis::oneSocketByItsFourTuple_data()
{
    dumpShowsOurConnection_data();
}

void TestSocketDiagnosis::oneSocketByItsFourTuple()
{
    QFETCH(QString, address);
    const Loopback loopback(qPrintable(address));
    auto pair = loopback.connect();
    const net::Endpoint client = *net::localEndpoint(pair.client.get());
    const net::Endpoint server = *net::localEndpoint(pair.server.get());
    auto dump = congestion::SocketDump::open();
    QVERIFY(dump);
    const auto found = dump->find(client, server);
    QVERIFY(found && *found);
    QCOMPARE((*found)->remote.port, loopback.port());
    QVERIFY((*found)->hasCounters && !(*found)->algorithm().empty());
    const auto info = net::readTcpInfo(pair.client.get());
    QCOMPARE((*found)->cookie, info->cookie);
    QVERIFY(info->local == client);
    QVERIFY(dump->find(client, server, info->cookie)->has_value());
    const auto stranger = dump->find(client, server, info->cookie + 1); // the place is taken by another one
    QVERIFY(stranger && !*stranger);
    pair.client.reset();
    pair.server.reset();
    const auto gone = dump->find(client, server);
    QVERIFY(gone && !*gone);
}

void TestSocketDiagnosis::theOtherEndIsFoundOpenAndClosed()
{
    const Loopback loopback;
    const auto monitor = congestion::Monitor::start({});
    QTRY_VERIFY(monitor->snapshot()->live);
    auto pair = loopback.connect();
    const net::Endpoint client = *net::localEndpoint(pair.client.get());
    const net::Endpoint server = *net::localEndpoint(pair.server.get());
    send(pair.server.get(), 30'000);
    receive(pair.client.get(), 30'000);
    const auto open = monitor->otherEnd(client, server);
    QVERIFY(open);
    QCOMPARE(open->bytesSent, 30'000U);
    pair.server.reset();
    pair.client.reset();
    QTRY_VERIFY(monitor->otherEnd(client, server).has_value()); // from what was reported when it closed
    QCOMPARE(monitor->otherEnd(client, server)->bytesSent, 30'000U);
    QVERIFY(!monitor->otherEnd(server, {server.address, 1}));
}

void TestSocketDiagnosis::watchedTenTimesASecond()
{
    const Loopback loopback;
    const auto monitor = congestion::Monitor::start({});
    auto pair = loopback.connect();
    const auto find = [&] {
        const auto live = monitor->snapshot()->live;
        return live ? findByRemotePort(*live, loopback.port()) : nullptr;
    };
    QTRY_VERIFY(find());
    const auto snapshot = monitor->snapshot();
    const Connection connection = *findByRemotePort(*snapshot->live, loopback.port());
    monitor->watch({connection});
    send(pair.client.get(), 5'000);
    receive(pair.server.get(), 5'000);
    QTRY_VERIFY(monitor->watched(connection.cookie) &&
                monitor->watched(connection.cookie)->samples.size() >= 5);
    const auto series = monitor->watched(connection.cookie);
    QCOMPARE(series->connection.counters.bytesSent, 5'000U);
    QVERIFY(series->samples.back().at - series->samples[series->samples.size() - 3].at <
            base::Duration(2'000'000));
    pair.client.reset();
    pair.server.reset();
    QTRY_VERIFY(monitor->watched(connection.cookie)->ended);
    monitor->watch({});
    QVERIFY(!monitor->watched(connection.cookie));
    QTRY_VERIFY(snapshot->host && monitor->snapshot()->host->samples.size() >= 2);
    QVERIFY(!monitor->snapshot()->kernel.empty());
}

/// What the monitor still has is handed over when it goes.
void TestSocketDiagnosis::everyCloseReachesTheSink()
{
    const Loopback loopback;
    int clients = 0;
    std::uint64_t counted = 0;
    congestion::Monitor::Options options;
    options.closed = [&](const congestion::ClosedChunk& chunk) {
        for (const auto& row : *chunk)
            clients += row.connection.remote.port == loopback.port();
    };
    options.minutes = [&](const std::vector<congestion::MinuteRow>& rows) {
        for (const auto& row : rows)
            counted += row.figures.connections;
    };
    {
        const auto monitor = congestion::Monitor::start(options);
        QTRY_VERIFY(monitor->snapshot()->live);
        // The kernel tells of the end of a connection from a work queue, later on a busy machine; to all who
        // listen at once.
        auto listener = congestion::CloseListener::open();
        QVERIFY(listener);
        for (int i = 0; i < 50; ++i)
            loopback.connect();
        std::vector<Connection> told;
        const auto heard = [&] {
            listener->drain(told);
            return std::ranges::count_if(told, [&](const Connection& connection) {
                return connection.remote.port == loopback.port();
            });
        };
        QTRY_COMPARE_WITH_TIMEOUT(heard(), 50, 60'000);
    }
    QCOMPARE(clients, 50);
    QVERIFY(counted >= 100); // both ends; others of this host may be among them
}

void TestSocketDiagnosis::anyLengthOfTcpInfo()
{
    Octets raw(300, 0);
    const std::uint32_t rtt = 1234;
    std::memcpy(raw.data() + offsetof(tcp_info, tcpi_rtt), &rtt, sizeof rtt);
    for (std::size_t length = 0; length <= raw.size(); ++length) {
        const auto counters = congestion::readCounters(base::ByteView(raw.data(), length));
        QCOMPARE(counters.rttUs, length >= offsetof(tcp_info, tcpi_rtt) + 4 ? 1234U : 0U);
    }
}

void TestSocketDiagnosis::malformedMessagesAreCounted()
{
    const auto readAll = [](const Octets& bytes) {
        int sockets = 0;
        const auto batch = congestion::readDiagnosis(bytes, [&](const Connection&) { ++sockets; });
        return std::pair(sockets, batch);
    };
    const Octets good = message(SOCK_DIAG_BY_FAMILY, socketBody({}));
    QCOMPARE(readAll(good).first, 1);
    for (std::size_t length = 0; length < good.size(); ++length)
        QCOMPARE(readAll(Octets(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length))).first, 0);
    Octets lying = good;
    lying[0] = 0xff; // longer than the datagram
    QCOMPARE(readAll(lying).second.malformed, 1U);
    Octets beyond = message(SOCK_DIAG_BY_FAMILY, socketBody({attribute(INET_DIAG_CONG, {'b', 'b', 'r', 0})}));
    beyond[sizeof(nlmsghdr) + sizeof(inet_diag_msg)] = 0xf0; // an attribute past the end of its message
    QCOMPARE(readAll(beyond).second.malformed, 1U);
    const std::int32_t refused = -EPERM;
    Octets body(sizeof refused, 0);
    std::memcpy(body.data(), &refused, sizeof refused);
    QCOMPARE(readAll(message(NLMSG_ERROR, body)).second.error, EPERM);
    QVERIFY(readAll(message(NLMSG_DONE, body)).second.done);
}

void TestSocketDiagnosis::unknownAttributesAreSkipped()
{
    const Octets bytes =
        message(SOCK_DIAG_BY_FAMILY,
                socketBody({attribute(200, {1, 2, 3}), attribute(INET_DIAG_CONG, {'b', 'b', 'r', 0}),
                            attribute(INET_DIAG_CONG + 100, Octets(77, 9))}));
    std::string algorithm;
    congestion::readDiagnosis(bytes, [&](const Connection& c) { algorithm = c.algorithm(); });
    QCOMPARE(algorithm, std::string("bbr"));
    // A name longer than the kernel's own limit is cut, never written past its place.
    const Octets wide =
        message(SOCK_DIAG_BY_FAMILY, socketBody({attribute(INET_DIAG_CONG, Octets(60, 'z'))}));
    congestion::readDiagnosis(wide, [&](const Connection& c) { algorithm = c.algorithm(); });
    QCOMPARE(algorithm, std::string(15, 'z'));
}

QTEST_GUILESS_MAIN(TestSocketDiagnosis)
#include "tst_socket_diagnosis.moc"
