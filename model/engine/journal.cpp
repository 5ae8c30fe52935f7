// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/journal.h"

#include "model/base/log.h"

namespace zonescope::engine {
namespace {

base::LogLevel levelOf(pipeline::Severity severity)
{
    switch (severity) {
    case pipeline::Severity::Info:
        return base::LogLevel::Debug;
    case pipeline::Severity::Notice:
        return base::LogLevel::Info;
    case pipeline::Severity::Warning:
        return base::LogLevel::Warning;
    case pipeline::Severity::Error:
        return base::LogLevel::Error;
    }
    return base::LogLevel::Error;
}

std::string logLine(const pipeline::Event& event)
{
    std::string line(pipeline::eventKindName(event.kind));
    if (event.zone)
        line += " zone=" + std::to_string(event.zone.value);
    if (event.primary)
        line += " primary=" + std::to_string(event.primary.value);
    if (event.edge)
        line += " edge=" + std::to_string(event.edge.value);
    if (event.toSerial)
        line += " serial=" + std::to_string(*event.toSerial);
    if (event.address)
        line += " address=" + event.address->toText();
    if (event.error)
        line += " " + base::toString(*event.error);
    return line;
}

base::LogCategory categoryOf(pipeline::Stage stage)
{
    return static_cast<base::LogCategory>(stage); // the stages come first in both, in the same order
}
static_assert(static_cast<int>(base::LogCategory::Observe) == static_cast<int>(pipeline::Stage::Observe));

} // namespace

Journal::Journal(const base::Clock& clock, store::Store& store, Batcher& batcher)
    : m_clock(clock)
    , m_store(store)
    , m_batcher(batcher)
    , m_nextId(store.firstFreeId())
{
}

void Journal::event(pipeline::Event event, bool logged)
{
    event.id = nextId();
    if (event.at == base::Timestamp{})
        event.at = m_clock.wall();
    if (logged && base::isLogged(levelOf(event.severity)))
        base::log(categoryOf(event.stage), levelOf(event.severity), logLine(event));
    m_batcher.put(event);
    m_store.append(std::move(event));
}

void Journal::attempt(pipeline::TransferAttempt attempt)
{
    attempt.id = nextId();
    m_batcher.put(attempt);
    m_store.append(std::move(attempt));
}

void Journal::change(const pipeline::Change& change)
{
    m_batcher.put(change);
    m_store.put(change);
}

void Journal::span(const pipeline::SerialSpan& span)
{
    m_store.append(span);
}

} // namespace zonescope::engine
