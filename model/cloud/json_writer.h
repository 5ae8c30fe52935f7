// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <string_view>

namespace zonescope::cloud {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

/// A member of the object that is open.
inline void put(JsonWriter& writer, const char* name, std::string_view value)
{
    writer.Key(name);
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

inline void put(JsonWriter& writer, const char* name, std::int64_t value)
{
    writer.Key(name);
    writer.Int64(value);
}

} // namespace zonescope::cloud
