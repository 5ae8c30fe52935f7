// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/zone_lookup.h"

#include "model/publish/denial_proof.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace zonescope::publish {
namespace {

using dns::Name;
using dns::Section;
using dns::Type;
using zone::OwnerView;
using zone::RrsetView;

constexpr int longestChain = 16; // CNAMEs and DNAMEs followed; a loop in a zone must end somewhere

std::string_view parentKey(std::string_view key)
{
    const std::size_t separator = key.rfind('\0');
    return key.substr(0, separator == std::string_view::npos ? 0 : separator);
}

std::string childKey(std::string_view key, std::string_view label)
{
    std::string child(key);
    if (!child.empty())
        child += '\0';
    return child += label;
}

/// One run of the algorithm for one name; a chain runs it again for its target.
class Search
{
public:
    Search(const zone::ZoneVersion& zone, Type qtype, bool dnssecOk)
        : m_zone(zone)
        , m_qtype(qtype)
        , m_dnssecOk(dnssecOk)
    {
    }

    Lookup run(const Name& qname)
    {
        m_name = qname;
        for (int i = 0; i < longestChain; ++i) {
            m_next.reset();
            visit();
            if (!m_next || !m_next->isAtOrBelow(m_zone.apex()) || wasSeen(*m_next))
                break;
            m_seen.push_back(std::exchange(m_name, *m_next));
        }
        std::stable_sort(m_lookup.sets.begin(), m_lookup.sets.end(),
                         [](const AnswerSet& a, const AnswerSet& b) { return a.section < b.section; });
        return std::move(m_lookup);
    }

private:
    bool wasSeen(const Name& name) const
    {
        return name == m_name || std::find(m_seen.begin(), m_seen.end(), name) != m_seen.end();
    }

    /// m_name or the ancestor of it that lies `key` deep, in the case it was asked with.
    Name nameAt(std::string_view key) const
    {
        std::size_t labels = m_zone.apex().labelCount();
        if (!key.empty())
            labels += 1 + static_cast<std::size_t>(std::count(key.begin(), key.end(), '\0'));
        return m_name.parent(m_name.labelCount() - labels);
    }

    void visit()
    {
        m_key = m_name.canonicalKey(m_zone.apex());
        if (cutOrDname())
            return;
        if (const auto owner = m_zone.find(std::string_view(m_key))) {
            if (!answerFrom(*owner))
                noData(m_key);
        } else if (m_zone.hasBelow(m_key)) {
            noData(m_key); // an empty non-terminal exists (RFC 8020)
        } else {
            notThere();
        }
    }

    /// From the apex down: a zone cut or a DNAME above the name hides everything below it.
    bool cutOrDname()
    {
        for (std::size_t end = 0;; ++end) {
            end = end == 0 ? 0 : m_key.find('\0', end);
            const bool whole = end == std::string::npos || m_key.empty();
            const std::string_view key = std::string_view(m_key).substr(0, end);
            if (const auto owner = m_zone.find(key)) {
                const bool apex = key.empty();
                if (const auto ns = owner->find(Type::NS); ns && !apex) {
                    if (whole && m_qtype == Type::DS)
                        return false; // RFC 4035 section 3.1.4.1: the parent's side of the cut answers
                    refer(*owner, *ns);
                    return true;
                }
                if (const auto dname = owner->find(Type::DNAME); dname && !whole) {
                    followDname(*owner, *dname);
                    return true;
                }
            }
            if (whole)
                return false;
        }
    }

    void add(Section section, const Name& owner, const OwnerView& source, const RrsetView& set,
             std::optional<std::uint32_t> ttl = std::nullopt)
    {
        AnswerSet answer;
        answer.section = section;
        answer.owner = owner;
        answer.type = set.type();
        answer.ttl = ttl.value_or(set.ttl());
        answer.records = set;
        m_lookup.sets.push_back(answer);
        if (m_dnssecOk && set.type() != Type::RRSIG)
            if (const auto signatures = source.find(Type::RRSIG)) {
                answer.type = Type::RRSIG;
                answer.records = signatures;
                answer.covered = set.type();
                m_lookup.sets.push_back(answer);
            }
    }

    void refer(const OwnerView& cut, const RrsetView& ns)
    {
        m_lookup.authoritative = !m_seen.empty(); // a CNAME before it was our own data (RFC 1034 4.3.2)
        const Name owner = nameAt(cut.key());
        AnswerSet servers;
        servers.section = Section::Authority;
        servers.owner = owner;
        servers.type = Type::NS;
        servers.ttl = ns.ttl();
        servers.records = ns;
        m_lookup.sets.push_back(servers); // unsigned: it is the child's
        if (m_dnssecOk) {
            if (const auto ds = cut.find(Type::DS))
                add(Section::Authority, owner, cut, *ds);
            else
                prove(cut.key());
        }
        addAddresses(ns, owner);
    }

