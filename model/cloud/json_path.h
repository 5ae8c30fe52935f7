// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace zonescope::cloud {

/// Where in a resource a field stands: "CidrBlock", "Associations[].Main", several alternatives with '|'. A
/// step looks below "properties" too, because Azure's API has that level and its command line leaves it out.
/// "[]" goes through the items of a list, "{}" through the values of an object.
class JsonPath
{
public:
    explicit JsonPath(std::string_view text);

    bool empty() const { return m_alternatives.empty(); }
    /// Every value that any of the alternatives names, in their order.
    std::vector<const Json*> find(const Json& root) const;
    /// Texts of all scalars found; empty ones left out.
    std::vector<std::string> texts(const Json& root) const;
    /// The first of them, or empty.
    std::string text(const Json& root) const;

private:
    struct Step
    {
        std::string name;
        bool each = false;
    };
    using Steps = std::vector<Step>;
    static void follow(const Json& at, const Steps& steps, std::size_t step, std::vector<const Json*>& found);

    std::vector<Steps> m_alternatives;
};

} // namespace zonescope::cloud
