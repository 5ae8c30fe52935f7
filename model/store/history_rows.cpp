// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/history_rows.h"

#include <algorithm>
#include <chrono>
#include <string>

namespace zonescope::store {
namespace {

using base::Result;

template <class Number>
Number number(const Statement& row, int column)
{
    return static_cast<Number>(row.integer(column));
}

/// A stored enumerator; the last known one for a value out of range, so that damage never makes an enumerator
/// that does not exist.
template <class Enum>
Enum enumerator(const Statement& row, int column, Enum last)
{
    return static_cast<Enum>(
        std::clamp<std::int64_t>(row.integer(column), 0, static_cast<std::int64_t>(last)));
}

std::optional<base::Error> errorAt(const Statement& row, int column, Words& words)
{
    if (row.isNull(column))
        return std::nullopt;
    return base::Error{base::errorFromName(words.text(row.integer(column))),
                       std::string(row.text(column + 1))};
}

std::optional<net::TcpInfo> tcpInfoAt(const Statement& row, int column)
{
    if (row.isNull(column))
        return std::nullopt;
    net::TcpInfo info;
    for (std::uint32_t* field :
         {&info.rttUs, &info.rttVarUs, &info.minRttUs, &info.receiveRttUs, &info.totalRetransmits,
          &info.outOfOrderReceived, &info.sendCongestionWindow, &info.receiveSpace})
        *field = number<std::uint32_t>(row, column++);
    for (std::uint64_t* field : {&info.bytesReceived, &info.bytesAcked, &info.deliveryRate})
        *field = number<std::uint64_t>(row, column++);
    return info;
}

auto damaged(std::string_view table, const Statement& row, const base::Error& why)
{
    return base::fail(base::ErrorCode::StoreCorrupt, "history.sqlite: " + std::string(table) + " " +
                                                         std::to_string(row.integer(0)) + ": " +
                                                         base::toString(why));
}

} // namespace

Result<std::optional<pipeline::TransferAttempt>> readAttempt(const Statement& row, Words& words)
{
    pipeline::TransferAttempt attempt;
    auto apex = dns::Name::fromText(row.text(2));
    if (!apex)
        return damaged("attempt", row, apex.error());
    const auto address = net::Endpoint::fromText(row.text(4));
    if (!address)
        return damaged("attempt", row, address.error());
    attempt.id = number<std::uint64_t>(row, 0);
    attempt.zone = row.id<base::ZoneId>(1);
    attempt.apex = std::move(*apex);
    attempt.primary = row.id<base::PrimaryId>(3);
    attempt.address = *address;
    attempt.keyName = row.text(5);
    attempt.kind = enumerator(row, 6, pipeline::TransferKind::AxfrStyleIxfr);
    attempt.startedAt = row.time(7);
    attempt.duration = base::Duration(row.integer(8));
    attempt.fromSerial = row.optionalInteger<std::uint32_t>(9);
    attempt.toSerial = row.optionalInteger<std::uint32_t>(10);
    attempt.records = number<std::uint64_t>(row, 11);
    attempt.bytes = number<std::uint64_t>(row, 12);
    attempt.messages = number<std::uint32_t>(row, 13);
    attempt.rcode = number<std::uint16_t>(row, 14);
    attempt.extendedError = row.optionalInteger<std::uint16_t>(15);
    attempt.extendedErrorText = row.text(16);
    attempt.error = errorAt(row, 17, words);
    attempt.triggers = number<pipeline::Triggers>(row, 19);
    attempt.tcpInfo = tcpInfoAt(row, 20);
    attempt.transport = enumerator(row, 31, pipeline::Transport::TcpNotTls);
    attempt.nsid = row.text(32);
    attempt.route = static_cast<std::uint64_t>(row.integer(33));
    if (attempt.tcpInfo)
        attempt.tcpInfo->cookie = number<std::uint64_t>(row, 34);
    if (!row.isNull(35))
        attempt.verdict = enumerator(row, 35, pipeline::TransferVerdict::Application);
    if (!row.isNull(36)) {
        auto flow = pipeline::TransferFlow::unpack(row.blob(36));
        if (!flow)
            return damaged("attempt", row, flow.error());
        attempt.flow = std::move(*flow);
    }
    return attempt;
}

Result<std::optional<pipeline::Event>> readEvent(const Statement& row, Words& words)
{
    const auto kind = pipeline::eventKindFromName(words.text(row.integer(4)));
    if (!kind)
        return std::nullopt;
    pipeline::Event event;
    event.id = number<std::uint64_t>(row, 0);
    event.at = row.time(1);
    event.stage = enumerator(row, 2, pipeline::Stage::Observe);
    event.severity = enumerator(row, 3, pipeline::Severity::Error);
    event.kind = *kind;
    event.zone = row.id<base::ZoneId>(5);
    event.primary = row.id<base::PrimaryId>(6);
    event.edge = row.id<base::EdgeId>(7);
    event.change = number<std::uint64_t>(row, 8);
    event.fromSerial = row.optionalInteger<std::uint32_t>(9);
    event.toSerial = row.optionalInteger<std::uint32_t>(10);
    if (!row.isNull(11)) {
        const auto address = net::Endpoint::fromText(row.text(11));
        if (!address)
            return damaged("event", row, address.error());
        event.address = *address;
    }
    if (!row.isNull(12))
        event.transferKind = enumerator(row, 12, pipeline::TransferKind::AxfrStyleIxfr);
    event.records = number<std::uint64_t>(row, 13);
    if (!row.isNull(14))
        event.duration = base::Duration(row.integer(14));
    event.error = errorAt(row, 15, words);
    if (!row.isNull(17)) {
        const auto via = net::Endpoint::fromText(row.text(17));
        if (!via)
            return damaged("event", row, via.error());
        event.via = *via;
    }
    event.before = row.text(18);
    event.after = row.text(19);
    return event;
}

pipeline::Change readChange(const Statement& row)
{
    pipeline::Change change;
    change.id = number<std::uint64_t>(row, 0);
    change.zone = row.id<base::ZoneId>(1);
    change.startedAt = row.time(2);
    change.fromSerial = row.optionalInteger<std::uint32_t>(3);
    change.toSerial = number<std::uint32_t>(row, 4);
    change.triggers = number<pipeline::Triggers>(row, 5);
    change.primary = row.id<base::PrimaryId>(6);
    change.kind = enumerator(row, 7, pipeline::TransferKind::AxfrStyleIxfr);
    change.added = number<std::uint64_t>(row, 8);
    change.removed = number<std::uint64_t>(row, 9);
    change.complete = row.integer(10) != 0;
    return change;
}

base::ByteView changeSamples(const Statement& row)
{
    return row.blob(11);
}

pipeline::HourlyLatency readLatency(const Statement& row, bool byEdge, pipeline::Histogram histogram)
{
    pipeline::HourlyLatency latency;
    latency.hour = base::Timestamp(std::chrono::hours(row.integer(0)));
    if (byEdge)
        latency.edge = row.id<base::EdgeId>(1);
    else
        latency.zone = row.id<base::ZoneId>(1);
    latency.stage = enumerator(row, 2, pipeline::Stage::Observe);
    latency.histogram = std::move(histogram);
    return latency;
}

pipeline::SerialSpan readSpan(const Statement& row, Words& words)
{
    pipeline::SerialSpan span;
    span.zone = row.id<base::ZoneId>(0);
    span.edge = row.id<base::EdgeId>(1);
    span.primary = row.id<base::PrimaryId>(2);
    span.serial = row.optionalInteger<std::uint32_t>(3);
    if (!row.isNull(4))
        span.failure = base::errorFromName(words.text(row.integer(4)));
    span.from = row.time(5);
    span.to = row.time(6);
    return span;
}

} // namespace zonescope::store
