// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/redaction.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <unordered_map>

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

/// What a name says; names repeat for ever, so each is looked at once. Per thread, and bounded: foreign
/// answers may hold any number of names.
struct NameMeaning
{
    bool secret = false;
    bool itemList = false; ///< its items are {"key": ..., "value": ...}
    bool value = false;
    bool key = false;
    bool items = false;
};

NameMeaning meaningOf(std::string_view name)
{
    const std::string plain = folded(name);
    return {isSecretName(name), std::ranges::find(itemLists, plain) != itemLists.end(), plain == "value",
            plain == "key", plain == "items"};
}

struct TextHash
{
    using is_transparent = void;
    /// The first and the last eight octets are all there is of most names.
    std::size_t operator()(std::string_view text) const
    {
        if (text.size() < 8 || text.size() > 16)
            return std::hash<std::string_view>{}(text);
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        std::memcpy(&first, text.data(), 8);
        std::memcpy(&last, text.data() + text.size() - 8, 8);
        return (first ^ (last * 0xFF51AFD7ED558CCDULL)) * 0x9E3779B97F4A7C15ULL >> 20;
    }
};

const NameMeaning& knownMeaning(std::string_view name)
{
    static constexpr std::size_t mostNames = 4096;
    static thread_local std::unordered_map<std::string, NameMeaning, TextHash, std::equal_to<>> known;
    if (const auto found = known.find(name); found != known.end())
        return found->second;
    if (known.size() >= mostNames)
        known.clear();
    return known.emplace(std::string(name), meaningOf(name)).first->second;
}

class Redactor
{
public:
    explicit Redactor(rapidjson::Document::AllocatorType& allocator)
        : m_allocator(allocator)
    {
    }
    std::vector<std::string> take() { return std::move(m_paths); }

    void walk(Json& value, bool itemValues)
    {
        if (value.IsString()) {
            if (isSecretValue(textView(value)))
                remove(value);
        } else if (value.IsArray()) {
            const std::size_t length = m_path.size();
            m_path += "[]";
            for (Json& item : value.GetArray())
                walk(item, itemValues);
            m_path.resize(length);
        } else if (value.IsObject()) {
            walkMembers(value, itemValues);
        }
    }

private:
    /// {"Key": "db-password", "Value": "..."}: tags and metadata name their secrets themselves.
    static bool namesSecret(const Json& object)
    {
        for (const char* key : {"Key", "key", "name"})
            if (const auto found = object.FindMember(key);
                found != object.MemberEnd() && found->value.IsString())
                return knownMeaning(textView(found->value)).secret;
        return false;
    }
    void walkMembers(Json& object, bool itemValues)
    {
        itemValues = itemValues || namesSecret(object);
        const std::size_t length = m_path.size();
        for (auto& m : object.GetObject()) {
            const NameMeaning is = knownMeaning(textView(m.name));
            m_path.append(length == 0 ? "" : ".").append(textView(m.name));
            const bool itemValue = itemValues && (is.value || (is.key && !object.HasMember("value")));
            if (is.secret || itemValue)
                remove(m.value);
            else
                walk(m.value, is.itemList || (itemValues && is.items));
            m_path.resize(length);
        }
    }
    void remove(Json& value)
    {
        // Nothing there, nothing hidden: an empty user data says something.
        if (value.IsNull() || (value.IsString() && value.GetStringLength() == 0) || value.IsBool())
            return;
        if (std::ranges::find(m_paths, m_path) == m_paths.end())
            m_paths.push_back(m_path);
        value.SetString(redactedText, m_allocator);
    }

    rapidjson::Document::AllocatorType& m_allocator;
    std::string m_path; ///< where we are
    std::vector<std::string> m_paths;
};

} // namespace

bool isSecretName(std::string_view name)
{
    // "OS-EXT-SRV-ATTR:user_data": what stands before the colon says who added the field.
    const std::size_t colon = name.rfind(':');
    const std::string plain = folded(colon == std::string_view::npos ? name : name.substr(colon + 1));
    if (std::ranges::find(names, plain) != names.end())
        return true;
    return std::ranges::any_of(parts,
                               [&](std::string_view part) { return plain.find(part) != std::string::npos; });
}

std::vector<std::string> redact(Json& value, rapidjson::Document::AllocatorType& allocator)
{
    Redactor redactor(allocator);
    redactor.walk(value, false);
    return redactor.take();
}

} // namespace zonescope::cloud
