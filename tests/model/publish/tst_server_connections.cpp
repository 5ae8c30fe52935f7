// SPDX-License-Identifier: GPL-3.0-or-later
// Connections of the built-in server: many questions on one, slow, silent and greedy clients.
#include "tests/model/publish/server_fixture.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

using namespace zonescope;
using namespace zonescope::test;

class tst_ServerConnections : public QObject, private ServerFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void answersPipelinedQueriesInOrder();
    void answersWhatCameBeforeTheEnd();
    void takesMessagesOctetByOctet();
    void closesOnNonsense();
    void closesIdleAndStuckClients();
    void aClientThatNeverReadsHoldsNobodyUp();
    void takesNoMoreThanItsShareOfConnections();
    void newVersionIsSeenWholeAtOnce();
    void stopsDuringATransfer();
};

void tst_ServerConnections::answersPipelinedQueriesInOrder()
{
    RawClient client(at());
    constexpr std::uint16_t queries = 3000; // far more answers than the server prepares ahead
    base::Bytes all;
    for (std::uint16_t i = 0; i < queries; ++i)
        all +=
            framed(test::write({.name = "large.odd.example", .type = i % 100 == 0 ? Type::TXT : Type::A}, i));
    std::thread sending([&] { client.send(all); });
    for (std::uint16_t i = 0; i < queries; ++i) {
        const auto reply = client.receive();
        if (!reply)
            break;
        const auto answer = test::read(base::viewOf(*reply));
        QCOMPARE(answer->header.id, i);
        QCOMPARE(answer->answers.size(), i % 100 == 0 ? 60U : 0U);
        if (i == queries - 1)
            QTRY_COMPARE(m_server->answersSent(), std::uint64_t{queries});
    }
    sending.join();
    QCOMPARE(m_server->answersSent(), std::uint64_t{queries});
}

