// SPDX-License-Identifier: GPL-3.0-or-later
// What tools print of single sockets: ss, m-lab/tcp-info, iperf3.
#include "model/congestion/prediction/import_readers.h"
#include "model/congestion/prediction/json_text.h"
#include "model/congestion/prediction/record_fields.h"
#include "model/congestion/prediction/value_text.h"
#include "model/congestion/socket_diagnosis.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace zonescope::congestion {
namespace {

std::vector<std::string_view> wordsOf(std::string_view line)
{
    std::vector<std::string_view> words;
    for (line = trimmed(line); !line.empty(); line = trimmed(line)) {
        const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(end);
    }
    return words;
}

constexpr std::array<std::string_view, 11> ssStates{"ESTAB",      "SYN-SENT",  "SYN-RECV",   "FIN-WAIT-1",
                                                    "FIN-WAIT-2", "TIME-WAIT", "CLOSE-WAIT", "LAST-ACK",
                                                    "LISTEN",     "CLOSING",   "UNCONN"};

bool isState(std::string_view word)
{
    return std::find(ssStates.begin(), ssStates.end(), word) != ssStates.end();
}

/// "rtt:0.03/0.01": the value after the colon, up to a slash.
void setSsValue(PassiveRecord& record, std::string_view name, std::string_view value)
{
    const std::string_view first = value.substr(0, value.find('/'));
    const auto milliseconds = [&](std::optional<double>& to) {
        std::string_view number = value;
        if (number.ends_with("ms"))
            number.remove_suffix(2);
        // busy:12ms, rwnd_limited:3ms(25.0%)
        if (const auto read = readNumber(number.substr(0, number.find_first_of("m("))))
            to = *read;
    };
    if (name == "rtt")
        record.rttMs = readNumber(first);
    else if (name == "minrtt")
        record.minRttMs = readNumber(value);
    else if (name == "bytes_acked" || (name == "bytes_sent" && !record.bytes))
        record.bytes = readNumber(value);
    else if (name == "bytes_retrans")
        record.retransmittedBytes = readNumber(value);
    else if (name == "retrans" && value.find('/') != std::string_view::npos)
        record.retransmits = readNumber(value.substr(value.find('/') + 1));
    else if (name == "busy")
        milliseconds(record.busyMs);
    else if (name == "sk")
        record.cookie = readCookie("0x" + std::string(value)).value_or(0);
}

/// The words after addresses: an algorithm, name:value, "delivery_rate 12Mbps".
void readSsWords(PassiveRecord& record, std::span<const std::string_view> words)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::size_t colon = words[i].find(':');
        if (colon != std::string_view::npos)
            setSsValue(record, words[i].substr(0, colon), words[i].substr(colon + 1));
        else if (words[i] == "delivery_rate" && i + 1 < words.size())
            record.deliveryRate = readBitRate(words[++i]);
        else if ((words[i] == "send" || words[i] == "pacing_rate") && i + 1 < words.size())
            ++i;
        else if (record.algorithm.empty() && words[i].size() <= 15 && words[i] != "ts" &&
                 words[i] != "sack" && words[i] != "ecn" && words[i] != "ecnseen" && words[i] != "fastopen" &&
                 words[i].find_first_of("(<-") == std::string_view::npos)
            record.algorithm = words[i];
    }
}

/// "203.0.113.7:443" or "[2001:db8::1]:443", an interface after a percent sign left out.
std::optional<net::IpAddress> ssAddress(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    if (const std::size_t scope = host.find('%'); scope != std::string_view::npos)
        host = host.substr(0, scope);
    const auto address = net::IpAddress::fromText(host);
    if (!address)
        return std::nullopt;
    return *address;
}

void finishSs(std::optional<PassiveRecord>& record, std::uint64_t line, PassiveImport& into)
{
    if (!record)
        return;
    if (const std::string_view why = complaint(*record); !why.empty()) {
        into.report.addBad(line, std::string(why));
    } else {
        ++into.report.points;
        into.records.push_back(std::move(*record));
    }
    record.reset();
}

// struct inet_diag_msg (linux/inet_diag.h): state at 1, remote address at 24, cookie at 44.
constexpr std::size_t remoteAt = 24;
constexpr std::size_t cookieAt = 44;
constexpr std::size_t shortestMessage = 52;
constexpr unsigned infoAttribute = 2; // INET_DIAG_INFO
constexpr unsigned congestionAttribute = 4;

void takeCounters(PassiveRecord& record, const TcpCounters& counters)
{
    record.bytes = static_cast<double>(counters.bytesAcked ? counters.bytesAcked : counters.bytesSent);
    record.rttMs = counters.rttUs / 1e3;
    if (counters.minRttUs)
        record.minRttMs = counters.minRttUs / 1e3;
    record.retransmittedBytes = static_cast<double>(counters.bytesRetransmitted);
    record.retransmits = counters.totalRetransmits;
    record.deliveryRate = static_cast<double>(counters.deliveryRate);
    record.busyMs = static_cast<double>(counters.busyUs) / 1e3;
    record.timeouts = counters.timeouts;
}

std::optional<std::string> attributeOf(const rapidjson::Value& attributes, unsigned index)
{
    if (!attributes.IsArray() || attributes.Size() <= index || !attributes[index].IsString())
        return std::nullopt;
    return base64Decoded({attributes[index].GetString(), attributes[index].GetStringLength()});
}

