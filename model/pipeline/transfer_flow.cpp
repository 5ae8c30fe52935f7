// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pipeline/transfer_flow.h"

#include "model/base/varint.h"

#include <algorithm>

namespace zonescope::pipeline {
namespace {

constexpr std::uint8_t formatVersion = 1;
constexpr std::uint64_t longestDuration = std::uint64_t{1} << 53; ///< 285 years: more is damage

/// Nothing is 0, a value is one more than it is.
void appendOptional(base::Bytes& into, std::optional<std::uint64_t> value)
{
    base::appendVarint(into, value ? *value + 1 : 0);
}

std::optional<std::uint64_t> optionalNext(base::VarintReader& reader)
{
    const std::uint64_t value = reader.next();
    return value == 0 ? std::nullopt : std::optional(value - 1);
}

std::optional<std::uint64_t> numberOf(const std::optional<base::Duration>& duration)
{
    return duration ? std::optional(static_cast<std::uint64_t>(std::max<std::int64_t>(0, duration->count())))
                    : std::nullopt;
}

} // namespace

base::Duration stallAfter(std::uint32_t receiveRttUs)
{
    constexpr base::Duration shortest{200'000};
    constexpr base::Duration longest{1'000'000};
    return receiveRttUs == 0
               ? longest
               : std::clamp(base::Duration(3 * static_cast<std::int64_t>(receiveRttUs)), shortest, longest);
}

// The bursts of a flow that is still growing come less than a round trip apart. What a lost segment holds up
// waits for its repetition: a round trip and the time until the sender noticed.
base::Duration pauseAfter(std::uint32_t receiveRttUs)
{
    constexpr base::Duration shortest{10'000};
    return std::max(shortest, base::Duration(static_cast<std::int64_t>(receiveRttUs)));
}

base::Bytes TransferFlow::pack() const
{
    base::Bytes packed(1, static_cast<char>(formatVersion));
    appendOptional(packed, numberOf(connectedAfter));
    appendOptional(packed, numberOf(firstOctetAfter));
    for (const base::Duration duration : {stalled, paused, working})
        base::appendVarint(packed, static_cast<std::uint64_t>(duration.count()));
    base::appendVarint(packed, stalls);
    base::appendVarint(packed, reused ? 1 : 0);
    for (const auto& value : {senderSent, senderRetransmitted, senderReceiverLimitedUs})
        appendOptional(packed, value);
    base::appendVarint(packed, spans.size());
    for (const TransferStall& span : spans) {
        base::appendVarint(packed, static_cast<std::uint64_t>(span.at.count()));
        base::appendVarint(packed, static_cast<std::uint64_t>(span.length.count()));
    }
    return packed;
}

base::Result<TransferFlow> TransferFlow::unpack(base::ByteView packed)
{
    const auto damaged = [](const char* what) { return base::fail(base::ErrorCode::StoreCorrupt, what); };
    if (packed.empty() || packed.front() != formatVersion)
        return damaged("flow of a transfer: unknown format");
    base::VarintReader reader(packed.subspan(1));
    bool tooLong = false;
    const auto durationOf = [&](std::uint64_t number) {
        tooLong |= number > longestDuration;
        return base::Duration(static_cast<std::int64_t>(number));
    };
    const auto duration = [&] { return durationOf(reader.next()); };
    TransferFlow flow;
    if (const auto number = optionalNext(reader))
        flow.connectedAfter = durationOf(*number);
    if (const auto number = optionalNext(reader))
        flow.firstOctetAfter = durationOf(*number);
    flow.stalled = duration();
    flow.paused = duration();
    flow.working = duration();
    flow.stalls = static_cast<std::uint32_t>(reader.next());
    flow.reused = reader.next() != 0;
    flow.senderSent = optionalNext(reader);
    flow.senderRetransmitted = optionalNext(reader);
    flow.senderReceiverLimitedUs = optionalNext(reader);
    const std::uint64_t count = reader.next();
    if (count > keptSpans)
        return damaged("flow of a transfer: too many stalls");
    for (std::uint64_t i = 0; i < count; ++i) {
        const base::Duration at = duration();
        flow.spans.push_back({at, duration()});
    }
    if (tooLong)
        return damaged("flow of a transfer: a time that cannot be");
    if (reader.failed() || !reader.atEnd())
        return damaged("flow of a transfer: cut short");
    return flow;
}

} // namespace zonescope::pipeline
