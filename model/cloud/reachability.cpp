// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/reachability.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

/// How a path ended.
enum class Way : std::uint8_t { Arrived, Blocked, Unknown };

class Pathfinder
{
public:
    Pathfinder(const NetworkModel& model, std::vector<Step>& steps, std::vector<Step>& reasons,
               std::vector<Step>& unknowns, bool answers)
        : m_model(model)
        , m_steps(steps)
        , m_reasons(reasons)
        , m_unknowns(unknowns)
        , m_answers(answers)
    {
    }

    /// Follows routes from one end to the other. `m_answers`: the packets are answers, so that a NAT knows
    /// them.
    Way follow(const End& from, const End& to)
    {
        if (from.outside())
            return fromOutside(to);
        const auto tags =
            from.interface == Snapshot::none ? std::vector<std::string>() : m_model.tagsOf(from.interface);
        return hop(from, to, from.subnet, tags, 0);
    }

private:
    static constexpr int mostHops = 8; ///< NAT, hub and peering in a row are three; more is a loop

    Way blocked(StepCode code, std::string resource, std::string detail = {})
    {
        m_reasons.push_back({code, std::move(resource), std::move(detail)});
        return Way::Blocked;
    }
    Way unknown(StepCode code, std::string resource, std::string detail = {})
    {
        m_unknowns.push_back({code, std::move(resource), std::move(detail)});
        return Way::Unknown;
    }
    const std::string& idOf(Index index) const { return m_model.at(index).id; }

    Way hop(const End& from, const End& to, Index subnet, const std::vector<std::string>& tags, int hops)
    {
        if (hops > mostHops)
            return unknown(StepCode::UnknownTarget, idOf(subnet), "loop");
        const RouteAnswer routes = m_model.routesFor(subnet, to.prefix.address, tags);
        if (!routes.unknown.empty() && routes.matches.empty())
            return unknown(StepCode::UnknownRoutes, idOf(subnet), routes.unknown);
        if (routes.matches.empty())
            return blocked(m_answers ? StepCode::NoReturnRoute : StepCode::NoRoute, idOf(subnet),
                           to.prefix.address.toText());
        const RouteMatch& best = routes.matches.front();
        const std::string table = best.table == Snapshot::none ? idOf(subnet) : idOf(best.table);
        const std::string prefix =
            best.route.destination ? best.route.destination->toText() : best.route.destinationList;
        if (best.route.blackhole)
            return blocked(StepCode::Blackhole, table, prefix + " " + best.route.target);
        return along(best.route, table, prefix, from, to, subnet, hops);
    }

    Way along(const Route& route, const std::string& table, const std::string& prefix, const End& from,
              const End& to, Index subnet, int hops)
    {
        switch (route.targetKind) {
        case TargetKind::Local:
            m_steps.push_back({StepCode::RouteLocal, table, prefix});
            return arriveIn(m_model.networkOf(subnet), to);
        case TargetKind::InternetGateway:
            m_steps.push_back({StepCode::RouteInternet, route.target, prefix});
            return throughInternet(from, to, subnet);
        case TargetKind::EgressOnlyGateway:
        case TargetKind::Nat:
            m_steps.push_back({StepCode::RouteNat, route.target, prefix});
            return throughNat(route, to, hops);
        case TargetKind::Peering:
            return throughPeering(route, prefix, to, subnet);
        case TargetKind::Hub:
            m_steps.push_back({StepCode::RouteHub, route.target, prefix});
            return throughHub(route.target, to, subnet);
        case TargetKind::Drop:
            return blocked(StepCode::Dropped, table, prefix);
        default:
            return unknown(StepCode::UnknownTarget, route.target, prefix);
        }
    }

    Way arriveIn(Index network, const End& to)
    {
        if (to.outside() || m_model.networkOf(to.subnet) != network) {
            // The network's own space, but nobody we know has the address.
            return blocked(StepCode::WrongNetwork, network == Snapshot::none ? "" : idOf(network),
                           to.prefix.address.toText());
        }
        m_steps.push_back({StepCode::ArrivesAt,
                           to.interface == Snapshot::none ? idOf(to.subnet) : idOf(to.interface),
                           to.prefix.address.toText()});
        return Way::Arrived;
    }

    Way throughInternet(const End& from, const End& to, Index subnet)
    {
        const Provider provider = m_model.at(subnet).provider;
        const bool six = to.prefix.address.family() == net::Family::V6;
        const bool translates = provider == Provider::OpenStack || provider == Provider::Azure;
        if (!six && !translates && !m_answers && from.interface != Snapshot::none &&
            !m_model.hasPublicAddress(from.interface))
            return blocked(StepCode::NoPublicAddress, idOf(from.interface));
        return outsideTo(to);
    }

