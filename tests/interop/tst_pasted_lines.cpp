// SPDX-License-Identifier: GPL-3.0-or-later
// The lines that we show for a primary's configuration, pasted into BIND, Knot, NSD and PowerDNS that know
// nothing else of us: they notify us and let us transfer, and nobody else.
#include "model/zone/access_lines.h"
#include "tests/interop/content_kit.h"

#include <sstream>

using namespace zonescope;
using namespace zonescope::interop;

namespace {

constexpr const char* secret = "c2VjcmV0IG9jdGV0cyBmb3IgdGVzdHM=";
constexpr const char* ourAddress = "127.0.0.7"; // where our transfers come from, unlike anybody else's

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
    return text;
}

std::string knotText(const zone::AccessLines& lines, bool keyed)
{
    return "server:\n  rundir: \"@FOLDER@\"\n  listen: 127.0.0.1@@PORT@\nlog:\n  - target: stderr\n    any: "
           "info\n"
           "database:\n  storage: \"@FOLDER@/db\"\n" +
           (keyed ? "key:\n  - id: k1\n    algorithm: hmac-sha256\n    secret: " + std::string(secret) + "\n"
                  : std::string()) +
           "template:\n  - id: default\n    storage: \"@FOLDER@\"\n    file: zone\n" + lines.knot;
}

std::string bindText(const zone::AccessLines& lines, bool keyed)
{
    return "options { directory \"@FOLDER@\"; listen-on port @PORT@ { 127.0.0.1; }; listen-on-v6 { none; }; "
           "recursion no; dnssec-validation no; pid-file none; session-keyfile none; allow-transfer { none; "
           "}; "
           "notify explicit; notify-delay 0; };\ncontrols { };\n" +
           (keyed ? "key \"k1\" { algorithm hmac-sha256; secret \"" + std::string(secret) + "\"; };\n"
                  : std::string()) +
           replaced(lines.bind, "…", "type primary; file \"zone\";");
}

std::string nsdText(const zone::AccessLines& lines, bool keyed)
{
    return "server:\n  ip-address: 127.0.0.1@@PORT@\n  username: \"\"\n  chroot: \"\"\n  zonesdir: "
           "\"@FOLDER@\"\n"
           "  database: \"\"\n  pidfile: \"@FOLDER@/pid\"\n  xfrdfile: \"@FOLDER@/xfrd\"\n"
           "  zonelistfile: \"@FOLDER@/zones\"\n  xfrdir: \"@FOLDER@\"\n  verbosity: 2\n"
           "remote-control:\n  control-enable: no\n" +
           (keyed ? "key:\n  name: \"k1\"\n  algorithm: hmac-sha256\n  secret: \"" + std::string(secret) +
                        "\"\n"
                  : std::string()) +
           lines.nsd + "    zonefile: zone\n";
}

base::Status startPowerDns(OwnServer& server, const zone::AccessLines& lines, bool keyed)
{
    const std::string folder = server.folder.path().string();
    kit::writeText(server.folder.path() / "named.conf",
                   "zone \"example.org\" { type master; file \"" + folder + "/zone\"; };\n");
    kit::writeText(server.folder.path() / "pdns.conf",
                   "launch=bind\nbind-config=" + folder + "/named.conf\nbind-dnssec-db=" + folder +
                       "/meta\nlocal-address=127.0.0.1\nlocal-port=" + std::to_string(server.port) +
                       "\nsocket-dir=" + folder + "\nprimary=yes\nonly-notify=\nallow-axfr-ips=\n");
    const std::string tool = "pdnsutil --config-dir=" + folder;
    std::vector<std::string> commands{tool + " create-bind-db " + folder + "/meta"};
    if (keyed)
        commands.push_back(tool + " import-tsig-key k1 hmac-sha256 " + secret);
    std::istringstream pasted(replaced(lines.powerDns, "pdnsutil", tool));
    for (std::string line; std::getline(pasted, line);)
        commands.push_back(line);
    for (const std::string& command : commands) {
        const auto done = kit::run({"sh", "-c", command});
        if (!done)
            return tl::unexpected(done.error());
        if (done->exitCode != 0)
            return base::fail(base::ErrorCode::Internal, command + ": " + done->text + done->errors);
    }
    auto started = kit::Process::start({kit::findProgram("pdns_server"), "--config-dir=" + folder,
                                        "--daemon=no", "--guardian=no", "--disable-syslog", "--write-pid=no"},
                                       server.folder.path() / "log");
    if (!started)
        return tl::unexpected(started.error());
    server.process.emplace(std::move(*started));
    return {};
}

base::Status startWith(ServerKind kind, OwnServer& server, const zone::AccessLines& lines, bool keyed)
{
    kit::writeText(server.folder.path() / "zone", zoneText(7));
    switch (kind) {
    case ServerKind::Knot:
        return server.start("knotd", knotText(lines, keyed), {});
    case ServerKind::Bind:
        return server.start("named", bindText(lines, keyed), {"-g"});
    case ServerKind::Nsd:
        return server.start("nsd", nsdText(lines, keyed), {"-d"});
    case ServerKind::PowerDns:
        return startPowerDns(server, lines, keyed);
    }
    return {};
}

} // namespace

class tst_PastedLines : public QObject
{
    Q_OBJECT

private slots:
    void theyWork_data();
    void theyWork();
    void listenersAndSources();
};

