// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/transfer_model.h"

#include "model/dns/types.h"
#include "model/path/route_book.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/text/verdict_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace zonescope::ui::models {
namespace {

constexpr std::size_t keptAttempts = 2000;

bool isOver(pipeline::TransferProgress::Phase phase)
{
    return phase >= pipeline::TransferProgress::Phase::Done;
}

QString serialsText(std::optional<std::uint32_t> from, std::optional<std::uint32_t> to)
{
    if (!from && !to)
        return {};
    if (!from || !to || *from == *to)
        return text::serial(to ? to : from);
    return text::serial(from) + QStringLiteral(" → ") + text::serial(to);
}

} // namespace

TransferModel::TransferModel(EngineBridge& bridge, std::shared_ptr<const base::Clock> clock, QObject* parent)
    : PlainTable(parent)
    , m_bridge(bridge)
    , m_clock(std::move(clock))
    , m_question(bridge, this)
{
    connect(&bridge, &EngineBridge::progressed, this, &TransferModel::onProgress);
    connect(&bridge, &EngineBridge::attempted, this, &TransferModel::onAttempts);
}

void TransferModel::show(base::ZoneId zone, base::PrimaryId primary, pipeline::Period period)
{
    beginResetModel();
    m_zone = zone;
    m_primary = primary;
    m_running.clear();
    m_attempts.clear();
    endResetModel();
    pipeline::HistoryFilter filter;
    filter.period = period;
    filter.limit = keptAttempts;
    if (zone)
        filter.zones = {zone};
    if (primary)
        filter.primaries = {primary};
    m_question.ask<engine::AttemptsAnswer>(m_bridge.engine().attempts(filter), [this](const auto& answer) {
        std::deque<pipeline::TransferAttempt> merged(answer.attempts.begin(), answer.attempts.end());
        for (auto it = m_attempts.rbegin(); it != m_attempts.rend(); ++it) // arrived while we asked
            if (merged.empty() || it->id > merged.front().id)
                merged.push_front(*it);
        beginResetModel();
        m_attempts = std::move(merged);
        endResetModel();
    });
}

bool TransferModel::isShown(base::ZoneId zone, base::PrimaryId primary) const
{
    return (!m_zone || zone == m_zone) && (!m_primary || primary == m_primary);
}

void TransferModel::onProgress(const std::vector<pipeline::TransferProgress>& progress)
{
    for (const pipeline::TransferProgress& run : progress) {
        if (!isShown(run.zone, run.primary))
            continue;
        const auto found = std::ranges::find(m_running, run.zone, &pipeline::TransferProgress::zone);
        const auto at = static_cast<std::size_t>(found - m_running.begin());
        if (found != m_running.end() && isOver(run.phase)) {
            finish(at);
        } else if (found != m_running.end()) {
            *found = run;
            emit dataChanged(index(static_cast<int>(at), 0), index(static_cast<int>(at), columnCount() - 1));
        } else if (!isOver(run.phase)) {
            beginInsertRows({}, 0, 0);
            m_running.insert(m_running.begin(), run);
            endInsertRows();
        }
    }
}

void TransferModel::finish(std::size_t running)
{
    const int row = static_cast<int>(running);
    beginRemoveRows({}, row, row);
    m_running.erase(m_running.begin() + static_cast<std::ptrdiff_t>(running));
    endRemoveRows();
}

void TransferModel::onAttempts(const std::vector<pipeline::TransferAttempt>& attempts)
{
    for (const pipeline::TransferAttempt& attempt : attempts) {
        if (!isShown(attempt.zone, attempt.primary))
            continue;
        const int row = static_cast<int>(m_running.size());
        beginInsertRows({}, row, row);
        m_attempts.push_front(attempt);
        endInsertRows();
    }
    if (m_attempts.size() > keptAttempts) {
        const int first = static_cast<int>(m_running.size() + keptAttempts);
        beginRemoveRows({}, first, rowCount() - 1);
        m_attempts.resize(keptAttempts);
        endRemoveRows();
    }
}

int TransferModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_running.size() + m_attempts.size());
}

const pipeline::TransferAttempt& TransferModel::attemptAt(int row) const
{
    return m_attempts[static_cast<std::size_t>(row) - m_running.size()];
}

base::ZoneId TransferModel::zoneAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return isRunning(row) ? m_running[static_cast<std::size_t>(row)].zone : attemptAt(row).zone;
}

