// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/message_writer.h"
#include "model/net/event_loop.h"
#include "model/net/socket.h"
#include "model/transfer/socket_wire.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/model/transfer/service_kit.h"
#include "tests/model/transfer/tls_front.h"

#include <QTest>

#include <poll.h>

using namespace zonescope;
using namespace zonescope::transfer;
using Outcome = TransferResult::Outcome;
using servers::Step;

// Connections used more than once (RFC 7766, RFC 7828).

namespace {

dns::Name zoneName(int i)
{
    return name("z" + std::to_string(i) + ".");
}

Records bodyOf(int i)
{
    return dns::recordsFromText("@ NS ns1\nns1 A 192.0.2.1\n", zoneName(i), 300).value();
}

/// The AXFR answer of a server that keeps connections as long as it says, in tenths of a second.
servers::Script keeping(std::optional<std::uint16_t> keepalive, bool closes = false)
{
    return [keepalive, closes](const servers::Request& r) -> std::optional<Steps> {
        if (r.question.type != dns::Type::AXFR)
            return std::nullopt;
        dns::Record first = soa(5);
        first.owner = r.question.name;
        servers::Draft draft = servers::Draft::answerTo(r);
        draft.answers = first + Records{} + first;
        draft.edns = dns::Edns{};
        draft.edns->keepalive = keepalive;
        Steps steps{Step::send(draft)};
        if (closes)
            steps.push_back(Step::close());
        return steps;
    };
}

TransferJob jobFor(ServiceBench& bench, int i)
{
    TransferJob job = bench.job();
    job.apex = zoneName(i);
    job.zone = {static_cast<std::uint32_t>(i + 1)};
    return job;
}

zone::TlsSettings strictTls(const TlsFront& front, const char* serverName, const std::string& caFile)
{
    zone::TlsSettings tls;
    tls.mode = zone::TlsMode::Strict;
    tls.port = front.port();
    tls.serverName = serverName;
    tls.caFile = caFile;
    return tls;
}

/// Asks for an SOA with an id of the test's choice and counts what comes.
class OneQuestion final : public WireEvents
{
public:
    OneQuestion(net::EventLoop& eventLoop, std::uint16_t id, const dns::Name& apex)
        : wire(eventLoop, *this, [] {})
        , m_loop(eventLoop)
    {
        dns::Header header;
        header.id = id;
        dns::MessageWriter writer(header);
        writer.question({apex, dns::Type::SOA, dns::Class::IN});
        m_query = writer.finish();
    }
    void datagram(base::ByteView) override {}
    void udpFailed(const base::Error&) override {}
    void connected() override { wire.sendTcp(base::viewOf(m_query)); }
    void connectFailed(const base::Error&) override { m_loop.stop(); }
    void octets(std::size_t) override {}
    void message(base::ByteView) override
    {
        ++messages;
        m_loop.stop();
    }
    void closed(const std::optional<base::Error>&, std::size_t) override { m_loop.stop(); }

    SocketWire wire;
    int messages = 0;

private:
    net::EventLoop& m_loop;
    base::Bytes m_query;
};

TransferService::Limits oneThread()
{
    TransferService::Limits limits;
    limits.threads = 1;
    return limits;
}

} // namespace

class TestKeptConnections : public QObject
{
    Q_OBJECT

private slots:
    void keptAsLongAsTheServerSays_data()
    {
        QTest::addColumn<int>("tenths");
        QTest::addColumn<int>("connections");
        QTest::newRow("said nothing") << -1 << 3;
        QTest::newRow("0: at once") << 0 << 3;
        QTest::newRow("30 s") << 300 << 1;
    }
    void keptAsLongAsTheServerSays()
    {
        QFETCH(int, tenths);
        QFETCH(int, connections);
        ServiceBench bench(oneThread());
        for (int i = 0; i < 3; ++i) {
            bench.primary->addZone(zoneName(i), 5, bodyOf(i));
            bench.primary->setScript(
                zoneName(i),
                keeping(tenths < 0 ? std::nullopt : std::optional(static_cast<std::uint16_t>(tenths))));
            QVERIFY_OUTCOME(bench.run(jobFor(bench, i)), Outcome::NewVersion);
        }
        QCOMPARE(bench.primary->counters().connectionsTotal, std::uint64_t(connections));
        QCOMPARE(bench.primary->counters().axfrQueries, std::uint64_t(3));
    }

