// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rapidjson/document.h>

#include <string_view>

// Strings of a foreign JSON text, pure.
namespace zonescope::engine {

/// With its length: a string may hold zero octets.
inline std::string_view textOf(const rapidjson::Value& value)
{
    return {value.GetString(), value.GetStringLength()};
}

} // namespace zonescope::engine
