// SPDX-License-Identifier: GPL-3.0-or-later
// bench_secondary [records] [zones] [rounds] [ours | proxied]: our service and BIND, NSD and Knot as
// secondaries of the same knotd, in turns: from an empty disk and the start of the process to the right SOA
// over UDP, for one large zone and for many small ones. A zonescoped that answers has the zone on disk.
// "ours": without the peers, for a profiler. "proxied": ours alone, the large zone directly and through
// microsocks, in turns.
#include "model/dns/text.h"
#include "model/transfer/query.h"
#include "tests/bench/secondary/secondary.h"
#include "tests/bench/transfer/replay_sender.h"
#include "tests/kit/real_server.h"
#include "tests/kit/zone_generator.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>

using namespace zonescope;
using namespace zonescope::bench;

namespace {

constexpr auto limit = std::chrono::seconds(120);
base::SystemClock systemClock;
std::vector<SecondaryKind> kinds(secondaryKinds.begin(), secondaryKinds.end());

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

struct Figures
{
    std::vector<double> seconds;
    std::vector<double> cpu;
    std::vector<double> written;
    std::vector<double> memory;
};

std::string textOf(const dns::Name& apex, std::uint64_t records)
{
    std::string text = "$TTL 3600\n";
    kit::generateZone({apex, records, 1, 1},
                      [&](const dns::Record& record) { text += dns::recordText(record) + "\n"; });
    return text;
}

void runOnce(SecondaryKind kind, const net::Endpoint& primary, const std::vector<std::string>& zones,
             Figures& figures, const std::string& socksProxy = {})
{
    Secondary secondary(kind, {primary, zones, socksProxy});
    const auto begin = Clock::now();
    secondary.start();
    SerialWatch watch(secondary.serveAt());
    if (const auto missing = watch.waitForAll(zones, 1, begin + limit)) {
        std::fprintf(stderr, "%s: %s is not served\n%s\n", std::string(nameOf(kind)).c_str(),
                     missing->c_str(), secondary.log().c_str());
        return;
    }
    figures.seconds.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
    figures.cpu.push_back(secondary.cpuSeconds());
    figures.memory.push_back(secondary.peakMegabytes());
    figures.written.push_back(static_cast<double>(secondary.octetsWritten()) / 1e6);
}

void print(const char* what, const std::map<SecondaryKind, Figures>& all, double raw)
{
    const double ours = median(all.at(SecondaryKind::Zonescope).seconds);
    for (const auto& [kind, figures] : all)
        std::printf(
            "%-28s %-10s %7.3f s (%s), CPU %6.3f s, peak %6.1f MB, written %6.1f MB, ours/this %5.2f%s\n",
            what, std::string(nameOf(kind)).c_str(), median(figures.seconds),
            figures.seconds.empty() ? "never"
                                    : (std::to_string(*std::ranges::min_element(figures.seconds)) + " - " +
                                       std::to_string(*std::ranges::max_element(figures.seconds)))
                                          .c_str(),
            median(figures.cpu), median(figures.memory), median(figures.written),
            ours / median(figures.seconds),
            raw > 0 ? (", x raw " + std::to_string(median(figures.seconds) / raw)).c_str() : "");
    std::fflush(stdout);
}

void oneLargeZone(std::uint64_t records, int rounds)
{
    const dns::Name apex = *dns::Name::fromText("bench.example");
    kit::ServerOptions options;
    options.zones.push_back({"bench.example", textOf(apex, records)});
    const auto primary = kit::RealServer::start(kit::ServerKind::Knot, std::move(options));
    if (!primary) {
        std::fprintf(stderr, "no knotd: %s\n", base::toString(primary.error()).c_str());
        return;
    }
    const auto query = [&] { return transfer::makeAxfrQuery(apex, true, {}, systemClock.wall()); };
    const std::uint64_t octets = streamSize((*primary)->endpoint(), base::viewOf(query().message));
    std::vector<double> raw;
    std::map<SecondaryKind, Figures> all;
    for (int i = 0; i < rounds; ++i) {
        raw.push_back(rawDrain((*primary)->endpoint(), base::viewOf(query().message), octets));
        for (const SecondaryKind kind : kinds)
            runOnce(kind, (*primary)->endpoint(), {"bench.example"}, all[kind]);
    }
    std::printf("%llu records, raw drain %.3f s\n", static_cast<unsigned long long>(records), median(raw));
    print("one large zone", all, median(raw));
}

void largeZoneThroughProxy(std::uint64_t records, int rounds)
{
    const dns::Name apex = *dns::Name::fromText("bench.example");
    kit::ServerOptions options;
    options.zones.push_back({"bench.example", textOf(apex, records)});
    const auto primary = kit::RealServer::start(kit::ServerKind::Knot, std::move(options));
    const kit::TemporaryFolder folder;
    const std::string port = std::to_string(kit::freePort());
    const auto proxy = kit::Process::start({kit::findProgram("microsocks"), "-i", "127.0.0.1", "-p", port},
                                           folder.path() / "log");
    if (!primary || !proxy) {
        std::fprintf(stderr, "no %s\n", primary ? "microsocks" : "knotd");
        return;
    }
    Figures direct;
    Figures proxied;
    for (int i = 0; i < rounds; ++i) {
        runOnce(SecondaryKind::Zonescope, (*primary)->endpoint(), {"bench.example"}, direct);
        runOnce(SecondaryKind::Zonescope, (*primary)->endpoint(), {"bench.example"}, proxied,
                "127.0.0.1:" + port);
    }
    print("directly", {{SecondaryKind::Zonescope, direct}}, 0);
    print("through microsocks", {{SecondaryKind::Zonescope, proxied}}, 0);
    std::printf("through microsocks / directly: %.2f\n", median(proxied.seconds) / median(direct.seconds));
}

void manySmallZones(int zones, int rounds)
{
    kit::ServerOptions options;
    std::vector<std::string> names;
    for (int i = 0; i < zones; ++i) {
        names.push_back("zone" + std::to_string(i) + ".example");
        options.zones.push_back({names.back(), textOf(*dns::Name::fromText(names.back()), 10)});
    }
    const auto primary = kit::RealServer::start(kit::ServerKind::Knot, std::move(options));
    if (!primary) {
        std::fprintf(stderr, "no knotd: %s\n", base::toString(primary.error()).c_str());
        return;
    }
    std::map<SecondaryKind, Figures> all;
    for (int i = 0; i < rounds; ++i)
        for (const SecondaryKind kind : kinds)
            runOnce(kind, (*primary)->endpoint(), names, all[kind]);
    print((std::to_string(zones) + " zones of 10 records").c_str(), all, 0);
}

} // namespace

int main(int argc, char** argv)
{
    const std::uint64_t records = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    const int zones = argc > 2 ? std::atoi(argv[2]) : 10'000; // NOLINT(cert-err34-c)
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 5;     // NOLINT(cert-err34-c)
    const std::string_view mode = argc > 4 ? argv[4] : "";
    if (mode == "proxied") {
        largeZoneThroughProxy(records, rounds);
        return 0;
    }
    if (mode == "ours")
        kinds = {SecondaryKind::Zonescope};
    if (records > 0)
        oneLargeZone(records, rounds);
    if (zones > 0)
        manySmallZones(zones, rounds);
}
