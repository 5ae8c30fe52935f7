// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/filter_policy.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

enum class Fit : std::uint8_t { No, Yes, Unknown };

/// One rule together with the filter it stands in.
struct Line
{
    const Rule* rule;
    Index filter;
};

class Judge
{
public:
    Judge(const NetworkModel& model, Index interface, bool ingress, int protocol, const Peer& peer)
        : m_model(model)
        , m_interface(interface)
        , m_ingress(ingress)
        , m_protocol(protocol)
        , m_peer(peer)
    {
    }

    bool concerns(const Rule& rule) const
    {
        return rule.ingress == m_ingress &&
               (rule.protocol == anyProtocol || rule.protocol == m_protocol || m_protocol == anyProtocol);
    }

    Fit fits(const Rule& rule) const
    {
        for (const net::Prefix& prefix : rule.remotes)
            if (contains(prefix, m_peer.prefix))
                return coversUs(rule);
        Fit fit = Fit::No;
        for (const net::Prefix& prefix : rule.remotes)
            if (m_peer.prefix.length > 0 &&
                overlap(prefix, m_peer.prefix)) // a part of those who are asked for
                fit = Fit::Unknown;
        for (const std::string& group : rule.remoteGroups) {
            const Fit one = fitsGroup(group);
            if (one == Fit::Yes)
                return coversUs(rule);
            if (one == Fit::Unknown) {
                fit = Fit::Unknown;
                m_unknown = group;
            }
        }
        return fit;
    }
    const std::string& unknown() const { return m_unknown; }

    /// Allow-only: everything that any rule allows.
    FilterVerdict anyOf(const std::vector<Line>& lines, const PortSet& asked) const
    {
        FilterVerdict verdict;
        for (const Line& line : lines) {
            if (!concerns(*line.rule) || !line.rule->allow)
                continue;
            const PortSet part = PortSet(line.rule->ports).common(asked);
            const Fit fit = part.empty() ? Fit::No : fits(*line.rule);
            if (fit == Fit::Yes)
                take(verdict, verdict.allowed, part, line);
            else if (fit == Fit::Unknown)
                verdict.unknown = verdict.unknown.united(part);
        }
        verdict.unknown = verdict.unknown.without(verdict.allowed);
        verdict.unknownWhat = m_unknown;
        return verdict;
    }

    /// By priority: for each port the first rule that fits decides; what none decides falls to `otherwise`.
    FilterVerdict firstOf(std::vector<Line> lines, const PortSet& asked, bool otherwise) const
    {
        // A refusal goes first among equals: that is what Google does, and elsewhere there are no equals.
        std::ranges::stable_sort(lines, {},
                                 [](const Line& l) { return std::pair(l.rule->priority, l.rule->allow); });
        FilterVerdict verdict;
        PortSet left = asked;
        for (const Line& line : lines) {
            if (left.empty())
                break;
            if (!concerns(*line.rule))
                continue;
            const PortSet part = PortSet(line.rule->ports).common(left);
            const Fit fit = part.empty() ? Fit::No : fits(*line.rule);
            if (fit == Fit::No)
                continue;
            left = left.without(part);
            if (fit == Fit::Unknown)
                verdict.unknown = verdict.unknown.united(part);
            else if (line.rule->allow)
                take(verdict, verdict.allowed, part, line);
            else if (verdict.rule.empty())
                verdict.rule = line.rule->id, verdict.filter = line.filter;
        }
        if (otherwise)
            verdict.allowed = verdict.allowed.united(left);
        verdict.unknownWhat = m_unknown;
        return verdict;
    }

private:
    static void take(FilterVerdict& verdict, PortSet& into, const PortSet& part, const Line& line)
    {
        if (into.empty()) {
            verdict.rule = line.rule->id;
            verdict.filter = line.filter;
        }
        into = into.united(part);
    }

