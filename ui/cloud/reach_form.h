// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/cloud_view.h"
#include "model/cloud/reachability.h"
#include "ui/cloud/route_dialog.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTextBrowser;

namespace zonescope::ui::cloudpage {

/// "Can A reach B, and if not, why": two ends, a protocol, ports. Answered at once from the snapshot, so
/// nothing waits.
class ReachForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ReachForm(QWidget* parent = nullptr);

    void show(cloud::CloudViewPtr view);
    /// Fills the form and asks.
    void ask(const QString& from, const QString& to, const QString& ports);
    void focusFirst();
    QString answerText() const;

signals:
    /// Somebody wants to change where this goes.
    void routeWanted(const zonescope::ui::cloudpage::RouteWish& wish);

private:
    QWidget* makeFields();
    void answer();
    void wish(); ///< for what stands in the fields
    void showAnswer(const cloud::ReachabilityAnswer& answer, const cloud::Question& question);
    QString routesOf(const cloud::Question& question) const;

    cloud::CloudViewPtr m_view;
    QLineEdit* m_from;
    QLineEdit* m_to;
    QComboBox* m_protocol;
    QLineEdit* m_ports;
    QPushButton* m_ask;
    QLabel* m_verdict;
    QPushButton* m_change;
    QTextBrowser* m_steps;
};

} // namespace zonescope::ui::cloudpage
