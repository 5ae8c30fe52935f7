// SPDX-License-Identifier: GPL-3.0-or-later
// bench_engine [changes] [zones]: NOTIFY to visible for a zone of 100 records, and a start with many zones,
// over real sockets on loopback, every disk write real.
#include "model/dns/text.h"
#include "model/engine/engine.h"
#include "tests/servers/scripted_primary.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <thread>

using namespace zonescope;
using SteadyClock = std::chrono::steady_clock;

namespace {

double milliseconds(SteadyClock::duration d)
{
    return std::chrono::duration<double, std::milli>(d).count();
}

double quantile(std::vector<double> values, double q)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    return values[std::min(values.size() - 1,
                           static_cast<std::size_t>(q * static_cast<double>(values.size())))];
}

void print(const char* what, const std::vector<double>& ms)
{
    std::printf("%-44s n=%-6zu p50 %8.2f  p95 %8.2f  max %8.2f ms\n", what, ms.size(), quantile(ms, 0.5),
                quantile(ms, 0.95), quantile(ms, 1));
}

template <class T>
T must(base::Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", base::toString(result.error()).c_str());
        std::exit(1);
    }
    return std::move(*result);
}

/// A folder that goes with its owner.
struct Folder
{
    std::filesystem::path path;
    Folder()
    {
        std::string text = (std::filesystem::temp_directory_path() / "zonescope-bench-XXXXXX").string();
        path = ::mkdtemp(text.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
};

net::Endpoint loopback()
{
    return must(net::Endpoint::fromText("127.0.0.1:0"));
}

dns::Name nameOf(const std::string& text)
{
    return must(dns::Name::fromText(text));
}

std::unique_ptr<engine::Engine> startEngine(const std::filesystem::path& folder)
{
    engine::Options options;
    options.dataFolder = folder;
    options.notifyListen = {loopback()};
    options.serveListen = {loopback()};
    return must(engine::Engine::start(options));
}

void configure(engine::Engine& engine, const zone::Configuration& changed)
{
    const auto request = engine.configure(engine.configuration(), changed);
    while (true) {
        for (const engine::Reply& reply : engine.takeBatch().replies)
            if (reply.request == request) {
                must(reply.answer);
                return;
            }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

std::string hundredRecords()
{
    std::string text = "@ NS ns1\nns1 A 192.0.2.53\n";
    for (int i = 0; i < 97; ++i)
        text += "host" + std::to_string(i) + " A 192.0.2." + std::to_string(i) + "\n";
    return text;
}

/// How long until the engine holds the serial, in ms; looked at every 20 us.
double waitFor(const engine::Engine& engine, base::ZoneId zone, std::uint32_t serial,
               SteadyClock::time_point from)
{
    while (true) {
        const auto held = engine.heldVersion(zone);
        if (held && held->serial() >= serial)
            return milliseconds(SteadyClock::now() - from);
        std::this_thread::sleep_for(std::chrono::microseconds(20));
    }
}

void collectStages(engine::Engine& engine, std::map<std::string, std::vector<double>>& stages)
{
    for (const pipeline::Change& change : engine.takeBatch().changes)
        for (const auto stage : pipeline::stages)
            if (const auto took = change.stage[static_cast<std::size_t>(stage)])
                stages[std::string(pipeline::stageName(stage))].push_back(base::toMilliseconds(*took));
}

void notifyToVisible(int changes)
{
    const Folder folder;
    const auto primary = must(servers::ScriptedPrimary::start());
    const dns::Name apex = nameOf("example.org.");
    (void)primary->addZone("example.org.", 1, hundredRecords());
    const auto engine = startEngine(folder.path / "data");
    zone::Configuration configuration;
    zone::Primary from;
    from.name = "primary";
    from.addresses = {primary->endpoint()};
    zone::Zone zone;
    zone.apex = apex;
    zone.primaries = {must(configuration.put(from))};
    const base::ZoneId id = must(configuration.put(zone));
    configure(*engine, configuration);
    waitFor(*engine, id, 1, SteadyClock::now());
    primary->addSecondary(apex,
                          {engine->status().notifyAt.front(), servers::ScriptedPrimary::Transport::Udp, {}});

    std::uint32_t serial = 1;
    std::vector<dns::Record> last;
    const auto change = [&] {
        const auto next =
            must(dns::recordsFromText("changing A 10.0.0." + std::to_string(serial % 250), apex));
        serial = primary->changeZone(apex, last, next);
        last = next;
    };
    std::map<std::string, std::vector<double>> stages;
    std::vector<double> isolated;
    (void)engine->takeBatch();
    for (int i = 0; i < changes; ++i) {
        const auto from0 = SteadyClock::now();
        change();
        isolated.push_back(waitFor(*engine, id, serial, from0));
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        collectStages(*engine, stages);
    }
    print("NOTIFY to visible, isolated", isolated);
    for (const auto& [name, values] : stages)
        print(("  stage " + name).c_str(), values);

    std::vector<double> close;
    auto due = SteadyClock::now();
    for (int i = 0; i < changes; ++i) {
        std::this_thread::sleep_until(due);
        due += std::chrono::milliseconds(50);
        const auto from0 = SteadyClock::now();
        change();
        close.push_back(waitFor(*engine, id, serial, from0));
    }
    print("NOTIFY to visible, 50 ms apart", close);
}

void waitUntilAllHeld(engine::Engine& engine, std::size_t zones)
{
    while (true) {
        std::size_t held = 0;
        for (const zone::ZoneStatus& status : engine.zoneStatuses())
            held += status.heldSerial ? 1 : 0;
        if (held == zones)
            return;
        (void)engine.takeBatch();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

void manyZones(int zones)
{
    const Folder folder;
    const auto primary = must(servers::ScriptedPrimary::start());
    zone::Configuration configuration;
    zone::Primary from;
    from.name = "primary";
    from.addresses = {primary->endpoint()};
    from.maxTransfers = 32;
    const auto primaryId = must(configuration.put(from));
    zone::EngineLimits limits;
    limits.maxSoaQueriesPerSecond = 5000; // the figure here is our own cost, not the pace
    (void)configuration.put(limits);
    for (int i = 0; i < zones; ++i) {
        const std::string apex = "zone" + std::to_string(i) + ".example.";
        (void)primary->addZone(apex, 1, "@ NS ns1\nns1 A 192.0.2.53\nwww A 192.0.2.80\n");
        zone::Zone zone;
        zone.apex = nameOf(apex);
        zone.primaries = {primaryId};
        must(configuration.put(zone));
    }
    {
        const auto engine = startEngine(folder.path / "data");
        const auto begin = SteadyClock::now();
        configure(*engine, configuration);
        std::printf("%d zones: configured, durable                  %8.0f ms\n", zones,
                    milliseconds(SteadyClock::now() - begin));
        waitUntilAllHeld(*engine, static_cast<std::size_t>(zones));
        std::printf("%d zones: all transferred and published        %8.0f ms\n", zones,
                    milliseconds(SteadyClock::now() - begin));
    }
    primary->resetCounters();
    const auto begin = SteadyClock::now();
    auto engine = startEngine(folder.path / "data");
    std::printf("%d zones: start() returned                     %8.0f ms\n", zones,
                milliseconds(SteadyClock::now() - begin));
    waitUntilAllHeld(*engine, static_cast<std::size_t>(zones));
    std::printf("%d zones: all served from disk                 %8.0f ms, %llu SOA queries so far\n", zones,
                milliseconds(SteadyClock::now() - begin),
                static_cast<unsigned long long>(primary->counters().soaQueries));
    const auto stopping = SteadyClock::now();
    engine.reset();
    std::printf("%d zones: stopped                              %8.0f ms\n", zones,
                milliseconds(SteadyClock::now() - stopping));
}

} // namespace

int main(int argc, char** argv)
{
    notifyToVisible(argc > 1 ? std::atoi(argv[1]) : 100);
    manyZones(argc > 2 ? std::atoi(argv[2]) : 10'000);
}