    /// What the kernel counted for the users before is not counted again.
    void countersAreThoseOfOneTransfer()
    {
        ServiceBench bench(oneThread());
        std::vector<pipeline::TransferAttempt> attempts;
        for (int i = 0; i < 3; ++i) {
            bench.primary->addZone(zoneName(i), 5, bodyOf(i));
            bench.primary->setScript(zoneName(i), keeping(300));
            const TransferResult result = bench.run(jobFor(bench, i));
            QVERIFY_OUTCOME(result, Outcome::NewVersion);
            QVERIFY(result.attempts.back().tcpInfo && result.attempts.back().flow);
            attempts.push_back(result.attempts.back());
        }
        QCOMPARE(bench.primary->counters().connectionsTotal, std::uint64_t(1));
        QVERIFY(!attempts[0].flow->reused);
        for (const pipeline::TransferAttempt& attempt : attempts)
            QCOMPARE(attempt.tcpInfo->bytesReceived, attempt.bytes);
        QVERIFY(attempts[1].flow->reused && attempts[2].flow->reused);
    }

    /// It closes while nobody asks, or just when somebody does: no attempt fails.
    void idleCloseIsNoError()
    {
        ServiceBench bench(oneThread());
        for (int i = 0; i < 20; ++i) {
            bench.primary->addZone(zoneName(i), 5, bodyOf(i));
            bench.primary->setScript(zoneName(i), keeping(300, true));
            const TransferResult result = bench.run(jobFor(bench, i));
            QVERIFY_OUTCOME(result, Outcome::NewVersion);
            QCOMPARE(result.attempts.size(), std::size_t(1));
        }
    }

    /// A server that reads the next query and hangs up instead of an answer: asked again on a new connection.
    void hangUpInsteadOfAnAnswer()
    {
        ServiceBench bench(oneThread());
        for (int i = 0; i < 2; ++i)
            bench.primary->addZone(zoneName(i), 5, bodyOf(i));
        bench.primary->setScript(zoneName(0), keeping(300));
        bench.primary->setScript(zoneName(1), [](const servers::Request& r) -> std::optional<Steps> {
            if (r.question.type == dns::Type::AXFR && r.connection == 1)
                return Steps{Step::close()};
            return std::nullopt;
        });
        QVERIFY_OUTCOME(bench.run(jobFor(bench, 0)), Outcome::NewVersion);
        const TransferResult second = bench.run(jobFor(bench, 1));
        QVERIFY_OUTCOME(second, Outcome::NewVersion);
        QCOMPARE(second.attempts.size(), std::size_t(1));
        QCOMPARE(bench.primary->counters().connectionsTotal, std::uint64_t(2));
    }

    /// Late messages of the transfer before are nobody's.
    void lateMessagesAreDropped()
    {
        ServiceBench bench(oneThread());
        for (int i = 0; i < 2; ++i)
            bench.primary->addZone(zoneName(i), 5, bodyOf(i));
        std::uint16_t firstId = 0;
        bench.primary->setScript(zoneName(0), [&firstId](const servers::Request& r) -> std::optional<Steps> {
            firstId = r.header.id;
            return keeping(300)(r);
        });
        bench.primary->setScript(zoneName(1), [&firstId](const servers::Request& r) -> std::optional<Steps> {
            if (r.question.type != dns::Type::AXFR)
                return std::nullopt;
            servers::Draft late = servers::Draft::answerTo(r, dns::Rcode::ServFail);
            late.header.id = firstId;
            Steps steps{Step::send(late)};
            const auto answer = keeping(300)(r);
            steps.insert(steps.end(), answer->begin(), answer->end());
            return steps;
        });
        QVERIFY_OUTCOME(bench.run(jobFor(bench, 0)), Outcome::NewVersion);
        const TransferResult second = bench.run(jobFor(bench, 1));
        QVERIFY_OUTCOME(second, Outcome::NewVersion);
        QCOMPARE(bench.primary->counters().connectionsTotal, std::uint64_t(1));
    }

