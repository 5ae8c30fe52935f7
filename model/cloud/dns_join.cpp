// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/dns_join.h"

#include "model/dns/types.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace zonescope::cloud {
namespace {

/// Names that a provider gives away again once their owner has deleted the resource: an alias to one that is
/// none of ours can be taken over by whoever gets it next.
constexpr std::array<std::string_view, 12> givenAway{
    ".elb.amazonaws.com", ".elasticbeanstalk.com", ".cloudapp.azure.com", ".cloudapp.net",
    ".azurewebsites.net", ".trafficmanager.net",   ".azureedge.net",      ".blob.core.windows.net",
    ".s3.amazonaws.com",  ".cloudfront.net",       ".azure-api.net",      ".azurefd.net"};

std::string folded(std::string_view name)
{
    std::string result;
    for (const char c : name)
        result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    while (!result.empty() && result.back() == '.')
        result.pop_back();
    return result;
}

class Joiner
{
public:
    Joiner(const NetworkModel& model, const std::vector<SnapshotPtr>& earlier)
        : m_model(model)
    {
        for (Index i = 0; i < model.snapshot().resources().size(); ++i) {
            const Resource& r = model.at(i);
            if (r.kind == Kind::DnsRecord || r.kind == Kind::DnsZone)
                continue;
            for (const std::string& name : r.dnsNames)
                m_byName.emplace(withoutDualStack(name), i);
        }
        for (const SnapshotPtr& snapshot : earlier)
            remember(*snapshot);
    }

    void heldZone(const HeldZone& held)
    {
        if (!held.version)
            return;
        held.version->forEach([&](zone::OwnerView owner) {
            const std::string name = owner.name(held.version->apex()).toText();
            for (const auto type : {dns::Type::A, dns::Type::AAAA, dns::Type::CNAME})
                if (const auto set = owner.find(type))
                    for (std::size_t i = 0; i < set->size(); ++i)
                        heldRecord(held.zone, name, type, set->rdata(i));
            return true;
        });
    }

    void cloudRecords()
    {
        for (Index i = 0; i < m_model.snapshot().resources().size(); ++i) {
            const Resource& r = m_model.at(i);
            if (r.kind != Kind::DnsRecord || r.dnsNames.empty())
                continue;
            const bool open = isPublicZone(r);
            for (const Relation& relation : r.relations) {
                if (relation.kind != RelationKind::ResolvesTo)
                    continue;
                DnsJoinRow row{r.dnsNames.front() + ".",
                               r.state,
                               relation.target,
                               JoinState::Elsewhere,
                               Snapshot::none,
                               i,
                               {},
                               {}};
                if (const auto address = net::IpAddress::fromText(relation.target))
                    judgeAddress(row, *address, open);
                else if (r.state == "CNAME" || r.state == "A" || r.state == "AAAA")
                    judgeName(row);
                else
                    continue;
                m_rows.push_back(std::move(row));
            }
        }
    }

    std::vector<DnsJoinRow> finish()
    {
        const auto rank = [](const DnsJoinRow& row) {
            switch (row.state) {
            case JoinState::Dangling:
                return 0;
            case JoinState::PrivateAnswer:
                return 1;
            case JoinState::Owned:
                return 2;
            case JoinState::Elsewhere:
                break;
            }
            return 3;
        };
        std::ranges::stable_sort(m_rows, {}, rank);
        return std::move(m_rows);
    }

private:
    /// Aliases of Route 53 say "dualstack.name" for the load balancer "name".
    static std::string withoutDualStack(std::string_view name)
    {
        std::string plain = folded(name);
        return plain.starts_with("dualstack.") ? plain.substr(10) : plain;
    }

    void remember(const Snapshot& snapshot)
    {
        for (const Resource& r : snapshot.resources()) {
            if (r.kind == Kind::DnsRecord || r.kind == Kind::DnsZone)
                continue;
            for (const net::IpAddress& address : r.addresses)
                m_formerAddress.emplace(address, r.id);
            for (const std::string& name : r.dnsNames)
                m_formerName.emplace(withoutDualStack(name), r.id);
        }
    }

    void heldRecord(base::ZoneId zone, const std::string& name, dns::Type type, base::ByteView rdata)
    {
        DnsJoinRow row{name, {}, {}, JoinState::Elsewhere, Snapshot::none, Snapshot::none, zone, {}};
        if (type == dns::Type::CNAME) {
            const auto target = dns::Name::fromWire(rdata);
            if (!target)
                return;
            row.type = "CNAME";
            row.value = target->toText();
            judgeName(row);
        } else {
            const bool four = type == dns::Type::A;
            if (rdata.size() != (four ? 4U : 16U))
                return;
            const auto address =
                net::IpAddress::fromOctets(four ? net::Family::V4 : net::Family::V6, rdata.data());
            row.type = four ? "A" : "AAAA";
            row.value = address.toText();
            judgeAddress(row, address, true);
        }
        m_rows.push_back(std::move(row));
    }

    bool isPublicZone(const Resource& record) const
    {
        const Resource* zone = m_model.snapshot().find(record.parent);
        const std::string_view raw = zone ? std::string_view(zone->raw) : std::string_view();
        return record.collection.find("privatednszones") == std::string::npos &&
               record.collection.find("privateDnsZones") == std::string::npos &&
               raw.find("\"PrivateZone\":true") == std::string_view::npos &&
               raw.find("\"visibility\":\"private\"") == std::string_view::npos;
    }

    void judgeAddress(DnsJoinRow& row, const net::IpAddress& address, bool open)
    {
        const auto owners = m_model.ownersOf(address);
        if (!owners.empty())
            row.resource = owners.front();
        if (isPrivate(address) && open) {
            row.state = JoinState::PrivateAnswer;
        } else if (!owners.empty()) {
            row.state = JoinState::Owned;
        } else if (const auto former = m_formerAddress.find(address); former != m_formerAddress.end()) {
            row.state = JoinState::Dangling;
            row.formerly = former->second;
        }
    }

    void judgeName(DnsJoinRow& row)
    {
        const std::string name = withoutDualStack(row.value);
        if (const auto found = m_byName.find(name); found != m_byName.end()) {
            row.resource = found->second;
            row.state = JoinState::Owned;
            return;
        }
        const auto former = m_formerName.find(name);
        if (former != m_formerName.end())
            row.formerly = former->second;
        if (former != m_formerName.end() ||
            std::ranges::any_of(givenAway, [&](std::string_view suffix) { return name.ends_with(suffix); }))
            row.state = JoinState::Dangling;
    }

    const NetworkModel& m_model;
    std::unordered_map<std::string, Index> m_byName;
    std::unordered_map<net::IpAddress, std::string> m_formerAddress;
    std::unordered_map<std::string, std::string> m_formerName;
    std::vector<DnsJoinRow> m_rows;
};

} // namespace

std::vector<DnsJoinRow> joinDns(const NetworkModel& model, const std::vector<HeldZone>& held,
                                const std::vector<SnapshotPtr>& earlier)
{
    Joiner joiner(model, earlier);
    for (const HeldZone& zone : held)
        joiner.heldZone(zone);
    joiner.cloudRecords();
    return joiner.finish();
}

} // namespace zonescope::cloud
