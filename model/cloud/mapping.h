// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/json_path.h"
#include "model/cloud/resource.h"

#include <span>
#include <string_view>
#include <vector>

namespace zonescope::cloud {

using RouteReader = std::vector<Route> (*)(const Json& object);
using RuleReader = std::vector<Rule> (*)(const Json& object);

/// Where a provider keeps what every resource has. Texts are JsonPaths. One row of data a kind; the readers
/// of routes and rules are the only code, because those are sums of several fields.
struct KindMapping
{
    Provider provider = Provider::Aws;
    Kind kind = Kind::Other;
    std::string_view collection; ///< AWS "Vpcs", Google "compute#network", Azure the type, Neutron "networks"
    std::string_view id;
    std::string_view name{};
    std::string_view state{};
    std::string_view prefixes{};
    std::string_view addresses{};
    std::string_view dnsNames{};
    std::string_view relations{}; ///< "in VpcId; assoc Associations[].SubnetId": see relationFromVerb()
    std::string_view nested{};    ///< "subnets>collection; ...": lists that become resources of their own
    RouteReader routes = nullptr;
    RuleReader rules = nullptr;
};

std::span<const KindMapping> awsMappings();
std::span<const KindMapping> googleMappings();
std::span<const KindMapping> azureMappings();
std::span<const KindMapping> openStackMappings();

/// A mapping with its paths taken apart. Made once for the program, then read by any thread.
struct CompiledMapping
{
    explicit CompiledMapping(const KindMapping& from);

    struct RelationPath
    {
        RelationKind kind;
        JsonPath path;
    };
    struct NestedList
    {
        std::string field;
        std::string collection;
        JsonPath items; ///< of the field
    };
    const KindMapping* source;
    JsonPath id, name, state, prefixes, addresses, dnsNames;
    std::vector<RelationPath> relations;
    std::vector<NestedList> nested;
};

/// Null for a collection that nobody mapped; Azure's types in any case.
const CompiledMapping* mappingFor(Provider provider, std::string_view collection);

/// Who is asked for, when the reply itself does not say.
struct ReadContext
{
    Provider provider = Provider::Aws;
    std::string account;
    std::string region;
    std::string parent; ///< id of the prefix list, route table or zone whose content the reply is
};

/// One item of a reply becomes one resource, nested lists more. `object` is redacted already and may be
/// reordered. Without a mapping it becomes Kind::Other when it has an id of any kind, nothing otherwise.
void normalise(Json& object, std::string_view collection, const ReadContext& context,
               std::vector<std::string> redacted, std::vector<Resource>& out);

/// The form in which ids are kept and compared: Azure's in lower case, Google's from "projects/" on.
std::string foldedId(Provider provider, std::string_view id);

} // namespace zonescope::cloud
