// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/change_codec.h"

#include "model/base/varint.h"

namespace zonescope::store {
namespace {

// Version 2: edges that follow each other and went alike share one head, and times are below 0 by a bit of
// the head only (an edge that had the version before us), which leaves most of them an octet shorter: 1.4
// of 6.7 octets an edge less. Version 1, which is read, has a head for each edge and every time folded.
constexpr std::uint8_t formatVersion = 2;
constexpr std::uint8_t firstVersion = 1;
constexpr std::uint64_t hasDelay = 1;
constexpr std::uint64_t hasFailure = 2;
constexpr std::uint64_t folded = 4; ///< from version 2; in version 1 always
constexpr unsigned flagBits = 3;
constexpr unsigned firstFlagBits = 2;
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

/// What the edges of a run have in common. `before`: id of the edge before it.
std::uint64_t headOf(const pipeline::EdgeArrival& arrival, std::int64_t before)
{
    const bool below = (arrival.delay && arrival.delay->count() < 0) || arrival.uncertainty.count() < 0;
    return zigzag(static_cast<std::int64_t>(arrival.edge.value) - before) << flagBits |
           (arrival.delay ? hasDelay : 0) | (arrival.failure ? hasFailure : 0) | (below ? folded : 0);
}

void appendTime(base::Bytes& into, base::Duration time, bool fold)
{
    base::appendVarint(into, fold ? zigzag(time.count()) : static_cast<std::uint64_t>(time.count()));
}

base::Status packArrival(base::Bytes& into, const pipeline::EdgeArrival& arrival, bool fold, Words& words)
{
    if (arrival.delay)
        appendTime(into, *arrival.delay, fold);
    appendTime(into, arrival.uncertainty, fold);
    if (!arrival.failure)
        return {};
    const auto word = words.id(base::errorName(*arrival.failure));
    if (!word)
        return tl::unexpected<base::Error>(word.error());
    base::appendVarint(into, static_cast<std::uint64_t>(*word));
    return {};
}

pipeline::EdgeArrival arrivalFrom(base::VarintReader& reader, std::uint64_t flags, Words& words)
{
    const auto time = [&] {
        const std::uint64_t value = reader.next();
        return base::Duration((flags & folded) != 0 ? unzigzag(value) : static_cast<std::int64_t>(value));
    };
    pipeline::EdgeArrival arrival;
    if ((flags & hasDelay) != 0)
        arrival.delay = time();
    arrival.uncertainty = time();
    if ((flags & hasFailure) != 0)
        arrival.failure = base::errorFromName(words.text(static_cast<std::int64_t>(reader.next())));
    return arrival;
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
    for (auto first = change.edges.begin(); first != change.edges.end();) {
        const std::uint64_t head = headOf(*first, before);
        auto last = first;
        for (; last != change.edges.end() && headOf(*last, before) == head; ++last)
            before = last->edge.value;
        base::appendVarint(packed, head);
        base::appendVarint(packed, static_cast<std::uint64_t>(last - first));
        for (; first != last; ++first)
            if (auto done = packArrival(packed, *first, (head & folded) != 0, words); !done)
                return tl::unexpected<base::Error>(done.error());
    }
    return packed;
}

base::Status unpackSamples(base::ByteView packed, Words& words, pipeline::Change& into)
{
    if (packed.empty() || (packed.front() != formatVersion && packed.front() != firstVersion))
        return base::fail(base::ErrorCode::StoreCorrupt, "samples of a change: unknown format");
    const bool runs = packed.front() == formatVersion;
    base::VarintReader reader(packed.subspan(1));
    const std::uint64_t mask = reader.next();
    for (std::size_t i = 0; i < into.stage.size(); ++i)
        into.stage[i] = (mask >> i & 1) != 0 ? std::optional(durationFrom(reader)) : std::nullopt;
    const std::uint64_t count = reader.next();
    if (count > mostEdges || mask >> into.stage.size() != 0)
        return base::fail(base::ErrorCode::StoreCorrupt, "samples of a change: damaged");
    into.edges.clear();
    std::int64_t id = 0;
    while (into.edges.size() < count && !reader.failed()) {
        const std::uint64_t head = reader.next();
        const std::uint64_t run = runs ? reader.next() : 1;
        if (run == 0 || run > count - into.edges.size())
            return base::fail(base::ErrorCode::StoreCorrupt, "samples of a change: damaged");
        for (std::uint64_t i = 0; i < run && !reader.failed(); ++i) {
            id += unzigzag(head >> (runs ? flagBits : firstFlagBits));
            into.edges.push_back(
                arrivalFrom(reader, runs ? head : (head & (hasDelay | hasFailure)) | folded, words));
            into.edges.back().edge = base::EdgeId{static_cast<std::uint32_t>(id)};
        }
    }
    if (reader.failed() || !reader.atEnd())
        return base::fail(base::ErrorCode::StoreCorrupt, "samples of a change: cut short");
    return {};
}

} // namespace zonescope::store
