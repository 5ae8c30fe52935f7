// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/topology.h"

#include "model/cloud/health.h"
#include "model/cloud/topology_parts.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace zonescope::cloud {
namespace {

constexpr auto none = Topology::none;

class Builder
{
public:
    Builder(const NetworkModel& model, const std::vector<Finding>& findings)
        : m_model(model)
        , m_findings(findings)
        , m_count(static_cast<Index>(model.snapshot().resources().size()))
        , m_made(std::make_shared<Topology>())
    {
        m_made->boxOfResource.assign(m_count, none);
    }

    TopologyPtr build()
    {
        addNetworks();
        addSubnets();
        addGatewaysAndHubs();
        placeTheRest();
        linkAll();
        for (const Finding& finding : m_findings)
            mark(finding);
        markStale();
        layOut(*m_made);
        return m_made;
    }

private:
    const Resource& at(Index i) const { return m_model.at(i); }
    std::vector<TopologyBox>& boxes() { return m_made->boxes; }

    std::uint32_t add(BoxKind kind, Provider provider, Index resource, std::uint32_t parent,
                      std::string label, std::string note = {})
    {
        TopologyBox box;
        box.kind = kind;
        box.provider = provider;
        box.resource = resource;
        box.parent = parent;
        box.label = std::move(label);
        box.note = std::move(note);
        boxes().push_back(std::move(box));
        const auto index = static_cast<std::uint32_t>(boxes().size() - 1);
        if (resource != Snapshot::none)
            m_made->boxOfResource[resource] = index;
        return index;
    }
    static std::string nameOf(const Resource& r) { return r.name.empty() ? r.id : r.name; }
    std::string notesOf(const Resource& r) const
    {
        return r.prefixes.empty() ? r.addresses.empty() ? std::string() : r.addresses.front().toText()
                                  : r.prefixes.front().toText();
    }

    std::uint32_t accountBox(const Resource& r)
    {
        auto [place, isNew] = m_accounts.try_emplace({r.provider, r.account}, none);
        if (isNew) {
            const Index known = m_model.snapshot().indexOf(r.account);
            const bool isAccount = known != Snapshot::none && at(known).kind == Kind::Account;
            place->second = add(BoxKind::Account, r.provider, isAccount ? known : Snapshot::none, none,
                                isAccount ? nameOf(at(known)) : r.account);
        }
        return place->second;
    }
    std::uint32_t regionBox(const Resource& r)
    {
        const std::uint32_t account = accountBox(r);
        auto [place, isNew] = m_regions.try_emplace({r.provider, r.account, r.region}, none);
        if (isNew)
            place->second = add(BoxKind::Region, r.provider, Snapshot::none, account, r.region);
        return place->second;
    }

    void addNetworks()
    {
        for (Index i = 0; i < m_count; ++i)
            if (at(i).kind == Kind::Network) {
                const auto& prefixes = m_model.prefixesOfNetwork(i);
                std::string note = prefixes.empty() ? std::string() : prefixes.front().toText();
                if (prefixes.size() > 1)
                    note += " +" + std::to_string(prefixes.size() - 1);
                add(BoxKind::Network, at(i).provider, i, regionBox(at(i)), nameOf(at(i)), std::move(note));
            }
    }

    /// Of a subnet whose network was not read: one box for all of that network.
    std::uint32_t unreadNetwork(const Resource& subnet)
    {
        const auto in = std::ranges::find(subnet.relations, RelationKind::ContainedIn, &Relation::kind);
        const std::string id = in == subnet.relations.end() ? std::string() : in->target;
        auto [place, isNew] = m_unread.try_emplace({regionBox(subnet), id}, none);
        if (isNew)
            place->second = add(BoxKind::Network, subnet.provider, Snapshot::none, regionBox(subnet), id);
        return place->second;
    }

