// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/net/endpoint.h"

#include <QString>

#include <vector>

namespace zonescope::app {

/// What must be known before the engine starts: an INI file that people may edit. Unknown keys survive.
/// Window state stands in the same file and belongs to ui/shell; appearance is read here too, before there is
/// a window.
class Settings
{
public:
    /// $ZONESCOPE_SETTINGS, else zonescope.ini in the user's configuration folder.
    static QString defaultFile();

    explicit Settings(QString file)
        : m_file(std::move(file))
    {
    }

    const QString& file() const { return m_file; }
    /// Where databases and secrets live: key `engine/dataFolder`, else the user's data folder.
    QString dataFolder() const;
    /// Keys `engine/notifyListen` (0.0.0.0:5310, [::]:5310) and `engine/serveListen` (127.0.0.1:5311,
    /// [::1]:5311): lists. NOTIFY must reach us from outside; published zones are for this host unless the
    /// operator says otherwise. Errors: InvalidAddress with file and key.
    base::Result<std::vector<net::Endpoint>> notifyListen() const;
    base::Result<std::vector<net::Endpoint>> serveListen() const;
    /// Key `engine/notifyProxies`: load balancers before the NOTIFY listener, a list of prefixes. Errors:
    /// InvalidPrefix.
    base::Result<std::vector<net::Prefix>> notifyProxies() const;
    /// Key `engine/serveName`: what the built-in server answers to who asks for its NSID; empty: nothing.
    QString serveName() const;
    int theme() const; ///< ui::theme::Preference as the window stored it, 0 (System) when never chosen
    int desktopScheme() const; ///< ui::theme::Scheme that the desktop asked for last, 0 (Light) at first
    QString language() const;  ///< "en", "de"; empty: the desktop's

private:
    base::Result<std::vector<net::Endpoint>> endpoints(const QString& key, const QStringList& fallback) const;

    QString m_file;
};

} // namespace zonescope::app
