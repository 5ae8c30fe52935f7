// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/ixfr_out.h"

#include "model/dns/message_writer.h"

namespace zonescope::publish {

IxfrOut::IxfrOut(dns::Record soa, std::vector<DifferencePtr> differences, TransferFrame frame)
    : m_soa(std::move(soa))
    , m_differences(std::move(differences))
    , m_frame(std::move(frame))
    , m_records(2)
{
    if (m_frame.key)
        m_signer.emplace(*m_frame.key, m_frame.requestMac);
    for (const DifferencePtr& each : m_differences)
        m_records += each->change.removed.size() + each->change.added.size() + 2;
}

const dns::Record* IxfrOut::current() const
{
    if (!m_opened)
        return &m_soa;
    if (m_difference == m_differences.size())
        return m_closed ? nullptr : &m_soa;
    const KeptDifference& difference = *m_differences[m_difference];
    switch (m_part) {
    case Part::OldSoa:
        return &difference.fromSoa;
    case Part::Removed:
        return &difference.change.removed[m_index];
    case Part::NewSoa:
        return &difference.change.soa;
    case Part::Added:
        return &difference.change.added[m_index];
    }
    return nullptr;
}

void IxfrOut::advance()
{
    if (!m_opened) {
        m_opened = true;
        return;
    }
    if (m_difference == m_differences.size()) {
        m_closed = true;
        return;
    }
    const zone::Changeset& change = m_differences[m_difference]->change;
    if (m_part == Part::OldSoa) {
        m_part = Part::Removed;
        m_index = 0;
    } else if (m_part == Part::NewSoa) {
        m_part = Part::Added;
        m_index = 0;
    } else {
        ++m_index;
    }
    if (m_part == Part::Removed && m_index == change.removed.size())
        m_part = Part::NewSoa;
    if (m_part == Part::Added && m_index == change.added.size()) {
        m_part = Part::OldSoa;
        ++m_difference;
    }
}

bool IxfrOut::fill(dns::MessageWriter& writer, std::size_t fullAt)
{
    while (const dns::Record* record = current()) {
        if (writer.size() >= fullAt || !writer.record(dns::Section::Answer, *record))
            return false;
        advance();
    }
    return true;
}

base::Bytes IxfrOut::finish(dns::MessageWriter& writer, bool first, base::Timestamp now)
{
    if (first && m_frame.edns) {
        writer.reserve(m_frame.key ? dns::signatureSize(*m_frame.key) : 0);
        m_frame.edns->write(writer);
    }
    base::Bytes message = writer.finish();
    return m_signer ? m_signer->sign(std::move(message), now) : message;
}

std::optional<base::Bytes> IxfrOut::next(base::Timestamp now)
{
    if (m_closed || m_failed)
        return std::nullopt;
    const bool first = std::exchange(m_first, false);
    dns::MessageWriter writer(m_frame.header, largestTransferMessage);
    writer.reserve((m_signer ? roomForTsig : 0) + (first && m_frame.edns ? roomForOpt : 0));
    if (first)
        writer.question(m_frame.question);
    const std::size_t empty = writer.size();
    fill(writer, fullTransferMessage);
    if (writer.size() == empty) {
        m_failed = true;
        return std::nullopt;
    }
    return finish(writer, first, now);
}

std::optional<base::Bytes> IxfrOut::single(std::size_t limit, base::Timestamp now)
{
    dns::MessageWriter writer(m_frame.header, limit);
    constexpr std::size_t optAndExpire = 11 + 8;
    const std::size_t nsid = m_frame.edns && m_frame.edns->nsid ? 4 + m_frame.edns->nsid->size() : 0;
    writer.reserve((m_frame.key ? dns::signatureSize(*m_frame.key) : 0) +
                   (m_frame.edns ? optAndExpire + nsid : 0));
    writer.question(m_frame.question);
    if (!fill(writer, limit))
        return std::nullopt;
    return finish(writer, true, now);
}

} // namespace zonescope::publish