    void addSubnets()
    {
        for (Index i = 0; i < m_count; ++i) {
            const Resource& r = at(i);
            if (r.kind != Kind::Subnet)
                continue;
            const Index network = m_model.networkOf(i);
            const std::uint32_t parent =
                network == Snapshot::none ? unreadNetwork(r) : m_made->boxOfResource[network];
            const std::uint32_t box = add(BoxKind::Subnet, r.provider, i, parent, nameOf(r), notesOf(r));
            if (const auto use = subnetUse(m_model, i)) {
                boxes()[box].used = use->used;
                boxes()[box].usable = use->usable;
            }
        }
    }

    /// A network that a gateway belongs to: it lies in it, or is attached to it.
    std::uint32_t networkBox(Index i)
    {
        Index network = m_model.networkOf(i);
        if (network == Snapshot::none)
            network = m_model.related(i, RelationKind::AttachedTo, Kind::Network);
        if (network == Snapshot::none)
            if (const Index subnet = m_model.related(i, RelationKind::AssociatedWith, Kind::Subnet);
                subnet != Snapshot::none)
                network = m_model.networkOf(subnet);
        return network == Snapshot::none ? none : m_made->boxOfResource[network];
    }

    void addGatewaysAndHubs()
    {
        for (Index i = 0; i < m_count; ++i) {
            const Resource& r = at(i);
            if (isHub(r)) {
                add(BoxKind::Hub, r.provider, i, regionBox(r), nameOf(r), notesOf(r));
            } else if (isGateway(r.kind)) {
                const std::uint32_t network = networkBox(i);
                add(network == none ? BoxKind::Hub : BoxKind::Gateway, r.provider, i,
                    network == none ? regionBox(r) : network, nameOf(r), notesOf(r));
            } else if (r.kind == Kind::VpnPeer && !ownerOf(r)) {
                add(BoxKind::Peer, r.provider, i, none, nameOf(r), notesOf(r));
            }
        }
    }

    /// The box of whoever of ours has an address of that peer: then both ends are seen, perhaps in two
    /// clouds.
    std::optional<std::uint32_t> ownerOf(const Resource& peer)
    {
        for (const net::IpAddress& address : peer.addresses)
            if (const std::uint32_t box = boxWith(address); box != none)
                return box;
        return std::nullopt;
    }
    std::uint32_t boxWith(const net::IpAddress& address)
    {
        for (const Index owner : m_model.ownersOf(address)) {
            if (m_made->boxOfResource[owner] != none)
                return m_made->boxOfResource[owner];
            for (const Relation& relation : at(owner).relations) // a public address of a gateway
                if (const Index user = m_model.snapshot().indexOf(relation.target);
                    user != Snapshot::none && m_made->boxOfResource[user] != none)
                    return m_made->boxOfResource[user];
            for (const Incoming& incoming : m_model.snapshot().incoming(owner))
                if (m_made->boxOfResource[incoming.from] != none)
                    return m_made->boxOfResource[incoming.from];
        }
        return none;
    }

    /// Interfaces and everything else that is no box of its own lies in the box of its subnet or network.
    void placeTheRest()
    {
        auto& box = m_made->boxOfResource;
        for (Index i = 0; i < m_count; ++i) {
            const Resource& r = at(i);
            if (box[i] != none || r.kind == Kind::DnsRecord || r.kind == Kind::DnsZone)
                continue;
            if (r.kind == Kind::VpnPeer) {
                box[i] = ownerOf(r).value_or(none);
                continue;
            }
            const Index subnet = m_model.subnetOf(i);
            const Index network = subnet == Snapshot::none ? m_model.networkOf(i) : Snapshot::none;
            box[i] = subnet != Snapshot::none ? box[subnet] : network != Snapshot::none ? box[network] : none;
            if (box[i] != none && r.kind == Kind::Interface)
                for (std::uint32_t up = box[i]; up != none; up = boxes()[up].parent)
                    ++boxes()[up].hosts;
        }
    }

    std::uint32_t outside(BoxKind kind, Provider provider, const std::string& label)
    {
        auto [place, isNew] = m_outside.try_emplace({kind, label}, none);
        if (isNew)
            place->second = add(kind, provider, Snapshot::none, none, label);
        return place->second;
    }

