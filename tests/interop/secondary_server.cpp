// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/interop/secondary_server.h"

#include <sstream>

namespace zonescope::interop {
namespace {

struct Setup
{
    std::string folder;
    std::string apex;
    std::uint16_t port;
    std::string address; ///< of the upstream
    std::uint16_t upstreamPort;
    std::optional<kit::ServerKey> key;
};

std::string knot(const Setup& s)
{
    std::ostringstream text;
    text << "server:\n  rundir: \"" << s.folder << "\"\n  listen: 127.0.0.1@" << s.port
         << "\nlog:\n  - target: stderr\n    any: info\ndatabase:\n  storage: \"" << s.folder << "/db\"\n";
    if (s.key)
        text << "key:\n  - id: " << s.key->name << "\n    algorithm: " << s.key->algorithm
             << "\n    secret: " << s.key->secret << "\n";
    const std::string keyed = s.key ? "    key: " + s.key->name + "\n" : std::string();
    text << "remote:\n  - id: up\n    address: " << s.address << "@" << s.upstreamPort << "\n"
         << keyed << "acl:\n  - id: told\n    address: 127.0.0.0/8\n"
         << keyed << "    action: notify\n"
         << "  - id: shown\n    address: 127.0.0.0/8\n    action: transfer\n"
         << "zone:\n  - domain: " << s.apex << "\n    storage: \"" << s.folder
         << "\"\n    master: up\n    acl: [told, shown]\n";
    return text.str();
}

std::string bind(const Setup& s)
{
    std::ostringstream text;
    text << "options { directory \"" << s.folder << "\"; listen-on port " << s.port
         << " { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; pid-file none;\n"
         << "  session-keyfile none; notify no; allow-transfer { any; }; min-refresh-time 3600; "
            "serial-query-rate 1000; };\ncontrols { };\n";
    if (s.key)
        text << "key \"" << s.key->name << "\" { algorithm " << s.key->algorithm << "; secret \""
             << s.key->secret << "\"; };\n";
    const std::string keyed = s.key ? " key \"" + s.key->name + "\"" : std::string();
    text << "zone \"" << s.apex << "\" { type secondary; primaries { " << s.address << " port "
         << s.upstreamPort << keyed << "; };\n  file \"zone.db\"; allow-notify { "
         << (s.key ? "key \"" + s.key->name + "\"" : "127.0.0.1") << "; }; };\n";
    return text.str();
}

std::string nsd(const Setup& s)
{
    const std::string key = s.key ? s.key->name : "NOKEY";
    std::ostringstream text;
    text << "server:\n  ip-address: 127.0.0.1@" << s.port
         << "\n  username: \"\"\n  chroot: \"\"\n  server-count: 1\n  zonesdir: \"" << s.folder
         << "\"\n  database: \"\"\n  pidfile: \"" << s.folder << "/pid\"\n  xfrdfile: \"" << s.folder
         << "/xfrd\"\n  zonelistfile: \"" << s.folder << "/zones\"\n  xfrdir: \"" << s.folder
         << "\"\n  verbosity: 2\nremote-control:\n  control-enable: no\n";
    if (s.key)
        text << "key:\n  name: \"" << s.key->name << "\"\n  algorithm: " << s.key->algorithm
             << "\n  secret: \"" << s.key->secret << "\"\n";
    text << "zone:\n  name: \"" << s.apex << "\"\n  zonefile: \"zone.txt\"\n  allow-notify: 127.0.0.0/8 "
         << key << "\n  request-xfr: " << s.address << "@" << s.upstreamPort << " " << key
         << "\n  provide-xfr: 127.0.0.0/8 NOKEY\n";
    return text.str();
}

} // namespace

base::Result<std::unique_ptr<SecondaryServer>>
SecondaryServer::start(kit::ServerKind kind, const std::string& apex, std::uint16_t port,
                       const net::Endpoint& upstream, const std::optional<kit::ServerKey>& key)
{
    std::unique_ptr<SecondaryServer> server(new SecondaryServer);
    const Setup setup{server->m_folder.path().string(), apex,          port,
                      upstream.address.toText(),        upstream.port, key};
    const std::string file = setup.folder + "/server.conf";
    std::filesystem::create_directory(setup.folder + "/db");
    std::vector<std::string> command;
    if (kind == kit::ServerKind::Knot) {
        kit::writeText(file, knot(setup));
        command = {"knotd", "-c", file};
    } else if (kind == kit::ServerKind::Bind) {
        kit::writeText(file, bind(setup));
        command = {"named", "-g", "-c", file};
    } else {
        kit::writeText(file, nsd(setup));
        command = {"nsd", "-d", "-c", file};
    }
    auto process = kit::Process::start(command, server->m_folder.path() / "log");
    if (!process)
        return tl::unexpected(process.error());
    server->m_process.emplace(std::move(*process));
    return server;
}

} // namespace zonescope::interop
