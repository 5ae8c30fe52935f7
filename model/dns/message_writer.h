// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/byte_writer.h"
#include "model/dns/message_reader.h"

#include <string_view>
#include <vector>

namespace zonescope::dns {

/// Writes one message in section order, compressing names (RFC 1035 section 4.1.4) in owners and in the rdata
/// of the types of RFC 1035 only. A suffix is reused only when its case is the same, so the case of every
/// name survives. Not thread-safe.
class MessageWriter
{
public:
    /// `limit`: the largest size this message may reach in octets (512, the EDNS size, 65535).
    explicit MessageWriter(const Header& header, std::size_t limit = 65535);

    /// Before the first record.
    void question(const Question& question);
    /// False when the record would pass the limit or its section comes after a later one: nothing was
    /// written.
    bool record(Section section, std::string_view ownerWire, Type type, Class recordClass, std::uint32_t ttl,
                base::ByteView rdata);
    bool record(Section section, const Record& r)
    {
        return record(section, r.owner.wire(), r.type, r.recordClass, r.ttl, base::viewOf(r.rdata));
    }
    /// Keeps octets free for what must still come (OPT, TSIG).
    void reserve(std::size_t octets) { m_reserved = octets; }
    void setTruncated(bool truncated) { m_header.truncated = truncated; }
    void setRcode(std::uint8_t rcode) { m_header.rcode = rcode; }

    std::size_t size() const { return m_writer.size(); }
    /// Fills in the counts and hands the octets over.
    base::Bytes finish();

private:
    void name(std::string_view wire);
    void rdata(Type type, Class recordClass, base::ByteView rdata);
    std::size_t findSuffix(std::string_view suffix, std::uint32_t hash) const;
    void addSuffix(std::size_t offset, std::uint32_t hash);
    void growSuffixes();
    void undo(std::size_t size, std::size_t suffixes);

    struct Suffix
    {
        std::uint32_t hash = 0;
        std::uint16_t offset = 0; ///< in the message; 0 for a free slot
    };

    Header m_header;
    base::ByteWriter m_writer;
    std::size_t m_limit;
    std::size_t m_reserved = 0;
    std::vector<Suffix> m_suffixes; ///< open addressing: 40 ns a name less than a map of strings
    std::vector<std::uint32_t>
        m_filled; ///< slots in order of filling, so that undo() can empty the last ones
};

} // namespace zonescope::dns
