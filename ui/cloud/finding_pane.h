// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cloud_models.h"

#include <QWidget>

class QCheckBox;
class QPushButton;

namespace zonescope::ui::widgets {
class TableView;
}

namespace zonescope::ui::cloudpage {

/// Findings, and what is done about those that may stay.
class FindingPane final : public QWidget
{
    Q_OBJECT

public:
    FindingPane(models::CloudFindingModel& model, widgets::TableView* table,
                std::function<base::Timestamp()> now, QWidget* parent = nullptr);

    void setSuppressions(std::vector<cloud::Suppression> all);

signals:
    void resourceWanted(const std::string& id);
    void suppressionWanted(const zonescope::engine::SuppressFinding& what);

private:
    void enable();
    void suppress();
    void takeBack();

    models::CloudFindingModel& m_model;
    widgets::TableView* m_table;
    std::function<base::Timestamp()> m_now;
    QCheckBox* m_all;
    QPushButton* m_suppress;
    QPushButton* m_takeBack;
};

} // namespace zonescope::ui::cloudpage
