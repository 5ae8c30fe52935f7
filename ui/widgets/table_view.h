// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMimeData>
#include <QTableView>

#include <memory>

class QSettings;

namespace zonescope::ui::widgets {

/// The table of every page: 28 px rows, whole-row selection, Tab leaves the table, Ctrl+C copies the
/// selection with its header as text and CSV, columns can be hidden, moved and are remembered. Never resizes
/// rows to their contents and never uses a proxy: the model sorts and filters by its own index.
class TableView final : public QTableView
{
    Q_OBJECT

public:
    /// `name` is the accessible name and the key under which columns are remembered.
    explicit TableView(const QString& name, QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    /// Widths in characters of an average digit; 0 hides the column, a negative one (the last such) takes
    /// what is left, but never less than its header needs and that many characters: then the table scrolls.
    void setColumnWidths(const QList<int>& characters);

    void saveColumns(QSettings& settings) const;
    void restoreColumns(const QSettings& settings); ///< keeps the defaults when nothing fits

    /// Header and cells of the selection (of everything when nothing is selected), as shown.
    std::unique_ptr<QMimeData> selectionMime() const;
    void copySelection() const;

    /// Text instead of an empty grid; the text is also the accessible description while there are no rows.
    void setEmptyText(const QString& text);

signals:
    void rowActivated(const QModelIndex& index); ///< Enter or double click
    void detailsWanted();                        ///< Space: open the inspector

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitStretched();
    void fitRows();
    void headerMenu(const QPoint& position);

    QString m_name;
    QString m_emptyText;
    int m_stretched = -1;     ///< the column that takes what is left; -1: none
    int m_stretchedLeast = 0; ///< its least width
};

} // namespace zonescope::ui::widgets
