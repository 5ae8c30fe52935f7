// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/engine_bridge.h"

#include <QObject>

#include <set>

namespace zonescope::ui::shell {

/// Follows the transfers one key press asked for and says how they went: "2 of 3 transferred, 1 failed".
class TransferTracker final : public QObject
{
    Q_OBJECT

public:
    explicit TransferTracker(models::EngineBridge& bridge, QObject* parent = nullptr);
    void ask(engine::TransferRequest request);

signals:
    void told(const QString& text, bool problem);

private:
    void onProgress(const std::vector<pipeline::TransferProgress>& progress);
    void report();

    models::EngineBridge& m_bridge;
    models::Question m_question;
    std::set<base::ZoneId> m_open;
    std::size_t m_asked = 0;
    std::size_t m_failed = 0;
    base::ZoneId m_lastFailed;
};

} // namespace zonescope::ui::shell
