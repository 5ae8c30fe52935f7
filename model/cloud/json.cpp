// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/json.h"

#include <rapidjson/error/en.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstring>

namespace zonescope::cloud {
namespace {

constexpr unsigned parseFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag |
                                rapidjson::kParseValidateEncodingFlag;

/// RapidJSON reads iteratively, but what comes after walks the tree: depth is judged before.
bool tooDeep(std::string_view text)
{
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            i += c == '\\' ? 1 : 0;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > deepestJson)
                return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            --depth;
        }
    }
    return false;
}

std::string_view nameOf(const Json::Member& m)
{
    return textView(m.name);
}

/// Stable: of two members with one name the first stays the first.
void sortOwn(Json& object)
{
    constexpr rapidjson::SizeType few = 32; // beyond these std::stable_sort is worth the memory it asks for
    const auto begin = object.MemberBegin();
    const auto count = static_cast<std::ptrdiff_t>(object.MemberCount());
    if (object.MemberCount() > few) {
        std::stable_sort(begin, object.MemberEnd(),
                         [](const Json::Member& a, const Json::Member& b) { return nameOf(a) < nameOf(b); });
        return;
    }
    for (std::ptrdiff_t i = 1; i < count; ++i) {
        std::ptrdiff_t to = i;
        while (to > 0 && nameOf(begin[i]) < nameOf(begin[to - 1]))
            --to;
        if (to != i)
            std::rotate(begin + to, begin + i, begin + i + 1);
    }
}

} // namespace

base::Result<rapidjson::Document> parseJson(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    if (tooDeep(text))
        return base::fail(base::ErrorCode::SyntaxError,
                          "nested deeper than " + std::to_string(deepestJson) + " levels");
    rapidjson::Document document;
    document.Parse<parseFlags>(text.data(), text.size());
    if (!document.HasParseError())
        return document;
    const std::size_t end = std::min(document.GetErrorOffset(), text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    return base::fail(base::ErrorCode::SyntaxError,
                      "line " + std::to_string(line) + ": " +
                          rapidjson::GetParseError_En(document.GetParseError()));
}

void sortMembers(Json& value)
{
    if (value.IsArray()) {
        for (Json& item : value.GetArray())
            sortMembers(item);
    } else if (value.IsObject()) {
        for (auto& m : value.GetObject())
            sortMembers(m.value);
        sortOwn(value);
    }
}

std::string jsonText(const Json& value)
{
    // Kept between calls: growing it anew for each of 100,000 resources is a tenth of reading them.
    constexpr std::size_t worthKeeping = 1 << 20;
    static thread_local rapidjson::StringBuffer buffer;
    buffer.Clear();
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    std::string text(buffer.GetString(), buffer.GetSize());
    if (text.size() > worthKeeping) {
        buffer.Clear();
        buffer.ShrinkToFit();
    }
    return text;
}

std::string prettyJson(std::string_view canonical)
{
    auto document = parseJson(canonical);
    if (!document)
        return std::string(canonical);
    rapidjson::StringBuffer buffer;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
    writer.SetIndent(' ', 2);
    document->Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

const Json* member(const Json& object, std::string_view name)
{
    if (!object.IsObject())
        return nullptr;
    for (const auto& m : object.GetObject())
        if (textView(m.name) == name)
            return &m.value;
    return nullptr;
}

std::string scalarText(const Json& value)
{
    if (value.IsString())
        return std::string(textView(value));
    if (value.IsBool())
        return value.GetBool() ? "true" : "false";
    if (value.IsInt64())
        return std::to_string(value.GetInt64());
    if (value.IsUint64())
        return std::to_string(value.GetUint64());
    if (value.IsNumber())
        return jsonText(value);
    return {};
}

std::string memberText(const Json& object, std::string_view name)
{
    const Json* found = member(object, name);
    return found ? scalarText(*found) : std::string();
}

std::uint64_t contentHash(std::string_view canonical)
{
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL ^ canonical.size();
    std::size_t at = 0;
    for (; at + 8 <= canonical.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, canonical.data() + at, 8);
        hash = (hash ^ word) * 0xFF51AFD7ED558CCDULL;
        hash ^= hash >> 32;
    }
    for (; at < canonical.size(); ++at)
        hash = (hash ^ static_cast<unsigned char>(canonical[at])) * 0x100000001B3ULL;
    hash ^= hash >> 33;
    hash *= 0xC4CEB9FE1A85EC53ULL;
    return hash ^ (hash >> 33);
}

} // namespace zonescope::cloud
