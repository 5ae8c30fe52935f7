// SPDX-License-Identifier: GPL-3.0-or-later
// The host's connections: how fast they are read beside ss, what watching costs, whether short ones are
// missed.
#include "model/congestion/connection_log.h"
#include "model/congestion/host_probe.h"
#include "model/congestion/monitor.h"
#include "model/congestion/socket_dump.h"
#include "model/store/store.h"
#include "tests/bench/congestion/crowd.h"
#include "tests/bench/zone/figure.h"
#include "tests/kit/process.h"

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <future>
#include <thread>

using namespace zonescope;
using namespace zonescope::bench;

namespace {

using Seconds = std::chrono::duration<double>;

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

double cpuSeconds(__rusage_who whose)
{
    rusage usage{};
    getrusage(whose, &usage);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + t.tv_usec / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

int dumpBesideSs(int rounds)
{
    const StandingCrowd crowd(9'900); // 19,800 sockets: a process may hold 20,000 files
    if (!crowd.ready()) {
        std::puts("the crowd did not come about: raise the limit of open files");
        return 1;
    }
    auto dump = congestion::SocketDump::open();
    if (!dump)
        return 1;
    std::vector<congestion::Connection> live;
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    std::vector<double> ourCpu;
    std::vector<double> theirCpu;
    std::vector<double> cpuRatios; // holds on a busy machine, on which the wall clock does not
    for (int round = 0; round < rounds; ++round) {
        const double children = cpuSeconds(RUSAGE_CHILDREN);
        theirs.push_back(
            elapsed([] { return std::system("ss -tinH > /dev/null"); })); // NOLINT: what users run
        theirCpu.push_back((cpuSeconds(RUSAGE_CHILDREN) - children) * 1e6);
        const double before = threadMicroseconds();
        ours.push_back(elapsed([&] { (void)dump->read(live); }));
        ourCpu.push_back(threadMicroseconds() - before);
        ratios.push_back(theirs.back() / ours.back());
        cpuRatios.push_back(theirCpu.back() / ourCpu.back());
    }
    std::printf("%zu sockets, %d alternating rounds\n", live.size(), rounds);
    figure("ss -tinH, median", median(theirs) / 1e3, "ms", 0);
    figure("our dump, median", median(ours) / 1e3, "ms", 0);
    std::printf("%-44s %12.2f %-10s (at least 4; %.2f - %.2f)\n", "ss / ours, median", median(ratios),
                "times", *std::ranges::min_element(ratios), *std::ranges::max_element(ratios));
    figure("ss -tinH, processor time", median(theirCpu) / 1e3, "ms", 0);
    figure("our dump, processor time", median(ourCpu) / 1e3, "ms", 0);
    std::printf("%-44s %12.2f %-10s (%.2f - %.2f)\n", "ss / ours, processor time", median(cpuRatios), "times",
                *std::ranges::min_element(cpuRatios), *std::ranges::max_element(cpuRatios));
    return 0;
}

void watching()
{
    const StandingCrowd crowd(5'000); // 10,000 sockets
    auto dump = congestion::SocketDump::open();
    if (!crowd.ready() || !dump)
        return;
    std::vector<congestion::Connection> live;
    congestion::ConnectionLog log;
    (void)dump->read(live);
    std::vector<double> each;
    std::vector<double> reading;
    for (int i = 0; i < 40; ++i) {
        reading.push_back(microseconds([&] { (void)dump->read(live); }));
        each.push_back(reading.back() +
                       microseconds([&] { log.sample(live, base::fromMicroseconds(1'000'000LL * i)); }));
    }
    std::printf("%zu sockets\n", live.size());
    figure("of it the dump, processor time", median(reading) / 1e3, "ms", 0);
    figure("dump and join, processor time", median(each) / 1e3, "ms", 0);
    figure("that once a second", median(each) / 1e6 * 100, "% of a core", 2);
    figure("that ten times a second", median(each) / 1e6 * 1000, "% of a core", 15);

    std::vector<congestion::Connection> chosen;
    for (const congestion::Connection& connection : live)
        if (connection.remote.port == crowd.port() && chosen.size() < congestion::WatchList::most)
            chosen.push_back(connection);
    congestion::WatchList list;
    list.set(chosen);
    const auto ask = [&](const congestion::Connection& known) -> std::optional<congestion::Connection> {
        const auto found = dump->find(known.local, known.remote, known.cookie);
        return found ? *found : std::nullopt;
    };
    std::vector<double> rounds;
    for (int i = 0; i < 40; ++i)
        rounds.push_back(microseconds([&] { list.sample(base::fromMicroseconds(100'000LL * i), ask); }));
    figure("200 asked one by one", median(rounds), "us", 0);
    figure("1 Hz dump and those at 10 Hz", (median(each) + 10 * median(rounds)) / 1e6 * 100, "% of a core",
           3);
    auto probe = congestion::HostProbe::open();
    congestion::HostSample sample;
    if (probe)
        figure("counters of host, links and queues", microseconds([&] { (void)probe->sample(sample); }), "us",
               0);
}

/// A monitor as the engine runs it, while a crowd comes and goes in other processes.
void passing(const char* what, int connections, double perSecond, double life, int parallel, double cpuBar)
{
    // As fast as this machine lets anybody: what the kernel needs for both ends is the raw limit.
    if (perSecond <= 0)
        std::printf("%s, nobody watching: %d connections in %.2f s\n", what, connections,
                    passBy(connections, perSecond, life, parallel).seconds);
    std::vector<congestion::ClosedChunk> all;
    congestion::Monitor::Options options;
    options.closed = [&](const congestion::ClosedChunk& chunk) { all.push_back(chunk); };
    auto monitor = congestion::Monitor::start(options);
    const auto started = std::chrono::steady_clock::now();
    while (!monitor->snapshot()->live && std::chrono::steady_clock::now() - started < Seconds(10))
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const double before = cpuSeconds(RUSAGE_SELF);
    const PassingCrowd crowd = passBy(connections, perSecond, life, parallel);
    // What waits is read and handed over at the next look, a second later at most.
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    const double cpu = cpuSeconds(RUSAGE_SELF) - before;
    const std::uint64_t lost = monitor->snapshot()->lostEvents;
    monitor.reset();
    int clients = 0;
    int servers = 0;
    for (const congestion::ClosedChunk& chunk : all)
        for (const congestion::ClosedConnection& row : *chunk) {
            clients += row.connection.remote.port == crowd.port;
            servers += row.connection.local.port == crowd.port;
        }
    std::printf("%s: %d connections in %.2f s%s\n", what, connections, crowd.seconds,
                crowd.done ? "" : " (some could not connect)");
    std::printf("%-44s %12d of %d, both ends %d; dropped %llu times\n", "logged", clients, connections,
                clients + servers, static_cast<unsigned long long>(lost));
    figure("processor time of the watcher", cpu, "s", cpuBar);
}

void onDisk()
{
    kit::TemporaryFolder folder;
    const base::SystemClock clock;
    auto store = store::Store::open(folder.path(), clock);
    if (!store)
        return;
    constexpr int rows = 200'000;
    const base::Timestamp now = clock.wall();
    const auto made = [&](int number) {
        congestion::ClosedConnection row;
        row.closedAt = now - std::chrono::milliseconds(rows - number);
        row.connection.cookie = 1'000'000 + static_cast<std::uint64_t>(number);
        const bool six = number % 4 == 0;
        row.connection.remote = *net::Endpoint::fromText(six ? "[2001:db8:1:2::53]:53" : "198.51.100.9:53");
        row.connection.local = *net::Endpoint::fromText(six ? "[2001:db8::1]:40000" : "192.0.2.1:40000");
        std::memcpy(row.connection.algorithmText.data(), "cubic", 5);
        row.firstSeen = row.closedAt - std::chrono::seconds(3);
        congestion::TcpCounters& c = row.connection.counters;
        c.rttUs = 20'000 + static_cast<std::uint32_t>(number % 5000);
        c.minRttUs = 18'000;
        c.receiveRttUs = 21'000;
        c.congestionWindow = 10;
        c.receiveSpace = 65'483;
        c.bytesSent = c.bytesAcked = 120;
        c.bytesReceived = static_cast<std::uint64_t>(number) * 37 % 900'000;
        c.segmentsIn = c.bytesReceived / 1448 + 3;
        c.segmentsOut = c.segmentsIn / 2 + 2;
        c.busyUs = 20'000;
        return row;
    };
    const auto flush = [&] {
        std::promise<void> done;
        (*store)->flush([&](const base::Status&) { done.set_value(); });
        done.get_future().wait();
    };
    const auto size = [&] {
        std::uintmax_t sum = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
            if (entry.path().filename() == "history.sqlite")
                sum += entry.file_size();
        return static_cast<double>(sum);
    };
    const double took = elapsed([&] {
        for (int first = 0; first < rows; first += 2000) {
            std::vector<congestion::ClosedConnection> chunk;
            for (int i = first; i < first + 2000; ++i)
                chunk.push_back(made(i));
            (*store)->append(
                std::make_shared<const std::vector<congestion::ClosedConnection>>(std::move(chunk)));
        }
        flush();
    });
    figure("rows of ended connections written a second", rows / (took / 1e6), "rows/s", 0);
    const double question = elapsed([&] {
        std::promise<void> done;
        (*store)->read([&](store::HistoryReader& reader) {
            congestion::ConnectionFilter filter;
            filter.peer = *net::Prefix::fromText("2001:db8:1::/48");
            (void)reader.connections(filter);
            done.set_value();
        });
        done.get_future().wait();
    });
    figure("newest 10,000 of one network, found", question / 1e3, "ms", 0);
    store->reset(); // the WAL goes into the file
    figure("octets a row on disk", size() / rows, "octets", 112);
}

} // namespace

int main()
{
    const int failed = dumpBesideSs(12);
    watching();
    passing("as fast as it goes", 20'000, 0, 0, 2, 0.2);
    passing("300 a second, 3 ms each", 1'000, 300, 3, 2, 0);
    onDisk();
    return failed;
}
