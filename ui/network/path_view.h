// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/path_models.h"
#include "ui/models/workspace.h"
#include "ui/network/network_view.h"
#include "ui/network/view_export.h"

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;

namespace zonescope::ui::charts {
class Chart;
}
namespace zonescope::ui::widgets {
class TableView;
}

namespace zonescope::ui::network {

/// The way to a primary, an edge or any address: its hops, what is hidden in them, the round trip over time,
/// and what changed. The path that is shown is traced every second while somebody looks.
class PathView final : public NetworkView
{
    Q_OBJECT

public:
    explicit PathView(models::Workspace& workspace, QWidget* parent = nullptr);

    QString title() const override;
    QString key() const override { return QStringLiteral("path"); }
    void focusFilter() override;
    void focusContent() override;
    bool closeInnermost() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

    const std::optional<path::Target>& shown() const { return m_target; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeEntry();
    QWidget* makeLadder();
    QWidget* makePast();
    void traceEntered();
    void select(const path::Target& target);
    void take(const std::vector<models::PathViewPtr>& views);
    void showPicture(const models::PathViewPtr& view);
    void showSummary(const path::PathView& view);
    void showTimeline(const path::PathView& view);
    void askForHistory();
    QString caption() const;
    ExportFacts listFacts() const;
    ExportFacts facts() const;
    ExportFacts timelineFacts() const;

    models::Workspace& m_workspace;
    models::PathTargetModel m_targets;
    models::PathHopModel m_hops;
    models::PathChangeModel m_changes;
    std::optional<path::Target> m_target;
    models::PathViewPtr m_shown;
    std::vector<pipeline::PathRecord> m_history; ///< of the target, before what the view knows itself
    QLineEdit* m_address = nullptr;
    QComboBox* m_protocol = nullptr;
    QPushButton* m_trace = nullptr;
    QLabel* m_problem = nullptr;
    widgets::TableView* m_targetTable = nullptr;
    widgets::TableView* m_hopTable = nullptr;
    widgets::TableView* m_changeTable = nullptr;
    QLabel* m_summary = nullptr;
    charts::Chart* m_timeline = nullptr;
    QSplitter* m_splitter = nullptr;
};

} // namespace zonescope::ui::network
