// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/zone_lookup.h"

#include "model/dns/ascii.h"
#include "model/publish/denial_proof.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace zonescope::publish {
namespace {

using dns::Section;
using dns::Type;
using zone::OwnerView;
using zone::RrsetView;

constexpr std::size_t longestChain = 16; // CNAMEs and DNAMEs followed; a loop in a zone must end somewhere
constexpr std::size_t longestName = 255;

bool isAtOrBelow(std::string_view name, std::string_view ancestor)
{
    PlainName plain;
    plain.set(name);
    for (std::size_t labels = plain.labels() + 1; labels-- > 0;)
        if (plain.last(labels).size() <= ancestor.size())
            return dns::equalIgnoringCase(plain.last(labels), ancestor);
    return false;
}

/// The name at the front of rdata after `skip` octets; empty when there is none.
std::string_view nameIn(base::ByteView rdata, std::size_t skip)
{
    if (rdata.size() <= skip)
        return {};
    const auto wire = base::textOf(rdata.subspan(skip));
    std::size_t at = 0;
    while (at < wire.size() && wire[at] != '\0') {
        if (static_cast<std::uint8_t>(wire[at]) > 63)
            return {};
        at += static_cast<std::uint8_t>(wire[at]) + 1U;
    }
    return at < wire.size() && at < longestName ? wire.substr(0, at + 1) : std::string_view();
}

/// The type that a signature covers.
Type coveredBy(base::ByteView rdata)
{
    return rdata.size() < 2 ? Type(0) : Type(rdata[0] << 8 | rdata[1]);
}

/// One run of the algorithm for one name; a chain runs it again for its target.
class Search
{
public:
    Search(const PublishedZone& zone, Type qtype, bool dnssecOk, Lookup& lookup)
        : m_published(zone)
        , m_zone(*zone.version)
        , m_apexWire(zone.apex.wire())
        , m_apexLabels(zone.apex.labelCount())
        , m_qtype(qtype)
        , m_dnssecOk(dnssecOk && zone.isSigned)
        , m_lookup(lookup)
    {
    }

    void run(std::string_view qname)
    {
        m_name.set(qname, m_apexLabels);
        for (std::size_t i = 0; i < longestChain; ++i) {
            m_next = {};
            visit();
            if (m_next.empty() || !isAtOrBelow(m_next, m_apexWire) || wasSeen(m_next))
                break;
            m_seen[m_seenCount++] = m_name.wire();
            m_name.set(m_next, m_apexLabels);
        }
    }

private:
    bool wasSeen(std::string_view name) const
    {
        const auto end = m_seen.begin() + static_cast<std::ptrdiff_t>(m_seenCount);
        return dns::equalIgnoringCase(name, m_name.wire()) ||
               std::any_of(m_seen.begin(), end,
                           [&](std::string_view each) { return dns::equalIgnoringCase(name, each); });
    }

    /// One walk finds the name and all that may hide it; the apex is known.
    void findPath(std::size_t depth)
    {
        auto& path = m_lookup.path;
        path.resize(depth + 1);
        path[0] = m_published.apexOwner;
        if (depth == 0)
            return;
        std::array<std::string_view, 127> keys;
        for (std::size_t at = 1; at <= depth; ++at)
            keys[at - 1] = m_name.keyAt(at);
        m_zone.findEach({keys.data(), depth}, {path.data() + 1, depth});
        for (std::size_t at = 1; m_published.nsec3 && at <= depth; ++at)
            path[at] = visible(path[at]);
    }

    /// RFC 5155 section 7.2.8: the owner names of NSEC3 records are not in the zone.
    std::optional<OwnerView> visible(std::optional<OwnerView> owner) const
    {
        if (!owner || !m_published.nsec3 || !owner->find(Type::NSEC3))
            return owner;
        bool others = false;
        owner->forEachRrset([&](const RrsetView& set) {
            others = others || (set.type() != Type::NSEC3 && set.type() != Type::RRSIG);
            return !others;
        });
        return others ? owner : std::nullopt;
    }

    void visit()
    {
        const std::size_t depth = m_name.depth();
        findPath(depth);
        std::optional<OwnerView> owner;
        // From the apex down: a zone cut or a DNAME above the name hides everything below it.
        for (std::size_t at = depth > 0 && !m_published.apexDname ? 1 : 0; at <= depth; ++at) {
            owner = m_lookup.path[at];
            if (!owner)
                continue;
            const bool whole = at == depth;
            if (const auto ns = at == 0 ? std::nullopt : owner->find(Type::NS)) {
                if (!whole || m_qtype != Type::DS) // RFC 4035 section 3.1.4.1: DS is the parent's
                    return refer(*owner, *ns, at);
            } else if (const auto dname = whole ? std::nullopt : owner->find(Type::DNAME)) {
                return followDname(*owner, *dname, at);
            }
        }
        if (owner) {
            if (!answerFrom(*owner))
                noData(Denial::NoData, depth);
        } else if (const auto next = firstBehind(m_name.key()); next && isBelow(*next, m_name.key())) {
            noData(Denial::NoData, depth); // an empty non-terminal exists (RFC 8020)
        } else {
            notThere(next);
        }
    }

