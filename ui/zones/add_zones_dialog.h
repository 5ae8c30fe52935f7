// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/add_zones_model.h"
#include "ui/models/workspace.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;

namespace zonescope::ui::widgets {
class TableView;
}

namespace zonescope::ui::zones {

/// One zone by form, or many by paste or file. Every row is probed while the operator looks; only what
/// answered well is ticked by itself. Missing primaries, edges and keys are made together with the zones.
class AddZonesDialog final : public QDialog
{
    Q_OBJECT

public:
    /// text: a list to begin with, may be empty.
    AddZonesDialog(models::Workspace& workspace, const QString& text, QWidget* parent = nullptr);

    models::AddZonesModel& model() { return m_model; }

private:
    QWidget* makeForm();
    QWidget* makeList();
    QWidget* makeDefaults();
    void readForm();
    void readList();
    void readKey();
    void preview(std::vector<models::ZoneWish> wishes);
    void openFile();
    void add();
    QStringList edgesTyped() const;
    QString primaryTyped() const;
    void applyDefaults(models::ZoneWish& wish) const;

    models::Workspace& m_workspace;
    models::AddZonesModel m_model;
    std::map<QString, dns::TsigKey> m_newKeys;
    QTimer m_soon;
    QTabWidget* m_tabs;
    QLineEdit* m_zone = nullptr;
    QPlainTextEdit* m_list = nullptr;
    QLabel* m_findings = nullptr;
    QComboBox* m_primary = nullptr;
    QComboBox* m_key = nullptr;
    QLineEdit* m_newKey = nullptr;
    QLineEdit* m_edges = nullptr;
    QLabel* m_problem;
    widgets::TableView* m_table;
    QPushButton* m_add;
};

} // namespace zonescope::ui::zones
