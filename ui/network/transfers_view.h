// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/connection_feed.h"
#include "ui/models/engine_bridge.h"
#include "ui/models/transfer_model.h"
#include "ui/models/workspace.h"
#include "ui/network/network_view.h"

#include <QTimer>

class QComboBox;
class QLabel;

namespace zonescope::ui::charts {
class Chart;
}
namespace zonescope::ui::widgets {
class Card;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::network {

struct ExportFacts;

/// Which zone transfers suffered, and why: phases per primary, time against round trip and loss, every
/// transfer with its verdict.
class TransfersView final : public NetworkView
{
    Q_OBJECT

public:
    TransfersView(models::Workspace& workspace, models::ConnectionFeed& feed, charts::TimeSelection& time,
                  QWidget* parent = nullptr);

    QString title() const override { return tr("&Transfers"); }
    QString key() const override { return QStringLiteral("transfers"); }
    void focusContent() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeCharts(charts::TimeSelection& time);
    void ask();
    void draw();
    void drawScatter();
    ExportFacts facts(const QString& title, std::uint64_t n) const;

    models::Workspace& m_workspace;
    models::ConnectionFeed& m_feed;
    models::Question m_question;
    models::TransferModel m_model;
    std::vector<pipeline::TransferAttempt> m_attempts; ///< newest first
    QTimer m_soon; ///< transfers come in crowds: drawn once when they pause
    QComboBox* m_against = nullptr;
    QLabel* m_correlation = nullptr;
    widgets::Card *m_ganttCard = nullptr, *m_scatterCard = nullptr;
    charts::Chart *m_gantt = nullptr, *m_scatter = nullptr;
    widgets::TableView* m_table;
};

} // namespace zonescope::ui::network
