// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace zonescope::ui::models {

/// The host's connections, looked at once a second while at least one view wants to see them. Main thread.
class ConnectionFeed final : public QObject
{
    Q_OBJECT

public:
    explicit ConnectionFeed(engine::Engine& engine, QObject* parent = nullptr);

    /// Once for each view, when it is shown and when it is hidden.
    void want(bool wanted);
    const std::shared_ptr<const congestion::Snapshot>& snapshot() const { return m_snapshot; }

signals:
    void changed();

private:
    void look();

    engine::Engine& m_engine;
    std::shared_ptr<const congestion::Snapshot> m_snapshot;
    QTimer m_clockwork;
    int m_wanted = 0;
};

} // namespace zonescope::ui::models
