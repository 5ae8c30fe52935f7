// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/openstack/keystone.h"

#include "model/cloud/json_path.h"

#include <algorithm>
#include <array>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;
using Allocator = rapidjson::Document::AllocatorType;

void put(Json& object, const char* name, const std::string& value, Allocator& allocator)
{
    if (!value.empty())
        object.AddMember(rapidjson::StringRef(name),
                         Json(value.data(), static_cast<rapidjson::SizeType>(value.size()), allocator),
                         allocator);
}

void put(Json& object, const char* name, Json value, Allocator& allocator)
{
    object.AddMember(rapidjson::StringRef(name), value, allocator);
}

/// A name is one of a domain; without any it is the one that every Keystone begins with.
Json domainOf(const std::string& id, const std::string& name, Allocator& allocator)
{
    Json domain(rapidjson::kObjectType);
    put(domain, "id", id.empty() && name.empty() ? "default" : id, allocator);
    put(domain, "name", id.empty() ? name : std::string(), allocator);
    return domain;
}

Json userOf(const OpenStackProfile& profile, Allocator& allocator)
{
    Json user(rapidjson::kObjectType);
    put(user, "id", profile.userId, allocator);
    if (profile.userId.empty()) {
        put(user, "name", profile.userName, allocator);
        put(user, "domain", domainOf(profile.userDomainId, profile.userDomainName, allocator), allocator);
    }
    return user;
}

Json identityOf(const OpenStackProfile& profile, Allocator& allocator)
{
    const bool credential = !profile.credentialSecret.empty();
    const char* method = credential ? "application_credential" : "password";
    Json methods(rapidjson::kArrayType);
    methods.PushBack(rapidjson::StringRef(method), allocator);
    Json proof(rapidjson::kObjectType);
    if (credential) {
        put(proof, "id", profile.credentialId, allocator);
        put(proof, "secret", profile.credentialSecret, allocator);
        if (profile.credentialId.empty()) { // names of credentials are only a user's own
            put(proof, "name", profile.credentialName, allocator);
            put(proof, "user", userOf(profile, allocator), allocator);
        }
    } else {
        Json user = userOf(profile, allocator);
        put(user, "password", profile.password, allocator);
        put(proof, "user", std::move(user), allocator);
    }
    Json identity(rapidjson::kObjectType);
    put(identity, "methods", std::move(methods), allocator);
    put(identity, method, std::move(proof), allocator);
    return identity;
}

Json scopeOf(const OpenStackProfile& profile, Allocator& allocator)
{
    Json project(rapidjson::kObjectType);
    put(project, "id", profile.projectId, allocator);
    if (profile.projectId.empty()) {
        put(project, "name", profile.projectName, allocator);
        put(project, "domain",
            profile.projectDomainId.empty() && profile.projectDomainName.empty()
                ? domainOf(profile.userDomainId, profile.userDomainName, allocator)
                : domainOf(profile.projectDomainId, profile.projectDomainName, allocator),
            allocator);
    }
    Json scope(rapidjson::kObjectType);
    put(scope, "project", std::move(project), allocator);
    return scope;
}

std::string withoutSlash(std::string url)
{
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

} // namespace

HttpRequest signInRequest(const OpenStackProfile& profile)
{
    rapidjson::Document body(rapidjson::kObjectType);
    Allocator& allocator = body.GetAllocator();
    Json auth(rapidjson::kObjectType);
    put(auth, "identity", identityOf(profile, allocator), allocator);
    const bool scoped =
        profile.credentialSecret.empty() && (!profile.projectId.empty() || !profile.projectName.empty());
    if (scoped)
        put(auth, "scope", scopeOf(profile, allocator), allocator);
    put(body, "auth", std::move(auth), allocator);
    std::string root = withoutSlash(profile.authUrl);
    if (!root.ends_with("/v3"))
        root += "/v3";
    return {"POST", root + "/auth/tokens", {{"Content-Type", "application/json"}}, jsonText(body)};
}

base::Result<KeystoneToken> readSignIn(const HttpReply& reply)
{
    const auto tree = parseJson(reply.body);
    if (reply.status != 201 && reply.status != 200) {
        static const JsonPath messages("error.message");
        const std::string message = tree ? messages.text(*tree) : std::string();
        return base::fail(ErrorCode::PermissionDenied, "Keystone: HTTP " + std::to_string(reply.status) +
                                                           (message.empty() ? "" : ": " + message));
    }
    if (!tree)
        return tl::unexpected(tree.error());
    const Json* token = member(*tree, "token");
    if (!token || reply.subjectToken.empty())
        return base::fail(ErrorCode::SyntaxError, "the answer is not Keystone's: there is no token in it");
    KeystoneToken read;
    read.token = reply.subjectToken;
    if (const Json* project = member(*token, "project")) {
        read.projectId = memberText(*project, "id");
        read.projectName = memberText(*project, "name");
        if (const Json* domain = member(*project, "domain"))
            read.domainName = memberText(*domain, "name");
    }
    if (read.projectId.empty())
        return base::fail(ErrorCode::PermissionDenied,
                          "Keystone gave a token for no project; name the project in clouds.yaml");
    static const JsonPath services("catalog[]");
    static const JsonPath endpoints("endpoints[]");
    for (const Json* service : services.find(*token))
        for (const Json* endpoint : endpoints.find(*service)) {
            std::string region = memberText(*endpoint, "region_id");
            if (region.empty())
                region = memberText(*endpoint, "region");
            read.catalog.push_back({memberText(*service, "type"), std::move(region),
                                    memberText(*endpoint, "interface"),
                                    withoutSlash(memberText(*endpoint, "url"))});
        }
    return read;
}

std::vector<std::string> KeystoneToken::regions() const
{
    std::vector<std::string> all;
    for (const CatalogEntry& entry : catalog)
        if (entry.type == "network" && std::ranges::find(all, entry.region) == all.end())
            all.push_back(entry.region);
    return all;
}

std::string KeystoneToken::endpoint(std::string_view type, std::string_view region,
                                    std::string_view interface) const
{
    for (const CatalogEntry& entry : catalog)
        if (entry.type == type && entry.interface == interface && (region.empty() || entry.region == region))
            return entry.url;
    return {};
}

} // namespace zonescope::cloud
