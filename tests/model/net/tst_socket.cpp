// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/socket.h"

#include "tests/kit/result_macros.h"

#include <QTest>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

using namespace zonescope::net;
using zonescope::base::ErrorCode;
using zonescope::base::Result;
using zonescope::base::textOf;
using zonescope::base::viewOf;

namespace {

Endpoint at(std::string_view text)
{
    return Endpoint::fromText(text).value();
}

bool waitFor(int fd, short events)
{
    pollfd p{fd, events, 0};
    return poll(&p, 1, 10000) == 1;
}

int option(int fd, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    getsockopt(fd, level, name, &value, &length);
    return value;
}

bool haveIpv6()
{
    return bindUdp(at("[::1]:0")).has_value();
}

} // namespace

class TestSocket : public QObject
{
    Q_OBJECT

private slots:
    void tcp_data();
    void tcp();
    void refusedConnection();
    void sourceAddress();
    void addressInUse();
    void notOurAddress();
    void restartedListenerGetsItsPort();
    void resetIsAnError();
    void writeToAClosedPeerIsNoSignal();
    void udp_data();
    void udp();
    void answerLeavesFromTheAddressThatWasAsked();
    void cutOffDatagram();
    void connectedUdpHearsRefusal();
    void kernelTimestamp();
    void bothFamiliesShareAPort();
    void uniqueFdOwns();
    void errnoMapping();
};

void TestSocket::tcp_data()
{
    QTest::addColumn<QByteArray>("local");
    QTest::newRow("v4") << QByteArray("127.0.0.1:0");
    if (haveIpv6())
        QTest::newRow("v6") << QByteArray("[::1]:0");
}

