// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings.h"

#include <QSettings>
#include <QStandardPaths>
#include <QStringList>

namespace zonescope::app {

QString Settings::defaultFile()
{
    const QString given = qEnvironmentVariable("ZONESCOPE_SETTINGS");
    if (!given.isEmpty())
        return given;
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) +
           QStringLiteral("/zonescope.ini");
}

QString Settings::dataFolder() const
{
    const QSettings ini(m_file, QSettings::IniFormat);
    const QString fallback = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    return ini.value(QStringLiteral("engine/dataFolder"), fallback).toString();
}

base::Result<std::vector<net::Endpoint>> Settings::notifyListen() const
{
    return endpoints(QStringLiteral("engine/notifyListen"),
                     {QStringLiteral("0.0.0.0:5310"), QStringLiteral("[::]:5310")});
}

base::Result<std::vector<net::Endpoint>> Settings::serveListen() const
{
    return endpoints(QStringLiteral("engine/serveListen"),
                     {QStringLiteral("127.0.0.1:5311"), QStringLiteral("[::1]:5311")});
}

base::Result<std::vector<net::Prefix>> Settings::notifyProxies() const
{
    const QString key = QStringLiteral("engine/notifyProxies");
    std::vector<net::Prefix> found;
    const QStringList texts = QSettings(m_file, QSettings::IniFormat).value(key).toStringList();
    for (const QString& text : texts) {
        const auto prefix = net::Prefix::fromText(text.trimmed().toStdString());
        if (!prefix)
            return base::fail(prefix.error().code,
                              m_file.toStdString() + ": " + key.toStdString() + ": " + prefix.error().detail);
        found.push_back(*prefix);
    }
    return found;
}

QString Settings::serveName() const
{
    return QSettings(m_file, QSettings::IniFormat).value(QStringLiteral("engine/serveName")).toString();
}

int Settings::theme() const
{
    return QSettings(m_file, QSettings::IniFormat).value(QStringLiteral("appearance/theme"), 0).toInt();
}

int Settings::desktopScheme() const
{
    return QSettings(m_file, QSettings::IniFormat).value(QStringLiteral("appearance/desktop"), 0).toInt();
}

QString Settings::language() const
{
    return QSettings(m_file, QSettings::IniFormat).value(QStringLiteral("appearance/language")).toString();
}

base::Result<std::vector<net::Endpoint>> Settings::endpoints(const QString& key,
                                                             const QStringList& fallback) const
{
    const QSettings ini(m_file, QSettings::IniFormat);
    std::vector<net::Endpoint> found;
    for (const QString& text : ini.value(key, fallback).toStringList()) {
        const auto endpoint = net::Endpoint::fromText(text.trimmed().toStdString());
        if (!endpoint)
            return base::fail(endpoint.error().code, m_file.toStdString() + ": " + key.toStdString() + ": " +
                                                         endpoint.error().detail);
        found.push_back(*endpoint);
    }
    return found;
}

} // namespace zonescope::app