void tst_PastedLines::theyWork_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("keyed");
    for (const ServerKind kind : kit::serverKinds)
        for (const bool keyed : {false, true})
            QTest::newRow((std::string(kit::serverName(kind)) + (keyed ? ", key" : ", address")).c_str())
                << static_cast<int>(kind) << keyed;
}

void tst_PastedLines::theyWork()
{
    QFETCH(int, kind);
    QFETCH(bool, keyed);
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    OwnServer server;
    base::ZoneId zone;
    base::PrimaryId primary;
    QVERIFY_RESULT((*running)->configure([&](zone::Configuration& c, auto& secrets) -> base::Status {
        zone::Primary made;
        made.name = "theirs";
        made.addresses = {server.endpoint()};
        made.source = *net::IpAddress::fromText(ourAddress);
        if (keyed) {
            zone::Key key;
            key.name = *dns::Name::fromText("k1");
            made.key = *c.put(key);
            secrets[*made.key] = *dns::TsigKey::decodeSecret(secret);
        }
        primary = *c.put(made);
        zone::Zone theirs;
        theirs.apex = *dns::Name::fromText("example.org");
        theirs.primaries = {primary};
        zone = *c.put(theirs);
        return {};
    }));
    const zone::AccessLines lines = zone::accessLines(*(*running)->engine().configuration(), primary,
                                                      (*running)->engine().status().notifyAt, {});
    QVERIFY_RESULT(startWith(static_cast<ServerKind>(kind), server, lines, keyed));
    QTRY_VERIFY2_WITH_TIMEOUT(kit::askSerial(server.endpoint(), "example.org") == 7U, server.log().c_str(),
                              60'000);
    if (static_cast<ServerKind>(kind) == ServerKind::PowerDns) // looks after its NOTIFYs once a minute
        QTRY_VERIFY_WITH_TIMEOUT(kit::run({"pdns_control", "--socket-dir=" + server.folder.path().string(),
                                           "notify", "example.org"})
                                         .value_or(kit::Output{})
                                         .exitCode == 0,
                                 60'000);
    // It is not asked to transfer: the NOTIFY does that.
    QVERIFY2(
        (*running)->waitFor([&] { return (*running)->sawEvent(pipeline::Event::Kind::NotifyAccepted, zone); },
                            std::chrono::seconds(40)),
        server.log().c_str());
    QVERIFY2((*running)->waitFor([&] { return (*running)->heldSerial(zone) == 7U; }), server.log().c_str());
    // Nobody else gets it.
    const auto other = kit::run({"kdig", "@127.0.0.1", "-p", std::to_string(server.port), "-b", "127.0.0.8",
                                 "example.org", "AXFR", "+short", "+retry=0", "+timeout=3"});
    QVERIFY(!other || other->text.find("192.0.2.80") == std::string::npos);
}

/// Where NOTIFY goes is where we listen, and only with a wildcard the address that we send from.
void tst_PastedLines::listenersAndSources()
{
    zone::Configuration configuration;
    zone::Primary made;
    made.name = "p";
    made.addresses = {*net::Endpoint::fromText("[2001:db8::53]:53")};
    const base::PrimaryId id = *configuration.put(made);
    const auto lines = [&](const char* listener, const char* source, const char* seen) {
        zone::Primary changed = *configuration.primary(id);
        changed.source = source ? std::optional(*net::IpAddress::fromText(source)) : std::nullopt;
        (void)configuration.put(changed);
        const std::vector<net::Endpoint> listeners{*net::Endpoint::fromText("192.0.2.1:53"),
                                                   *net::Endpoint::fromText(listener)};
        return zone::accessLines(configuration, id, listeners,
                                 seen ? std::optional(*net::IpAddress::fromText(seen)) : std::nullopt);
    };
    const auto told = [&](const std::string& text) { return text.substr(0, text.find('\n')); };
    // Its own listener, another source.
    zone::AccessLines shown = lines("[2001:db8::1]:5353", "2001:db8::7", nullptr);
    QCOMPARE(told(shown.powerDns),
             std::string("pdnsutil set-meta example.org ALSO-NOTIFY [2001:db8::1]:5353"));
    QVERIFY(shown.bind.find("also-notify { 2001:db8::1 port 5353; }") != std::string::npos);
    QVERIFY(shown.bind.find("allow-transfer { 2001:db8::7; }") != std::string::npos);
    QVERIFY(shown.knot.find("address: 2001:db8::1@5353\n") != std::string::npos);
    QVERIFY(shown.nsd.find("notify: 2001:db8::1@5353 NOKEY") != std::string::npos);
    // A wildcard: the source, or what the primary saw.
    shown = lines("[::]:53", "2001:db8::7", nullptr);
    QVERIFY(shown.bind.find("also-notify { 2001:db8::7 port 53; }") != std::string::npos);
    shown = lines("[::]:53", nullptr, "2001:db8::9");
    QVERIFY(shown.bind.find("also-notify { 2001:db8::9 port 53; }") != std::string::npos);
    QVERIFY(shown.bind.find("allow-transfer { 2001:db8::9; }") != std::string::npos);
    // Nothing is known yet.
    QVERIFY(lines("[::]:53", nullptr, nullptr).bind.find("allow-transfer { our-address; }") !=
            std::string::npos);
}

QTEST_GUILESS_MAIN(tst_PastedLines)
#include "tst_pasted_lines.moc"
