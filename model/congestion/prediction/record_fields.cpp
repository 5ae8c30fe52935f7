// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/prediction/record_fields.h"

#include "model/congestion/prediction/value_text.h"

#include <algorithm>
#include <array>

namespace zonescope::congestion {
namespace {

enum class Field : std::uint8_t {
    Cookie,
    Time,
    Client,
    Algorithm,
    Path,
    Page,
    Bytes,
    MinRtt,
    Rtt,
    RetransmittedBytes,
    Retransmits,
    DeliveryRate,
    AckTime,
    BusyTime,
    Timeouts,
    Requests,
    LoadTime,
};

struct Name
{
    std::string_view name;
    Field field;
    double factor = 1; ///< to milliseconds
};

constexpr std::array names{
    Name{"ack_time_ms", Field::AckTime},
    Name{"ack_time_us", Field::AckTime, 1e-3},
    Name{"algorithm", Field::Algorithm},
    Name{"at", Field::Time},
    Name{"busy_ms", Field::BusyTime},
    Name{"busy_time", Field::BusyTime, 1e-3}, // tcpi_busy_time counts microseconds
    Name{"busy_us", Field::BusyTime, 1e-3},
    Name{"bytes", Field::Bytes},
    Name{"bytes_acked", Field::Bytes},
    Name{"bytes_retrans", Field::RetransmittedBytes},
    Name{"bytes_retransmitted", Field::RetransmittedBytes},
    Name{"client", Field::Client},
    Name{"congestion", Field::Algorithm},
    Name{"cookie", Field::Cookie},
    Name{"delivery_rate", Field::DeliveryRate},
    Name{"duration_ms", Field::LoadTime},
    Name{"ended_at", Field::Time},
    Name{"load_ms", Field::LoadTime},
    Name{"load_s", Field::LoadTime, 1e3},
    Name{"min_rtt", Field::MinRtt, 1e-3}, // tcpi_min_rtt counts microseconds
    Name{"min_rtt_ms", Field::MinRtt},
    Name{"min_rtt_us", Field::MinRtt, 1e-3},
    Name{"onload", Field::LoadTime},
    Name{"onload_ms", Field::LoadTime},
    Name{"page", Field::Page},
    Name{"path", Field::Path},
    Name{"peer", Field::Client},
    Name{"remote", Field::Client},
    Name{"requests", Field::Requests},
    Name{"retransmits", Field::Retransmits},
    Name{"rtt", Field::Rtt, 1e-3}, // tcpi_rtt counts microseconds
    Name{"rtt_ms", Field::Rtt},
    Name{"rtt_us", Field::Rtt, 1e-3},
    Name{"started_at", Field::Time},
    Name{"t_done", Field::LoadTime},
    Name{"time", Field::Time},
    Name{"timeouts", Field::Timeouts},
    Name{"timestamp", Field::Time},
    Name{"total_retrans", Field::Retransmits},
    Name{"total_rto", Field::Timeouts},
    Name{"transfer_size", Field::Bytes},
    Name{"transfersize", Field::Bytes},
};
static_assert(std::is_sorted(names.begin(), names.end(),
                             [](const Name& a, const Name& b) { return a.name < b.name; }));

constexpr std::size_t longestName = 24;
constexpr std::size_t longestWord = 200;

const Name* find(std::string_view name)
{
    name = trimmed(name);
    if (name.size() > longestName)
        return nullptr;
    std::array<char, longestName> lower{};
    std::transform(name.begin(), name.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '-' || c == ' ' ? '_' : c;
    });
    const std::string_view key(lower.data(), name.size());
    const auto* found = std::lower_bound(names.begin(), names.end(), key,
                                         [](const Name& a, std::string_view b) { return a.name < b; });
    return found != names.end() && found->name == key ? found : nullptr;
}

FieldOutcome setNumber(std::optional<double>& to, std::string_view value, double factor)
{
    const auto number = readNumber(value);
    if (!number)
        return FieldOutcome::Malformed;
    to = *number * factor;
    return FieldOutcome::Taken;
}

FieldOutcome setWord(std::string& to, std::string_view value)
{
    to = trimmed(value).substr(0, longestWord);
    return FieldOutcome::Taken;
}

FieldOutcome setTime(std::optional<base::Timestamp>& to, std::string_view value)
{
    to = readTime(value);
    return to ? FieldOutcome::Taken : FieldOutcome::Malformed;
}

/// An address, with or without a port.
FieldOutcome setClient(std::optional<net::IpAddress>& to, std::string_view value)
{
    value = trimmed(value);
    if (const auto address = net::IpAddress::fromText(value)) {
        to = *address;
        return FieldOutcome::Taken;
    }
    const auto endpoint = net::Endpoint::fromText(value);
    if (!endpoint)
        return FieldOutcome::Malformed;
    to = endpoint->address;
    return FieldOutcome::Taken;
}

std::optional<double>* numberOf(PassiveRecord& record, Field field)
{
    switch (field) {
    case Field::Bytes:
        return &record.bytes;
    case Field::MinRtt:
        return &record.minRttMs;
    case Field::Rtt:
        return &record.rttMs;
    case Field::RetransmittedBytes:
        return &record.retransmittedBytes;
    case Field::Retransmits:
        return &record.retransmits;
    case Field::DeliveryRate:
        return &record.deliveryRate;
    case Field::AckTime:
        return &record.ackMs;
    case Field::BusyTime:
        return &record.busyMs;
    case Field::Timeouts:
        return &record.timeouts;
    case Field::Requests:
        return &record.requests;
    default:
        return nullptr;
    }
}

/// What both kinds of record have; Unknown: not one of these.
template <class Record>
FieldOutcome setCommon(Record& record, Field field, std::string_view value)
{
    switch (field) {
    case Field::Time:
        return setTime(record.at, value);
    case Field::Client:
        return setClient(record.client, value);
    case Field::Algorithm:
        return setWord(record.algorithm, value);
    case Field::Path:
        return setWord(record.path, value);
    case Field::Page:
        return setWord(record.page, value);
    default:
        return FieldOutcome::Unknown;
    }
}

} // namespace

