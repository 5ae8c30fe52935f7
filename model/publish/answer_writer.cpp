// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/answer_writer.h"

#include "model/dns/name_suffixes.h"
#include "model/dns/rdata_layout.h"
#include "model/dns/wire_name.h"

#include <cstring>

namespace zonescope::publish {
namespace {

constexpr std::size_t headerSize = 12;
constexpr std::size_t largestMessage = 65535;
constexpr std::size_t fixedOfRecord = 10; // type, class, TTL, length
constexpr std::size_t lastPointerTarget = 0x3fff;
constexpr std::size_t toQuestion = 0xc000 | headerSize;

unsigned flagsOf(const dns::Header& h)
{
    unsigned flags = static_cast<unsigned>(h.opcode) << 11 | (h.rcode & 0xfU);
    flags |= h.response ? 0x8000U : 0;
    flags |= h.authoritative ? 0x0400U : 0;
    flags |= h.truncated ? 0x0200U : 0;
    flags |= h.recursionDesired ? 0x0100U : 0;
    return flags;
}

} // namespace

AnswerWriter::AnswerWriter()
    : m_buffer(std::make_unique<std::uint8_t[]>(2 * largestMessage + dns::longestWireName + fixedOfRecord))
{
}

void AnswerWriter::begin(std::size_t limit)
{
    m_size = headerSize;
    m_limit = limit;
    m_reserved = 0;
    m_question = {};
    m_knowsQuestion = false;
    m_counts = {};
    m_filledCount = 0;
    if (++m_generation == 0) { // once in 65,535 messages
        m_suffixes = {};
        m_generation = 1;
    }
}

void AnswerWriter::u16(std::size_t value)
{
    m_buffer[m_size] = static_cast<std::uint8_t>(value >> 8);
    m_buffer[m_size + 1] = static_cast<std::uint8_t>(value);
    m_size += 2;
}

void AnswerWriter::u32(std::uint32_t value)
{
    u16(value >> 16);
    u16(value & 0xffff);
}

void AnswerWriter::octets(std::string_view bytes)
{
    std::memcpy(m_buffer.get() + m_size, bytes.data(), bytes.size());
    m_size += bytes.size();
}

void AnswerWriter::question(std::string_view wire, dns::Type type, dns::Class questionClass)
{
    octets(wire);
    u16(static_cast<std::uint16_t>(type));
    u16(static_cast<std::uint16_t>(questionClass));
    m_counts[0] = 1;
    m_question = wire;
}

bool AnswerWriter::record(dns::Section section, std::string_view owner, dns::Type type, std::uint32_t ttl,
                          base::ByteView data, dns::Class recordClass)
{
    std::uint16_t& count = m_counts[static_cast<std::size_t>(section) + 1];
    if (data.size() > largestMessage || m_size > m_limit || count == 65535)
        return false;
    const std::size_t start = m_size;
    const std::size_t suffixes = m_filledCount;
    name(owner);
    u16(static_cast<std::uint16_t>(type));
    u16(static_cast<std::uint16_t>(recordClass));
    u32(ttl);
    const std::size_t lengthAt = m_size;
    m_size += 2;
    rdata(type, data);
    if (m_size + m_reserved > m_limit) {
        undo(start, suffixes);
        return false;
    }
    const std::size_t length = m_size - lengthAt - 2;
    m_buffer[lengthAt] = static_cast<std::uint8_t>(length >> 8);
    m_buffer[lengthAt + 1] = static_cast<std::uint8_t>(length);
    ++count;
    return true;
}

bool AnswerWriter::opt(std::uint16_t udpSize, std::uint8_t extendedRcode, bool dnssecOk,
                       base::ByteView options)
{
    constexpr std::size_t fixed = 11;
    if (m_size + fixed + options.size() + m_reserved > m_limit)
        return false;
    m_buffer[m_size++] = 0;
    u16(static_cast<std::uint16_t>(dns::Type::OPT));
    u16(udpSize);
    u32(static_cast<std::uint32_t>(extendedRcode) << 24 | (dnssecOk ? 0x8000U : 0));
    u16(options.size());
    octets(base::textOf(options));
    ++m_counts[3];
    return true;
}

base::ByteView AnswerWriter::finish(const dns::Header& header)
{
    const std::size_t size = m_size;
    m_size = 0;
    u16(header.id);
    u16(flagsOf(header));
    for (const std::uint16_t count : m_counts)
        u16(count);
    m_size = size;
    return {m_buffer.get(), size};
}

void AnswerWriter::name(std::string_view wire)
{
    // The question's own memory: the name asked for or an ancestor of it, at the same distance from the
    // front.
    const std::size_t ahead = m_question.size() - wire.size(); // wraps around for a longer name
    if (ahead < m_question.size() && wire.data() == m_question.data() + ahead && wire.size() > 1)
        return u16(toQuestion + ahead);
    learnQuestion();
    const dns::NameSuffixes suffixes(wire);
    std::size_t fresh = 0; // labels that must be spelled out
    std::size_t found = 0; // the longest suffix that is there
    while (fresh < suffixes.count() &&
           (found = findSuffix(suffixes.suffix(fresh), suffixes.hash(fresh))) == 0)
        ++fresh;
    const std::size_t start = m_size;
    octets(suffixes.before(fresh));
    if (found != 0)
        u16(0xc000U | found);
    else
        m_buffer[m_size++] = 0;
    for (std::size_t i = 0; i < fresh; ++i)
        addSuffix(start + suffixes.offset(i), suffixes.hash(i));
}

/// The suffixes of the question, when the first name comes that is another: most answers have none.
void AnswerWriter::learnQuestion()
{
    if (m_knowsQuestion || m_question.empty())
        return;
    m_knowsQuestion = true;
    learn(m_question, headerSize);
}

/// Suffixes of a name that was written in full.
void AnswerWriter::learn(std::string_view wire, std::size_t offset)
{
    const dns::NameSuffixes suffixes(wire);
    for (std::size_t i = suffixes.count(); i-- > 0;)
        addSuffix(offset + suffixes.offset(i), suffixes.hash(i));
}

void AnswerWriter::rdata(dns::Type type, base::ByteView data)
{
    const dns::RdataLayout& layout = dns::rdataLayout(type, dns::Class::IN);
    if (!layout.compress || data.size() < layout.head) {
        // Never compressed itself, but the CNAME made from it ends in the same name.
        if (type == dns::Type::DNAME && dns::plainNameLength(data) == data.size())
            learn(base::textOf(data), m_size);
        return octets(base::textOf(data));
    }
    octets(base::textOf(data.first(layout.head)));
    std::size_t at = layout.head;
    for (int i = 0; i < layout.names; ++i) {
        const std::size_t length = dns::plainNameLength(data.subspan(at));
        if (length == 0)
            break; // rdata that is not what its type says: as it is
        name(base::textOf(data.subspan(at, length)));
        at += length;
    }
    octets(base::textOf(data.subspan(at)));
}

bool AnswerWriter::isWrittenAt(std::size_t at, std::string_view suffix) const
{
    while (!suffix.empty()) {
        const unsigned first = m_buffer[at];
        if (first >= 0xc0) {
            at = (first & 0x3fU) << 8 | m_buffer[at + 1];
            continue;
        }
        const std::size_t size = first + 1U;
        if (size > suffix.size() || std::memcmp(m_buffer.get() + at, suffix.data(), size) != 0)
            return false;
        at += size;
        suffix.remove_prefix(size);
    }
    return true;
}

std::size_t AnswerWriter::findSuffix(std::string_view suffix, std::uint32_t hash) const
{
    for (std::size_t slot = hash % places; m_suffixes[slot].generation == m_generation;
         slot = (slot + 1) % places)
        if (m_suffixes[slot].hash == hash && isWrittenAt(m_suffixes[slot].offset, suffix))
            return m_suffixes[slot].offset;
    return 0;
}

void AnswerWriter::addSuffix(std::size_t offset, std::uint32_t hash)
{
    if (offset > lastPointerTarget || m_filledCount == mostSuffixes)
        return;
    std::size_t slot = hash % places;
    while (m_suffixes[slot].generation == m_generation)
        slot = (slot + 1) % places;
    m_suffixes[slot] = {hash, static_cast<std::uint16_t>(offset), m_generation};
    m_filled[m_filledCount++] = static_cast<std::uint16_t>(slot);
}

void AnswerWriter::undo(std::size_t size, std::size_t suffixes)
{
    m_size = size;
    while (m_filledCount > suffixes)
        m_suffixes[m_filled[--m_filledCount]] = {};
}

} // namespace zonescope::publish
