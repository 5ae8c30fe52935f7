// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/socks5_session.h"

#include "model/net/socket.h"

#include <QTest>

#include <sys/socket.h>

using namespace zonescope;
using namespace zonescope::net;
using base::Bytes;
using base::ErrorCode;
using base::viewOf;
using Command = Socks5Session::Command;
using State = Socks5Session::State;

Q_DECLARE_METATYPE(std::string)

namespace {

template <std::size_t N>
Bytes octets(const char (&text)[N])
{
    return Bytes(text, N - 1);
}

Endpoint at(const char* text)
{
    return *Endpoint::fromText(text);
}

SocksProxy proxy(std::string user = {}, std::string password = {})
{
    return {at("192.0.2.9:1080"), std::move(user), std::move(password)};
}

/// What the session sends now, taken as sent.
Bytes taken(Socks5Session& session)
{
    const Bytes out(base::textOf(session.pending()));
    session.sent(out.size());
    return out;
}

Socks5Session asking(Command command = Command::Connect, const char* to = "198.51.100.7:53")
{
    Socks5Session session(command, proxy(), at(to));
    (void)taken(session);
    session.feed(viewOf(octets("\x05\x00")));
    (void)taken(session);
    return session;
}

} // namespace

class TestSocks5Session : public QObject
{
    Q_OBJECT

private slots:
    void connectsOverIpv4();
    void connectsToIpv6();
    void logsIn();
    void everyOctetAlone();
    void neverReadsWhatComesBehind();
    void boundToAName();
    void associatesWithZeros();
    void refusals_data();
    void refusals();
    void brokenProxies_data();
    void brokenProxies();
    void closedInTheMiddle();
    void passwordIsNoDetail();
    void datagramsThereAndBack();
    void badDatagrams_data();
    void badDatagrams();
    void overASocket();
};

void TestSocks5Session::connectsOverIpv4()
{
    Socks5Session session(Command::Connect, proxy(), at("198.51.100.7:5353"));
    QCOMPARE(taken(session), octets("\x05\x01\x00"));
    QVERIFY(!session.asked());
    session.feed(viewOf(octets("\x05\x00")));
    QCOMPARE(taken(session), octets("\x05\x01\x00\x01\xc6\x33\x64\x07\x14\xe9"));
    QVERIFY(session.asked());
    session.feed(viewOf(octets("\x05\x00\x00\x01\xcb\x00\x71\x05\x9c\x40")));
    QCOMPARE(session.state(), State::Ready);
    QCOMPARE(session.bound(), at("203.0.113.5:40000"));
    QVERIFY(session.pending().empty());
    QCOMPARE(session.wanted(), std::size_t{0});
}

void TestSocks5Session::connectsToIpv6()
{
    Socks5Session session(Command::Connect, proxy(), at("[2001:db8::35]:53"));
    (void)taken(session);
    session.feed(viewOf(octets("\x05\x00")));
    QCOMPARE(taken(session), octets("\x05\x01\x00\x04\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x35\x00\x35"));
    session.feed(viewOf(octets("\x05\x00\x00\x04\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x99\x10\x00")));
    QCOMPARE(session.state(), State::Ready);
    QCOMPARE(session.bound(), at("[2001:db8::99]:4096"));
}

void TestSocks5Session::logsIn()
{
    Socks5Session session(Command::Connect, proxy("anna", "pa ss"), at("198.51.100.7:53"));
    QCOMPARE(taken(session), octets("\x05\x02\x00\x02"));
    session.feed(viewOf(octets("\x05\x02")));
    QCOMPARE(taken(session), octets("\x01\x04"
                                    "anna"
                                    "\x05"
                                    "pa ss"));
    session.feed(viewOf(octets("\x01\x00")));
    QCOMPARE(taken(session).substr(0, 4), octets("\x05\x01\x00\x01"));
}

void TestSocks5Session::everyOctetAlone()
{
    Socks5Session session(Command::Connect, proxy("anna", "x"), at("198.51.100.7:53"));
    for (const char octet : octets("\x05\x02\x01\x00\x05\x00\x00\x01\x01\x02\x03\x04\x00\x35")) {
        QCOMPARE(session.state(), State::Talking);
        QVERIFY(session.wanted() > 0);
        (void)taken(session);
        session.feed(viewOf({&octet, 1}));
    }
    QCOMPARE(session.state(), State::Ready);
    QCOMPARE(session.bound(), at("1.2.3.4:53"));
}

