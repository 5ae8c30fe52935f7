// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/view_export.h"

#include "ui/charts/chart.h"
#include "ui/text/csv.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModel>
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

void write(const QString& name, const std::function<bool(QIODevice&)>& content, models::Workspace& workspace)
{
    QSaveFile file(name);
    if (file.open(QIODevice::WriteOnly) && content(file) && file.commit())
        emit workspace.notice(ViewExport::tr("Saved %1").arg(name), false);
    else
        emit workspace.notice(ViewExport::tr("%1 cannot be written: %2").arg(name, file.errorString()), true);
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
QString ask(const ExportFacts& facts, bool picture, QWidget* parent)
{
    QStringList filters{ViewExport::tr("CSV (*.csv)"), ViewExport::tr("JSON lines (*.jsonl)")};
    if (picture)
        filters.prepend(ViewExport::tr("Picture (*.png)"));
    QString chosen = filters.front();
    QString name = QFileDialog::getSaveFileName(
        parent, ViewExport::tr("Export"),
        fileNameOf(facts, picture ? QStringLiteral(".png") : QStringLiteral(".csv")),
        filters.join(QStringLiteral(";;")), &chosen);
    if (!name.isEmpty() && !name.section(u'/', -1).contains(u'.'))
        name += chosen.section(u'*', 1).chopped(1);
    return name;
}

void save(const QString& name, charts::Chart* chart, const std::vector<Rows>& blocks,
          const ExportFacts& facts, models::Workspace& workspace)
{
    if (chart != nullptr && name.endsWith(QStringLiteral(".png"), Qt::CaseInsensitive)) {
        const QImage picture = pictureOf(*chart, facts);
        return write(
            name, [&](QIODevice& file) { return picture.save(&file, "PNG"); }, workspace);
    }
    const bool lines = name.endsWith(QStringLiteral(".jsonl"), Qt::CaseInsensitive);
    const QByteArray text = lines ? jsonLinesOf(blocks, facts) : csvOf(blocks, facts);
    write(
        name, [&](QIODevice& file) { return file.write(text) == text.size(); }, workspace);
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
    const theme::Palette& colors = theme::colors();
    const QFont font = theme::font(theme::TextSize::Small);
    const int line = QFontMetrics(font).height() + 12;
    QImage picture(QSize(size.width(), size.height() + line) * ratio, QImage::Format_RGB32);
    picture.setDevicePixelRatio(ratio);
    picture.fill(colors.card);
    QPainter painter(&picture);
    chart.render(painter, QRectF(QPointF(0, 0), size), colors, ratio);
    painter.setFont(font);
    painter.setPen(colors.muted);
    painter.drawText(QRectF(8, size.height(), size.width() - 16, line), Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetrics(font).elidedText(facts.caption(), Qt::ElideRight, size.width() - 16));
    return picture;
}

void saveTable(const QAbstractItemModel& model, const ExportFacts& facts, models::Workspace& workspace,
               QWidget* parent)
{
    if (const QString name = ask(facts, false, parent); !name.isEmpty())
        save(name, nullptr, {rowsOf(model)}, facts, workspace);
}

void saveChart(charts::Chart& chart, const ExportFacts& facts, models::Workspace& workspace, QWidget* parent)
{
    if (const QString name = ask(facts, true, parent); !name.isEmpty())
        save(name, &chart, rowsOf(chart), facts, workspace);
}

void makeSavable(charts::Chart& chart, models::Workspace& workspace, std::function<ExportFacts()> facts)
{
    const auto slot = [&chart, &workspace, facts = std::move(facts)] {
        saveChart(chart, facts(), workspace, &chart);
    };
    QObject::connect(&chart, &charts::Chart::savePictureWanted, &chart, slot);
    QObject::connect(&chart, &charts::Chart::saveDataWanted, &chart, slot);
}

QString periodText(const pipeline::Period& period, base::Timestamp now)
{
    return ViewExport::tr("%1 to %2").arg(text::shortTime(period.from, now), text::shortTime(period.to, now));
}

} // namespace zonescope::ui::network