void tst_ServerConnections::answersWhatCameBeforeTheEnd()
{
    // A transfer and two queries in one piece, then the client closes its side at once.
    const net::Endpoint server = at();
    const auto socket = net::startConnect(server);
    QVERIFY_RESULT(socket);
    pollfd ready{socket->get(), POLLOUT, 0};
    QVERIFY(poll(&ready, 1, 30'000) > 0);
    const base::Bytes all = framed(test::write({.name = test::oddApex, .type = Type::AXFR}, 1)) +
                            framed(test::write({.name = "www.odd.example"}, 2)) +
                            framed(test::write({.name = "www.odd.example"}, 3));
    QCOMPARE(*net::writeSome(socket->get(), base::viewOf(all)), all.size());
    ::shutdown(socket->get(), SHUT_WR);
    net::FrameDecoder in;
    std::vector<std::uint16_t> ids;
    for (;;) {
        while (const auto message = in.next())
            ids.push_back(test::read(*message)->header.id);
        pollfd readable{socket->get(), POLLIN, 0};
        QVERIFY(poll(&readable, 1, 30'000) > 0);
        const auto got = net::readSome(socket->get(), in.space());
        QVERIFY_RESULT(got);
        if (*got && **got == 0)
            break;
        in.received(got->value_or(0));
    }
    QCOMPARE(ids, (std::vector<std::uint16_t>{1, 2, 3}));
}

void tst_ServerConnections::takesMessagesOctetByOctet()
{
    RawClient client(at());
    for (const char octet : framed(test::write({.name = "www.odd.example"}, 9)))
        client.send({&octet, 1});
    const auto reply = client.receive();
    QVERIFY(reply);
    QCOMPARE(test::read(base::viewOf(*reply))->header.id, std::uint16_t(9));
}

void tst_ServerConnections::closesOnNonsense()
{
    RawClient answers(at()); // sends answers, as no client does
    answers.send(framed(base::Bytes(100, '\xff')));
    QTRY_VERIFY(answers.closedByServer());
    RawClient tooShort(at());
    tooShort.send(framed("short"));
    QTRY_VERIFY(tooShort.closedByServer());
    RawClient empty(at());
    empty.send(base::Bytes(2, '\0'));
    QTRY_VERIFY(empty.closedByServer());
    QVERIFY_RESULT(test::exchange(at(), test::write({.name = "www.odd.example"}), true)); // unharmed
}

void tst_ServerConnections::closesIdleAndStuckClients()
{
    m_zones->publish({base::ZoneId{1}, apex, hugeVersion(), false, {}});
    start(m_fakeClock);
    RawClient idle(at());
    RawClient slow(at());  // never sends its query to the end (slowloris)
    RawClient stuck(at()); // never reads
    idle.send(framed(test::write({.name = "www.odd.example"}, 1)));
    slow.send(framed(test::write({.name = "www.odd.example"}, 1)).substr(0, 10));
    stuck.send(framed(test::write({.name = test::oddApex, .type = Type::AXFR}, 1)));
    QVERIFY(idle.receive());
    const auto step = [&](base::Duration by) {
        m_fakeClock.advance(by);
        // A query wakes the loop, which then sees that its timers are due.
        return test::exchange(at(), test::write({.name = "www.odd.example"}), false).has_value();
    };
    for (int second = 0; second < 9; ++second)
        QVERIFY(step(1s));
    QVERIFY(!idle.closedByServer());
    for (int second = 0; second < 4; ++second)
        QVERIFY(step(1s));
    QTRY_VERIFY(step(1s) && idle.closedByServer());
    QTRY_VERIFY(step(0s) && slow.closedByServer());
    for (int second = 0; second < 40; ++second)
        QVERIFY(step(1s));
    std::size_t got = 0;
    while (stuck.receive(200))
        ++got; // what lay in the buffers
    QVERIFY(stuck.closedByServer());
    QVERIFY2(got < 900, "and not the whole zone");
}

void tst_ServerConnections::aClientThatNeverReadsHoldsNobodyUp()
{
    m_zones->publish({base::ZoneId{1}, apex, hugeVersion(), false, {}});
    std::vector<std::unique_ptr<RawClient>> stuck;
    for (int i = 0; i < 20; ++i) {
        stuck.push_back(std::make_unique<RawClient>(at()));
        stuck.back()->send(framed(test::write({.name = test::oddApex, .type = Type::AXFR}, 1)));
    }
    // Far sooner than the write limit of 30 s frees it from them; how soon depends on who else uses this
    // machine.
    for (int i = 0; i < 20; ++i)
        QTRY_VERIFY_WITH_TIMEOUT(
            test::exchange(at(), test::write({.name = "host-1.odd.example", .type = Type::TXT}), i % 2),
            60'000);
}

void tst_ServerConnections::takesNoMoreThanItsShareOfConnections()
{
    std::vector<std::unique_ptr<RawClient>> many;
    for (int i = 0; i < 300; ++i)
        many.push_back(std::make_unique<RawClient>(at()));
    std::size_t refused = 0;
    const auto countRefused = [&] {
        refused = static_cast<std::size_t>(std::count_if(
            many.begin(), many.end(), [](const auto& client) { return client->closedByServer(); }));
        return refused;
    };
    QTRY_COMPARE(countRefused(), 300U - 256U);
    many.clear();
    QTRY_VERIFY(test::exchange(at(), test::write({.name = "www.odd.example"}), true).has_value());
}

void tst_ServerConnections::newVersionIsSeenWholeAtOnce()
{
    // In version n the two names have the same number: an answer that mixes versions shows two.
    const auto version = [](int n) {
        const std::string number = std::to_string(n);
        return test::versionOf(test::oddApex, "$TTL 1\n@ SOA ns h " + number +
                                                  " 1 1 1 1\n@ NS ns\nalias CNAME target\n" + "alias-" +
                                                  number + " A 192.0.2.1\ntarget TXT \"" + number + "\"\n");
    };
    m_zones->publish({base::ZoneId{1}, apex, version(1), false, {}});
    std::atomic<bool> stop = false;
    std::thread publishing([&] {
        for (int n = 2; !stop; ++n)
            m_zones->publish({base::ZoneId{1}, apex, version(n), false, {}});
    });
    std::set<std::string> seen;
    for (int i = 0; i < 300; ++i) {
        const auto reply =
            test::exchange(at(), test::write({.name = test::oddApex, .type = Type::AXFR}), true);
        const auto answer = reply ? test::read(base::viewOf(*reply)) : tl::unexpected(reply.error());
        std::string number;
        std::size_t agreeing = 0;
        if (answer)
            for (const std::string& record : answer->answers)
                if (const auto at = record.find("alias-"); at == 0) {
                    number = record.substr(6, record.find('.') - 6);
                    agreeing = static_cast<std::size_t>(std::count_if(
                        answer->answers.begin(), answer->answers.end(), [&](const std::string& each) {
                            return each.find("TXT \"" + number + "\"") != std::string::npos ||
                                   each.find(" " + number + " 1 1 1 1") != std::string::npos;
                        }));
                }
        seen.insert(number);
        if (agreeing != 3) { // SOA twice and the TXT
            stop = true;
            publishing.join();
            QFAIL(answer ? answer->text().c_str() : "no answer");
        }
    }
    stop = true;
    publishing.join();
    QVERIFY2(seen.size() > 1, "versions were published meanwhile");
}

void tst_ServerConnections::stopsDuringATransfer()
{
    m_zones->publish({base::ZoneId{1}, apex, hugeVersion(), false, {}});
    RawClient client(at());
    client.send(framed(test::write({.name = test::oddApex, .type = Type::AXFR}, 1)));
    QVERIFY(client.receive());
    m_server.reset();
    QTRY_VERIFY(client.closedByServer());
}

QTEST_GUILESS_MAIN(tst_ServerConnections)
#include "tst_server_connections.moc"
