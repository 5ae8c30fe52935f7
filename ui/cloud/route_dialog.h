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
/// What decides about packets from there to that address: its table, and the network they go to.
RouteWish routeWish(const cloud::NetworkModel& model, cloud::Index subnet, const net::IpAddress& to,
                    const std::vector<std::string>& tags);

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
