// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/status.h"
#include "ui/models/cloud_models.h"
#include "ui/models/release.h"
#include "ui/text/cloud_text.h"
#include "ui/text/format.h"

#include <algorithm>

namespace zonescope::ui::models {
namespace {

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// The label of a resource where the snapshot has it, else the id.
QString labelOf(const cloud::Snapshot& snapshot, const std::string& id)
{
    const cloud::Resource* resource = snapshot.find(id);
    return resource ? text::resourceLabel(*resource) : textOf(id);
}

zone::ZoneState markOf(cloud::Severity severity)
{
    return severity == cloud::Severity::Error     ? zone::ZoneState::Failing
           : severity == cloud::Severity::Warning ? zone::ZoneState::Behind
                                                  : zone::ZoneState::Unknown;
}

} // namespace

void CloudListModel::setFilter(const QString& text)
{
    m_filter = text;
    rebuild();
}

int CloudListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

std::vector<std::size_t> CloudListModel::filtered() const
{
    std::vector<std::size_t> rows;
    const QStringList words = m_filter.split(u' ', Qt::SkipEmptyParts);
    const int width = static_cast<int>(titles().size());
    for (std::size_t item = 0; item < itemCount(); ++item) {
        QString all;
        for (int column = 0; !words.isEmpty() && column < width; ++column)
            all += itemCell(item, column) + u'\n';
        if (std::ranges::all_of(words,
                                [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); }))
            rows.push_back(item);
    }
    return rows;
}

void CloudListModel::takeAll()
{
    m_rows = filtered();
}

void CloudListModel::rebuild()
{
    beginResetModel();
    takeAll();
    endResetModel();
}

void CloudFindingModel::show(cloud::CloudViewPtr view)
{
    m_view = std::move(view);
    choose();
}

void CloudFindingModel::setSuppressions(std::vector<cloud::Suppression> all, base::Timestamp now)
{
    m_suppressions = std::move(all);
    m_now = now;
    choose();
}

void CloudFindingModel::setShowSuppressed(bool shown)
{
    m_showSuppressed = shown;
    choose();
}

void CloudFindingModel::choose()
{
    beginResetModel(); // rows and what they stand for change together
    m_shown.clear();
    m_suppressed = 0;
    for (std::size_t i = 0; m_view && i < m_view->findings.size(); ++i) {
        const bool known = cloud::suppressionOf(m_view->findings[i], m_suppressions, m_now) != nullptr;
        m_suppressed += known;
        if (!known || m_showSuppressed)
            m_shown.push_back(i);
    }
    takeAll();
    endResetModel();
}

const cloud::Suppression* CloudFindingModel::suppressionAt(int row) const
{
    return cloud::suppressionOf(findingAt(row), m_suppressions, m_now);
}

QStringList CloudFindingModel::titles() const
{
    return {tr("Severity"), tr("Finding"), tr("Resource"), tr("Evidence"), tr("What to do"), tr("Known")};
}

QString CloudFindingModel::itemCell(std::size_t item, int column) const
{
    const cloud::Finding& shown = finding(item);
    switch (column) {
    case Severity:
        return text::cloudSeverity(shown.severity);
    case What:
        return text::findingTitle(shown.check);
    case Resource:
        return labelOf(*m_view->snapshot, shown.resources.front());
    case Evidence:
        return text::findingEvidence(shown);
    case Advice:
        return text::findingAdvice(shown.check);
    case Known:
        if (const auto* known = cloud::suppressionOf(shown, m_suppressions, m_now))
            return tr("until %1: %2").arg(text::shortTime(known->until, m_now), textOf(known->reason));
        return {};
    default:
        return {};
    }
}

QString CloudFindingModel::toolTip(int row, int column) const
{
    const cloud::Finding& shown = findingAt(row);
    if (column != Resource)
        return column == Severity ? QString() : itemCell(itemAt(row), column);
    QStringList all;
    for (const std::string& id : shown.resources)
        all << labelOf(*m_view->snapshot, id);
    return all.join(u'\n');
}

QVariant CloudFindingModel::other(int row, int column, int role) const
{
    if (role == StateRole && column == Severity)
        return static_cast<int>(suppressionAt(row) ? zone::ZoneState::Paused
                                                   : markOf(findingAt(row).severity));
    if (role == MutedRole)
        return column == Evidence || suppressionAt(row) != nullptr;
    return {};
}

void CloudNameModel::show(cloud::CloudViewPtr view, std::function<QString(base::ZoneId)> zoneName,
                          std::function<QString(base::ZoneId)> zoneState)
{
    m_view = std::move(view);
    m_zoneName = std::move(zoneName);
    m_zoneState = std::move(zoneState);
    rebuild();
}

QStringList CloudNameModel::titles() const
{
    return {tr("State"),      tr("Name"),      tr("Type"),        tr("Points at"),
            tr("Belongs to"), tr("From zone"), tr("Zone's state")};
}

