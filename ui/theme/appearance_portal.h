// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusVariant>
#include <QObject>

class QDBusPendingCallWatcher;

namespace zonescope::ui::theme {

/// Asks org.freedesktop.portal.Settings for color-scheme and contrast and follows its change signal. Every
/// call is asynchronous; without a bus or a portal nothing happens.
class AppearancePortal final : public QObject
{
    Q_OBJECT

public:
    explicit AppearancePortal(QObject* parent = nullptr);
    void start();

    /// One setting as the portal wraps it; unknown keys are ignored.
    void take(const QString& space, const QString& key, const QVariant& value);

signals:
    void appearance(bool dark, bool highContrast);

private slots:
    void settingChanged(const QString& space, const QString& key, const QDBusVariant& value);

private:
    void ask(const QString& key);

    bool m_dark = false;
    bool m_highContrast = false;
};

} // namespace zonescope::ui::theme