    Way outsideTo(const End& to)
    {
        if (to.outside()) {
            m_steps.push_back({StepCode::ArrivesAt, {}, to.prefix.toText()});
            return Way::Arrived;
        }
        return fromOutside(to);
    }

    /// In from the internet: the address must be public and the subnet must have a way out, or it has no way
    /// in.
    Way fromOutside(const End& to)
    {
        if (to.outside())
            return blocked(StepCode::OutsideToOutside, {});
        if (to.interface != Snapshot::none && !m_model.hasPublicAddress(to.interface))
            return blocked(StepCode::NoPublicAddress, idOf(to.interface));
        const auto somewhere = net::IpAddress::fromText("192.0.2.1");
        const RouteAnswer routes = m_model.routesFor(to.subnet, *somewhere, {});
        if (!routes.unknown.empty() && routes.matches.empty())
            return unknown(StepCode::UnknownRoutes, idOf(to.subnet), routes.unknown);
        const bool open = !routes.matches.empty() &&
                          routes.matches.front().route.targetKind == TargetKind::InternetGateway &&
                          !routes.matches.front().route.blackhole;
        if (!open && !m_answers)
            return blocked(routes.matches.empty() ? StepCode::NoRoute : StepCode::NotFromOutside,
                           idOf(to.subnet), "internet");
        if (open)
            m_steps.push_back({StepCode::RouteInternet, routes.matches.front().route.target, {}});
        m_steps.push_back({StepCode::ArrivesAt,
                           to.interface == Snapshot::none ? idOf(to.subnet) : idOf(to.interface),
                           to.prefix.address.toText()});
        return Way::Arrived;
    }

    Way throughNat(const Route& route, const End& to, int hops)
    {
        const Index nat = m_model.snapshot().indexOf(route.target);
        if (route.targetKind == TargetKind::EgressOnlyGateway)
            return outsideTo(to);
        if (nat == Snapshot::none)
            return unknown(StepCode::UnknownTarget, route.target);
        const Index subnet = m_model.subnetOf(nat);
        if (subnet == Snapshot::none)
            return outsideTo(to);
        return hop(End{to.prefix, Snapshot::none, subnet}, to, subnet, {}, hops + 1);
    }

    Way throughPeering(const Route& route, const std::string& prefix, const End& to, Index subnet)
    {
        const Index peering = m_model.snapshot().indexOf(route.target);
        if (peering == Snapshot::none)
            return unknown(StepCode::UnknownTarget, route.target, prefix);
        if (m_model.at(peering).kind == Kind::RouteTable) { // a router of OpenStack between two subnets
            m_steps.push_back({StepCode::RouteRouter, route.target, prefix});
            return arriveIn(to.outside() ? Snapshot::none : m_model.networkOf(to.subnet), to);
        }
        m_steps.push_back({StepCode::RoutePeering, route.target, prefix});
        const std::string& state = m_model.at(peering).state;
        if (state != "active" && state != "ACTIVE" && state != "Connected")
            return blocked(StepCode::PeeringNotActive, route.target, state);
        const Index other = m_model.otherEnd(peering, m_model.networkOf(subnet));
        if (other == Snapshot::none)
            return unknown(StepCode::UnknownTarget, route.target, prefix);
        return arriveIn(other, to);
    }

    /// The attachment's route table decides; a hub whose tables were not read is unknown, never "no".
    Way throughHub(const std::string& hubId, const End& to, Index subnet)
    {
        const Index hub = m_model.snapshot().indexOf(hubId);
        if (hub == Snapshot::none)
            return unknown(StepCode::UnknownTarget, hubId);
        const Index network = m_model.networkOf(subnet);
        const auto isOurs = [&](Index a) {
            return m_model.related(a, RelationKind::AttachedTo, Kind::Network) == network;
        };
        const auto attachments = m_model.incoming(hub, RelationKind::AttachedTo, Kind::HubAttachment);
        const auto own = std::ranges::find_if(attachments, isOurs);
        const Index table = own == attachments.end()
                                ? Snapshot::none
                                : m_model.related(*own, RelationKind::AssociatedWith, Kind::HubRouteTable);
        if (table == Snapshot::none || m_model.at(table).routes.empty())
            return unknown(StepCode::UnknownRoutes, hubId);
        const Route* best = nullptr;
        for (const Route& route : m_model.at(table).routes)
            if (route.destination && route.destination->contains(to.prefix.address) &&
                (!best || route.destination->length > best->destination->length))
                best = &route;
        if (!best)
            return blocked(StepCode::NoRoute, idOf(table), to.prefix.address.toText());
        if (best->blackhole || best->targetKind == TargetKind::Drop)
            return blocked(StepCode::Blackhole, idOf(table), best->destination->toText());
        const Index attachment = m_model.snapshot().indexOf(best->target);
        const Index there = attachment == Snapshot::none
                                ? Snapshot::none
                                : m_model.related(attachment, RelationKind::AttachedTo, Kind::Network);
        if (there == Snapshot::none)
            return unknown(StepCode::UnknownTarget, best->target, best->destination->toText());
        return arriveIn(there, to);
    }

