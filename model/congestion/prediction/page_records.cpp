// SPDX-License-Identifier: GPL-3.0-or-later
// What browsers say of page loads: HAR, boomerang, Navigation Timing.
#include "model/congestion/prediction/import_readers.h"
#include "model/congestion/prediction/json_text.h"
#include "model/congestion/prediction/record_fields.h"
#include "model/congestion/prediction/value_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace zonescope::congestion {
namespace {

constexpr std::size_t longestWord = 200;

std::string wordOf(std::string_view text)
{
    return std::string(text.substr(0, longestWord));
}

void accept(RumImport& into, RumRecord record, std::uint64_t line)
{
    if (const std::string_view why = complaint(record); !why.empty()) {
        into.report.addBad(line, std::string(why));
        return;
    }
    ++into.report.points;
    into.records.push_back(std::move(record));
}

/// Server-Timing as a header: `sk;desc="4711", db;dur=12`. The socket's cookie goes by the name sk or cookie.
void readServerTiming(std::string_view header, RumRecord& record)
{
    while (!header.empty()) {
        const std::size_t end = std::min(header.find(','), header.size());
        const std::string_view entry = trimmed(header.substr(0, end));
        header.remove_prefix(std::min(end + 1, header.size()));
        const std::string_view name = trimmed(entry.substr(0, entry.find(';')));
        const std::size_t at = entry.find("desc=");
        if ((name != "sk" && name != "cookie") || at == std::string_view::npos)
            continue;
        std::string_view value = entry.substr(at + 5);
        value = value.substr(0, value.find(';'));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        if (const auto cookie = readCookie(value))
            record.cookies.push_back(*cookie);
    }
}

void addCookie(RumRecord& record, std::uint64_t cookie)
{
    if (std::find(record.cookies.begin(), record.cookies.end(), cookie) == record.cookies.end())
        record.cookies.push_back(cookie);
}

void readHarEntry(const rapidjson::Value& entry, RumRecord& page)
{
    const rapidjson::Value* response = member(entry, "response");
    if (!response)
        return;
    double size = numberMember(*response, "_transferSize").value_or(-1);
    if (size < 0)
        size = std::max(0.0, numberMember(*response, "bodySize").value_or(0)) +
               std::max(0.0, numberMember(*response, "headersSize").value_or(0));
    page.bytes = page.bytes.value_or(0) + size;
    const rapidjson::Value* headers = member(*response, "headers");
    if (!headers || !headers->IsArray())
        return;
    RumRecord found;
    for (const rapidjson::Value& header : headers->GetArray()) {
        std::string name(textMember(header, "name"));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        if (name == "server-timing")
            readServerTiming(textMember(header, "value"), found);
    }
    for (const std::uint64_t cookie : found.cookies)
        addCookie(page, cookie);
}

/// Milliseconds since 1970 of a Navigation Timing object: timeOrigin, or what version 1 of the API says.
std::optional<base::Timestamp> originOf(const rapidjson::Value& entry)
{
    for (const char* name : {"timeOrigin", "navigationStart", "at"})
        if (const auto number = numberMember(entry, name))
            return timeOfNumber(*number);
    const std::string_view text = textMember(entry, "at");
    return text.empty() ? std::nullopt : readTime(text);
}

RumRecord readNavigation(const rapidjson::Value& entry)
{
    RumRecord record;
    record.at = originOf(entry);
    record.page = wordOf(textMember(entry, "name"));
    record.path = wordOf(textMember(entry, "path"));
    record.algorithm = wordOf(textMember(entry, "algorithm"));
    record.bytes = numberMember(entry, "transferSize");
    if (const auto address = net::IpAddress::fromText(textMember(entry, "client")))
        record.client = *address;
    const double begun =
        numberMember(entry, "navigationStart").value_or(numberMember(entry, "startTime").value_or(0));
    const double loaded = numberMember(entry, "loadEventEnd").value_or(0);
    record.loadMs = loaded > begun ? loaded - begun : numberMember(entry, "duration").value_or(0);
    const rapidjson::Value* timings = member(entry, "serverTiming");
    if (timings && timings->IsArray())
        for (const rapidjson::Value& timing : timings->GetArray()) {
            const std::string_view name = textMember(timing, "name");
            if (name == "sk" || name == "cookie")
                if (const auto cookie = readCookie(textMember(timing, "description")))
                    addCookie(record, *cookie);
        }
    return record;
}

bool isNavigation(const rapidjson::Value& entry)
{
    const std::string_view type = textMember(entry, "entryType");
    return entry.IsObject() && (type.empty() || type == "navigation");
}

void takeNavigations(const rapidjson::Value& value, std::uint64_t line, RumImport& into)
{
    if (value.IsArray()) {
        for (const rapidjson::Value& entry : value.GetArray())
            if (isNavigation(entry))
                accept(into, readNavigation(entry), line);
        return;
    }
    if (!value.IsObject()) {
        into.report.addBad(line, "no JSON object");
        return;
    }
    if (isNavigation(value))
        accept(into, readNavigation(value), line);
}

/// The form-encoded part of a beacon, of a URL, or of a line of an access log.
std::string_view formOf(std::string_view line)
{
    const std::size_t question = line.find('?');
    if (question != std::string_view::npos)
        line.remove_prefix(question + 1);
    return line.substr(0, line.find_first_of(" \t\"#"));
}

void setBeaconValue(RumRecord& record, std::string_view name, const std::string& value)
{
    if (name == "t_done")
        record.loadMs = readNumber(value).value_or(0);
    else if ((name == "rt.tstart" || name == "nt_nav_st") && !record.at)
        record.at = readTime(value);
    else if (name == "u")
        record.page = wordOf(value);
    else if (name == "nt_trn_size" || name == "bytes")
        record.bytes = readNumber(value);
    else if (name == "sk" || name == "cookie" || name == "path" || name == "algorithm" || name == "client")
        setField(record, name == "sk" ? "cookie" : name, value);
}

} // namespace

