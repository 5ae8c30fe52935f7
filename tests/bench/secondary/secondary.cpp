// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/secondary/secondary.h"

#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace zonescope::bench {
namespace {

template <class T>
T must(base::Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", base::toString(result.error()).c_str());
        std::exit(1); // NOLINT(concurrency-mt-unsafe): a benchmark that cannot run
    }
    return std::move(*result);
}

/// The number behind a word at the start of a line of a file in /proc.
std::uint64_t numberOf(const std::string& file, std::string_view word)
{
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(word))
            return std::strtoull(line.c_str() + word.size(), nullptr, 10);
    return 0;
}

base::Bytes soaQuery(std::string_view apex, std::uint16_t id)
{
    dns::Header header;
    header.id = id;
    dns::MessageWriter writer(header);
    writer.question({*dns::Name::fromText(apex), dns::Type::SOA, dns::Class::IN});
    return writer.finish();
}

/// Nothing: the server has no such zone, or not yet.
std::optional<std::uint32_t> serialIn(dns::MessageReader& reader)
{
    const auto record = reader.nextRecord();
    if (!reader.header().authoritative || !record || !*record || (*record)->type != dns::Type::SOA)
        return std::nullopt;
    const auto soa = dns::Soa::fromRdata((*record)->rdata);
    return soa ? std::optional(soa->serial) : std::nullopt;
}

} // namespace

std::string_view nameOf(SecondaryKind kind)
{
    constexpr std::array<std::string_view, 4> names{"zonescope", "knot", "bind", "nsd"};
    return names.at(static_cast<std::size_t>(kind));
}

Secondary::Secondary(SecondaryKind kind, Options options)
    : m_kind(kind)
    , m_options(std::move(options))
    , m_servePort(kit::freePort())
    , m_notifyPort(m_servePort)
{
    while (kind == SecondaryKind::Zonescope && m_notifyPort == m_servePort)
        m_notifyPort = kit::freePort();
}

net::Endpoint Secondary::at(std::uint16_t port)
{
    return {*net::IpAddress::fromText("127.0.0.1"), port};
}

void Secondary::start()
{
    switch (m_kind) {
    case SecondaryKind::Zonescope:
        writeOurs();
        break;
    case SecondaryKind::Knot:
        writeKnot();
        break;
    case SecondaryKind::Bind:
        writeBind();
        break;
    case SecondaryKind::Nsd:
        writeNsd();
        break;
    }
    m_process.emplace(must(kit::Process::start(command(), m_folder.path() / "log")));
}

void Secondary::stop()
{
    m_process.reset();
}

void Secondary::writeOurs() const
{
    std::ostringstream text;
    const bool proxied = !m_options.socksProxy.empty();
    text << "{ \"dataFolder\": \"" << (m_folder.path() / "data").string() << "\",\n"
         << "  \"notify\": { \"listen\": [\"" << notifyAt().toText() << "\"] },\n"
         << "  \"serve\": { \"listen\": [\"" << serveAt().toText() << "\"] },\n"
         << "  \"limits\": { \"maxSoaQueriesPerSecond\": 10000, \"maxTransfers\": 128 },\n"
         << (proxied
                 ? "  \"proxies\": [ { \"name\": \"s\", \"address\": \"" + m_options.socksProxy + "\" } ],\n"
                 : "")
         << "  \"primaries\": [ { \"name\": \"p\", \"maxTransfers\": 64, \"addresses\": [\""
         << m_options.primary.toText() << "\"]" << (proxied ? ", \"proxy\": \"s\"" : "")
         << " } ],\n  \"zones\": [\n";
    for (std::size_t i = 0; i < m_options.zones.size(); ++i)
        text << (i ? ",\n" : "") << "{ \"name\": \"" << m_options.zones[i] << "\", \"primaries\": [\"p\"] }";
    text << " ] }\n";
    kit::writeText(m_folder.path() / "server.conf", text.str());
}

