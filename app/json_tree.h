// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace zonescope::app {

/// A JSON value that remembers the line it began on, so that a refusal can say where. Plain value.
struct JsonTree
{
    struct Member; // a std::pair would look into the tree before it is whole (clang)
    using Array = std::vector<JsonTree>;
    using Object = std::vector<Member>; ///< in file order

    std::variant<std::monostate, bool, double, std::string, Array, Object> value;
    std::size_t line = 0; ///< 1-based

    const Array* array() const { return std::get_if<Array>(&value); }
    const Object* object() const { return std::get_if<Object>(&value); }
    const std::string* string() const { return std::get_if<std::string>(&value); }
    const double* number() const { return std::get_if<double>(&value); }
    const bool* boolean() const { return std::get_if<bool>(&value); }
    /// The member's value; null when absent.
    const JsonTree* member(std::string_view name) const;
    /// "a string", "a list", ... for messages.
    std::string_view kindText() const;
};

struct JsonTree::Member
{
    std::string first;
    JsonTree second;
};

/// Errors: SyntaxError, detail "line 7: ...". Duplicate members are refused: which one counts is never
/// guessed.
base::Result<JsonTree> parseJsonTree(std::string_view text);

} // namespace zonescope::app
