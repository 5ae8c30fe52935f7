// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/owner_packer.h"

#include "model/zone/owner_blob.h"

#include <msgpack.hpp>

#include <cstring>

namespace zonescope::build {
namespace {

/// msgpack-cxx writes to anything with write(). Room is made beforehand, once for each entry: a million
/// entries made of appends of one and two octets took twice as long.
class RawSink
{
public:
    explicit RawSink(char* at)
        : m_at(at)
    {
    }
    void write(const char* octets, std::size_t count) { m_at = zone::copyOctets(m_at, octets, count); }
    char* end() const { return m_at; }

private:
    char* m_at;
};
using Packer = msgpack::packer<RawSink>;

constexpr std::size_t mostOctetsOfField = 9; ///< of a number or a head in MessagePack

/// Beside the octets of the blob: heads and numbers of an RRset, and of each record with a TTL of its own.
constexpr std::size_t mostOctetsOfSet = 8 * mostOctetsOfField;
constexpr std::size_t mostOctetsOfRecord = 2 * mostOctetsOfField;

void packOctets(Packer& packer, std::string_view octets)
{
    packer.pack_bin(static_cast<std::uint32_t>(octets.size()));
    packer.pack_bin_body(octets.data(), static_cast<std::uint32_t>(octets.size()));
}

/// The short forms of MessagePack, which all but a few entries have, written here: octet for octet what the
/// packer makes of them, in a third of the time. Whatever is longer goes to the packer.
class ShortForms
{
public:
    explicit ShortForms(char* at)
        : m_at(at)
    {
    }
    char* end() const { return m_at; }

    void array(std::uint32_t count)
    {
        if (count < 16)
            *m_at++ = static_cast<char>(0x90 | count);
        else
            longForm([&](Packer& packer) { packer.pack_array(count); });
    }
    void number(std::uint32_t value)
    {
        if (value < 0x80) {
            *m_at++ = static_cast<char>(value);
        } else if (value >= 0x100 && value <= 0xffff) { // most TTLs
            m_at[0] = static_cast<char>(0xcd);
            m_at[1] = static_cast<char>(value >> 8);
            m_at[2] = static_cast<char>(value & 0xff);
            m_at += 3;
        } else {
            longForm([&](Packer& packer) { packer.pack_uint32(value); });
        }
    }
    void octets(std::string_view octets)
    {
        if (octets.size() > 0xff)
            return longForm([&](Packer& packer) { packOctets(packer, octets); });
        m_at[0] = static_cast<char>(0xc4);
        m_at[1] = static_cast<char>(octets.size());
        m_at = zone::copyOctets(m_at + 2, octets.data(), octets.size());
    }
    void set(const zone::SetWalk& set)
    {
        array(set.ttlTable ? 4 : 3);
        number(static_cast<std::uint16_t>(set.type));
        number(set.ttl);
        array(set.records);
        set.forEachRdata([&](base::ByteView rdata) { octets(base::textOf(rdata)); });
        if (!set.ttlTable)
            return;
        array(set.records);
        for (std::uint32_t i = 0; i < set.records; ++i)
            number(set.ttlOf(i));
    }

private:
    template <class Write>
    void longForm(const Write& write)
    {
        RawSink sink(m_at);
        Packer packer(sink);
        write(packer);
        m_at = sink.end();
    }

    char* m_at;
};

} // namespace

OwnerPacker::OwnerPacker(base::ZoneId zone)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        m_prefix += static_cast<char>(zone.value >> shift & 0xff);
    m_key = m_prefix;
}

void OwnerPacker::appendOwner(std::string& key, std::string_view canonicalKey, dns::Type group)
{
    const auto number = static_cast<std::uint16_t>(group);
    const char end[] = {'\0', '\0', static_cast<char>(number >> 8), static_cast<char>(number & 0xff)};
    key.append(canonicalKey).append(end, sizeof end);
}

void OwnerPacker::begin(zone::OwnerView owner)
{
    const zone::OwnerWalk walk(owner);
    m_key.resize(m_prefix.size());
    appendOwner(m_key, walk.key, dns::Type::A);
    m_cased = walk.cased;
    m_addresses.clear();
    m_others.clear();
    std::size_t room = walk.size;
    const std::uint8_t* at = walk.sets;
    for (std::uint32_t i = 0; i < walk.rrsets; ++i) {
        // Made where it stays: a copy right behind its making waits for every store, a third of begin().
        const bool address = groupOf(zone::SetWalk::typeAt(at)) == dns::Type::A;
        const zone::SetWalk& set = (address ? m_addresses : m_others).emplace_back(at);
        room += mostOctetsOfSet + set.records * mostOctetsOfRecord;
        at = set.next();
    }
    if (m_room.size() < room)
        m_room.resize(room);
}

void OwnerPacker::packSets(dns::Type group, std::span<const zone::SetWalk> sets)
{
    const auto number = static_cast<std::uint16_t>(group);
    m_key[m_key.size() - 2] = static_cast<char>(number >> 8);
    m_key[m_key.size() - 1] = static_cast<char>(number & 0xff);
    ShortForms forms(m_room.data());
    forms.array(m_cased.empty() ? 2 : 3);
    forms.number(formatVersion);
    forms.array(static_cast<std::uint32_t>(sets.size()));
    for (const zone::SetWalk& set : sets)
        forms.set(set);
    if (!m_cased.empty())
        forms.octets(m_cased);
    m_cased = {};
    m_value = {m_room.data(), static_cast<std::size_t>(forms.end() - m_room.data())};
}

std::string packMeta(const zone::ZoneVersion& version)
{
    std::string value(6 * mostOctetsOfField + version.apex().wire().size(), '\0');
    RawSink sink(value.data());
    Packer packer(sink);
    packer.pack_array(6);
    packer.pack_uint32(formatVersion);
    packOctets(packer, version.apex().wire());
    packer.pack_uint32(version.serial());
    packer.pack_uint64(version.recordCount());
    packer.pack_uint64(version.rrsetCount());
    packer.pack_uint64(version.ownerCount());
    value.resize(static_cast<std::size_t>(sink.end() - value.data()));
    return value;
}

} // namespace zonescope::build
