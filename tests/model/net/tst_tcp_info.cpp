// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/tcp_info.h"

#include "model/net/socket.h"
#include "tests/kit/result_macros.h"

#include <QTest>

#include <poll.h>

#include <vector>

using namespace zonescope::net;
using zonescope::base::viewOf;

namespace {

bool waitFor(int fd, short events)
{
    pollfd p{fd, events, 0};
    return poll(&p, 1, 10000) == 1;
}

} // namespace

class TestTcpInfo : public QObject
{
    Q_OBJECT

private slots:
    void countsWhatWasTransferred();
    void nothingForOtherSockets();
};

void TestTcpInfo::countsWhatWasTransferred()
{
    const auto listener = listenTcp(*Endpoint::fromText("127.0.0.1:0"));
    const auto client = startConnect(*localEndpoint(listener->get()));
    QVERIFY(waitFor(listener->get(), POLLIN));
    const auto accepted = acceptTcp(listener->get());
    const int server = (*accepted)->socket.get();

    constexpr std::size_t total = 1000000;
    const std::string chunk(10000, 'x');
    std::vector<std::uint8_t> buffer(65536);
    std::size_t sent = 0;
    std::size_t got = 0;
    while (got < total) {
        if (sent < total) {
            const auto written = writeSome(server, viewOf(chunk).first(std::min(chunk.size(), total - sent)));
            QVERIFY_RESULT(written);
            sent += *written;
        }
        if (sent == total)
            QVERIFY(waitFor(client->get(), POLLIN));
        const auto count = readSome(client->get(), buffer);
        QVERIFY_RESULT(count);
        got += count->value_or(0);
    }
    const auto info = readTcpInfo(client->get());
    QVERIFY(info.has_value());
    QCOMPARE(info->bytesReceived, std::uint64_t(total));
    QVERIFY(info->rttUs > 0 && info->rttUs < 5'000'000);
    QVERIFY(info->minRttUs <= info->rttUs + info->rttVarUs * 4);
    QVERIFY(info->sendCongestionWindow > 0);
    QVERIFY(info->receiveSpace > 0);
    const auto other = readTcpInfo(server);
    QVERIFY(other.has_value());
    QVERIFY(other->bytesAcked > 0);
    QVERIFY(other->deliveryRate > 0);
}

void TestTcpInfo::nothingForOtherSockets()
{
    const auto udp = bindUdp(*Endpoint::fromText("127.0.0.1:0"));
    QVERIFY(!readTcpInfo(udp->get()));
    QVERIFY(!readTcpInfo(-1));
}

QTEST_APPLESS_MAIN(TestTcpInfo)
#include "tst_tcp_info.moc"