    Fit fitsGroup(const std::string& group) const
    {
        if (m_model.at(m_interface).provider == Provider::Azure)
            return fitsServiceTag(group);
        const Resource* named = m_model.snapshot().find(group);
        if (named && named->kind == Kind::PrefixList) {
            const auto inList = [&](const net::Prefix& prefix) { return contains(prefix, m_peer.prefix); };
            if (named->prefixes.empty())
                return Fit::Unknown;
            return std::ranges::any_of(named->prefixes, inList) ? Fit::Yes : Fit::No;
        }
        if (m_model.at(m_interface).provider == Provider::Google) {
            if (group.starts_with("protocol ") || group.find('@') != std::string::npos)
                return Fit::Unknown; // service accounts are not in what we read of instances
            return hasTag(group) ? Fit::Yes : Fit::No;
        }
        if (!named)
            return group.starts_with("sg-") ? fitsGroupId(group) : Fit::Unknown;
        return fitsGroupId(group);
    }
    Fit fitsGroupId(const std::string& group) const
    {
        if (m_peer.interface == Snapshot::none)
            return Fit::No; // somebody whose interface is none of ours is in none of our groups
        return std::ranges::any_of(m_model.at(m_peer.interface).relations,
                                   [&](const Relation& r) {
                                       return r.kind == RelationKind::AssociatedWith && r.target == group;
                                   })
                   ? Fit::Yes
                   : Fit::No;
    }
    bool hasTag(const std::string& tag) const
    {
        if (m_peer.interface == Snapshot::none)
            return false;
        const auto tags = m_model.tagsOf(m_peer.interface);
        return std::ranges::find(tags, tag) != tags.end();
    }
    Fit fitsServiceTag(const std::string& tag) const
    {
        const bool inside = insideNetwork();
        if (tag == "VirtualNetwork")
            return inside ? Fit::Yes : Fit::No;
        if (tag == "Internet")
            return inside ? Fit::No : Fit::Yes;
        if (tag == "AzureLoadBalancer")
            return Fit::No; // the probes of load balancers, never somebody one asks for
        return Fit::Unknown;
    }
    /// The network's own space and that of every peered one, which is what the tag VirtualNetwork means.
    bool insideNetwork() const
    {
        const Index network = m_model.networkOf(m_interface);
        if (network == Snapshot::none)
            return false;
        const auto covers = [&](const net::Prefix& prefix) { return contains(prefix, m_peer.prefix); };
        if (std::ranges::any_of(m_model.prefixesOfNetwork(network), covers))
            return true;
        return std::ranges::any_of(m_model.peeringsOf(network), [&](Index peering) {
            return std::ranges::any_of(m_model.at(peering).prefixes, covers);
        });
    }
    /// Azure's rules may name addresses on our side, Google's the tags they are for.
    Fit coversUs(const Rule& rule) const
    {
        if (!rule.locals.empty()) {
            const auto& own = m_model.at(m_interface).addresses;
            return std::ranges::any_of(rule.locals,
                                       [&](const net::Prefix& local) {
                                           return std::ranges::any_of(own,
                                                                      [&](const net::IpAddress& address) {
                                                                          return local.contains(address);
                                                                      });
                                       })
                       ? Fit::Yes
                       : Fit::No;
        }
        if (rule.onlyTo.empty())
            return Fit::Yes;
        if (m_model.at(m_interface).provider == Provider::Azure) {
            m_unknown = rule.onlyTo.front();
            return Fit::Unknown;
        }
        const auto tags = m_model.tagsOf(m_interface);
        if (std::ranges::find_first_of(rule.onlyTo, tags) != rule.onlyTo.end())
            return Fit::Yes;
        return std::ranges::any_of(rule.onlyTo,
                                   [](const std::string& t) { return t.find('@') != std::string::npos; })
                   ? Fit::Unknown
                   : Fit::No;
    }

    const NetworkModel& m_model;
    Index m_interface;
    bool m_ingress;
    int m_protocol;
    Peer m_peer;
    mutable std::string m_unknown;
};

std::vector<Line> linesOf(const NetworkModel& model, const std::vector<Index>& filters)
{
    std::vector<Line> lines;
    for (const Index filter : filters)
        for (const Rule& rule : model.at(filter).rules)
            lines.push_back({&rule, filter});
    return lines;
}

FilterVerdict everything(const PortSet& asked)
{
    FilterVerdict verdict;
    verdict.allowed = asked;
    return verdict;
}