void TestSocket::tcp()
{
    QFETCH(QByteArray, local);
    const auto listener = listenTcp(at(local.toStdString()));
    QVERIFY_RESULT(listener);
    QVERIFY(!(*acceptTcp(listener->get())).has_value()); // nobody there yet
    const auto address = localEndpoint(listener->get());
    QVERIFY_RESULT(address);
    QVERIFY(address->port != 0);
    const auto client = startConnect(*address);
    QVERIFY_RESULT(client);
    QVERIFY(waitFor(client->get(), POLLOUT));
    QVERIFY_RESULT(finishConnect(client->get()));
    QVERIFY(waitFor(listener->get(), POLLIN));
    auto accepted = acceptTcp(listener->get());
    QVERIFY_RESULT(accepted);
    AcceptedConnection server = std::move(**accepted);
    QCOMPARE(server.peer, *localEndpoint(client->get()));
    QCOMPARE(*peerEndpoint(client->get()), *address);
    for (const int fd : {client->get(), server.socket.get()}) {
        QVERIFY(option(fd, IPPROTO_TCP, TCP_NODELAY) != 0);
        QVERIFY((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
        QVERIFY((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
    }
    std::array<std::uint8_t, 16> buffer{};
    QVERIFY(!(*readSome(server.socket.get(), buffer)).has_value()); // would block
    QCOMPARE(*writeSome(client->get(), viewOf("hello")), std::size_t(5));
    QVERIFY(waitFor(server.socket.get(), POLLIN));
    const auto count = readSome(server.socket.get(), buffer);
    QVERIFY_RESULT(count);
    QCOMPARE(textOf(std::span(buffer).first(**count)), std::string_view("hello"));
    setQuickAck(server.socket.get());
    server.socket.reset();
    QVERIFY(waitFor(client->get(), POLLIN));
    QCOMPARE(**readSome(client->get(), buffer), std::size_t(0)); // end of the stream
}

void TestSocket::refusedConnection()
{
    Endpoint nobody;
    {
        const auto listener = listenTcp(at("127.0.0.1:0"));
        nobody = *localEndpoint(listener->get());
    }
    const auto client = startConnect(nobody);
    if (!client) { // loopback may refuse at once
        QVERIFY_ERROR(client, ErrorCode::ConnectionRefused);
        return;
    }
    QVERIFY(waitFor(client->get(), POLLOUT));
    QVERIFY_ERROR(finishConnect(client->get()), ErrorCode::ConnectionRefused);
}

void TestSocket::sourceAddress()
{
    const auto listener = listenTcp(at("127.0.0.1:0"));
    const auto source = *IpAddress::fromText("127.0.0.77");
    const auto client = startConnect(*localEndpoint(listener->get()), source);
    QVERIFY_RESULT(client);
    QVERIFY(waitFor(listener->get(), POLLIN));
    const auto accepted = acceptTcp(listener->get());
    QCOMPARE((*accepted)->peer.address, source);
    QVERIFY_ERROR(startConnect(at("[::1]:53"), source), ErrorCode::InvalidAddress);
    QVERIFY_ERROR(connectUdp(at("127.0.0.1:53"), *IpAddress::fromText("192.0.2.99")),
                  ErrorCode::HostUnreachable);
}

void TestSocket::addressInUse()
{
    const auto first = listenTcp(at("127.0.0.1:0"));
    const auto address = *localEndpoint(first->get());
    const auto second = listenTcp(address);
    QVERIFY_ERROR(second, ErrorCode::AddressInUse);
    QVERIFY(second.error().detail.find(address.toText()) != std::string::npos);
    const auto udp = bindUdp(at("127.0.0.1:0"));
    QVERIFY_ERROR(bindUdp(*localEndpoint(udp->get())), ErrorCode::AddressInUse);
}

void TestSocket::notOurAddress()
{
    QVERIFY_ERROR(listenTcp(at("192.0.2.1:0")), ErrorCode::HostUnreachable);
    QVERIFY_ERROR(bindUdp(at("192.0.2.1:0")), ErrorCode::HostUnreachable);
}

void TestSocket::restartedListenerGetsItsPort()
{
    auto listener = listenTcp(at("127.0.0.1:0"));
    const auto address = *localEndpoint(listener->get());
    const auto client = startConnect(address);
    QVERIFY(waitFor(listener->get(), POLLIN));
    {
        auto accepted = acceptTcp(listener->get()); // closed by us first: our side keeps TIME_WAIT
        QVERIFY((*accepted).has_value());
    }
    listener->reset();
    QVERIFY_RESULT(listenTcp(address));
}

void TestSocket::resetIsAnError()
{
    const auto listener = listenTcp(at("127.0.0.1:0"));
    const auto client = startConnect(*localEndpoint(listener->get()));
    QVERIFY(waitFor(listener->get(), POLLIN));
    {
        auto accepted = acceptTcp(listener->get());
        const linger hard{1, 0}; // close() sends RST
        setsockopt((*accepted)->socket.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    }
    QVERIFY(waitFor(client->get(), POLLIN));
    std::array<std::uint8_t, 16> buffer{};
    QVERIFY_ERROR(readSome(client->get(), buffer), ErrorCode::ConnectionReset);
}

void TestSocket::writeToAClosedPeerIsNoSignal()
{
    const auto listener = listenTcp(at("127.0.0.1:0"));
    const auto client = startConnect(*localEndpoint(listener->get()));
    QVERIFY(waitFor(listener->get(), POLLIN));
    QVERIFY((*acceptTcp(listener->get())).has_value()); // closed at once
    // The first write may still succeed, the answer to it is a reset.
    Result<std::size_t> written = std::size_t(0);
    for (int i = 0; i < 1000 && written; ++i) {
        waitFor(client->get(), POLLOUT);
        written = writeSome(client->get(), viewOf("x"));
    }
    QVERIFY(!written);
    QVERIFY(written.error().code == ErrorCode::ConnectionReset ||
            written.error().code == ErrorCode::ConnectionClosed);
}

void TestSocket::udp_data()
{
    tcp_data();
}

void TestSocket::udp()
{
    QFETCH(QByteArray, local);
    const auto server = bindUdp(at(local.toStdString()));
    QVERIFY_RESULT(server);
    std::array<std::uint8_t, 64> buffer{};
    QVERIFY(!(*receiveDatagram(server->get(), buffer)).has_value());
    const auto address = *localEndpoint(server->get());
    const auto client = connectUdp(address);
    QVERIFY_RESULT(client);
    QVERIFY(*sendConnected(client->get(), viewOf("ask")));
    QVERIFY(waitFor(server->get(), POLLIN));
    const auto asked = receiveDatagram(server->get(), buffer);
    QVERIFY_RESULT(asked);
    QCOMPARE((*asked)->size, std::size_t(3));
    QCOMPARE((*asked)->from, *localEndpoint(client->get()));
    QVERIFY((*asked)->to == address.address);
    QVERIFY(!(*asked)->kernelTime);
    QVERIFY(*sendDatagram(server->get(), (*asked)->from, viewOf("told"), (*asked)->to));
    QVERIFY(waitFor(client->get(), POLLIN));
    const auto told = receiveDatagram(client->get(), buffer);
    QCOMPARE(textOf(std::span(buffer).first((*told)->size)), std::string_view("told"));
    QCOMPARE((*told)->from, address);
}

void TestSocket::answerLeavesFromTheAddressThatWasAsked()
{
    const auto server = bindUdp(at("0.0.0.0:0"));
    QVERIFY_RESULT(server);
    const std::uint16_t port = localEndpoint(server->get())->port;
    // Connected to 127.0.0.5: an answer from 127.0.0.1 would be dropped by the kernel.
    const auto client = connectUdp({*IpAddress::fromText("127.0.0.5"), port});
    QVERIFY(*sendConnected(client->get(), viewOf("ask")));
    QVERIFY(waitFor(server->get(), POLLIN));
    std::array<std::uint8_t, 64> buffer{};
    const auto asked = receiveDatagram(server->get(), buffer);
    QVERIFY((*asked)->to == *IpAddress::fromText("127.0.0.5"));
    QVERIFY(*sendDatagram(server->get(), (*asked)->from, viewOf("told"), (*asked)->to));
    QVERIFY(waitFor(client->get(), POLLIN));
    QVERIFY((*receiveDatagram(client->get(), buffer))->from.address == *IpAddress::fromText("127.0.0.5"));
}

void TestSocket::cutOffDatagram()
{
    const auto server = bindUdp(at("127.0.0.1:0"));
    const auto client = connectUdp(*localEndpoint(server->get()));
    std::array<std::uint8_t, 4> small{};
    QVERIFY(*sendConnected(client->get(), viewOf("12345")));
    QVERIFY(*sendConnected(client->get(), viewOf("1234")));
    QVERIFY(waitFor(server->get(), POLLIN));
    QVERIFY((*receiveDatagram(server->get(), small))->cutOff);
    const auto whole = receiveDatagram(server->get(), small);
    QVERIFY(!(*whole)->cutOff);
    QCOMPARE((*whole)->size, std::size_t(4));
}

void TestSocket::connectedUdpHearsRefusal()
{
    Endpoint nobody;
    {
        const auto server = bindUdp(at("127.0.0.1:0"));
        nobody = *localEndpoint(server->get());
    }
    const auto client = connectUdp(nobody);
    QVERIFY(*sendConnected(client->get(), viewOf("anyone?")));
    QVERIFY(waitFor(client->get(), POLLIN));
    std::array<std::uint8_t, 16> buffer{};
    QVERIFY_ERROR(receiveDatagram(client->get(), buffer), ErrorCode::ConnectionRefused);
}

void TestSocket::kernelTimestamp()
{
    const auto server = bindUdp(at("127.0.0.1:0"));
    QVERIFY(enableReceiveTimestamps(server->get()));
    const auto client = connectUdp(*localEndpoint(server->get()));
    const zonescope::base::SystemClock clock;
    const auto before = clock.wall();
    QVERIFY(*sendConnected(client->get(), viewOf("x")));
    QVERIFY(waitFor(server->get(), POLLIN));
    std::array<std::uint8_t, 16> buffer{};
    const auto got = receiveDatagram(server->get(), buffer);
    const auto after = clock.wall();
    QVERIFY((*got)->kernelTime);
    // Stamped between sending and reading; the margin is for a clock that is being slewed.
    QVERIFY(*(*got)->kernelTime >= before - std::chrono::milliseconds(10) && *(*got)->kernelTime <= after);
}

void TestSocket::bothFamiliesShareAPort()
{
    if (!haveIpv6())
        QSKIP("no IPv6 on this machine");
    const auto six = listenTcp(at("[::]:0"));
    QVERIFY_RESULT(six);
    const std::uint16_t port = localEndpoint(six->get())->port;
    QVERIFY_RESULT(listenTcp({*IpAddress::fromText("0.0.0.0"), port}));
}

void TestSocket::uniqueFdOwns()
{
    int number = -1;
    {
        UniqueFd fd(dup(STDIN_FILENO));
        number = fd.get();
        QVERIFY(fcntl(number, F_GETFD) != -1);
        UniqueFd moved = std::move(fd);
        QVERIFY(moved && moved.get() == number);
        UniqueFd& self = moved;
        moved = std::move(self);
        QVERIFY(fcntl(number, F_GETFD) != -1);
    }
    QVERIFY(fcntl(number, F_GETFD) == -1);
    UniqueFd released(dup(STDIN_FILENO));
    const int kept = released.release();
    QVERIFY(!released);
    QVERIFY(fcntl(kept, F_GETFD) != -1);
    close(kept);
}

void TestSocket::errnoMapping()
{
    QVERIFY(socketError(ECONNREFUSED, "x").code == ErrorCode::ConnectionRefused);
    QVERIFY(socketError(ETIMEDOUT, "x").code == ErrorCode::TimedOut);
    QVERIFY(socketError(ENETUNREACH, "x").code == ErrorCode::HostUnreachable);
    QVERIFY(socketError(EACCES, "x").code == ErrorCode::PermissionDenied);
    QVERIFY(socketError(EMFILE, "x").code == ErrorCode::SocketFailed);
    QVERIFY(socketError(ECONNRESET, "reading").detail.starts_with("reading: "));
}

QTEST_APPLESS_MAIN(TestSocket)
#include "tst_socket.moc"
