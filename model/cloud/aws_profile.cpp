// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/aws_profile.h"

#include <cstdlib>
#include <fstream>
#include <set>

namespace zonescope::cloud {
namespace {

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string sectionName(std::string_view line)
{
    std::string_view name =
        trimmed(line.substr(1, line.find(']') == std::string_view::npos ? 0 : line.find(']') - 1));
    if (name.starts_with("profile "))
        name = trimmed(name.substr(8));
    return std::string(name);
}

IniFile readFile(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    return parseAwsIni(text);
}

} // namespace

IniFile parseAwsIni(std::string_view text)
{
    IniFile file;
    IniSection* section = nullptr;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view whole = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string_view line = trimmed(whole);
        if (line.empty() || line[0] == '#' || line[0] == ';')
            continue;
        if (line[0] == '[') {
            section = &file[sectionName(line)];
            continue;
        }
        const std::size_t equals = line.find('=');
        const bool nested = whole[0] == ' ' || whole[0] == '\t'; // s3 = \n  key = value: nothing we need
        if (section && equals != std::string_view::npos && !nested)
            (*section)[std::string(trimmed(line.substr(0, equals)))] =
                std::string(trimmed(line.substr(equals + 1)));
    }
    return file;
}

AwsProfiles::AwsProfiles(IniFile config, IniFile credentials, Environment environment)
    : m_config(std::move(config))
    , m_credentials(std::move(credentials))
    , m_environment(std::move(environment))
{
}

AwsProfiles AwsProfiles::ofThisUser()
{
    Environment environment;
    for (const char* name :
         {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL",
          "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "HOME"})
        if (const char* value = std::getenv(name))
            environment[name] = value;
    const auto fileOf = [&](const char* variable, const char* name) {
        const auto given = environment.find(variable);
        return given != environment.end() ? std::filesystem::path(given->second)
                                          : std::filesystem::path(environment["HOME"]) / ".aws" / name;
    };
    const auto config = fileOf("AWS_CONFIG_FILE", "config");
    const auto credentials = fileOf("AWS_SHARED_CREDENTIALS_FILE", "credentials");
    return {readFile(config), readFile(credentials), std::move(environment)};
}

std::vector<std::string> AwsProfiles::names() const
{
    std::set<std::string> names;
    for (const IniFile* file : {&m_config, &m_credentials})
        for (const auto& [name, section] : *file)
            if (!name.starts_with("sso-session ") && !name.starts_with("services "))
                names.insert(name);
    return {names.begin(), names.end()};
}

const std::string* AwsProfiles::value(std::string_view profile, std::string_view key) const
{
    for (const IniFile* file : {&m_credentials, &m_config})
        if (const auto section = file->find(profile); section != file->end())
            if (const auto found = section->second.find(key); found != section->second.end())
                return &found->second;
    return nullptr;
}

std::string AwsProfiles::variable(std::string_view name) const
{
    const auto found = m_environment.find(name);
    return found == m_environment.end() ? std::string() : found->second;
}

base::Result<AwsKeys> AwsProfiles::keysOf(const std::string& profile, int depth) const
{
    if (depth > 8)
        return base::fail(base::ErrorCode::InvalidValue, "source_profile leads in a circle at " + profile);
    const std::string* key = value(profile, "aws_access_key_id");
    const std::string* secret = value(profile, "aws_secret_access_key");
    if (key && secret) {
        const std::string* token = value(profile, "aws_session_token");
        return AwsKeys{*key, *secret, token ? *token : std::string()};
    }
    if (const std::string* source = value(profile, "source_profile"))
        return keysOf(*source, depth + 1);
    if (const std::string* source = value(profile, "credential_source"); source && *source == "Environment")
        return AwsKeys{variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"),
                       variable("AWS_SESSION_TOKEN")};
    for (const char* other :
         {"credential_process", "sso_session", "sso_start_url", "web_identity_token_file"})
        if (value(profile, other))
            return base::fail(base::ErrorCode::Unsupported, "profile " + profile + " gets its keys by " +
                                                                other + ", which Zonescope cannot do");
    return base::fail(base::ErrorCode::NotFound, "profile " + profile + " has no access key");
}

base::Result<AwsProfile> AwsProfiles::find(const std::string& name) const
{
    AwsProfile found;
    std::string profile = name.empty() ? variable("AWS_PROFILE") : name;
    const std::string key = variable("AWS_ACCESS_KEY_ID");
    if (profile.empty() && !key.empty()) {
        found.keys = {key, variable("AWS_SECRET_ACCESS_KEY"), variable("AWS_SESSION_TOKEN")};
    } else {
        profile = profile.empty() ? "default" : profile;
        const auto keys = keysOf(profile, 0);
        if (!keys)
            return tl::unexpected(keys.error());
        found.keys = *keys;
    }
    const auto text = [&](std::string_view field) {
        const std::string* set = value(profile, field);
        return set ? *set : std::string();
    };
    found.region = variable("AWS_REGION");
    for (const std::string& next : {variable("AWS_DEFAULT_REGION"), text("region")})
        if (found.region.empty())
            found.region = next;
    if (variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") != "true") {
        found.endpoint = variable("AWS_ENDPOINT_URL");
        if (found.endpoint.empty())
            found.endpoint = text("endpoint_url");
    }
    found.roleArn = text("role_arn");
    found.externalId = text("external_id");
    return found;
}

} // namespace zonescope::cloud
