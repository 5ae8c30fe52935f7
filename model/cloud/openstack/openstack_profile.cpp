// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/openstack/openstack_profile.h"

#include <yaml-cpp/yaml.h>

#include <array>
#include <cstdlib>
#include <fstream>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;
using Fields = std::map<std::string, std::string, std::less<>>;
constexpr int deepest = 5; // clouds > name > auth > field

void flatten(const YAML::Node& node, const std::string& path, Fields& fields, int depth)
{
    if (node.IsScalar()) {
        fields[path] = node.Scalar();
        return;
    }
    if (!node.IsMap() || depth >= deepest)
        return;
    for (const auto& member : node) // "<<: *other": what it has stands behind what is written here
        if (member.first.IsScalar() && member.first.Scalar() == "<<")
            flatten(member.second, path, fields, depth + 1);
    for (const auto& member : node)
        if (member.first.IsScalar() && member.first.Scalar() != "<<")
            flatten(member.second, path.empty() ? member.first.Scalar() : path + "." + member.first.Scalar(),
                    fields, depth + 1);
}

/// Later files add to earlier ones: secure.yaml has the passwords of clouds.yaml's clouds.
base::Status readClouds(std::string_view text, const char* file,
                        std::map<std::string, Fields, std::less<>>& clouds)
{
    if (text.empty())
        return {};
    try {
        const YAML::Node root = YAML::Load(std::string(text));
        const YAML::Node list = root.IsMap() ? root["clouds"] : YAML::Node();
        if (!list || !list.IsMap())
            return base::fail(ErrorCode::SyntaxError, std::string(file) + ": there is no \"clouds:\" in it");
        for (const auto& cloud : list)
            if (cloud.first.IsScalar())
                flatten(cloud.second, {}, clouds[cloud.first.Scalar()], 1);
    } catch (const YAML::Exception& problem) {
        // Not what(): it may quote the line, and the line may hold the password.
        return base::fail(ErrorCode::SyntaxError, std::string(file) + ", line " +
                                                      std::to_string(problem.mark.line + 1) +
                                                      ": this is not YAML");
    }
    return {};
}

std::string textOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

constexpr std::array variables{"OS_AUTH_URL",
                               "OS_USERNAME",
                               "OS_USER_ID",
                               "OS_PASSWORD",
                               "OS_USER_DOMAIN_NAME",
                               "OS_USER_DOMAIN_ID",
                               "OS_PROJECT_NAME",
                               "OS_PROJECT_ID",
                               "OS_TENANT_NAME",
                               "OS_TENANT_ID",
                               "OS_PROJECT_DOMAIN_NAME",
                               "OS_PROJECT_DOMAIN_ID",
                               "OS_REGION_NAME",
                               "OS_INTERFACE",
                               "OS_CACERT",
                               "OS_APPLICATION_CREDENTIAL_ID",
                               "OS_APPLICATION_CREDENTIAL_NAME",
                               "OS_APPLICATION_CREDENTIAL_SECRET",
                               "OS_AUTH_TYPE"};

std::string lower(std::string text)
{
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

/// OS_AUTH_URL is auth.auth_url of a cloud, OS_REGION_NAME its region_name.
Fields fieldsOf(const OpenStackProfiles::Environment& environment)
{
    Fields fields;
    for (const std::string name : variables)
        if (const auto found = environment.find(name); found != environment.end() && !found->second.empty()) {
            const std::string field = lower(name.substr(3));
            const bool own =
                field == "region_name" || field == "interface" || field == "cacert" || field == "auth_type";
            fields[own ? field : "auth." + field] = found->second;
        }
    return fields;
}

} // namespace

base::Result<OpenStackProfiles> OpenStackProfiles::make(std::string_view clouds, std::string_view secure,
                                                        Environment environment)
{
    OpenStackProfiles profiles;
    profiles.m_environment = std::move(environment);
    if (const auto read = readClouds(clouds, "clouds.yaml", profiles.m_clouds); !read)
        return tl::unexpected(read.error());
    if (const auto read = readClouds(secure, "secure.yaml", profiles.m_clouds); !read)
        return tl::unexpected(read.error());
    return profiles;
}