    /// The owner that follows the key in canonical order: one below it when there is any.
    std::optional<OwnerView> firstBehind(std::string_view key) const
    {
        std::array<char, 520> room;
        const std::size_t size = key.copy(room.data(), key.size());
        room[size] = '\0';
        std::optional<OwnerView> next;
        m_zone.forEachFrom({room.data(), size + 1}, [&](const OwnerView& owner) {
            next = owner;
            return false;
        });
        return next;
    }

    static bool isBelow(const OwnerView& owner, std::string_view key)
    {
        const std::string_view own = owner.key();
        return own.size() > key.size() && own.starts_with(key) && own[key.size()] == '\0';
    }

    /// Of the deepest ancestor of m_name at or below which the owner lies.
    std::size_t sharedDepth(const OwnerView& owner) const
    {
        std::size_t depth = m_name.depth();
        while (depth > 0 && owner.key() != m_name.keyAt(depth) && !isBelow(owner, m_name.keyAt(depth)))
            --depth;
        return depth;
    }

    void add(Section section, std::string_view owner, const OwnerView& source, const RrsetView& set,
             std::optional<std::uint32_t> ttl = std::nullopt, bool optional = false)
    {
        AnswerSet answer;
        answer.section = section;
        answer.owner = owner;
        answer.type = set.type();
        answer.ttl = ttl.value_or(set.ttl());
        answer.records = set;
        answer.optional = optional;
        m_lookup.sets.push_back(answer);
        if (m_dnssecOk && set.type() != Type::RRSIG)
            if (const auto signatures = source.find(Type::RRSIG)) {
                answer.type = Type::RRSIG;
                answer.records = signatures;
                answer.covered = set.type();
                m_lookup.sets.push_back(answer);
            }
    }

    /// RFC 2181 section 5: an RRset stands in a message once, though two MX name one host or a DNAME leads
    /// below itself.
    bool stands(Section section, std::string_view owner, const RrsetView& set) const
    {
        return std::ranges::any_of(m_lookup.sets, [&](const AnswerSet& each) {
            return each.section == section && each.type == set.type() && each.records &&
                   each.records->rdata(0).data() == set.rdata(0).data() &&
                   dns::equalIgnoringCase(each.owner, owner);
        });
    }

    void refer(const OwnerView& cut, const RrsetView& ns, std::size_t depth)
    {
        m_lookup.authoritative = m_seenCount > 0; // a CNAME before it was our own data (RFC 1034 4.3.2)
        const std::string_view owner = m_name.wireAt(depth);
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
                prove(Denial::NoData, depth);
        }
        addAddresses(ns, owner);
    }

    /// RFC 9471: addresses of servers below the cut must come along or the answer is truncated.
    void addAddresses(const RrsetView& names, std::string_view cut)
    {
        const std::size_t skip = names.type() == Type::MX ? 2 : names.type() == Type::SRV ? 6 : 0;
        for (std::size_t i = 0, count = names.size(); i < count; ++i) {
            const std::string_view target = nameIn(names.rdata(i), skip);
            if (target.empty() || !isAtOrBelow(target, m_apexWire))
                continue;
            m_target.set(target, m_apexLabels);
            const auto owner = visible(m_zone.find(m_target.key()));
            const bool optional = cut.empty() || !isAtOrBelow(target, cut);
            for (const Type type : {Type::A, Type::AAAA})
                if (const auto set = owner ? owner->find(type) : std::nullopt;
                    set && !stands(Section::Additional, target, *set))
                    add(Section::Additional, target, *owner, *set, std::nullopt, optional);
        }
    }

    void followDname(const OwnerView& owner, const RrsetView& dname, std::size_t depth)
    {
        const std::string_view from = m_name.wireAt(depth);
        if (!stands(Section::Answer, from, dname))
            add(Section::Answer, from, owner, dname);
        const std::string_view target = nameIn(dname.rdata(0), 0);
        if (target.empty())
            return;
        const std::string_view front = m_name.wire().substr(0, m_name.wire().size() - from.size());
        if (front.size() + target.size() > longestName) { // RFC 6672 section 2.2
            m_lookup.rcode = dns::Rcode::YxDomain;
            return;
        }
        std::array<char, longestName> name;
        front.copy(name.data(), front.size());
        target.copy(name.data() + front.size(), target.size());
        AnswerSet cname;
        cname.owner = m_name.wire();
        cname.type = Type::CNAME;
        cname.ttl = dname.ttl();
        cname.made = m_lookup.keep({name.data(), front.size() + target.size()});
        m_lookup.sets.push_back(cname);
        if (m_qtype != Type::CNAME)
            m_next = cname.made;
    }

