// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/workspace.h"
#include "ui/shell/page.h"

namespace zonescope::ui::network {

class NetworkView;
class ViewTabs;

/// The network this host sees: congestion of its connections, and the paths to primaries and edges. Only a
/// frame; network_views.cpp says which views there are.
class NetworkPage final : public shell::Page
{
    Q_OBJECT

public:
    NetworkPage(models::Workspace& workspace, charts::TimeSelection& time, QWidget* parent = nullptr);

    void addView(NetworkView* view); ///< a tab of the first level
    /// "congestion/host"; false: there is no such view.
    bool showView(const QString& path);

    QString title() const override;
    void focusFilter() override;
    void focusContent() override;
    bool closeInnermost() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

private:
    ViewTabs* m_views;
};

} // namespace zonescope::ui::network
