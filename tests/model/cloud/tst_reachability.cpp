// SPDX-License-Identifier: GPL-3.0-or-later
// data/networks/aws.json: a public web subnet, a private one behind a NAT, a database subnet with a strict
// list, a peered network that knows the way back to one subnet only, and one behind a transit gateway.
// Verdicts worked out by hand.
#include "model/cloud/reachability.h"
#include "model/cloud/rules.h"
#include "tests/kit/processor_time.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/samples.h"

#include <QRandomGenerator>
#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;

namespace {

std::shared_ptr<const NetworkModel> estate()
{
    static const auto model =
        std::make_shared<const NetworkModel>(snapshotOf(sampleResources("networks/aws.json")));
    return model;
}

ReachabilityAnswer ask(const NetworkModel& model, const char* from, const char* to, const char* ports,
                       int protocol = 6)
{
    const auto a = endFromText(model, from);
    const auto b = endFromText(model, to);
    if (!a || !b)
        qFatal("%s", base::toString(a ? b.error() : a.error()).c_str());
    return reach(model, {*a, *b, protocol, PortSet({*portsFromText(ports)})});
}

bool has(const std::vector<Step>& steps, StepCode code, const char* resource)
{
    return std::ranges::any_of(steps,
                               [&](const Step& s) { return s.code == code && s.resource == resource; });
}

} // namespace

class TestReachability : public QObject
{
    Q_OBJECT

private slots:
    void verdicts_data();
    void verdicts();
    void allReasonsAreGiven();
    void partsOfPorts();
    void unknownIsSaid();
    void listsThatNobodyRead();
    void longestPrefixAndItsRivals();
    void endsThatCannotBeMeant();
    void portSets();
    void azureByPriority();
    void googleByTags();
    void routesAgainstBruteForce();
    void quickOnALargeSnapshot();
};

void TestReachability::verdicts_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("ports");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<int>("because"); // StepCode, -1: none
    QTest::addColumn<QString>("where");
    const auto row = [](const char* name, const char* from, const char* to, const char* ports,
                        Verdict verdict, int because = -1, const char* where = "") {
        QTest::newRow(name) << from << to << ports << static_cast<int>(verdict) << because << where;
    };
    const auto code = [](StepCode c) { return static_cast<int>(c); };
    row("internet to web", "internet", "eni-web", "443", Verdict::Reachable);
    row("internet to ssh: the office only", "internet", "eni-web", "22", Verdict::NotReachable,
        code(StepCode::FilterRefuses), "sg-web");
    row("office to ssh", "203.0.113.7", "eni-web", "22", Verdict::Reachable);
    row("internet to app", "internet", "eni-app", "8080", Verdict::NotReachable,
        code(StepCode::NoPublicAddress), "eni-app");
    row("web to app by group", "eni-web", "eni-app", "8085", Verdict::Reachable);
    row("web to app, another port", "eni-web", "eni-app", "9000", Verdict::NotReachable,
        code(StepCode::FilterRefuses), "sg-app");
    row("app to database", "eni-app", "eni-db", "5432", Verdict::Reachable);
    row("web to database: the list", "eni-web", "eni-db", "5432", Verdict::NotReachable,
        code(StepCode::AclRefuses), "acl-db");
    row("database to internet: no route", "eni-db", "internet", "443", Verdict::NotReachable,
        code(StepCode::NoRoute), "subnet-db");
    row("app to internet by NAT", "eni-app", "internet", "443", Verdict::Reachable);
    row("app to peer", "eni-app", "eni-peer", "80", Verdict::Reachable);
    row("web to peer: no way back", "eni-web", "eni-peer", "80", Verdict::NotReachable,
        code(StepCode::NoReturnRoute), "subnet-peer");
    row("app to hub's network", "eni-app", "eni-hub", "443", Verdict::Reachable);
    row("blackhole", "eni-app", "172.20.0.1", "443", Verdict::NotReachable, code(StepCode::Blackhole),
        "rtb-app");
    row("by name", "web", "app", "8080", Verdict::Reachable);
    row("by address", "10.20.1.10", "10.20.2.10", "8080", Verdict::Reachable);
}

