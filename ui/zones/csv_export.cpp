// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/csv_export.h"

#include <QAbstractItemModel>
#include <QCoreApplication>
#include <QFileDialog>
#include <QSaveFile>

namespace zonescope::ui::zones {
namespace {

struct CsvExport
{
    Q_DECLARE_TR_FUNCTIONS(CsvExport)
};

QByteArray quoted(const QString& text)
{
    QString field = text;
    // A spreadsheet runs what begins with these: names and errors come from strangers.
    if (!field.isEmpty() && QStringLiteral("=+-@").contains(field.front()) && field.size() > 1)
        field.prepend(u'\'');
    if (field.contains(u',') || field.contains(u'"') || field.contains(u'\n'))
        field = u'"' + field.replace(u'"', QStringLiteral("\"\"")) + u'"';
    return field.toUtf8();
}

} // namespace

QByteArray tableAsCsv(const QAbstractItemModel& model)
{
    QByteArray out;
    const int columns = model.columnCount();
    for (int c = 0; c < columns; ++c)
        out += (c ? "," : "") + quoted(model.headerData(c, Qt::Horizontal, Qt::DisplayRole).toString());
    out += "\r\n";
    for (int r = 0; r < model.rowCount(); ++r) {
        for (int c = 0; c < columns; ++c)
            out += (c ? "," : "") + quoted(model.index(r, c).data().toString());
        out += "\r\n";
    }
    return out;
}

void saveTableAsCsv(const QAbstractItemModel& model, const QString& suggestion, models::Workspace& workspace,
                    QWidget* parent)
{
    const QString name = QFileDialog::getSaveFileName(parent, CsvExport::tr("Export the table"), suggestion,
                                                      CsvExport::tr("CSV (*.csv)"));
    if (name.isEmpty())
        return;
    QSaveFile file(name);
    if (file.open(QIODevice::WriteOnly) && file.write(tableAsCsv(model)) >= 0 && file.commit())
        emit workspace.notice(CsvExport::tr("Saved %1").arg(name), false);
    else
        emit workspace.notice(CsvExport::tr("%1 cannot be written: %2").arg(name, file.errorString()), true);
}

} // namespace zonescope::ui::zones
