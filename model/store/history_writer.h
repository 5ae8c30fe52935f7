// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/history.h"
#include "model/pipeline/path_record.h"
#include "model/store/connection_rows.h"
#include "model/store/hour_spans.h"
#include "model/store/latency_rollup.h"
#include "model/store/serial_spans.h"
#include "model/store/words.h"
#include "model/zone/zone_version.h"

namespace zonescope::store {

/// Puts rows of history into the transaction that the caller has opened. When the transaction is rolled back
/// the caller says so, and puts the same rows again later. Writer thread only.
class HistoryWriter
{
public:
    HistoryWriter(Database& database, base::Timestamp runningSince);

    base::Status put(const pipeline::TransferAttempt& attempt);
    base::Status put(const pipeline::Event& event);
    base::Status put(const pipeline::Change& change);
    base::Status put(const pipeline::PathRecord& record);
    base::Status put(const pipeline::SerialSpan& span) { return m_spans.add(span); }
    /// keep: how many of a zone's newest differences stay.
    base::Status put(base::ZoneId zone, const zone::Changeset& change, std::uint32_t keep);
    base::Status forgetDifferences(base::ZoneId zone) { return m_forgetDifferences.execute(zone); }
    base::Status putGap(const pipeline::DataGap& gap);
    ConnectionRows& connections() { return m_connections; }
    /// Ends a group: roll-ups, hours, and that we are alive.
    base::Status finish(base::Timestamp aliveAt, std::uint64_t journalSalt);
    void rolledBack();
    void interrupt(base::Timestamp resumedAt) { m_spans.interrupt(resumedAt); }

private:
    base::Result<std::optional<std::int64_t>> word(const std::optional<base::Error>& error);
    base::Status shorten(base::ZoneId zone, std::uint32_t keep);

    Words m_words;
    LatencyRollup m_rollup;
    SerialSpans m_spans;
    HourSpans m_hours;
    ConnectionRows m_connections;
    Statement m_attempt, m_event, m_change, m_wasComplete, m_difference, m_forgetDifferences, m_shorten,
        m_gap, m_meta, m_path, m_raiseMeta;
};

} // namespace zonescope::store
