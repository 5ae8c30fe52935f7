// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/notify/notify_listener.h"

#include "model/net/socket.h"
#include "model/net/tcp_framing.h"
#include "tests/kit/both_ports.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/notify/notify_messages.h"

#include <sys/socket.h>

using namespace zonescope;
using namespace zonescope::notifytest;

class TestNotifyListener : public QObject
{
    Q_OBJECT

    struct Accepted
    {
        notify::AcceptedNotify notify;
        net::Endpoint from;
        notify::NotifyListener::Token token;
    };

    kit::FakeClock clock;
    World world;
    std::unique_ptr<net::EventLoop> loop;
    std::unique_ptr<notify::NotifyListener> listener;
    std::vector<Accepted> accepted;
    int refused = 0;
    std::optional<net::Endpoint> balancer; ///< of the last accepted
    std::optional<base::Error> refusal;    ///< the last

    using Sender = notify::NotifyListener::Sender;
    void start(notify::NotifyListener::Limits limits = {}, const char* listen = "127.0.0.1:0");
    /// Runs the loop until the condition holds, five seconds at most.
    bool until(const std::function<bool()>& condition);
    net::UniqueFd connect();
    base::Bytes readReply(int socket, net::FrameDecoder& decoder);
    static base::Bytes framed(const base::Bytes& message)
    {
        net::FrameEncoder encoder;
        encoder.push(base::viewOf(message));
        return base::Bytes(base::textOf(encoder.pending()));
    }
    static void sendAll(int socket, const base::Bytes& bytes)
    {
        QCOMPARE(*net::writeSome(socket, base::viewOf(bytes)), bytes.size());
    }
    static base::Bytes org(std::uint16_t id) { return make({.id = id, .zone = "loop.example."}); }
    static std::uint16_t idOf(const base::Bytes& reply)
    {
        return dns::MessageReader::open(base::viewOf(reply))->header().id;
    }

private slots:
    void init();
    void cleanup();
    void udpAnswersAfterDurable();
    void udpRefusesAtOnce();
    void tcpTwoInOneSegment();
    void tcpOctetByOctet();
    void tcpClosesAfterTheOwedAnswer();
    void tcpIdleIsClosed();
    void tcpConnectionsAreBounded();
    void tcpPipelineIsBounded();
    void answerToNobody();
    void severalAddresses();
    void proxiedDatagram();
    void proxiedDatagramSpeaksForAStranger();
    void proxiedConnection_data();
    void proxiedConnection();
    void headerFromUnlisted();
    void headerMissingFromListed();
    void headerCutAndBroken();
    void quotaIsOfTheAdmitted();
    void answersNeverAmplify();
    void inheritedSocketsHoldWhatCameBefore();

private:
    /// A PROXY header of version 2 for a client that connects to 198.51.100.1:53.
    static base::Bytes header2(const char* client, bool stream)
    {
        const net::Endpoint source = at(client);
        const bool v4 = source.address.family() == net::Family::V4;
        base::Bytes header("\r\n\r\n\0\r\nQUIT\n\x21", 13);
        header += static_cast<char>((v4 ? 0x10 : 0x20) | (stream ? 1 : 2));
        header += '\0';
        header += static_cast<char>(v4 ? 12 : 36);
        for (int both = 0; both < 2; ++both)
            for (std::size_t i = 0; i < (v4 ? 4U : 16U); ++i)
                header += static_cast<char>(source.address.octets()[i]);
        header += static_cast<char>(source.port >> 8);
        header += static_cast<char>(source.port & 0xff);
        return header + base::Bytes("\0\x35", 2);
    }
    static notify::NotifyListener::Limits behindBalancer()
    {
        notify::NotifyListener::Limits limits;
        limits.proxiesFrom = {*net::Prefix::fromText("127.0.0.0/8")};
        return limits;
    }
    net::UniqueFd udpClient() { return std::move(*net::connectUdp(listener->boundTo().front())); }
    /// Nothing for a tenth of a second of loop rounds.
    bool silent(int socket)
    {
        for (int i = 0; i < 20; ++i)
            loop->runOnce(base::Duration(5000));
        std::array<std::uint8_t, 512> buffer{};
        const auto got = net::receiveDatagram(socket, buffer);
        return got && !*got;
    }
};