    /// Ids are drawn: one of 65,536 questions has that of the question before it on the connection.
    void anAnswerIsNoLateOneOfTheSameId()
    {
        constexpr std::uint16_t id = 7;
        ServiceBench bench(oneThread());
        bench.primary->addZone(zoneName(0), 5, bodyOf(0));
        const net::Endpoint at = bench.primary->endpoint();
        auto socket = net::startConnect(at);
        QVERIFY_RESULT(socket);
        pollfd writable{socket->get(), POLLOUT, 0};
        QCOMPARE(::poll(&writable, 1, 10'000), 1);
        const base::SystemClock clock;
        const auto loop = *net::EventLoop::create(clock);
        OneQuestion asker(*loop, id, zoneName(0));
        asker.wire.offer({{at, {}, {}, {}, {}}, std::move(*socket), nullptr, id, base::Duration(0)});
        asker.wire.connectTcp(at, {});
        loop->after(std::chrono::seconds(10), [&] { loop->stop(); });
        loop->run();
        QCOMPARE(asker.messages, 1);
        QCOMPARE(bench.primary->counters().connectionsTotal, std::uint64_t(1));
    }

    /// Case H22 with connections handed on: many zones wait at a primary that is asked over few connections.
    void manyZonesOverFewConnections_data()
    {
        QTest::addColumn<int>("threads");
        QTest::newRow("one thread") << 1;
        QTest::newRow("two threads") << 2;
    }
    void manyZonesOverFewConnections()
    {
        QFETCH(int, threads);
        TransferService::Limits limits;
        limits.threads = static_cast<std::uint16_t>(threads);
        ServiceBench bench(limits);
        constexpr int zones = 200;
        std::vector<JobId> jobs;
        for (int i = 0; i < zones; ++i)
            bench.primary->addZone(zoneName(i), 5, bodyOf(i));
        for (int i = 0; i < zones; ++i) {
            TransferJob job = jobFor(bench, i);
            job.targets[0].maxTransfers = 3;
            jobs.push_back(job.id);
            bench.service->submit(std::move(job));
        }
        for (const JobId id : jobs)
            QVERIFY_OUTCOME(bench.wait(id), Outcome::NewVersion);
        const auto counters = bench.primary->counters();
        QVERIFY2(counters.connectionsMax <= 3, std::to_string(counters.connectionsMax).c_str());
        QVERIFY2(counters.connectionsTotal < zones / 2, std::to_string(counters.connectionsTotal).c_str());
        qInfo("%d zones over %d connections", zones, static_cast<int>(counters.connectionsTotal));
    }

    /// A kept connection gives way to whoever needs its place, on another thread too.
    void aKeptConnectionHoldsNobodyUp()
    {
        TransferService::Limits limits;
        limits.threads = 2;
        limits.maxTransfers = 1;
        ServiceBench bench(limits);
        auto other = servers::ScriptedPrimary::start().value();
        for (int i = 0; i < 10; ++i) {
            bench.primary->addZone(zoneName(i), 5, bodyOf(i));
            bench.primary->setScript(zoneName(i), keeping(300));
            other->addZone(zoneName(i), 5, bodyOf(i));
            other->setScript(zoneName(i), keeping(300));
            TransferJob job = jobFor(bench, i);
            if (i % 2 == 1)
                job.targets = {ServiceBench::targetAt(other->endpoint(), 2)};
            QVERIFY_OUTCOME(bench.run(std::move(job)), Outcome::NewVersion);
        }
    }

    void overTls()
    {
        ServiceBench bench(oneThread());
        const kit::TemporaryFolder folder;
        const auto authority = kit::Certificate::authority("test CA");
        const std::string caFile = authority.writeCertificate(folder.path() / "ca.pem").string();
        TlsFront::Manners manners;
        manners.certificate = authority.issue("xot.test");
        TlsFront front(std::move(manners), bench.primary->endpoint());
        for (int i = 0; i < 5; ++i) {
            bench.primary->addZone(zoneName(i), 5, bodyOf(i));
            TransferJob job = jobFor(bench, i);
            job.targets[0].tls = strictTls(front, "xot.test", caFile);
            const TransferResult result = bench.run(std::move(job));
            QVERIFY_OUTCOME(result, Outcome::NewVersion);
            QCOMPARE(result.attempts.front().transport, pipeline::Transport::Tls);
        }
        QCOMPARE(front.handshakes(), 1);
    }

    /// What was proved for one server name is not good for another.
    void otherSettingsAreAnotherConnection()
    {
        ServiceBench bench(oneThread());
        const kit::TemporaryFolder folder;
        const auto authority = kit::Certificate::authority("test CA");
        const std::string caFile = authority.writeCertificate(folder.path() / "ca.pem").string();
        TlsFront::Manners manners;
        manners.certificate = authority.issue("xot.test");
        TlsFront front(std::move(manners), bench.primary->endpoint());
        for (const char* expected : {"xot.test", "other.test"}) {
            const int i = expected[0] == 'x' ? 0 : 1;
            bench.primary->addZone(zoneName(i), 5, bodyOf(i));
            TransferJob job = jobFor(bench, i);
            job.targets[0].tls = strictTls(front, expected, caFile);
            const TransferResult result = bench.run(std::move(job));
            QCOMPARE(result.outcome, i == 0 ? Outcome::NewVersion : Outcome::Failed);
        }
    }
};

QTEST_GUILESS_MAIN(TestKeptConnections)
#include "tst_kept_connections.moc"
