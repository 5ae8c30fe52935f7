// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/message_writer.h"

#include "model/dns/name_suffixes.h"
#include "model/dns/rdata_layout.h"
#include "model/dns/wire_name.h"

#include <array>

namespace zonescope::dns {
namespace {

constexpr std::size_t messageHeaderSize = 12;
constexpr std::size_t lastPointerTarget = 0x3fff;
constexpr std::size_t firstTableSize = 64; ///< a power of two; enough for an ordinary answer

std::uint16_t headerFlags(const Header& h)
{
    unsigned flags = static_cast<unsigned>(h.opcode) << 11 | (h.rcode & 0xfU);
    flags |= h.response ? 0x8000U : 0;
    flags |= h.authoritative ? 0x0400U : 0;
    flags |= h.truncated ? 0x0200U : 0;
    flags |= h.recursionDesired ? 0x0100U : 0;
    flags |= h.recursionAvailable ? 0x0080U : 0;
    flags |= h.authenticData ? 0x0020U : 0;
    flags |= h.checkingDisabled ? 0x0010U : 0;
    return static_cast<std::uint16_t>(flags);
}

/// True when the name written at `at` of the message, pointers followed, is `suffix`. Only for names we
/// wrote.
bool isWrittenAt(base::ByteView message, std::size_t at, std::string_view suffix)
{
    while (!suffix.empty()) {
        const unsigned first = message[at];
        if (first >= 0xc0) {
            at = (first & 0x3fU) << 8 | message[at + 1];
            continue;
        }
        const std::size_t size = first + 1U;
        if (size > suffix.size() || base::textOf(message.subspan(at, size)) != suffix.substr(0, size))
            return false;
        at += size;
        suffix.remove_prefix(size);
    }
    return true;
}

} // namespace

MessageWriter::MessageWriter(const Header& header, std::size_t limit)
    : m_header(header)
    , m_limit(limit)
    , m_suffixes(firstTableSize)
{
    m_header.questions = m_header.answers = m_header.authorities = m_header.additionals = 0;
    m_writer.bytes(std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0", messageHeaderSize));
}

void MessageWriter::question(const Question& q)
{
    name(q.name.wire());
    m_writer.u16(static_cast<std::uint16_t>(q.type));
    m_writer.u16(static_cast<std::uint16_t>(q.questionClass));
    ++m_header.questions;
}

bool MessageWriter::record(Section section, std::string_view ownerWire, Type type, Class recordClass,
                           std::uint32_t ttl, base::ByteView data)
{
    const std::array<std::uint16_t*, 3> counts{&m_header.answers, &m_header.authorities,
                                               &m_header.additionals};
    const auto index = static_cast<std::size_t>(section);
    for (std::size_t later = index + 1; later < counts.size(); ++later)
        if (*counts.at(later) != 0)
            return false;
    if (*counts.at(index) == 65535 || data.size() > 65535)
        return false;

    const std::size_t start = m_writer.size();
    const std::size_t suffixes = m_filled.size();
    name(ownerWire);
    m_writer.u16(static_cast<std::uint16_t>(type));
    m_writer.u16(static_cast<std::uint16_t>(recordClass));
    m_writer.u32(ttl);
    const std::size_t lengthAt = m_writer.size();
    m_writer.u16(0);
    rdata(type, recordClass, data);
    if (m_writer.size() + m_reserved > m_limit) {
        undo(start, suffixes);
        return false;
    }
    m_writer.patchU16(lengthAt, static_cast<std::uint16_t>(m_writer.size() - lengthAt - 2));
    ++*counts.at(index);
    return true;
}

base::Bytes MessageWriter::finish()
{
    const std::array<std::uint16_t, 6> fields{m_header.id,      headerFlags(m_header), m_header.questions,
                                              m_header.answers, m_header.authorities,  m_header.additionals};
    for (std::size_t i = 0; i < fields.size(); ++i)
        m_writer.patchU16(2 * i, fields.at(i));
    return m_writer.release();
}

void MessageWriter::name(std::string_view wire)
{
    const NameSuffixes suffixes(wire);
    std::size_t fresh = 0; // labels that must be spelled out
    std::size_t found = 0; // the longest suffix that is there
    while (fresh < suffixes.count() &&
           (found = findSuffix(suffixes.suffix(fresh), suffixes.hash(fresh))) == 0)
        ++fresh;
    const std::size_t start = m_writer.size();
    m_writer.bytes(suffixes.before(fresh));
    if (found != 0)
        m_writer.u16(static_cast<std::uint16_t>(0xc000U | found));
    else
        m_writer.u8(0);
    // Only now that the name is whole: a lookup follows what is written.
    for (std::size_t i = 0; i < fresh; ++i)
        addSuffix(start + suffixes.offset(i), suffixes.hash(i));
}

void MessageWriter::rdata(Type type, Class recordClass, base::ByteView data)
{
    const RdataLayout& layout = rdataLayout(type, recordClass);
    if (!layout.compress || data.size() < layout.head) {
        m_writer.bytes(data);
        return;
    }
    m_writer.bytes(data.first(layout.head));
    std::size_t at = layout.head;
    for (int i = 0; i < layout.names; ++i) {
        const std::size_t length = plainNameLength(data.subspan(at));
        if (length == 0)
            break; // rdata that is not what its type says: as it is
        name(base::textOf(data.subspan(at, length)));
        at += length;
    }
    m_writer.bytes(data.subspan(at));
}

std::size_t MessageWriter::findSuffix(std::string_view suffix, std::uint32_t hash) const
{
    const std::size_t mask = m_suffixes.size() - 1;
    for (std::size_t slot = hash & mask; m_suffixes[slot].offset != 0; slot = (slot + 1) & mask)
        if (m_suffixes[slot].hash == hash && isWrittenAt(m_writer.view(), m_suffixes[slot].offset, suffix))
            return m_suffixes[slot].offset;
    return 0;
}

void MessageWriter::addSuffix(std::size_t offset, std::uint32_t hash)
{
    if (offset > lastPointerTarget)
        return;
    if (2 * (m_filled.size() + 1) > m_suffixes.size())
        growSuffixes();
    const std::size_t mask = m_suffixes.size() - 1;
    std::size_t slot = hash & mask;
    while (m_suffixes[slot].offset != 0)
        slot = (slot + 1) & mask;
    m_suffixes[slot] = {hash, static_cast<std::uint16_t>(offset)};
    m_filled.push_back(static_cast<std::uint32_t>(slot));
}

void MessageWriter::growSuffixes()
{
    std::vector<Suffix> old(m_suffixes.size() * 4);
    old.swap(m_suffixes);
    const std::size_t mask = m_suffixes.size() - 1;
    for (std::uint32_t& filled : m_filled) {
        const Suffix suffix = old[filled];
        std::size_t slot = suffix.hash & mask;
        while (m_suffixes[slot].offset != 0)
            slot = (slot + 1) & mask;
        m_suffixes[slot] = suffix;
        filled = static_cast<std::uint32_t>(slot);
    }
}

void MessageWriter::undo(std::size_t size, std::size_t suffixes)
{
    m_writer.truncate(size);
    for (; m_filled.size() > suffixes; m_filled.pop_back())
        m_suffixes[m_filled.back()] = {};
}

} // namespace zonescope::dns
