// SPDX-License-Identifier: GPL-3.0-or-later
// AXFR of a large zone against reading and discarding the same stream in the same round: indexed while it is
// read; and by a whole engine, from the configured zone to built, durably committed and served. usage:
// bench_transfer [records] [rounds]; bench_transfer --signed [records] [rounds] for a zone signed by
// dnssec-signzone: 100,000 records become 265,000
#include "model/dns/text.h"
#include "model/net/event_loop.h"
#include "model/transfer/socket_wire.h"
#include "model/transfer/transfer_service.h"
#include "model/transfer/xfr_attempt.h"
#include "tests/bench/transfer/engine_run.h"
#include "tests/bench/transfer/replay_sender.h"
#include "tests/kit/real_server.h"
#include "tests/kit/zone_generator.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <future>

using namespace zonescope;

namespace {

base::SystemClock systemClock;

struct Run
{
    double wall = 0;
    double cpu = 0;
    transfer::TransferResult result;
};

/// A whole job: SOA check, connection, transfer, index.
Run transferOnce(const net::Endpoint& primary, const dns::Name& apex, const std::optional<dns::TsigKey>& key)
{
    std::promise<transfer::TransferResult> promise;
    transfer::TransferService::Callbacks callbacks;
    callbacks.finished = [&](transfer::TransferResult result) { promise.set_value(std::move(result)); };
    transfer::TransferService service(systemClock, {}, callbacks);
    transfer::TransferJob job;
    job.id = 1;
    job.apex = apex;
    transfer::Target target;
    target.primary = {1};
    target.addresses = {primary};
    target.key = key;
    job.targets = {target};
    Run run;
    const double cpu = bench::processCpu();
    const auto start = std::chrono::steady_clock::now();
    service.submit(std::move(job));
    run.result = promise.get_future().get();
    run.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    run.cpu = bench::processCpu() - cpu;
    return run;
}

/// The connection alone, without the SOA check before it.
class Attempt final : public transfer::WireEvents
{
public:
    Attempt(net::EventLoop& loop, transfer::XfrAttempt::Order order)
        : m_wire(loop, *this,
                 [this, &loop] {
                     if (attempt.done())
                         loop.stop();
                 })
        , attempt(std::move(order), systemClock, m_wire)
    {
    }
    void datagram(base::ByteView) override {}
    void udpFailed(const base::Error&) override {}
    void connected() override { attempt.connected(); }
    void connectFailed(const base::Error& error) override { attempt.connectFailed(error); }
    void octets(std::size_t count) override { attempt.octets(count); }
    void message(base::ByteView message) override { attempt.message(message); }
    void closed(const std::optional<base::Error>& error, std::size_t pending) override
    {
        attempt.closed(error, pending);
    }

private:
    transfer::SocketWire m_wire;

public:
    transfer::XfrAttempt attempt;
};

double replayOnce(const net::Endpoint& sender, const dns::Name& apex, std::uint64_t expected)
{
    auto loop = net::EventLoop::create(systemClock).value();
    transfer::XfrAttempt::Order order;
    order.apex = apex;
    order.server = sender;
    const auto start = std::chrono::steady_clock::now();
    Attempt one(*loop, std::move(order));
    one.attempt.start();
    loop->run();
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!one.attempt.product() || one.attempt.product()->version->recordCount() != expected) {
        std::fprintf(stderr, "replay: %s\n",
                     one.attempt.product() ? "records differ"
                                           : base::toString(one.attempt.product().error()).c_str());
        std::exit(1); // NOLINT(concurrency-mt-unsafe)
    }
    return wall;
}

