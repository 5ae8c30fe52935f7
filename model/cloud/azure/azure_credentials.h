// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/cloud/http.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::cloud {

/// A service principal. The secret is read when it is needed, never printed, never stored.
struct AzureCredentials
{
    std::string tenant;
    std::string clientId;
    std::string clientSecret;
    std::string subscription; ///< may be empty: every one that can be seen
    std::string authority = "https://login.microsoftonline.com";
    std::string manager = "https://management.azure.com";
};

/// The AZURE_* variables, the file that AZURE_AUTH_LOCATION names (as `az ad sp create-for-rbac --sdk-auth`
/// writes it), and the service principals that `az login` keeps in ~/.azure.
class AzureProfiles
{
public:
    using Environment = std::map<std::string, std::string, std::less<>>;

    /// `principals`: text of service_principal_entries.json; empty: none.
    AzureProfiles(Environment environment, std::string principals);
    static AzureProfiles ofThisUser();

    /// "environment" where it is set, then client ids.
    std::vector<std::string> names() const;
    /// "": the environment, else the only principal; a client id; or the path of a file. Errors: NotFound,
    /// SyntaxError, InvalidValue (what is missing), Unsupported (a certificate).
    base::Result<AzureCredentials> find(const std::string& name) const;

private:
    std::string variable(std::string_view name) const;
    base::Result<AzureCredentials> fromEnvironment() const;
    std::vector<AzureCredentials> principals() const;

    Environment m_environment;
    std::string m_principals;
};

/// A file as --sdk-auth writes it. Errors: SyntaxError, InvalidValue.
base::Result<AzureCredentials> parseAzureAuthFile(std::string_view text);
/// The client-credential grant.
HttpRequest azureTokenRequest(const AzureCredentials& credentials);

} // namespace zonescope::cloud
