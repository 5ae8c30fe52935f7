// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/activity_model.h"

#include "ui/text/format.h"
#include "ui/text/words.h"

#include <algorithm>

namespace zonescope::ui::models {

ActivityModel::ActivityModel(EngineBridge& bridge, QObject* parent)
    : PlainTable(parent)
    , m_bridge(bridge)
    , m_question(bridge, this)
{
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(100);
    connect(&m_flushTimer, &QTimer::timeout, this, &ActivityModel::flush);
    connect(&bridge, &EngineBridge::happened, this, &ActivityModel::receive);
    connect(&bridge, &EngineBridge::statusChanged, this, &ActivityModel::droppedChanged);
}

void ActivityModel::receive(const std::vector<pipeline::Event>& events)
{
    m_incoming.insert(m_incoming.end(), events.begin(), events.end());
    if (m_incoming.size() > capacity) {
        m_fellOff += m_incoming.size() - capacity;
        m_incoming.erase(m_incoming.begin(), m_incoming.end() - static_cast<std::ptrdiff_t>(capacity));
        emit droppedChanged();
    }
    if (m_paused)
        emit waitingChanged();
    else if (!m_flushTimer.isActive())
        m_flushTimer.start();
}

void ActivityModel::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused)
        flush();
    emit waitingChanged();
}

void ActivityModel::flush()
{
    if (m_paused || m_incoming.empty())
        return;
    trim();
    std::vector<std::uint64_t> fresh;
    for (pipeline::Event& event : m_incoming) {
        m_lines.push_back({std::move(event), {}});
        if (matches(m_lines.back()))
            fresh.push_back(m_firstNumber + m_lines.size() - 1);
    }
    m_incoming.clear();
    if (fresh.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
    m_rows.insert(m_rows.end(), fresh.begin(), fresh.end());
    endInsertRows();
}

/// Makes room for what comes in.
void ActivityModel::trim()
{
    const std::size_t total = m_lines.size() + m_incoming.size();
    if (total <= capacity)
        return;
    const std::size_t drop = std::min(total - capacity, m_lines.size());
    const std::uint64_t newFirst = m_firstNumber + drop;
    const auto kept = std::ranges::lower_bound(m_rows, newFirst);
    const int rows = static_cast<int>(kept - m_rows.begin());
    if (rows > 0)
        beginRemoveRows({}, 0, rows - 1);
    m_rows.erase(m_rows.begin(), kept);
    m_lines.erase(m_lines.begin(), m_lines.begin() + static_cast<std::ptrdiff_t>(drop));
    m_firstNumber = newFirst;
    if (rows > 0)
        endRemoveRows();
    m_fellOff += drop;
    emit droppedChanged();
}

void ActivityModel::setFilter(text::EventGroup group, base::ZoneId zone, const QString& words)
{
    m_group = group;
    m_zone = zone;
    m_words = words.simplified();
    rebuild();
}

void ActivityModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        if (matches(m_lines[i]))
            m_rows.push_back(m_firstNumber + i);
    endResetModel();
}

bool ActivityModel::matches(const Line& line) const
{
    if (!text::belongs(line.event, m_group) || (m_zone && line.event.zone != m_zone))
        return false;
    return m_words.isEmpty() || sentenceOf(line).contains(m_words, Qt::CaseInsensitive);
}

const QString& ActivityModel::sentenceOf(const Line& line) const
{
    if (line.sentence.isEmpty())
        line.sentence = text::eventSentence(line.event, m_bridge.names());
    return line.sentence;
}

void ActivityModel::loadOlder(pipeline::Period period)
{
    pipeline::HistoryFilter filter;
    filter.period = period;
    filter.limit = 2000;
    filter.beforeId = m_lines.empty() ? 0 : m_lines.front().event.id;
    if (m_zone)
        filter.zones = {m_zone};
    m_question.ask<engine::EventsAnswer>(m_bridge.engine().events(filter), [this](const auto& answer) {
        const std::size_t room = capacity - std::min(capacity, m_lines.size());
        std::size_t taken = 0;
        for (const pipeline::Event& event : answer.events) { // newest first
            if (taken == room || (!m_lines.empty() && event.id >= m_lines.front().event.id))
                continue;
            m_lines.push_front({event, {}});
            ++taken;
        }
        m_firstNumber += capacity - taken; // numbers only need to grow; rebuild() makes new ones
        rebuild();
    });
}

int ActivityModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

const pipeline::Event& ActivityModel::eventAt(int row) const
{
    return m_lines[m_rows[static_cast<std::size_t>(row)] - m_firstNumber].event;
}

QStringList ActivityModel::titles() const
{
    return {tr("Time"), tr("Severity"), tr("Kind"), tr("Zone"), tr("What happened")};
}

QString ActivityModel::cell(int row, int column) const
{
    const Line& line = m_lines[m_rows[static_cast<std::size_t>(row)] - m_firstNumber];
    switch (column) {
    case Time:
        return text::timeOfDay(line.event.at);
    case Severity:
        return text::severityWord(line.event.severity);
    case Kind:
        return text::eventKindWord(line.event.kind);
    case Zone:
        return line.event.zone ? m_bridge.names().zone(line.event.zone) : QString();
    case What:
        return sentenceOf(line);
    default:
        return {};
    }
}

QString ActivityModel::toolTip(int row, int column) const
{
    const pipeline::Event& event = eventAt(row);
    if (column == Time)
        return text::dayAndTime(event.at);
    if (column != What)
        return {};
    QString tip = cell(row, What);
    if (event.error && !event.error->detail.empty())
        tip += QStringLiteral("\n[") + QString::fromStdString(event.error->detail) + u']';
    return tip;
}

QVariant ActivityModel::other(int row, int column, int role) const
{
    if (role == StateRole && column == Severity) {
        // The mark and colour an operator knows from zones; quiet lines have none.
        const pipeline::Severity severity = eventAt(row).severity;
        if (severity == pipeline::Severity::Error)
            return static_cast<int>(zone::ZoneState::Failing);
        return severity == pipeline::Severity::Warning ? QVariant(static_cast<int>(zone::ZoneState::Behind))
                                                       : QVariant();
    }
    if (role == SeverityRole && column == Severity)
        return static_cast<int>(eventAt(row).severity);
    if (role == ZoneIdRole)
        return eventAt(row).zone.value;
    return {};
}

} // namespace zonescope::ui::models
