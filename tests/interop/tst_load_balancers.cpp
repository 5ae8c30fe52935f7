// SPDX-License-Identifier: GPL-3.0-or-later
// NOTIFY from real primaries through real load balancers (dnsdist, HAProxy): the access list sees the
// primary, the log the balancer, and the answer finds its way back.
#include "tests/kit/process.h"
#include "tests/kit/real_server.h"
#include "tests/model/notify/listener_fixture.h"

#include <sstream>

using namespace zonescope;
using namespace zonescope::notifytest;
using kit::ServerKind;

namespace {

constexpr const char* balancerAddress = "127.0.0.9"; // where the balancers' own connections come from

std::string zoneText(int serial)
{
    return "$TTL 60\n@ SOA ns1 hostmaster " + std::to_string(serial) +
           " 3600 600 86400 60\n@ NS ns1\nns1 A 192.0.2.1\n";
}

std::string dnsdistText(std::uint16_t listen, std::uint16_t to)
{
    return "setLocal('127.0.0.1:" + std::to_string(listen) + "')\nsetACL({'127.0.0.0/8'})\n" +
           "newServer({address='127.0.0.1:" + std::to_string(to) + "', source='" + balancerAddress +
           "', useProxyProtocol=true})\ngetServer(0):setUp()\n";
}

std::string haproxyText(std::uint16_t listen, std::uint16_t to, const std::string& version)
{
    return "defaults\n  mode tcp\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n"
           "frontend clients\n  bind 127.0.0.1:" +
           std::to_string(listen) + "\n  default_backend us\nbackend us\n  source " + balancerAddress +
           "\n  server us 127.0.0.1:" + std::to_string(to) + " " + version + "\n";
}

bool wasAnswered(const std::string& knotLog, std::uint16_t port)
{
    std::istringstream lines(knotLog);
    for (std::string line; std::getline(lines, line);)
        if (line.find("notify, outgoing, remote 127.0.0.1@" + std::to_string(port)) != std::string::npos &&
            line.find("serial") != std::string::npos && line.find("failed") == std::string::npos)
            return true;
    return false;
}

} // namespace

class TestLoadBalancers : public QObject, private NotifyListenerFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void notifyComesThrough_data();
    void notifyComesThrough();
};

void TestLoadBalancers::notifyComesThrough_data()
{
    QTest::addColumn<int>("primary");
    QTest::addColumn<std::string>("program");
    QTest::addColumn<std::string>("header");
    const auto row = [](const char* title, ServerKind primary, const char* program, const char* header) {
        QTest::newRow(title) << static_cast<int>(primary) << std::string(program) << std::string(header);
    };
    row("BIND through dnsdist: UDP, version 2", ServerKind::Bind, "dnsdist", "");
    row("Knot through dnsdist: TCP, version 2", ServerKind::Knot, "dnsdist", "");
    row("Knot through HAProxy: TCP, version 1", ServerKind::Knot, "haproxy", "send-proxy");
    row("Knot through HAProxy: TCP, version 2", ServerKind::Knot, "haproxy", "send-proxy-v2");
}

void TestLoadBalancers::notifyComesThrough()
{
    QFETCH(int, primary);
    QFETCH(std::string, program);
    QFETCH(std::string, header);
    const std::string path = kit::findProgram(program);
    if (path.empty())
        QSKIP("this load balancer is not installed");
    notify::NotifyListener::Limits limits;
    limits.proxiesFrom = {*net::Prefix::fromText(std::string(balancerAddress) + "/32")};
    start(std::move(limits));
    const std::uint16_t ours = listener->boundTo().front().port;

    const kit::TemporaryFolder folder;
    const net::Endpoint balanced{at("127.0.0.1").address, kit::freePort()};
    const bool isDnsdist = program == "dnsdist";
    const auto file = folder.path() / "conf";
    kit::writeText(file,
                   isDnsdist ? dnsdistText(balanced.port, ours) : haproxyText(balanced.port, ours, header));
    auto process = kit::Process::start(
        isDnsdist ? std::vector<std::string>{path, "--supervised", "--disable-syslog", "-C", file.string()}
                  : std::vector<std::string>{path, "-db", "-f", file.string()},
        folder.path() / "log");
    QVERIFY_RESULT(process);

    auto server =
        kit::RealServer::start(static_cast<ServerKind>(primary),
                               {.zones = {{"loop.example", zoneText(7)}}, .key = {}, .notify = {balanced}});
    QVERIFY_RESULT(server);
    // The first may come before the balancer listens; what it then refuses, the primary says again.
    int serial = 7;
    for (; serial < 30 && accepted.empty(); ++serial) {
        QVERIFY_RESULT((*server)->replaceZone("loop.example", zoneText(serial + 1)));
        until([&] { return !accepted.empty(); }, 5000);
    }
    QVERIFY2(!accepted.empty(), (kit::readText(folder.path() / "log") + (*server)->log() +
                                 (refusal ? base::toString(*refusal) : ""))
                                    .c_str());
    QCOMPARE(accepted[0].from.address.toText(), std::string("127.0.0.1"));
    QVERIFY(balancer.has_value());
    QCOMPARE(balancer->address.toText(), std::string(balancerAddress));
    QCOMPARE(accepted[0].notify.primaries.size(), std::size_t(1));

    // Answered, the primary is content. BIND says nothing of that.
    for (const Accepted& each : accepted)
        listener->answer(each.token, true);
    if (static_cast<ServerKind>(primary) == ServerKind::Knot)
        QVERIFY2(until([&] { return wasAnswered((*server)->log(), balanced.port); }),
                 (*server)->log().c_str());
    // Whoever comes round the balancer brings no header, and is not believed.
    const int before = refused;
    const net::UniqueFd stranger = udpClient();
    sendAll(stranger.get(), header.empty() ? base::Bytes("\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", 16) + org(1)
                                           : base::Bytes("PROXY UNKNOWN\r\n") + org(1));
    QVERIFY(until([&] { return refused > before; }));
}

QTEST_GUILESS_MAIN(TestLoadBalancers)
#include "tst_load_balancers.moc"
