// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intent_requests.h"
#include "ui/models/cloud_models.h"

#include <map>

namespace zonescope::ui::models {

/// What is not as intended: open first, then what was seen once, then what is over.
class CloudDriftModel final : public CloudListModel
{
    Q_OBJECT

public:
    enum Column { State, What, Kind, Resource, Object, Expected, Actual, Since, ByItself, Owner, columns };
    using CloudListModel::CloudListModel;

    void show(std::shared_ptr<const engine::DriftView> view, base::Timestamp now);
    /// What was decided about it; null: its account has no settings.
    const engine::RevertNote* noteAt(int row) const { return noteOf(m_order[itemAt(row)]); }
    const cloud::DriftEvent& eventAt(int row) const { return m_view->events[m_order[itemAt(row)]]; }
    /// Open ones, whatever the filter.
    int openCount() const { return m_open; }

protected:
    QStringList titles() const override;
    std::size_t itemCount() const override { return m_order.size(); }
    QString itemCell(std::size_t item, int column) const override;
    QString toolTip(int row, int column) const override;
    QVariant other(int row, int column, int role) const override;

private:
    std::shared_ptr<const engine::DriftView> m_view;
    const engine::RevertNote* noteOf(std::size_t event) const;

    std::map<std::string, const engine::RevertNote*> m_notes; ///< of m_view, by key
    std::vector<std::size_t> m_order;
    base::Timestamp m_now{};
    int m_open = 0;
};

} // namespace zonescope::ui::models
