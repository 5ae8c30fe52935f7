// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/engine_bridge.h"
#include "ui/models/plain_table.h"
#include "ui/text/event_text.h"

#include <QTimer>

#include <deque>
#include <vector>

namespace zonescope::ui::models {

/// The log of events, oldest first, bounded: what does not fit falls off the front and is counted together
/// with what the engine dropped. Filtered by group, zone and text through an own index. New lines appear at
/// most ten times a second; paused, they wait.
class ActivityModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column { Time, Severity, Kind, Zone, What };
    static constexpr std::size_t capacity = 20'000;

    explicit ActivityModel(EngineBridge& bridge, QObject* parent = nullptr);

    void setFilter(text::EventGroup group, base::ZoneId zone, const QString& words);
    void setPaused(bool paused);
    bool isPaused() const { return m_paused; }
    std::uint64_t dropped() const { return m_bridge.droppedEvents() + m_fellOff; }
    std::size_t waiting() const { return m_incoming.size(); }
    /// Puts older events from history in front.
    void loadOlder(pipeline::Period period);
    const pipeline::Event& eventAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;

signals:
    void droppedChanged();
    void waitingChanged();

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    QVariant other(int row, int column, int role) const override;

private:
    struct Line
    {
        pipeline::Event event;
        mutable QString sentence; ///< made when first looked at
    };

    void receive(const std::vector<pipeline::Event>& events);
    void flush();
    void trim();
    bool matches(const Line& line) const;
    const QString& sentenceOf(const Line& line) const;
    void rebuild();

    EngineBridge& m_bridge;
    Question m_question;
    std::deque<Line> m_lines;
    std::uint64_t m_firstNumber = 0; ///< number of m_lines.front(): rows stay valid while the front falls off
    std::deque<std::uint64_t> m_rows; ///< line numbers that match
    std::deque<pipeline::Event> m_incoming;
    QTimer m_flushTimer;
    text::EventGroup m_group = text::EventGroup::All;
    base::ZoneId m_zone;
    QString m_words;
    std::uint64_t m_fellOff = 0;
    bool m_paused = false;
};

} // namespace zonescope::ui::models