/// A server that speaks first would lose its first octets to a greedy reader.
void TestSocks5Session::neverReadsWhatComesBehind()
{
    for (const Bytes& reply : {octets("\x05\x00\x00\x01\x01\x02\x03\x04\x00\x35"),
                               octets("\x05\x00\x00\x03\x04"
                                      "host\x00\x35"),
                               octets("\x05\x00\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x00\x35")}) {
        Socks5Session session = asking();
        std::size_t given = 0;
        while (session.state() == State::Talking) {
            const std::size_t count = session.wanted();
            QVERIFY(given + count <= reply.size());
            session.feed(viewOf(reply).subspan(given, count));
            given += count;
        }
        QCOMPARE(session.state(), State::Ready);
        QCOMPARE(given, reply.size());
    }
}

void TestSocks5Session::boundToAName()
{
    Socks5Session session = asking();
    session.feed(viewOf(octets("\x05\x00\x00\x03\x00\x00\x35")));
    QCOMPARE(session.state(), State::Ready);
    QCOMPARE(session.bound(), (Endpoint{{}, 0})); // unknown
}

void TestSocks5Session::associatesWithZeros()
{
    Socks5Session session(Command::UdpAssociate, proxy(), at("198.51.100.7:53"));
    (void)taken(session);
    session.feed(viewOf(octets("\x05\x00")));
    QCOMPARE(taken(session), octets("\x05\x03\x00\x01\0\0\0\0\0\0"));

    SocksProxy six = proxy();
    six.server = at("[2001:db8::1]:1080");
    Socks5Session overSix(Command::UdpAssociate, six, at("198.51.100.7:53"));
    (void)taken(overSix);
    overSix.feed(viewOf(octets("\x05\x00")));
    QCOMPARE(taken(overSix), octets("\x05\x03\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"));
}

void TestSocks5Session::refusals_data()
{
    QTest::addColumn<int>("reply");
    QTest::addColumn<int>("connect");
    QTest::addColumn<int>("associate");
    const auto row = [](const char* name, int reply, ErrorCode connect, ErrorCode associate) {
        QTest::newRow(name) << reply << static_cast<int>(connect) << static_cast<int>(associate);
    };
    using enum ErrorCode;
    row("general failure", 1, ProxyRefused, ProxyWithoutUdp);
    row("rules", 2, ProxyRefused, ProxyWithoutUdp);
    row("network", 3, HostUnreachable, HostUnreachable);
    row("host", 4, HostUnreachable, HostUnreachable);
    row("refused there", 5, ConnectionRefused, ConnectionRefused);
    row("time to live", 6, TimedOut, TimedOut);
    row("command", 7, ProxyRefused, ProxyWithoutUdp);
    row("family", 8, ProxyRefused, ProxyWithoutUdp);
    row("unknown", 200, ProxyRefused, ProxyWithoutUdp);
}

void TestSocks5Session::refusals()
{
    QFETCH(int, reply);
    for (const auto& [command, column] :
         {std::pair(Command::Connect, "connect"), std::pair(Command::UdpAssociate, "associate")}) {
        Socks5Session session = asking(command);
        Bytes answer = octets("\x05\x00");
        answer[1] = static_cast<char>(reply);
        session.feed(viewOf(answer)); // the code alone is enough
        QCOMPARE(session.state(), State::Failed);
        QCOMPARE(static_cast<int>(session.error().code),
                 *static_cast<int*>(QTest::qData(column, QMetaType::Int)));
        QVERIFY(session.error().detail.find("192.0.2.9:1080") != std::string::npos);
    }
}

void TestSocks5Session::brokenProxies_data()
{
    QTest::addColumn<std::string>("answers");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const Bytes& answers, ErrorCode code) {
        QTest::newRow(name) << answers << static_cast<int>(code);
    };
    using enum ErrorCode;
    row("an HTTP server", octets("HTTP/1.1 400"), ProxyRefused);
    row("SOCKS4", octets("\x00\x5b"), ProxyRefused);
    row("no method", octets("\x05\xff"), ProxyAuthFailed);
    row("GSSAPI, not offered", octets("\x05\x01"), ProxyRefused);
    row("login of another version", octets("\x05\x02\x05\x00"), ProxyRefused);
    row("login refused", octets("\x05\x02\x01\x01"), ProxyAuthFailed);
    row("reply of another version", octets("\x05\x00\x04\x00"), ProxyRefused);
    row("unknown address type", octets("\x05\x00\x05\x00\x00\x02\x00\x00\x00"), ProxyRefused);
}

void TestSocks5Session::brokenProxies()
{
    QFETCH(std::string, answers);
    QFETCH(int, code);
    Socks5Session session(Command::Connect, proxy("anna", "x"), at("198.51.100.7:53"));
    session.feed(viewOf(answers));
    QCOMPARE(session.state(), State::Failed);
    QCOMPARE(static_cast<int>(session.error().code), code);
    QCOMPARE(session.wanted(), std::size_t{0});
    session.feed(viewOf(octets("\x05\x00\x00\x01\x01\x02\x03\x04\x00\x35")));
    QCOMPARE(session.state(), State::Failed); // for good
}

