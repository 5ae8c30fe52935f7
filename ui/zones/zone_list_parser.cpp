// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/zone_list_parser.h"

#include "ui/zones/list_reading.h"

#include <algorithm>

namespace zonescope::ui::zones {
namespace {

constexpr std::size_t longestLine = 4096;
constexpr int mostLines = 200'000;

bool isComment(std::string_view line)
{
    return line.empty() || line.front() == '#' || line.front() == ';' || line.starts_with("//");
}

/// Calls `use(number, line)` for every line that has content; gives up politely on absurd input.
template <class Use>
void forEachLine(std::string_view text, ListReading& reading, Use use)
{
    int number = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (++number > mostLines) {
            reading.complain(number, ListProblem::TooManyLines, {});
            return;
        }
        if (line.size() > longestLine)
            reading.complain(number, ListProblem::LineTooLong, line);
        else if (!isComment(line))
            use(number, line);
    }
}

std::vector<std::string> words(std::string_view line)
{
    std::vector<std::string> found;
    while (!line.empty()) {
        const auto end = line.find_first_of(" \t");
        if (end != 0)
            found.emplace_back(line.substr(0, end));
        line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    }
    return found;
}

/// RFC 4180 with any separator; nothing when a quote stays open.
std::optional<std::vector<std::string>> fields(std::string_view line, char separator)
{
    std::vector<std::string> found(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"')
            found.back() += line[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (c == separator && !quoted)
            found.emplace_back();
        else
            found.back() += c;
    }
    if (quoted)
        return std::nullopt;
    for (std::string& field : found)
        field = std::string(trimmed(field));
    return found;
}

char separatorOf(std::string_view text)
{
    const std::string_view first = text.substr(0, text.find('\n'));
    for (const char candidate : {'\t', ',', ';'})
        if (first.find(candidate) != std::string_view::npos)
            return candidate;
    return ',';
}

bool isHeader(const std::string& field)
{
    const std::string word = lowered(field);
    return word == "zone" || word == "name" || word == "domain";
}

std::string_view withoutMark(std::string_view text)
{
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text; // a spreadsheet's byte order mark
}

std::string_view firstContent(std::string_view text)
{
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        if (!isComment(line))
            return line;
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return {};
}

} // namespace

ZoneList readZoneLines(std::string_view text)
{
    ListReading reading;
    forEachLine(withoutMark(text), reading, [&](int number, std::string_view line) {
        std::vector<std::string> parts = words(line);
        if (parts.size() > 4)
            return reading.complain(number, ListProblem::TooManyFields, line);
        parts.resize(4);
        reading.add(number, parts[0], parts[1], parts[2], parts[3]);
    });
    return reading.take();
}

ZoneList readZoneCsv(std::string_view text)
{
    ListReading reading;
    text = withoutMark(text);
    const char separator = separatorOf(firstContent(text));
    bool first = true;
    forEachLine(text, reading, [&](int number, std::string_view line) {
        auto parts = fields(line, separator);
        if (!parts)
            return reading.complain(number, ListProblem::UnclosedQuote, line);
        if (std::exchange(first, false) && isHeader(parts->front()))
            return;
        while (parts->size() > 4 && parts->back().empty())
            parts->pop_back();
        if (parts->size() > 4)
            return reading.complain(number, ListProblem::TooManyFields, line);
        parts->resize(4);
        reading.add(number, (*parts)[0], (*parts)[1], (*parts)[2], (*parts)[3]);
    });
    return reading.take();
}

ZoneList readZoneList(std::string_view text)
{
    text = withoutMark(text);
    const std::string_view first = firstContent(text);
    const bool braces = text.find('{') != std::string_view::npos;
    if (braces && lowered(text).find("zone") != std::string::npos)
        return readNamedConf(text);
    const bool semicolons = lowered(first).starts_with("zone;");
    if (first.find(',') != std::string_view::npos || semicolons ||
        (first.find('\t') != std::string_view::npos && lowered(first).starts_with("zone\t")))
        return readZoneCsv(text);
    return readZoneLines(text);
}

} // namespace zonescope::ui::zones