FieldOutcome setField(PassiveRecord& record, std::string_view name, std::string_view value)
{
    const Name* known = find(name);
    if (!known)
        return FieldOutcome::Unknown;
    if (trimmed(value).empty())
        return FieldOutcome::Taken; // not known for this one
    if (known->field == Field::Cookie) {
        const auto cookie = readCookie(value);
        record.cookie = cookie.value_or(0);
        return cookie ? FieldOutcome::Taken : FieldOutcome::Malformed;
    }
    if (auto* number = numberOf(record, known->field))
        return setNumber(*number, value, known->factor);
    return setCommon(record, known->field, value);
}

FieldOutcome setField(RumRecord& record, std::string_view name, std::string_view value)
{
    const Name* known = find(name);
    if (!known)
        return FieldOutcome::Unknown;
    if (trimmed(value).empty())
        return FieldOutcome::Taken;
    switch (known->field) {
    case Field::Cookie: {
        // Several connections, several cookies: "17 18 23".
        for (std::string_view rest = trimmed(value); !rest.empty();) {
            const std::size_t end = std::min(rest.find_first_of(" ;|"), rest.size());
            if (const auto cookie = readCookie(rest.substr(0, end)))
                record.cookies.push_back(*cookie);
            else
                return FieldOutcome::Malformed;
            rest = trimmed(rest.substr(std::min(end + 1, rest.size())));
        }
        return FieldOutcome::Taken;
    }
    case Field::Bytes:
        return setNumber(record.bytes, value, 1);
    case Field::LoadTime: {
        const auto number = readNumber(value);
        record.loadMs = number.value_or(0) * known->factor;
        return number ? FieldOutcome::Taken : FieldOutcome::Malformed;
    }
    default:
        return setCommon(record, known->field, value);
    }
}

bool isPassiveField(std::string_view name)
{
    const Name* known = find(name);
    return known && known->field >= Field::MinRtt && known->field <= Field::Requests;
}

bool isRumField(std::string_view name)
{
    const Name* known = find(name);
    return known && known->field == Field::LoadTime;
}

std::string_view complaint(const PassiveRecord& record)
{
    if (!record.bytes)
        return "says nothing of octets";
    if (!record.rttMs && !record.minRttMs && !record.busyMs && !record.ackMs)
        return "says nothing of time";
    return {};
}

std::string_view complaint(const RumRecord& record)
{
    return record.loadMs > 0 ? std::string_view{} : "says nothing of load time";
}

} // namespace zonescope::congestion
