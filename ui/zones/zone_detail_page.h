// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/overlay.h"
#include "ui/charts/time_selection.h"
#include "ui/models/edge_serial_model.h"
#include "ui/models/record_model.h"
#include "ui/models/transfer_model.h"
#include "ui/models/workspace.h"
#include "ui/shell/page.h"

#include <set>
#include <utility>

class QComboBox;
class QLabel;
class QPushButton;
class QTabWidget;

namespace zonescope::ui::widgets {
class ElidedLabel;
class FilterField;
class StatusChip;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::zones {

class DifferenceView;
class EdgeTimeline;
class StageStrip;
class ZoneSettingsForm;

/// Everything about one zone: timeline, records, changes, transfers, settings.
class ZoneDetailPage final : public shell::Page
{
    Q_OBJECT

public:
    enum Tab { Timeline, Records, Changes, Transfers, Settings };

    ZoneDetailPage(models::Workspace& workspace, charts::TimeSelection& time, QWidget* parent = nullptr);

    void showZone(base::ZoneId zone, int tab);
    QTabWidget* tabs() const { return m_tabs; }

    QString title() const override;
    void focusContent() override;
    void focusFilter() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

private:
    QWidget* makeHead();
    QWidget* makeTimeline();
    QWidget* makeRecords();
    QWidget* makeTransfers();
    void showHead();
    void fillChanges();
    void chooseChange(int index);
    void loadTab();
    void showRecords();
    std::set<std::pair<dns::Name, dns::Type>> ownRecords() const;
    void cancelChosen();

    models::Workspace& m_workspace;
    models::EdgeSerialModel m_edges;
    models::RecordModel m_records;
    models::TransferModel m_transfers;
    base::ZoneId m_zone;
    std::array<bool, 5> m_loaded{};
    std::vector<std::uint64_t> m_changeIds;
    std::optional<std::uint32_t> m_recordSerial;

    widgets::StatusChip* m_chip = nullptr;
    widgets::ElidedLabel* m_facts = nullptr;
    widgets::ElidedLabel* m_error = nullptr;
    QTabWidget* m_tabs = nullptr;
    QComboBox* m_change = nullptr;
    StageStrip* m_strip = nullptr;
    EdgeTimeline* m_timeline = nullptr;
    widgets::TableView* m_edgeTable = nullptr;
    widgets::FilterField* m_recordFilter = nullptr;
    QLabel* m_recordCount = nullptr;
    QLabel* m_findings = nullptr; ///< of the checks, and conflicts of own records
    widgets::TableView* m_recordTable = nullptr;
    DifferenceView* m_difference = nullptr;
    widgets::TableView* m_transferTable = nullptr;
    QPushButton* m_cancel = nullptr;
    ZoneSettingsForm* m_settings = nullptr;
};

} // namespace zonescope::ui::zones
