// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/real_server.h"

#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"

#include <csignal>
#include <poll.h>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace zonescope::kit {
namespace {

using std::chrono::steady_clock;
constexpr auto startLimit =
    std::chrono::seconds(60); // named and pdns_server load libraries for a second, on a busy machine for ten

/// `for each of items` text, joined.
template <class Items, class Text>
std::string each(const Items& items, Text text)
{
    std::ostringstream all;
    for (const auto& item : items)
        all << text(item);
    return std::move(all).str();
}

std::string port(const net::Endpoint& endpoint)
{
    return std::to_string(endpoint.port);
}

} // namespace

std::string_view serverName(ServerKind kind)
{
    switch (kind) {
    case ServerKind::Knot:
        return "knot";
    case ServerKind::Bind:
        return "bind";
    case ServerKind::Nsd:
        return "nsd";
    case ServerKind::PowerDns:
        return "powerdns";
    }
    return {};
}

base::Result<std::unique_ptr<RealServer>> RealServer::start(ServerKind kind, ServerOptions options)
{
    std::unique_ptr<RealServer> server(new RealServer(kind, std::move(options)));
    // The free port may be taken between asking and binding: try again with another.
    base::Error last;
    for (int attempt = 0; attempt < 3; ++attempt) {
        server->m_port = freePort();
        server->m_tlsPort = freePort();
        for (const ServerZone& zone : server->m_options.zones)
            writeText(server->zoneFile(zone.apex), zone.text);
        if (auto written = server->writeConfiguration(); !written)
            return tl::unexpected(written.error());
        auto process = Process::start(server->command(), server->m_folder.path() / "log");
        if (!process)
            return tl::unexpected(process.error());
        server->m_process.emplace(std::move(*process));
        auto serving = server->waitUntilServing();
        if (serving)
            return server;
        last = serving.error();
        server->m_process.reset();
    }
    return tl::unexpected(last);
}

net::Endpoint RealServer::endpoint() const
{
    return *net::Endpoint::fromText("127.0.0.1:" + std::to_string(m_port));
}

net::Endpoint RealServer::tlsEndpoint() const
{
    return *net::Endpoint::fromText("127.0.0.1:" + std::to_string(m_tlsPort));
}

base::Status RealServer::writeConfiguration()
{
    switch (m_kind) {
    case ServerKind::Knot:
        writeKnot();
        break;
    case ServerKind::Bind:
        writeBind();
        break;
    case ServerKind::Nsd:
        writeNsd();
        break;
    case ServerKind::PowerDns:
        return writePowerDns();
    }
    return {};
}

void RealServer::writeKnot() const
{
    const std::string folder = m_folder.path().string();
    const bool keyed = m_options.key.has_value();
    std::filesystem::create_directory(m_folder.path() /
                                      "db"); // knotd 3.2 does not make it, and then keeps no journal
    std::ostringstream text;
    text << "server:\n  rundir: \"" << folder << "\"\n  listen: 127.0.0.1@" << m_port
         << "\nlog:\n  - target: stderr\n    any: info\ndatabase:\n  storage: \"" << folder << "/db\"\n";
    if (keyed)
        text << "key:\n  - id: " << m_options.key->name << "\n    algorithm: " << m_options.key->algorithm
             << "\n    secret: " << m_options.key->secret << "\n";
    if (!m_options.notify.empty())
        text << "remote:\n";
    std::string remotes;
    for (std::size_t i = 0; i < m_options.notify.size(); ++i) {
        text << "  - id: s" << i << "\n    address: " << m_options.notify[i].address.toText() << "@"
             << m_options.notify[i].port << "\n"
             << (keyed ? "    key: " + m_options.key->name + "\n" : "");
        remotes += (i ? ", s" : "s") + std::to_string(i);
    }
    text << "acl:\n  - id: xfr\n    address: " << (m_options.refuseTransfers ? "192.0.2.1" : "127.0.0.0/8")
         << "\n"
         << (keyed ? "    key: " + m_options.key->name + "\n" : "")
         << "    action: " << (m_options.allowUpdates ? "[transfer, update]" : "transfer") << "\n"
         << "template:\n  - id: default\n    storage: \"" << folder << "\"\n    zonefile-load: difference\n"
         << "    journal-content: changes\n    acl: xfr\n"
         << (remotes.empty() ? "" : "    notify: [" + remotes + "]\n") << "zone:\n"
         << each(m_options.zones, [](const ServerZone& zone) {
                return "  - domain: " + zone.apex + "\n    file: \"" + zone.apex + ".zone\"\n";
            });
    writeText(m_folder.path() / "server.conf", text.str());
}

