// SPDX-License-Identifier: GPL-3.0-or-later
// Requests, both ways; the answers are in control_protocol.cpp.
#include "model/engine/control_protocol.h"

#include "model/base/utf8.h"
#include "model/engine/json_text.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <vector>

namespace zonescope::engine {
namespace {

constexpr std::array<std::string_view, 4> requestNames{"status", "transfer", "history", "test-change"};

base::Status readMember(std::string_view name, const rapidjson::Value& value, ControlRequest& request,
                        bool& named)
{
    if (name == "request" && value.IsString()) {
        const auto found = std::ranges::find(requestNames, textOf(value));
        if (found == requestNames.end())
            return base::fail(base::ErrorCode::InvalidValue, "request: " + std::string(textOf(value)));
        request.kind = static_cast<ControlRequest::Kind>(found - requestNames.begin());
        named = true;
        return {};
    }
    if (name == "zone" && value.IsString()) {
        if (base::holdsSurrogate(textOf(value)))
            return base::fail(base::ErrorCode::InvalidValue,
                              "zone: half of a surrogate pair is no character");
        request.zone = textOf(value);
        return {};
    }
    if (name == "full" && value.IsBool()) {
        request.full = value.GetBool();
        return {};
    }
    if (name == "request" || name == "zone" || name == "full")
        return base::fail(base::ErrorCode::InvalidValue, std::string(name) + ": expected " +
                                                             (name == "full" ? "true or false" : "a string"));
    return base::fail(base::ErrorCode::UnknownField,
                      "\"" + std::string(name) + "\"; known here: request, zone, full");
}

bool takes(ControlRequest::Kind kind, std::string_view field)
{
    return field == "request" || (field == "zone" && kind != ControlRequest::Kind::Status) ||
           (field == "full" && kind == ControlRequest::Kind::Transfer);
}

} // namespace

std::string encodeRequest(const ControlRequest& request)
{
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
    json.StartObject();
    json.Key("request");
    json.String(requestNames.at(static_cast<std::size_t>(request.kind)).data());
    if (request.kind != ControlRequest::Kind::Status) {
        json.Key("zone");
        json.String(request.zone.data(), static_cast<rapidjson::SizeType>(request.zone.size()));
    }
    if (request.kind == ControlRequest::Kind::Transfer) {
        json.Key("full");
        json.Bool(request.full);
    }
    json.EndObject();
    return buffer.GetString();
}

base::Result<ControlRequest> decodeRequest(std::string_view line)
{
    rapidjson::Document document;
    // Iterative: a foreign line must not choose the depth of our stack.
    document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(line.data(),
                                                                                           line.size());
    if (document.HasParseError() || !document.IsObject())
        return base::fail(base::ErrorCode::SyntaxError, "a request is one JSON object");
    ControlRequest request;
    bool named = false;
    std::vector<std::string_view> given;
    for (const auto& member : document.GetObject()) {
        const std::string_view name = textOf(member.name);
        // Which of the two would be meant?
        if (std::ranges::find(given, name) != given.end())
            return base::fail(base::ErrorCode::InvalidValue, "\"" + std::string(name) + "\" is given twice");
        given.push_back(name);
        if (auto read = readMember(name, member.value, request, named); !read)
            return tl::unexpected(read.error());
    }
    if (!named)
        return base::fail(base::ErrorCode::MissingField, "request");
    for (const std::string_view name : given)
        if (!takes(request.kind, name))
            return base::fail(base::ErrorCode::UnknownField,
                              "\"" + std::string(name) + "\" says nothing in a request for " +
                                  std::string(requestNames.at(static_cast<std::size_t>(request.kind))));
    if (request.kind != ControlRequest::Kind::Status && request.zone.empty())
        return base::fail(base::ErrorCode::MissingField, "zone");
    return request;
}

} // namespace zonescope::engine
