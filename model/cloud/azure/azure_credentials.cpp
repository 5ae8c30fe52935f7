// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/azure/azure_credentials.h"

#include "model/cloud/json.h"
#include "model/cloud/sigv4.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

std::string textOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string withoutSlash(std::string url)
{
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

/// The first of these members that is there.
std::string anyOf(const Json& object, std::initializer_list<const char*> names)
{
    for (const char* name : names)
        if (std::string text = memberText(object, name); !text.empty())
            return text;
    return {};
}

base::Result<AzureCredentials> checked(AzureCredentials credentials, const std::string& where)
{
    for (const auto& [what, value] : {std::pair{"tenant", &credentials.tenant},
                                      {"client id", &credentials.clientId},
                                      {"client secret", &credentials.clientSecret}})
        if (value->empty())
            return base::fail(ErrorCode::InvalidValue, where + " has no " + what);
    return credentials;
}

} // namespace

AzureProfiles::AzureProfiles(Environment environment, std::string principals)
    : m_environment(std::move(environment))
    , m_principals(std::move(principals))
{
}

AzureProfiles AzureProfiles::ofThisUser()
{
    Environment environment;
    for (const char* name :
         {"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH",
          "AZURE_SUBSCRIPTION_ID", "AZURE_AUTHORITY_HOST", "AZURE_AUTH_LOCATION", "AZURE_CONFIG_DIR", "HOME"})
        if (const char* value = std::getenv(name))
            environment[name] = value;
    std::filesystem::path folder = environment["AZURE_CONFIG_DIR"];
    if (folder.empty())
        folder = std::filesystem::path(environment["HOME"]) / ".azure";
    std::string principals = textOf(folder / "service_principal_entries.json");
    return {std::move(environment), std::move(principals)};
}

std::string AzureProfiles::variable(std::string_view name) const
{
    const auto found = m_environment.find(name);
    return found == m_environment.end() ? std::string() : found->second;
}

std::vector<AzureCredentials> AzureProfiles::principals() const
{
    std::vector<AzureCredentials> all;
    const auto tree = parseJson(m_principals);
    if (!tree || !tree->IsArray())
        return all;
    for (const Json& entry : tree->GetArray()) {
        AzureCredentials one;
        one.clientId = anyOf(entry, {"client_id", "servicePrincipalId"});
        one.tenant = anyOf(entry, {"tenant", "servicePrincipalTenant"});
        one.clientSecret = anyOf(entry, {"client_secret", "accessToken"});
        one.subscription = variable("AZURE_SUBSCRIPTION_ID");
        if (!one.clientId.empty())
            all.push_back(std::move(one));
    }
    return all;
}

std::vector<std::string> AzureProfiles::names() const
{
    std::vector<std::string> names;
    if (!variable("AZURE_CLIENT_ID").empty())
        names.push_back("environment");
    if (const std::string file = variable("AZURE_AUTH_LOCATION"); !file.empty())
        names.push_back(file);
    for (const AzureCredentials& one : principals())
        names.push_back(one.clientId);
    return names;
}

base::Result<AzureCredentials> AzureProfiles::fromEnvironment() const
{
    AzureCredentials found;
    found.tenant = variable("AZURE_TENANT_ID");
    found.clientId = variable("AZURE_CLIENT_ID");
    found.clientSecret = variable("AZURE_CLIENT_SECRET");
    found.subscription = variable("AZURE_SUBSCRIPTION_ID");
    if (const std::string host = variable("AZURE_AUTHORITY_HOST"); !host.empty())
        found.authority = host.find("://") == std::string::npos ? "https://" + host : host;
    found.authority = withoutSlash(found.authority);
    if (found.clientSecret.empty() && !variable("AZURE_CLIENT_CERTIFICATE_PATH").empty())
        return base::fail(ErrorCode::Unsupported,
                          "the environment names a certificate (AZURE_CLIENT_CERTIFICATE_PATH), which "
                          "Zonescope cannot sign in with; use AZURE_CLIENT_SECRET");
    return checked(std::move(found), "the environment");
}

base::Result<AzureCredentials> AzureProfiles::find(const std::string& name) const
{
    if (name == "environment" || (name.empty() && !variable("AZURE_CLIENT_ID").empty()))
        return fromEnvironment();
    const auto all = principals();
    for (const AzureCredentials& one : all)
        if (one.clientId == name || (name.empty() && all.size() == 1))
            return checked(one, "the service principal " + one.clientId);
    const std::string file = name.empty() ? variable("AZURE_AUTH_LOCATION") : name;
    const std::string text = file.empty() ? std::string() : textOf(file);
    if (text.empty())
        return base::fail(ErrorCode::NotFound,
                          file.empty()
                              ? "neither AZURE_CLIENT_ID nor AZURE_AUTH_LOCATION is set, and az keeps "
                                "no service principal here"
                              : "no service principal and no file " + file);
    return parseAzureAuthFile(text);
}

base::Result<AzureCredentials> parseAzureAuthFile(std::string_view text)
{
    const auto tree = parseJson(text);
    if (!tree)
        return tl::unexpected(tree.error());
    AzureCredentials found;
    found.tenant = anyOf(*tree, {"tenantId", "tenant"});
    found.clientId = anyOf(*tree, {"clientId", "appId"});
    found.clientSecret = anyOf(*tree, {"clientSecret", "password"});
    found.subscription = memberText(*tree, "subscriptionId");
    if (const std::string url = memberText(*tree, "activeDirectoryEndpointUrl"); !url.empty())
        found.authority = withoutSlash(url);
    if (const std::string url = memberText(*tree, "resourceManagerEndpointUrl"); !url.empty())
        found.manager = withoutSlash(url);
    return checked(std::move(found), "the file");
}

HttpRequest azureTokenRequest(const AzureCredentials& credentials)
{
    // The audience is Azure's own even when the calls go to another endpoint.
    return {"POST",
            credentials.authority + "/" + percentEncoded(credentials.tenant) + "/oauth2/v2.0/token",
            {{"Content-Type", "application/x-www-form-urlencoded"}},
            "grant_type=client_credentials&client_id=" + percentEncoded(credentials.clientId) +
                "&client_secret=" + percentEncoded(credentials.clientSecret) +
                "&scope=" + percentEncoded("https://management.azure.com/.default")};
}

} // namespace zonescope::cloud