void Secondary::writeKnot() const
{
    const std::string folder = m_folder.path().string();
    std::filesystem::create_directory(m_folder.path() / "db");
    std::ostringstream text;
    text << "server:\n  rundir: \"" << folder << "\"\n  listen: 127.0.0.1@" << m_servePort
         << "\nlog:\n  - target: stderr\n    any: warning\ndatabase:\n  storage: \"" << folder
         << "/db\"\nremote:\n  - id: p\n    address: 127.0.0.1@" << m_options.primary.port
         << "\nacl:\n  - id: n\n    address: 127.0.0.0/8\n    action: notify\n"
         << "template:\n  - id: default\n    storage: \"" << folder
         << "\"\n    master: p\n    acl: n\nzone:\n";
    for (const std::string& zone : m_options.zones)
        text << "  - domain: " << zone << "\n";
    kit::writeText(m_folder.path() / "server.conf", text.str());
}

void Secondary::writeBind() const
{
    std::ostringstream text;
    text << "options { directory \"" << m_folder.path().string() << "\"; listen-on port " << m_servePort
         << " { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; pid-file none;\n"
         << "  session-keyfile none; notify no; serial-query-rate 10000; transfers-in 200; "
            "transfers-per-ns 200; };\ncontrols { };\nlogging { category default { null; }; };\n";
    for (const std::string& zone : m_options.zones)
        text << "zone \"" << zone << "\" { type secondary; file \"" << zone
             << ".bin\"; primaries { 127.0.0.1 port " << m_options.primary.port << "; }; };\n";
    kit::writeText(m_folder.path() / "server.conf", text.str());
}

void Secondary::writeNsd() const
{
    const std::string folder = m_folder.path().string();
    std::ostringstream text;
    text << "server:\n  ip-address: 127.0.0.1@" << m_servePort
         << "\n  username: \"\"\n  chroot: \"\"\n  server-count: 1\n  xfrd-reload-timeout: 0\n  zonesdir: \""
         << folder << "\"\n  database: \"\"\n  pidfile: \"" << folder << "/pid\"\n  xfrdfile: \"" << folder
         << "/xfrd\"\n  zonelistfile: \"" << folder << "/zones\"\n  xfrdir: \"" << folder
         << "\"\n  verbosity: 0\nremote-control:\n  control-enable: no\n";
    for (const std::string& zone : m_options.zones)
        text << "zone:\n  name: \"" << zone << "\"\n  zonefile: \"" << zone
             << ".zone\"\n  allow-notify: 127.0.0.0/8 NOKEY\n  request-xfr: 127.0.0.1@"
             << m_options.primary.port << " NOKEY\n";
    kit::writeText(m_folder.path() / "server.conf", text.str());
}

std::vector<std::string> Secondary::command() const
{
    const std::string file = (m_folder.path() / "server.conf").string();
    switch (m_kind) {
    case SecondaryKind::Zonescope:
        return {ZONESCOPED, "--config", file, "--socket", (m_folder.path() / "s").string()};
    case SecondaryKind::Knot:
        return {"knotd", "-c", file};
    case SecondaryKind::Bind:
        return {"named", "-g", "-c", file};
    case SecondaryKind::Nsd:
        return {"nsd", "-d", "-c", file};
    }
    return {};
}

std::vector<int> Secondary::processes() const
{
    std::vector<int> all;
    if (m_process)
        all.push_back(m_process->pid());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string pid = std::to_string(all[i]);
        std::ifstream children("/proc/" + pid + "/task/" + pid + "/children");
        for (int child = 0; children >> child;)
            all.push_back(child);
    }
    return all;
}

std::uint64_t Secondary::octetsWritten() const
{
    std::uint64_t sum = 0;
    for (const int pid : processes())
        sum += numberOf("/proc/" + std::to_string(pid) + "/io", "write_bytes:");
    return sum;
}

double Secondary::peakMegabytes() const
{
    double sum = 0;
    for (const int pid : processes())
        sum += static_cast<double>(numberOf("/proc/" + std::to_string(pid) + "/status", "VmHWM:")) / 1024;
    return sum;
}

