// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/desktop_notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QDBusPendingCallWatcher>
#include <QVariantMap>

namespace zonescope::ui::shell {

DesktopNotifier::DesktopNotifier(QObject* parent)
    : QObject(parent)
{
}

QVariantList DesktopNotifier::arguments(const QString& title, const QString& text, uint replaces)
{
    constexpr int serverDecides = -1;
    // The body may be markup: names come from providers.
    return {QStringLiteral("Zonescope"),
            replaces,
            QStringLiteral("org.zonescope.Zonescope"),
            title,
            text.toHtmlEscaped(),
            QStringList(),
            QVariantMap{{QStringLiteral("desktop-entry"), QStringLiteral("org.zonescope.Zonescope")}},
            serverDecides};
}

void DesktopNotifier::notify(const QString& title, const QString& text)
{
    // Connecting without an address makes libdbus try to launch a bus, which may take long.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return;
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    auto call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
    call.setArguments(arguments(title, text, m_last));
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call, 5000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        const QDBusMessage reply = done->reply();
        if (reply.type() == QDBusMessage::ReplyMessage && !reply.arguments().isEmpty())
            m_last = reply.arguments().constFirst().toUInt();
        done->deleteLater();
    });
}

} // namespace zonescope::ui::shell
