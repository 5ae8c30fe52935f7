// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/change_book.h"

#include <algorithm>

namespace zonescope::ui::models {
namespace {

constexpr std::size_t questionLimit = 10'000;
constexpr std::size_t keptChanges = 20'000; // bounds memory when a window stays open for weeks

} // namespace

ChangeBook::ChangeBook(EngineBridge& bridge, Selection& selection, QObject* parent)
    : QObject(parent)
    , m_bridge(bridge)
    , m_selection(selection)
    , m_question(bridge, this)
{
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(100);
    connect(&m_quiet, &QTimer::timeout, this, &ChangeBook::changed);
    connect(&bridge, &EngineBridge::changesSeen, this, &ChangeBook::merge);
    connect(&selection, &Selection::rangeChanged, this, &ChangeBook::reload);
}

void ChangeBook::reload()
{
    pipeline::HistoryFilter filter;
    filter.period = m_selection.period();
    filter.limit = questionLimit;
    m_question.ask<engine::ChangesAnswer>(m_bridge.engine().changes(filter), [this](const auto& answer) {
        m_cut = answer.changes.size() >= questionLimit;
        merge(answer.changes);
    });
}

void ChangeBook::merge(const std::vector<pipeline::Change>& changes)
{
    for (const pipeline::Change& change : changes)
        m_changes.insert_or_assign(change.id, change);
    while (m_changes.size() > keptChanges)
        m_changes.erase(m_changes.begin());
    touch();
}

void ChangeBook::touch()
{
    if (!m_quiet.isActive())
        m_quiet.start();
}

std::vector<Arrival> ChangeBook::arrivals(const std::vector<base::ZoneId>& zones,
                                          const pipeline::Period& period) const
{
    std::vector<Arrival> found;
    for (const auto& [id, change] : m_changes) {
        if (change.startedAt < period.from || change.startedAt >= period.to)
            continue;
        if (!zones.empty() && std::ranges::find(zones, change.zone) == zones.end())
            continue;
        for (const pipeline::EdgeArrival& edge : change.edges)
            if (edge.delay || edge.failure)
                found.push_back({change.startedAt, change.zone, edge.edge, id, edge.delay, edge.uncertainty,
                                 edge.failure});
    }
    std::ranges::stable_sort(found, {}, &Arrival::at);
    return found;
}

const pipeline::Change* ChangeBook::newestOf(base::ZoneId zone) const
{
    for (auto it = m_changes.rbegin(); it != m_changes.rend(); ++it)
        if (it->second.zone == zone)
            return &it->second;
    return nullptr;
}

} // namespace zonescope::ui::models
