// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/workspace.h"

#include "ui/text/event_text.h"

namespace zonescope::ui::models {
namespace {

/// What somebody has to know whatever page is open: something in a cloud is not as intended any more, or a
/// change to a cloud was taken back.
bool isCloudAlert(const pipeline::Event& event)
{
    using Kind = pipeline::Event::Kind;
    return event.severity >= pipeline::Severity::Warning &&
           (event.kind == Kind::CloudDriftOpened || event.kind == Kind::CloudChanged ||
            event.kind == Kind::CloudRevertDecided || event.kind == Kind::CloudKillSwitch);
}

} // namespace

Workspace::Workspace(engine::Engine& engine, std::shared_ptr<const base::Clock> clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock ? std::move(clock) : std::make_shared<base::SystemClock>())
    , m_bridge(engine)
    , m_selection(m_clock)
    , m_zones(m_bridge)
    , m_changes(m_bridge, m_selection)
    , m_primaries(m_bridge, m_clock)
    , m_activity(m_bridge)
{
    connect(&m_bridge, &EngineBridge::happened, this, [this](const std::vector<pipeline::Event>& events) {
        for (const pipeline::Event& event : events)
            if (isCloudAlert(event)) {
                const QString sentence = text::eventSentence(event, names());
                emit notice(sentence, true);
                emit alerted(sentence);
            }
    });
}

} // namespace zonescope::ui::models