/// Both groups must let it through, the subnet's and the interface's; without any group everything passes.
FilterVerdict azure(const NetworkModel& model, const Judge& judge, Index interface, const PortSet& asked)
{
    static const std::vector<Rule> defaults = [] {
        std::vector<Rule> rules(4);
        rules[0] = {"AllowVnetInBound", true, true, 65000, anyProtocol, {PortRange{}}, {},
                    {"VirtualNetwork"}, {},   {}};
        rules[1] = {"AllowVnetOutBound", false, true, 65000, anyProtocol, {PortRange{}}, {},
                    {"VirtualNetwork"},  {},    {}};
        rules[2] = {"AllowInternetOutBound", false, true,         65001, anyProtocol,
                    {PortRange{}},           {},    {"Internet"}, {},    {}};
        rules[3] = {"DenyAll", true, false, 65500, anyProtocol, {PortRange{}}, {}, {}, {}, {}};
        return rules;
    }();
    FilterVerdict verdict = everything(asked);
    const Index subnet = model.subnetOf(interface);
    for (const Index place : {subnet, interface}) {
        const auto filters = place == Snapshot::none ? std::vector<Index>() : model.filtersOf(place);
        if (filters.empty())
            continue;
        auto lines = linesOf(model, {filters.front()});
        if (std::ranges::none_of(lines, [](const Line& l) { return l.rule->priority >= 65000; }))
            for (const Rule& rule : defaults)
                lines.push_back({&rule, filters.front()});
        const FilterVerdict one = judge.firstOf(lines, asked, false);
        const PortSet maybe = verdict.allowed.united(verdict.unknown).common(one.allowed.united(one.unknown));
        verdict.allowed = verdict.allowed.common(one.allowed);
        verdict.unknown = maybe.without(verdict.allowed);
        verdict.filter = one.filter == Snapshot::none ? filters.front() : one.filter;
        verdict.rule = one.rule;
        verdict.unknownWhat += one.unknownWhat;
    }
    return verdict;
}

} // namespace

FilterVerdict filtersOfInterface(const NetworkModel& model, Index interface, bool ingress, int protocol,
                                 const PortSet& asked, const Peer& peer)
{
    const Judge judge(model, interface, ingress, protocol, peer);
    switch (model.at(interface).provider) {
    case Provider::Azure:
        return azure(model, judge, interface, asked);
    case Provider::Google: {
        const Index network = model.networkOf(interface);
        const auto filters = network == Snapshot::none
                                 ? std::vector<Index>()
                                 : model.incoming(network, RelationKind::ContainedIn, Kind::Filter);
        return judge.firstOf(linesOf(model, filters), asked, !ingress); // implied: nothing in, everything out
    }
    case Provider::OpenStack:
        if (model.at(interface).raw.find("\"port_security_enabled\":false") != std::string::npos)
            return everything(asked);
        break;
    case Provider::Aws:
        break;
    }
    const auto filters = model.filtersOf(interface);
    FilterVerdict verdict = judge.anyOf(linesOf(model, filters), asked);
    // A group that the interface has and the snapshot has not may allow anything.
    for (const Relation& relation : model.at(interface).relations)
        if (relation.kind == RelationKind::AssociatedWith && !model.snapshot().find(relation.target)) {
            verdict.unknown = asked.without(verdict.allowed);
            verdict.unknownWhat = relation.target;
        }
    if (verdict.filter == Snapshot::none && !filters.empty())
        verdict.filter = filters.front();
    return verdict;
}

FilterVerdict networkAclOf(const NetworkModel& model, Index subnet, bool ingress, int protocol,
                           const PortSet& asked, const Peer& peer)
{
    const Index acl = subnet == Snapshot::none ? Snapshot::none : model.aclOf(subnet);
    if (acl == Snapshot::none)
        return everything(asked);
    const Judge judge(model, subnet, ingress, protocol, peer);
    FilterVerdict verdict = judge.firstOf(linesOf(model, {acl}), asked, false);
    verdict.filter = acl;
    return verdict;
}

} // namespace zonescope::cloud
