// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/connection_feed.h"
#include "ui/models/watch_book.h"
#include "ui/models/workspace.h"
#include "ui/network/network_view.h"

#include <QTimer>

class QComboBox;

class QPushButton;
class QStackedWidget;

namespace zonescope::ui::charts {
class Chart;
}
namespace zonescope::ui::widgets {
class Card;
class ElidedLabel;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::network {

struct ExportFacts;

/// Strips of one connection, ten samples a second, the last minute: windows, round trips, rates, what
/// limited it. Painted five times a second while it is seen.
class WatchedView final : public NetworkView
{
    Q_OBJECT

public:
    WatchedView(models::Workspace& workspace, models::WatchBook& book, models::ConnectionFeed& feed,
                QWidget* parent = nullptr);

    QString title() const override { return tr("&Watched"); }
    QString key() const override { return QStringLiteral("watched"); }
    void focusContent() override;
    bool exportNow() override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeStrips();
    charts::Chart* addStrip(const QString& title, widgets::Card*& card);
    void fillChoice();
    void draw();
    void showTitles(bool sender);
    std::uint64_t chosen() const;
    ExportFacts facts(const QString& title) const;

    models::Workspace& m_workspace;
    models::WatchBook& m_book;
    models::ConnectionFeed& m_feed;
    charts::TimeSelection m_time;
    QTimer m_clockwork;
    QComboBox* m_choice = nullptr;
    QPushButton* m_remove = nullptr;
    widgets::ElidedLabel* m_state = nullptr;
    QStackedWidget* m_stack;
    charts::Chart *m_window = nullptr, *m_roundTrip = nullptr, *m_rate = nullptr, *m_ribbon = nullptr;
    widgets::Card *m_windowCard = nullptr, *m_roundTripCard = nullptr, *m_rateCard = nullptr,
                  *m_ribbonCard = nullptr;
};

} // namespace zonescope::ui::network
