// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/cloud/route_dialog.h"
#include "ui/models/cloud_models.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace zonescope::ui::widgets {
class TableView;
}

namespace zonescope::ui::cloudpage {

/// "Where does this address go from there, and why": every route that fits, the winning one first.
class RouteForm final : public QWidget
{
    Q_OBJECT

public:
    /// `table` shows `model`.
    RouteForm(models::CloudRouteModel& model, widgets::TableView* table, QWidget* parent = nullptr);

    void show(cloud::CloudViewPtr view);
    void ask(const QString& from, const QString& to);
    void focusFirst();
    QString verdict() const;

signals:
    /// Somebody wants to change where this goes.
    void routeWanted(const zonescope::ui::cloudpage::RouteWish& wish);
    void resourceWanted(zonescope::cloud::Index resource);

private:
    void answer();
    void wish(); ///< for what stands in the fields

    models::CloudRouteModel& m_model;
    widgets::TableView* m_table;
    cloud::CloudViewPtr m_view;
    QLineEdit* m_from;
    QLineEdit* m_to;
    QLabel* m_verdict;
    QPushButton* m_change;
};

} // namespace zonescope::ui::cloudpage