void RealServer::writeBind() const
{
    const std::string folder = m_folder.path().string();
    const std::string allowed = m_options.refuseTransfers ? "none"
                                : m_options.key           ? "key \"" + m_options.key->name + "\""
                                                          : "any";
    const std::string keyed = m_options.key ? " key \"" + m_options.key->name + "\"" : std::string();
    std::ostringstream text;
    if (m_options.tls)
        text << "tls xot { cert-file \"" << m_options.tls->certificate.string() << "\"; key-file \""
             << m_options.tls->key.string() << "\"; protocols { TLSv1.3; }; "
             << (m_options.tls->clientsOf.empty() ? std::string()
                                                  : "ca-file \"" + m_options.tls->clientsOf.string() + "\"; ")
             << "};\n";
    text << "options { directory \"" << folder << "\"; listen-on port " << m_port
         << " { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; pid-file none;\n"
         << (m_options.tls ? "  listen-on port " + std::to_string(m_tlsPort) + " tls xot { 127.0.0.1; };\n"
                           : std::string())
         << "  session-keyfile none; notify-delay 0; startup-notify-rate 1000; notify-rate 1000; "
            "transfers-out 100;\n"
         << "  notify explicit; ixfr-from-differences yes; allow-transfer "
         << (m_options.tls ? "transport tls " : "") << "{ " << allowed << "; };\n  also-notify { "
         << each(m_options.notify,
                 [&](const net::Endpoint& e) {
                     return e.address.toText() + " port " + port(e) + keyed + "; ";
                 })
         << "}; };\ncontrols { };\n";
    if (m_options.key)
        text << "key \"" << m_options.key->name << "\" { algorithm " << m_options.key->algorithm
             << "; secret \"" << m_options.key->secret << "\"; };\n";
    const std::string updates =
        m_options.allowUpdates ? "allow-update { key \"" + m_options.key->name + "\"; }; " : std::string();
    text << each(m_options.zones, [&](const ServerZone& zone) {
        return "zone \"" + zone.apex + "\" { type primary; file \"" + zone.apex + ".zone\"; " + updates +
               "};\n";
    });
    writeText(m_folder.path() / "server.conf", text.str());
}

void RealServer::writeNsd() const
{
    const std::string folder = m_folder.path().string();
    const std::string key = m_options.key ? m_options.key->name : "NOKEY";
    std::ostringstream text;
    text << "server:\n  ip-address: 127.0.0.1@" << m_port << "\n";
    if (m_options.tls)
        text << "  ip-address: 127.0.0.1@" << m_tlsPort << "\n  tls-port: " << m_tlsPort
             << "\n  tls-service-pem: \"" << m_options.tls->certificate.string()
             << "\"\n  tls-service-key: \"" << m_options.tls->key.string() << "\"\n";
    text << "  username: \"\"\n  chroot: \"\"\n  server-count: 1\n"
         << "  zonesdir: \"" << folder << "\"\n  database: \"\"\n  pidfile: \"" << folder
         << "/pid\"\n  xfrdfile: \"" << folder << "/xfrd\"\n  zonelistfile: \"" << folder
         << "/zones\"\n  xfrdir: \"" << folder
         << "\"\n  verbosity: 2\nremote-control:\n  control-enable: no\n";
    if (m_options.key)
        text << "key:\n  name: \"" << m_options.key->name << "\"\n  algorithm: " << m_options.key->algorithm
             << "\n  secret: \"" << m_options.key->secret << "\"\n";
    for (const ServerZone& zone : m_options.zones) {
        text << "zone:\n  name: \"" << zone.apex << "\"\n  zonefile: \"" << zone.apex
             << ".zone\"\n  store-ixfr: yes\n  create-ixfr: yes\n";
        if (!m_options.refuseTransfers)
            text << "  provide-xfr: 127.0.0.0/8 " << key << "\n";
        text << each(m_options.notify, [&](const net::Endpoint& e) {
            return "  notify: " + e.address.toText() + "@" + port(e) + " " + key + "\n";
        });
    }
    writeText(m_folder.path() / "server.conf", text.str());
}

