// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/byte_reader.h"
#include "model/base/result.h"
#include "model/dns/name.h"
#include "model/dns/record.h"
#include "model/dns/types.h"

#include <array>
#include <cstdint>
#include <optional>

namespace zonescope::dns {

/// RFC 1035 section 4.1.1.
struct Header
{
    std::uint16_t id = 0;
    bool response = false; ///< QR
    Opcode opcode = Opcode::Query;
    bool authoritative = false; ///< AA
    bool truncated = false;     ///< TC
    bool recursionDesired = false;
    bool recursionAvailable = false;
    bool authenticData = false;
    bool checkingDisabled = false;
    std::uint8_t rcode = 0; ///< the low four bits; OPT may add eight more
    std::uint16_t questions = 0;
    std::uint16_t answers = 0;
    std::uint16_t authorities = 0;
    std::uint16_t additionals = 0;
};

struct Question
{
    Name name;
    Type type = Type::A;
    Class questionClass = Class::IN;

    friend bool operator==(const Question&, const Question&) = default;
};

enum class Section : std::uint8_t { Answer, Authority, Additional };

/// A record as it stands in the reader's scratch space: valid until the next read or the reader's end.
struct RecordView
{
    std::string_view owner; ///< uncompressed wire form, case preserved
    Type type = Type::A;
    Class recordClass = Class::IN;
    std::uint32_t ttl = 0;
    base::ByteView rdata;          ///< uncompressed wire form
    std::size_t messageOffset = 0; ///< where the record begins: TSIG needs it

    Record toRecord() const;
};

/// Walks one message front to back, decompressing names (backward pointers only, RFC 1035 section 4.1.4) and
/// the rdata of the types of RFC 1035 and those RFC 3597 section 4 lists; all other rdata is opaque. Bounded:
/// no read past the end, no loop. Known fixed layouts (A, AAAA, SOA, MX, SRV, ...) are length-checked.
/// Errors: Truncated, MalformedName, MalformedRecord (detail names the record's section and number),
/// MalformedMessage. Not thread-safe; allocates nothing but the scratch space, once, when the first
/// compressed rdata comes.
class MessageReader
{
public:
    /// Reads the header. Errors: Truncated when shorter than 12 octets.
    static base::Result<MessageReader> open(base::ByteView message);

    const Header& header() const { return m_header; }
    base::ByteView message() const { return m_reader.all(); }

    /// The next question, or nothing when all are read. Questions come before records.
    base::Result<std::optional<Question>> nextQuestion();
    /// The next record over all sections, or nothing at the end. Skips unread questions.
    base::Result<std::optional<RecordView>> nextRecord();
    /// The same for who reads a million: writes `record` in place. After Fault only fault() may be asked.
    enum class Step : std::uint8_t { Record, End, Fault };
    Step step(RecordView& record);
    const base::Error& fault() const { return m_fault; }
    /// The section of the record returned last.
    Section section() const { return m_section; }
    /// Octets after the last record: an error for some callers, ignored by others.
    std::size_t trailingOctets() const { return m_reader.remaining(); }

private:
    explicit MessageReader(base::ByteView message)
        : m_reader(message)
    {
    }

    bool readOwner();
    bool readRecord(RecordView& record);
    bool refuse(base::Error why);
    base::Error faultIn(const RecordView& record, std::string_view what) const;
    base::Error ownerFault();

    base::ByteReader m_reader;
    Header m_header;
    Section m_section = Section::Answer;
    std::uint32_t m_questionsLeft = 0;
    std::array<std::uint32_t, 3> m_recordsLeft{};
    std::size_t m_ownerOrigin = 0; ///< where the labels in m_owner stand in the message, 0 for none yet
    std::size_t m_ownerLength = 0;
    std::array<char, 320> m_owner{};
    base::Bytes m_rdata; ///< scratch for decompressed rdata; grows to the largest seen
    base::Error m_fault;
};

} // namespace zonescope::dns
