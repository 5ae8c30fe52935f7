// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/cloud_view.h"
#include "model/cloud/gate/route_plan.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace zonescope::ui::cloudpage {

/// Where a route stands and what it is about, as far as it is known before somebody types.
struct RouteWish
{
    QString table; ///< native id
    QString destination;
};
/// For packets from one end to another, as they are typed: the table that decides about them, and the network
/// they go to. Empty what cannot be told.
RouteWish routeWish(const cloud::NetworkModel& model, const QString& from, const QString& to);

/// Routes to be put into a table or router, or taken out of it. Says while one types what is wrong with them
/// in the snapshot that is shown; what they would do is worked out afterwards.
class RouteDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Without a view nothing is known of tables, and only what can be read is checked.
    RouteDialog(cloud::CloudViewPtr view, const RouteWish& wish, QWidget* parent = nullptr);
    std::vector<cloud::RouteAction> actions() const;

private:
    void fillTables(const QString& table);
    QString table() const;
    void check();

    cloud::CloudViewPtr m_view;
    QComboBox* m_table;
    QLineEdit* m_destinations;
    QLineEdit* m_target;
    QCheckBox* m_withdraw;
    QLabel* m_problem;
    QPushButton* m_next;
};

} // namespace zonescope::ui::cloudpage
