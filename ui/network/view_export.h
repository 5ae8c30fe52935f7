// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

#include <QByteArray>
#include <QImage>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

class QAbstractItemModel;

namespace zonescope::ui::charts {
class Chart;
}
namespace zonescope::ui::widgets {
class TableView;
}

namespace zonescope::ui::network {

/// What every exported figure says of itself, so that it can be read without the window.
struct ExportFacts
{
    QString title; ///< "Latency against round trip"
    std::uint64_t n = 0;
    QString period;  ///< "21 Nov 14:00 to 15:00"
    QString kernel;  ///< "6.1.0-28-amd64"; empty: not known
    QString filters; ///< "peer 192.0.2.0/24, :53"; empty: none

    /// "Latency against round trip · n = 1 204 · 21 Nov 14:00 to 15:00 · kernel 6.1.0 · no filter"
    QString caption() const;
};

/// Header, then rows.
using Rows = std::vector<QStringList>;
Rows rowsOf(const QAbstractItemModel& model);
/// The tables of all layers, as far as they are in view.
std::vector<Rows> rowsOf(const charts::Chart& chart);

/// RFC 4180 behind a comment line with the caption.
QByteArray csvOf(const std::vector<Rows>& blocks, const ExportFacts& facts);
/// One object a line, keys from the header; the first line is {"caption": …}. Numbers are numbers.
QByteArray jsonLinesOf(const std::vector<Rows>& blocks, const ExportFacts& facts);
/// The chart with its caption beneath, in the colours of the window.
QImage pictureOf(charts::Chart& chart, const ExportFacts& facts);

/// What is exported: a chart, its picture and what it draws, or a table.
struct Figure
{
    ExportFacts facts;
    std::vector<Rows> blocks;
    std::function<QImage()> picture; ///< with the caption
    bool isChart = false;
};
Figure figureOf(charts::Chart& chart, const ExportFacts& facts);
Figure figureOf(const QAbstractItemModel& model, const ExportFacts& facts);
/// By the ending of `name`: .png, .jsonl, .html, .pdf, else CSV. Gives what went wrong; empty: nothing.
QString writeFigure(const QString& name, const Figure& figure);

/// Asks for a file and tells the outcome.
void saveFigure(const Figure& figure, models::Workspace& workspace, QWidget* parent);
void saveTable(const QAbstractItemModel& model, const ExportFacts& facts, models::Workspace& workspace,
               QWidget* parent);
void saveChart(charts::Chart& chart, const ExportFacts& facts, models::Workspace& workspace, QWidget* parent);
/// Connects the chart's own "Save picture…" and "Save data…".
void makeSavable(charts::Chart& chart, models::Workspace& workspace, std::function<ExportFacts()> facts);
/// Puts "Export this table…" into the table's menu; a table without a period and filters of its own.
void makeSavable(widgets::TableView& table, models::Workspace& workspace, std::function<ExportFacts()> facts);

/// "21 Nov 14:00 to 15:00" of the selected period.
QString periodText(const pipeline::Period& period, base::Timestamp now);

} // namespace zonescope::ui::network
