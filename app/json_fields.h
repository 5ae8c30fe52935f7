// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/json_tree.h"

#include <algorithm>
#include <cmath>
#include <concepts>
#include <functional>
#include <iomanip>
#include <limits>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::app {

using base::Error;
using base::ErrorCode;

/// One object of the file being read: knows its path for messages and which members were asked for.
/// The first error sticks; later reads give defaults, so a reader looks once at the end.
class Fields
{
public:
    Fields(const JsonTree& tree, std::string path, std::string_view file, std::optional<Error>& error)
        : m_tree(tree)
        , m_path(std::move(path))
        , m_file(file)
        , m_error(error)
    {
        if (!m_tree.object())
            fail(m_tree, m_path, ErrorCode::InvalidValue,
                 "expected an object, found " + std::string(m_tree.kindText()));
    }

    bool failed() const { return m_error.has_value(); }
    const std::string& path() const { return m_path; }
    const JsonTree& tree() const { return m_tree; }

    const JsonTree* member(std::string_view name)
    {
        m_known.emplace(name);
        return m_tree.member(name);
    }
    std::string text(std::string_view name, bool required)
    {
        const JsonTree* value = needed(name, required);
        if (!value)
            return {};
        if (!value->string())
            return fail(*value, at(name), ErrorCode::InvalidValue,
                        "expected a string, found " + std::string(value->kindText())),
                   "";
        return *value->string();
    }
    bool flag(std::string_view name, bool fallback)
    {
        const JsonTree* value = member(name);
        if (!value)
            return fallback;
        if (!value->boolean())
            return fail(*value, at(name), ErrorCode::InvalidValue,
                        "expected true or false, found " + std::string(value->kindText())),
                   fallback;
        return *value->boolean();
    }
    template <class Integer>
    Integer number(std::string_view name, Integer fallback)
    {
        const JsonTree* value = member(name);
        if (!value)
            return fallback;
        const double highest =
            std::min(static_cast<double>(std::numeric_limits<Integer>::max()), 9007199254740992.0);
        if (!value->number() || *value->number() < 0 || *value->number() > highest ||
            std::floor(*value->number()) != *value->number()) {
            std::ostringstream range;
            range << "expected a whole number from 0 to " << std::fixed << std::setprecision(0) << highest;
            return fail(*value, at(name), ErrorCode::InvalidValue, range.str()), fallback;
        }
        return static_cast<Integer>(*value->number());
    }
    /// The same for a field that holds its default.
    void take(std::string_view name, std::integral auto& value) { value = number(name, value); }
    /// Calls `read(item, path)` for every item of a list member.
    void each(std::string_view name, bool required,
              const std::function<void(const JsonTree&, const std::string&)>& read)
    {
        const JsonTree* value = needed(name, required);
        if (!value)
            return;
        if (!value->array())
            return fail(*value, at(name), ErrorCode::InvalidValue,
                        "expected a list, found " + std::string(value->kindText()));
        for (std::size_t i = 0; i < value->array()->size() && !failed(); ++i)
            read((*value->array())[i], at(name) + "[" + std::to_string(i) + "]");
    }
    /// Every string of a list member, converted.
    template <class T>
    std::vector<T> list(std::string_view name, bool required,
                        const std::function<base::Result<T>(const std::string&)>& convert)
    {
        std::vector<T> items;
        each(name, required, [&](const JsonTree& item, const std::string& path) {
            if (!item.string())
                return fail(item, path, ErrorCode::InvalidValue,
                            "expected a string, found " + std::string(item.kindText()));
            auto converted = convert(*item.string());
            if (!converted)
                return fail(item, path, converted.error());
            items.push_back(std::move(*converted));
        });
        return items;
    }
    /// A string member, converted; the default-constructed value when absent and not required.
    template <class T>
    T convert(std::string_view name, bool required,
              const std::function<base::Result<T>(const std::string&)>& convertText)
    {
        const std::string value = text(name, required);
        if (failed() || !m_tree.member(name))
            return T{};
        auto converted = convertText(value);
        if (!converted)
            return fail(*m_tree.member(name), at(name), converted.error()), T{};
        return std::move(*converted);
    }
    /// A member nobody asked for is a spelling mistake: refused, not ignored.
    void refuseUnknown()
    {
        if (failed() || !m_tree.object())
            return;
        for (const auto& [name, value] : *m_tree.object())
            if (!m_known.contains(name))
                return fail(value, at(name), ErrorCode::UnknownField,
                            "no such field; known here: " + knownList());
    }
    void fail(const JsonTree& where, const std::string& path, ErrorCode code, const std::string& what)
    {
        if (!m_error)
            m_error = Error{code, std::string(m_file) + ":" + std::to_string(where.line) + ": " + path +
                                      ": " + what};
    }
    void fail(const JsonTree& where, const std::string& path, const Error& error)
    {
        fail(where, path, error.code,
             error.detail.empty() ? std::string(base::errorName(error.code)) : error.detail);
    }
    std::string at(std::string_view name) const
    {
        return m_path.empty() ? std::string(name) : m_path + "." + std::string(name);
    }

private:
    const JsonTree* needed(std::string_view name, bool required)
    {
        const JsonTree* value = member(name);
        if (!value && required && m_tree.object())
            fail(m_tree, at(name), ErrorCode::MissingField, "this field is needed");
        return value;
    }
    std::string knownList() const
    {
        std::string list;
        for (const std::string& name : m_known)
            list += (list.empty() ? "" : ", ") + name;
        return list;
    }

    const JsonTree& m_tree;
    std::string m_path;
    std::string_view m_file;
    std::optional<Error>& m_error;
    std::set<std::string> m_known;
};

} // namespace zonescope::app
