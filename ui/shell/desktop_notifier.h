// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

namespace zonescope::ui::shell {

/// Says something outside the window. Window thread.
class Notifier
{
public:
    virtual ~Notifier() = default;
    virtual void notify(const QString& title, const QString& text) = 0;
};

/// org.freedesktop.Notifications over the session bus, asynchronous; a later one takes the place of the one
/// before, so that a cloud that drifts all night leaves one bubble. Without a bus nothing happens.
class DesktopNotifier final : public QObject, public Notifier
{
    Q_OBJECT

public:
    explicit DesktopNotifier(QObject* parent = nullptr);
    void notify(const QString& title, const QString& text) override;

    /// What is sent: the arguments of Notify(), in the order of the specification.
    static QVariantList arguments(const QString& title, const QString& text, uint replaces);

private:
    uint m_last = 0; ///< the server's number of the bubble
};

} // namespace zonescope::ui::shell
