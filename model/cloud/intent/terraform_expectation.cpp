// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/intent/terraform_types.h"

#include "model/cloud/mapping.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

using Item = TerraformItem;
using Names = TerraformNames;

/// "/subscriptions/.../routeTables/t/routes/r" without its last two segments.
std::string azureParent(std::string id)
{
    for (int i = 0; i < 2; ++i)
        id.resize(std::min(id.size(), id.rfind('/') == std::string::npos ? 0 : id.rfind('/')));
    return id;
}

std::string idOf(const TerraformType& type, const Json& attributes)
{
    if (type.parent.empty())
        return memberText(attributes, "id");
    const std::string id = memberText(attributes, type.parent);
    return type.provider == Provider::Azure ? azureParent(id) : id;
}

std::string arnPart(std::string_view arn, int index)
{
    if (!arn.starts_with("arn:"))
        return {};
    for (int i = 0; i < index; ++i)
        arn.remove_prefix(std::min(arn.find(':'), arn.size() - 1) + 1);
    return std::string(arn.substr(0, arn.find(':')));
}

ReadContext placeOf(const TerraformType& type, const Json& attributes)
{
    ReadContext context{type.provider, "", "", ""};
    if (type.provider == Provider::Aws) {
        const std::string arn = memberText(attributes, "arn");
        context.account = memberText(attributes, "owner_id");
        if (context.account.empty())
            context.account = arnPart(arn, 4);
        context.region = arnPart(arn, 3);
    } else if (type.provider == Provider::OpenStack) {
        context.account = memberText(attributes, "tenant_id");
        context.region = memberText(attributes, "region");
    } else if (type.provider == Provider::Google) {
        context.account = memberText(attributes, "project");
    }
    return context;
}

void addTags(const TerraformType& type, const Json& attributes, JsonDocument& object,
             std::vector<std::string>& fields)
{
    const Json* tags = nullptr;
    for (const char* name : {"tags_all", "tags", "effective_labels", "labels"})
        if (const Json* found = member(attributes, name); !tags && found && found->IsObject())
            tags = found;
    if (!tags)
        return;
    Json list(rapidjson::kArrayType);
    for (const auto& m : tags->GetObject()) {
        fields.push_back("tag:" + std::string(textView(m.name)));
        Json tag(rapidjson::kObjectType);
        tag.AddMember("Key", Json(m.name, object.GetAllocator()), object.GetAllocator());
        tag.AddMember("Value", Json(m.value, object.GetAllocator()), object.GetAllocator());
        list.PushBack(tag, object.GetAllocator());
    }
    if (type.provider == Provider::Aws)
        putAt(object, "Tags", list, object);
    else
        putAt(object, type.provider == Provider::Google ? "labels" : "tags", *tags, object);
}

void addFields(const TerraformType& type, const Item& item, JsonDocument& object,
               std::vector<std::string>& fields)
{
    std::string_view rest = type.fields;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        std::string_view pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 2, rest.size()));
        const std::string_view from = pair.substr(0, pair.find('>'));
        const std::string_view to = pair.substr(pair.find('>') + 1);
        const Json* value = member(*item.attributes, from);
        const bool set = value && !value->IsNull() && !value->IsObject() &&
                         !(value->IsString() && value->GetStringLength() == 0);
        if (!set || item.sensitive.contains(from))
            continue;
        putAt(object, to, *value, object);
        fields.push_back(std::string(to) + (value->IsArray() ? "[]" : ""));
    }
}

