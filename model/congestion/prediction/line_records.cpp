// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/prediction/import_readers.h"
#include "model/congestion/prediction/json_text.h"
#include "model/congestion/prediction/record_fields.h"
#include "model/congestion/prediction/value_text.h"

#include <string>
#include <vector>

namespace zonescope::congestion {
namespace {

/// A line of CSV (RFC 4180) in its fields; quoted ones may hold commas, not line ends. Nothing: a quote is
/// left open.
std::optional<std::vector<std::string>> splitCsv(std::string_view line, char separator)
{
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            fields.back().push_back('"');
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == separator && !quoted) {
            fields.emplace_back();
        } else {
            fields.back().push_back(c);
        }
    }
    if (quoted)
        return std::nullopt;
    return fields;
}

char separatorOf(std::string_view header)
{
    for (const char c : {'\t', ';', ','})
        if (header.find(c) != std::string_view::npos)
            return c;
    return ',';
}

/// Takes a finished record or says why not.
template <class Import, class Record>
void accept(Import& into, Record record, std::uint64_t line)
{
    if (const std::string_view why = complaint(record); !why.empty()) {
        into.report.addBad(line, std::string(why));
        return;
    }
    ++into.report.points;
    into.records.push_back(std::move(record));
}

template <class Record, class Import>
void readCsvLines(std::string_view text, Import& into)
{
    std::vector<std::string> names;
    char separator = ',';
    while (const auto line = takeLine(text)) {
        const std::uint64_t number = ++into.report.lines;
        if (trimmed(*line).empty() || line->front() == '#')
            continue;
        if (names.empty())
            separator = separatorOf(*line);
        const auto fields = splitCsv(*line, separator);
        if (!fields) {
            into.report.addBad(number, "a quotation mark is not closed");
            continue;
        }
        if (names.empty()) {
            names = *fields;
            continue;
        }
        if (fields->size() != names.size()) {
            into.report.addBad(number, std::to_string(fields->size()) + " fields, the first line names " +
                                           std::to_string(names.size()));
            continue;
        }
        Record record;
        std::string why;
        for (std::size_t i = 0; i < names.size() && why.empty(); ++i)
            if (setField(record, names[i], (*fields)[i]) == FieldOutcome::Malformed)
                why = names[i].substr(0, 40) + " is '" + (*fields)[i].substr(0, 40) + "'";
        if (why.empty())
            accept(into, std::move(record), number);
        else
            into.report.addBad(number, why);
    }
}

template <class Record, class Import>
void readJsonObjects(std::string_view text, Import& into)
{
    while (const auto line = takeLine(text)) {
        const std::uint64_t number = ++into.report.lines;
        if (trimmed(*line).empty())
            continue;
        Record record;
        std::string why;
        const auto broken = flattenJson(*line, [&](std::string_view name, std::string_view value) {
            if (why.empty() && setField(record, name, value) == FieldOutcome::Malformed)
                why = std::string(name.substr(0, 40)) + " is '" + std::string(value.substr(0, 40)) + "'";
        });
        if (broken)
            into.report.addBad(number, *broken);
        else if (!why.empty())
            into.report.addBad(number, why);
        else
            accept(into, std::move(record), number);
    }
}

} // namespace

void readCsv(std::string_view text, PassiveImport& into)
{
    readCsvLines<PassiveRecord>(text, into);
}

void readCsv(std::string_view text, RumImport& into)
{
    readCsvLines<RumRecord>(text, into);
}

void readJsonLines(std::string_view text, PassiveImport& into)
{
    readJsonObjects<PassiveRecord>(text, into);
}

void readJsonLines(std::string_view text, RumImport& into)
{
    readJsonObjects<RumRecord>(text, into);
}

} // namespace zonescope::congestion
