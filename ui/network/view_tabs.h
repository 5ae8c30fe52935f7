// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/network/network_view.h"

#include <vector>

class QTabWidget;

namespace zonescope::ui::network {

/// Views beside each other as tabs; itself a view, so that tabs can hold tabs. Hands on what is asked to the
/// view that is shown and remembers which one it was.
class ViewTabs final : public NetworkView
{
    Q_OBJECT

public:
    ViewTabs(QString key, QString title, QWidget* parent = nullptr);

    /// Takes it over; tabs stand in the order in which they were added.
    void addView(NetworkView* view);
    const std::vector<NetworkView*>& views() const { return m_views; }
    NetworkView* current() const; ///< nullptr without views
    /// "host", or through several levels "congestion/host"; false: there is none.
    bool showView(const QString& path);

    QString title() const override { return m_title; }
    QString key() const override { return m_key; }
    void focusFilter() override;
    void focusContent() override;
    bool closeInnermost() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

private:
    QString m_key, m_title;
    QTabWidget* m_tabs;
    std::vector<NetworkView*> m_views;
};

} // namespace zonescope::ui::network
