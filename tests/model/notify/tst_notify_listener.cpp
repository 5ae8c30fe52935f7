// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/notify/notify_listener.h"

#include "model/net/socket.h"
#include "model/net/tcp_framing.h"
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
};

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
    callbacks.accepted = [this](const notify::AcceptedNotify& notify, const net::Endpoint& from,
                                base::Timestamp, auto token) {
        accepted.push_back({notify, from, token});
    };
    callbacks.refused = [this](const notify::NotifyDecision&, const net::Endpoint&) { ++refused; };
    auto started = notify::NotifyListener::start(*loop, {at(listen)}, std::move(callbacks), limits);
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