/// The access list sees the client, the answer goes where the octets came from, the log has both.
void TestNotifyListener::proxiedDatagram()
{
    start(behindBalancer());
    const net::UniqueFd socket = udpClient();
    sendAll(socket.get(), header2("192.0.2.1:5300", false) + make({.id = 7}));
    QVERIFY(until([&] { return accepted.size() == 1; }));
    QCOMPARE(accepted[0].from, at("192.0.2.1:5300"));
    QVERIFY(balancer.has_value());
    QCOMPARE(*balancer, *net::localEndpoint(socket.get()));
    QVERIFY(listener->answer(accepted[0].token, true));
    std::array<std::uint8_t, 512> buffer{};
    std::size_t size = 0;
    QVERIFY(until([&] {
        const auto got = net::receiveDatagram(socket.get(), buffer);
        size = got && *got ? (**got).size : 0;
        return size > 0;
    }));
    QCOMPARE(idOf(base::Bytes(base::textOf({buffer.data(), size}))), std::uint16_t(7)); // and no header
}

/// CVE-2026-41999: the balancer's own address, which is admitted for another zone, must not count.
void TestNotifyListener::proxiedDatagramSpeaksForAStranger()
{
    start(behindBalancer());
    const net::UniqueFd socket = udpClient();
    sendAll(socket.get(), header2("203.0.113.99:5300", false) + org(8)); // loop.example. admits 127.0.0.0/8
    QVERIFY(until([&] { return refused == 1; }));
    QCOMPARE(refusal->code, base::ErrorCode::RcodeRefused);
    QVERIFY(accepted.empty());
}

void TestNotifyListener::proxiedConnection_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("client");
    const auto row = [](const char* title, const base::Bytes& head, const char* client) {
        QTest::newRow(title) << QByteArray(head.data(), static_cast<int>(head.size())) << QString(client);
    };
    row("version 2", header2("192.0.2.1:1234", true), "192.0.2.1:1234");
    row("version 1", "PROXY TCP4 192.0.2.1 198.51.100.1 1234 53\r\n", "192.0.2.1:1234");
    row("version 1, unknown", "PROXY UNKNOWN\r\n", "");
    row("version 2, local", base::Bytes("\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", 16), "");
}

void TestNotifyListener::proxiedConnection()
{
    QFETCH(QByteArray, head);
    QFETCH(QString, client);
    start(behindBalancer());
    const net::UniqueFd socket = connect();
    // Octet by octet, two messages on the connection: the header comes once.
    const base::Bytes zone = client.isEmpty() ? org(1) : make({.id = 1});
    const base::Bytes stream = head.toStdString() + framed(zone) + framed(zone);
    for (const char octet : stream) {
        sendAll(socket.get(), base::Bytes(1, octet));
        loop->runOnce(base::Duration(1000));
    }
    QVERIFY(until([&] { return accepted.size() == 2; }));
    for (const Accepted& one : accepted)
        QCOMPARE(one.from, client.isEmpty() ? *net::localEndpoint(socket.get()) : at(client.toUtf8()));
    QCOMPARE(balancer.has_value(), !client.isEmpty());
}

void TestNotifyListener::headerFromUnlisted()
{
    start();
    const net::UniqueFd udp = udpClient();
    sendAll(udp.get(), header2("192.0.2.1:5300", false) + make());
    QVERIFY(until([&] { return refused == 1; }));
    QCOMPARE(refusal->code, base::ErrorCode::ProxyHeaderRefused);
    QVERIFY(silent(udp.get()));
    for (const base::Bytes& head :
         {header2("192.0.2.1:5300", true), base::Bytes("PROXY TCP4 192.0.2.1 198.51.100.1 1234 53\r\n")}) {
        refused = 0;
        const net::UniqueFd tcp = connect();
        sendAll(tcp.get(), head + framed(make()));
        QVERIFY(until([&] { return refused == 1 && listener->openConnections() == 0; }));
        QCOMPARE(refusal->code, base::ErrorCode::ProxyHeaderRefused);
    }
    QVERIFY(accepted.empty());
}

/// RFC-like word of the specification: a receiver must not guess whether a header is there.
void TestNotifyListener::headerMissingFromListed()
{
    start(behindBalancer());
    const net::UniqueFd udp = udpClient();
    sendAll(udp.get(), org(1));
    QVERIFY(until([&] { return refused == 1; }));
    QCOMPARE(refusal->code, base::ErrorCode::ProxyHeaderRefused);
    const net::UniqueFd tcp = connect();
    sendAll(tcp.get(), framed(org(1)));
    QVERIFY(until([&] { return refused == 2 && listener->openConnections() == 0; }));
    QVERIFY(accepted.empty());
}