void TestReachability::verdicts()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, ports);
    QFETCH(int, verdict);
    QFETCH(int, because);
    QFETCH(QString, where);
    const auto model = estate();
    if (to.startsWith("172.")) { // private, of nobody: asked as an address outside
        const auto a = endFromText(*model, from.toStdString());
        const End b{*prefixFromText(to.toStdString()), Snapshot::none, Snapshot::none};
        const auto answer = reach(*model, {*a, b, 6, PortSet({PortRange{443, 443}})});
        QVERIFY(has(answer.reasons, StepCode::Blackhole, "rtb-app"));
        QCOMPARE(static_cast<int>(answer.verdict), verdict);
        return;
    }
    const auto answer = ask(*model, from.toUtf8(), to.toUtf8(), ports.toUtf8());
    for (const Step& s : answer.reasons)
        qInfo("reason %d at %s: %s", static_cast<int>(s.code), s.resource.c_str(), s.detail.c_str());
    for (const Step& s : answer.unknowns)
        qInfo("unknown %d at %s: %s", static_cast<int>(s.code), s.resource.c_str(), s.detail.c_str());
    QCOMPARE(static_cast<int>(answer.verdict), verdict);
    if (because >= 0)
        QVERIFY(has(answer.reasons, static_cast<StepCode>(because), where.toUtf8()));
    else
        QVERIFY(answer.reasons.empty());
    if (answer.verdict == Verdict::Reachable)
        QVERIFY(!answer.forward.empty());
}

void TestReachability::allReasonsAreGiven()
{
    const auto answer = ask(*estate(), "internet", "eni-db", "22");
    QVERIFY(has(answer.reasons, StepCode::NoPublicAddress, "eni-db"));
    QVERIFY(has(answer.reasons, StepCode::FilterRefuses, "sg-db"));
    QVERIFY(has(answer.reasons, StepCode::AclRefuses, "acl-db"));
}

void TestReachability::partsOfPorts()
{
    const auto answer = ask(*estate(), "internet", "eni-web", "0-65535");
    QCOMPARE(answer.verdict, Verdict::Partly);
    QCOMPARE(answer.allowed.toText(), std::string("80, 443"));
    const auto udp = ask(*estate(), "internet", "eni-web", "443", 17);
    QCOMPARE(udp.verdict, Verdict::NotReachable);
}

void TestReachability::unknownIsSaid()
{
    // What is behind a VPN gateway nobody modelled: neither yes nor no.
    const auto model = estate();
    const auto from = endFromText(*model, "eni-app");
    const End to{*prefixFromText("192.168.7.7"), Snapshot::none, Snapshot::none};
    const auto answer = reach(*model, {*from, to, 6, PortSet({PortRange{443, 443}})});
    QCOMPARE(answer.verdict, Verdict::Unknown);
    QVERIFY(has(answer.unknowns, StepCode::UnknownTarget, "vgw-a"));
    // A group that the snapshot does not have may allow anything.
    auto resources = sampleResources("networks/aws.json");
    std::erase_if(resources, [](const Resource& r) { return r.id == "sg-app"; });
    const NetworkModel less(snapshotOf(resources));
    const auto other = ask(less, "eni-web", "eni-app", "8080");
    QCOMPARE(other.verdict, Verdict::Unknown);
}

