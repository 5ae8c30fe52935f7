// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/topology.h"

#include "model/cloud/health.h"
#include "tests/kit/processor_time.h"
#include "tests/model/cloud/samples.h"

#include <QTest>

#include <algorithm>
#include <set>
#include <tuple>

using namespace zonescope;
using namespace zonescope::cloud;

namespace {

struct Drawn
{
    std::shared_ptr<NetworkModel> model;
    TopologyPtr topology;

    std::uint32_t box(const char* id) const
    {
        const Index resource = model->snapshot().indexOf(id);
        return resource == Snapshot::none ? Topology::none : topology->boxOf(resource);
    }
    const TopologyLink* link(std::uint32_t a, std::uint32_t b) const
    {
        for (const TopologyLink& link : topology->links)
            if (std::minmax(a, b) == std::minmax(link.from, link.to))
                return &link;
        return nullptr;
    }
};

Drawn draw(std::vector<Resource> resources, std::vector<Scope> scopes = {})
{
    Drawn drawn;
    drawn.model =
        std::make_shared<NetworkModel>(Snapshot::make("drawn", {}, std::move(scopes), std::move(resources)));
    drawn.topology = makeTopology(*drawn.model, checkAll(*drawn.model));
    return drawn;
}

Drawn everything()
{
    std::vector<Resource> all;
    for (const char* file :
         {"networks/aws.json", "google/compute.json", "azure/arm-network.json", "openstack/neutron.json",
          "aws/describe-vpn-connections.json", "aws/describe-vpn-gateways.json",
          "aws/describe-customer-gateways.json", "aws/describe-transit-gateways.json",
          "aws/describe-transit-gateway-attachments.json", "aws/describe-vpcs.json"})
        std::ranges::move(sampleResources(file), std::back_inserter(all));
    return draw(std::move(all));
}

} // namespace

class TestTopology : public QObject
{
    Q_OBJECT

private slots:
    void everythingLiesInItsParent();
    void everyNetworkHubAndPeerIsThere();
    void linksAreCounted();
    void faultsAreMarked();
    void staleScopesAreMarked();
    void driftIsLaidOver();
    void tunnelsAndSubnetsAreJudged();
    void hundredThousandAreLaidOut();
};