void TestNotifyListener::headerCutAndBroken()
{
    start(behindBalancer());
    const net::UniqueFd udp = udpClient();
    const base::Bytes whole = header2("127.0.0.1:5300", false);
    int expected = 0;
    for (std::size_t size = 1; size < whole.size(); ++size) {
        sendAll(udp.get(), whole.substr(0, size));
        ++expected;
        QVERIFY(until([&] { return refused == expected; }));
    }
    sendAll(udp.get(), header2("127.0.0.1:5300", true) + org(1)); // says TCP, came over UDP
    QVERIFY(until([&] { return refused == expected + 1; }));
    QVERIFY(accepted.empty());
}

/// Access list before quota: a stranger's flood takes nothing from a primary.
void TestNotifyListener::quotaIsOfTheAdmitted()
{
    notify::NotifyListener::Limits limits;
    limits.quota = {.perSecond = 1, .burst = 3, .sources = 10};
    start(std::move(limits));
    const net::UniqueFd udp = udpClient();
    for (int i = 0; i < 50; ++i)
        sendAll(udp.get(), make()); // we are no primary of example.org.
    QVERIFY(until([&] { return refused == 50; }));
    for (int i = 0; i < 5; ++i)
        sendAll(udp.get(), org(1));
    QVERIFY(until([&] { return refused == 52; }));
    QCOMPARE(accepted.size(), std::size_t(3));
    QCOMPARE(refusal->code, base::ErrorCode::NotifyQuota);
    clock.advance(std::chrono::seconds(1));
    sendAll(udp.get(), org(1));
    QVERIFY(until([&] { return accepted.size() == 4; }));
}

/// Every message cut at every place, and forms of all kinds: no answer is larger than what it answers.
void TestNotifyListener::answersNeverAmplify()
{
    const auto small = [&](const base::Bytes& message) {
        const auto decision = notify::decide(base::viewOf(message), at("127.0.0.1:5300"),
                                             {world.configuration, world.keys, clock.wall()});
        return decision.reply.empty() || notify::mayAnswer(decision, message.size())
                   ? decision.reply.size() <= message.size() || decision.keyProved
                   : false;
    };
    for (const base::Bytes& message :
         {org(1), make(), make({.opcode = dns::Opcode::Query}), make({.serial = 5}), make({.ednsVersion = 0}),
          make({.ednsVersion = 1}), make({.questions = 3}), make({.padding = 100})})
        for (std::size_t size = 0; size <= message.size(); ++size)
            QVERIFY(small(message.substr(0, size)));
}

/// Socket activation: a NOTIFY that came before we were there is answered after.
void TestNotifyListener::inheritedSocketsHoldWhatCameBefore()
{
    auto sockets = kit::bindBothPorts();
    QVERIFY_RESULT(sockets);
    const auto datagrams = &sockets->udp;
    const auto stream = &sockets->tcp;
    const net::Endpoint where = *net::localEndpoint(datagrams->get());
    const auto udp = net::connectUdp(where);
    sendAll(udp->get(), org(21));
    const auto tcp = net::startConnect(where);
    bool sent = false; // QTRY evaluates once more what was true
    QTRY_VERIFY((sent = sent || net::writeSome(tcp->get(), base::viewOf(framed(org(22)))).value_or(0) > 0));

    notify::NotifyListener::Limits limits;
    for (net::UniqueFd* fd : {&*datagrams, &*stream}) {
        auto adopted = net::adoptSocket(std::move(*fd));
        QVERIFY_RESULT(adopted);
        limits.inherited.push_back(std::move(*adopted));
    }
    start(std::move(limits), where.toText().c_str());
    QCOMPARE(listener->boundTo(), std::vector{where}); // not bound a second time
    QVERIFY(until([&] { return accepted.size() == 2; }));
    QVERIFY(!net::adoptSocket(net::UniqueFd(::dup(tcp->get()))).has_value()); // a connection is not
}

void TestNotifyListener::init()
{
    world = World();
    zone::Primary loopback;
    loopback.name = "loopback";
    loopback.addresses = {at("127.0.0.1"), at("[::1]:53")};
    zone::Zone zone;
    zone.apex = name("loop.example.");
    zone.primaries = {*world.configuration.put(loopback)};
    QVERIFY_RESULT(world.configuration.put(zone));
    loop = std::move(*net::EventLoop::create(clock));
    accepted.clear();
    refused = 0;
}

void TestNotifyListener::cleanup()
{
    listener.reset();
    loop.reset();
}

