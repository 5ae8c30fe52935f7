// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/connection_feed.h"

namespace zonescope::ui::models {

ConnectionFeed::ConnectionFeed(engine::Engine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_snapshot(engine.connections())
{
    m_clockwork.setInterval(1000);
    connect(&m_clockwork, &QTimer::timeout, this, &ConnectionFeed::look);
}

void ConnectionFeed::want(bool wanted)
{
    const int before = m_wanted;
    m_wanted += wanted ? 1 : -1;
    if ((before > 0) != (m_wanted > 0)) {
        m_engine.watchConnections(m_wanted > 0);
        if (m_wanted > 0)
            m_clockwork.start();
        else
            m_clockwork.stop();
    }
    if (wanted)
        look();
}

void ConnectionFeed::look()
{
    m_snapshot = m_engine.connections();
    emit changed();
}

} // namespace zonescope::ui::models
