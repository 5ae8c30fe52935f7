// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/transfer_model.h"
#include "ui/models/workspace.h"
#include "ui/shell/page.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSplitter;

namespace zonescope::ui::widgets {
class TableView;
}

namespace zonescope::ui::primaries {

/// The servers we fetch from: who answers, who notifies, who refuses and why, and the lines to paste there.
class PrimariesPage final : public shell::Page
{
    Q_OBJECT

public:
    explicit PrimariesPage(models::Workspace& workspace, QWidget* parent = nullptr);

    QString title() const override;
    void focusContent() override;
    void toggleInspector() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

private:
    QWidget* makeInspector();
    void inspect();
    void chooseOfZone();
    base::PrimaryId chosen() const;
    QString seenFromText(base::PrimaryId id, const zone::PrimaryStatus& status) const;

    models::Workspace& m_workspace;
    models::TransferModel m_transfers;
    widgets::TableView* m_table;
    QSplitter* m_splitter;
    QWidget* m_inspector = nullptr;
    QLabel* m_problem = nullptr;
    QLabel* m_seenFrom = nullptr;
    QLabel* m_zones = nullptr;
    QPushButton* m_showZones = nullptr;
    QPlainTextEdit* m_paste = nullptr;
    widgets::TableView* m_transferTable = nullptr;
    base::PrimaryId m_shown;
};

} // namespace zonescope::ui::primaries
