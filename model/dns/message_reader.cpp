// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/message_reader.h"

#include "model/dns/rdata_expander.h"
#include "model/dns/rdata_layout.h"
#include "model/dns/wire_name.h"

namespace zonescope::dns {

using base::ErrorCode;
using base::fail;

namespace {

constexpr std::size_t fixedRecordSize = 10; ///< type, class, TTL, rdata length
constexpr std::size_t messageHeaderSize = 12;

constexpr std::string_view sectionName(Section section)
{
    constexpr std::array<std::string_view, 3> names{"answer", "authority", "additional"};
    return names.at(static_cast<std::size_t>(section));
}

Header readHeader(base::ByteReader& reader)
{
    Header h;
    h.id = reader.u16();
    const unsigned flags = reader.u16();
    h.response = (flags & 0x8000U) != 0;
    h.opcode = static_cast<Opcode>(flags >> 11 & 0xfU);
    h.authoritative = (flags & 0x0400U) != 0;
    h.truncated = (flags & 0x0200U) != 0;
    h.recursionDesired = (flags & 0x0100U) != 0;
    h.recursionAvailable = (flags & 0x0080U) != 0;
    h.authenticData = (flags & 0x0020U) != 0;
    h.checkingDisabled = (flags & 0x0010U) != 0;
    h.rcode = flags & 0xfU;
    h.questions = reader.u16();
    h.answers = reader.u16();
    h.authorities = reader.u16();
    h.additionals = reader.u16();
    return h;
}

} // namespace

Record RecordView::toRecord() const
{
    return {Name::fromTrustedWire(owner), type, recordClass, ttl, base::Bytes(base::textOf(rdata))};
}

base::Result<MessageReader> MessageReader::open(base::ByteView message)
{
    if (message.size() < messageHeaderSize)
        return fail(ErrorCode::Truncated,
                    "message of " + std::to_string(message.size()) + " octets, a header has 12");
    MessageReader reader(message);
    reader.m_header = readHeader(reader.m_reader);
    reader.m_questionsLeft = reader.m_header.questions;
    reader.m_recordsLeft = {reader.m_header.answers, reader.m_header.authorities,
                            reader.m_header.additionals};
    return reader;
}

/// False leaves the reason to ownerFault().
bool MessageReader::readOwner()
{
    const base::ByteView message = m_reader.all();
    const std::size_t at = m_reader.position();
    // A run of records of one owner repeats the same pointer, or points at the first record's owner: the name
    // is in m_owner already. Half of a zone's records are like that.
    if (m_reader.remaining() >= 2 && message[at] >= 0xc0 && m_ownerOrigin != 0 &&
        (static_cast<std::size_t>(message[at] & 0x3fU) << 8 | message[at + 1]) == m_ownerOrigin) {
        m_reader.skip(2);
        return true;
    }
    static_assert(sizeof m_owner >= expansionRoom);
    const ExpandedName name = expandName(message, at, message.size(), m_owner.data());
    if (name.fault != NameFault::None) {
        m_ownerOrigin = 0;
        return false;
    }
    m_ownerLength = name.length;
    m_ownerOrigin = at;
    if (message[at] >= 0xc0)
        m_ownerOrigin = static_cast<std::size_t>(message[at] & 0x3fU) << 8 | message[at + 1];
    m_reader.seek(name.next);
    return true;
}

base::Result<std::optional<Question>> MessageReader::nextQuestion()
{
    if (m_questionsLeft == 0)
        return std::optional<Question>();
    if (!readOwner())
        return tl::unexpected(ownerFault());
    const auto type = static_cast<Type>(m_reader.u16());
    const auto questionClass = static_cast<Class>(m_reader.u16());
    if (m_reader.failed())
        return fail(ErrorCode::Truncated, "the message ends inside the question");
    --m_questionsLeft;
    return std::optional<Question>(
        Question{Name::fromTrustedWire({m_owner.data(), m_ownerLength}), type, questionClass});
}

base::Result<std::optional<RecordView>> MessageReader::nextRecord()
{
    RecordView record;
    switch (step(record)) {
    case Step::Record:
        return std::optional(record);
    case Step::End:
        return std::optional<RecordView>();
    case Step::Fault:
        break;
    }
    return tl::unexpected(m_fault);
}

MessageReader::Step MessageReader::step(RecordView& record)
{
    while (m_questionsLeft > 0) {
        if (const auto question = nextQuestion(); !question) {
            m_fault = question.error();
            return Step::Fault;
        }
    }
    while (m_recordsLeft[static_cast<std::size_t>(m_section)] == 0) {
        if (m_section == Section::Additional)
            return Step::End;
        m_section = static_cast<Section>(static_cast<int>(m_section) + 1);
    }
    return readRecord(record) ? Step::Record : Step::Fault;
}

bool MessageReader::refuse(base::Error why)
{
    m_fault = std::move(why);
    return false;
}

bool MessageReader::readRecord(RecordView& record)
{
    record.messageOffset = m_reader.position();
    if (!readOwner())
        return refuse(ownerFault());
    record.owner = {m_owner.data(), m_ownerLength};
    const base::ByteView fixed = m_reader.take(fixedRecordSize);
    if (m_reader.failed())
        return refuse({ErrorCode::Truncated, "the message ends inside a record of the " +
                                                 std::string(sectionName(m_section)) + " section"});
    base::ByteReader fields(fixed);
    record.type = static_cast<Type>(fields.u16());
    record.recordClass = static_cast<Class>(fields.u16());
    record.ttl = fields.u32();
    const std::size_t begin = m_reader.position();
    const base::ByteView rdata = m_reader.take(fields.u16());
    if (m_reader.failed())
        return refuse({ErrorCode::Truncated, "the message ends inside the rdata of a record of the " +
                                                 std::string(sectionName(m_section)) + " section"});
    --m_recordsLeft[static_cast<std::size_t>(m_section)];

    const RdataLayout& layout = rdataLayout(record.type, record.recordClass);
    // Most records of most zones: addresses.
    if (layout.names == 0 && layout.strings == 0 && layout.rest == RdataLayout::Rest::Nothing &&
        rdata.size() == std::size_t{layout.head} + layout.tail) {
        record.rdata = rdata;
        return true;
    }
    const ExpandedRdata expanded = expandRdata(layout, m_reader.all(), begin, rdata.size(), m_rdata);
    if (expanded.fault) {
        // An update deletes with records that have no rdata (RFC 2136 section 2.5).
        const bool deletion = rdata.empty() && record.recordClass != Class::IN;
        if (!deletion) {
            m_reader.fail();
            return refuse(faultIn(record, expanded.fault));
        }
    }
    // Two members, not the whole at once: one wide load right behind the two stores that made it waits for
    // both.
    record.rdata = {expanded.rdata.data(), expanded.rdata.size()};
    return true;
}

base::Error MessageReader::faultIn(const RecordView& record, std::string_view what) const
{
    const auto s = static_cast<std::size_t>(m_section);
    const std::array<std::uint32_t, 3> counts{m_header.answers, m_header.authorities, m_header.additionals};
    return {ErrorCode::MalformedRecord, "record " + std::to_string(counts.at(s) - m_recordsLeft.at(s)) +
                                            " of the " + std::string(sectionName(m_section)) + " section (" +
                                            Name::fromTrustedWire(record.owner).toText() + " type " +
                                            std::to_string(static_cast<int>(record.type)) +
                                            "): " + std::string(what)};
}

base::Error MessageReader::ownerFault()
{
    const std::size_t at = m_reader.position();
    const base::ByteView message = m_reader.all();
    const NameFault why = expandName(message, at, message.size(), m_owner.data()).fault;
    m_reader.fail();
    const std::string where = " at octet " + std::to_string(at);
    if (why == NameFault::Truncated)
        return {ErrorCode::Truncated, "the message ends inside the name" + where};
    return {ErrorCode::MalformedName,
            "pointer that does not go backwards, or label or name too long," + where};
}

} // namespace zonescope::dns