void TestNotifyListener::start(notify::NotifyListener::Limits limits, const char* listen)
{
    notify::NotifyListener::Callbacks callbacks;
    callbacks.decide = [this](base::ByteView message, const net::Endpoint& from) {
        return notify::decide(message, from, {world.configuration, world.keys, clock.wall()});
    };
    callbacks.accepted = [this](const notify::AcceptedNotify& notify, const Sender& from, base::Timestamp,
                                auto token) {
        accepted.push_back({notify, from.client, token});
        balancer = from.balancer;
    };
    callbacks.refused = [this](const notify::NotifyDecision& decision, const Sender&) {
        ++refused;
        refusal = decision.refusal;
    };
    auto started =
        notify::NotifyListener::start(*loop, {at(listen)}, std::move(callbacks), std::move(limits));
    QVERIFY_RESULT(started);
    listener = std::move(*started);
}

bool TestNotifyListener::until(const std::function<bool()>& condition)
{
    QDeadlineTimer deadline(5000);
    while (!deadline.hasExpired()) {
        if (condition()) // asked once for each true: it may take a message off a socket
            return true;
        loop->runOnce(base::Duration(1000));
    }
    return false;
}

net::UniqueFd TestNotifyListener::connect()
{
    const std::size_t before = listener->openConnections();
    auto socket = net::startConnect(listener->boundTo().front());
    until([&] { return listener->openConnections() > before; });
    return std::move(*socket);
}

base::Bytes TestNotifyListener::readReply(int socket, net::FrameDecoder& decoder)
{
    base::Bytes reply;
    until([&] {
        if (const auto message = decoder.next()) {
            reply = base::Bytes(base::textOf(*message));
            return true;
        }
        const auto got = net::readSome(socket, decoder.space());
        if (got && *got)
            decoder.received(**got);
        return false;
    });
    return reply;
}

void TestNotifyListener::udpAnswersAfterDurable()
{
    start();
    const auto socket = *net::connectUdp(listener->boundTo().front());
    QVERIFY(*net::sendConnected(socket.get(), base::viewOf(org(1))));
    QVERIFY(until([&] { return accepted.size() == 1; }));
    std::array<std::uint8_t, 512> buffer{};
    QVERIFY(!*net::receiveDatagram(socket.get(), buffer)); // nothing before the work is durable
    QVERIFY(listener->answer(accepted[0].token, true));
    std::optional<net::Datagram> reply;
    QVERIFY(until([&] { return (reply = *net::receiveDatagram(socket.get(), buffer)).has_value(); }));
    const auto header = dns::MessageReader::open({buffer.data(), reply->size})->header();
    QCOMPARE(header.id, std::uint16_t{1});
    QCOMPARE(int(header.rcode), 0);
    QVERIFY(!listener->answer(accepted[0].token, true)); // a token is used once

    QVERIFY(*net::sendConnected(socket.get(), base::viewOf(org(2))));
    QVERIFY(until([&] { return accepted.size() == 2; }));
    QVERIFY(listener->answer(accepted[1].token, false));
    QVERIFY(until([&] { return (reply = *net::receiveDatagram(socket.get(), buffer)).has_value(); }));
    QCOMPARE(int(dns::MessageReader::open({buffer.data(), reply->size})->header().rcode),
             int(dns::Rcode::ServFail));
}

void TestNotifyListener::udpRefusesAtOnce()
{
    start();
    const auto socket = *net::connectUdp(listener->boundTo().front());
    QVERIFY(*net::sendConnected(socket.get(), base::viewOf(make({.id = 3})))); // loopback is no primary there
    std::array<std::uint8_t, 512> buffer{};
    std::optional<net::Datagram> reply;
    QVERIFY(until([&] { return (reply = *net::receiveDatagram(socket.get(), buffer)).has_value(); }));
    QCOMPARE(int(dns::MessageReader::open({buffer.data(), reply->size})->header().rcode),
             int(dns::Rcode::Refused));
    QCOMPARE(refused, 1);
    QVERIFY(accepted.empty());
}

void TestNotifyListener::tcpTwoInOneSegment()
{
    start();
    const auto socket = connect();
    sendAll(socket.get(), framed(org(10)) + framed(org(11)));
    QVERIFY(until([&] { return accepted.size() == 2; }));
    net::FrameDecoder decoder;
    listener->answer(accepted[1].token, true); // answers may overtake each other
    QCOMPARE(idOf(readReply(socket.get(), decoder)), std::uint16_t{11});
    listener->answer(accepted[0].token, true);
    QCOMPARE(idOf(readReply(socket.get(), decoder)), std::uint16_t{10});
    QCOMPARE(listener->openConnections(), std::size_t{1}); // stays open for the next zone
}

