// SPDX-License-Identifier: GPL-3.0-or-later
// Complete AXFRs of a small zone by one thread: connection, query, records checked and indexed, end. From
// knotd, a new connection each and over connections that are handed on; beside a raw reader with a new
// connection each. usage: bench_small_axfr [records] [seconds] [at once]
#include "model/dns/text.h"
#include "model/net/event_loop.h"
#include "model/transfer/socket_wire.h"
#include "model/transfer/xfr_attempt.h"
#include "tests/bench/transfer/replay_sender.h"
#include "tests/kit/real_server.h"
#include "tests/kit/zone_generator.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace zonescope;
using Clock = std::chrono::steady_clock;

namespace {

base::SystemClock systemClock;

double threadCpu()
{
    timespec t{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

/// What all places share.
struct Bench
{
    net::EventLoop& loop;
    net::Endpoint primary;
    dns::Name apex;
    std::uint64_t records;
    bool reuse;
    Clock::time_point until;
    std::uint64_t done = 0;
    std::uint64_t failed = 0;
    int running = 0;
};

/// One transfer after the other.
class Place final : public transfer::WireEvents
{
public:
    explicit Place(Bench& bench)
        : m_bench(bench)
    {
    }
    void next()
    {
        std::optional<transfer::KeptConnection> kept = m_wire ? m_wire->takeReleased() : std::nullopt;
        m_attempt.reset();
        m_wire.reset();
        if (Clock::now() >= m_bench.until) {
            if (--m_bench.running == 0)
                m_bench.loop.stop();
            return;
        }
        transfer::XfrAttempt::Order order;
        order.apex = m_bench.apex;
        order.server = m_bench.primary;
        order.edns = true;
        m_wire = std::make_unique<transfer::SocketWire>(m_bench.loop, *this, [this] { look(); });
        m_attempt = std::make_unique<transfer::XfrAttempt>(std::move(order), systemClock, *m_wire);
        if (kept && m_bench.reuse)
            m_wire->offer(std::move(*kept));
        m_attempt->start();
    }
    void datagram(base::ByteView) override {}
    void udpFailed(const base::Error&) override {}
    void connected() override { m_attempt->connected(); }
    void connectFailed(const base::Error& error) override { m_attempt->connectFailed(error); }
    void octets(std::size_t count) override { m_attempt->octets(count); }
    void message(base::ByteView message) override { m_attempt->message(message); }
    void closed(const std::optional<base::Error>& error, std::size_t pending) override
    {
        m_attempt->closed(error, pending);
    }

private:
    void look()
    {
        if (!m_attempt->done())
            return;
        const auto& product = m_attempt->product();
        const bool whole = product && product->version && product->version->recordCount() == m_bench.records;
        if (!whole && m_bench.failed++ == 0)
            std::fprintf(stderr, "%s\n",
                         product ? "records differ" : base::toString(product.error()).c_str());
        m_bench.done += whole;
        m_bench.loop.post([this] { next(); });
    }

    Bench& m_bench;
    std::unique_ptr<transfer::SocketWire> m_wire;
    std::unique_ptr<transfer::XfrAttempt> m_attempt;
};

void run(const char* what, const net::Endpoint& primary, const dns::Name& apex, std::uint64_t records,
         int seconds, int atOnce, bool reuse)
{
    auto loop = net::EventLoop::create(systemClock).value();
    Bench bench{*loop, primary, apex, records, reuse, Clock::now() + std::chrono::seconds(seconds)};
    std::vector<std::unique_ptr<Place>> places;
    const auto from = Clock::now();
    const double cpu = threadCpu();
    for (int i = 0; i < atOnce; ++i, ++bench.running)
        places.push_back(std::make_unique<Place>(bench));
    for (const auto& place : places)
        place->next();
    loop->run();
    const double wall = std::chrono::duration<double>(Clock::now() - from).count();
    const double used = threadCpu() - cpu;
    const auto done = static_cast<double>(bench.done);
    std::printf("%-44s %8.0f AXFRs/s; %6.1f us of CPU each: %8.0f/s on a core of its own, bar 15000; "
                "failed %llu\n",
                what, done / wall, used / done * 1e6, done / used,
                static_cast<unsigned long long>(bench.failed));
    std::fflush(stdout);
}

void raw(const net::Endpoint& primary, const dns::Name& apex, int seconds)
{
    const transfer::Query query = transfer::makeAxfrQuery(apex, true, {}, systemClock.wall());
    const std::uint64_t octets = bench::streamSize(primary, base::viewOf(query.message));
    const auto from = Clock::now();
    const double cpu = threadCpu();
    double done = 0;
    for (; Clock::now() - from < std::chrono::seconds(seconds); ++done)
        bench::rawDrain(primary, base::viewOf(query.message), octets);
    const double wall = std::chrono::duration<double>(Clock::now() - from).count();
    const double used = threadCpu() - cpu;
    std::printf("%-44s %8.0f AXFRs/s; %6.1f us of CPU each\n", "read and thrown away, one after the other",
                done / wall, used / done * 1e6);
}

} // namespace

int main(int argc, char** argv)
{
    const std::uint64_t records = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100;
    const int seconds = argc > 2 ? std::atoi(argv[2]) : 3; // NOLINT(cert-err34-c)
    const int atOnce = argc > 3 ? std::atoi(argv[3]) : 8;  // NOLINT(cert-err34-c)
    const dns::Name apex = dns::Name::fromText("bench.example").value();
    std::string text = "$TTL 3600\n";
    kit::generateZone({apex, records, 1, 1},
                      [&](const dns::Record& record) { text += dns::recordText(record) + "\n"; });
    kit::ServerOptions options;
    options.zones.push_back({apex.toDisplay(), text});
    const auto server = kit::RealServer::start(kit::ServerKind::Knot, std::move(options));
    if (!server) {
        std::fprintf(stderr, "no knotd: %s\n", base::toString(server.error()).c_str());
        return 1;
    }
    raw((*server)->endpoint(), apex, seconds);
    run("a new connection each", (*server)->endpoint(), apex, records, seconds, atOnce, false);
    run("connections handed on", (*server)->endpoint(), apex, records, seconds, atOnce, true);
    return 0;
}
