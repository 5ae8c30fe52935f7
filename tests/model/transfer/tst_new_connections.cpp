// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/socket.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/transfer/service_kit.h"

#include <QTest>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <list>

using namespace zonescope;
using namespace zonescope::transfer;
using Outcome = TransferResult::Outcome;

// Many zones of one primary at once. BIND and Knot DNS let ten connections wait until they accept them; the
// kernel drops the eleventh, and whoever wanted it tries again after a second.

namespace {

constexpr int zones = 40;

/// Accepts and answers when the test says so.
class SlowPrimary
{
public:
    SlowPrimary()
        : m_listener(net::listenTcp({*net::IpAddress::fromText("127.0.0.1"), 0}, 10).value())
    {
    }

    net::Endpoint endpoint() const { return net::localEndpoint(m_listener.get()).value(); }
    /// Connections that stand and are not accepted.
    std::uint32_t waiting() const
    {
        tcp_info info{};
        socklen_t size = sizeof info;
        ::getsockopt(m_listener.get(), IPPROTO_TCP, TCP_INFO, &info, &size);
        return info.tcpi_unacked;
    }
    std::size_t accepted() const { return m_connections.size(); }
    void acceptAll()
    {
        while (auto connection = net::acceptTcp(m_listener.get()).value())
            m_connections.push_back(std::move(connection->socket));
    }
    /// One AXFR, and hangs up. False: its question is not there yet.
    bool answerOldest()
    {
        std::array<std::uint8_t, 512> octets{};
        const ssize_t got = ::recv(m_connections.front().get(), octets.data(), octets.size(), MSG_DONTWAIT);
        if (got < 3)
            return false;
        auto query = dns::MessageReader::open({octets.data() + 2, static_cast<std::size_t>(got) - 2});
        dns::Header header;
        header.id = query->header().id;
        header.response = header.authoritative = true;
        dns::MessageWriter writer(header);
        for (const dns::Record& record : soa(5) + body("v5") + Records{soa(5)})
            writer.record(dns::Section::Answer, record);
        base::Bytes answer = writer.finish();
        answer.insert(0, 1, static_cast<char>(answer.size() & 0xff));
        answer.insert(0, 1, static_cast<char>((answer.size() - 1) >> 8));
        ::send(m_connections.front().get(), answer.data(), answer.size(), MSG_NOSIGNAL);
        m_connections.pop_front();
        return true;
    }

private:
    net::UniqueFd m_listener;
    std::list<net::UniqueFd> m_connections;
};

} // namespace

class TestNewConnections : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_results.clear();
        m_clock.emplace();
        m_primary.emplace();
        TransferService::Callbacks callbacks;
        callbacks.finished = [this](TransferResult result) {
            const std::lock_guard lock(m_mutex);
            m_results.push_back(std::move(result));
        };
        m_service = std::make_unique<TransferService>(*m_clock, TransferService::Limits{}, callbacks);
        std::vector<TransferJob> jobs;
        for (int i = 0; i < zones; ++i) {
            TransferJob job;
            job.id = static_cast<JobId>(i + 1);
            job.zone = {static_cast<std::uint32_t>(i + 1)};
            job.apex = name("z.");
            job.withoutCheck = true;
            job.targets = {ServiceBench::targetAt(m_primary->endpoint(), 1)};
            job.targets.front().maxTransfers = zones;
            m_service->submit(std::move(job));
        }
    }
    void cleanup()
    {
        m_service.reset();
        m_primary.reset();
    }

    void fewAreOpenedBeforeTheyAreAnsweredOn()
    {
        QTRY_COMPARE(m_primary->waiting(), 8U);
        std::size_t answered = 0;
        while (answered < zones) {
            m_primary->acceptAll();
            // It hangs up: until that is known, who is handed a connection opens another.
            QVERIFY(m_primary->accepted() <= 11);
            const std::size_t open = std::min<std::size_t>(8, zones - answered);
            if (m_primary->accepted() < open) {
                QVERIFY(QTest::qWaitFor([&] { return m_primary->waiting() > 0; }, 30'000));
                continue;
            }
            QVERIFY(
                QTest::qWaitFor([&] { return m_primary->answerOldest(); }, 30'000)); // once: QTRY asks again
            ++answered;
        }
        QTRY_COMPARE(resultCount(), static_cast<std::size_t>(zones));
        for (const TransferResult& result : m_results) {
            QVERIFY_OUTCOME(result, Outcome::NewVersion);
            QCOMPARE(result.attempts.size(), std::size_t(1));
            QCOMPARE(result.attempts.front().tcpInfo->totalRetransmits, 0U);
        }
    }

    /// A primary that is slow to give eight of its zones does not keep the others from asking.
    void silenceDoesNotHoldUpTheOthers()
    {
        for (std::size_t open = 8; open <= zones; open += 8) {
            QTRY_COMPARE(m_primary->accepted() + m_primary->waiting(), open);
            m_primary->acceptAll();
            m_clock->advance(base::Duration(100'000));
        }
    }

private:
    std::size_t resultCount() const
    {
        const std::lock_guard lock(m_mutex);
        return m_results.size();
    }

    mutable std::mutex m_mutex; // guards m_results
    std::vector<TransferResult> m_results;
    std::optional<kit::FakeClock> m_clock;
    std::optional<SlowPrimary> m_primary;
    std::unique_ptr<TransferService> m_service;
};

QTEST_GUILESS_MAIN(TestNewConnections)
#include "tst_new_connections.moc"
