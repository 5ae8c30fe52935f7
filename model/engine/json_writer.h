// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/error.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zonescope::engine {

/// "2026-01-01T00:00:00.123Z"
std::string isoTime(base::Timestamp at);

/// RapidJSON's writer with our habits: nothing is null, times are ISO 8601 in UTC, durations are
/// milliseconds.
class JsonWriter
{
public:
    JsonWriter() { m_writer.SetIndent(' ', 2); }

    void beginObject() { m_writer.StartObject(); }
    void beginObject(std::string_view name)
    {
        key(name);
        m_writer.StartObject();
    }
    void endObject() { m_writer.EndObject(); }
    void beginArray(std::string_view name)
    {
        key(name);
        m_writer.StartArray();
    }
    void endArray() { m_writer.EndArray(); }

    void text(std::string_view value)
    {
        m_writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    }
    void field(std::string_view name, std::string_view value)
    {
        key(name);
        text(value);
    }
    void field(std::string_view name, const char* value) { field(name, std::string_view(value)); }
    void field(std::string_view name, bool value)
    {
        key(name);
        m_writer.Bool(value);
    }
    void field(std::string_view name, std::uint64_t value)
    {
        key(name);
        m_writer.Uint64(value);
    }
    void field(std::string_view name, std::uint32_t value) { field(name, std::uint64_t{value}); }
    void field(std::string_view name, double value)
    {
        key(name);
        m_writer.Double(value);
    }
    void field(std::string_view name, base::Timestamp value) { field(name, isoTime(value)); }
    void field(std::string_view name, base::Duration value) { field(name, base::toMilliseconds(value)); }
    void field(std::string_view name, const base::Error& error)
    {
        beginObject(name);
        field("code", base::errorName(error.code));
        field("detail", error.detail);
        field("advice", base::adviceName(base::errorAdvice(error.code)));
        endObject();
    }
    template <class T>
    void field(std::string_view name, const std::optional<T>& value)
    {
        if (value)
            return field(name, *value);
        key(name);
        m_writer.Null();
    }

    std::string finish() { return m_buffer.GetString(); }

private:
    void key(std::string_view name)
    {
        m_writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    }

    rapidjson::StringBuffer m_buffer;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> m_writer{m_buffer};
};

} // namespace zonescope::engine