/// Attributes that are used for more than one type, by shapes, places and ids.
const Names& keptAlways()
{
    static const Names names{"id",
                             "arn",
                             "owner_id",
                             "tenant_id",
                             "region",
                             "project",
                             "tags",
                             "tags_all",
                             "labels",
                             "effective_labels",
                             "location",
                             "route",
                             "ingress",
                             "egress",
                             "security_rule",
                             "allow",
                             "deny",
                             "type",
                             "self",
                             "route_table_id",
                             "transit_gateway_route_table_id",
                             "transit_gateway_attachment_id",
                             "blackhole",
                             "security_group_id",
                             "network_acl_id",
                             "router_id",
                             "subnet_id",
                             "destination_cidr",
                             "next_hop",
                             "direction",
                             "ethertype",
                             "protocol",
                             "ip_protocol",
                             "port_range_min",
                             "port_range_max",
                             "remote_ip_prefix",
                             "remote_group_id",
                             "remote_address_group_id",
                             "from_port",
                             "to_port",
                             "cidr_blocks",
                             "ipv6_cidr_blocks",
                             "cidr_ipv4",
                             "cidr_ipv6",
                             "cidr_block",
                             "ipv6_cidr_block",
                             "source_security_group_id",
                             "referenced_security_group_id",
                             "prefix_list_id",
                             "prefix_list_ids",
                             "security_groups",
                             "rule_number",
                             "rule_action",
                             "destination_cidr_block",
                             "destination_ipv6_cidr_block",
                             "destination_prefix_list_id",
                             "gateway_id",
                             "nat_gateway_id",
                             "instance_id",
                             "transit_gateway_id",
                             "vpc_peering_connection_id",
                             "vpc_endpoint_id",
                             "network_interface_id",
                             "egress_only_gateway_id",
                             "core_network_arn",
                             "local_gateway_id",
                             "carrier_gateway_id",
                             "name",
                             "address_prefix",
                             "next_hop_type",
                             "next_hop_in_ip_address",
                             "priority",
                             "access",
                             "source_address_prefix",
                             "source_address_prefixes",
                             "destination_address_prefix",
                             "destination_address_prefixes",
                             "source_port_range",
                             "source_port_ranges",
                             "destination_port_range",
                             "destination_port_ranges",
                             "source_application_security_group_ids",
                             "destination_application_security_group_ids",
                             "source_ranges",
                             "destination_ranges",
                             "source_tags",
                             "target_tags",
                             "source_service_accounts",
                             "target_service_accounts",
                             "disabled",
                             "delete_default_rules"};
    return names;
}

} // namespace

Expectation expectationOf(const TerraformType& type, const Item& item)
{
    Expectation made;
    made.address = item.address;
    made.partOnly = !type.parent.empty();
    made.ownsParts = type.ownsParts;
    JsonDocument object(rapidjson::kObjectType);
    addFields(type, item, object, made.fields);
    if (!made.partOnly)
        addTags(type, *item.attributes, object, made.fields);
    if (type.shape)
        type.shape(*item.attributes, object, object);
    const std::string id = idOf(type, *item.attributes);
    const CompiledMapping* mapping = mappingFor(type.provider, type.collection);
    const std::string_view idPath = mapping->source->id.substr(0, mapping->source->id.find('|'));
    const std::string shown = id.empty() ? "planned " + item.address : id;
    putAt(object, idPath,
          Json(shown.data(), static_cast<rapidjson::SizeType>(shown.size()), object.GetAllocator()), object);
    ReadContext context = placeOf(type, *item.attributes);
    std::vector<Resource> resources;
    normalise(object, type.collection, context, {}, resources);
    made.resource = std::move(resources.at(0)); // it has an id, so it is there
    if (made.resource.region == "global" && type.provider != Provider::Google)
        made.resource.region.clear();
    if (id.empty())
        made.resource.id.clear();
    made.parts = partsOf(made.resource);
    return made;
}

bool isTerraformKept(const TerraformType& type, const Item& item, std::string_view name)
{
    if (item.sensitive.contains(name))
        return false;
    const std::string pair = std::string(name) + ">";
    const std::size_t at = type.fields.find(pair);
    return keptAlways().contains(name) ||
           (at != std::string_view::npos && (at == 0 || type.fields[at - 1] == ' '));
}

} // namespace zonescope::cloud