void TestNotifyListener::tcpOctetByOctet()
{
    start();
    const auto socket = connect();
    for (const char octet : framed(org(12)) + framed(org(13))) {
        sendAll(socket.get(), base::Bytes(1, octet));
        loop->runOnce(base::Duration(1000));
    }
    QVERIFY(until([&] { return accepted.size() == 2; }));
}

void TestNotifyListener::tcpClosesAfterTheOwedAnswer()
{
    start();
    const auto socket = connect();
    sendAll(socket.get(), framed(org(14)));
    ::shutdown(socket.get(), SHUT_WR);
    QVERIFY(until([&] { return accepted.size() == 1; }));
    loop->runOnce(base::Duration(1000));
    QCOMPARE(listener->openConnections(), std::size_t{1});
    listener->answer(accepted[0].token, true);
    net::FrameDecoder decoder;
    QCOMPARE(idOf(readReply(socket.get(), decoder)), std::uint16_t{14});
    QVERIFY(until([&] { return listener->openConnections() == 0; }));
}

void TestNotifyListener::tcpIdleIsClosed()
{
    start();
    const auto silent = connect();
    const auto half = connect();
    sendAll(half.get(), framed(org(15)).substr(0, 9));
    const auto waiting = connect();
    sendAll(waiting.get(), framed(org(16)));
    QVERIFY(until([&] { return accepted.size() == 1; }));
    clock.advance(std::chrono::seconds(60));
    QVERIFY(until([&] { return listener->openConnections() == 1; }));
    // The one that waits for our disk is not idle.
    QVERIFY(listener->answer(accepted[0].token, true));
    clock.advance(std::chrono::seconds(60));
    QVERIFY(until([&] { return listener->openConnections() == 0; }));
}

void TestNotifyListener::tcpConnectionsAreBounded()
{
    start({.connections = 3});
    std::vector<net::UniqueFd> sockets;
    for (int i = 0; i < 3; ++i) {
        sockets.push_back(connect());
        clock.advance(std::chrono::milliseconds(10));
    }
    auto fourth = *net::startConnect(listener->boundTo().front());
    // The longest idle makes room: its end is seen by the peer.
    std::array<std::uint8_t, 16> buffer{};
    QVERIFY(until([&] {
        const auto got = net::readSome(sockets[0].get(), buffer);
        return !got || (*got && **got == 0);
    }));
    QCOMPARE(listener->openConnections(), std::size_t{3});
    sendAll(fourth.get(), framed(org(17)));
    QVERIFY(until([&] { return accepted.size() == 1; }));
}

void TestNotifyListener::tcpPipelineIsBounded()
{
    start({.answersPerConnection = 4});
    const auto socket = connect();
    base::Bytes burst;
    for (std::uint16_t id = 0; id < 10; ++id)
        burst += framed(org(id));
    sendAll(socket.get(), burst);
    QVERIFY(until([&] { return accepted.size() == 4; }));
    for (int i = 0; i < 5; ++i)
        loop->runOnce(base::Duration(100));
    QCOMPARE(accepted.size(), std::size_t{4});
    net::FrameDecoder decoder;
    for (std::size_t i = 0; i < 10; ++i) {
        QVERIFY(until([&] { return accepted.size() > i; }));
        listener->answer(accepted[i].token, true);
        QCOMPARE(idOf(readReply(socket.get(), decoder)), static_cast<std::uint16_t>(i));
    }
}

void TestNotifyListener::answerToNobody()
{
    start();
    {
        const auto socket = connect();
        sendAll(socket.get(), framed(org(18)));
        QVERIFY(until([&] { return accepted.size() == 1; }));
        const linger hard{1, 0};
        ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof(hard)); // RST
    }
    QVERIFY(until([&] { return listener->openConnections() == 0; }));
    QVERIFY(!listener->answer(accepted[0].token, true));
    QVERIFY(!listener->answer(4711, true));
}

void TestNotifyListener::severalAddresses()
{
    start({}, "[::1]:0");
    const auto socket = *net::connectUdp(listener->boundTo().front());
    QVERIFY(*net::sendConnected(socket.get(), base::viewOf(org(20))));
    QVERIFY(until([&] { return accepted.size() == 1; }));
    QVERIFY(accepted[0].from.address == at("[::1]:0").address);
    // The same port again is refused, with the address in the message.
    notify::NotifyListener::Callbacks callbacks;
    const auto again = notify::NotifyListener::start(*loop, listener->boundTo(), std::move(callbacks));
    QVERIFY_ERROR(again, base::ErrorCode::AddressInUse);
    QVERIFY(again.error().detail.find("[::1]") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestNotifyListener)
#include "tst_notify_listener.moc"
