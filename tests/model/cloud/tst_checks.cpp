// SPDX-License-Identifier: GPL-3.0-or-later
// Faults planted one at a time into the network of data/networks/aws.json, and that network itself, where the
// only findings are those that were worked out by hand.
#include "model/cloud/checks.h"
#include "model/cloud/dns_join.h"
#include "tests/kit/processor_time.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/samples.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;

namespace {

std::vector<Finding> findings(std::vector<Resource> resources)
{
    return checkAll(NetworkModel(snapshotOf(std::move(resources))));
}

const Finding* find(const std::vector<Finding>& all, CheckId check, std::string_view resource)
{
    const auto found = std::ranges::find_if(all, [&](const Finding& f) {
        return f.check == check && std::ranges::find(f.resources, resource) != f.resources.end();
    });
    return found == all.end() ? nullptr : &*found;
}

std::vector<Resource> estate()
{
    return sampleResources("networks/aws.json");
}

Resource& get(std::vector<Resource>& resources, std::string_view id)
{
    const auto found = std::ranges::find(resources, id, &Resource::id);
    if (found == resources.end())
        qFatal("no %s", std::string(id).c_str());
    return *found;
}

Resource made(const char* collection, const char* text, Provider provider = Provider::Aws)
{
    auto tree = parseJson(text);
    std::vector<Resource> out;
    normalise(*tree, collection, {provider, "123456789012", "eu-central-1", "Z1"}, {}, out);
    return out.at(0);
}

Rule rule(const char* id, std::uint16_t port, const char* remote)
{
    Rule r;
    r.id = id;
    r.protocol = 6;
    r.ports = {{port, port}};
    r.remotes = {*prefixFromText(remote)};
    return r;
}

} // namespace

class TestChecks : public QObject
{
    Q_OBJECT

private slots:
    void theEstateItself();
    void overlaps();
    void routes();
    void openToTheWorld();
    void duplicates();
    void unused();
    void tunnels();
    void capacity();
    void suppressions();
    void dnsJoin();
    void largeEstateIsQuick();
};

void TestChecks::theEstateItself()
{
    const auto all = findings(estate());
    for (const Finding& f : all)
        qInfo("%s %s: %s", std::string(checkWord(f.check)).c_str(), f.resources[0].c_str(),
              f.evidence.c_str());
    QVERIFY(find(all, CheckId::RouteBlackhole, "rtb-app"));
    QVERIFY(find(all, CheckId::RouteTargetMissing, "rtb-app") == nullptr); // no VPN gateway was read at all
    QVERIFY(find(all, CheckId::NoReturnRoute, "pcx-ab") == nullptr);
    QVERIFY(std::ranges::none_of(all, [](const Finding& f) { return f.check == CheckId::OpenToWorld; }));
    QCOMPARE(all.size(), 1U);
}

void TestChecks::overlaps()
{
    auto resources = estate();
    get(resources, "vpc-b").prefixes = {*prefixFromText("10.20.128.0/17")};
    const auto connected = findings(resources);
    const Finding* error = find(connected, CheckId::OverlapConnected, "vpc-b");
    QVERIFY(error && error->severity == Severity::Error);
    std::erase_if(resources, [](const Resource& r) { return r.kind == Kind::Peering; });
    const auto apart = findings(resources);
    QVERIFY(find(apart, CheckId::OverlapUnconnected, "vpc-b"));
    QVERIFY(!find(apart, CheckId::OverlapConnected, "vpc-b"));
}

void TestChecks::routes()
{
    auto resources = estate();
    std::erase_if(resources, [](const Resource& r) { return r.id == "igw-a"; });
    resources.push_back(
        made("InternetGateways", R"({"InternetGatewayId":"igw-z","Attachments":[{"VpcId":"vpc-b"}]})"));
    QVERIFY(find(findings(resources), CheckId::RouteTargetMissing, "rtb-web"));
    resources = estate();
    get(resources, "rtb-b").routes.pop_back();
    QVERIFY(find(findings(resources), CheckId::NoReturnRoute, "vpc-b"));
    resources = estate();
    get(resources, "pcx-ab").state = "pending-acceptance";
    QVERIFY(find(findings(resources), CheckId::PeeringNotActive, "pcx-ab"));
}

void TestChecks::openToTheWorld()
{
    auto resources = estate();
    get(resources, "sg-web").rules.push_back(rule("ssh", 22, "0.0.0.0/0"));
    get(resources, "sg-app").rules.push_back(rule("ssh", 22, "0.0.0.0/0"));
    const auto all = findings(resources);
    const Finding* web = find(all, CheckId::OpenToWorld, "sg-web");
    QVERIFY(web && web->severity == Severity::Error);
    QCOMPARE(web->resources[1], std::string("eni-web"));
    // As open, but nothing public is behind it: told apart.
    QVERIFY(find(all, CheckId::OpenButUnreachable, "sg-app"));
    QVERIFY(!find(all, CheckId::OpenToWorld, "sg-app"));
}

void TestChecks::duplicates()
{
    auto resources = estate();
    get(resources, "sg-web").rules.push_back(rule("narrow", 443, "203.0.113.0/24"));
    const auto all = findings(resources);
    const Finding* finding = find(all, CheckId::DuplicateRule, "sg-web");
    QVERIFY(finding);
    QVERIFY(finding->evidence.starts_with("narrow"));
}