void TestSocks5Session::closedInTheMiddle()
{
    Socks5Session session = asking();
    session.feed(viewOf(octets("\x05\x00\x00")));
    session.closed(std::nullopt);
    QCOMPARE(session.error().code, ErrorCode::ProxyRefused);

    Socks5Session login(Command::Connect, proxy("anna", "x"), at("198.51.100.7:53"));
    login.feed(viewOf(octets("\x05\x02")));
    login.closed(std::nullopt); // some servers close instead of saying no
    QCOMPARE(login.error().code, ErrorCode::ProxyAuthFailed);
}

void TestSocks5Session::passwordIsNoDetail()
{
    Socks5Session tooLong(Command::Connect, proxy("anna", "hunter2" + std::string(300, 'x')),
                          at("1.2.3.4:53"));
    QCOMPARE(tooLong.error().code, ErrorCode::ProxyAuthFailed);
    QVERIFY(tooLong.error().detail.find("hunter2") == std::string::npos);
    Socks5Session wrong(Command::Connect, proxy("anna", "hunter2"), at("1.2.3.4:53"));
    wrong.feed(viewOf(octets("\x05\x02\x01\x01")));
    QVERIFY(wrong.error().detail.find("hunter2") == std::string::npos);
}

void TestSocks5Session::datagramsThereAndBack()
{
    const Bytes query = octets("query\0with zeros");
    const Bytes wrapped = wrapDatagram(at("198.51.100.7:53"), viewOf(query));
    QCOMPARE(wrapped, octets("\0\0\0\x01\xc6\x33\x64\x07\x00\x35") + query);
    for (const char* text : {"198.51.100.7:53", "[2001:db8::53]:5353"}) {
        const Bytes datagram = wrapDatagram(at(text), viewOf(query));
        const auto back = unwrapDatagram(viewOf(datagram));
        QVERIFY(back.has_value());
        QCOMPARE(back->from, at(text));
        QCOMPARE(Bytes(base::textOf(back->payload)), query);
    }
}

void TestSocks5Session::badDatagrams_data()
{
    QTest::addColumn<std::string>("datagram");
    QTest::newRow("empty") << Bytes();
    QTest::newRow("header only") << octets("\0\0\0\x01");
    QTest::newRow("address cut") << octets("\0\0\0\x01\x01\x02\x03\x04\x00");
    QTest::newRow("v6 address cut") << octets("\0\0\0\x04\x01\x02\x03\x04\x00\x35xx");
    QTest::newRow("fragment") << octets("\0\0\x01\x01\x01\x02\x03\x04\x00\x35xx");
    QTest::newRow("name") << octets("\0\0\0\x03\x01x\x00\x35xx");
    QTest::newRow("unknown type") << octets("\0\0\0\x09\x01\x02\x03\x04\x00\x35xx");
}

void TestSocks5Session::badDatagrams()
{
    QFETCH(std::string, datagram);
    const auto read = unwrapDatagram(viewOf(datagram));
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::MalformedMessage);
}

void TestSocks5Session::overASocket()
{
    std::array<int, 2> pair{};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair.data()), 0);
    const UniqueFd ours(pair[0]);
    UniqueFd theirs(pair[1]);
    Socks5Session session(Command::Connect, proxy(), at("198.51.100.7:53"));
    QCOMPARE(*advance(session, ours.get()), false);
    // The reply and the first octets of the server behind it come in one piece: those stay in the socket.
    QVERIFY(writeSome(theirs.get(), viewOf(octets("\x05\x00"))).has_value());
    QCOMPARE(*advance(session, ours.get()), false);
    QVERIFY(
        writeSome(theirs.get(), viewOf(octets("\x05\x00\x00\x01\x01\x02\x03\x04\x00\x35hello"))).has_value());
    QCOMPARE(*advance(session, ours.get()), true);
    std::array<std::uint8_t, 64> rest{};
    QCOMPARE(**readSome(ours.get(), rest), std::size_t{5});

    Socks5Session cut(Command::Connect, proxy(), at("198.51.100.7:53"));
    theirs.reset();
    const auto failed = advance(cut, ours.get());
    QVERIFY(!failed.has_value());
    QCOMPARE(failed.error().code, ErrorCode::ProxyRefused);
}

QTEST_APPLESS_MAIN(TestSocks5Session)
#include "tst_socks5_session.moc"