    void link(std::uint32_t a, std::uint32_t b, LinkKind kind, Index resource, std::uint8_t marks = 0)
    {
        if (a == none || b == none || a == b)
            return;
        const auto [from, to] = std::minmax(a, b);
        auto [place, isNew] = m_links.try_emplace({from, to, kind}, m_made->links.size());
        if (isNew)
            m_made->links.push_back({from, to, kind, 0, 0, resource});
        TopologyLink& link = m_made->links[place->second];
        ++link.count;
        link.marks |= marks;
        if (marks != 0)
            link.resource = resource; // the one to look at
    }

    /// AWS's end of a tunnel is an address of the connection, not of the gateway.
    void findTunnelEnds()
    {
        for (Index i = 0; i < m_count; ++i) {
            if (at(i).kind != Kind::VpnTunnel)
                continue;
            const auto gateway =
                std::ranges::find(at(i).relations, RelationKind::AttachedTo, &Relation::kind);
            if (gateway == at(i).relations.end())
                continue;
            const Index known = m_model.snapshot().indexOf(gateway->target);
            for (const net::IpAddress& address : at(i).addresses)
                if (known != Snapshot::none)
                    m_tunnelEnds.emplace(address, m_made->boxOfResource[known]);
        }
    }

    void linkAll()
    {
        findTunnelEnds();
        for (Index i = 0; i < m_count; ++i)
            switch (at(i).kind) {
            case Kind::Peering:
                linkPeering(i);
                break;
            case Kind::HubAttachment:
                linkAttachment(i);
                break;
            case Kind::Interface:
                linkRouterPort(i);
                break;
            case Kind::VpnTunnel:
                linkTunnel(i);
                break;
            case Kind::InternetGateway:
                link(networkBox(i), outside(BoxKind::Internet, at(i).provider, {}), LinkKind::Internet, i);
                break;
            case Kind::RouteTable:
                if (isHub(at(i)))
                    linkRouterOutside(i);
                break;
            case Kind::Route:
                if (at(i).routes.size() == 1 && at(i).routes[0].targetKind == TargetKind::InternetGateway)
                    link(networkBox(i), outside(BoxKind::Internet, at(i).provider, {}), LinkKind::Internet,
                         i);
                break;
            default:
                break;
            }
    }

    /// The box of a resource that somebody names by id, or one outside for what we do not have.
    std::uint32_t named(Provider provider, const std::string& id)
    {
        const Index known = m_model.snapshot().indexOf(id);
        if (known != Snapshot::none)
            return m_made->boxOfResource[known];
        if (const auto address = net::IpAddress::fromText(id)) {
            if (const std::uint32_t owner = boxWith(*address); owner != none)
                return owner;
            if (const auto end = m_tunnelEnds.find(*address); end != m_tunnelEnds.end())
                return end->second;
        }
        return id.empty() ? none : outside(BoxKind::Peer, provider, id);
    }

    void linkPeering(Index i)
    {
        std::vector<std::uint32_t> ends;
        if (const Index own = m_model.networkOf(i); own != Snapshot::none)
            ends.push_back(m_made->boxOfResource[own]);
        for (const Relation& relation : at(i).relations)
            if (relation.kind == RelationKind::PeersWith)
                ends.push_back(named(at(i).provider, relation.target));
        for (std::size_t n = 1; n < ends.size(); ++n)
            link(ends[0], ends[n], LinkKind::Peering, i);
    }

    void linkAttachment(Index i)
    {
        std::uint32_t hub = none;
        std::vector<std::uint32_t> others;
        for (const Relation& relation : at(i).relations) {
            const Index target = m_model.snapshot().indexOf(relation.target);
            const bool isOurHub = target != Snapshot::none && isHub(at(target));
            if (relation.kind == RelationKind::AttachedTo && isOurHub && hub == none)
                hub = m_made->boxOfResource[target];
            else if (relation.kind == RelationKind::AttachedTo || relation.kind == RelationKind::PeersWith)
                others.push_back(target != Snapshot::none && at(target).kind == Kind::VpnTunnel
                                     ? none // its tunnel is a link already
                                     : named(at(i).provider, relation.target));
        }
        for (const std::uint32_t other : others)
            link(hub, other, LinkKind::Hub, i);
    }

