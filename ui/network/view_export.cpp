// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/view_export.h"

#include "ui/charts/chart.h"
#include "ui/network/figure_page.h"
#include "ui/text/csv.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModel>
#include <QAction>
#include <QCoreApplication>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QSaveFile>

namespace zonescope::ui::network {
namespace {

struct ViewExport
{
    Q_DECLARE_TR_FUNCTIONS(ViewExport)
};

QJsonValue jsonOf(const QString& text)
{
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isNumber ? QJsonValue(number) : QJsonValue(text);
}

QString fileNameOf(const ExportFacts& facts, const QString& ending)
{
    QString name = facts.title.toLower();
    for (QChar& letter : name)
        if (!letter.isLetterOrNumber())
            letter = u'-';
    return name + ending;
}

/// The file that was chosen, with an ending.
QString ask(const Figure& figure, QWidget* parent)
{
    QStringList filters{ViewExport::tr("CSV (*.csv)"), ViewExport::tr("JSON lines (*.jsonl)"),
                        ViewExport::tr("Picture (*.png)"), ViewExport::tr("Report (*.html)"),
                        ViewExport::tr("Report on paper (*.pdf)")};
    if (figure.isChart)
        filters.move(2, 0);
    QString chosen = filters.front();
    QString name = QFileDialog::getSaveFileName(
        parent, ViewExport::tr("Export"),
        fileNameOf(figure.facts, figure.isChart ? QStringLiteral(".png") : QStringLiteral(".csv")),
        filters.join(QStringLiteral(";;")), &chosen);
    if (!name.isEmpty() && !name.section(u'/', -1).contains(u'.'))
        name += chosen.section(u'*', 1).chopped(1);
    return name;
}

bool writeTo(QIODevice& file, const QString& name, const Figure& figure)
{
    const auto ends = [&](const char* ending) {
        return name.endsWith(QLatin1String(ending), Qt::CaseInsensitive);
    };
    if (ends(".png"))
        return figure.picture().save(&file, "PNG");
    if (ends(".pdf"))
        return writePdf(file, figure);
    const QByteArray text = ends(".jsonl")  ? jsonLinesOf(figure.blocks, figure.facts)
                            : ends(".html") ? htmlOf(figure)
                                            : csvOf(figure.blocks, figure.facts);
    return file.write(text) == text.size();
}

} // namespace

QString ExportFacts::caption() const
{
    QStringList parts{title, ViewExport::tr("n = %1").arg(text::number(n))};
    if (!period.isEmpty())
        parts << period;
    if (!kernel.isEmpty())
        parts << ViewExport::tr("kernel %1").arg(kernel);
    parts << (filters.isEmpty() ? ViewExport::tr("no filter") : ViewExport::tr("filter: %1").arg(filters));
    return parts.join(QStringLiteral(" · "));
}

Rows rowsOf(const QAbstractItemModel& model)
{
    const int columns = model.columnCount();
    Rows rows(1);
    for (int c = 0; c < columns; ++c)
        rows.front() << model.headerData(c, Qt::Horizontal, Qt::DisplayRole).toString();
    for (int r = 0; r < model.rowCount(); ++r) {
        QStringList row;
        for (int c = 0; c < columns; ++c)
            row << model.index(r, c).data().toString();
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<Rows> rowsOf(const charts::Chart& chart)
{
    std::vector<Rows> blocks;
    for (const charts::LayerPtr& layer : chart.layers())
        if (auto rows = layer->table(chart.selection()->view()); rows.size() > 1)
            blocks.push_back(std::move(rows));
    return blocks;
}

QByteArray csvOf(const std::vector<Rows>& blocks, const ExportFacts& facts)
{
    QString csv = QStringLiteral("# ") + facts.caption() + QStringLiteral("\r\n");
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (i > 0)
            csv += QStringLiteral("\r\n");
        for (const QStringList& row : blocks[i])
            csv += text::csvLine(row) + QStringLiteral("\r\n");
    }
    return csv.toUtf8();
}

QByteArray jsonLinesOf(const std::vector<Rows>& blocks, const ExportFacts& facts)
{
    const auto line = [](const QJsonObject& object) {
        return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    };
    QByteArray out = line({{QStringLiteral("caption"), facts.caption()},
                           {QStringLiteral("n"), static_cast<double>(facts.n)},
                           {QStringLiteral("period"), facts.period},
                           {QStringLiteral("kernel"), facts.kernel},
                           {QStringLiteral("filters"), facts.filters}});
    for (const Rows& rows : blocks)
        for (std::size_t r = 1; r < rows.size(); ++r) {
            QJsonObject object;
            for (qsizetype c = 0; c < std::min(rows.front().size(), rows[r].size()); ++c)
                object[rows.front()[c]] = jsonOf(rows[r][c]);
            out += line(object);
        }
    return out;
}

QImage pictureOf(charts::Chart& chart, const ExportFacts& facts)
{
    constexpr double ratio = 2;
    constexpr QSize size(1000, 480);
    QImage picture(size * ratio, QImage::Format_RGB32);
    picture.setDevicePixelRatio(ratio);
    picture.fill(theme::colors().card);
    QPainter painter(&picture);
    chart.render(painter, QRectF(QPointF(0, 0), size), theme::colors(), ratio);
    painter.end();
    return captioned(picture, facts);
}

Figure figureOf(charts::Chart& chart, const ExportFacts& facts)
{
    return {facts, rowsOf(chart), [&chart, facts] { return pictureOf(chart, facts); }, true};
}

Figure figureOf(const QAbstractItemModel& model, const ExportFacts& facts)
{
    const std::vector<Rows> blocks{rowsOf(model)};
    return {facts, blocks, [blocks, facts] { return pictureOf(blocks, facts); }, false};
}

QString writeFigure(const QString& name, const Figure& figure)
{
    QSaveFile file(name); // all or nothing
    if (file.open(QIODevice::WriteOnly) && writeTo(file, name, figure) && file.commit())
        return {};
    return ViewExport::tr("%1 cannot be written: %2").arg(name, file.errorString());
}

void saveFigure(const Figure& figure, models::Workspace& workspace, QWidget* parent)
{
    const QString name = ask(figure, parent);
    if (name.isEmpty())
        return;
    const QString problem = writeFigure(name, figure);
    emit workspace.notice(problem.isEmpty() ? ViewExport::tr("Saved %1").arg(name) : problem,
                          !problem.isEmpty());
}

void saveTable(const QAbstractItemModel& model, const ExportFacts& facts, models::Workspace& workspace,
               QWidget* parent)
{
    saveFigure(figureOf(model, facts), workspace, parent);
}

void saveChart(charts::Chart& chart, const ExportFacts& facts, models::Workspace& workspace, QWidget* parent)
{
    saveFigure(figureOf(chart, facts), workspace, parent);
}

void makeSavable(charts::Chart& chart, models::Workspace& workspace, std::function<ExportFacts()> facts)
{
    const auto slot = [&chart, &workspace, facts = std::move(facts)] {
        saveChart(chart, facts(), workspace, &chart);
    };
    QObject::connect(&chart, &charts::Chart::savePictureWanted, &chart, slot);
    QObject::connect(&chart, &charts::Chart::saveDataWanted, &chart, slot);
}

void makeSavable(widgets::TableView& table, models::Workspace& workspace, std::function<ExportFacts()> facts)
{
    auto* action = new QAction(ViewExport::tr("Export this table…"), &table);
    table.addAction(action);
    QObject::connect(action, &QAction::triggered, &table, [&table, &workspace, facts = std::move(facts)] {
        saveTable(*table.model(), facts(), workspace, &table);
    });
}

QString periodText(const pipeline::Period& period, base::Timestamp now)
{
    return ViewExport::tr("%1 to %2").arg(text::shortTime(period.from, now), text::shortTime(period.to, now));
}

} // namespace zonescope::ui::network
