// SPDX-License-Identifier: GPL-3.0-or-later
// bench_notify [changes] [large]: from a change at the primary, which sends its NOTIFY at once over UDP, to
// the new serial over UDP at the secondary: our service, BIND, NSD and Knot in one run, isolated changes and
// 50 ms apart, of a zone of 100 records and of a large one (0: leave it out); what each writes for a change;
// and what 1,000 NOTIFYs in a second cost the primary. A zonescoped that answers has the change on disk.
#include "model/dns/text.h"
#include "tests/bench/secondary/secondary.h"
#include "tests/kit/zone_generator.h"
#include "tests/servers/scripted_primary.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>

using namespace zonescope;
using namespace zonescope::bench;
using namespace std::chrono_literals;

namespace {

const std::string apexText = "bench.example";
const dns::Name apex = *dns::Name::fromText(apexText);
constexpr auto limit = 60s;

double quantile(std::vector<double> values, double q)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    return values[std::min(values.size() - 1,
                           static_cast<std::size_t>(q * static_cast<double>(values.size())))];
}

void print(SecondaryKind kind, const char* what, const std::vector<double>& ms)
{
    std::printf("%-10s %-34s n=%-5zu p50 %8.2f  p95 %8.2f  max %8.2f ms\n", std::string(nameOf(kind)).c_str(),
                what, ms.size(), quantile(ms, 0.5), quantile(ms, 0.95), quantile(ms, 1));
    std::fflush(stdout);
}

/// The primary and one secondary that holds the zone.
class Pair
{
public:
    Pair(SecondaryKind kind, std::uint64_t records)
        : m_primary(std::move(*servers::ScriptedPrimary::start()))
        , m_secondary(kind, {m_primary->endpoint(), {apexText}, {}})
    {
        auto content = kit::generateZone({apex, records, 1, 1});
        m_primary->addZone(apex, 1, std::move(content));
        m_secondary.start();
        m_watch.emplace(m_secondary.serveAt());
        ready = m_watch->waitFor(apexText, 1, Clock::now() + limit);
        if (!ready)
            std::fprintf(stderr, "%s does not serve the zone\n%s\n", std::string(nameOf(kind)).c_str(),
                         m_secondary.log().c_str());
    }

    void connectNotify()
    {
        m_primary->addSecondary(apex, {m_secondary.notifyAt(), servers::ScriptedPrimary::Transport::Udp, {}});
    }
    /// One record goes, one comes. Milliseconds until it is served; nothing: not within the limit.
    std::optional<double> change()
    {
        const auto next = *dns::recordsFromText("changing A 10.0.0." + std::to_string(m_serial % 250), apex);
        const auto from = Clock::now();
        m_serial = m_primary->changeZone(apex, m_last, next);
        m_last = next;
        if (!m_watch->waitFor(apexText, m_serial, from + limit))
            return std::nullopt;
        return std::chrono::duration<double, std::milli>(Clock::now() - from).count();
    }
    servers::ScriptedPrimary& primary() { return *m_primary; }
    Secondary& secondary() { return m_secondary; }

    bool ready = false;

private:
    std::unique_ptr<servers::ScriptedPrimary> m_primary;
    Secondary m_secondary;
    std::optional<SerialWatch> m_watch;
    std::uint32_t m_serial = 1;
    std::vector<dns::Record> m_last;
};

void latencies(SecondaryKind kind, std::uint64_t records, int changes)
{
    Pair pair(kind, records);
    if (!pair.ready)
        return;
    std::this_thread::sleep_for(1500ms); // what each does after its first transfer
    pair.connectNotify();
    const std::string name = std::to_string(records) + " records, ";
    const std::uint64_t written = pair.secondary().octetsWritten();
    std::vector<double> isolated;
    for (int i = 0; i < changes; ++i) {
        if (const auto ms = pair.change())
            isolated.push_back(*ms);
        std::this_thread::sleep_for(300ms);
    }
    print(kind, (name + "isolated").c_str(), isolated);
    std::this_thread::sleep_for(1500ms); // journals and zone files that follow
    std::printf("%-10s %-34s %10.1f KiB\n", std::string(nameOf(kind)).c_str(), "  written for a change",
                static_cast<double>(pair.secondary().octetsWritten() - written) / 1024 / changes);
    std::vector<double> close;
    auto due = Clock::now();
    for (int i = 0; i < changes; ++i) {
        std::this_thread::sleep_until(due);
        due += 50ms;
        if (const auto ms = pair.change())
            close.push_back(*ms);
    }
    print(kind, (name + "50 ms apart").c_str(), close);
}

void count(SecondaryKind kind, const char* what, const servers::ScriptedPrimary::Counters& counters)
{
    std::printf("%-10s %-34s %llu SOA queries, %llu IXFR, %llu AXFR\n", std::string(nameOf(kind)).c_str(),
                what, static_cast<unsigned long long>(counters.soaQueries),
                static_cast<unsigned long long>(counters.ixfrQueries),
                static_cast<unsigned long long>(counters.axfrQueries));
    std::fflush(stdout);
}

/// 1,000 NOTIFYs in one second; `change`: a real one in the middle of them.
void storm(SecondaryKind kind, bool change)
{
    Pair pair(kind, 100);
    if (!pair.ready)
        return;
    std::this_thread::sleep_for(3s);
    pair.primary().resetCounters();
    auto due = Clock::now();
    for (int i = 0; i < 1000; ++i) {
        if (change && i == 500)
            (void)pair.primary().changeZone(apex, {}, *dns::recordsFromText("new A 10.0.0.1", apex));
        pair.primary().notify(apex, pair.secondary().notifyAt());
        due += 1ms;
        std::this_thread::sleep_until(due);
    }
    std::this_thread::sleep_for(3s);
    count(kind, change ? "1,000 NOTIFYs around a change" : "1,000 NOTIFYs, nothing changed",
          pair.primary().counters());
}

} // namespace

int main(int argc, char** argv)
{
    const int changes = argc > 1 ? std::atoi(argv[1]) : 100; // NOLINT(cert-err34-c)
    const std::uint64_t large = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
    for (const SecondaryKind kind : secondaryKinds)
        latencies(kind, 100, changes);
    if (large > 0)
        for (const SecondaryKind kind : secondaryKinds)
            latencies(kind, large, changes);
    for (const SecondaryKind kind : secondaryKinds) {
        storm(kind, false);
        storm(kind, true);
    }
}