base::Result<OpenStackProfiles> OpenStackProfiles::ofThisUser()
{
    Environment environment;
    const auto take = [&](const char* name) {
        if (const char* value = std::getenv(name))
            environment[name] = value;
    };
    for (const char* name : variables)
        take(name);
    for (const char* name :
         {"OS_CLOUD", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE", "HOME", "XDG_CONFIG_HOME"})
        take(name);
    std::filesystem::path own = std::filesystem::path(environment["HOME"]) / ".config";
    if (!environment["XDG_CONFIG_HOME"].empty())
        own = environment["XDG_CONFIG_HOME"];
    const auto find = [&](const char* variable, const char* name) {
        if (!environment[variable].empty())
            return textOf(environment[variable]);
        std::string text = textOf(own / "openstack" / name);
        return text.empty() ? textOf(std::filesystem::path("/etc/openstack") / name) : text;
    };
    const std::string clouds = find("OS_CLIENT_CONFIG_FILE", "clouds.yaml");
    const std::string secure = find("OS_CLIENT_SECURE_FILE", "secure.yaml");
    return make(clouds, secure, std::move(environment));
}

std::vector<std::string> OpenStackProfiles::names() const
{
    std::vector<std::string> names;
    for (const auto& [name, fields] : m_clouds)
        names.push_back(name);
    return names;
}

base::Result<OpenStackProfile> OpenStackProfiles::find(const std::string& name) const
{
    const auto variable = [&](const char* of) {
        const auto found = m_environment.find(of);
        return found == m_environment.end() ? std::string() : found->second;
    };
    std::string wanted = name.empty() ? variable("OS_CLOUD") : name;
    if (wanted.empty() && !variable("OS_AUTH_URL").empty())
        return profileFrom(fieldsOf(m_environment), "OS_AUTH_URL");
    if (wanted.empty() && m_clouds.size() == 1)
        wanted = m_clouds.begin()->first;
    const auto found = m_clouds.find(wanted);
    if (found == m_clouds.end())
        return base::fail(ErrorCode::NotFound,
                          wanted.empty() ? "no cloud is named, and neither OS_CLOUD nor OS_AUTH_URL is set"
                                         : "no cloud " + wanted + " in clouds.yaml");
    return profileFrom(found->second, wanted);
}

base::Result<OpenStackProfile> OpenStackProfiles::profileFrom(const Fields& fields,
                                                              const std::string& name) const
{
    const auto field = [&](std::initializer_list<const char*> names) {
        for (const char* one : names)
            if (const auto found = fields.find(one); found != fields.end() && !found->second.empty())
                return found->second;
        return std::string();
    };
    OpenStackProfile profile;
    profile.name = name;
    profile.authUrl = field({"auth.auth_url"});
    profile.region = field({"region_name"});
    if (const std::string interface = field({"interface", "endpoint_type"}); !interface.empty())
        profile.interface =
            interface.ends_with("URL") ? interface.substr(0, interface.size() - 3) : interface;
    profile.caFile = field({"cacert"});
    profile.userName = field({"auth.username"});
    profile.userId = field({"auth.user_id"});
    profile.password = field({"auth.password"});
    profile.userDomainName = field({"auth.user_domain_name", "auth.domain_name"});
    profile.userDomainId = field({"auth.user_domain_id", "auth.domain_id"});
    profile.projectName = field({"auth.project_name", "auth.tenant_name"});
    profile.projectId = field({"auth.project_id", "auth.tenant_id"});
    profile.projectDomainName = field({"auth.project_domain_name", "auth.domain_name"});
    profile.projectDomainId = field({"auth.project_domain_id", "auth.domain_id"});
    profile.credentialId = field({"auth.application_credential_id"});
    profile.credentialName = field({"auth.application_credential_name"});
    profile.credentialSecret = field({"auth.application_credential_secret"});
    const std::string type = field({"auth_type"});
    const bool known = type.empty() || type == "password" || type == "v3password" ||
                       type == "v3applicationcredential" || type == "application_credential";
    if (!known)
        return base::fail(ErrorCode::Unsupported, "cloud " + name + " signs in by " + type +
                                                      ", which Zonescope cannot do; use a password or an "
                                                      "application credential");
    if (profile.authUrl.empty())
        return base::fail(ErrorCode::InvalidValue, "cloud " + name + " has no auth_url");
    const bool credential = !profile.credentialSecret.empty();
    if (!credential && profile.password.empty())
        return base::fail(ErrorCode::InvalidValue,
                          "cloud " + name + " has neither a password nor an application credential");
    if (!credential && profile.userName.empty() && profile.userId.empty())
        return base::fail(ErrorCode::InvalidValue, "cloud " + name + " has no username");
    return profile;
}

} // namespace zonescope::cloud