QString CloudNameModel::itemCell(std::size_t item, int column) const
{
    const cloud::DnsJoinRow& row = m_view->dns[item];
    const bool held = row.record == cloud::Snapshot::none;
    switch (column) {
    case State:
        return text::joinWord(row.state);
    case Name:
        return textOf(row.name);
    case Type:
        return textOf(row.type);
    case Value:
        return textOf(row.value);
    case Owner:
        if (row.resource != cloud::Snapshot::none)
            return text::resourceLabel(m_view->snapshot->at(row.resource));
        return row.formerly.empty() ? text::none() : tr("formerly %1").arg(textOf(row.formerly));
    case From:
        return held ? m_zoneName(row.zone) : text::cloudProvider(m_view->snapshot->at(row.record).provider);
    case ZoneState:
        return held ? m_zoneState(row.zone) : text::none();
    default:
        return {};
    }
}

QString CloudNameModel::toolTip(int row, int column) const
{
    return column == State ? text::joinMeaning(nameAt(row).state) : itemCell(itemAt(row), column);
}

QVariant CloudNameModel::other(int row, int column, int role) const
{
    if (role == StateRole && column == State)
        switch (nameAt(row).state) {
        case cloud::JoinState::Dangling:
            return static_cast<int>(zone::ZoneState::Failing);
        case cloud::JoinState::PrivateAnswer:
            return static_cast<int>(zone::ZoneState::Behind);
        case cloud::JoinState::Owned:
            return static_cast<int>(zone::ZoneState::Current);
        case cloud::JoinState::Elsewhere:
            return static_cast<int>(zone::ZoneState::Unknown);
        }
    if (role == MutedRole)
        return nameAt(row).state == cloud::JoinState::Elsewhere && column != State;
    return {};
}

void CloudChangeModel::show(engine::CloudDifferenceAnswer answer)
{
    std::swap(m_answer, answer);
    m_items.clear();
    if (m_answer.difference)
        for (const cloud::ResourceChange& change : m_answer.difference->changes) {
            if (change.fields.empty())
                m_items.push_back({&change, nullptr});
            for (const cloud::FieldChange& field : change.fields)
                m_items.push_back({&change, &field});
        }
    rebuild();
    releaseElsewhere(std::move(answer.difference));
    releaseElsewhere(std::move(answer.older)); // often nobody else has it
    releaseElsewhere(std::move(answer.newer));
}

const cloud::Resource& CloudChangeModel::resourceOf(const Item& item) const
{
    return item.change->after == cloud::Snapshot::none ? m_answer.older->at(item.change->before)
                                                       : m_answer.newer->at(item.change->after);
}

QStringList CloudChangeModel::titles() const
{
    return {tr("Change"), tr("Kind"), tr("Resource"), tr("Field"), tr("Before"), tr("After")};
}

QString CloudChangeModel::itemCell(std::size_t item, int column) const
{
    const Item& shown = m_items[item];
    switch (column) {
    case Change:
        return text::cloudChange(shown.change->kind);
    case Kind:
        return text::cloudKind(resourceOf(shown).kind);
    case Resource:
        return text::resourceLabel(resourceOf(shown));
    case Field:
        return shown.field ? textOf(shown.field->path) : QString();
    case Before:
        return shown.field ? textOf(shown.field->before) : QString();
    case After:
        return shown.field ? textOf(shown.field->after) : QString();
    default:
        return {};
    }
}

QString CloudChangeModel::toolTip(int row, int column) const
{
    return itemCell(itemAt(row), column);
}

QVariant CloudChangeModel::other(int row, int column, int role) const
{
    const cloud::ChangeKind kind = m_items[itemAt(row)].change->kind;
    if (role == ChangeSignRole && column == Change)
        return kind == cloud::ChangeKind::Added ? 1 : kind == cloud::ChangeKind::Removed ? -1 : 0;
    return {};
}

void CloudScopeModel::show(cloud::CloudViewPtr view)
{
    m_view = std::move(view);
    rebuild();
}

QStringList CloudScopeModel::titles() const
{
    return {tr("State"),  tr("What"),      tr("Provider"), tr("Account"),
            tr("Region"), tr("Resources"), tr("Read at"),  tr("Detail")};
}

QString CloudScopeModel::itemCell(std::size_t item, int column) const
{
    const cloud::Scope& scope = m_view->snapshot->scopes()[item];
    switch (column) {
    case State:
        return text::scopeState(scope.state);
    case What:
        return textOf(scope.what);
    case Provider:
        return scope.resources > 0 ? text::cloudProvider(scope.provider) : text::none();
    case Account:
        return textOf(scope.account);
    case Region:
        return textOf(scope.region);
    case Resources:
        return text::number(scope.resources);
    case Read:
        return text::dayAndTime(scope.readAt);
    case Detail:
        return textOf(scope.detail);
    default:
        return {};
    }
}

QString CloudScopeModel::toolTip(int row, int column) const
{
    return itemCell(itemAt(row), column);
}

QVariant CloudScopeModel::other(int row, int column, int role) const
{
    if (role != StateRole || column != State)
        return {};
    switch (m_view->snapshot->scopes()[itemAt(row)].state) {
    case cloud::ScopeState::Ok:
        return static_cast<int>(zone::ZoneState::Current);
    case cloud::ScopeState::Broken:
    case cloud::ScopeState::Denied:
        return static_cast<int>(zone::ZoneState::Failing);
    default:
        return static_cast<int>(zone::ZoneState::Behind);
    }
}

} // namespace zonescope::ui::models
