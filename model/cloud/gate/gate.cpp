// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/gate/gate.h"

#include "model/cloud/gate/gate_rails.h"
#include "model/cloud/reachability.h"
#include "model/cloud/rules.h"

#include <algorithm>
#include <map>
#include <set>

namespace zonescope::cloud {
namespace {

/// An end that exists before and after; indexes may differ.
struct NamedEnd
{
    std::string name;
    std::optional<End> before;
    std::optional<End> after;
};

net::IpAddress lastOf(const net::Prefix& prefix)
{
    std::array<std::uint8_t, 16> octets = prefix.address.octets();
    const unsigned bits = prefix.address.family() == net::Family::V4 ? 32 : 128;
    for (unsigned bit = prefix.length; bit < bits; ++bit)
        octets[bit / 8] |= static_cast<std::uint8_t>(0x80U >> (bit % 8));
    return net::IpAddress::fromOctets(prefix.address.family(), octets.data());
}

std::string winnerOf(const NetworkModel& model, Index subnet, const net::IpAddress& address)
{
    const RouteAnswer answer = model.routesFor(subnet, address, {});
    if (answer.matches.empty())
        return answer.unknown.empty() ? "nothing" : "unknown";
    const Route& route = answer.matches.front().route;
    return route.targetKind == TargetKind::Drop ? "drop"
           : route.target.empty()               ? "local"
                                                : route.target + (route.blackhole ? " (blackhole)" : "");
}

class Gate
{
public:
    Gate(const ChangePlan& plan, const SnapshotPtr& before, const SnapshotPtr& after,
         const GateSettings& settings)
        : m_plan(plan)
        , m_settings(settings)
        , m_before(before)
        , m_after(after)
    {
    }

    GateResult run()
    {
        m_result.notModelled = m_plan.notModelled;
        m_result.rails = railsOf(m_plan, m_before, m_settings);
        findAffected();
        countRadius();
        askFlows();
        askManagement();
        std::ranges::stable_sort(m_result.rails, {}, &RailFinding::rail);
        conclude();
        return std::move(m_result);
    }

private:
    // --- who is affected -----------------------------------------------------------------------------------

    std::vector<net::Prefix> changedPrefixes() const
    {
        std::vector<net::Prefix> prefixes;
        const auto take = [&](const Route& route) {
            if (route.destination && std::ranges::find(prefixes, *route.destination) == prefixes.end())
                prefixes.push_back(*route.destination);
        };
        for (const PlannedChange& change : m_plan.changes) {
            for (const Part& part : change.part)
                std::ranges::for_each(part.routes, take);
            for (const Resource& made : change.made)
                std::ranges::for_each(made.routes, take);
            if (change.verb == ChangeVerb::RemoveResource)
                if (const Resource* gone = m_before.snapshot().find(change.resource))
                    std::ranges::for_each(gone->routes, take);
        }
        return prefixes;
    }

    void findAffected()
    {
        const std::vector<net::Prefix> prefixes = changedPrefixes();
        for (Index subnet = 0; subnet < m_before.snapshot().resources().size() && !prefixes.empty();
             ++subnet) {
            const Resource& resource = m_before.at(subnet);
            const Index after = m_after.snapshot().indexOf(resource.id);
            if (resource.kind != Kind::Subnet || after == Snapshot::none)
                continue;
            for (const net::Prefix& prefix : prefixes)
                compareNextHop(subnet, after, prefix);
        }
        for (const PlannedChange& change : m_plan.changes)
            if (const Index filter = m_before.snapshot().indexOf(change.resource); filter != Snapshot::none)
                addBehindFilter(filter);
    }

    void compareNextHop(Index before, Index after, const net::Prefix& prefix)
    {
        const auto outside = net::IpAddress::fromText(
            prefix.address.family() == net::Family::V4 ? "192.0.2.1" : "2001:db8::1");
        const net::IpAddress first = prefix.length == 0 ? *outside : prefix.address;
        for (const net::IpAddress& address : {first, lastOf(prefix)}) {
            const std::string old = winnerOf(m_before, before, address);
            const std::string now = winnerOf(m_after, after, address);
            if (old == now)
                continue;
            m_subnets.insert(before);
            m_result.flows.push_back(
                {FlowKind::Moved, m_before.at(before).id, prefix.toText(), old + " -> " + now});
            return;
        }
    }

