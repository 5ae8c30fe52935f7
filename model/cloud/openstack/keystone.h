// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/http.h"
#include "model/cloud/openstack/openstack_profile.h"

#include <string>
#include <vector>

namespace zonescope::cloud {

struct CatalogEntry
{
    std::string type; ///< "network"
    std::string region;
    std::string interface; ///< "public"
    std::string url;       ///< without a slash at the end
    friend bool operator==(const CatalogEntry&, const CatalogEntry&) = default;
};

/// What signing in gave. The token is a secret: never printed, never stored.
struct KeystoneToken
{
    std::string token;
    std::string projectId;
    std::string projectName;
    std::string domainName;
    std::vector<CatalogEntry> catalog;

    std::vector<std::string> regions() const;
    /// Empty: that service is not there. Service types have had several names.
    std::string endpoint(std::string_view type, std::string_view region, std::string_view interface) const;
};

/// POST /v3/auth/tokens with a password or an application credential.
HttpRequest signInRequest(const OpenStackProfile& profile);
/// Errors: SyntaxError, PermissionDenied (refused, or for no project: nothing could be listed).
base::Result<KeystoneToken> readSignIn(const HttpReply& reply);

} // namespace zonescope::cloud
