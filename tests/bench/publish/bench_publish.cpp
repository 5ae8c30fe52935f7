// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in server beside knotd and nsd: answers a second of one core each (dnsperf on another), and the
// whole zone given out by AXFR beside knotd.
//
//   bench_publish [records] [seconds] [rounds]     all three in turn, round after round
//   bench_publish --serve FILE PORT                serves one zone until it is killed
#include "model/dns/text.h"
#include "model/net/socket.h"
#include "model/net/tcp_framing.h"
#include "model/publish/authoritative_server.h"
#include "tests/kit/process.h"
#include "tests/kit/real_server.h"

#include <poll.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <random>
#include <sstream>

using namespace zonescope;
using std::chrono::steady_clock;

namespace {

const char* const apex = "bench.example";
constexpr int serverCore = 1;
constexpr int clientCore = 0;

std::string zoneFile(int hosts)
{
    std::ostringstream text;
    text << "$ORIGIN bench.example.\n$TTL 3600\n@ SOA ns1 hostmaster 1 3600 600 86400 300\n@ NS ns1\n"
            "@ NS ns2\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n@ MX 10 mail\nmail A 192.0.2.3\n";
    for (int i = 0; i < hosts; ++i)
        text << "host" << i << " A 10." << i / 65536 % 256 << "." << i / 256 % 256 << "." << i % 256 << "\n";
    return std::move(text).str();
}

/// What dnsperf asks: nine of ten are there, one is not.
std::string queries(int hosts)
{
    std::mt19937 random(7);
    std::ostringstream text;
    for (int i = 0; i < 200'000; ++i)
        text << (random() % 10 == 0 ? "absent" : "host") << random() % static_cast<unsigned>(hosts)
             << ".bench.example A\n";
    return std::move(text).str();
}

int serve(const std::string& file, std::uint16_t port)
{
    const auto name = *dns::Name::fromText(apex);
    zone::ZoneLoader loader(name);
    const auto parsed = dns::parseZoneText(kit::readText(file), name, 3600, [&](const dns::Record& record) {
        std::ignore = loader.add(record);
    });
    auto version = loader.finish();
    if (!parsed || !version)
        return EXIT_FAILURE;
    auto zones = std::make_shared<publish::PublishedZones>();
    zones->publish({base::ZoneId{1}, name, *version, false, {}});
    const base::SystemClock clock;
    const auto server =
        publish::AuthoritativeServer::start({{*net::IpAddress::fromText("127.0.0.1"), port}}, zones, clock);
    if (!server)
        return EXIT_FAILURE;
    pause();
    return EXIT_SUCCESS;
}

struct Server
{
    std::string name;
    std::vector<std::string> command;
    std::uint16_t port = 0;
    kit::TemporaryFolder folder;
};

void writeKnot(const Server& server, const std::string& zone)
{
    const std::string folder = server.folder.path().string();
    std::filesystem::create_directory(folder + "/db");
    kit::writeText(
        folder + "/server.conf",
        "server:\n  rundir: \"" + folder + "\"\n  listen: 127.0.0.1@" + std::to_string(server.port) +
            "\n  udp-workers: 1\n  tcp-workers: 1\n  background-workers: 1\n  tcp-max-clients: 100\n"
            "log:\n  - target: stderr\n    any: warning\ndatabase:\n  storage: \"" +
            folder + "/db\"\nacl:\n  - id: x\n    address: 127.0.0.0/8\n    action: transfer\n" +
            "zone:\n  - domain: bench.example\n    file: \"" + zone +
            "\"\n    acl: x\n    zonefile-sync: -1\n    semantic-checks: off\n");
}

void writeNsd(const Server& server, const std::string& zone)
{
    const std::string folder = server.folder.path().string();
    kit::writeText(
        folder + "/server.conf",
        "server:\n  ip-address: 127.0.0.1@" + std::to_string(server.port) +
            "\n  username: \"\"\n  chroot: \"\"\n  server-count: 1\n  rrl-ratelimit: 0\n  zonesdir: \"" +
            folder + "\"\n  database: \"\"\n  pidfile: \"" + folder + "/pid\"\n  xfrdfile: \"" + folder +
            "/xfrd\"\n  zonelistfile: \"" + folder + "/zones\"\n  xfrdir: \"" + folder +
            "\"\nremote-control:\n  control-enable: no\nzone:\n  name: \"bench.example\"\n  zonefile: \"" +
            zone + "\"\n  provide-xfr: 127.0.0.0/8 NOKEY\n");
}

/// Processor seconds that a process and its children have used: what counts where others use the machine as
/// well and a wall clock says little.
double processorSeconds(pid_t root)
{
    std::map<pid_t, std::pair<pid_t, double>> all; // parent, seconds
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
        const pid_t pid = std::atoi(entry.path().filename().c_str());
        const std::string stat = pid > 0 ? kit::readText(entry.path() / "stat") : std::string();
        const std::size_t name = stat.rfind(')');
        if (name == std::string::npos)
            continue;
        std::istringstream fields(stat.substr(name + 2));
        std::string skipped;
        pid_t parent = 0;
        double user = 0;
        double kernel = 0;
        fields >> skipped >> parent;
        for (int i = 5; i <= 13; ++i)
            fields >> skipped;
        fields >> user >> kernel;
        all[pid] = {parent, (user + kernel) / static_cast<double>(sysconf(_SC_CLK_TCK))};
    }
    double sum = 0;
    for (const auto& [pid, values] : all)
        for (pid_t at = pid; at > 1; at = all.contains(at) ? all.at(at).first : 0)
            if (at == root) {
                sum += values.second;
                break;
            }
    return sum;
}

struct Asked
{
    double perSecond = 0; ///< answers, by the wall clock
    double processor = 0; ///< microseconds of the server for one answer
};

/// What dnsperf counts; nothing when it cannot be run.
std::optional<Asked> ask(const kit::Process& server, std::uint16_t port, const std::string& file, int seconds)
{
    const double before = processorSeconds(server.pid());
    const auto output =
        kit::run({"taskset", "-c", std::to_string(clientCore), "dnsperf", "-s", "127.0.0.1", "-p",
                  std::to_string(port), "-d", file, "-l", std::to_string(seconds), "-c", "8", "-q", "100"},
                 std::chrono::seconds(seconds + 30));
    if (!output)
        return std::nullopt;
    const double used = processorSeconds(server.pid()) - before;
    const auto number = [&](const char* label) {
        const std::size_t at = output->text.find(label);
        return at == std::string::npos ? 0.0 : std::atof(output->text.c_str() + at + std::strlen(label));
    };
    const double completed = number("Queries completed:");
    if (completed <= 0)
        return std::nullopt;
    return Asked{number("Queries per second:"), used / completed * 1e6};
}

/// Seconds of a whole AXFR, read and counted only.
std::optional<double> transferSeconds(std::uint16_t port, std::uint64_t records)
{
    const auto start = steady_clock::now();
    const auto socket = net::startConnect({*net::IpAddress::fromText("127.0.0.1"), port});
    if (!socket)
        return std::nullopt;
    pollfd ready{socket->get(), POLLOUT, 0};
    poll(&ready, 1, 5000);
    base::Bytes query("\0\1\0\0\0\1\0\0\0\0\0\0", 12);
    query += dns::Name::fromText(apex)->wire();
    query += base::Bytes("\0\374\0\1", 4);
    net::FrameEncoder out;
    out.push(base::viewOf(query));
    if (!net::writeSome(socket->get(), out.pending()))
        return std::nullopt;
    net::FrameDecoder in;
    for (std::uint64_t seen = 0; seen < records + 1;) { // the SOA comes twice
        ready.events = POLLIN;
        if (poll(&ready, 1, 10'000) <= 0)
            return std::nullopt;
        const auto got = net::readSome(socket->get(), in.space(262'144));
        if (!got || (*got && **got == 0))
            return std::nullopt;
        in.received(got->value_or(0));
        net::setQuickAck(socket->get());
        while (const auto message = in.next())
            seen += (*message)[6] * 256U + (*message)[7];
    }
    return std::chrono::duration<double>(steady_clock::now() - start).count();
}

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 4 && std::string(argv[1]) == "--serve")
        return serve(argv[2], static_cast<std::uint16_t>(std::atoi(argv[3])));
    const int hosts = argc > 1 ? std::atoi(argv[1]) : 100'000;
    const int seconds = argc > 2 ? std::atoi(argv[2]) : 5;
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 3;
    const kit::TemporaryFolder folder;
    const std::string zone = (folder.path() / "zone").string();
    const std::string asked = (folder.path() / "queries").string();
    kit::writeText(zone, zoneFile(hosts));
    kit::writeText(asked, queries(hosts));

    std::array<Server, 3> servers;
    servers[0].name = "zonescope";
    servers[1].name = "knotd";
    servers[2].name = "nsd";
    std::map<std::string, std::vector<double>> answers;
    std::map<std::string, std::vector<double>> processor;
    std::map<std::string, std::vector<double>> transfers;
    for (int round = 0; round < rounds; ++round)
        for (Server& server : servers) {
            server.port = kit::freePort();
            const std::string file = (server.folder.path() / "server.conf").string();
            if (server.name == "knotd") {
                writeKnot(server, zone);
                server.command = {"knotd", "-c", file};
            } else if (server.name == "nsd") {
                writeNsd(server, zone);
                server.command = {"nsd", "-d", "-c", file};
            } else {
                server.command = {argv[0], "--serve", zone, std::to_string(server.port)};
            }
            std::vector<std::string> pinned{"taskset", "-c", std::to_string(serverCore)};
            pinned.insert(pinned.end(), server.command.begin(), server.command.end());
            auto process = kit::Process::start(pinned, server.folder.path() / "log");
            const net::Endpoint at{*net::IpAddress::fromText("127.0.0.1"), server.port};
            const auto until = steady_clock::now() + std::chrono::seconds(60);
            while (process && !kit::askSerial(at, apex, std::chrono::milliseconds(100)) &&
                   steady_clock::now() < until)
                ;
            if (!process)
                continue;
            if (const auto rate = ask(*process, server.port, asked, seconds)) {
                answers[server.name].push_back(rate->perSecond);
                processor[server.name].push_back(rate->processor);
            }
            cpu_set_t client;
            CPU_ZERO(&client);
            CPU_SET(clientCore, &client);
            sched_setaffinity(0, sizeof client, &client);
            for (int i = 0; i < 3; ++i)
                if (const auto took = transferSeconds(server.port, static_cast<std::uint64_t>(hosts) + 7))
                    transfers[server.name].push_back(*took);
        }
    const auto best = [](const std::map<std::string, std::vector<double>>& of, bool least) {
        const double knot = median(of.at("knotd"));
        const double nsd = median(of.at("nsd"));
        return least ? std::min(knot, nsd) : std::max(knot, nsd);
    };
    if (answers.size() < servers.size()) {
        std::cerr << "dnsperf, knotd and nsd must be installed\n";
        return EXIT_FAILURE;
    }
    std::printf("%-10s %10s %8s %16s %8s %22s\n", "server", "answers/s", "ratio", "CPU us/answer", "ratio",
                "AXFR out, records/s");
    for (const Server& server : servers) {
        const double took = median(transfers[server.name]);
        const double rate = median(answers[server.name]);
        const double cost = median(processor[server.name]);
        std::printf("%-10s %10.0f %8.2f %16.2f %8.2f %22.0f\n", server.name.c_str(), rate,
                    rate / best(answers, false), cost, best(processor, true) / std::max(cost, 0.001),
                    took > 0 ? hosts / took : 0.0);
    }
    std::printf("ratios are to the better of knotd and nsd; AXFR rate of knotd's: %.2f\n",
                median(transfers["knotd"]) / std::max(median(transfers["zonescope"]), 1e-9));
    return EXIT_SUCCESS;
}
