// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/mapping.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace zonescope::cloud {
namespace {

std::string lower(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

/// Calls `each` with "a>b" pieces of "a>b; c>d", taken apart at `separator`.
template <class Each>
void forPairs(std::string_view text, char separator, const Each& each)
{
    while (!text.empty()) {
        const std::size_t end = text.find(';');
        const std::string_view piece = trimmed(text.substr(0, end));
        const std::size_t middle = piece.find(separator);
        if (middle != std::string_view::npos)
            each(piece.substr(0, middle), piece.substr(middle + 1));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
}

RelationKind relationFromVerb(std::string_view verb)
{
    struct Verb
    {
        std::string_view word;
        RelationKind kind;
    };
    static constexpr Verb verbs[]{
        {"in", RelationKind::ContainedIn},       {"att", RelationKind::AttachedTo},
        {"assoc", RelationKind::AssociatedWith}, {"route", RelationKind::RoutesTo},
        {"peer", RelationKind::PeersWith},       {"tunnel", RelationKind::TunnelsTo},
        {"resolve", RelationKind::ResolvesTo}};
    for (const Verb& v : verbs)
        if (v.word == verb)
            return v.kind;
    return RelationKind::References;
}

using Table = std::unordered_map<std::string, CompiledMapping>;

const Table& tableOf(Provider provider)
{
    static const std::array<Table, 4> tables = [] {
        std::array<Table, 4> made;
        for (const auto rows : {awsMappings(), googleMappings(), azureMappings(), openStackMappings()})
            for (const KindMapping& row : rows)
                made[static_cast<std::size_t>(row.provider)].emplace(std::string(row.collection), row);
        return made;
    }();
    return tables[static_cast<std::size_t>(provider)];
}

std::string withoutDot(std::string name)
{
    while (!name.empty() && name.back() == '.')
        name.pop_back();
    return lower(name);
}

void readTags(const Json& object, std::vector<Tag>& tags)
{
    for (const char* field : {"Tags", "TagSet"})
        if (const Json* list = member(object, field); list && list->IsArray())
            for (const Json& tag : list->GetArray())
                tags.push_back({memberText(tag, "Key"), memberText(tag, "Value")});
    for (const char* field : {"labels", "tags"})
        if (const Json* pairs = member(object, field);
            pairs && pairs->IsObject() && !pairs->HasMember("items"))
            for (const auto& m : pairs->GetObject())
                tags.push_back({std::string(textView(m.name)), scalarText(m.value)});
    // Google's network tags, OpenStack's tags: words without values.
    static const JsonPath words("tags.items[]|tags[]");
    for (std::string& word : words.texts(object))
        tags.push_back({std::move(word), {}});
}

/// "eu-central-1a" and "europe-west3-a" are zones of a region.
std::string regionOfZone(Provider provider, std::string zone)
{
    if (provider == Provider::Google && zone.size() > 2 && zone[zone.size() - 2] == '-')
        zone.resize(zone.size() - 2);
    else if (provider == Provider::Aws && zone.size() > 2 && zone.back() >= 'a' && zone.back() <= 'z')
        zone.pop_back();
    return zone;
}

std::string lastSegment(std::string_view url)
{
    return std::string(url.substr(url.rfind('/') + 1));
}

/// n-th part of "arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-1".
std::string arnPart(std::string_view arn, std::size_t index)
{
    if (!arn.starts_with("arn:"))
        return {};
    for (std::size_t i = 0; i < index && !arn.empty(); ++i)
        arn = arn.find(':') == std::string_view::npos ? std::string_view() : arn.substr(arn.find(':') + 1);
    return std::string(arn.substr(0, arn.find(':')));
}

std::string segmentAfter(std::string_view path, std::string_view marker)
{
    const std::size_t at = path.find(marker);
    if (at == std::string_view::npos)
        return {};
    const std::string_view rest = path.substr(at + marker.size());
    return std::string(rest.substr(0, rest.find('/')));
}

void placeAws(const Json& object, Resource& resource)
{
    static const JsonPath arns("SubnetArn|SecurityGroupArn|TransitGatewayArn|LoadBalancerArn|TargetGroupArn|"
                               "PrefixListArn|TransitGatewayRouteTableArn");
    static const JsonPath owners("OwnerId|VpcOwnerId|AccepterVpcInfo.OwnerId|NetworkInterfaces[].OwnerId");
    static const JsonPath zones(
        "AvailabilityZone|Placement.AvailabilityZone|NetworkBorderGroup|AccepterVpcInfo.Region");
    const std::string arn = arns.text(object);
    if (const std::string owner = owners.text(object); !owner.empty())
        resource.account = owner;
    else if (!arn.empty())
        resource.account = arnPart(arn, 4);
    if (const std::string region = arnPart(arn, 3); !region.empty())
        resource.region = region;
    else if (resource.region.empty())
        resource.region = regionOfZone(Provider::Aws, zones.text(object));
}

void placeGoogle(const Json& object, Resource& resource)
{
    if (const std::string project = segmentAfter(resource.id, "projects/"); !project.empty())
        resource.account = project;
    const std::string region = segmentAfter(resource.id, "/regions/");
    const std::string zone = segmentAfter(resource.id, "/zones/");
    if (!region.empty())
        resource.region = region;
    else if (!zone.empty())
        resource.region = regionOfZone(Provider::Google, zone);
    else if (const std::string given = memberText(object, "region"); !given.empty())
        resource.region = lastSegment(given);
}

void placeOpenStack(const Json& object, Resource& resource)
{
    for (const char* field : {"project_id", "tenant_id"})
        if (const std::string project = memberText(object, field); !project.empty())
            resource.account = project;
}

void place(const Json& object, const ReadContext& context, Resource& resource)
{
    resource.account = context.account;
    resource.region = context.region;
    if (resource.provider == Provider::Aws)
        placeAws(object, resource);
    else if (resource.provider == Provider::Google)
        placeGoogle(object, resource);
    else if (resource.provider == Provider::OpenStack)
        placeOpenStack(object, resource);
    else {
        if (const std::string subscription = segmentAfter(resource.id, "/subscriptions/");
            !subscription.empty())
            resource.account = subscription;
        if (const std::string location = memberText(object, "location"); !location.empty())
            resource.region = lower(location);
    }
    if (resource.region.empty())
        resource.region = "global";
}

std::string idOf(const Json& object, const CompiledMapping& mapping, const ReadContext& context)
{
    const Provider provider = mapping.source->provider;
    if (std::string id = mapping.id.text(object); !id.empty())
        return foldedId(provider, id);
    if (mapping.source->kind == Kind::DnsRecord) {
        std::string id =
            context.parent + "/" + lower(mapping.name.text(object)) + "/" + mapping.state.text(object);
        const std::string variant = memberText(object, "SetIdentifier");
        return variant.empty() ? id : id + "/" + variant;
    }
    const std::string name = mapping.name.text(object);
    return context.parent.empty() || name.empty() ? std::string() : context.parent + "/" + name;
}

void readFields(const Json& object, const CompiledMapping& mapping, Resource& resource)
{
    resource.name = mapping.name.text(object);
    resource.state = mapping.state.text(object);
    for (const std::string& text : mapping.prefixes.texts(object))
        if (const auto prefix = prefixFromText(text))
            if (std::ranges::find(resource.prefixes, *prefix) == resource.prefixes.end())
                resource.prefixes.push_back(*prefix);
    for (const std::string& text : mapping.addresses.texts(object))
        if (const auto address = net::IpAddress::fromText(text))
            if (std::ranges::find(resource.addresses, *address) == resource.addresses.end())
                resource.addresses.push_back(*address);
    for (std::string& text : mapping.dnsNames.texts(object))
        resource.dnsNames.push_back(withoutDot(std::move(text)));
    for (const auto& relation : mapping.relations)
        for (const std::string& target : relation.path.texts(object)) {
            Relation made{relation.kind, foldedId(resource.provider, target)};
            if (std::ranges::find(resource.relations, made) == resource.relations.end())
                resource.relations.push_back(std::move(made));
        }
    if (mapping.source->routes)
        resource.routes = mapping.source->routes(object);
    if (mapping.source->rules)
        resource.rules = mapping.source->rules(object);
}

/// An item of a list that nobody mapped is kept as it is, when it can be told from others at all.
bool readUnmapped(const Json& object, Resource& resource)
{
    static const JsonPath ids("id|selfLink|Id|Arn|ID");
    static const JsonPath names("name|Name|displayName");
    resource.id = foldedId(resource.provider, ids.text(object));
    resource.name = names.text(object);
    return !resource.id.empty();
}

void nameFromTags(Resource& resource)
{
    if (resource.provider != Provider::Aws)
        return;
    for (const Tag& tag : resource.tags)
        if (tag.key == "Name" && !tag.value.empty())
            resource.name = tag.value;
}

} // namespace

CompiledMapping::CompiledMapping(const KindMapping& from)
    : source(&from)
    , id(from.id)
    , name(from.name)
    , state(from.state)
    , prefixes(from.prefixes)
    , addresses(from.addresses)
    , dnsNames(from.dnsNames)
{
    forPairs(from.relations, ' ', [&](std::string_view verb, std::string_view path) {
        relations.push_back({relationFromVerb(verb), JsonPath(path)});
    });
    forPairs(from.nested, '>', [&](std::string_view field, std::string_view collection) {
        nested.push_back({std::string(field), std::string(collection), JsonPath(std::string(field) + "[]")});
    });
}

const CompiledMapping* mappingFor(Provider provider, std::string_view collection)
{
    const Table& table = tableOf(provider);
    const auto found = table.find(provider == Provider::Azure ? lower(collection) : std::string(collection));
    return found == table.end() ? nullptr : &found->second;
}

std::string foldedId(Provider provider, std::string_view id)
{
    if (provider == Provider::Azure)
        return lower(id);
    if (provider == Provider::Google) {
        const std::size_t project = id.find("projects/");
        return std::string(project == std::string_view::npos ? id : id.substr(project));
    }
    if (provider == Provider::Aws && id.starts_with("/hostedzone/"))
        return std::string(id.substr(12));
    return std::string(id);
}

namespace {

void normaliseSorted(const Json& object, std::string_view collection, const ReadContext& context,
                     std::vector<std::string> redacted, std::vector<Resource>& out)
{
    if (!object.IsObject())
        return;
    const CompiledMapping* mapping = mappingFor(context.provider, collection);
    Resource resource;
    resource.provider = context.provider;
    resource.collection = collection;
    resource.parent = context.parent;
    if (mapping) {
        resource.kind = mapping->source->kind;
        resource.id = idOf(object, *mapping, context);
        if (resource.id.empty())
            return;
        readFields(object, *mapping, resource);
    } else if (!readUnmapped(object, resource)) {
        return;
    }
    place(object, context, resource);
    readTags(object, resource.tags);
    nameFromTags(resource);
    if (!context.parent.empty()) {
        Relation inside{RelationKind::ContainedIn, context.parent};
        if (std::ranges::find(resource.relations, inside) == resource.relations.end())
            resource.relations.push_back(std::move(inside));
    }
    resource.raw = jsonText(object);
    resource.hash = contentHash(resource.raw);
    resource.redacted = std::move(redacted);
    const ReadContext below{context.provider, resource.account, resource.region, resource.id};
    out.push_back(std::move(resource));
    if (!mapping)
        return;
    for (const CompiledMapping::NestedList& list : mapping->nested)
        for (const Json* item : list.items.find(object))
            normaliseSorted(*item, list.collection, below, {}, out);
}

} // namespace

void normalise(Json& object, std::string_view collection, const ReadContext& context,
               std::vector<std::string> redacted, std::vector<Resource>& out)
{
    sortMembers(object);
    normaliseSorted(object, collection, context, std::move(redacted), out);
}

} // namespace zonescope::cloud
