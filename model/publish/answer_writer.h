// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/dns/message_reader.h"
#include "model/dns/types.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace zonescope::publish {

/// Writes one answer after the other into the same memory: what dns::MessageWriter does, without an
/// allocation. Names are compressed (RFC 1035 section 4.1.4) where their case agrees; beyond
/// `mostSuffixes` of them they are spelled out. One thread.
class AnswerWriter
{
public:
    AnswerWriter();

    /// `limit`: the largest size the message may reach in octets, at most 65,535.
    void begin(std::size_t limit);
    /// Once, before the first record. Precondition: valid uncompressed wire form; an owner that lies
    /// in the same memory is written as a pointer into it.
    void question(std::string_view wire, dns::Type type, dns::Class questionClass);
    /// False when the record would pass the limit: nothing was written. Precondition: sections in order.
    bool record(dns::Section section, std::string_view owner, dns::Type type, std::uint32_t ttl,
                base::ByteView rdata, dns::Class recordClass = dns::Class::IN);
    /// The OPT record (RFC 6891 section 6.1.2), last but for a TSIG. False: no room.
    bool opt(std::uint16_t udpSize, std::uint8_t extendedRcode, bool dnssecOk, base::ByteView options);
    /// Keeps octets free for what must still come.
    void reserve(std::size_t octets) { m_reserved = octets; }
    std::size_t size() const { return m_size; }

    /// Fills in the header; the view holds until the next begin().
    base::ByteView finish(const dns::Header& header);

private:
    static constexpr std::size_t mostSuffixes = 128;
    static constexpr std::size_t places = 4 * mostSuffixes; // a power of two, sparse: a probe or two a search

    struct Suffix
    {
        std::uint32_t hash = 0;
        std::uint16_t offset = 0;
        std::uint16_t generation = 0; ///< belongs to the message of this number; any other: free
    };

    void u16(std::size_t value);
    void u32(std::uint32_t value);
    void octets(std::string_view bytes);
    void name(std::string_view wire);
    void rdata(dns::Type type, base::ByteView data);
    void learnQuestion();
    void learn(std::string_view wire, std::size_t offset);
    std::size_t findSuffix(std::string_view suffix, std::uint32_t hash) const;
    void addSuffix(std::size_t offset, std::uint32_t hash);
    void undo(std::size_t size, std::size_t suffixes);
    bool isWrittenAt(std::size_t at, std::string_view suffix) const;

    std::unique_ptr<std::uint8_t[]> m_buffer; ///< room for a message and one record too many
    std::size_t m_size = 0;
    std::size_t m_limit = 0;
    std::size_t m_reserved = 0;
    std::string_view m_question; ///< as the caller holds it
    bool m_knowsQuestion = false;
    std::array<std::uint16_t, 4> m_counts{}; ///< questions, answers, authorities, additionals
    std::array<Suffix, places> m_suffixes{};
    std::array<std::uint16_t, mostSuffixes> m_filled{}; ///< places in order of filling, for undo()
    std::size_t m_filledCount = 0;
    std::uint16_t m_generation = 0;
};

} // namespace zonescope::publish