double threadCpu()
{
    timespec t{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

/// No socket: the reader and the index alone, in CPU seconds, which a busy machine hardly changes.
double fromMemory(base::Bytes stream, const dns::Name& apex)
{
    transfer::XfrReader::Order order;
    order.query = transfer::makeAxfrQuery(apex, true, {}, systemClock.wall());
    net::FrameDecoder decoder;
    for (std::size_t at = 0; at + 4 <= stream.size();) {
        const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(stream[at])) << 8 |
                                 static_cast<unsigned char>(stream[at + 1]);
        stream[at + 2] = static_cast<char>(order.query.id >> 8);
        stream[at + 3] = static_cast<char>(order.query.id & 0xff);
        at += 2 + size;
    }
    transfer::XfrReader reader(std::move(order));
    const double start = threadCpu();
    for (std::size_t at = 0; at < stream.size();) {
        const std::size_t step = std::min<std::size_t>(262144, stream.size() - at);
        decoder.feed(base::viewOf(stream).subspan(at, step));
        at += step;
        while (const auto message = decoder.next())
            if (!reader.accept(*message, systemClock.wall()))
                std::exit(1); // NOLINT(concurrency-mt-unsafe)
    }
    if (!reader.ended() || !reader.finish())
        std::exit(1); // NOLINT(concurrency-mt-unsafe)
    return threadCpu() - start;
}

/// The messages alone: every record read, its names decompressed, its rdata checked.
double parseFromMemory(const base::Bytes& stream)
{
    const double start = threadCpu();
    dns::RecordView record;
    for (std::size_t at = 0; at + 2 <= stream.size();) {
        const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(stream[at])) << 8 |
                                 static_cast<unsigned char>(stream[at + 1]);
        auto reader = dns::MessageReader::open(base::viewOf(stream).subspan(at + 2, size));
        dns::MessageReader::Step step = dns::MessageReader::Step::Fault;
        while (reader && (step = reader->step(record)) == dns::MessageReader::Step::Record) {
        }
        if (step != dns::MessageReader::Step::End)
            std::exit(1); // NOLINT(concurrency-mt-unsafe)
        at += 2 + size;
    }
    return threadCpu() - start;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void line(const char* name, const std::vector<double>& ours, const std::vector<double>& raw, double bar)
{
    std::vector<double> ratios;
    for (std::size_t i = 0; i < ours.size(); ++i)
        ratios.push_back(ours[i] / raw[i]);
    std::printf("%-44s %8.1f ms, raw %8.1f ms, ratio median %5.2f (%4.2f - %4.2f), bar %4.2f\n", name,
                median(ours) * 1e3, median(raw) * 1e3, median(ratios),
                *std::min_element(ratios.begin(), ratios.end()),
                *std::max_element(ratios.begin(), ratios.end()), bar);
    std::fflush(stdout);
}

/// The zone with keys, signatures and NSEC, as BIND's tools make it. Empty: they are not there.
std::string signedText(const std::string& text, const dns::Name& apex)
{
    const kit::TemporaryFolder folder;
    const std::string place = folder.path().string();
    const std::string file = place + "/zone";
    kit::writeText(file, text);
    for (const bool keySigning : {true, false}) {
        std::vector<std::string> command{"dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", "-K", place};
        if (keySigning)
            command.insert(command.end(), {"-f", "KSK"});
        command.push_back(apex.toDisplay());
        if (!kit::run(command, std::chrono::seconds(30)))
            return {};
    }
    if (!kit::run({"dnssec-signzone", "-S", "-P", "-x", "-K", place, "-d", place, "-O", "full", "-o",
                   apex.toDisplay(), "-f", file + ".signed", file},
                  std::chrono::minutes(5)))
        return {};
    return kit::readText(file + ".signed");
}

/// Raw and ours in turns, so that both see the same machine. `records`: 0 for those that come.
void againstKnot(const std::string& text, const dns::Name& apex, std::uint64_t records, int rounds,
                 bool withKey, base::Bytes* stream, double bar = 1.10)
{
    kit::ServerOptions options;
    options.zones.push_back({apex.toDisplay(), text});
    std::optional<dns::TsigKey> key;
    if (withKey) {
        key = dns::TsigKey{dns::Name::fromText("k1").value(), dns::TsigAlgorithm::HmacSha256,
                           base::Bytes(32, 'k')};
        options.key = kit::ServerKey{"k1", "hmac-sha256", dns::TsigKey::encodeSecret(key->secret)};
    }
    const auto server = kit::RealServer::start(kit::ServerKind::Knot, std::move(options));
    if (!server) {
        std::fprintf(stderr, "no knotd: %s\n", base::toString(server.error()).c_str());
        return;
    }
    const net::Endpoint endpoint = (*server)->endpoint();
    const Run warm = transferOnce(endpoint, apex, key);
    if (records == 0 && warm.result.version)
        records = warm.result.version->recordCount();
    if (!warm.result.version || warm.result.version->recordCount() != records) {
        std::fprintf(stderr, "knotd: %s\n",
                     warm.result.error ? base::toString(*warm.result.error).c_str() : "records differ");
        std::exit(1); // NOLINT(concurrency-mt-unsafe)
    }
    const std::uint64_t octets = warm.result.attempts.back().bytes;
    std::vector<double> ours;
    std::vector<double> raw;
    std::vector<double> cpu;
    std::vector<double> committed;
    std::vector<double> committedCpu;
    for (int i = 0; i < rounds; ++i) {
        const transfer::Query query = transfer::makeAxfrQuery(apex, true, key, systemClock.wall());
        raw.push_back(
            bench::rawDrain(endpoint, base::viewOf(query.message), octets, i == 0 ? stream : nullptr));
        const Run run = transferOnce(endpoint, apex, key);
        ours.push_back(run.wall);
        cpu.push_back(run.cpu);
        const bench::EngineRun whole = bench::committedOnce(endpoint, apex, key, records);
        committed.push_back(whole.wall);
        committedCpu.push_back(whole.cpu);
    }
    const std::string name = std::string("AXFR from knotd, indexed") + (withKey ? ", TSIG" : "");
    line(name.c_str(), ours, raw, bar);
    std::printf(
        "%-44s %8.1f ms per 1M records, bar 200; %llu messages, %.1f MB, %.1f octets of memory a record\n",
        "  client CPU", median(cpu) * 1e3 * 1e6 / static_cast<double>(records),
        static_cast<unsigned long long>(warm.result.attempts.back().messages),
        static_cast<double>(octets) / 1e6,
        static_cast<double>(warm.result.version->memoryBytes()) / static_cast<double>(records));
    line("  built, committed, served", committed, raw, 1.25);
    std::printf("%-44s %8.1f ms per 1M records\n", "  CPU of the engine",
                median(committedCpu) * 1e3 * 1e6 / static_cast<double>(records));
}

} // namespace