/// What is wrong with the line, else nothing. A line of metadata alone leaves `record` empty.
std::string readMlabLine(std::string_view line, std::optional<PassiveRecord>& record)
{
    rapidjson::Document document;
    std::uint64_t errorLine = 1;
    if (const auto broken = parseJson(line, document, errorLine))
        return *broken;
    const rapidjson::Value* attributes = member(document, "Attributes");
    if (!attributes)
        return member(document, "Metadata") ? "" : "no archival record: neither Attributes nor Metadata";
    const auto counters = attributeOf(*attributes, infoAttribute);
    if (!counters || counters->empty())
        return "no tcp_info among the attributes";
    PassiveRecord made;
    takeCounters(made, readCounters(base::viewOf(*counters)));
    if (const auto name = attributeOf(*attributes, congestionAttribute))
        made.algorithm = name->substr(0, std::min(name->find('\0'), std::size_t{15}));
    if (const std::string_view at = textMember(document, "Timestamp"); !at.empty())
        made.at = readTime(at);
    const auto message = base64Decoded(textMember(document, "RawIDM"));
    if (message && message->size() >= shortestMessage) {
        const auto* octets =
            reinterpret_cast<const std::uint8_t*>(message->data()); // NOLINT: octets either way
        made.client = net::IpAddress::fromOctets(octets[0] == 10 ? net::Family::V6 : net::Family::V4,
                                                 octets + remoteAt);
        std::memcpy(&made.cookie, octets + cookieAt, sizeof made.cookie);
    }
    record = std::move(made);
    return {};
}

void readIperfStream(const rapidjson::Value& stream, const rapidjson::Document& document, PassiveImport& into)
{
    const rapidjson::Value* sender = member(stream, "sender");
    if (!sender)
        return;
    PassiveRecord record;
    const auto amount = [&](const char* name) { // below zero is damage: as if it were not there
        const auto value = numberMember(*sender, name);
        return value && *value >= 0 ? value : std::nullopt;
    };
    const auto milliseconds = [&](const char* name) {
        const auto microseconds = amount(name);
        return microseconds ? std::optional(*microseconds / 1e3) : std::nullopt;
    };
    record.bytes = amount("bytes");
    record.retransmits = amount("retransmits");
    record.minRttMs = milliseconds("min_rtt");
    record.rttMs = milliseconds("mean_rtt");
    if (const auto seconds = amount("seconds")) {
        record.ackMs = *seconds * 1e3;
        if (record.bytes && *seconds > 0)
            record.deliveryRate = *record.bytes / *seconds;
    }
    if (const rapidjson::Value* end = member(document, "end"))
        record.algorithm = textMember(*end, "sender_tcp_congestion").substr(0, 15);
    if (const rapidjson::Value* start = member(document, "start")) {
        if (const rapidjson::Value* stamp = member(*start, "timestamp"))
            if (const auto seconds = numberMember(*stamp, "timesecs"))
                record.at = timeOfNumber(*seconds);
        if (const rapidjson::Value* to = member(*start, "connecting_to"))
            if (const auto address = net::IpAddress::fromText(textMember(*to, "host")))
                record.client = *address;
    }
    if (const std::string_view why = complaint(record); !why.empty()) {
        into.report.addBad(1, "a stream " + std::string(why));
        return;
    }
    ++into.report.points;
    into.records.push_back(std::move(record));
}

} // namespace

void readSsText(std::string_view text, PassiveImport& into)
{
    std::optional<PassiveRecord> record;
    std::uint64_t begun = 0;
    while (const auto line = takeLine(text)) {
        const std::uint64_t number = ++into.report.lines;
        const auto words = wordsOf(*line);
        if (words.empty() || words[0] == "State" || words[0] == "Recv-Q")
            continue;
        const bool continues = line->front() == ' ' || line->front() == '\t';
        if (continues) {
            if (record)
                readSsWords(*record, words);
            else
                into.report.addBad(number, "figures without a connection before them");
            continue;
        }
        finishSs(record, begun, into);
        // "ESTAB 0 0 local remote ..." or, of one state only, without the word.
        const std::size_t first = isState(words[0]) ? 3 : 2;
        if (words[0] == "LISTEN" || words[0] == "TIME-WAIT")
            continue; // they count nothing
        if (words.size() < first + 2 || !readNumber(words[first - 1])) {
            into.report.addBad(number, "no line of ss -tin");
            continue;
        }
        record.emplace();
        begun = number;
        record->client = ssAddress(words[first + 1]);
        readSsWords(*record, std::span(words).subspan(first + 2));
    }
    finishSs(record, begun, into);
}

void readMlabTcpInfo(std::string_view text, PassiveImport& into)
{
    while (const auto line = takeLine(text)) {
        const std::uint64_t number = ++into.report.lines;
        if (trimmed(*line).empty())
            continue;
        std::optional<PassiveRecord> record;
        const std::string why = readMlabLine(*line, record);
        if (!why.empty())
            into.report.addBad(number, why);
        if (!record)
            continue;
        ++into.report.points;
        const bool same = !into.records.empty() && into.records.back().cookie == record->cookie &&
                          into.records.back().client == record->client;
        if (same)
            into.records.back() = std::move(*record);
        else
            into.records.push_back(std::move(*record));
    }
}

void readIperfJson(std::string_view text, PassiveImport& into)
{
    rapidjson::Document document;
    if (!parseWhole(text, document, into.report))
        return;
    const rapidjson::Value* end = member(document, "end");
    const rapidjson::Value* streams = end ? member(*end, "streams") : nullptr;
    if (!streams || !streams->IsArray()) {
        into.report.addBad(1, "no result of iperf3 --json: end.streams is missing");
        return;
    }
    for (const rapidjson::Value& stream : streams->GetArray())
        readIperfStream(stream, document, into);
}

} // namespace zonescope::congestion
