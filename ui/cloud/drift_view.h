// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/cloud/route_dialog.h"
#include "ui/models/drift_model.h"
#include "ui/models/workspace.h"

#include <QWidget>

#include <string>
#include <vector>

class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;

namespace zonescope::ui::widgets {
class EmptyState;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::cloudpage {

class CorrectionBar;
class RevertBar;

/// How clouds shall be, and what is not so: pinned snapshots, files of Terraform, drift with what was
/// expected and what is there, what is ignored and until when.
class DriftView final : public QWidget
{
    Q_OBJECT

public:
    explicit DriftView(models::Workspace& workspace, QWidget* parent = nullptr);

    /// The snapshot that "pin" means; 0: none.
    void setSnapshot(std::int64_t snapshot, cloud::CloudViewPtr shown)
    {
        m_snapshot = snapshot;
        m_shown = std::move(shown);
    }
    /// Asks the engine; also after each scan.
    void refresh();
    void setFilter(const QString& text);
    widgets::TableView* table() const { return m_table; }
    const std::shared_ptr<const engine::DriftView>& view() const { return m_view; }
    const cloud::DriftEvent* selected() const;

    void importFiles(const QStringList& files);
    void checkPlan(const QString& file);
    void pin();
    /// Preview of what would put the selected drift right.
    void putRight();
    /// Preview of everything that stands ready to be confirmed.
    void lookAtReady();
    /// What becomes of drift in that account; empty: the one that is shown.
    void chooseAutoRevert(const std::string& account);
    /// Everything that was written from here.
    void showWritten();
    /// Asks for routes, then previews what putting them in or withdrawing them would do.
    void changeRoute(const RouteWish& wish);

    /// Native ids of what is not as intended now, sorted.
    std::vector<std::string> driftingResources() const;

signals:
    void resourceWanted(const std::string& id);
    void failed(const base::Error& error);
    void openChanged(int open);

private:
    QWidget* makeBar();
    void ask(engine::IntentRequest request);
    void take(const engine::IntentAnswer& answer);
    void fillMenus();
    void fillIntentMenu();
    void fillIgnoreMenu();
    void ignoreSelected();
    void chooseFiles();
    void choosePlan();
    void setRails();
    void correct(engine::PrepareCorrection what);
    void updateButtons();
    QString summary() const;
    /// Who writes for that account; empty: nobody knows.
    engine::PrepareCorrection correctionFor(std::vector<std::string> keys, const std::string& account) const;

    models::Workspace& m_workspace;
    models::Question m_question;
    models::CloudDriftModel m_model;
    std::shared_ptr<const engine::DriftView> m_view;
    std::int64_t m_snapshot = 0;
    cloud::CloudViewPtr m_shown;

    QLabel* m_summary;
    QMenu* m_intentMenu = nullptr;
    QMenu* m_ignoreMenu = nullptr;
    QPushButton* m_ignore = nullptr;
    QPushButton* m_ignored = nullptr;
    QPushButton* m_putRight = nullptr;
    CorrectionBar* m_corrections;
    RevertBar* m_reverts;
    QLabel* m_advice;
    QStackedWidget* m_stack;
    widgets::EmptyState* m_empty;
    widgets::TableView* m_table;
};

} // namespace zonescope::ui::cloudpage