int main(int argc, char** argv)
{
    const bool isSigned = argc > 1 && std::string_view(argv[1]) == "--signed";
    if (isSigned) {
        --argc;
        ++argv;
    }
    const std::uint64_t records = argc > 1   ? std::strtoull(argv[1], nullptr, 10)
                                  : isSigned ? 100'000
                                             : 1'000'000;
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 7; // NOLINT(cert-err34-c)
    const dns::Name apex = dns::Name::fromText("bench.example").value();
    std::string text = "$TTL 3600\n";
    kit::generateZone({apex, records, 1, 1},
                      [&](const dns::Record& record) { text += dns::recordText(record) + "\n"; });
    if (isSigned) {
        const std::string zone = signedText(text, apex);
        if (zone.empty())
            std::fprintf(stderr, "dnssec-keygen and dnssec-signzone must be installed\n");
        else
            againstKnot(zone, apex, 0, rounds, false, nullptr, 1.30);
        return zone.empty() ? 1 : 0;
    }
    base::Bytes stream;
    againstKnot(text, apex, records, rounds, false, &stream);
    againstKnot(text, apex, records, rounds, true, nullptr);
    if (stream.empty())
        return 1;
    const bench::ReplaySender sender(stream);
    std::vector<double> ours;
    std::vector<double> raw;
    std::vector<double> committed;
    for (int i = 0; i < rounds; ++i) {
        const transfer::Query query = transfer::makeAxfrQuery(apex, true, {}, systemClock.wall());
        raw.push_back(bench::rawDrain(sender.endpoint(), base::viewOf(query.message), stream.size()));
        ours.push_back(replayOnce(sender.endpoint(), apex, records));
        committed.push_back(bench::committedOnce(sender.endpoint(), apex, {}, records).wall);
    }
    line("AXFR from an ideal sender, indexed", ours, raw, 6.0);
    std::printf("%-44s %8.1f ms per 1M records, bar 100\n", "  same",
                median(ours) * 1e3 * 1e6 / static_cast<double>(records));
    std::printf("%-44s %8.1f ms per 1M records, bar 200\n", "  built, committed, served",
                median(committed) * 1e3 * 1e6 / static_cast<double>(records));
    std::vector<double> memory;
    std::vector<double> parsed;
    for (int i = 0; i < rounds; ++i) {
        memory.push_back(fromMemory(stream, apex));
        parsed.push_back(parseFromMemory(stream));
    }
    std::printf("%-44s %8.1f ns of CPU a record, bar 40\n", "messages read from memory",
                median(parsed) * 1e9 / static_cast<double>(records));
    std::printf("%-44s %8.1f ms of CPU per 1M records\n", "reader and index from memory",
                median(memory) * 1e3 * 1e6 / static_cast<double>(records));
    return 0;
}
