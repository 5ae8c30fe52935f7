// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/json.h"

#include "model/base/utf8.h"

#include <rapidjson/encodedstream.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace zonescope::cloud {
namespace {

constexpr unsigned parseFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag |
                                rapidjson::kParseValidateEncodingFlag;

/// Makes the document, and reads the numbers itself: RapidJSON's own exact reading (1.1) counts the leading
/// zeros of zero, which is undefined, and makes 1e293 of "0E110". Half of a surrogate pair is refused, as it
/// does with the other half.
class Maker
{
public:
    explicit Maker(rapidjson::Document& into)
        : m_into(into)
    {
    }

    bool RawNumber(const char* text, rapidjson::SizeType length, bool)
    {
        const char* const end = text + length;
        const auto whole = [&](auto& value) {
            const auto [stopped, error] = std::from_chars(text, end, value);
            return error == std::errc() && stopped == end;
        };
        std::int64_t number = 0;
        if (whole(number))
            return m_into.Int64(number);
        std::uint64_t large = 0;
        if (whole(large))
            return m_into.Uint64(large);
        double real = 0;
        if (!whole(real)) // out of range: below it is zero or nearly so, above there is no value
            real = std::strtod(std::string(text, length).c_str(), nullptr);
        return std::isfinite(real) ? m_into.Double(real) : refuse(rapidjson::kParseErrorNumberTooBig);
    }
    bool Null() { return m_into.Null(); }
    bool Bool(bool value) { return m_into.Bool(value); }
    bool Int(int value) { return m_into.Int(value); }
    bool Uint(unsigned value) { return m_into.Uint(value); }
    bool Int64(std::int64_t value) { return m_into.Int64(value); }
    bool Uint64(std::uint64_t value) { return m_into.Uint64(value); }
    bool Double(double value) { return m_into.Double(value); }
    bool String(const char* text, rapidjson::SizeType length, bool copy)
    {
        return isText(text, length) && m_into.String(text, length, copy);
    }
    bool StartObject() { return m_into.StartObject(); }
    bool Key(const char* text, rapidjson::SizeType length, bool copy)
    {
        return isText(text, length) && m_into.Key(text, length, copy);
    }
    bool EndObject(rapidjson::SizeType members) { return m_into.EndObject(members); }
    bool StartArray() { return m_into.StartArray(); }
    bool EndArray(rapidjson::SizeType items) { return m_into.EndArray(items); }

    rapidjson::ParseErrorCode refusal =
        rapidjson::kParseErrorNone; ///< what ended the reading, where it was not the reader

private:
    bool refuse(rapidjson::ParseErrorCode why)
    {
        refusal = why;
        return false;
    }
    bool isText(const char* text, rapidjson::SizeType length)
    {
        return !base::holdsSurrogate({text, length}) ||
               refuse(rapidjson::kParseErrorStringUnicodeSurrogateInvalid);
    }

    rapidjson::Document& m_into;
};

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
    rapidjson::Reader reader;
    rapidjson::MemoryStream octets(text.data(), text.size());
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(octets);
    rapidjson::ParseErrorCode refusal = rapidjson::kParseErrorNone;
    const auto make = [&](rapidjson::Document& into) {
        Maker maker(into);
        const bool good = !reader.Parse<parseFlags>(stream, maker).IsError();
        refusal = maker.refusal;
        return good;
    };
    document.Populate(make);
    if (!reader.HasParseError())
        return document;
    const std::size_t end = std::min(reader.GetErrorOffset(), text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    return base::fail(base::ErrorCode::SyntaxError,
                      "line " + std::to_string(line) + ": " +
                          rapidjson::GetParseError_En(
                              refusal != rapidjson::kParseErrorNone ? refusal : reader.GetParseErrorCode()));
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
