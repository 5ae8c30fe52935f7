// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_copy.h"

#include "ui/text/csv.h"

#include <QHeaderView>
#include <QItemSelectionModel>

#include <algorithm>
#include <vector>

namespace zonescope::ui::widgets {
namespace {

QStringList cells(const QAbstractItemModel& model, int row, const std::vector<int>& columns)
{
    QStringList result;
    for (const int column : columns)
        result << model.index(row, column).data(Qt::DisplayRole).toString();
    return result;
}

std::vector<int> visibleColumns(const QTableView& view)
{
    std::vector<int> columns;
    const auto* header = view.horizontalHeader();
    for (int visual = 0; visual < header->count(); ++visual) {
        const int column = header->logicalIndex(visual);
        if (!header->isSectionHidden(column))
            columns.push_back(column);
    }
    return columns;
}

/// From ranges: selectedRows() of a million rows takes half a second.
std::vector<int> selectedRows(const QTableView& view, int limit)
{
    std::vector<int> rows;
    const auto add = [&](int first, int last) {
        for (int row = first; row <= last && static_cast<int>(rows.size()) < limit; ++row)
            rows.push_back(row);
    };
    if (view.selectionModel()) {
        for (const auto& range : view.selectionModel()->selection())
            add(range.top(), range.bottom());
    }
    if (rows.empty())
        add(0, view.model()->rowCount() - 1);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

} // namespace

std::unique_ptr<QMimeData> tableMime(const QTableView& view, int limit)
{
    auto mime = std::make_unique<QMimeData>();
    const QAbstractItemModel* model = view.model();
    if (!model)
        return mime;
    const auto columns = visibleColumns(view);
    QStringList titles;
    for (const int column : columns)
        titles << model->headerData(column, Qt::Horizontal).toString();
    QString tsv = text::tsvLine(titles) + u'\n';
    QString csv = text::csvLine(titles) + QStringLiteral("\r\n");
    for (const int row : selectedRows(view, limit)) {
        const QStringList fields = cells(*model, row, columns);
        tsv += text::tsvLine(fields) + u'\n';
        csv += text::csvLine(fields) + QStringLiteral("\r\n");
    }
    mime->setText(tsv);
    mime->setData(QStringLiteral("text/csv"), csv.toUtf8());
    return mime;
}

} // namespace zonescope::ui::widgets
