// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/redaction.h"

#include <algorithm>
#include <array>

namespace zonescope::cloud {
namespace {

/// Folded: lower case, letters and digits only. Whole names.
constexpr std::array<std::string_view, 19> names{
    "psk",           "userdata",   "customdata",   "customergatewayconfiguration",
    "secret",        "token",      "accesstoken",  "refreshtoken",
    "sharedkey",     "sas",        "sastoken",     "authorizationkey",
    "connectionkey", "adminpass",  "sessiontoken", "idtoken",
    "kubeconfig",    "servicekey", "pairingkey"};
/// Folded: parts that make a name a secret's wherever they stand.
constexpr std::array<std::string_view, 13> parts{
    "presharedkey", "sharedsecret", "password",          "privatekey", "secretaccesskey",
    "clientsecret", "passphrase",   "authenticationkey", "secretkey",  "startupscript",
    "accountkey",   "sharedaccess", "bearertoken"};
/// Metadata items of Google instances: {"key": "user-data", "value": "..."}. Project owners put anything
/// here.
constexpr std::array<std::string_view, 2> itemLists{"metadata", "md5authenticationkeys"};

std::string folded(std::string_view name)
{
    std::string result;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z')
            result += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            result += c;
    }
    return result;
}

bool isSecretValue(std::string_view text)
{
    return text.find("PRIVATE KEY-----") != std::string_view::npos ||
           text.find("<pre_shared_key>") != std::string_view::npos;
}

class Redactor
{
public:
    explicit Redactor(rapidjson::Document::AllocatorType& allocator)
        : m_allocator(allocator)
    {
    }
    std::vector<std::string> take() { return std::move(m_paths); }

    void walk(Json& value, const std::string& path, bool itemValues)
    {
        if (value.IsString()) {
            if (isSecretValue(textView(value)))
                remove(value, path);
        } else if (value.IsArray()) {
            for (Json& item : value.GetArray())
                walk(item, path + "[]", itemValues);
        } else if (value.IsObject()) {
            walkMembers(value, path, itemValues);
        }
    }

private:
    /// {"Key": "db-password", "Value": "..."}: tags and metadata name their secrets themselves.
    static bool namesSecret(const Json& object)
    {
        for (const char* key : {"Key", "key", "name"})
            if (const auto found = object.FindMember(key);
                found != object.MemberEnd() && found->value.IsString())
                return isSecretName(textView(found->value));
        return false;
    }
    void walkMembers(Json& object, const std::string& path, bool itemValues)
    {
        itemValues = itemValues || namesSecret(object);
        for (auto& m : object.GetObject()) {
            const std::string_view name = textView(m.name);
            const std::string at = path.empty() ? std::string(name) : path + "." + std::string(name);
            const std::string plain = folded(name);
            const bool list = std::ranges::find(itemLists, plain) != itemLists.end();
            const bool itemValue =
                itemValues && (plain == "value" || (plain == "key" && !object.HasMember("value")));
            if (isSecretName(name) || itemValue)
                remove(m.value, at);
            else
                walk(m.value, at, list || (itemValues && plain == "items"));
        }
    }
    void remove(Json& value, const std::string& path)
    {
        // Nothing there, nothing hidden: an empty user data says something.
        if (value.IsNull() || (value.IsString() && value.GetStringLength() == 0) || value.IsBool())
            return;
        if (std::ranges::find(m_paths, path) == m_paths.end())
            m_paths.push_back(path);
        value.SetString(redactedText, m_allocator);
    }

    rapidjson::Document::AllocatorType& m_allocator;
    std::vector<std::string> m_paths;
};

} // namespace

bool isSecretName(std::string_view name)
{
    const std::string plain = folded(name);
    if (std::ranges::find(names, plain) != names.end())
        return true;
    return std::ranges::any_of(parts,
                               [&](std::string_view part) { return plain.find(part) != std::string::npos; });
}

std::vector<std::string> redact(Json& value, rapidjson::Document::AllocatorType& allocator)
{
    Redactor redactor(allocator);
    redactor.walk(value, {}, false);
    return redactor.take();
}

} // namespace zonescope::cloud
