// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

#include <string>
#include <utility>
#include <vector>

namespace zonescope::cloud {

/// Never printed, never stored.
struct AwsKeys
{
    std::string accessKey;
    std::string secretKey;
    std::string sessionToken; ///< of temporary ones
};

/// What is signed. Header names in any case; values as they are sent.
struct SignableRequest
{
    std::string method = "POST";
    std::string path = "/";                                   ///< percent-encoded
    std::vector<std::pair<std::string, std::string>> query;   ///< not encoded
    std::vector<std::pair<std::string, std::string>> headers; ///< all are signed; must hold Host
    std::string body;
};

/// AWS Signature Version 4. Adds X-Amz-Date and, with temporary keys, X-Amz-Security-Token, then gives the
/// value of Authorization.
std::string signV4(SignableRequest& request, const AwsKeys& keys, const std::string& region,
                   const std::string& service, base::Timestamp now);

// Its two steps, for the public test suite.
std::string canonicalRequest(const SignableRequest& request);
std::string stringToSign(const std::string& canonical, const std::string& date, const std::string& scope);

/// Everything but letters, digits and -_.~ becomes %XX.
std::string percentEncoded(std::string_view text);

} // namespace zonescope::cloud
