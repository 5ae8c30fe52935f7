// SPDX-License-Identifier: GPL-3.0-or-later
// What the store takes in and gives out: one line a figure, the last column is the ratio to the bar (below 1
// is inside for times, above 1 for rates).
//   history: 200 zones, 50 edges, a change is 55 samples; bar 105,000 samples/s (twice the busiest workload)
//   ledger: bar 5,000 durable requests a second, also when a sync takes 1 ms longer
//   queries: bars of the page they are shown on
#include "model/store/store.h"
#include "tests/crash/faulty_vfs.h"
#include "tests/kit/process.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <future>
#include <random>
#include <thread>

using namespace zonescope;

namespace {

constexpr std::uint32_t zones = 200;
constexpr std::uint32_t edges = 50;
constexpr std::uint64_t samplesOfChange = 5 + edges;
constexpr std::int64_t month = 30LL * 24 * 3600 * 1'000'000;
/// Recent, else retention would remove it at the next start.
const std::int64_t begin = base::toMicroseconds(base::SystemClock().wall()) - month;

void figure(const char* name, double value, const char* unit, double bar)
{
    std::printf("%-52s %14.3f %-12s %8.2f\n", name, value, unit, bar > 0 ? value / bar : 0.0);
    std::fflush(stdout);
}

template <class Work>
double seconds(Work&& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void flush(store::Store& store)
{
    std::promise<void> done;
    store.flush([&](const base::Status& status) {
        if (!status)
            std::printf("flush failed: %s\n", base::toString(status.error()).c_str());
        done.set_value();
    });
    done.get_future().wait();
}

template <class Question>
auto ask(store::Store& store, Question question)
{
    std::promise<decltype(question(std::declval<store::HistoryReader&>()))> promise;
    store.read([&](store::HistoryReader& reader) { promise.set_value(question(reader)); });
    return promise.get_future().get();
}

pipeline::Change change(std::uint64_t id, base::Timestamp at, std::mt19937& random)
{
    static std::lognormal_distribution<double> delay(12.0, 1.0); // 160 ms in the middle
    const auto below = [&random](std::uint32_t bound) {
        return static_cast<std::uint32_t>(random() % bound);
    };
    pipeline::Change made;
    made.id = id;
    made.zone = {1 + below(zones)};
    made.fromSerial = below(1'000'000);
    made.toSerial = *made.fromSerial + 1;
    made.startedAt = at;
    made.primary = {1 + below(3)};
    for (std::size_t stage = 0; stage < 5; ++stage)
        made.stage[stage] = base::Duration(100 + below(20'000));
    for (std::uint32_t edge = 1; edge <= edges; ++edge)
        made.edges.push_back({{edge},
                              base::Duration(static_cast<std::int64_t>(delay(random))),
                              base::Duration(below(20'000)),
                              {}});
    made.complete = true;
    return made;
}

double megabytes(const std::filesystem::path& folder)
{
    std::uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder))
        if (file.path().filename().string().starts_with("history"))
            bytes += file.file_size();
    return static_cast<double>(bytes) / 1e6;
}

/// A month of 10 million samples; leaves it in the folder.
void ingest(const std::filesystem::path& folder)
{
    const base::SystemClock clock;
    auto store = store::Store::open(folder, clock);
    constexpr std::uint64_t changes = 181'818;
    std::mt19937 random(1);
    const double took = seconds([&] {
        for (std::uint64_t id = 1; id <= changes; ++id) {
            const auto at = base::fromMicroseconds(begin + static_cast<std::int64_t>(id) *
                                                               (month / static_cast<std::int64_t>(changes)));
            (*store)->put(change(id, at, random));
            if (id % 10'000 == 0)
                flush(**store); // a burst that the queue can hold
        }
        flush(**store);
    });
    const double generating = seconds([&] {
        for (std::uint64_t id = 1; id <= changes; ++id)
            (void)change(id, {}, random);
    });
    const auto samples = static_cast<double>(changes * samplesOfChange);
    store->reset();
    figure("history ingest, roll-ups included", samples / (took - generating), "samples/s", 105'000);
    figure("history size, roll-ups included", megabytes(folder) / samples * 1e6, "MB/M", 10);
}

void ingestEvents()
{
    const kit::TemporaryFolder folder;
    const base::SystemClock clock;
    auto store = store::Store::open(folder.path(), clock);
    constexpr std::uint64_t count = 190'000; // what the queue holds
    const double took = seconds([&] {
        for (std::uint64_t id = 1; id <= count; ++id) {
            pipeline::Event event;
            event.id = id;
            event.at = clock.wall();
            event.kind = pipeline::Event::Kind::VisibleAtEdge;
            event.zone = {static_cast<std::uint32_t>(1 + id % zones)};
            event.edge = {static_cast<std::uint32_t>(1 + id % edges)};
            event.toSerial = 1;
            (*store)->append(std::move(event));
        }
        flush(**store);
    });
    figure("events ingest", count / took, "events/s", 50'000);
}

/// The longest of many push() calls: the engine's thread must never wait for the disk.
void pushLatency(kit::FaultyVfs& vfs)
{
    const kit::TemporaryFolder folder;
    const base::SystemClock clock;
    auto store = store::Store::open(folder.path(), clock);
    vfs.setSyncDelay(std::chrono::milliseconds(5));
    std::vector<double> times;
    std::mt19937 random(2);
    for (std::uint64_t id = 1; id <= 20'000; ++id) {
        auto made = change(id, clock.wall(), random);
        times.push_back(1e6 * seconds([&] { (*store)->put(std::move(made)); }));
    }
    vfs.setSyncDelay({});
    std::ranges::sort(times);
    figure("put() while a sync takes 5 ms, p99", times[times.size() * 99 / 100], "us", 1000);
}

/// `outstanding` requests wait for their commit at any time.
double enqueuesPerSecond(std::uint64_t count, std::uint64_t outstanding)
{
    const kit::TemporaryFolder folder;
    const base::SystemClock clock;
    auto store = store::Store::open(folder.path(), clock);
    (void)(*store)->ledger().load();
    std::atomic<std::uint64_t> durable{0};
    const double took = seconds([&] {
        for (std::uint64_t offset = 1; offset <= count; ++offset) {
            (*store)->ledger().enqueue({static_cast<std::uint32_t>(1 + offset * 7919 % 10'000)}, offset, 1,
                                       [&](const base::Status& status) {
                                           if (status) {
                                               ++durable;
                                               durable.notify_one();
                                           }
                                       });
            for (auto seen = durable.load(); offset - seen >= outstanding; seen = durable.load())
                durable.wait(seen);
        }
        for (auto seen = durable.load(); seen < count; seen = durable.load())
            durable.wait(seen);
    });
    return static_cast<double>(count) / took;
}

void ledger(kit::FaultyVfs& vfs)
{
    figure("ledger, 1 request in flight", enqueuesPerSecond(20'000, 1), "enqueues/s", 5000);
    figure("ledger, 100 in flight", enqueuesPerSecond(200'000, 100), "enqueues/s", 5000);
    figure("ledger, 1,000 in flight", enqueuesPerSecond(400'000, 1000), "enqueues/s", 5000);
    vfs.setSyncDelay(std::chrono::milliseconds(1));
    figure("ledger, sync +1 ms, 1 in flight", enqueuesPerSecond(2'000, 1), "enqueues/s", 0);
    figure("ledger, sync +1 ms, 100 in flight", enqueuesPerSecond(50'000, 100), "enqueues/s", 5000);
    figure("ledger, sync +1 ms, 1,000 in flight", enqueuesPerSecond(200'000, 1000), "enqueues/s", 5000);
    vfs.setSyncDelay({});
}

template <class Question>
void query(store::Store& store, const char* name, double barMilliseconds, Question question)
{
    std::vector<double> times;
    std::size_t rows = 0;
    for (int run = 0; run < 5; ++run)
        times.push_back(1e3 * seconds([&] {
                            const auto answer = ask(store, question);
                            rows = answer ? answer->size() : 0;
                        }));
    std::ranges::sort(times);
    figure((std::string(name) + ", " + std::to_string(rows) + " rows").c_str(), times[times.size() / 2], "ms",
           barMilliseconds);
}

void queries(const std::filesystem::path& folder)
{
    const base::SystemClock clock;
    auto opened = store::Store::open(folder, clock);
    store::Store& store = **opened;
    pipeline::HistoryFilter filter;
    const auto end = base::fromMicroseconds(begin + month);
    const auto changes = [&filter](store::HistoryReader& reader) { return reader.changes(filter); };
    filter.limit = 1'000'000;
    filter.zones = {{17}};
    filter.period = {end - std::chrono::hours(24), end};
    query(store, "1 zone, all edges, 24 h", 5, changes);
    filter.period = {base::fromMicroseconds(begin), end};
    query(store, "1 zone, all edges, 30 d", 20, changes);
    query(store, "1 zone, all stages, 30 d of hours", 50,
          [&filter](store::HistoryReader& reader) { return reader.latency(filter, false); });
    filter.zones.clear();
    filter.edges = {{9}};
    query(store, "1 edge, 30 d of hours", 20,
          [&filter](store::HistoryReader& reader) { return reader.latency(filter, true); });
    filter.edges.clear();
    filter.limit = 10'000;
    query(store, "newest 10,000 changes of all", 100, changes);
    filter.period = {base::fromMicroseconds(begin), base::fromMicroseconds(begin) + std::chrono::hours(2)};
    query(store, "oldest two hours of all", 50, changes);
    filter.period = {base::fromMicroseconds(begin), end};
    filter.limit = 1'000'000;
    query(store, "everything, 10M samples", 1000, changes);
}

} // namespace

int main()
{
    kit::FaultyVfs vfs;
    ledger(vfs);
    ingestEvents();
    pushLatency(vfs);
    const kit::TemporaryFolder folder;
    ingest(folder.path());
    queries(folder.path());
}
