// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/both_ports.h"
#include "tests/model/notify/listener_fixture.h"

using namespace zonescope;
using namespace zonescope::notifytest;

class TestNotifyListener : public QObject, private NotifyListenerFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
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
    void answersNeverAmplify();
    void inheritedSocketsHoldWhatCameBefore();
};

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
    const auto socket = openTcp();
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
    const auto socket = openTcp();
    for (const char octet : framed(org(12)) + framed(org(13))) {
        sendAll(socket.get(), base::Bytes(1, octet));
        loop->runOnce(base::Duration(1000));
    }
    QVERIFY(until([&] { return accepted.size() == 2; }));
}

void TestNotifyListener::tcpClosesAfterTheOwedAnswer()
{
    start();
    const auto socket = openTcp();
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
    const auto silent = openTcp();
    const auto half = openTcp();
    sendAll(half.get(), framed(org(15)).substr(0, 9));
    const auto waiting = openTcp();
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
        sockets.push_back(openTcp());
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
    const auto socket = openTcp();
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
        const auto socket = openTcp();
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