base::Status RealServer::writePowerDns() const
{
    const std::string folder = m_folder.path().string();
    writeText(m_folder.path() / "named.conf", "options { directory \"" + folder + "\"; };\n" +
                                                  each(m_options.zones, [&](const ServerZone& zone) {
                                                      return "zone \"" + zone.apex +
                                                             "\" { type master; file \"" + folder + "/" +
                                                             zone.apex + ".zone\"; };\n";
                                                  }));
    std::ostringstream text;
    text
        << "launch=bind\nbind-config=" << folder
        << "/named.conf\nbind-check-interval=0\nbind-dnssec-db=" << folder
        << "/dnssec.sqlite\nlocal-address=127.0.0.1\nlocal-port=" << m_port << "\nsocket-dir=" << folder
        << "\nprimary=yes\nonly-notify=\nallow-axfr-ips="
        << (m_options.refuseTransfers ? "192.0.2.1"
            : m_options.key           ? ""
                                      : "127.0.0.0/8")
        << "\nsecurity-poll-suffix=\n"
        << "cache-ttl=0\nquery-cache-ttl=0\nnegquery-cache-ttl=0\nzone-cache-refresh-interval=0\nalso-notify="
        << each(m_options.notify,
                [first = true](const net::Endpoint& e) mutable {
                    return std::string(std::exchange(first, false) ? "" : ",") + e.toText();
                })
        << "\n";
    writeText(m_folder.path() / "pdns.conf", text.str());
    const auto tool = [&](std::vector<std::string> words) -> base::Status {
        words.insert(words.begin(), {"pdnsutil", "--config-dir=" + folder});
        const auto done = run(words);
        if (!done)
            return tl::unexpected(done.error());
        if (done->exitCode != 0)
            return base::fail(base::ErrorCode::Internal, words[2] + ": " + done->text + done->errors);
        return {};
    };
    if (std::filesystem::exists(m_folder.path() / "dnssec.sqlite"))
        return {};
    if (auto made = tool({"create-bind-db", folder + "/dnssec.sqlite"}); !made || !m_options.key)
        return made;
    const ServerKey& key = *m_options.key;
    if (auto imported = tool({"import-tsig-key", key.name, key.algorithm, key.secret}); !imported)
        return imported;
    for (const ServerZone& zone : m_options.zones)
        if (auto active = tool({"activate-tsig-key", zone.apex, key.name, "primary"}); !active)
            return active;
    return {};
}

std::vector<std::string> RealServer::command() const
{
    const std::string configuration = (m_folder.path() / "server.conf").string();
    switch (m_kind) {
    case ServerKind::Knot:
        return {"knotd", "-c", configuration};
    case ServerKind::Bind:
        return {"named", "-g", "-c", configuration};
    case ServerKind::Nsd:
        return {"nsd", "-d", "-c", configuration};
    case ServerKind::PowerDns:
        return {"pdns_server",      "--config-dir=" + m_folder.path().string(),
                "--daemon=no",      "--guardian=no",
                "--disable-syslog", "--write-pid=no"};
    }
    return {};
}

base::Status RealServer::waitUntilServing()
{
    const auto until = steady_clock::now() + startLimit;
    for (const ServerZone& zone : m_options.zones)
        while (!askSerial(endpoint(), zone.apex, std::chrono::milliseconds(100))) {
            if (!m_process->running())
                return base::fail(base::ErrorCode::ConnectionRefused, "it ended: " + log());
            if (steady_clock::now() > until)
                return base::fail(base::ErrorCode::TimedOut, zone.apex + " is not served: " + log());
        }
    return {};
}

