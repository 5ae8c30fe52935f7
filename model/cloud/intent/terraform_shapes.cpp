// SPDX-License-Identifier: GPL-3.0-or-later
// Terraform writes routes and rules in its own way, once inside their table or group and once beside it. Both
// become what the cloud itself would answer, which the readers of replies understand.
#include "model/cloud/intent/terraform_types.h"

#include "model/cloud/json_path.h"

#include <array>

namespace zonescope::cloud {
namespace {

struct Rename
{
    const char* from;
    const char* to;
};

Json text(std::string_view value, JsonDocument& memory)
{
    return {value.data(), static_cast<rapidjson::SizeType>(value.size()), memory.GetAllocator()};
}

void add(Json& object, const char* name, Json value, JsonDocument& memory)
{
    object.AddMember(text(name, memory), value, memory.GetAllocator());
}

/// Empty texts and null mean "not set" to Terraform.
bool isSet(const Json* value)
{
    return value && !value->IsNull() && !(value->IsString() && value->GetStringLength() == 0) &&
           !(value->IsArray() && value->Empty());
}

template <std::size_t size>
Json renamed(const Json& attributes, const std::array<Rename, size>& names, JsonDocument& memory)
{
    Json made(rapidjson::kObjectType);
    for (const Rename& name : names)
        if (const Json* value = member(attributes, name.from); isSet(value) && !made.HasMember(name.to))
            add(made, name.to, Json(*value, memory.GetAllocator()), memory);
    return made;
}

/// object[list] += item
void append(Json& object, const char* list, Json item, JsonDocument& memory)
{
    if (!object.HasMember(list))
        add(object, list, Json(rapidjson::kArrayType), memory);
    object[list].PushBack(item, memory.GetAllocator());
}

constexpr std::array awsRouteNames{Rename{"cidr_block", "DestinationCidrBlock"},
                                   Rename{"destination_cidr_block", "DestinationCidrBlock"},
                                   Rename{"ipv6_cidr_block", "DestinationIpv6CidrBlock"},
                                   Rename{"destination_ipv6_cidr_block", "DestinationIpv6CidrBlock"},
                                   Rename{"destination_prefix_list_id", "DestinationPrefixListId"},
                                   Rename{"nat_gateway_id", "NatGatewayId"},
                                   Rename{"vpc_peering_connection_id", "VpcPeeringConnectionId"},
                                   Rename{"transit_gateway_id", "TransitGatewayId"},
                                   Rename{"core_network_arn", "CoreNetworkArn"},
                                   Rename{"egress_only_gateway_id", "EgressOnlyInternetGatewayId"},
                                   Rename{"network_interface_id", "NetworkInterfaceId"},
                                   Rename{"instance_id", "InstanceId"},
                                   Rename{"local_gateway_id", "LocalGatewayId"},
                                   Rename{"carrier_gateway_id", "CarrierGatewayId"},
                                   Rename{"vpc_endpoint_id", "GatewayId"},
                                   Rename{"gateway_id", "GatewayId"}};

Json awsRoute(const Json& attributes, JsonDocument& memory)
{
    Json made = renamed(attributes, awsRouteNames, memory);
    // What the state remembers of a route that AWS made itself.
    if (memberText(attributes, "gateway_id") == "local")
        add(made, "Origin", text("CreateRouteTable", memory), memory);
    return made;
}

/// Lists of remotes, each under the name of its kind.
void addRemotes(const Json& attributes, const char* from, const char* list, const char* name,
                Json& permission, JsonDocument& memory)
{
    const Json* values = member(attributes, from);
    if (!isSet(values))
        return;
    const auto one = [&](const Json& value) {
        const std::string remote = scalarText(value);
        if (remote.empty())
            return;
        Json item(rapidjson::kObjectType);
        // Groups of another account are written "account/sg-1".
        add(item, name,
            text(std::string_view(remote).substr(remote.rfind('/') == std::string::npos ||
                                                         std::string_view(name) != "GroupId"
                                                     ? 0
                                                     : remote.rfind('/') + 1),
                 memory),
            memory);
        append(permission, list, std::move(item), memory);
    };
    if (values->IsArray())
        for (const Json& value : values->GetArray())
            one(value);
    else
        one(*values);
}

/// An ingress or egress block, or a rule of its own; `self` is the group's id.
Json awsPermission(const Json& attributes, std::string_view self, JsonDocument& memory)
{
    static constexpr std::array names{Rename{"protocol", "IpProtocol"}, Rename{"ip_protocol", "IpProtocol"},
                                      Rename{"from_port", "FromPort"}, Rename{"to_port", "ToPort"}};
    Json made = renamed(attributes, names, memory);
    for (const char* from : {"cidr_blocks", "cidr_ipv4"})
        addRemotes(attributes, from, "IpRanges", "CidrIp", made, memory);
    for (const char* from : {"ipv6_cidr_blocks", "cidr_ipv6"})
        addRemotes(attributes, from, "Ipv6Ranges", "CidrIpv6", made, memory);
    for (const char* from : {"security_groups", "source_security_group_id", "referenced_security_group_id"})
        addRemotes(attributes, from, "UserIdGroupPairs", "GroupId", made, memory);
    for (const char* from : {"prefix_list_ids", "prefix_list_id"})
        addRemotes(attributes, from, "PrefixListIds", "PrefixListId", made, memory);
    if (memberText(attributes, "self") == "true") {
        Json item(rapidjson::kObjectType);
        add(item, "GroupId", text(self, memory), memory);
        append(made, "UserIdGroupPairs", std::move(item), memory);
    }
    return made;
}

void blocks(const Json& attributes, const char* name, const auto& each)
{
    if (const Json* list = member(attributes, name); list && list->IsArray())
        for (const Json& block : list->GetArray())
            if (block.IsObject())
                each(block);
}

Json awsEntry(const Json& attributes, bool egress, JsonDocument& memory)
{
    static constexpr std::array names{Rename{"rule_no", "RuleNumber"},
                                      Rename{"rule_number", "RuleNumber"},
                                      Rename{"action", "RuleAction"},
                                      Rename{"rule_action", "RuleAction"},
                                      Rename{"protocol", "Protocol"},
                                      Rename{"cidr_block", "CidrBlock"},
                                      Rename{"ipv6_cidr_block", "Ipv6CidrBlock"}};
    Json made = renamed(attributes, names, memory);
    add(made, "Egress", Json(egress), memory);
    const std::string protocol = memberText(attributes, "protocol");
    if (protocol == "6" || protocol == "17" || protocol == "tcp" || protocol == "udp") {
        Json range(rapidjson::kObjectType);
        add(range, "From", text(memberText(attributes, "from_port"), memory), memory);
        add(range, "To", text(memberText(attributes, "to_port"), memory), memory);
        add(made, "PortRange", std::move(range), memory);
    }
    return made;
}

/// "source_address_prefixes" as "sourceAddressPrefixes".
std::string camelCase(std::string_view name)
{
    std::string made;
    for (std::size_t i = 0; i < name.size(); ++i)
        if (name[i] == '_' && i + 1 < name.size() && name[i + 1] >= 'a' && name[i + 1] <= 'z')
            made += static_cast<char>(name[++i] - 'a' + 'A');
        else
            made += name[i];
    return made;
}

Json camelCased(const Json& attributes, JsonDocument& memory)
{
    Json made(rapidjson::kObjectType);
    for (const auto& m : attributes.GetObject())
        if (isSet(&m.value))
            made.AddMember(text(camelCase(textView(m.name)), memory), Json(m.value, memory.GetAllocator()),
                           memory.GetAllocator());
    return made;
}

Json azureRoute(const Json& attributes, JsonDocument& memory)
{
    Json made = camelCased(attributes, memory);
    if (const Json* hop = member(attributes, "next_hop_in_ip_address"); isSet(hop))
        add(made, "nextHopIpAddress", Json(*hop, memory.GetAllocator()), memory);
    return made;
}

void googleRules(const Json& attributes, const char* from, const char* to, Json& object, JsonDocument& memory)
{
    static constexpr std::array names{Rename{"protocol", "IPProtocol"}, Rename{"ports", "ports"}};
    blocks(attributes, from,
           [&](const Json& block) { append(object, to, renamed(block, names, memory), memory); });
}

} // namespace

void shapeAwsRouteTable(const Json& attributes, Json& object, JsonDocument& memory)
{
    blocks(attributes, "route",
           [&](const Json& block) { append(object, "Routes", awsRoute(block, memory), memory); });
}

void shapeAwsRoute(const Json& attributes, Json& object, JsonDocument& memory)
{
    append(object, "Routes", awsRoute(attributes, memory), memory);
}

void shapeAwsHubRoute(const Json& attributes, Json& object, JsonDocument& memory)
{
    Json route = renamed(attributes, awsRouteNames, memory);
    Json attachment(rapidjson::kObjectType);
    add(attachment, "TransitGatewayAttachmentId",
        text(memberText(attributes, "transit_gateway_attachment_id"), memory), memory);
    if (memberText(attributes, "blackhole") == "true")
        add(route, "State", text("blackhole", memory), memory);
    append(route, "TransitGatewayAttachments", std::move(attachment), memory);
    append(object, "Routes", std::move(route), memory);
}

void shapeAwsGroup(const Json& attributes, Json& object, JsonDocument& memory)
{
    const std::string self = memberText(attributes, "id");
    blocks(attributes, "ingress", [&](const Json& block) {
        append(object, "IpPermissions", awsPermission(block, self, memory), memory);
    });
    blocks(attributes, "egress", [&](const Json& block) {
        append(object, "IpPermissionsEgress", awsPermission(block, self, memory), memory);
    });
}

void shapeAwsGroupRule(const Json& attributes, Json& object, JsonDocument& memory)
{
    const bool egress = memberText(attributes, "type") == "egress";
    append(object, egress ? "IpPermissionsEgress" : "IpPermissions",
           awsPermission(attributes, memberText(attributes, "security_group_id"), memory), memory);
}

void shapeAwsIngressRule(const Json& attributes, Json& object, JsonDocument& memory)
{
    append(object, "IpPermissions", awsPermission(attributes, {}, memory), memory);
}

void shapeAwsEgressRule(const Json& attributes, Json& object, JsonDocument& memory)
{
    append(object, "IpPermissionsEgress", awsPermission(attributes, {}, memory), memory);
}

void shapeAwsAcl(const Json& attributes, Json& object, JsonDocument& memory)
{
    for (const bool egress : {false, true})
        blocks(attributes, egress ? "egress" : "ingress", [&](const Json& block) {
            append(object, "Entries", awsEntry(block, egress, memory), memory);
        });
}

void shapeAwsAclRule(const Json& attributes, Json& object, JsonDocument& memory)
{
    append(object, "Entries", awsEntry(attributes, memberText(attributes, "egress") == "true", memory),
           memory);
}

void shapeOpenStackRoute(const Json& attributes, Json& object, JsonDocument& memory)
{
    static constexpr std::array names{Rename{"destination_cidr", "destination"},
                                      Rename{"next_hop", "nexthop"}};
    append(object, "routes", renamed(attributes, names, memory), memory);
}

void shapeOpenStackHostRoute(const Json& attributes, Json& object, JsonDocument& memory)
{
    static constexpr std::array names{Rename{"destination_cidr", "destination"},
                                      Rename{"next_hop", "nexthop"}};
    append(object, "host_routes", renamed(attributes, names, memory), memory);
}

void shapeOpenStackRule(const Json& attributes, Json& object, JsonDocument& memory)
{
    static constexpr std::array names{Rename{"direction", "direction"},
                                      Rename{"ethertype", "ethertype"},
                                      Rename{"protocol", "protocol"},
                                      Rename{"remote_ip_prefix", "remote_ip_prefix"},
                                      Rename{"remote_group_id", "remote_group_id"},
                                      Rename{"remote_address_group_id", "remote_address_group_id"}};
    Json rule = renamed(attributes, names, memory);
    // The provider keeps 0 and 0 for "any port".
    if (memberText(attributes, "port_range_max") != "0") {
        static constexpr std::array ports{Rename{"port_range_min", "port_range_min"},
                                          Rename{"port_range_max", "port_range_max"}};
        const Json range = renamed(attributes, ports, memory);
        for (const auto& m : range.GetObject())
            rule.AddMember(Json(m.name, memory.GetAllocator()), Json(m.value, memory.GetAllocator()),
                           memory.GetAllocator());
    }
    append(object, "security_group_rules", std::move(rule), memory);
}

void shapeAzureRouteTable(const Json& attributes, Json& object, JsonDocument& memory)
{
    blocks(attributes, "route",
           [&](const Json& block) { append(object, "routes", azureRoute(block, memory), memory); });
}

void shapeAzureRoute(const Json& attributes, Json& object, JsonDocument& memory)
{
    append(object, "routes", azureRoute(attributes, memory), memory);
}

void shapeAzureGroup(const Json& attributes, Json& object, JsonDocument& memory)
{
    blocks(attributes, "security_rule",
           [&](const Json& block) { append(object, "securityRules", camelCased(block, memory), memory); });
}

void shapeAzureRule(const Json& attributes, Json& object, JsonDocument& memory)
{
    append(object, "securityRules", camelCased(attributes, memory), memory);
}

void shapeGoogleFirewall(const Json& attributes, Json& object, JsonDocument& memory)
{
    googleRules(attributes, "allow", "allowed", object, memory);
    googleRules(attributes, "deny", "denied", object, memory);
    static constexpr std::array names{
        Rename{"source_ranges", "sourceRanges"}, Rename{"destination_ranges", "destinationRanges"},
        Rename{"source_tags", "sourceTags"},     Rename{"source_service_accounts", "sourceServiceAccounts"},
        Rename{"target_tags", "targetTags"},     Rename{"target_service_accounts", "targetServiceAccounts"},
        Rename{"direction", "direction"},        Rename{"priority", "priority"},
        Rename{"disabled", "disabled"}};
    const Json more = renamed(attributes, names, memory);
    for (const auto& m : more.GetObject())
        if (!object.HasMember(m.name))
            object.AddMember(Json(m.name, memory.GetAllocator()), Json(m.value, memory.GetAllocator()),
                             memory.GetAllocator());
}

} // namespace zonescope::cloud