    const NetworkModel& m_model;
    std::vector<Step>& m_steps;
    std::vector<Step>& m_reasons;
    std::vector<Step>& m_unknowns;
    bool m_answers;
};

const PortSet ephemeral({PortRange{1024, 65535}});

class Asker
{
public:
    Asker(const NetworkModel& model, const Question& question)
        : m_model(model)
        , m_question(question)
        , m_left(question.ports)
    {
    }

    ReachabilityAnswer ask()
    {
        Pathfinder forward(m_model, m_answer.forward, m_answer.reasons, m_answer.unknowns, false);
        const Way there = forward.follow(m_question.from, m_question.to);
        guard(m_question.from, m_question.to, false);
        guard(m_question.to, m_question.from, true);
        if (there == Way::Arrived)
            wayBack();
        conclude(there);
        return std::move(m_answer);
    }

private:
    /// Filters at `at`, which talks to `other`. Stateful ones are asked in the direction of the question
    /// only.
    void guard(const End& at, const End& other, bool ingress)
    {
        if (at.outside())
            return;
        const Peer peer{other.prefix, other.interface};
        if (at.interface != Snapshot::none)
            judge(filtersOfInterface(m_model, at.interface, ingress, m_question.protocol, m_question.ports,
                                     peer),
                  StepCode::FilterAllows, StepCode::FilterRefuses, m_answer.forward, at.interface);
        const bool sameSubnet = m_question.from.subnet == m_question.to.subnet; // then no list stands between
        if (sameSubnet || m_model.at(at.subnet).provider != Provider::Aws)
            return;
        if (m_model.aclOf(at.subnet) != Snapshot::none)
            judge(networkAclOf(m_model, at.subnet, ingress, m_question.protocol, m_question.ports, peer),
                  StepCode::AclAllows, StepCode::AclRefuses, m_answer.forward, at.subnet);
        else if (m_model.aclsUnread(at.subnet))
            m_answer.unknowns.push_back({StepCode::UnknownFilter, m_model.at(at.subnet).id, "network ACL"});
    }

    void judge(const FilterVerdict& verdict, StepCode allows, StepCode refuses, std::vector<Step>& steps,
               Index at)
    {
        const std::string who = m_model.at(verdict.filter == Snapshot::none ? at : verdict.filter).id;
        const PortSet passes = verdict.allowed.united(verdict.unknown);
        const PortSet refused = m_question.ports.without(passes);
        if (!verdict.allowed.empty())
            steps.push_back({allows, who, verdict.rule});
        if (!verdict.unknown.empty())
            m_answer.unknowns.push_back({StepCode::UnknownFilter, who, verdict.unknownWhat});
        if (!refused.empty())
            m_answer.reasons.push_back(
                {refuses, who, verdict.allowed.empty() ? verdict.rule : refused.toText()});
        m_left = m_left.common(passes);
    }

    void wayBack()
    {
        Pathfinder back(m_model, m_answer.back, m_answer.reasons, m_answer.unknowns, true);
        m_backWay = m_question.to.outside() ? Way::Arrived : back.follow(m_question.to, m_question.from);
        if (m_question.from.subnet == m_question.to.subnet)
            return;
        backThroughAcl(m_question.to, m_question.from, false);
        backThroughAcl(m_question.from, m_question.to, true);
    }

    /// Lists are stateless: answers go to a port of the asker's choice.
    void backThroughAcl(const End& at, const End& other, bool ingress)
    {
        if (at.outside() || m_model.at(at.subnet).provider != Provider::Aws || m_question.protocol == 1)
            return;
        const FilterVerdict verdict = networkAclOf(m_model, at.subnet, ingress, m_question.protocol,
                                                   ephemeral, {other.prefix, other.interface});
        if (verdict.allowed.united(verdict.unknown).empty()) {
            m_answer.reasons.push_back({StepCode::AclRefuses, m_model.at(verdict.filter).id, verdict.rule});
            m_backWay = Way::Blocked;
        }
    }