base::Status RealServer::replaceZone(const std::string& apex, const std::string& text)
{
    writeText(zoneFile(apex), text);
    // named looks at whole seconds of the file's time: a second change within one would go unseen.
    std::error_code ignored;
    std::filesystem::last_write_time(
        zoneFile(apex),
        std::filesystem::file_time_type::clock::now() + std::chrono::seconds(++m_replacements * 2), ignored);
    const std::string folder = m_folder.path().string();
    std::vector<std::vector<std::string>> commands;
    switch (m_kind) {
    case ServerKind::Knot:
        commands = {{"knotc", "-s", folder + "/knot.sock", "-b", "zone-reload", apex}};
        break;
    case ServerKind::Bind:
    case ServerKind::Nsd:
        m_process->signal(SIGHUP);
        break;
    case ServerKind::PowerDns:
        commands = {{"pdns_control", "--socket-dir=" + folder, "bind-reload-now", apex},
                    {"pdns_control", "--socket-dir=" + folder, "notify", apex}};
        break;
    }
    for (const auto& words : commands) {
        const auto done = run(words);
        if (!done)
            return tl::unexpected(done.error());
        if (done->exitCode != 0)
            return base::fail(base::ErrorCode::Internal, words[0] + ": " + done->text + done->errors);
    }
    return {};
}

namespace {

/// The first datagram that comes back. A server that starts may lose what came before it was ready.
std::optional<base::Bytes> ask(int socket, const base::Bytes& query, std::chrono::milliseconds limit)
{
    constexpr auto again = std::chrono::milliseconds(500);
    const auto until = steady_clock::now() + limit;
    for (auto now = steady_clock::now(); now < until; now = steady_clock::now()) {
        const auto patience = std::min(again, std::chrono::ceil<std::chrono::milliseconds>(until - now));
        pollfd readable{socket, POLLIN, 0};
        std::array<char, 4096> answer{};
        if (send(socket, query.data(), query.size(), 0) < 0)
            return std::nullopt; // nobody listens there
        if (poll(&readable, 1, static_cast<int>(patience.count())) <= 0)
            continue;
        const ssize_t got = recv(socket, answer.data(), answer.size(), 0);
        return got > 0 ? std::optional(base::Bytes(answer.data(), static_cast<std::size_t>(got)))
                       : std::nullopt;
    }
    return std::nullopt;
}

} // namespace

std::optional<std::uint32_t> askSerial(const net::Endpoint& server, const std::string& apex,
                                       std::chrono::milliseconds limit)
{
    const auto name = dns::Name::fromText(apex);
    if (!name)
        return std::nullopt;
    dns::Header header;
    header.id = 0x5a53;
    dns::MessageWriter writer(header);
    writer.question({*name, dns::Type::SOA, dns::Class::IN});
    const base::Bytes query = writer.finish();

    sockaddr_storage address{};
    const unsigned length = server.toSockaddr(address);
    const int fd = socket(address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    std::optional<base::Bytes> answer;
    // NOLINTNEXTLINE: the sockets API's own way to pass addresses
    if (connect(fd, reinterpret_cast<sockaddr*>(&address), length) == 0)
        answer = ask(fd, query, limit);
    close(fd);
    if (!answer) { // a refused port answers at once: do not spin
        poll(nullptr, 0, 20);
        return std::nullopt;
    }
    auto reader = dns::MessageReader::open(base::viewOf(*answer));
    if (!reader || !reader->header().authoritative)
        return std::nullopt;
    const auto record = reader->nextRecord();
    if (!record || !*record || (*record)->type != dns::Type::SOA)
        return std::nullopt;
    const auto soa = dns::Soa::fromRdata((*record)->rdata);
    return soa ? std::optional(soa->serial) : std::nullopt;
}

} // namespace zonescope::kit
