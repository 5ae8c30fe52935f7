// SPDX-License-Identifier: GPL-3.0-or-later
// The program under a service manager: sockets that are handed over hold what came while it was down.
#include "model/net/socket.h"
#include "tests/app/service.h"
#include "tests/kit/both_ports.h"

#include <QElapsedTimer>

#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

using namespace zonescope;
using namespace zonescope::apptest;

namespace {

/// What takes something off a socket, asked again by QTRY after it was true.
template <class Ask>
bool once(bool& done, Ask ask)
{
    done = done || ask();
    return done;
}

/// NOTIFY for example.org with this id.
base::Bytes notifyMessage(char id)
{
    return base::Bytes("\0", 1) + id + base::Bytes("\x24\0\0\x01\0\0\0\0\0\0\7example\3org\0\0\6\0\1", 27);
}

} // namespace

class tst_ZonescopedSockets : public QObject
{
    Q_OBJECT

private slots:
    void whatCameWhileItWasDownIsAnswered();
    void questionsThatCameWhileItWasDownToo();
    void aStrangeSocketIsRefused();
    void tellsTheServiceManager();
};

/// A tiny launcher in place of systemd: it holds the sockets, and what comes waits in them.
void tst_ZonescopedSockets::whatCameWhileItWasDownIsAnswered()
{
    auto sockets = kit::bindBothPorts();
    QVERIFY_RESULT(sockets);
    const auto datagrams = &sockets->udp;
    const auto stream = &sockets->tcp;
    const net::Endpoint where = *net::localEndpoint(datagrams->get());
    const auto udp = net::connectUdp(where);
    const auto tcp = net::startConnect(where);
    const auto sendBoth = [&](char id) {
        const base::Bytes message = notifyMessage(id);
        QVERIFY(net::sendConnected(udp->get(), base::viewOf(message)).value_or(false));
        const base::Bytes framed = base::Bytes("\0", 1) + static_cast<char>(message.size()) + message;
        bool sent = false;
        QTRY_VERIFY(once(sent, [&] {
            return net::writeSome(tcp->get(), base::viewOf(framed)).value_or(0) == framed.size();
        }));
    };
    const auto answered = [&](char id) {
        std::array<std::uint8_t, 512> buffer{};
        bool heard = false;
        QTRY_VERIFY_WITH_TIMEOUT(once(heard,
                                      [&] {
                                          const auto got = net::receiveDatagram(udp->get(), buffer);
                                          return got && *got && buffer[1] == static_cast<std::uint8_t>(id) &&
                                                 (buffer[3] & 0xf) == 0;
                                      }),
                                 60'000);
        heard = false;
        QTRY_VERIFY_WITH_TIMEOUT(once(heard,
                                      [&] {
                                          const auto got = net::readSome(tcp->get(), buffer);
                                          return got && *got && buffer[3] == static_cast<std::uint8_t>(id) &&
                                                 (buffer[5] & 0xf) == 0;
                                      }),
                                 60'000);
    };
    // Inheritable, at numbers a shell can move.
    const int udpCopy = ::fcntl(datagrams->get(), F_DUPFD, 50);
    const int tcpCopy = ::fcntl(stream->get(), F_DUPFD, 60);
    const std::string shell = "exec 3<&" + std::to_string(udpCopy) + " 4<&" + std::to_string(tcpCopy) +
                              "; export LISTEN_FDS=2 LISTEN_FDNAMES=notify:notify LISTEN_PID=$$;";
    // "notify" is named by the launcher; the file itself asks for no address.
    Service service(quietConfig("127.0.0.1:0").replace("\"127.0.0.1:0\"", ""));

    sendBoth(1); // nobody runs yet
    service.startIn(shell);
    answered(1);

    service.process().kill();
    // The connection is gone with its process; datagrams wait.
    QVERIFY(net::sendConnected(udp->get(), base::viewOf(notifyMessage(2))).value_or(false));
    service.startIn(shell);
    std::array<std::uint8_t, 512> buffer{};
    bool heard = false;
    QTRY_VERIFY2_WITH_TIMEOUT(once(heard,
                                   [&] {
                                       const auto got = net::receiveDatagram(udp->get(), buffer);
                                       return got && *got && buffer[1] == 2;
                                   }),
                              service.log().c_str(), 60'000);
    ::close(udpCopy);
    ::close(tcpCopy);
}

void tst_ZonescopedSockets::questionsThatCameWhileItWasDownToo()
{
    auto sockets = kit::bindBothPorts();
    QVERIFY_RESULT(sockets);
    sockets->tcp.reset(); // it listens there itself
    const auto datagrams = &sockets->udp;
    const net::Endpoint where = *net::localEndpoint(datagrams->get());
    const auto udp = net::connectUdp(where);
    base::Bytes query = notifyMessage(5);
    query[2] = '\0'; // QUERY
    QVERIFY(net::sendConnected(udp->get(), base::viewOf(query)).value_or(false));
    const int copy = ::fcntl(datagrams->get(), F_DUPFD, 50);
    Service service(quietConfig("127.0.0.1:0"));
    service.startIn("exec 3<&" + std::to_string(copy) +
                    "; export LISTEN_FDS=1 LISTEN_FDNAMES=serve LISTEN_PID=$$;");
    ::close(copy);
    bool heard = false;
    std::array<std::uint8_t, 512> buffer{};
    QTRY_VERIFY2_WITH_TIMEOUT(once(heard,
                                   [&] {
                                       const auto got = net::receiveDatagram(udp->get(), buffer);
                                       return got && *got && buffer[1] == 5 && (buffer[2] & 0x80) != 0;
                                   }),
                              service.log().c_str(), 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(service.json({"--status"})[QStringLiteral("engine")][QStringLiteral("serveAt")]
                                  .toArray()
                                  .at(0)
                                  .toString(),
                              QString::fromStdString(where.toText()), 60'000);
}

void tst_ZonescopedSockets::aStrangeSocketIsRefused()
{
    auto datagrams = net::bindUdp(*net::Endpoint::fromText("127.0.0.1:0"));
    QVERIFY_RESULT(datagrams);
    const int copy = ::fcntl(datagrams->get(), F_DUPFD, 50);
    Service service(quietConfig("127.0.0.1:0"));
    service.startIn("exec 3<&" + std::to_string(copy) +
                    "; export LISTEN_FDS=1 LISTEN_FDNAMES=web LISTEN_PID=$$;");
    ::close(copy);
    QTRY_VERIFY_WITH_TIMEOUT(!service.process().running(), 60'000);
    QVERIFY2(service.log().find("neither named notify or serve") != std::string::npos, service.log().c_str());
}

void tst_ZonescopedSockets::tellsTheServiceManager()
{
    Service service(quietConfig("127.0.0.1:0"));
    const std::string path = (service.folder() / "notify").string();
    const net::UniqueFd manager(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    QCOMPARE(::bind(manager.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    std::string last; // stays what it was: QTRY asks once more when it was right
    const auto heard = [&](const char* word) {
        if (last == word)
            return true;
        std::array<char, 256> buffer{};
        const ssize_t size = ::recv(manager.get(), buffer.data(), buffer.size(), 0);
        if (size > 0 && std::string_view(buffer.data(), static_cast<std::size_t>(size)).starts_with(word))
            last = word;
        return last == word;
    };
    service.startIn("export NOTIFY_SOCKET='" + path + "';");
    QTRY_VERIFY_WITH_TIMEOUT(heard("READY=1"), 60'000);
    service.process().signal(SIGHUP);
    QTRY_VERIFY_WITH_TIMEOUT(heard("RELOADING=1\nMONOTONIC_USEC="), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(heard("READY=1"), 60'000);
    service.process().signal(SIGTERM);
    QTRY_VERIFY_WITH_TIMEOUT(heard("STOPPING=1"), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(!service.process().running(), 60'000);
}

QTEST_GUILESS_MAIN(tst_ZonescopedSockets)
#include "tst_zonescoped_sockets.moc"
