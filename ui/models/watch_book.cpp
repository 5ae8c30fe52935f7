// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/watch_book.h"

#include <algorithm>

namespace zonescope::ui::models {

WatchBook::WatchBook(engine::Engine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
{
}

bool WatchBook::add(const congestion::Connection& connection)
{
    const auto known = std::ranges::find(m_connections, connection.cookie, &congestion::Connection::cookie);
    if (known == m_connections.end()) {
        if (m_connections.size() == congestion::WatchList::most)
            return false;
        m_connections.push_back(connection);
        m_engine.watchClosely(m_connections);
    }
    emit changed();
    return true;
}

void WatchBook::remove(std::uint64_t cookie)
{
    std::erase_if(m_connections,
                  [cookie](const congestion::Connection& connection) { return connection.cookie == cookie; });
    m_engine.watchClosely(m_connections);
    emit changed();
}

} // namespace zonescope::ui::models
