// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/cloud/sigv4.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace zonescope::cloud {

/// One [section] of ~/.aws/config or ~/.aws/credentials, "profile " taken off its name.
using IniSection = std::map<std::string, std::string, std::less<>>;
using IniFile = std::map<std::string, IniSection, std::less<>>;
/// Never fails: a line nobody understands is left out, as AWS's own tools do. Comments begin with # or ;.
IniFile parseAwsIni(std::string_view text);

/// What a profile leads to. Keys are read when they are needed and never kept.
struct AwsProfile
{
    AwsKeys keys; ///< of the profile, or of its source_profile
    std::string region;
    std::string endpoint; ///< endpoint_url; empty: AWS itself
    std::string roleArn;  ///< to be assumed with the keys; empty: none
    std::string externalId;
};

/// The two files and the environment, as AWS's tools read them (AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE,
/// AWS_ACCESS_KEY_ID, ..., AWS_ENDPOINT_URL).
class AwsProfiles
{
public:
    using Environment = std::map<std::string, std::string, std::less<>>;
    AwsProfiles(IniFile config, IniFile credentials, Environment environment);
    /// From where AWS's tools look. Files that are not there are empty.
    static AwsProfiles ofThisUser();

    std::vector<std::string> names() const;
    /// "": the environment's keys, else the default profile. Errors: NotFound (no such profile, no keys),
    /// Unsupported (credential_process, sso: the detail says which), InvalidValue (source_profile in a
    /// circle).
    base::Result<AwsProfile> find(const std::string& name) const;

private:
    const std::string* value(std::string_view profile, std::string_view key) const;
    std::string variable(std::string_view name) const;
    base::Result<AwsKeys> keysOf(const std::string& profile, int depth) const;

    IniFile m_config;
    IniFile m_credentials;
    Environment m_environment;
};

} // namespace zonescope::cloud
