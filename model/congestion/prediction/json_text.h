// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/prediction/records.h"

#include <rapidjson/document.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace zonescope::congestion {

// JSON of strangers: parsed without recursion, so that nesting costs memory and not the stack.

/// Hands every name with a plain value on, those of inner objects too, under their own name; what stands in
/// arrays is left out, null as well. The complaint when it is no JSON object, else nothing.
using TakeJsonValue = std::function<void(std::string_view name, std::string_view value)>;
std::optional<std::string> flattenJson(std::string_view line, const TakeJsonValue& take);

/// The whole document; the complaint names the line (from 1) that `errorLine` gets.
std::optional<std::string> parseJson(std::string_view text, rapidjson::Document& into,
                                     std::uint64_t& errorLine);

/// The same for a file that is one document: its lines are counted, the complaint goes into the report.
bool parseWhole(std::string_view text, rapidjson::Document& into, ImportReport& report);

// Members by name; nothing when absent or of another kind.
const rapidjson::Value* member(const rapidjson::Value& of, const char* name);
std::string_view textMember(const rapidjson::Value& of, const char* name);
std::optional<double> numberMember(const rapidjson::Value& of, const char* name);

} // namespace zonescope::congestion