    /// Interfaces of a filter, subnets of a list.
    void addBehindFilter(Index filter)
    {
        const Resource& resource = m_before.at(filter);
        if (resource.kind != Kind::Filter && resource.kind != Kind::NetworkAcl)
            return;
        for (const Incoming& incoming : m_before.snapshot().incoming(filter))
            if (m_before.at(incoming.from).kind == Kind::Interface)
                m_interfaces.insert(incoming.from);
            else if (m_before.at(incoming.from).kind == Kind::Subnet)
                m_subnets.insert(incoming.from);
        for (const Index subnet : m_before.allRelated(filter, RelationKind::AssociatedWith, Kind::Subnet))
            m_subnets.insert(subnet);
        // Google's rules stand before everything in the network.
        if (resource.provider == Provider::Google)
            for (const Index subnet : m_before.subnetsOfNetwork(m_before.networkOf(filter)))
                m_subnets.insert(subnet);
    }

    void countRadius()
    {
        std::set<Index> interfaces = m_interfaces;
        for (const Index subnet : m_subnets)
            for (const Incoming& incoming : m_before.snapshot().incoming(subnet))
                if (m_before.at(incoming.from).kind == Kind::Interface)
                    interfaces.insert(incoming.from);
        std::set<std::string> names;
        for (const Index interface : interfaces)
            names.insert(m_before.at(interface).dnsNames.begin(), m_before.at(interface).dnsNames.end());
        m_result.subnets = m_subnets.size();
        m_result.interfaces = interfaces.size();
        m_result.names = names.size();
    }

    // --- flows ---------------------------------------------------------------------------------------------

    NamedEnd endOf(const std::string& name) const
    {
        const auto in = [&](const NetworkModel& model) -> std::optional<End> {
            const auto end = endFromText(model, name);
            return end ? std::optional(*end) : std::nullopt;
        };
        return {name, in(m_before), in(m_after)};
    }

    /// Somebody who stands for the subnet: its first interface, else itself.
    std::string representative(Index subnet) const
    {
        for (const Incoming& incoming : m_before.snapshot().incoming(subnet))
            if (m_before.at(incoming.from).kind == Kind::Interface)
                return m_before.at(incoming.from).id;
        return m_before.at(subnet).id;
    }

    std::vector<NamedEnd> subjects()
    {
        std::set<std::string> names;
        for (const Index subnet : m_subnets)
            names.insert(representative(subnet));
        for (const Index interface : m_interfaces)
            names.insert(m_before.at(interface).id);
        return limited(names);
    }

    std::vector<NamedEnd> limited(const std::set<std::string>& names)
    {
        std::vector<NamedEnd> ends;
        for (const std::string& name : names) {
            if (ends.size() == m_settings.mostEnds) {
                m_result.cut = true;
                break;
            }
            ends.push_back(endOf(name));
        }
        return ends;
    }

    std::vector<NamedEnd> others()
    {
        std::set<std::string> names{"internet"};
        for (Index i = 0; i < m_before.snapshot().resources().size(); ++i)
            if (m_before.at(i).kind == Kind::Subnet)
                names.insert(representative(i));
        return limited(names);
    }

    std::set<int> protocols() const
    {
        std::set<int> all{6};
        for (const PlannedChange& change : m_plan.changes)
            for (const Part& part : change.part)
                for (const Rule& rule : part.rules)
                    if (rule.protocol != anyProtocol)
                        all.insert(rule.protocol);
        return all;
    }