void TestReachability::listsThatNobodyRead()
{
    auto resources = sampleResources("networks/aws.json");
    std::erase_if(resources, [](const Resource& r) { return r.kind == Kind::NetworkAcl; });
    // There is none: nothing is said of one.
    const auto none = ask(NetworkModel(snapshotOf(resources)), "internet", "eni-web", "443");
    QCOMPARE(none.verdict, Verdict::Reachable);
    QVERIFY(std::ranges::none_of(none.forward, [](const Step& s) { return s.code == StepCode::AclAllows; }));
    // There may be one: its list was refused.
    const auto web = std::ranges::find(resources, std::string("subnet-web"), &Resource::id);
    Scope denied;
    denied.account = web->account;
    denied.region = web->region;
    denied.what = "NetworkAcls";
    denied.state = ScopeState::Denied;
    const NetworkModel refused(Snapshot::make("refused", {}, {denied}, resources));
    const auto unread = ask(refused, "internet", "eni-web", "443");
    QCOMPARE(unread.verdict, Verdict::Unknown);
    QVERIFY(has(unread.unknowns, StepCode::UnknownFilter, "subnet-web"));
    // Another region's list says nothing of this one.
    denied.region = "elsewhere";
    const NetworkModel elsewhere(Snapshot::make("elsewhere", {}, {denied}, resources));
    QCOMPARE(ask(elsewhere, "internet", "eni-web", "443").verdict, Verdict::Reachable);
}

void TestReachability::longestPrefixAndItsRivals()
{
    const auto model = estate();
    const auto subnet = model->snapshot().indexOf("subnet-app");
    const auto routes = model->routesFor(subnet, *net::IpAddress::fromText("10.30.1.1"), {});
    QCOMPARE(routes.matches.size(), 2U); // the peering before the way to everywhere
    QCOMPARE(routes.matches[0].route.target, std::string("pcx-ab"));
    QCOMPARE(routes.matches[1].route.target, std::string("nat-a"));
}

void TestReachability::endsThatCannotBeMeant()
{
    const auto model = estate();
    QVERIFY_ERROR(endFromText(*model, "nobody"), base::ErrorCode::NotFound);
    QVERIFY_ERROR(endFromText(*model, "10.99.0.1"), base::ErrorCode::NotFound);
    QVERIFY_ERROR(endFromText(*model, "igw-a"), base::ErrorCode::InvalidValue);
    auto twice = sampleResources("networks/aws.json");
    for (Resource& r : sampleResources("networks/aws.json"))
        if (r.kind == Kind::Subnet) {
            r.account = "999999999999";
            r.id += "-other";
            twice.push_back(r);
        }
    const NetworkModel ambiguous(snapshotOf(twice));
    QVERIFY_ERROR(endFromText(ambiguous, "10.20.1.77"), base::ErrorCode::InvalidValue);
}

void TestReachability::portSets()
{
    const PortSet all = PortSet::all();
    const PortSet noSsh = all.without(PortSet({PortRange{22, 22}}));
    QCOMPARE(noSsh.toText(), std::string("0-21, 23-65535"));
    QVERIFY(noSsh.united(PortSet({PortRange{22, 22}})) == all);
    QVERIFY(noSsh.common(PortSet({PortRange{20, 24}})) == PortSet({PortRange{20, 21}, PortRange{23, 24}}));
    QVERIFY(all.without(all).empty());
}

void TestReachability::azureByPriority()
{
    auto resources = sampleResources("azure/vnet-list.json");
    std::ranges::move(sampleResources("azure/arm-network.json"), std::back_inserter(resources));
    const NetworkModel model(snapshotOf(resources));
    const auto nic = model.interfaceWith(*net::IpAddress::fromText("10.60.1.4"));
    QVERIFY(nic != Snapshot::none);
    const auto verdict = [&](const char* peer, std::uint16_t port) {
        return filtersOfInterface(model, nic, true, 6, PortSet({PortRange{port, port}}),
                                  {*prefixFromText(peer), Snapshot::none});
    };
    QVERIFY(!verdict("198.51.100.1", 443).allowed.empty()); // Internet
    QVERIFY(verdict("10.60.1.9", 443).allowed.empty()); // from inside: no rule but DenyAllInBound is there
    QVERIFY(!verdict("203.0.113.9", 2210).allowed.empty());
    QVERIFY(verdict("198.51.100.1", 22).allowed.empty());
    const auto subnet = model.subnetOf(nic);
    const auto out = model.routesFor(subnet, *net::IpAddress::fromText("192.0.2.1"), {});
    QCOMPARE(out.matches[0].route.target, std::string("10.61.0.4")); // own route before the system's
    QCOMPARE(out.matches.back().route.target, std::string("Internet"));
    const auto dropped = model.routesFor(subnet, *net::IpAddress::fromText("10.99.1.1"), {});
    QCOMPARE(dropped.matches[0].route.targetKind, TargetKind::Drop);
}