    /// False: the name is there, the type is not. Also for a wildcard's owner: the answer bears m_name.
    bool answerFrom(const OwnerView& owner)
    {
        std::optional<RrsetView> set;
        if (m_qtype == Type::ANY) // RFC 8482: one of them, so that nobody gains from asking for all
            owner.forEachRrset([&](const RrsetView& each) {
                set = each;
                return false;
            });
        else if (m_qtype != Type::NSEC3)
            set = owner.find(m_qtype);
        if (set) {
            add(Section::Answer, m_name.wire(), owner, *set);
            if (set->type() == Type::RRSIG) {
                m_lookup.sets.back().ownTtls = true;
                if (m_qtype == Type::RRSIG) // for the same reason those of one type only
                    m_lookup.sets.back().covered = coveredBy(set->rdata(0));
            }
            if (set->type() == Type::NS || set->type() == Type::MX || set->type() == Type::SRV)
                addAddresses(*set, {});
            return true;
        }
        // NSEC and RRSIG stand beside a CNAME and are its own (RFC 4034 section 2.5 and RFC 2181
        // section 10.1).
        const bool besideCname = m_qtype == Type::NSEC || m_qtype == Type::RRSIG;
        const auto cname = besideCname ? std::nullopt : owner.find(Type::CNAME);
        if (!cname)
            return false;
        add(Section::Answer, m_name.wire(), owner, *cname);
        m_next = nameIn(cname->rdata(0), 0);
        return true;
    }

    /// Neither the name nor anything below it: a wildcard (RFC 4592) or NXDOMAIN. What lies at or below one
    /// of the name's ancestors lies together in canonical order, around the place where the name would be:
    /// its two neighbours there know the closest encloser. Owners of NSEC3 records are no names of the zone.
    void notThere(const std::optional<OwnerView>& next)
    {
        const auto before = visible(m_zone.findAtOrBefore(m_name.key()));
        const std::size_t encloser =
            std::max(next ? sharedDepth(*next) : 0, before ? sharedDepth(*before) : 0);
        WildcardRoom room;
        const std::string_view wildcard = wildcardKey(m_name.keyAt(encloser), room);
        if (const auto owner = m_zone.find(wildcard)) {
            if (answerFrom(*owner))
                prove(Denial::WildcardAnswer, encloser);
            else
                noData(Denial::WildcardNoData, encloser);
        } else if (const auto below = firstBehind(wildcard); below && isBelow(*below, wildcard)) {
            noData(Denial::WildcardNoData, encloser);
        } else {
            m_lookup.rcode = dns::Rcode::NxDomain;
            noData(Denial::NoName, encloser);
        }
    }

    void noData(Denial denial, std::size_t depth)
    {
        const auto& apex = m_published.apexOwner;
        const auto set = apex ? apex->find(Type::SOA) : std::nullopt;
        if (set) // RFC 2308 section 3: what a resolver may keep is the lesser of the two
            add(Section::Authority, m_name.wireAt(0), *apex, *set, std::min(set->ttl(), m_zone.soa().minimum),
                true);
        prove(denial, depth);
    }

    void prove(Denial denial, std::size_t depth)
    {
        if (!m_dnssecOk)
            return;
        for (const auto& owner : proofOf(denial, m_zone, m_published.nsec3.get(), m_name, depth)) {
            auto set = owner->find(m_published.nsec3 ? Type::NSEC3 : Type::NSEC);
            if (!set)
                set = owner->find(Type::NSEC); // an NSEC3 chain that could not be used
            const bool there =
                !set || std::any_of(m_lookup.sets.begin(), m_lookup.sets.end(), [&](const AnswerSet& each) {
                    return each.records && each.type == set->type() &&
                           each.records->rdata(0).data() == set->rdata(0).data();
                });
            if (!there)
                add(Section::Authority, m_lookup.keep(owner->name(m_published.apex).wire()), *owner, *set);
        }
    }

    const PublishedZone& m_published;
    const zone::ZoneVersion& m_zone;
    const std::string_view m_apexWire;
    const std::size_t m_apexLabels;
    const Type m_qtype;
    const bool m_dnssecOk;
    AskedName m_name;        ///< asked for, or where the chain has led
    AskedName m_target;      ///< whose address is looked for
    std::string_view m_next; ///< where the chain leads from m_name; empty: it ends
    std::array<std::string_view, longestChain> m_seen;
    std::size_t m_seenCount = 0;
    Lookup& m_lookup;
};

} // namespace

void Lookup::clear()
{
    rcode = dns::Rcode::NoError;
    authoritative = true;
    sets.clear();
    m_used = 0;
}

std::string_view Lookup::keep(std::string_view octets)
{
    if (m_used % blockSize + octets.size() > blockSize)
        m_used += blockSize - m_used % blockSize;
    while (m_blocks.size() <= m_used / blockSize)
        m_blocks.push_back(std::make_unique<char[]>(blockSize));
    char* to = m_blocks[m_used / blockSize].get() + m_used % blockSize;
    std::memcpy(to, octets.data(), octets.size());
    m_used += octets.size();
    return {to, octets.size()};
}

void lookUp(const PublishedZone& zone, std::string_view qname, dns::Type qtype, bool dnssecOk, Lookup& lookup)
{
    Search(zone, qtype, dnssecOk, lookup).run(qname);
}

} // namespace zonescope::publish
