// SPDX-License-Identifier: GPL-3.0-or-later
// An account of 100,000 resources from the wire into the database, again without changes, far away,
// throttled; then searched and asked for a path. Judge beside it: `curl` of the same pages and `xmllint
// --stream`.
#include "model/cloud/aws_scan.h"
#include "model/cloud/difference.h"
#include "model/cloud/network_model.h"
#include "model/cloud/reachability.h"
#include "model/cloud/search_index.h"
#include "model/store/cloud/cloud_store.h"
#include "tests/bench/cloud/large_estate.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

using namespace zonescope;
using namespace zonescope::cloud;
using bench::LargeEstate;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point from)
{
    return std::chrono::duration<double>(Clock::now() - from).count();
}

double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peakMegabytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

AwsScanRequest requestFor(const LargeEstate& estate, std::vector<std::string> regions)
{
    AwsScanRequest request;
    request.profile.keys = {"AKIDEXAMPLE", "secret", {}};
    request.profile.endpoint = estate.endpoint();
    request.regions = std::move(regions);
    request.settings.label = "bench";
    request.settings.clock = std::make_shared<base::SystemClock>();
    request.settings.wait = [](base::Duration duration) {
        std::this_thread::sleep_for(duration);
        return true;
    };
    return request;
}

SnapshotPtr scanned(const AwsScanRequest& request)
{
    auto snapshot = scanAws(request);
    if (!snapshot) {
        std::printf("failed: %s\n", base::toString(snapshot.error()).c_str());
        std::exit(1);
    }
    for (const Scope& scope : (*snapshot)->scopes())
        if (scope.state != ScopeState::Ok)
            std::printf("  %s: %s\n", scope.what.c_str(), scope.detail.c_str());
    return *snapshot;
}

SnapshotPtr wholePipeline(const LargeEstate& estate, store::CloudStore& store, SnapshotPtr before,
                          const char* name)
{
    auto request = requestFor(estate, {"eu-central-1"});
    request.settings.earlier = before;
    const auto start = Clock::now();
    const double cpu = cpuSeconds();
    auto snapshot = scanned(request);
    const double read = secondsSince(start);
    const auto difference = differenceOf(before ? *before : *Snapshot::make("", {}, {}, {}), *snapshot);
    const double compared = secondsSince(start);
    if (const auto saved = store.save(*snapshot); !saved)
        std::printf("not saved: %s\n", base::toString(saved.error()).c_str());
    const double all = secondsSince(start);
    std::printf(
        "%-34s %7.2f s   (read %.2f, difference %.2f, store %.2f; CPU %.2f s; %zu resources, %zu changes; "
        "peak %.0f MB)\n",
        name, all, read, compared - read, all - compared, cpuSeconds() - cpu, snapshot->resources().size(),
        difference.changes.size(), peakMegabytes());
    return snapshot;
}

void farAway()
{
    const LargeEstate estate({100, 0, 100, true});
    std::vector<std::string> regions;
    for (int i = 0; i < 208; ++i) // with 24 lists each: 5,000 calls
        regions.push_back("region-" + std::to_string(i));
    const auto start = Clock::now();
    const auto snapshot = scanned(requestFor(estate, regions));
    std::printf("%-34s %7.2f s   (%zu lists)\n", "5,000 calls at 100 ms, 64 at a time", secondsSince(start),
                snapshot->scopes().size());
}

/// 60 pages of interfaces are the longest list: with 5 calls a second they cannot take less than 11 s.
void throttled()
{
    const LargeEstate estate({0, 5, 5, false});
    const auto start = Clock::now();
    const auto snapshot = scanned(requestFor(estate, {"eu-central-1"}));
    const double took = secondsSince(start);
    const double least = (60.0 - 5) / 5;
    std::printf("%-34s %7.2f s   (%.2f of the least possible; %zu of 100000 resources)\n",
                "5 calls a second and list", took, took / least, snapshot->resources().size());
}

void questions(const SnapshotPtr& snapshot)
{
    const SearchIndex index(snapshot);
    for (const char* text : {"interface-59999", "10.20.30.4", "10.20.0.0/16", "team platform kind:subnet"}) {
        const auto start = Clock::now();
        const auto found = index.find(text);
        std::printf("search %-27s %7.2f ms  (%zu found)\n", text, 1000 * secondsSince(start), found.size());
    }
    const NetworkModel model(snapshot);
    const auto from = endFromText(model, "eni-0000000000000002a");
    const auto to = endFromText(model, "eni-00000000000001f40");
    if (!from || !to)
        return;
    const Question question{*from, *to, 6, PortSet({PortRange{8001, 8001}})};
    std::vector<double> times;
    Verdict verdict = Verdict::Unknown;
    for (int i = 0; i < 101; ++i) {
        const auto start = Clock::now();
        verdict = reach(model, question).verdict;
        times.push_back(1000 * secondsSince(start));
    }
    std::ranges::sort(times);
    std::printf("%-34s %7.3f ms  (worst %.3f ms, verdict %d)\n", "reachability, median", times[50],
                times[100], static_cast<int>(verdict));
}

} // namespace

int main(int argc, char** argv)
{
    const std::string only = argc > 1 ? argv[1] : "";
    const auto file = std::filesystem::temp_directory_path() / ("bench_cloud." + std::to_string(getpid()));
    if (only.empty() || only == "pipeline") {
        LargeEstate estate({});
        std::printf("%llu pages, %.1f MB\n", static_cast<unsigned long long>(estate.pages()),
                    static_cast<double>(estate.octets()) / 1e6);
        auto store = store::CloudStore::open(file);
        if (!store)
            return 1;
        auto snapshot = wholePipeline(estate, *store, nullptr, "first reading");
        snapshot = wholePipeline(estate, *store, snapshot, "again, nothing changed");
        questions(snapshot);
        estate.change();
        wholePipeline(estate, *store, snapshot, "again, one page changed");
    }
    for (const char* suffix : {"", "-wal", "-shm"})
        std::filesystem::remove(file.string() + suffix);
    if (only.empty() || only == "latency")
        farAway();
    if (only.empty() || only == "throttled")
        throttled();
    return 0;
}
