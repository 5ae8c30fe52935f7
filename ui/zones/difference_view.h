// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/difference_model.h"
#include "ui/models/workspace.h"

#include <QWidget>

class QComboBox;

namespace zonescope::ui::widgets {
class Card;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::zones {

/// "What changed": the records two kept versions of a zone differ in; the newest two unless the reader
/// chooses.
class DifferenceView final : public QWidget
{
    Q_OBJECT

public:
    /// withChoice: with fields for the two serials.
    DifferenceView(models::Workspace& workspace, bool withChoice, QWidget* parent = nullptr);

    void showZone(base::ZoneId zone);
    widgets::TableView* table() const { return m_table; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void askVersions();
    void fill(const std::vector<std::uint32_t>& serials);
    void compare(std::uint32_t from, std::uint32_t to);
    void compareChosen();
    void draw(const engine::DifferenceAnswer& answer);

    models::Workspace& m_workspace;
    models::Question m_versions;
    models::Question m_difference;
    models::DifferenceModel m_model;
    widgets::Card* m_card;
    widgets::TableView* m_table;
    QComboBox* m_from = nullptr;
    QComboBox* m_to = nullptr;
    base::ZoneId m_zone;
    std::optional<std::uint32_t> m_shownSerial;
    bool m_stale = false;
};

} // namespace zonescope::ui::zones