void TestTopology::everythingLiesInItsParent()
{
    for (const Drawn& drawn :
         {everything(), Drawn{nullptr, makeTopology(NetworkModel(largeSnapshot(9'000)), {})}}) {
        const auto& boxes = drawn.topology->boxes;
        QVERIFY(!boxes.empty());
        for (std::uint32_t i = 0; i < boxes.size(); ++i) {
            const TopologyBox& box = boxes[i];
            QVERIFY(box.width > 0 && box.height > 0);
            QVERIFY(box.x + box.width <= drawn.topology->width + 0.1F);
            if (box.parent == Topology::none)
                continue;
            QVERIFY(box.parent < i);
            const TopologyBox& outer = boxes[box.parent];
            QVERIFY(box.x >= outer.x && box.y >= outer.y);
            QVERIFY(box.x + box.width <= outer.x + outer.width + 0.1F);
            QVERIFY(box.y + box.height <= outer.y + outer.height + 0.1F);
            // The middle of a box is its own, or of something that lies in it.
            std::uint32_t hit = drawn.topology->boxAt(box.x + 1, box.y + 1);
            QCOMPARE(hit, i);
        }
    }
}

void TestTopology::everyNetworkHubAndPeerIsThere()
{
    const Drawn drawn = everything();
    const Snapshot& snapshot = drawn.model->snapshot();
    std::size_t peers = 0;
    for (Index i = 0; i < snapshot.resources().size(); ++i) {
        const Resource& r = snapshot.at(i);
        if (r.kind == Kind::Network || r.kind == Kind::Subnet || r.kind == Kind::Hub) {
            QVERIFY2(drawn.topology->boxOf(i) != Topology::none, r.id.c_str());
            QCOMPARE(drawn.topology->boxes[drawn.topology->boxOf(i)].resource, i);
        }
        peers += r.kind == Kind::VpnPeer;
        if (r.kind == Kind::Interface && drawn.model->subnetOf(i) != Snapshot::none)
            QCOMPARE(drawn.topology->boxOf(i), drawn.topology->boxOf(drawn.model->subnetOf(i)));
    }
    QVERIFY(peers > 0);
    for (const TopologyBox& box : drawn.topology->boxes)
        QVERIFY(box.resource == Snapshot::none || snapshot.at(box.resource).kind != Kind::Interface);
}

void TestTopology::linksAreCounted()
{
    const Drawn drawn = everything();
    QVERIFY(!drawn.topology->links.empty());
    std::set<std::tuple<std::uint32_t, std::uint32_t, LinkKind>> seen;
    std::set<LinkKind> kinds;
    for (const TopologyLink& link : drawn.topology->links) {
        QVERIFY(link.from < link.to && link.to < drawn.topology->boxes.size() && link.count > 0);
        QVERIFY(seen.insert({link.from, link.to, link.kind}).second); // one for all of a kind
        kinds.insert(link.kind);
    }
    QVERIFY(kinds.contains(LinkKind::Peering));
    QVERIFY(kinds.contains(LinkKind::Tunnel));
    QVERIFY(kinds.contains(LinkKind::Internet));
    QVERIFY(kinds.contains(LinkKind::Hub));
}

void TestTopology::faultsAreMarked()
{
    const Drawn drawn = draw(sampleResources("networks/aws.json"));
    const std::uint32_t app = drawn.box("subnet-app"); // its table has a route to an interface that is gone
    QVERIFY(app != Topology::none);
    QVERIFY(drawn.topology->boxes[app].marks & MarkBlackhole);
    QVERIFY(drawn.topology->boxes[drawn.topology->boxes[app].parent].marksBelow & MarkBlackhole);
    QVERIFY(!(drawn.topology->boxes[drawn.topology->boxes[app].parent].marks & MarkBlackhole));
}

void TestTopology::staleScopesAreMarked()
{
    auto resources = sampleResources("networks/aws.json");
    const Resource some = resources.front();
    const Drawn drawn = draw(resources, {{some.provider,
                                          some.account,
                                          some.region,
                                          "DescribeVpcs",
                                          ScopeState::Unreachable,
                                          "no answer",
                                          {},
                                          0}});
    std::size_t stale = 0;
    for (const TopologyBox& box : drawn.topology->boxes)
        stale += (box.marks & MarkStale) != 0;
    QCOMPARE(stale, 1U);
}

void TestTopology::driftIsLaidOver()
{
    const Drawn drawn = draw(sampleResources("networks/aws.json"));
    const auto changed = withDrift(*drawn.topology, drawn.model->snapshot(), {"eni-web", "nobody"});
    const std::uint32_t web = drawn.box("subnet-web");
    QVERIFY(changed->boxes[web].marks & MarkDrift); // where the interface lies
    QVERIFY(changed->boxes[changed->boxes[web].parent].marksBelow & MarkDrift);
    QVERIFY(!(drawn.topology->boxes[web].marks & MarkDrift));
    const auto again = withDrift(*changed, drawn.model->snapshot(), {});
    QVERIFY(!(again->boxes[web].marks & MarkDrift));
}

void TestTopology::tunnelsAndSubnetsAreJudged()
{
    Resource tunnel;
    tunnel.kind = Kind::VpnTunnel;
    tunnel.state = "available";
    tunnel.raw = R"({"VgwTelemetry":[{"Status":"UP"},{"Status":"DOWN"}]})";
    QVERIFY(tunnelHealth(tunnel) == (TunnelHealth{1, 2, "DOWN"}));
    tunnel.raw = "{}";
    QVERIFY(tunnelHealth(tunnel) == (TunnelHealth{0, 1, "available"}));
    tunnel.state = "NotConnected";
    QCOMPARE(tunnelHealth(tunnel)->down, 1U);
    tunnel.state = "deleted";
    QVERIFY(!tunnelHealth(tunnel));

    const Drawn drawn = draw(sampleResources("openstack/neutron.json"));
    for (Index i = 0; i < drawn.model->snapshot().resources().size(); ++i)
        if (const auto use = subnetUse(*drawn.model, i)) {
            const TopologyBox& box = drawn.topology->boxes[drawn.topology->boxOf(i)];
            QCOMPARE(box.used, use->used);
            QCOMPARE(box.usable, use->usable);
        }
}

void TestTopology::hundredThousandAreLaidOut()
{
    const NetworkModel model(largeSnapshot(100'000));
    kit::ProcessorTime timer;
    const auto topology = makeTopology(model, {});
    const qint64 made = timer.milliseconds();
    timer.restart();
    Topology again = *topology;
    layOut(again);
    qInfo("%zu boxes: made in %lld ms, laid out alone in %lld ms", topology->boxes.size(), made,
          timer.milliseconds());
    QVERIFY(topology->boxes.size() > 4'500);
    QVERIFY2(made < 3'000, "made in the background while somebody waits");
}

QTEST_APPLESS_MAIN(TestTopology)
#include "tst_topology.moc"
