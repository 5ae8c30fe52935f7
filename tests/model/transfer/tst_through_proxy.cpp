// SPDX-License-Identifier: GPL-3.0-or-later
// Transfers through SOCKS5 servers of Debian (microsocks, Dante, shadowsocks-libev): what comes is the same,
// and whose fault a failure is stands in its code.
#include "model/net/socket.h"
#include "model/transfer/preflight.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/model/transfer/service_kit.h"

#include <QTest>

#include <poll.h>

#include <future>
#include <thread>

using namespace zonescope;
using namespace zonescope::transfer;
using Outcome = TransferResult::Outcome;
using base::ErrorCode;
using EventKind = pipeline::Event::Kind;

namespace {

net::Endpoint loopback(std::uint16_t port)
{
    return {*net::IpAddress::fromText("127.0.0.1"), port};
}

bool accepts(const net::Endpoint& endpoint)
{
    const auto socket = net::startConnect(endpoint);
    if (!socket)
        return false;
    pollfd watched{socket->get(), POLLOUT, 0};
    return ::poll(&watched, 1, 10'000) == 1 && net::finishConnect(socket->get()).has_value();
}

/// A proxy that runs until the object goes. Nothing: it is not installed or does not start here.
struct RunningProxy
{
    kit::TemporaryFolder folder;
    std::vector<kit::Process> processes;
    net::Endpoint endpoint;

    bool start(const std::vector<std::string>& command, const net::Endpoint& at)
    {
        auto process =
            kit::Process::start(command, folder.path() / ("log" + std::to_string(processes.size())));
        if (!process)
            return false;
        processes.push_back(std::move(*process));
        endpoint = at;
        return QTest::qWaitFor([&] { return !processes.back().running() || accepts(at); }, 60'000) &&
               processes.back().running();
    }
};

std::unique_ptr<RunningProxy> microsocks(const std::vector<std::string>& more = {})
{
    const std::string program = kit::findProgram("microsocks");
    const std::uint16_t port = kit::freePort();
    std::vector<std::string> command{program, "-i", "127.0.0.1", "-p", std::to_string(port)};
    command.insert(command.end(), more.begin(), more.end());
    auto proxy = std::make_unique<RunningProxy>();
    return !program.empty() && proxy->start(command, loopback(port)) ? std::move(proxy) : nullptr;
}

/// `blocked`: a port it must not connect to.
std::unique_ptr<RunningProxy> dante(std::uint16_t blocked = 0)
{
    const std::string program = kit::findProgram("danted");
    const std::uint16_t port = kit::freePort();
    auto proxy = std::make_unique<RunningProxy>();
    std::string rules;
    if (blocked != 0)
        rules = "socks block { from: 0.0.0.0/0 to: 0.0.0.0/0 port = " + std::to_string(blocked) + " }\n";
    kit::writeText(proxy->folder.path() / "conf",
                   "logoutput: stderr\ninternal: 127.0.0.1 port = " + std::to_string(port) +
                       "\nexternal: 127.0.0.5\nclientmethod: none\nsocksmethod: none\nuser.privileged: root\n"
                       "user.unprivileged: nobody\nclient pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }\n" +
                       rules +
                       "socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 command: connect udpassociate }\n"
                       "socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 command: bindreply udpreply }\n");
    const std::vector<std::string> command{program, "-f", (proxy->folder.path() / "conf").string(), "-p",
                                           (proxy->folder.path() / "pid").string()};
    return !program.empty() && proxy->start(command, loopback(port)) ? std::move(proxy) : nullptr;
}

std::unique_ptr<RunningProxy> danteOverIpv6()
{
    const std::string program = kit::findProgram("danted");
    const std::uint16_t port = kit::freePort();
    auto proxy = std::make_unique<RunningProxy>();
    kit::writeText(proxy->folder.path() / "conf",
                   "logoutput: stderr\ninternal: ::1 port = " + std::to_string(port) +
                       "\nexternal: ::1\nclientmethod: none\nsocksmethod: none\nuser.privileged: root\n"
                       "user.unprivileged: nobody\nclient pass { from: ::/0 to: ::/0 }\n"
                       "socks pass { from: ::/0 to: ::/0 command: connect udpassociate }\n"
                       "socks pass { from: ::/0 to: ::/0 command: bindreply udpreply }\n");
    const std::vector<std::string> command{program, "-f", (proxy->folder.path() / "conf").string(), "-p",
                                           (proxy->folder.path() / "pid").string()};
    const net::Endpoint at{*net::IpAddress::fromText("::1"), port};
    return !program.empty() && proxy->start(command, at) ? std::move(proxy) : nullptr;
}

std::unique_ptr<RunningProxy> shadowsocks()
{
    const std::string server = kit::findProgram("ss-server");
    const std::string local = kit::findProgram("ss-local");
    if (server.empty() || local.empty())
        return nullptr;
    const std::string serverPort = std::to_string(kit::freePort());
    const std::uint16_t port = kit::freePort();
    auto proxy = std::make_unique<RunningProxy>();
    const std::vector<std::string> secret{"-k", "test", "-m", "aes-256-gcm", "-u"};
    std::vector<std::string> far{server, "-s", "127.0.0.1", "-p", serverPort};
    std::vector<std::string> near{local,       "-s", "127.0.0.1",         "-p", serverPort, "-b",
                                  "127.0.0.1", "-l", std::to_string(port)};
    far.insert(far.end(), secret.begin(), secret.end());
    near.insert(near.end(), secret.begin(), secret.end());
    const bool started = proxy->start(far, loopback(static_cast<std::uint16_t>(std::stoi(serverPort)))) &&
                         proxy->start(near, loopback(port));
    return started ? std::move(proxy) : nullptr;
}

net::SocksProxy socks(const net::Endpoint& server, std::string user = {}, std::string password = {})
{
    return {server, std::move(user), std::move(password)};
}

TransferJob jobThrough(ServiceBench& bench, const net::SocksProxy& proxy)
{
    TransferJob job = bench.job();
    job.targets.at(0).proxy = proxy;
    return job;
}

bool saw(const ServiceBench& bench, EventKind kind)
{
    const auto events = bench.events();
    return std::ranges::any_of(events, [&](const pipeline::Event& e) { return e.kind == kind; });
}

} // namespace

class TestThroughProxy : public QObject
{
    Q_OBJECT

private slots:
    void microsocksWithPassword();
    void withoutUdpItSaysSoOnce();
    void danteForwardsUdpAndTellsItsAddress();
    void danteRefusesByRule();
    void shadowsocksForwardsUdp();
    void wrongPassword();
    void noProxyThere();
    void primaryDownBehindProxy();
    void silentProxy();
    void httpServerInsteadOfProxy();
    void overIpv6();
    void danteForwardsUdpOverIpv6();
    void preflightThroughProxy();
    void nextPrimaryGoesDirectly();
    void keptConnectionsBelongToTheirProxy();

private:
    void addZone(ServiceBench& bench)
    {
        QVERIFY_RESULT(bench.primary->addZone("z.", 5, "@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.2\n"));
    }
};

#define NEED(proxy)                                                                                          \
    if (!(proxy))                                                                                            \
    QSKIP("this SOCKS server is not installed or does not start here")

/// A connection that was made through one proxy, or none, serves nothing that shall go another way.
void TestThroughProxy::keptConnectionsBelongToTheirProxy()
{
    const auto first = microsocks();
    const auto second = microsocks();
    NEED(first && second);
    TransferService::Limits limits;
    limits.threads = 1;
    ServiceBench bench(limits);
    addZone(bench);
    bench.primary->setScript(name("z."), onAxfr([](const servers::Request& request) {
                                 servers::Draft draft = servers::Draft::answerTo(request);
                                 draft.answers = soa(5) + Records{} + soa(5);
                                 draft.edns = dns::Edns{};
                                 draft.edns->keepalive = 300;
                                 return Steps{servers::Step::send(draft)};
                             }));
    const std::optional<net::SocksProxy> none;
    const std::optional<net::SocksProxy> one = socks(first->endpoint);
    const std::optional<net::SocksProxy> two = socks(second->endpoint);
    std::uint64_t connections = 0;
    const std::vector<std::pair<std::optional<net::SocksProxy>, unsigned>> steps{
        {none, 1}, {none, 0}, {one, 1}, {two, 1}, {two, 0}, {none, 1}};
    for (const auto& [proxy, isNew] : steps) {
        TransferJob job = bench.job();
        job.mode = TransferJob::Mode::Full;
        job.targets.at(0).proxy = proxy;
        job.targets.at(0).maxTransfers = 1;
        QVERIFY_OUTCOME(bench.run(std::move(job)), Outcome::NewVersion);
        connections += isNew;
        // microsocks knows no UDP: the SOA check makes the connection that the transfer goes on with.
        QCOMPARE(bench.primary->counters().connectionsTotal, connections);
    }
}

void TestThroughProxy::microsocksWithPassword()
{
    const auto proxy = microsocks({"-u", "anna", "-P", "hunter2"});
    NEED(proxy);
    ServiceBench bench;
    addZone(bench);
    const TransferResult result = bench.run(jobThrough(bench, socks(proxy->endpoint, "anna", "hunter2")));
    QVERIFY_OUTCOME(result, Outcome::NewVersion);
    QVERIFY(bench.equalsPrimary(*result.version));
}

void TestThroughProxy::withoutUdpItSaysSoOnce()
{
    const auto proxy = microsocks();
    NEED(proxy);
    ServiceBench bench;
    addZone(bench);
    QVERIFY_OUTCOME(bench.run(jobThrough(bench, socks(proxy->endpoint))), Outcome::NewVersion);
    QVERIFY_OUTCOME(bench.run(jobThrough(bench, socks(proxy->endpoint))), Outcome::NewVersion);
    const auto events = bench.events();
    QCOMPARE(std::ranges::count(events, EventKind::ProxyWithoutUdp, &pipeline::Event::kind), 1);
    QCOMPARE_CODE(std::ranges::find(events, EventKind::ProxyWithoutUdp, &pipeline::Event::kind)->error,
                  ErrorCode::ProxyWithoutUdp);
}

void TestThroughProxy::danteForwardsUdpAndTellsItsAddress()
{
    const auto proxy = dante();
    NEED(proxy);
    ServiceBench bench;
    addZone(bench);
    const TransferResult result = bench.run(jobThrough(bench, socks(proxy->endpoint)));
    QVERIFY_OUTCOME(result, Outcome::NewVersion);
    QVERIFY(!saw(bench, EventKind::ProxyWithoutUdp));
    QCOMPARE(bench.primary->counters().connectionsTotal, std::uint64_t(1)); // the check went over UDP
    QCOMPARE(result.seenFrom.at({1}).toText(), std::string("127.0.0.5"));
}

void TestThroughProxy::danteRefusesByRule()
{
    ServiceBench bench;
    addZone(bench);
    const auto proxy = dante(bench.primary->endpoint().port);
    NEED(proxy);
    const TransferResult result = bench.run(jobThrough(bench, socks(proxy->endpoint)));
    QVERIFY_OUTCOME(result, Outcome::Failed);
    QCOMPARE_CODE(result.error, ErrorCode::ProxyRefused);
    QCOMPARE(bench.primary->counters().soaQueries, std::uint64_t(0));
}

void TestThroughProxy::shadowsocksForwardsUdp()
{
    const auto proxy = shadowsocks();
    NEED(proxy);
    ServiceBench bench;
    addZone(bench);
    const TransferResult result = bench.run(jobThrough(bench, socks(proxy->endpoint)));
    QVERIFY_OUTCOME(result, Outcome::NewVersion);
    QVERIFY(!saw(bench, EventKind::ProxyWithoutUdp));
    QCOMPARE(bench.primary->counters().connectionsTotal, std::uint64_t(1));
}

void TestThroughProxy::wrongPassword()
{
    const auto proxy = microsocks({"-u", "anna", "-P", "hunter2"});
    NEED(proxy);
    ServiceBench bench;
    addZone(bench);
    for (const net::SocksProxy& login :
         {socks(proxy->endpoint), socks(proxy->endpoint, "anna", "wrong-secret")}) {
        const TransferResult result = bench.run(jobThrough(bench, login));
        QVERIFY_OUTCOME(result, Outcome::Failed);
        QCOMPARE_CODE(result.error, ErrorCode::ProxyAuthFailed);
        QVERIFY(errorOf(result).find("wrong-secret") == std::string::npos);
    }
    QCOMPARE(bench.primary->counters().connectionsTotal, std::uint64_t(0));
}

void TestThroughProxy::noProxyThere()
{
    ServiceBench bench;
    addZone(bench);
    const TransferResult result = bench.run(jobThrough(bench, socks(loopback(kit::freePort()))));
    QVERIFY_OUTCOME(result, Outcome::Failed);
    QCOMPARE_CODE(result.error, ErrorCode::ProxyUnreachable);
}

/// The proxy is well: the primary's own fault must not be called the proxy's.
void TestThroughProxy::primaryDownBehindProxy()
{
    const auto proxy = microsocks();
    NEED(proxy);
    ServiceBench bench;
    TransferJob job = jobThrough(bench, socks(proxy->endpoint));
    job.targets.at(0).addresses = {loopback(kit::freePort())};
    QCOMPARE_CODE(bench.run(std::move(job)).error, ErrorCode::ConnectionRefused);
}

void TestThroughProxy::silentProxy()
{
    const auto listener = net::listenTcp(loopback(0));
    QVERIFY_RESULT(listener);
    ServiceBench bench({}, shortTimings());
    addZone(bench);
    const TransferResult result = bench.run(jobThrough(bench, socks(*net::localEndpoint(listener->get()))));
    QVERIFY_OUTCOME(result, Outcome::Failed);
    QCOMPARE_CODE(result.error, ErrorCode::ProxyUnreachable);
}

void TestThroughProxy::httpServerInsteadOfProxy()
{
    const auto listener = net::listenTcp(loopback(0));
    QVERIFY_RESULT(listener);
    std::atomic<bool> stop = false;
    std::thread server([&] {
        std::vector<net::AcceptedConnection> connections;
        while (!stop) {
            pollfd watched{listener->get(), POLLIN, 0};
            if (::poll(&watched, 1, 20) != 1)
                continue;
            auto accepted = net::acceptTcp(listener->get());
            if (accepted && *accepted) {
                (void)net::writeSome((*accepted)->socket.get(),
                                     base::viewOf("HTTP/1.1 400 Bad Request\r\n\r\n"));
                connections.push_back(std::move(**accepted));
            }
        }
    });
    ServiceBench bench;
    const TransferResult result = bench.run(jobThrough(bench, socks(*net::localEndpoint(listener->get()))));
    stop = true;
    server.join();
    QCOMPARE_CODE(result.error, ErrorCode::ProxyRefused);
}

void TestThroughProxy::overIpv6()
{
    const std::string program = kit::findProgram("microsocks");
    const std::uint16_t port = kit::freePort();
    RunningProxy proxy;
    const net::Endpoint at{*net::IpAddress::fromText("::1"), port};
    if (program.empty() || !proxy.start({program, "-i", "::1", "-p", std::to_string(port)}, at))
        QSKIP("microsocks does not start on IPv6 here");
    auto primary = servers::ScriptedPrimary::start({*net::IpAddress::fromText("::1"), 0});
    QVERIFY_RESULT(primary);
    QVERIFY_RESULT((*primary)->addZone("z.", 5, "@ NS ns\nns A 192.0.2.1\n"));
    ServiceBench bench;
    TransferJob job = jobThrough(bench, socks(at));
    job.targets.at(0).addresses = {(*primary)->endpoint()};
    QVERIFY_OUTCOME(bench.run(std::move(job)), Outcome::NewVersion);
}

/// Both the association and the SOA query over IPv6: the header of each datagram holds sixteen octets of
/// address.
void TestThroughProxy::danteForwardsUdpOverIpv6()
{
    const auto proxy = danteOverIpv6();
    if (!proxy)
        QSKIP("dante-server does not start on IPv6 here");
    auto primary = servers::ScriptedPrimary::start({*net::IpAddress::fromText("::1"), 0});
    QVERIFY_RESULT(primary);
    QVERIFY_RESULT((*primary)->addZone("z.", 5, "@ NS ns\nns A 192.0.2.1\n"));
    ServiceBench bench;
    TransferJob job = jobThrough(bench, socks(proxy->endpoint));
    job.targets.at(0).addresses = {(*primary)->endpoint()};
    QVERIFY_OUTCOME(bench.run(std::move(job)), Outcome::NewVersion);
    QVERIFY(!saw(bench, EventKind::ProxyWithoutUdp));
    QCOMPARE((*primary)->counters().connectionsTotal, std::uint64_t(1)); // the check went over UDP
}

void TestThroughProxy::preflightThroughProxy()
{
    const auto proxy = dante();
    NEED(proxy);
    ServiceBench bench;
    addZone(bench);
    const auto probe = [&](const net::SocksProxy& through) {
        PreflightWorker worker(bench.clock);
        PreflightProbe row;
        row.apex = name("z.");
        row.primary = bench.primary->endpoint();
        row.proxy = through;
        std::promise<PreflightFinding> promise;
        worker.submit({row}, [&](const std::vector<PreflightFinding>& findings, bool) {
            promise.set_value(findings.at(0));
        });
        return promise.get_future().get();
    };
    const PreflightFinding good = probe(socks(proxy->endpoint));
    QCOMPARE(good.verdict, PreflightVerdict::Ok);
    QCOMPARE(good.ourAddress->toText(), std::string("127.0.0.5")); // what the primary must admit
    const PreflightFinding bad = probe(socks(loopback(kit::freePort())));
    QVERIFY(bad.verdict != PreflightVerdict::NothingListens); // that would blame the primary
    QCOMPARE_CODE(bad.error, ErrorCode::ProxyUnreachable);
}

void TestThroughProxy::nextPrimaryGoesDirectly()
{
    ServiceBench bench;
    addZone(bench);
    TransferJob job = jobThrough(bench, socks(loopback(kit::freePort())));
    job.targets.push_back(bench.target(2));
    const TransferResult result = bench.run(std::move(job));
    QVERIFY_OUTCOME(result, Outcome::NewVersion);
    QCOMPARE(result.primary, base::PrimaryId{2});
    QCOMPARE(result.seenFrom.at({2}).toText(), std::string("127.0.0.1"));
}

QTEST_MAIN(TestThroughProxy)
#include "tst_through_proxy.moc"
