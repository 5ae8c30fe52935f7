// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/batcher.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace zonescope::engine {
namespace {

template <class Map, class List>
void moveValues(Map& from, List& to)
{
    to.reserve(from.size());
    for (auto& [key, value] : from)
        to.push_back(std::move(value));
    from.clear();
}

template <class List, class Target>
void moveList(List& from, Target& to)
{
    to.assign(std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    from.clear();
}

} // namespace

Batcher::Batcher(std::size_t ring)
    : m_ring(ring)
{
}

void Batcher::setWake(std::function<void()> wakeFunction)
{
    {
        const std::scoped_lock lock(m_wakeMutex);
        m_wake = std::move(wakeFunction);
    }
    // What waits was announced to somebody else. Looked at after the exchange: what comes in between would
    // otherwise be announced to nobody, and nothing that follows is announced while something waits.
    bool waiting = false;
    {
        const std::scoped_lock lock(m_mutex);
        waiting = m_waiting;
    }
    if (waiting)
        wake();
}

template <class Change>
void Batcher::append(Change&& change)
{
    bool first = false;
    {
        const std::scoped_lock lock(m_mutex);
        change();
        first = !m_waiting;
        m_waiting = true;
    }
    if (first)
        wake();
}

template <class Change>
void Batcher::tell(Change&& change)
{
    if (m_followed.load(std::memory_order_relaxed))
        append(std::forward<Change>(change));
}

void Batcher::wake()
{
    const std::scoped_lock lock(m_wakeMutex);
    if (m_wake)
        m_wake();
}

Batch Batcher::take()
{
    const std::scoped_lock lock(m_mutex);
    Batch batch = std::move(m_batch);
    m_batch = Batch{};
    m_waiting = false;
    moveValues(m_zones, batch.zones);
    moveValues(m_primaries, batch.primaries);
    moveValues(m_progress, batch.progress);
    moveValues(m_paths, batch.paths);
    for (const std::uint64_t id : m_changeOrder)
        if (const auto found = m_changes.find(id); found != m_changes.end())
            batch.changes.push_back(std::move(found->second));
    m_changes.clear();
    m_changeOrder.clear();
    moveList(m_attempts, batch.attempts);
    moveList(m_events, batch.events);
    batch.droppedEvents = m_droppedEvents;
    return batch;
}

void Batcher::put(zone::ConfigurationPtr configuration)
{
    append([&] { m_batch.configuration = std::move(configuration); });
}

void Batcher::put(zone::ZoneStatus status)
{
    tell([&] { m_zones.insert_or_assign(status.zone, std::move(status)); });
}

void Batcher::remove(base::ZoneId zone)
{
    tell([&] {
        m_zones.erase(zone);
        m_progress.erase(zone);
        m_batch.removedZones.push_back(zone);
    });
}

void Batcher::put(zone::PrimaryStatus status)
{
    tell([&] { m_primaries.insert_or_assign(status.primary, std::move(status)); });
}

void Batcher::put(const pipeline::TransferProgress& progress)
{
    tell([&] { m_progress.insert_or_assign(progress.zone, progress); });
}

void Batcher::put(const pipeline::TransferAttempt& attempt)
{
    tell([&] {
        if (m_attempts.size() >= m_ring)
            m_attempts.pop_front(); // history has it
        m_attempts.push_back(attempt);
    });
}

void Batcher::put(const pipeline::Change& change)
{
    tell([&] {
        if (m_changes.insert_or_assign(change.id, change).second)
            m_changeOrder.push_back(change.id);
        if (m_changeOrder.size() > m_ring) {
            m_changes.erase(m_changeOrder.front());
            m_changeOrder.pop_front();
        }
    });
}

void Batcher::put(const pipeline::Event& event)
{
    tell([&] {
        if (m_events.size() >= m_ring) {
            m_events.pop_front();
            ++m_droppedEvents;
        }
        m_events.push_back(event);
    });
}

void Batcher::put(std::shared_ptr<const path::PathView> view)
{
    tell([&] { m_paths.insert_or_assign(view->target, std::move(view)); });
}

void Batcher::put(EngineStatus status)
{
    tell([&] { m_batch.engine = std::move(status); });
}

void Batcher::reply(RequestId request, base::Result<Answer> answer)
{
    append([&] { m_batch.replies.push_back({request, std::move(answer)}); });
}

} // namespace zonescope::engine
