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
    const char* end() const { return m_at; }

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

void packSet(Packer& packer, const zone::SetWalk& set)
{
    packer.pack_array(set.ttlTable ? 4 : 3);
    packer.pack_uint16(static_cast<std::uint16_t>(set.type));
    packer.pack_uint32(set.ttl);
    packer.pack_array(set.records);
    set.forEachRdata([&](base::ByteView rdata) { packOctets(packer, base::textOf(rdata)); });
    if (!set.ttlTable)
        return;
    packer.pack_array(set.records);
    for (std::uint32_t i = 0; i < set.records; ++i)
        packer.pack_uint32(set.ttlOf(i));
}

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
    walk.forEachSet([&](const zone::SetWalk& set) {
        (groupOf(set.type) == dns::Type::A ? m_addresses : m_others).push_back(set);
        room += mostOctetsOfSet + set.records * mostOctetsOfRecord;
    });
    if (m_room.size() < room)
        m_room.resize(room);
}

void OwnerPacker::packSets(dns::Type group, std::span<const zone::SetWalk> sets)
{
    const auto number = static_cast<std::uint16_t>(group);
    m_key[m_key.size() - 2] = static_cast<char>(number >> 8);
    m_key[m_key.size() - 1] = static_cast<char>(number & 0xff);
    RawSink sink(m_room.data());
    Packer packer(sink);
    packer.pack_array(m_cased.empty() ? 2 : 3);
    packer.pack_uint32(formatVersion);
    packer.pack_array(static_cast<std::uint32_t>(sets.size()));
    for (const zone::SetWalk& set : sets)
        packSet(packer, set);
    if (!m_cased.empty())
        packOctets(packer, m_cased);
    m_cased = {};
    m_value = {m_room.data(), static_cast<std::size_t>(sink.end() - m_room.data())};
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
