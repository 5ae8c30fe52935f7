// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/owner_blob.h"

#include <cstring>

namespace zonescope::zone {

// The packed form of owner_blob.h read front to back, inline: for what looks at every record of a large zone.
// OwnerView and RrsetView read the same form for everybody else.

/// The head of one RRset.
struct SetWalk
{
    static constexpr std::uint32_t smallRest = 0xffff;

    static dns::Type typeAt(const std::uint8_t* at)
    {
        std::uint16_t number = 0;
        std::memcpy(&number, at, sizeof number);
        return static_cast<dns::Type>(number);
    }

    explicit SetWalk(const std::uint8_t* at)
        : type(typeAt(at))
    {
        std::memcpy(&ttl, at + sizeof type, sizeof ttl);
        at = blob::readVarint(at + sizeof type + sizeof ttl, records);
        ttlTable = records & 1U;
        records >>= 1;
        rest = blob::readVarint(at, restSize);
    }

    const std::uint8_t* next() const { return rest + restSize; }

    /// Calls `visit(base::ByteView rdata)` for each record.
    template <class Visit>
    void forEachRdata(const Visit& visit) const
    {
        if (records == 1)
            return visit(base::ByteView(rest, restSize));
        const bool wide = restSize > smallRest;
        const std::uint8_t* data = rest + records * (wide ? sizeof(std::uint32_t) : sizeof(std::uint16_t)) +
                                   (ttlTable ? records * sizeof(std::uint32_t) : 0);
        std::uint32_t begin = 0;
        for (std::uint32_t i = 0; i < records; ++i) {
            std::uint32_t end = 0;
            if (wide) {
                std::memcpy(&end, rest + i * sizeof end, sizeof end);
            } else {
                std::uint16_t small = 0;
                std::memcpy(&small, rest + i * sizeof small, sizeof small);
                end = small;
            }
            visit(base::ByteView(data + begin, end - begin));
            begin = end;
        }
    }
    /// Only with a table; else ttl holds for all.
    std::uint32_t ttlOf(std::uint32_t index) const
    {
        std::uint32_t own = 0;
        std::memcpy(&own,
                    rest + records * (restSize > smallRest ? sizeof(std::uint32_t) : sizeof(std::uint16_t)) +
                        index * sizeof own,
                    sizeof own);
        return own;
    }

    dns::Type type = dns::Type::A;
    std::uint32_t ttl = 0;
    std::uint32_t records = 0;
    bool ttlTable = false;
    std::uint32_t restSize = 0;
    const std::uint8_t* rest = nullptr; ///< ends of the records, TTLs, rdata
};

/// The head of one owner.
struct OwnerWalk
{
    explicit OwnerWalk(OwnerView owner)
        : OwnerWalk(owner.bytes().data())
    {
    }
    explicit OwnerWalk(const std::uint8_t* at)
    {
        std::uint32_t word = 0;
        at = blob::readVarint(at, word);
        size = word;
        at = blob::readVarint(at, word);
        key = {reinterpret_cast<const char*>(at), word >> 1}; // NOLINT: octets either way
        at += key.size();
        if (word & 1U) {
            at = blob::readVarint(at, word);
            cased = {reinterpret_cast<const char*>(at), word}; // NOLINT: octets either way
            at += cased.size();
        }
        sets = blob::readVarint(at, rrsets);
    }
    /// Calls `visit(const SetWalk&)` for each RRset in type order.
    template <class Visit>
    void forEachSet(const Visit& visit) const
    {
        const std::uint8_t* at = sets;
        for (std::uint32_t i = 0; i < rrsets; ++i) {
            const SetWalk set(at);
            visit(set);
            at = set.next();
        }
    }

    std::size_t size = 0; ///< octets behind its own varint
    std::string_view key;
    std::string_view cased;
    std::uint32_t rrsets = 0;
    const std::uint8_t* sets = nullptr;
};

} // namespace zonescope::zone
