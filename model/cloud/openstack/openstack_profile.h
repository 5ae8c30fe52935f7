// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::cloud {

/// Who asks which cloud. The secrets in it are read when they are needed, never printed, never stored.
struct OpenStackProfile
{
    std::string name;
    std::string authUrl; ///< Keystone, with or without /v3
    std::string region;  ///< empty: every one of the catalogue
    std::string interface = "public";
    std::string caFile;
    // Password:
    std::string userName, userId, password;
    std::string userDomainName, userDomainId;
    std::string projectName, projectId, projectDomainName, projectDomainId;
    // Application credential, which is for one project already:
    std::string credentialId, credentialName, credentialSecret;
};

/// clouds.yaml, secure.yaml and the OS_* variables, as the openstack client reads them.
class OpenStackProfiles
{
public:
    using Environment = std::map<std::string, std::string, std::less<>>;

    /// Texts of the two files; empty where there is none. Errors: SyntaxError (which file, which line).
    static base::Result<OpenStackProfiles> make(std::string_view clouds, std::string_view secure,
                                                Environment environment);
    /// From OS_CLIENT_CONFIG_FILE, ~/.config/openstack or /etc/openstack.
    static base::Result<OpenStackProfiles> ofThisUser();

    std::vector<std::string> names() const;
    /// "": OS_CLOUD, else the OS_* variables, else the only cloud there is. Errors: NotFound, InvalidValue
    /// (something is missing: which), Unsupported (another way to sign in than password and application
    /// credential).
    base::Result<OpenStackProfile> find(const std::string& name) const;

private:
    /// "auth.username" and the like.
    using Fields = std::map<std::string, std::string, std::less<>>;
    base::Result<OpenStackProfile> profileFrom(const Fields& fields, const std::string& name) const;

    std::map<std::string, Fields, std::less<>> m_clouds;
    Environment m_environment;
};

} // namespace zonescope::cloud
