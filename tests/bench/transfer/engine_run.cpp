// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/transfer/engine_run.h"

#include "model/engine/engine.h"
#include "tests/kit/process.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>

namespace zonescope::bench {
namespace {

[[noreturn]] void end(const std::string& why)
{
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1); // NOLINT(concurrency-mt-unsafe): a benchmark that cannot run
}

template <class T>
T must(base::Result<T> result)
{
    if (!result)
        end(base::toString(result.error()));
    return std::move(*result);
}

base::ZoneId fill(zone::Configuration& configuration, std::map<base::KeyId, base::Bytes>& secrets,
                  const net::Endpoint& primary, const dns::Name& apex, const std::optional<dns::TsigKey>& key)
{
    zone::Primary from;
    from.name = "primary";
    from.addresses = {primary};
    if (key) {
        zone::Key known;
        known.name = key->name;
        known.algorithm = key->algorithm;
        from.key = must(configuration.put(known));
        secrets[*from.key] = key->secret;
    }
    zone::Zone zone;
    zone.apex = apex;
    zone.primaries = {must(configuration.put(from))};
    return must(configuration.put(zone));
}

} // namespace

double processCpu()
{
    timespec t{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

EngineRun committedOnce(const net::Endpoint& primary, const dns::Name& apex,
                        const std::optional<dns::TsigKey>& key, std::uint64_t records)
{
    const kit::TemporaryFolder folder;
    engine::Options options;
    options.dataFolder = folder.path() / "data";
    options.notifyListen = {*net::Endpoint::fromText("127.0.0.1:0")};
    options.serveListen = options.notifyListen;
    const auto engine = must(engine::Engine::start(options));
    zone::Configuration configuration;
    std::map<base::KeyId, base::Bytes> secrets;
    const base::ZoneId id = fill(configuration, secrets, primary, apex, key);
    EngineRun run;
    const double cpu = processCpu();
    const auto start = std::chrono::steady_clock::now();
    engine->configure(engine->configuration(), configuration, secrets);
    zone::ZoneVersionPtr held;
    while (!(held = engine->heldVersion(id))) {
        std::this_thread::sleep_for(std::chrono::microseconds(500));
        if (std::chrono::steady_clock::now() - start > std::chrono::seconds(60))
            end("no version within a minute");
    }
    run.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    run.cpu = processCpu() - cpu;
    if (held->recordCount() != records)
        end("records differ");
    return run;
}

} // namespace zonescope::bench
