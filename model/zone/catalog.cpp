// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/catalog.h"

#include "model/dns/text.h"
#include "model/dns/wire_name.h"

#include <unordered_set>

namespace zonescope::zone {
namespace {

using base::ErrorCode;

constexpr std::string_view version2("\x01"
                                    "2");
constexpr std::uint32_t catalogRefresh = 3600;
constexpr std::uint32_t catalogRetry = 600;
constexpr std::uint32_t catalogExpire = 2147483646; // never: members must not go with a silent primary

base::Status broken(std::string why)
{
    return base::fail(ErrorCode::CatalogBroken, std::move(why));
}

/// The name of a PTR; nothing when the rdata is none.
std::optional<dns::Name> targetOf(base::ByteView rdata)
{
    const std::size_t length = dns::plainNameLength(rdata);
    if (length == 0 || length != rdata.size())
        return std::nullopt;
    return dns::Name::fromTrustedWire(base::textOf(rdata));
}

/// Character strings of a TXT, joined.
std::string stringsOf(base::ByteView rdata)
{
    std::string text;
    for (std::size_t at = 0; at < rdata.size();) {
        const std::size_t length = std::min<std::size_t>(rdata[at], rdata.size() - at - 1);
        text += base::textOf(rdata.subspan(at + 1, length));
        at += length + 1;
    }
    return text;
}

base::Status checkVersion(const ZoneVersion& version)
{
    const auto owner = version.find("version");
    const auto set = owner ? owner->find(dns::Type::TXT) : std::nullopt;
    if (!set)
        return broken("no version record");
    if (set->size() != 1)
        return broken(std::to_string(set->size()) + " version records");
    if (base::textOf(set->rdata(0)) != version2)
        return broken("version \"" + stringsOf(set->rdata(0)) + "\", only \"2\" is known");
    return {};
}

/// First label of a name, presentation form.
std::string firstLabel(const dns::Name& name)
{
    std::string text = name.lowered().toText();
    const std::string rest = name.parent().lowered().toText();
    text.resize(text.size() - (rest == "." ? 1 : rest.size() + 1));
    return text;
}

/// Goes through what lies below "zones": member nodes, each with its properties behind it.
class MemberReader
{
public:
    MemberReader(const ZoneVersion& version, CatalogContent& content)
        : m_version(version)
        , m_content(content)
    {
    }

    base::Status read()
    {
        const dns::Name zones = *dns::Name::fromText("zones." + m_version.apex().toText());
        const std::string from = zones.canonicalKey(m_version.apex());
        const std::string below = from + '\0';
        base::Status done;
        m_version.forEachFrom(below, [&](OwnerView owner) {
            if (!owner.key().starts_with(below))
                return false;
            const dns::Name name = owner.name(m_version.apex());
            const std::size_t labels = name.labelCount() - zones.labelCount();
            if (labels == 1)
                done = readMember(name, owner);
            else if (labels == 2)
                done = readProperty(name, owner);
            return done.has_value();
        });
        return done;
    }

private:
    base::Status readMember(const dns::Name& name, OwnerView owner)
    {
        const auto set = owner.find(dns::Type::PTR);
        if (!set)
            return {}; // a node with properties only: no member
        if (set->size() != 1)
            return broken(name.toText() + " has " + std::to_string(set->size()) + " PTR records");
        auto apex = targetOf(set->rdata(0));
        if (!apex)
            return broken(name.toText() + " has a PTR record without a name");
        if (!m_seen.insert(apex->lowered()).second)
            return broken("member " + apex->toText() + " stands twice");
        m_node = name;
        m_content.members.push_back({std::move(*apex), firstLabel(name), {}, {}});
        return {};
    }
    base::Status readProperty(const dns::Name& name, OwnerView owner)
    {
        if (m_content.members.empty() || !(name.parent() == m_node))
            return {}; // of a node that is no member
        CatalogMember& member = m_content.members.back();
        const std::string property = firstLabel(name);
        if (const auto set = owner.find(dns::Type::TXT); set && property == "group")
            for (std::size_t i = 0; i < set->size(); ++i)
                member.groups.push_back(stringsOf(set->rdata(i)));
        if (const auto set = owner.find(dns::Type::PTR); set && property == "coo") {
            if (set->size() != 1)
                return broken(name.toText() + " has " + std::to_string(set->size()) + " PTR records");
            member.newCatalog = targetOf(set->rdata(0));
        }
        return {};
    }

    const ZoneVersion& m_version;
    CatalogContent& m_content;
    dns::Name m_node; ///< of the last member
    std::unordered_set<dns::Name> m_seen;
};

dns::Record recordOf(const dns::Name& owner, dns::Type type, std::string_view rdata)
{
    return {owner, type, dns::Class::IN, 0, base::Bytes(rdata)};
}

/// Character strings of at most 255 octets each.
std::string textRdata(std::string_view text)
{
    std::string rdata;
    do {
        const std::string_view part = text.substr(0, 255);
        rdata += static_cast<char>(part.size());
        rdata += part;
        text.remove_prefix(part.size());
    } while (!text.empty());
    return rdata;
}

base::Status addMember(ZoneLoader& loader, const dns::Name& apex, const CatalogMember& member)
{
    const auto node = dns::Name::fromText(member.uniqueId + ".zones." + apex.toText());
    if (!node)
        return tl::unexpected(node.error());
    base::Status done = loader.add(recordOf(*node, dns::Type::PTR, member.apex.wire()));
    const auto property = [&](std::string_view name, dns::Type type, std::string_view rdata) {
        const auto owner = dns::Name::fromText(std::string(name) + "." + node->toText());
        if (!owner)
            done = tl::unexpected(owner.error());
        else
            done = loader.add(recordOf(*owner, type, rdata));
    };
    for (std::size_t i = 0; done && i < member.groups.size(); ++i)
        property("group", dns::Type::TXT, textRdata(member.groups[i]));
    if (done && member.newCatalog)
        property("coo", dns::Type::PTR, member.newCatalog->wire());
    return done;
}

} // namespace

base::Result<CatalogContent> readCatalog(const ZoneVersion& version)
{
    CatalogContent content;
    if (const auto known = checkVersion(version); !known)
        return tl::unexpected(known.error());
    if (const auto read = MemberReader(version, content).read(); !read)
        return tl::unexpected(read.error());
    return content;
}

base::Result<ZoneVersionPtr> makeCatalog(const dns::Name& apex, std::uint32_t serial,
                                         const std::vector<CatalogMember>& members)
{
    const dns::Name invalid = *dns::Name::fromText("invalid.");
    const dns::Soa soa{invalid, invalid, serial, catalogRefresh, catalogRetry, catalogExpire, 0};
    const auto version = dns::Name::fromText("version." + apex.toText());
    if (!version)
        return tl::unexpected(version.error());
    ZoneLoader loader(apex);
    base::Status done = loader.add(recordOf(apex, dns::Type::SOA, soa.toRdata()));
    if (done)
        done = loader.add(recordOf(apex, dns::Type::NS, invalid.wire()));
    if (done)
        done = loader.add(recordOf(*version, dns::Type::TXT, version2));
    for (std::size_t i = 0; done && i < members.size(); ++i)
        done = addMember(loader, apex, members[i]);
    if (!done)
        return tl::unexpected(done.error());
    return loader.finish();
}

} // namespace zonescope::zone