double Secondary::cpuSeconds() const
{
    double sum = 0;
    for (const int pid : processes()) {
        std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
        std::string word;
        for (int i = 0; i < 13; ++i)
            stat >> word;
        double user = 0;
        double system = 0;
        if (stat >> user >> system)
            sum += (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
    }
    return sum;
}

SerialWatch::SerialWatch(const net::Endpoint& server)
{
    sockaddr_storage address{};
    const unsigned length = server.toSockaddr(address);
    m_socket = ::socket(address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    // NOLINTNEXTLINE: the sockets API's own way to pass addresses
    if (m_socket < 0 || ::connect(m_socket, reinterpret_cast<sockaddr*>(&address), length) != 0)
        std::perror("socket");
}

SerialWatch::~SerialWatch()
{
    ::close(m_socket);
}

std::optional<std::uint32_t> SerialWatch::ask(std::string_view apex)
{
    const std::uint16_t id = ++m_id;
    const base::Bytes query = soaQuery(apex, id);
    if (::send(m_socket, query.data(), query.size(), 0) < 0)
        return std::nullopt;
    std::array<std::uint8_t, 4096> answer{};
    const auto until = Clock::now() + std::chrono::milliseconds(20);
    while (Clock::now() < until) {
        pollfd readable{m_socket, POLLIN, 0};
        if (::poll(&readable, 1, 20) <= 0)
            return std::nullopt;
        const ssize_t got = ::recv(m_socket, answer.data(), answer.size(), 0);
        if (got < 0)
            return std::nullopt;
        auto reader = dns::MessageReader::open({answer.data(), static_cast<std::size_t>(got)});
        if (reader && reader->header().id == id) // else an answer that came late
            return serialIn(*reader);
    }
    return std::nullopt;
}

/// How many of them, from the first one, are served.
std::size_t SerialWatch::askMany(std::span<const std::string> zones, std::uint32_t serial)
{
    const auto first = static_cast<std::uint16_t>(m_id + 1);
    for (const std::string& zone : zones) {
        const base::Bytes query = soaQuery(zone, ++m_id);
        if (::send(m_socket, query.data(), query.size(), 0) < 0)
            return 0;
    }
    std::vector<bool> good(zones.size());
    std::array<std::uint8_t, 4096> answer{};
    for (std::size_t left = zones.size(); left > 0;) {
        pollfd readable{m_socket, POLLIN, 0};
        const ssize_t got =
            ::poll(&readable, 1, 20) > 0 ? ::recv(m_socket, answer.data(), answer.size(), 0) : -1;
        if (got < 0)
            break;
        auto reader = dns::MessageReader::open({answer.data(), static_cast<std::size_t>(got)});
        const auto index = reader ? static_cast<std::uint16_t>(reader->header().id - first) : zones.size();
        if (index >= zones.size())
            continue; // an answer that came late
        --left;
        const auto seen = serialIn(*reader);
        good[index] = seen && *seen >= serial;
    }
    return static_cast<std::size_t>(std::ranges::find(good, false) - good.begin());
}

std::optional<std::string> SerialWatch::waitForAll(const std::vector<std::string>& zones,
                                                   std::uint32_t serial, Clock::time_point until)
{
    constexpr std::size_t largestBurst = 64;
    std::size_t burst = 1;
    for (std::size_t done = 0; done < zones.size();) {
        if (Clock::now() >= until)
            return zones[done];
        const std::size_t asked = std::min(burst, zones.size() - done);
        const std::size_t served = askMany(std::span(zones).subspan(done, asked), serial);
        done += served;
        burst = served == asked ? std::min(burst * 2, largestBurst) : 1;
        if (served == 0)
            std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
    return std::nullopt;
}

bool SerialWatch::waitFor(std::string_view apex, std::uint32_t serial, Clock::time_point until)
{
    while (Clock::now() < until) {
        if (const auto seen = ask(apex); seen && *seen >= serial)
            return true;
        std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
    return false;
}

} // namespace zonescope::bench