    void linkRouterPort(Index i)
    {
        const Index router = m_model.related(i, RelationKind::AttachedTo, Kind::RouteTable);
        if (router == Snapshot::none || !isHub(at(router)))
            return;
        const Index network = m_model.networkOf(i);
        if (network != Snapshot::none)
            link(m_made->boxOfResource[router], m_made->boxOfResource[network], LinkKind::Hub, i);
    }

    void linkRouterOutside(Index i)
    {
        const Index network = m_model.related(i, RelationKind::AttachedTo, Kind::Network);
        if (network != Snapshot::none)
            link(m_made->boxOfResource[i], m_made->boxOfResource[network], LinkKind::Hub, i);
    }

    void linkTunnel(Index i)
    {
        std::uint32_t near = none;
        std::uint32_t far = none;
        for (const Relation& relation : at(i).relations) {
            if (relation.kind == RelationKind::AttachedTo && near == none)
                near = named(at(i).provider, relation.target);
            if (relation.kind == RelationKind::TunnelsTo && far == none)
                far = named(at(i).provider, relation.target);
        }
        const auto health = tunnelHealth(at(i));
        if (!health)
            return;
        link(near, far, LinkKind::Tunnel, i, health->down > 0 ? MarkTunnelDown : 0);
        m_made->boxOfResource[i] = near;
    }

    void markBox(std::uint32_t box, std::uint8_t mark)
    {
        if (box == none)
            return;
        boxes()[box].marks |= mark;
        for (std::uint32_t up = boxes()[box].parent; up != none; up = boxes()[up].parent)
            boxes()[up].marksBelow |= mark;
    }

    void mark(const Finding& finding)
    {
        const Index first = m_model.snapshot().indexOf(finding.resources.front());
        if (first == Snapshot::none)
            return;
        const auto& boxOf = m_made->boxOfResource;
        switch (finding.check) {
        case CheckId::RouteBlackhole:
        case CheckId::RouteTargetMissing: {
            const auto subnets = subnetsOf(m_model, first);
            for (const Index subnet : subnets)
                markBox(boxOf[subnet], MarkBlackhole);
            if (subnets.empty())
                markBox(boxOf[first], MarkBlackhole);
            break;
        }
        case CheckId::OpenToWorld:
            if (const Index exposed = m_model.snapshot().indexOf(finding.resources.back());
                exposed != Snapshot::none)
                markBox(boxOf[exposed], MarkExposed);
            break;
        case CheckId::TunnelDown:
        case CheckId::SingleTunnel:
            markBox(boxOf[first], MarkTunnelDown);
            break;
        default:
            break;
        }
    }

    void markStale()
    {
        for (const Scope& scope : m_model.snapshot().scopes()) {
            if (scope.state == ScopeState::Ok)
                continue;
            const auto region = m_regions.find({scope.provider, scope.account, scope.region});
            const auto account = m_accounts.find({scope.provider, scope.account});
            if (region != m_regions.end())
                markBox(region->second, MarkStale);
            else if (account != m_accounts.end())
                markBox(account->second, MarkStale);
        }
    }

    const NetworkModel& m_model;
    const std::vector<Finding>& m_findings;
    const Index m_count;
    std::shared_ptr<Topology> m_made;
    std::map<std::pair<Provider, std::string>, std::uint32_t> m_accounts;
    std::map<std::tuple<Provider, std::string, std::string>, std::uint32_t> m_regions;
    std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> m_unread;
    std::unordered_map<net::IpAddress, std::uint32_t> m_tunnelEnds;
    std::map<std::pair<BoxKind, std::string>, std::uint32_t> m_outside;
    std::map<std::tuple<std::uint32_t, std::uint32_t, LinkKind>, std::size_t> m_links;
};

} // namespace

TopologyPtr makeTopology(const NetworkModel& model, const std::vector<Finding>& findings)
{
    return Builder(model, findings).build();
}

} // namespace zonescope::cloud
