// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/cloud/http.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::cloud {

/// A service account's key file, or what `gcloud auth application-default login` left behind. Secrets: never
/// printed, never stored.
struct GoogleCredentials
{
    std::string project;  ///< of the file; may be empty
    std::string tokenUri; ///< whom to ask for a token
    // A service account signs:
    std::string email, keyId, privateKey;
    // A user refreshes:
    std::string clientId, clientSecret, refreshToken, quotaProject;

    bool isServiceAccount() const { return !privateKey.empty(); }
};
/// Errors: SyntaxError (no JSON, a field is missing: which), Unsupported (external accounts and the like).
base::Result<GoogleCredentials> parseGoogleCredentials(std::string_view text);

/// Where Google's tools look: GOOGLE_APPLICATION_CREDENTIALS, then gcloud's own file.
struct GoogleProfiles
{
    std::vector<std::filesystem::path> files; ///< that are there; the first is the default
    std::string project;                      ///< GOOGLE_CLOUD_PROJECT or CLOUDSDK_CORE_PROJECT

    static GoogleProfiles ofThisUser();
    /// "": the first file; else a path. Errors: NotFound, SyntaxError, Unsupported.
    base::Result<GoogleCredentials> find(const std::string& name) const;
};

inline constexpr const char* googleReadScopes = "https://www.googleapis.com/auth/compute.readonly "
                                                "https://www.googleapis.com/auth/ndev.clouddns.readonly";
inline constexpr const char* googleWriteScope = "https://www.googleapis.com/auth/compute";

/// The grant: a JWT signed with RS256 (RFC 7523) for these scopes, or the refresh token, which has its own.
/// Errors: InvalidValue (the private key cannot be read).
base::Result<HttpRequest> googleTokenRequest(const GoogleCredentials& credentials, base::Timestamp now,
                                             const char* scopes = googleReadScopes);
/// The access token. Errors: PermissionDenied (refused, why), SyntaxError.
base::Result<std::string> readAccessToken(const HttpReply& reply);

/// Base64 for URLs, without padding.
std::string base64Url(std::string_view octets);

} // namespace zonescope::cloud
