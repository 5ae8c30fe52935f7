// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/json_path.h"

namespace zonescope::cloud {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        const std::size_t end = text.find(separator);
        pieces.push_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return pieces;
}

bool strip(std::string_view& name, std::string_view suffix)
{
    const bool there = name.ends_with(suffix);
    if (there)
        name.remove_suffix(suffix.size());
    return there;
}

} // namespace

JsonPath::JsonPath(std::string_view text)
{
    for (const std::string_view alternative : split(text, '|')) {
        Steps steps;
        for (std::string_view piece : split(alternative, '.')) {
            const bool each = strip(piece, "[]") || strip(piece, "{}");
            steps.push_back({std::string(piece), each});
        }
        m_alternatives.push_back(std::move(steps));
    }
}

void JsonPath::follow(const Json& at, const Steps& steps, std::size_t step, std::vector<const Json*>& found)
{
    if (step == steps.size()) {
        found.push_back(&at);
        return;
    }
    const Json* next = steps[step].name.empty() ? &at : member(at, steps[step].name);
    if (!next) {
        const Json* properties = member(at, "properties");
        next = properties ? member(*properties, steps[step].name) : nullptr;
    }
    if (!next)
        return;
    if (!steps[step].each) {
        follow(*next, steps, step + 1, found);
    } else if (next->IsArray()) {
        for (const Json& item : next->GetArray())
            follow(item, steps, step + 1, found);
    } else if (next->IsObject()) {
        for (const auto& m : next->GetObject())
            follow(m.value, steps, step + 1, found);
    }
}

std::vector<const Json*> JsonPath::find(const Json& root) const
{
    std::vector<const Json*> found;
    for (const Steps& steps : m_alternatives)
        follow(root, steps, 0, found);
    return found;
}

std::vector<std::string> JsonPath::texts(const Json& root) const
{
    std::vector<std::string> result;
    for (const Json* value : find(root))
        if (std::string text = scalarText(*value); !text.empty())
            result.push_back(std::move(text));
    return result;
}

std::string JsonPath::text(const Json& root) const
{
    for (const Json* value : find(root))
        if (std::string text = scalarText(*value); !text.empty())
            return text;
    return {};
}

} // namespace zonescope::cloud
