// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/xfr_reader.h"

#include "model/dns/rcode_error.h"
#include "model/dns/serial.h"

#include <utility>

namespace zonescope::transfer {

using pipeline::TransferKind;

namespace {

bool hasApexNs(const zone::ZoneVersion& version)
{
    const auto apex = version.find(version.apex());
    return apex && apex->find(dns::Type::NS);
}

} // namespace

XfrReader::XfrReader(Order order)
    : m_order(std::move(order))
    , m_incremental(m_order.query.question.type == dns::Type::IXFR)
    , m_kind(m_incremental ? TransferKind::Ixfr : TransferKind::Axfr)
{
    if (m_order.query.key)
        m_order.everyMessageSigned ? m_verifier.emplace(*m_order.query.key, m_order.query.mac, 0)
                                   : m_verifier.emplace(*m_order.query.key, m_order.query.mac);
}

base::Status XfrReader::accept(base::ByteView message, base::Timestamp now)
{
    if (ended()) {
        return meet(Oddity::LaterMessageAfterFinalSoa);
    }
    ++m_messages;
    m_bytes += message.size() + 2;
    if (m_order.maxBytes != 0 && m_bytes > m_order.maxBytes)
        return base::fail(base::ErrorCode::LimitBytes, std::to_string(m_bytes) + " octets came, " +
                                                           std::to_string(m_order.maxBytes) + " are allowed");
    base::Status read = readMessage(message, now);
    if (!read)
        read.error().detail.append(" (message ").append(std::to_string(m_messages)).append(")");
    return read;
}

base::Status XfrReader::readMessage(base::ByteView message, base::Timestamp now)
{
    auto reader = dns::MessageReader::open(message);
    if (!reader)
        return tl::unexpected(reader.error());
    if (auto status = checkHeader(reader->header()); !status)
        return status;
    if (auto status = checkQuestion(*reader); !status)
        return status;
    const base::Status tsig = checkTsig(message, now);
    if (reader->header().rcode != 0)
        return checkRcode(message, tsig);
    if (!tsig)
        return tsig;
    const std::uint64_t before = m_records;
    if (auto status = readRecords(*reader); !status)
        return status;
    return checkEmpty(before);
}

base::Status XfrReader::checkHeader(const dns::Header& header)
{
    base::Status status;
    if (header.id != m_order.query.id)
        status = meet(Oddity::OtherId, "asked with " + std::to_string(m_order.query.id) + ", answered with " +
                                           std::to_string(header.id));
    if (status && !header.response)
        status = meet(Oddity::QueryBitClear);
    if (status && header.opcode != dns::Opcode::Query)
        status = meet(Oddity::OtherOpcode, "opcode " + std::to_string(static_cast<int>(header.opcode)));
    if (status && header.truncated)
        status = meet(Oddity::TruncatedFlag);
    if (status && !header.authoritative)
        status = meet(Oddity::NotAuthoritative);
    return status;
}

base::Status XfrReader::checkQuestion(dns::MessageReader& reader)
{
    if (reader.header().questions > 1)
        return meet(Oddity::OtherQuestion, std::to_string(reader.header().questions) + " questions");
    const auto question = reader.nextQuestion();
    if (!question)
        return tl::unexpected(question.error());
    if (!*question)
        return meet(Oddity::NoQuestion);
    if (**question != m_order.query.question)
        return meet(Oddity::OtherQuestion, "the answer is for " + (**question).name.toText() + ", type " +
                                               std::to_string(static_cast<int>((**question).type)));
    return {};
}

base::Status XfrReader::checkTsig(base::ByteView message, base::Timestamp now)
{
    return m_verifier ? m_verifier->accept(message, now) : base::Status();
}

/// A refusal; its reason may stand in a TSIG error, in an extended error, or in the rcode alone.
base::Status XfrReader::checkRcode(base::ByteView message, const base::Status& tsig)
{
    auto reader = dns::MessageReader::open(message);
    for (auto record = reader->nextRecord(); record && *record; record = reader->nextRecord())
        if (reader->section() == dns::Section::Additional && (**record).type == dns::Type::OPT && !m_edns)
            if (auto edns = dns::Edns::fromRecord(**record))
                m_edns = std::move(*edns);
    m_rcode = dns::fullRcode(reader->header(), m_edns);
    if (m_incremental)
        note(Oddity::IxfrRefused);
    if (!tsig && tsig.error().code != base::ErrorCode::TsigMissing)
        return tsig;
    return base::fail(dns::errorOfRcode(m_rcode), describeRefusal(m_rcode, m_edns));
}

base::Status XfrReader::readRecords(dns::MessageReader& reader)
{
    dns::RecordView record;
    for (;;) {
        const auto step = reader.step(record);
        if (step == dns::MessageReader::Step::Fault) {
            note(Oddity::MalformedRecord);
            return tl::unexpected(reader.fault());
        }
        if (step == dns::MessageReader::Step::End)
            return {};
        if (reader.section() != dns::Section::Answer) {
            // Means nothing in a transfer, but for what OPT says of the connection; TSIG is verified already.
            if (record.type == dns::Type::OPT && !m_edns)
                if (auto edns = dns::Edns::fromRecord(record))
                    m_edns = std::move(*edns);
            return {};
        }
        if (ended())
            return afterEnd(reader);
        ++m_records;
        if (m_order.maxRecords != 0 && m_records > m_order.maxRecords)
            return base::fail(base::ErrorCode::LimitRecords,
                              "more than " + std::to_string(m_order.maxRecords) + " records");
        if (auto status = take(record); !status)
            return status;
    }
}

base::Status XfrReader::checkEmpty(std::uint64_t recordsBefore)
{
    if (m_records != recordsBefore) {
        m_emptyInARow = 0;
        return {};
    }
    if (m_step == Step::First)
        return meet(Oddity::EmptyAnswer, {});
    if (++m_emptyInARow > maxEmptyMessages)
        return meet(Oddity::TooManyEmptyMessages, std::to_string(m_emptyInARow) + " in a row");
    return meet(Oddity::EmptyMessage);
}

/// One record of the answer section was just read after the final SOA of the same message.
base::Status XfrReader::afterEnd(dns::MessageReader& reader)
{
    if (m_nothingNew)
        return {}; // a whole zone that is not newer: we stopped at its first SOA
    for (auto record = reader.nextRecord(); record && *record; record = reader.nextRecord())
        if (reader.section() == dns::Section::Answer && (**record).type == dns::Type::SOA)
            return meet(Oddity::SoaInMiddle, "record " + std::to_string(m_records));
    return meet(Oddity::DataAfterFinalSoa, "after record " + std::to_string(m_records));
}

base::Status XfrReader::take(const dns::RecordView& record)
{
    if (record.recordClass != dns::Class::IN)
        return meet(Oddity::OtherClass, "record " + std::to_string(m_records) + ", " +
                                            dns::Name::fromTrustedWire(record.owner).toText() +
                                            ", is of class " +
                                            std::to_string(static_cast<int>(record.recordClass)));
    if (record.type == dns::Type::SOA)
        return takeSoa(record);
    switch (m_step) {
    case Step::First:
        return meet(Oddity::NoLeadingSoa,
                    "the first record is of type " + std::to_string(static_cast<int>(record.type)));
    case Step::Second: { // a record of the zone after the first SOA: the whole zone as answer to IXFR
        const base::Status started =
            startZone({m_firstSoa.owner.wire(), m_firstSoa.type, m_firstSoa.recordClass, m_firstSoa.ttl,
                       base::viewOf(m_firstSoa.rdata), 0});
        return started ? m_loader->add(record) : started;
    }
    case Step::Zone:
        return m_loader->add(record);
    case Step::Differences:
        if (dns::Name::fromTrustedWire(record.owner).isAtOrBelow(m_order.query.question.name))
            m_chain->takeRecord(record);
        else
            ++m_outsideZone;
        return {};
    case Step::Ended:
        break;
    }
    return {};
}

base::Status XfrReader::takeSoa(const dns::RecordView& record)
{
    // Every SOA, wherever it stands (CVE-2021-25214).
    const dns::Name owner = dns::Name::fromTrustedWire(record.owner);
    if (owner != m_order.query.question.name)
        return meet(Oddity::SoaOwnerNotApex,
                    "record " + std::to_string(m_records) + " is the SOA of " + owner.toText());
    const auto soa = dns::Soa::fromRdata(record.rdata);
    if (!soa) {
        note(Oddity::MalformedRecord);
        return tl::unexpected(soa.error());
    }
    switch (m_step) {
    case Step::First:
        return takeFirstSoa(record, soa->serial);
    case Step::Second:
        m_chain.emplace(m_order.held, *m_serial, m_order.maxRrsetRecords);
        m_step = Step::Differences;
        return takeDifferenceSoa(record, *soa);
    case Step::Zone:
        return takeZoneSoa(soa->serial);
    case Step::Differences:
        return takeDifferenceSoa(record, *soa);
    case Step::Ended:
        break;
    }
    return {};
}

/// True for an answer whose serial says that there is nothing for us.
bool XfrReader::endsWithoutNews(std::uint32_t serial) const
{
    if (!m_order.held)
        return false;
    const dns::SerialOrder order = dns::compareSerials(serial, m_order.held->serial());
    if (m_incremental) // RFC 1995 section 4: a single SOA that is not newer
        return order == dns::SerialOrder::Equal || order == dns::SerialOrder::Older;
    return order == dns::SerialOrder::Equal && !m_order.acceptEqual;
}

base::Status XfrReader::takeFirstSoa(const dns::RecordView& record, std::uint32_t serial)
{
    m_serial = serial;
    if (endsWithoutNews(serial)) {
        m_nothingNew = true;
        m_step = Step::Ended;
        return {};
    }
    if (m_order.held && !m_order.acceptOlder) {
        const std::uint32_t ours = m_order.held->serial();
        const std::string both = "theirs " + std::to_string(serial) + ", ours " + std::to_string(ours);
        const dns::SerialOrder order = dns::compareSerials(serial, ours);
        if (order == dns::SerialOrder::Undefined)
            return meet(Oddity::UndefinedSerial, both);
        if (order == dns::SerialOrder::Older)
            return meet(Oddity::LowerSerial, both);
    }
    if (!m_incremental)
        return startZone(record);
    m_firstSoa = record.toRecord();
    m_step = Step::Second;
    return {};
}

base::Status XfrReader::startZone(const dns::RecordView& first)
{
    if (m_incremental)
        m_kind = TransferKind::AxfrStyleIxfr;
    m_loader.emplace(m_order.query.question.name, m_order.maxRrsetRecords);
    if (m_order.parts) {
        m_order.parts(nullptr);
        m_loader->setPartSink(m_order.parts);
    }
    m_step = Step::Zone;
    return m_loader->add(first);
}

base::Status XfrReader::takeZoneSoa(std::uint32_t serial)
{
    if (serial != *m_serial)
        return meet(Oddity::FinalSerialDiffers,
                    "begins with " + std::to_string(*m_serial) + ", ends with " + std::to_string(serial));
    m_step = Step::Ended;
    return {};
}

base::Status XfrReader::takeDifferenceSoa(const dns::RecordView& record, const dns::Soa& soa)
{
    const auto next = m_chain->takeSoa(record, soa);
    if (!next)
        return tl::unexpected(next.error());
    if (*next != IxfrChain::Next::End)
        return {};
    m_step = Step::Ended;
    if (hasApexNs(*m_order.held) && !hasApexNs(*m_chain->version()))
        return meet(Oddity::RemovesApexNs);
    return {};
}

base::Error XfrReader::cutOff(std::string how) const
{
    if (m_messages == 0)
        return {base::ErrorCode::ConnectionClosed, std::move(how) + " without an answer"};
    if (onlyNewerSoa())
        return {base::ErrorCode::IxfrSingleSoa,
                std::move(how) + " after a single SOA with serial " + std::to_string(*m_serial)};
    return {base::ErrorCode::XfrIncomplete, std::move(how) + " after " + std::to_string(m_records) +
                                                " records in " + std::to_string(m_messages) +
                                                " messages, before the final SOA"};
}

base::Result<XfrProduct> XfrReader::finish()
{
    if (m_verifier)
        if (const base::Status verified = m_verifier->finish(); !verified)
            return tl::unexpected(verified.error());
    XfrProduct product;
    product.kind = m_kind;
    product.serial = *m_serial;
    if (m_nothingNew)
        return product;
    if (m_chain) {
        product.version = m_chain->version();
        product.added = m_chain->added();
        product.removed = m_chain->removed();
    } else {
        auto version = m_loader->finish();
        if (!version)
            return tl::unexpected(version.error());
        product.version = std::move(*version);
        product.tolerated = m_loader->tolerated(); // whole only now: the last owner was open until finish()
    }
    product.tolerated.outsideZone += m_outsideZone;
    return product;
}

std::optional<std::int64_t> XfrReader::clockSkew() const
{
    return m_verifier ? m_verifier->clockSkew() : std::nullopt;
}

base::Status XfrReader::meet(Oddity oddity, std::string detail)
{
    note(oddity);
    const Rule& rule = ruleOf(oddity);
    if (rule.ruling != Ruling::Reject)
        return {};
    std::string text(rule.name);
    if (!detail.empty())
        text.append(": ").append(detail);
    return base::fail(rule.error, std::move(text));
}

} // namespace zonescope::transfer