QStringList TransferModel::titles() const
{
    return {tr("State"), tr("Zone"),     tr("Kind"),    tr("Primary"), tr("Serial"),     tr("Records"),
            tr("Size"),  tr("Duration"), tr("Started"), tr("Why"),     tr("Connection"), tr("Result")};
}

QString TransferModel::cell(int row, int column) const
{
    return isRunning(row) ? runningCell(m_running[static_cast<std::size_t>(row)], column)
                          : attemptCell(attemptAt(row), column);
}

QString TransferModel::runningCell(const pipeline::TransferProgress& run, int column) const
{
    const text::Names& names = m_bridge.names();
    switch (column) {
    case State:
        return text::phaseWord(run.phase);
    case Zone:
        return names.zone(run.zone);
    case Kind:
        return text::transferKindWord(run.kind);
    case Primary:
        return run.primary ? names.primary(run.primary) : text::none();
    case Records:
        return text::number(run.records);
    case Bytes:
        return text::bytes(run.bytes);
    case Duration:
        return run.startedAt.time_since_epoch().count() ? text::duration(m_clock->wall() - run.startedAt)
                                                        : text::none();
    case Started:
        return run.startedAt.time_since_epoch().count() ? text::shortTime(run.startedAt, m_clock->wall())
                                                        : text::none();
    default:
        return {};
    }
}

QString TransferModel::attemptCell(const pipeline::TransferAttempt& attempt, int column) const
{
    const text::Names& names = m_bridge.names();
    switch (column) {
    case State:
        return attempt.error ? tr("Failed") : tr("Done");
    case Zone:
        return text::toQString(attempt.apex);
    case Kind:
        return text::transferKindWord(attempt.kind);
    case Primary:
        return names.primary(attempt.primary);
    case Serials:
        return serialsText(attempt.fromSerial, attempt.toSerial);
    case Records:
        return text::number(attempt.records);
    case Bytes:
        return text::bytes(attempt.bytes);
    case Duration:
        return text::duration(attempt.duration);
    case Started:
        return text::shortTime(attempt.startedAt, m_clock->wall());
    case Why:
        return text::triggerWords(attempt.triggers);
    case Verdict:
        return attempt.verdict ? text::verdictWord(*attempt.verdict) : text::none();
    case Result:
        if (attempt.error)
            return text::errorText(*attempt.error,
                                   {names.primary(attempt.primary), QString::fromStdString(attempt.keyName),
                                    text::toQString(attempt.apex)})
                .cause;
        return attempt.kind == pipeline::TransferKind::SoaOnly ? tr("Unchanged") : tr("Transferred");
    default:
        return {};
    }
}

QString TransferModel::toolTip(int row, int column) const
{
    if (isRunning(row))
        return {};
    const pipeline::TransferAttempt& attempt = attemptAt(row);
    if (column == Started)
        return text::dayAndTime(attempt.startedAt);
    if (column == Primary)
        return text::toQString(attempt.address);
    if (column == Verdict)
        return text::flowLines(attempt);
    if (column != Result && column != State)
        return {};
    QStringList lines;
    if (attempt.error)
        lines << text::errorWithDetail(*attempt.error, {m_bridge.names().primary(attempt.primary),
                                                        QString::fromStdString(attempt.keyName),
                                                        text::toQString(attempt.apex)});
    if (attempt.extendedError)
        lines << tr("The server adds: %1 %2")
                     .arg(QString::fromStdString(dns::extendedErrorText(*attempt.extendedError)),
                          QString::fromStdString(attempt.extendedErrorText));
    if (attempt.transport == pipeline::Transport::Tls)
        lines << tr("Encrypted with TLS");
    if (attempt.transport == pipeline::Transport::TcpNotTls)
        lines << tr("Not encrypted: TLS failed and this primary is asked without it then");
    if (attempt.route != 0)
        lines << tr("Over the route %1").arg(QString::fromStdString(path::routeName(attempt.route)));
    if (!attempt.nsid.empty())
        lines << tr("Answered by the node %1").arg(QString::fromStdString(attempt.nsid));
    return lines.join(u'\n');
}

QVariant TransferModel::other(int row, int column, int role) const
{
    if (role == StateRole && column == State) {
        if (isRunning(row))
            return static_cast<int>(zone::ZoneState::Refreshing);
        return static_cast<int>(attemptAt(row).error ? zone::ZoneState::Failing : zone::ZoneState::Current);
    }
    if (role == ProgressRole && column == State)
        return isRunning(row) ? QVariant(-1) : QVariant();
    if (role == ZoneIdRole)
        return zoneAt(row).value;
    return {};
}

} // namespace zonescope::ui::models
