// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/drift_model.h"

#include "model/zone/status.h"
#include "ui/text/cloud_text.h"
#include "ui/text/drift_text.h"
#include "ui/text/format.h"
#include "ui/text/revert_text.h"

#include <algorithm>
#include <numeric>

namespace zonescope::ui::models {
namespace {

int rankOf(cloud::DriftState state)
{
    return state == cloud::DriftState::Open ? 0 : state == cloud::DriftState::Suspected ? 1 : 2;
}

QString joined(const cloud::DriftFinding& finding, std::string cloud::DriftField::*side)
{
    QStringList texts;
    for (const cloud::DriftField& field : finding.fields) {
        const QString value = QString::fromStdString(field.*side);
        const bool alone = finding.fields.size() == 1 && !finding.part.empty();
        texts += alone ? value : QString::fromStdString(field.name) + QStringLiteral(": ") + value;
    }
    return texts.join(QStringLiteral("; "));
}

} // namespace

void CloudDriftModel::show(std::shared_ptr<const engine::DriftView> view, base::Timestamp now)
{
    m_view = std::move(view);
    m_now = now;
    m_notes.clear();
    if (m_view)
        for (const engine::RevertNote& note : m_view->notes)
            m_notes.emplace(note.key, &note);
    m_order.resize(m_view ? m_view->events.size() : 0);
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    std::ranges::stable_sort(m_order, {}, [this](std::size_t i) { return rankOf(m_view->events[i].state); });
    m_open = m_view ? static_cast<int>(std::ranges::count(m_view->events, cloud::DriftState::Open,
                                                          &cloud::DriftEvent::state))
                    : 0;
    rebuild();
}

QStringList CloudDriftModel::titles() const
{
    return {tr("State"),    tr("What"),   tr("Kind"),  tr("Resource"),  tr("Route or rule"),
            tr("Expected"), tr("Actual"), tr("Since"), tr("By itself"), tr("Managed by")};
}

QString CloudDriftModel::itemCell(std::size_t item, int column) const
{
    const cloud::DriftEvent& event = m_view->events[m_order[item]];
    const cloud::DriftFinding& finding = event.finding;
    switch (column) {
    case State:
        return text::driftState(event.state);
    case What:
        return text::driftKind(finding.kind);
    case Kind:
        return text::cloudKind(finding.resourceKind);
    case Resource:
        return text::driftObject(finding);
    case Object:
        return QString::fromStdString(finding.part);
    case Expected:
        return joined(finding, &cloud::DriftField::expected);
    case Actual:
        return joined(finding, &cloud::DriftField::actual);
    case Since:
        return text::shortTime(event.firstSeen, m_now);
    case ByItself: {
        const engine::RevertNote* note = noteOf(m_order[item]);
        return note ? text::revertWord(note->decision) : text::none();
    }
    case Owner:
        return finding.owner.empty() ? tr("this program") : QString::fromStdString(finding.owner);
    default:
        return {};
    }
}

const engine::RevertNote* CloudDriftModel::noteOf(std::size_t event) const
{
    const cloud::DriftEvent& drift = m_view->events[event];
    const auto found =
        drift.state == cloud::DriftState::Closed ? m_notes.end() : m_notes.find(drift.finding.key());
    return found == m_notes.end() ? nullptr : found->second;
}

QString CloudDriftModel::toolTip(int row, int column) const
{
    const cloud::DriftEvent& event = eventAt(row);
    if (column == ByItself)
        if (const engine::RevertNote* note = noteAt(row))
            return text::revertSentence(note->decision, m_now);
    if (column != Since)
        return text::driftSentence(event.finding) + u' ' + text::driftAdvice(event.finding);
    if (event.state != cloud::DriftState::Closed)
        return tr("First seen %1, last seen %2.")
            .arg(text::dayAndTime(event.firstSeen), text::dayAndTime(event.lastSeen));
    return tr("First seen %1, gone since %2.")
        .arg(text::dayAndTime(event.firstSeen), text::dayAndTime(event.closedAt));
}

QVariant CloudDriftModel::other(int row, int column, int role) const
{
    if (role != StateRole || column != State)
        return {};
    switch (eventAt(row).state) {
    case cloud::DriftState::Open:
        return static_cast<int>(zone::ZoneState::Failing);
    case cloud::DriftState::Suspected:
        return static_cast<int>(zone::ZoneState::Behind);
    case cloud::DriftState::Closed:
        return static_cast<int>(zone::ZoneState::Current);
    }
    return {};
}

} // namespace zonescope::ui::models
