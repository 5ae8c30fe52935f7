// SPDX-License-Identifier: GPL-3.0-or-later
// What stands between a plan and the wire: plans and findings from our own database, what a provider says of
// a route, a rule or a role, ids from the database. The first octet chooses.
#include "model/cloud/aws_role.h"
#include "model/cloud/gate/plan_json.h"
#include "model/cloud/intent/finding_json.h"
#include "model/cloud/mapping.h"
#include "model/cloud/write/azure_rule.h"
#include "model/cloud/write/google_bodies.h"
#include "model/store/cloud/bodies.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

namespace {

void plans(std::string_view text)
{
    const auto plan = cloud::planFromJson(text);
    if (!plan)
        return;
    const auto again = cloud::planFromJson(cloud::planJson(*plan));
    FUZZ_CHECK(again && again->changes.size() == plan->changes.size());
    FUZZ_CHECK(cloud::planJson(*again) == cloud::planJson(*plan));
    FUZZ_CHECK(cloud::inverseOf(cloud::inverseOf(*plan)).changes == plan->changes);
}

void findings(std::string_view text)
{
    const auto finding = cloud::findingFromJson(text);
    if (!finding)
        return;
    const auto again = cloud::findingFromJson(cloud::findingJson(*finding));
    FUZZ_CHECK(again && *again == *finding);
    const cloud::ChangePlan plan = cloud::planToRevert({*finding});
    for (const cloud::PlannedChange& change : plan.changes)
        FUZZ_CHECK(change.part.size() == 1);
}

void googleBodies(std::string_view text)
{
    auto tree = cloud::parseJson(text);
    const auto body = cloud::googleInsertBody(text, "other");
    FUZZ_CHECK(body.has_value() == (tree && tree->IsObject()));
    if (!body)
        return;
    const auto made = cloud::parseJson(*body);
    FUZZ_CHECK(made && made->IsObject() && !made->HasMember("selfLink") && !made->HasMember("id"));
    std::vector<cloud::Resource> resources;
    cloud::normalise(*tree, "compute#firewall", {cloud::Provider::Google, "p", "global", ""}, {}, resources);
    for (const cloud::Resource& resource : resources)
        if (const auto patch = cloud::googlePatchBody(resource.raw, resource.rules))
            FUZZ_CHECK(cloud::parseJson(*patch));
}

void azureRules(std::string_view text)
{
    const auto tree = cloud::parseJson(text);
    if (!tree)
        return;
    auto group =
        cloud::parseJson(std::string(R"({"id":"/subscriptions/s/g","properties":{"securityRules":[)") +
                         cloud::jsonText(*tree) + "]}}");
    if (!group) // deeper than is taken
        return;
    std::vector<cloud::Resource> resources;
    cloud::normalise(*group, "microsoft.network/networksecuritygroups",
                     {cloud::Provider::Azure, "s", "r", ""}, {}, resources);
    const bool exact = cloud::checkAzureRule(*tree, "x").has_value();
    for (const cloud::Resource& resource : resources)
        for (const cloud::Rule& rule : resource.rules) {
            const auto body = cloud::azureRuleBody(rule, exact ? &*tree : nullptr);
            FUZZ_CHECK(body ? cloud::parseJson(*body).has_value() : !body.error().detail.empty());
        }
}

void assumedKeys(std::string_view text)
{
    cloud::HttpReply reply;
    reply.body = text;
    for (const int status : {200, 403}) {
        reply.status = status;
        const auto keys = cloud::readAssumedKeys(reply);
        FUZZ_CHECK(keys ? !keys->accessKey.empty() && !keys->secretKey.empty()
                        : !keys.error().detail.empty());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1,
                                size - 1); // NOLINT: octets either way
    std::vector<std::int64_t> ids;
    switch (data[0] % 6) {
    case 0:
        plans(text);
        break;
    case 1:
        findings(text);
        break;
    case 2:
        googleBodies(text);
        break;
    case 3:
        azureRules(text);
        break;
    case 4:
        assumedKeys(text);
        break;
    default:
        if (store::unpackIds(base::viewOf(text), ids))
            FUZZ_CHECK(ids.size() <= text.size());
        break;
    }
    return 0;
}
