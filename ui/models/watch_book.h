// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"

#include <QObject>

#include <vector>

namespace zonescope::ui::models {

/// The connections somebody chose to look at closely. Main thread.
class WatchBook final : public QObject
{
    Q_OBJECT

public:
    explicit WatchBook(engine::Engine& engine, QObject* parent = nullptr);

    const std::vector<congestion::Connection>& connections() const { return m_connections; }
    std::shared_ptr<const congestion::WatchSeries> series(std::uint64_t cookie) const
    {
        return m_engine.closeWatch(cookie);
    }
    /// False: the list is full (congestion::WatchList::most).
    bool add(const congestion::Connection& connection);
    void remove(std::uint64_t cookie);

signals:
    void changed();

private:
    engine::Engine& m_engine;
    std::vector<congestion::Connection> m_connections;
};

} // namespace zonescope::ui::models