void TestReachability::googleByTags()
{
    const NetworkModel model(snapshotOf(sampleResources("google/compute.json")));
    const auto web = ask(model, "internet", "203.0.113.5", "443");
    QCOMPARE(web.verdict, Verdict::Reachable);
    const auto ssh = ask(model, "internet", "203.0.113.5", "22");
    QCOMPARE(ssh.verdict, Verdict::NotReachable); // nothing comes in unless a rule says so
    const auto nic = model.interfaceWith(*net::IpAddress::fromText("10.128.0.5"));
    const auto to = *net::IpAddress::fromText("192.168.1.1");
    // The tunnel's route is for instances tagged "batch" only.
    QCOMPARE(model.routesFor(model.subnetOf(nic), to, {"web"}).matches.size(), 1U);
    QCOMPARE(model.routesFor(model.subnetOf(nic), to, {"batch"}).matches.size(), 2U);
}

/// Random tables: what routesFor() says against a look at every route.
void TestReachability::routesAgainstBruteForce()
{
    QRandomGenerator random(4);
    for (int round = 0; round < 100; ++round) {
        auto resources = sampleResources("networks/aws.json");
        const auto table = std::ranges::find(resources, std::string("rtb-app"), &Resource::id);
        table->routes.clear();
        for (int i = 0; i < 40; ++i) {
            Route route;
            const std::array<std::uint8_t, 4> octets{10, static_cast<std::uint8_t>(random.bounded(4)),
                                                     static_cast<std::uint8_t>(random.bounded(4) * 64),
                                                     static_cast<std::uint8_t>(random.bounded(256))};
            route.destination = networkOf(net::IpAddress::fromOctets(net::Family::V4, octets.data()),
                                          static_cast<unsigned>(random.bounded(33)));
            route.target = "t" + std::to_string(i);
            table->routes.push_back(route);
        }
        const auto routes = table->routes;
        const NetworkModel model(snapshotOf(std::move(resources)));
        const auto subnet = model.snapshot().indexOf("subnet-app");
        for (int question = 0; question < 50; ++question) {
            const std::array<std::uint8_t, 4> octets{10, static_cast<std::uint8_t>(random.bounded(4)),
                                                     static_cast<std::uint8_t>(random.bounded(4) * 64),
                                                     static_cast<std::uint8_t>(random.bounded(256))};
            const auto address = net::IpAddress::fromOctets(net::Family::V4, octets.data());
            int longest = -1;
            std::size_t fitting = 0;
            for (const Route& route : routes)
                if (route.destination->contains(address)) {
                    ++fitting;
                    longest = std::max(longest, static_cast<int>(route.destination->length));
                }
            const auto answer = model.routesFor(subnet, address, {});
            QCOMPARE(answer.matches.size(), fitting);
            if (fitting > 0)
                QCOMPARE(static_cast<int>(answer.matches[0].route.destination->length), longest);
        }
    }
}

void TestReachability::quickOnALargeSnapshot()
{
    const NetworkModel model(largeSnapshot(100'000));
    const auto from = endFromText(model, "eni-7-10");
    const auto to = endFromText(model, "eni-8-11");
    QVERIFY_RESULT(from);
    QVERIFY_RESULT(to);
    const kit::ProcessorTime timer;
    for (int i = 0; i < 100; ++i)
        (void)reach(model, {*from, *to, 6, PortSet::all()});
    const double each = static_cast<double>(timer.elapsed().count()) / 1e6 / 100;
    qInfo("one question on 100,000 resources: %.3f ms", each);
    QVERIFY2(each < 5, "an answer within 5 ms");
}

QTEST_APPLESS_MAIN(TestReachability)
#include "tst_reachability.moc"