void readHar(std::string_view text, RumImport& into)
{
    rapidjson::Document document;
    if (!parseWhole(text, document, into.report))
        return;
    const rapidjson::Value* log = member(document, "log");
    const rapidjson::Value* pages = log ? member(*log, "pages") : nullptr;
    if (!pages || !pages->IsArray()) {
        into.report.addBad(1, "no HTTP Archive with pages: log.pages is missing");
        return;
    }
    std::map<std::string, RumRecord, std::less<>> byId;
    for (const rapidjson::Value& page : pages->GetArray()) {
        RumRecord& record = byId[std::string(textMember(page, "id"))];
        record.page = wordOf(textMember(page, "title"));
        record.at = readTime(textMember(page, "startedDateTime"));
        if (const rapidjson::Value* timings = member(page, "pageTimings"))
            record.loadMs = numberMember(*timings, "onLoad").value_or(0);
    }
    const rapidjson::Value* entries = member(*log, "entries");
    if (entries && entries->IsArray())
        for (const rapidjson::Value& entry : entries->GetArray())
            if (const auto page = byId.find(textMember(entry, "pageref")); page != byId.end())
                readHarEntry(entry, page->second);
    for (auto& [id, record] : byId)
        accept(into, std::move(record), 1);
}

void readBoomerang(std::string_view text, RumImport& into)
{
    while (const auto line = takeLine(text)) {
        const std::uint64_t number = ++into.report.lines;
        if (trimmed(*line).empty())
            continue;
        RumRecord record;
        std::string_view form = formOf(trimmed(*line));
        while (!form.empty()) {
            const std::size_t end = std::min(form.find('&'), form.size());
            const std::string_view pair = form.substr(0, end);
            form.remove_prefix(std::min(end + 1, form.size()));
            const std::size_t equals = pair.find('=');
            if (equals != std::string_view::npos)
                setBeaconValue(record, pair.substr(0, equals), percentDecoded(pair.substr(equals + 1)));
        }
        // A line of an access log begins with the client.
        const std::string_view first = line->substr(0, line->find_first_of(" \t"));
        if (const auto address = net::IpAddress::fromText(first); address && !record.client)
            record.client = *address;
        accept(into, std::move(record), number);
    }
}

void readNavigationTiming(std::string_view text, RumImport& into)
{
    rapidjson::Document whole;
    std::uint64_t errorLine = 1;
    if (!parseJson(text, whole, errorLine)) {
        into.report.lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')) + 1;
        takeNavigations(whole, 1, into);
        return;
    }
    while (const auto line = takeLine(text)) {
        const std::uint64_t number = ++into.report.lines;
        if (trimmed(*line).empty())
            continue;
        rapidjson::Document document;
        if (const auto broken = parseJson(*line, document, errorLine))
            into.report.addBad(number, *broken);
        else
            takeNavigations(document, number, into);
    }
}

} // namespace zonescope::congestion