    /// RFC 9471: addresses of servers below the cut must come along or the answer is truncated.
    void addAddresses(const RrsetView& names, const std::optional<Name>& cut)
    {
        for (std::size_t i = 0; i < names.size(); ++i) {
            base::ByteView rdata = names.rdata(i);
            if (names.type() == Type::MX)
                rdata = rdata.subspan(std::min<std::size_t>(2, rdata.size()));
            else if (names.type() == Type::SRV)
                rdata = rdata.subspan(std::min<std::size_t>(6, rdata.size()));
            const auto target = Name::fromWire(rdata);
            if (!target || !target->isAtOrBelow(m_zone.apex()))
                continue;
            const auto owner = m_zone.find(*target);
            for (const Type type : {Type::A, Type::AAAA})
                if (const auto set = owner ? owner->find(type) : std::nullopt) {
                    AnswerSet addresses;
                    addresses.section = Section::Additional;
                    addresses.owner = *target;
                    addresses.type = type;
                    addresses.ttl = set->ttl();
                    addresses.records = set;
                    addresses.optional = !cut || !target->isAtOrBelow(*cut);
                    m_lookup.sets.push_back(addresses);
                }
        }
    }

    void followDname(const OwnerView& owner, const RrsetView& dname)
    {
        const Name from = nameAt(owner.key());
        add(Section::Answer, from, owner, dname);
        const auto target = Name::fromWire(dname.rdata(0));
        if (!target)
            return;
        const std::string_view wire = m_name.wire();
        std::string made(wire.substr(0, wire.size() - from.wire().size()));
        made += target->wire();
        const auto name = Name::fromWire(base::viewOf(made));
        if (!name) { // RFC 6672 section 2.2: longer than 255 octets
            m_lookup.rcode = dns::Rcode::YxDomain;
            return;
        }
        AnswerSet cname;
        cname.owner = m_name;
        cname.type = Type::CNAME;
        cname.ttl = dname.ttl();
        cname.made = made;
        m_lookup.sets.push_back(cname);
        if (m_qtype != Type::CNAME && m_qtype != Type::ANY)
            m_next = *name;
    }

    /// False: the name is there, the type is not. Also for a wildcard's owner: the answer bears m_name.
    bool answerFrom(const OwnerView& owner)
    {
        std::optional<RrsetView> set;
        if (m_qtype == Type::ANY) // RFC 8482: one of them, so that nobody gains from asking for all
            owner.forEachRrset([&](const RrsetView& each) {
                set = each;
                return each.type() == Type::RRSIG || each.type() == Type::NSEC;
            });
        else
            set = owner.find(m_qtype);
        if (set) {
            add(Section::Answer, m_name, owner, *set);
            if (m_qtype == Type::NS || m_qtype == Type::MX || m_qtype == Type::SRV)
                addAddresses(*set, std::nullopt);
            return true;
        }
        const auto cname = owner.find(Type::CNAME);
        if (!cname)
            return false;
        add(Section::Answer, m_name, owner, *cname);
        if (const auto target = Name::fromWire(cname->rdata(0)))
            m_next = *target;
        return true;
    }

    /// Neither the name nor anything below it: a wildcard (RFC 4592) or NXDOMAIN.
    void notThere()
    {
        std::string_view encloser = parentKey(m_key);
        while (!encloser.empty() && !m_zone.find(encloser) && !m_zone.hasBelow(encloser))
            encloser = parentKey(encloser);
        const std::string wildcard = childKey(encloser, "*");
        if (const auto owner = m_zone.find(std::string_view(wildcard))) {
            if (!answerFrom(*owner))
                noData(wildcard);
            prove(m_key);
        } else if (m_zone.hasBelow(wildcard)) {
            noData(wildcard);
            prove(m_key);
        } else {
            m_lookup.rcode = dns::Rcode::NxDomain;
            addSoa();
            prove(m_key);
            prove(wildcard);
        }
    }

    void noData(std::string_view key)
    {
        addSoa();
        prove(key);
    }

    void addSoa()
    {
        const auto apex = m_zone.find(std::string_view());
        const auto set = apex ? apex->find(Type::SOA) : std::nullopt;
        if (set) // RFC 2308 section 3: what a resolver may keep is the lesser of the two
            add(Section::Authority, nameAt({}), *apex, *set, std::min(set->ttl(), m_zone.soa().minimum));
    }

    void prove(std::string_view key)
    {
        if (!m_dnssecOk)
            return;
        const auto owner = nsecFor(m_zone, key);
        if (!owner)
            return;
        const Name name = owner->name(m_zone.apex());
        const bool there = std::any_of(m_lookup.sets.begin(), m_lookup.sets.end(), [&](const AnswerSet& set) {
            return set.section == Section::Authority && set.type == Type::NSEC && set.owner == name;
        });
        if (!there)
            add(Section::Authority, name, *owner, *owner->find(Type::NSEC));
    }

    const zone::ZoneVersion& m_zone;
    const Type m_qtype;
    const bool m_dnssecOk;
    Name m_name;                ///< asked for, or where the chain has led
    std::string m_key;          ///< of m_name
    std::optional<Name> m_next; ///< where the chain leads from m_name
    std::vector<Name> m_seen;
    Lookup m_lookup;
};

} // namespace

Lookup lookUp(const zone::ZoneVersion& zone, const dns::Name& qname, dns::Type qtype, bool dnssecOk)
{
    return Search(zone, qtype, dnssecOk).run(qname);
}

} // namespace zonescope::publish
