// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/palette_search.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;

namespace zonescope::ui::shell {

/// Ctrl+K: zones, servers, edges, pages and actions in one list. The first result is preselected.
class CommandPalette final : public QDialog
{
    Q_OBJECT

public:
    CommandPalette(PaletteSearch search, QWidget* parent);

    QLineEdit* field() const { return m_field; }
    int resultCount() const;

signals:
    void chosen(const zonescope::ui::shell::Candidate& candidate);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search(const QString& text);
    void choose();

    PaletteSearch m_search;
    std::vector<Candidate> m_results;
    QLineEdit* m_field;
    QListWidget* m_list;
    QLabel* m_none;
};

} // namespace zonescope::ui::shell
