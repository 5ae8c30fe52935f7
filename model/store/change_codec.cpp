// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/change_codec.h"

#include "model/base/varint.h"

namespace zonescope::store {
namespace {

constexpr std::uint8_t formatVersion = 1;
constexpr std::uint64_t hasDelay = 1;
constexpr std::uint64_t hasFailure = 2;
constexpr std::uint64_t mostEdges = 1'000'000; // a damaged count must not ask for gigabytes

std::uint64_t zigzag(std::int64_t value)
{
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unzigzag(std::uint64_t value)
{
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

void append(base::Bytes& into, base::Duration duration)
{
    base::appendVarint(into, zigzag(duration.count()));
}

base::Duration durationFrom(base::VarintReader& reader)
{
    return base::Duration(unzigzag(reader.next()));
}

} // namespace

base::Result<base::Bytes> packSamples(const pipeline::Change& change, Words& words)
{
    base::Bytes packed(1, static_cast<char>(formatVersion));
    packed.reserve(16 + 8 * change.edges.size());
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < change.stage.size(); ++i)
        mask |= static_cast<std::uint64_t>(change.stage[i].has_value()) << i;
    base::appendVarint(packed, mask);
    for (const auto& time : change.stage)
        if (time)
            append(packed, *time);
    base::appendVarint(packed, change.edges.size());
    std::int64_t before = 0;
    for (const pipeline::EdgeArrival& arrival : change.edges) {
        const auto id = static_cast<std::int64_t>(arrival.edge.value);
        base::appendVarint(packed, zigzag(id - before) << 2 | (arrival.delay ? hasDelay : 0) |
                                       (arrival.failure ? hasFailure : 0));
        before = id;
        if (arrival.delay)
            append(packed, *arrival.delay);
        append(packed, arrival.uncertainty);
        if (!arrival.failure)
            continue;
        const auto word = words.id(base::errorName(*arrival.failure));
        if (!word)
            return tl::unexpected<base::Error>(word.error());
        base::appendVarint(packed, static_cast<std::uint64_t>(*word));
    }
    return packed;
}

base::Status unpackSamples(base::ByteView packed, Words& words, pipeline::Change& into)
{
    if (packed.empty() || packed.front() != formatVersion)
        return base::fail(base::ErrorCode::StoreCorrupt, "samples of a change: unknown format");
    base::VarintReader reader(packed.subspan(1));
    const std::uint64_t mask = reader.next();
    for (std::size_t i = 0; i < into.stage.size(); ++i)
        into.stage[i] = (mask >> i & 1) != 0 ? std::optional(durationFrom(reader)) : std::nullopt;
    const std::uint64_t count = reader.next();
    if (count > mostEdges || mask >> into.stage.size() != 0)
        return base::fail(base::ErrorCode::StoreCorrupt, "samples of a change: damaged");
    into.edges.clear();
    std::int64_t id = 0;
    for (std::uint64_t i = 0; i < count && !reader.failed(); ++i) {
        const std::uint64_t head = reader.next();
        id += unzigzag(head >> 2);
        pipeline::EdgeArrival arrival;
        arrival.edge = base::EdgeId{static_cast<std::uint32_t>(id)};
        if ((head & hasDelay) != 0)
            arrival.delay = durationFrom(reader);
        arrival.uncertainty = durationFrom(reader);
        if ((head & hasFailure) != 0)
            arrival.failure = base::errorFromName(words.text(static_cast<std::int64_t>(reader.next())));
        into.edges.push_back(arrival);
    }
    if (reader.failed() || !reader.atEnd())
        return base::fail(base::ErrorCode::StoreCorrupt, "samples of a change: cut short");
    return {};
}

} // namespace zonescope::store
