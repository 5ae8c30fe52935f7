// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/axfr_out.h"

#include "model/dns/message_writer.h"

namespace zonescope::publish {
AxfrOut::AxfrOut(zone::ZoneVersionPtr version, TransferFrame frame)
    : m_version(std::move(version))
    , m_frame(std::move(frame))
{
    if (m_frame.key)
        m_signer.emplace(*m_frame.key, m_frame.requestMac);
}

AxfrOut::~AxfrOut() = default;
AxfrOut::AxfrOut(AxfrOut&&) noexcept = default;

std::optional<base::Bytes> AxfrOut::next(base::Timestamp now)
{
    if (m_phase == Phase::Done || m_failed)
        return std::nullopt;
    const bool first = m_messages == 0;
    dns::MessageWriter writer(m_frame.header, largestTransferMessage);
    writer.reserve((m_signer ? roomForTsig : 0) + (first && m_frame.edns ? roomForOpt : 0));
    if (first)
        writer.question(m_frame.question);
    fill(writer);
    if (m_failed)
        return std::nullopt;
    if (first && m_frame.edns) {
        writer.reserve(m_signer ? roomForTsig : 0);
        m_frame.edns->write(writer);
    }
    ++m_messages;
    base::Bytes message = writer.finish();
    return m_signer ? m_signer->sign(std::move(message), now) : message;
}

void AxfrOut::fill(dns::MessageWriter& writer)
{
    if (m_phase == Phase::First) {
        if (!write(writer, m_version->soaRecord()))
            return;
        m_phase = Phase::Body;
    }
    if (m_phase == Phase::Body) {
        bool full = false;
        m_version->forEachFrom(m_resumeKey, [&](const zone::OwnerView& owner) {
            full = !fillOwner(writer, owner);
            return !full;
        });
        if (full || m_failed)
            return;
        m_phase = Phase::Last;
    }
    if (write(writer, m_version->soaRecord()))
        m_phase = Phase::Done;
}

bool AxfrOut::fillOwner(dns::MessageWriter& writer, const zone::OwnerView& owner)
{
    const bool resumed = owner.key() == m_resumeKey;
    std::size_t skip = resumed ? m_resumeRrset : 0;
    std::size_t record = resumed ? m_resumeRecord : 0;
    std::size_t index = 0;
    const dns::Name name = owner.name(m_version->apex());
    bool whole = true;
    owner.forEachRrset([&](const zone::RrsetView& set) {
        if (index++ < skip)
            return true;
        const dns::Type type = set.type();
        for (const std::size_t count = set.size(); type != dns::Type::SOA && record < count; ++record) {
            if (writer.size() < fullTransferMessage &&
                writer.record(dns::Section::Answer, name.wire(), type, dns::Class::IN, set.ttl(record),
                              set.rdata(record))) {
                ++m_records;
                continue;
            }
            m_failed = writer.size() <= 12 + (m_messages == 0 ? m_frame.question.name.wire().size() + 4 : 0);
            m_resumeKey = owner.key();
            m_resumeRrset = index - 1;
            m_resumeRecord = record;
            whole = false;
            return false;
        }
        record = 0;
        return true;
    });
    return whole;
}

bool AxfrOut::write(dns::MessageWriter& writer, const dns::Record& record)
{
    if (writer.record(dns::Section::Answer, record)) {
        ++m_records;
        return true;
    }
    m_failed = m_phase == Phase::First;
    return false;
}

} // namespace zonescope::publish