    void askFlows()
    {
        const std::vector<NamedEnd> ours = subjects();
        const std::vector<NamedEnd> theirs = ours.empty() ? std::vector<NamedEnd>() : others();
        std::set<std::pair<std::string, std::string>> done;
        for (const NamedEnd& a : ours)
            for (const NamedEnd& b : theirs)
                for (const bool out : {true, false}) {
                    const NamedEnd& from = out ? a : b;
                    const NamedEnd& to = out ? b : a;
                    if (from.name != to.name && done.insert({from.name, to.name}).second)
                        for (const int protocol : protocols())
                            compareFlow(from, to, protocol);
                }
    }

    void compareFlow(const NamedEnd& from, const NamedEnd& to, int protocol)
    {
        if (!from.before || !to.before || !from.after || !to.after)
            return;
        ++m_result.asked;
        const auto old = reach(m_before, {*from.before, *to.before, protocol, PortSet::all()});
        const auto now = reach(m_after, {*from.after, *to.after, protocol, PortSet::all()});
        const PortSet gained = now.allowed.without(old.allowed);
        const PortSet lost = old.allowed.without(now.allowed);
        const std::string word = "protocol " + std::to_string(protocol) + " ports ";
        if (!gained.empty())
            m_result.flows.push_back({FlowKind::Gained, from.name, to.name, word + gained.toText()});
        if (!lost.empty())
            m_result.flows.push_back({FlowKind::Lost, from.name, to.name, word + lost.toText()});
        const auto noReturn = [](const ReachabilityAnswer& answer) {
            return std::ranges::any_of(answer.reasons,
                                       [](const Step& s) { return s.code == StepCode::NoReturnRoute; });
        };
        if (noReturn(now) && !noReturn(old))
            m_result.rails.push_back({GuardRail::ReturnPathLost, to.name, "answers to " + from.name});
    }

    /// From where we sit to everything that would be touched: nothing that worked may stop to work.
    void askManagement()
    {
        if (m_settings.management.empty())
            return;
        const std::vector<NamedEnd> ours = subjects();
        for (const net::Prefix& prefix : m_settings.management) {
            const NamedEnd desk =
                isPrivate(prefix.address) ? endOf(prefix.address.toText()) : outsideEnd(prefix);
            for (const NamedEnd& end : ours) {
                if (!desk.before || !desk.after || !end.before || !end.after)
                    continue;
                const auto old = reach(m_before, {*desk.before, *end.before, 6, PortSet::all()});
                const auto now = reach(m_after, {*desk.after, *end.after, 6, PortSet::all()});
                if (const PortSet lost = old.allowed.without(now.allowed); !lost.empty())
                    m_result.rails.push_back({GuardRail::ManagementCut, end.name,
                                              "from " + prefix.toText() + " ports " + lost.toText()});
            }
        }
    }

    static NamedEnd outsideEnd(const net::Prefix& prefix)
    {
        const End end{prefix, Snapshot::none, Snapshot::none};
        return {prefix.toText(), end, end};
    }

    void conclude()
    {
        const bool critical =
            std::ranges::any_of(m_result.rails, [](const RailFinding& f) { return isCritical(f.rail); });
        const bool lost =
            std::ranges::any_of(m_result.flows, [](const FlowChange& f) { return f.kind == FlowKind::Lost; });
        if (critical)
            m_result.verdict = GateVerdict::Refuse;
        else if (!m_result.rails.empty() || lost || !m_result.notModelled.empty() || m_result.cut)
            m_result.verdict = GateVerdict::Confirm;
    }

    const ChangePlan& m_plan;
    const GateSettings& m_settings;
    const NetworkModel m_before;
    const NetworkModel m_after;
    std::set<Index> m_subnets;    ///< of m_before
    std::set<Index> m_interfaces; ///< of m_before
    GateResult m_result;
};

} // namespace

GateResult checkPlan(const ChangePlan& plan, const SnapshotPtr& before, const GateSettings& settings)
{
    return Gate(plan, before, applied(plan, *before), settings).run();
}

GateResult checkOutcome(const ChangePlan& plan, const SnapshotPtr& before, const SnapshotPtr& after,
                        const GateSettings& settings)
{
    return Gate(plan, before, after, settings).run();
}

} // namespace zonescope::cloud
