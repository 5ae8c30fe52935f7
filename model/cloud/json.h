// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <rapidjson/document.h>

#include <string>
#include <string_view>

namespace zonescope::cloud {

/// A provider's answer as a tree; XML answers become the same tree (aws_xml.h).
using Json = rapidjson::Value;

inline constexpr std::size_t deepestJson =
    100; ///< real replies stay under 20; foreign nesting must not eat the stack

/// Errors: SyntaxError, detail "line 7: ...". A byte order mark (PowerShell writes one) is skipped.
base::Result<rapidjson::Document> parseJson(std::string_view text);

/// Members in the order of their names, all the way down: equal values then have equal texts.
void sortMembers(Json& value);
/// Without white space, numbers as they came. Canonical after sortMembers().
std::string jsonText(const Json& value);
/// The same with line ends and two blanks a level, for people.
std::string prettyJson(std::string_view canonical);

/// Member or null.
const Json* member(const Json& object, std::string_view name);
/// The text of a string, number or boolean; empty otherwise.
std::string scalarText(const Json& value);
inline std::string_view textView(const Json& string)
{
    return {string.GetString(), string.GetStringLength()};
}
/// The text of that member, or empty.
std::string memberText(const Json& object, std::string_view name);
std::uint64_t contentHash(std::string_view canonical); ///< 64 bits, quick; the same everywhere it is stored
                                                       ///< with little-endian words

} // namespace zonescope::cloud