void TestChecks::unused()
{
    auto resources = estate();
    resources.push_back(made("Addresses", R"({"AllocationId":"eipalloc-1","PublicIp":"198.51.100.77"})"));
    resources.push_back(made("InternetGateways", R"({"InternetGatewayId":"igw-lost","Attachments":[]})"));
    resources.push_back(
        made("NatGateways", R"({"NatGatewayId":"nat-lost","State":"available","VpcId":"vpc-a"})"));
    resources.push_back(
        made("SecurityGroups", R"({"GroupId":"sg-lost","GroupName":"lost","VpcId":"vpc-a"})"));
    resources.push_back(
        made("RouteTables", R"({"RouteTableId":"rtb-lost","VpcId":"vpc-a","Associations":[]})"));
    const auto all = findings(resources);
    QVERIFY(find(all, CheckId::UnattachedAddress, "eipalloc-1"));
    QVERIFY(find(all, CheckId::UnattachedGateway, "igw-lost"));
    QVERIFY(find(all, CheckId::NatWithoutRoute, "nat-lost"));
    QVERIFY(find(all, CheckId::UnusedFilter, "sg-lost"));
    QVERIFY(find(all, CheckId::UnusedRouteTable, "rtb-lost"));
}

void TestChecks::tunnels()
{
    auto resources = estate();
    resources.push_back(
        made("VpnConnections", R"({"VpnConnectionId":"vpn-half","State":"available","VgwTelemetry":
        [{"Status":"UP","OutsideIpAddress":"198.51.100.1"},{"Status":"DOWN","OutsideIpAddress":"198.51.100.2"}]})"));
    resources.push_back(
        made("VpnConnections", R"({"VpnConnectionId":"vpn-down","State":"available","VgwTelemetry":
        [{"Status":"DOWN"},{"Status":"DOWN"}]})"));
    const auto all = findings(resources);
    const Finding* half = find(all, CheckId::SingleTunnel, "vpn-half");
    QVERIFY(half && half->evidence == "1/2");
    QVERIFY(find(all, CheckId::TunnelDown, "vpn-down"));
}

void TestChecks::capacity()
{
    auto resources = estate();
    resources.push_back(
        made("Subnets", R"({"SubnetId":"subnet-full","VpcId":"vpc-a","CidrBlock":"10.20.9.0/28",
        "AvailableIpAddressCount":1})"));
    for (int i = 0; i < 45; ++i)
        get(resources, "rtb-web").routes.push_back(get(resources, "rtb-web").routes.front());
    const auto all = findings(resources);
    const Finding* full = find(all, CheckId::SubnetNearlyFull, "subnet-full");
    QVERIFY(full && full->evidence == "10/11");
    QVERIFY(find(all, CheckId::RouteLimit, "rtb-web"));
}

void TestChecks::suppressions()
{
    const Finding finding{CheckId::RouteBlackhole, Severity::Error, {"rtb-app"}, "x"};
    const auto day = [](int n) { return base::fromMicroseconds(n * 86'400'000'000LL); };
    const std::vector<Suppression> all{{CheckId::RouteBlackhole, "rtb-app", "known", day(10)}};
    QVERIFY(suppressionOf(finding, all, day(9)) != nullptr);
    QVERIFY2(suppressionOf(finding, all, day(10)) == nullptr, "it has ended");
    const Finding other{CheckId::RouteBlackhole, Severity::Error, {"rtb-web"}, "x"};
    QVERIFY(suppressionOf(other, all, day(9)) == nullptr);
}

void TestChecks::dnsJoin()
{
    auto resources = estate();
    resources.push_back(made(
        "HostedZones", R"({"Id":"/hostedzone/Z1","Name":"example.org.","Config":{"PrivateZone":false}})"));
    const auto record = [&](const char* name, const char* type, const char* value) {
        const std::string text = std::string(R"({"Name":")") + name + R"(","Type":")" + type +
                                 R"(","ResourceRecords":[{"Value":")" + value + R"("}]})";
        resources.push_back(made("ResourceRecordSets", text.c_str()));
    };
    record("www.example.org.", "A", "198.51.100.10");
    record("db.example.org.", "A", "10.20.3.10");
    record("old.example.org.", "A", "198.51.100.200");
    record("else.example.org.", "A", "192.0.2.1");
    record("lb.example.org.", "CNAME", "gone-1.eu-central-1.elb.amazonaws.com.");
    record("text.example.org.", "TXT", "hello");
    const NetworkModel model(snapshotOf(resources));
    auto before = estate();
    before.push_back(made("Addresses", R"({"AllocationId":"eipalloc-old","PublicIp":"198.51.100.200"})"));
    const auto rows = joinDns(model, {}, {snapshotOf(before)});
    QCOMPARE(rows.size(), 5U);
    const auto row = [&](const char* name) -> const DnsJoinRow& {
        return *std::ranges::find(rows, std::string(name), &DnsJoinRow::name);
    };
    QCOMPARE(row("www.example.org.").state, JoinState::Owned);
    QCOMPARE(model.at(row("www.example.org.").resource).id, std::string("eni-web"));
    QCOMPARE(row("db.example.org.").state, JoinState::PrivateAnswer);
    QCOMPARE(row("old.example.org.").state, JoinState::Dangling);
    QCOMPARE(row("old.example.org.").formerly, std::string("eipalloc-old"));
    QCOMPARE(row("lb.example.org.").state, JoinState::Dangling);
    QCOMPARE(row("else.example.org.").state, JoinState::Elsewhere);
    QCOMPARE(rows.front().state, JoinState::Dangling); // worst first
}

void TestChecks::largeEstateIsQuick()
{
    const NetworkModel model(largeSnapshot(100'000));
    const kit::ProcessorTime timer;
    const auto all = checkAll(model);
    qInfo("checks of 100,000 resources: %lld ms, %zu findings", timer.milliseconds(), all.size());
    QVERIFY(timer.milliseconds() < 10'000);
}

QTEST_APPLESS_MAIN(TestChecks)
#include "tst_checks.moc"
