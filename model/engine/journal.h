// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/engine/batcher.h"
#include "model/store/store.h"

#include <atomic>
#include <cstdint>

namespace zonescope::engine {

/// Gives history rows their ids and times, writes them down and tells the window. Thread-safe.
class Journal
{
public:
    Journal(const base::Clock& clock, store::Store& store, Batcher& batcher);

    /// Unique over restarts.
    std::uint64_t nextId() { return m_nextId.fetch_add(1); }

    void event(pipeline::Event event, bool logged = true); ///< id and, when unset, the time are filled in
    void attempt(pipeline::TransferAttempt attempt);
    void change(const pipeline::Change& change);
    void span(const pipeline::SerialSpan& span);

private:
    const base::Clock& m_clock;
    store::Store& m_store;
    Batcher& m_batcher;
    std::atomic<std::uint64_t> m_nextId;
};

/// The usual beginning of an event.
inline pipeline::Event makeEvent(pipeline::Event::Kind kind, pipeline::Stage stage,
                                 pipeline::Severity severity, base::ZoneId zone = {})
{
    pipeline::Event event;
    event.kind = kind;
    event.stage = stage;
    event.severity = severity;
    event.zone = zone;
    return event;
}

} // namespace zonescope::engine