    void conclude(Way there)
    {
        const bool noWay = there == Way::Blocked || m_backWay == Way::Blocked;
        m_answer.allowed = noWay ? PortSet() : m_left;
        if (m_answer.allowed.empty())
            m_answer.verdict = Verdict::NotReachable;
        else if (!m_answer.unknowns.empty() || there == Way::Unknown || m_backWay == Way::Unknown)
            m_answer.verdict = Verdict::Unknown;
        else
            m_answer.verdict = m_answer.allowed == m_question.ports ? Verdict::Reachable : Verdict::Partly;
    }

    const NetworkModel& m_model;
    const Question& m_question;
    PortSet m_left;
    Way m_backWay = Way::Arrived;
    ReachabilityAnswer m_answer;
};

base::Result<End> endOfAddress(const NetworkModel& model, const net::IpAddress& address)
{
    End end;
    end.prefix = networkOf(address, address.family() == net::Family::V4 ? 32 : 128);
    end.interface = model.interfaceWith(address);
    if (end.interface != Snapshot::none) {
        end.subnet = model.subnetOf(end.interface);
        return end;
    }
    const auto subnets = model.subnetsWith(address);
    if (subnets.size() > 1)
        return base::fail(base::ErrorCode::InvalidValue,
                          address.toText() + " is in " + model.at(subnets[0]).id + " and in " +
                              model.at(subnets[1]).id + "; name the subnet or the interface");
    if (!subnets.empty())
        end.subnet = subnets.front();
    else if (isPrivate(address))
        return base::fail(base::ErrorCode::NotFound,
                          address.toText() + " is private and in no subnet of this snapshot");
    return end;
}

base::Result<End> endOfResource(const NetworkModel& model, Index index)
{
    const Resource& resource = model.at(index);
    End end;
    if (resource.kind == Kind::Interface)
        end.interface = index;
    else if (resource.kind == Kind::Instance) {
        auto own = model.incoming(index, RelationKind::AttachedTo, Kind::Interface);
        const auto nested = model.incoming(index, RelationKind::ContainedIn, Kind::Interface);
        own.insert(own.end(), nested.begin(), nested.end());
        end.interface = own.empty() ? Snapshot::none : own.front();
    }
    end.subnet = end.interface != Snapshot::none ? model.subnetOf(end.interface) : model.subnetOf(index);
    const auto& addresses =
        end.interface != Snapshot::none ? model.at(end.interface).addresses : resource.addresses;
    if (end.subnet == Snapshot::none)
        return base::fail(base::ErrorCode::InvalidValue,
                          resource.id + " has no subnet that this snapshot knows");
    if (!addresses.empty())
        end.prefix = networkOf(addresses.front(), addresses.front().family() == net::Family::V4 ? 32 : 128);
    else if (!model.at(end.subnet).prefixes.empty())
        end.prefix = model.at(end.subnet).prefixes.front();
    else
        return base::fail(base::ErrorCode::InvalidValue, resource.id + " has no address");
    return end;
}

} // namespace

base::Result<End> endFromText(const NetworkModel& model, const std::string& text)
{
    if (text == "internet" || text == "Internet")
        return End{wholeInternet(net::Family::V4), Snapshot::none, Snapshot::none};
    if (const auto address = net::IpAddress::fromText(text))
        return endOfAddress(model, *address);
    if (const Index index = model.snapshot().indexOf(text); index != Snapshot::none)
        return endOfResource(model, index);
    Index named = Snapshot::none;
    for (Index i = 0; i < model.snapshot().resources().size(); ++i) {
        const Resource& r = model.at(i);
        if (r.name != text ||
            (r.kind != Kind::Interface && r.kind != Kind::Instance && r.kind != Kind::Subnet))
            continue;
        if (named != Snapshot::none)
            return base::fail(base::ErrorCode::InvalidValue, text + " is the name of " + model.at(named).id +
                                                                 " and of " + r.id + "; use one of these");
        named = i;
    }
    if (named == Snapshot::none)
        return base::fail(base::ErrorCode::NotFound, "nothing in this snapshot is called " + text);
    return endOfResource(model, named);
}

ReachabilityAnswer reach(const NetworkModel& model, const Question& question)
{
    return Asker(model, question).ask();
}

} // namespace zonescope::cloud
