// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rapidjson/document.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/stringbuffer.h>

#include <string_view>

// Strings of a foreign JSON text, pure.
namespace zonescope::engine {

/// With its length: a string may hold zero octets.
inline std::string_view textOf(const rapidjson::Value& value)
{
    return {value.GetString(), value.GetStringLength()};
}

/// An escape may name half of a pair (\ude00): no character, and nothing that could be written back.
inline bool isWholeText(const rapidjson::Value& value)
{
    rapidjson::MemoryStream in(value.GetString(), value.GetStringLength());
    rapidjson::StringBuffer out;
    while (in.Tell() < value.GetStringLength())
        if (!rapidjson::UTF8<>::Validate(in, out))
            return false;
    return true;
}

} // namespace zonescope::engine
