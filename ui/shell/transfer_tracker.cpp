// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/transfer_tracker.h"

#include "ui/text/error_text.h"
#include "ui/text/format.h"

namespace zonescope::ui::shell {

TransferTracker::TransferTracker(models::EngineBridge& bridge, QObject* parent)
    : QObject(parent)
    , m_bridge(bridge)
    , m_question(bridge, this)
{
    connect(&bridge, &models::EngineBridge::progressed, this, &TransferTracker::onProgress);
}

void TransferTracker::ask(engine::TransferRequest request)
{
    m_open = {request.zones.begin(), request.zones.end()};
    m_asked = m_open.size();
    m_failed = 0;
    const QString what = m_asked == 1 ? m_bridge.names().zone(request.zones.front())
                                      : tr("%n zone(s)", nullptr, static_cast<int>(m_asked));
    emit told(request.full ? tr("Transferring %1 in full").arg(what) : tr("Transferring %1").arg(what),
              false);
    m_question.ask<engine::Done>(
        m_bridge.engine().transfer(std::move(request)), [](const engine::Done&) {},
        [this](const base::Error& error) {
            m_open.clear();
            emit told(text::errorText(error).both(), true);
        });
}

void TransferTracker::onProgress(const std::vector<pipeline::TransferProgress>& progress)
{
    using Phase = pipeline::TransferProgress::Phase;
    const std::size_t before = m_open.size();
    for (const pipeline::TransferProgress& run : progress) {
        if (run.phase < Phase::Done || m_open.erase(run.zone) == 0)
            continue;
        if (run.phase != Phase::Done) {
            ++m_failed;
            m_lastFailed = run.zone;
        }
    }
    if (m_open.size() != before)
        report();
}

void TransferTracker::report()
{
    const std::size_t over = m_asked - m_open.size();
    if (m_asked == 1) {
        emit told(m_failed ? tr("The transfer failed.") : tr("The transfer is done."), m_failed > 0);
        return;
    }
    const QString done = tr("%1 of %2 transferred").arg(text::number(over - m_failed), text::number(m_asked));
    emit told(m_failed ? tr("%1, %2 failed, last %3")
                             .arg(done, text::number(m_failed), m_bridge.names().zone(m_lastFailed))
                       : done,
              m_failed > 0);
}

} // namespace zonescope::ui::shell
