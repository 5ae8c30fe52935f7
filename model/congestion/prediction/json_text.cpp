// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/prediction/json_text.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>

namespace zonescope::congestion {
namespace {

/// Keeps the name that came last; arrays are counted and their content left out.
class Flattener : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Flattener>
{
public:
    explicit Flattener(const TakeJsonValue& take)
        : m_take(take)
    {
    }

    bool Null() { return m_objects > 0; }
    bool Bool(bool value) { return give(value ? "1" : "0"); }
    bool RawNumber(const char* text, rapidjson::SizeType length, bool) { return give({text, length}); }
    bool String(const char* text, rapidjson::SizeType length, bool) { return give({text, length}); }
    bool Key(const char* text, rapidjson::SizeType length, bool)
    {
        m_name.assign(text, length);
        return true;
    }
    bool StartObject()
    {
        ++m_objects;
        return true;
    }
    bool EndObject(rapidjson::SizeType)
    {
        --m_objects;
        return true;
    }
    bool StartArray()
    {
        ++m_arrays;
        return m_objects > 0;
    }
    bool EndArray(rapidjson::SizeType)
    {
        --m_arrays;
        return true;
    }

private:
    bool give(std::string_view value)
    {
        if (m_objects > 0 && m_arrays == 0)
            m_take(m_name, value);
        return m_objects > 0;
    }

    const TakeJsonValue& m_take;
    std::string m_name;
    int m_objects = 0;
    int m_arrays = 0;
};

std::string complaintOf(rapidjson::ParseErrorCode code)
{
    return code == rapidjson::kParseErrorTermination ? "no JSON object" : rapidjson::GetParseError_En(code);
}

} // namespace

std::optional<std::string> flattenJson(std::string_view line, const TakeJsonValue& take)
{
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag |
                               rapidjson::kParseValidateEncodingFlag;
    rapidjson::MemoryStream stream(line.data(), line.size());
    rapidjson::Reader reader;
    Flattener flattener(take);
    if (reader.Parse<flags>(stream, flattener))
        return std::nullopt;
    return complaintOf(reader.GetParseErrorCode());
}

std::optional<std::string> parseJson(std::string_view text, rapidjson::Document& into,
                                     std::uint64_t& errorLine)
{
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    rapidjson::MemoryStream stream(text.data(), text.size());
    into.ParseStream<flags>(stream);
    if (!into.HasParseError())
        return std::nullopt;
    const std::size_t at = std::min(into.GetErrorOffset(), text.size());
    errorLine = 1 + static_cast<std::uint64_t>(
                        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    return complaintOf(into.GetParseError());
}

bool parseWhole(std::string_view text, rapidjson::Document& into, ImportReport& report)
{
    report.lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    std::uint64_t errorLine = 1;
    const auto broken = parseJson(text, into, errorLine);
    if (broken)
        report.addBad(errorLine, *broken);
    return !broken;
}

const rapidjson::Value* member(const rapidjson::Value& of, const char* name)
{
    if (!of.IsObject())
        return nullptr;
    const auto found = of.FindMember(name);
    return found == of.MemberEnd() ? nullptr : &found->value;
}

std::string_view textMember(const rapidjson::Value& of, const char* name)
{
    const rapidjson::Value* value = member(of, name);
    return value && value->IsString() ? std::string_view(value->GetString(), value->GetStringLength())
                                      : std::string_view();
}

std::optional<double> numberMember(const rapidjson::Value& of, const char* name)
{
    const rapidjson::Value* value = member(of, name);
    if (!value || !value->IsNumber())
        return std::nullopt;
    return value->GetDouble();
}

} // namespace zonescope::congestion
