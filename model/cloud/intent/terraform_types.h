// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/intent/expectation.h"
#include "model/cloud/json.h"

#include <rapidjson/document.h>

#include <set>
#include <string>
#include <string_view>

namespace zonescope::cloud {

using JsonDocument = rapidjson::Document;
/// Adds to `object` what a plain renaming cannot: lists of routes and rules in the provider's form.
using TerraformShape = void (*)(const Json& attributes, Json& object, JsonDocument& memory);

/// One type of Terraform's providers and how its attributes are called by the cloud itself. Data.
struct TerraformType
{
    std::string_view type;
    Provider provider = Provider::Aws;
    std::string_view collection;
    std::string_view fields{}; ///< "cidr_block>CidrBlock; vpc_id>VpcId"; a dot makes a level
    TerraformShape shape = nullptr;
    bool ownsParts = false;
    std::string_view parent{}; ///< a part: the attribute that holds the id of its table or group
};
const TerraformType* terraformType(std::string_view type);

using TerraformNames = std::set<std::string, std::less<>>;
/// One resource of a file, whichever form the file has.
struct TerraformItem
{
    std::string type;
    std::string address;
    const Json* attributes;
    TerraformNames sensitive; ///< attributes that Terraform marks as secret
};
Expectation expectationOf(const TerraformType& type, const TerraformItem& item);
/// Whether that attribute may be kept for later: it is used, and no secret.
bool isTerraformKept(const TerraformType& type, const TerraformItem& item, std::string_view name);

// Lists of routes and rules.
void shapeAwsRouteTable(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAwsRoute(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAwsHubRoute(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAwsGroup(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAwsGroupRule(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAwsIngressRule(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAwsEgressRule(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAwsAcl(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAwsAclRule(const Json& attributes, Json& object, JsonDocument& memory);
void shapeOpenStackRoute(const Json& attributes, Json& object, JsonDocument& memory);
void shapeOpenStackHostRoute(const Json& attributes, Json& object, JsonDocument& memory);
void shapeOpenStackRule(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAzureRouteTable(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAzureRoute(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAzureGroup(const Json& attributes, Json& object, JsonDocument& memory);
void shapeAzureRule(const Json& attributes, Json& object, JsonDocument& memory);
void shapeGoogleFirewall(const Json& attributes, Json& object, JsonDocument& memory);

/// Copies `value` to the place that a dotted path names.
void putAt(Json& object, std::string_view path, const Json& value, JsonDocument& memory);

} // namespace zonescope::cloud
