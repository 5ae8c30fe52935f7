// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMimeData>
#include <QString>
#include <QStringList>
#include <QTableView>

#include <memory>

namespace zonescope::ui::widgets {

/// One CSV line without its end (RFC 4180). A field that a spreadsheet would run as a formula is quoted with
/// a leading apostrophe: names and texts come from the network.
QString csvLine(const QStringList& fields);
/// One line of tab separated values; tabs and line ends inside fields become spaces.
QString tsvLine(const QStringList& fields);

/// Header and the selected rows (all rows when none is selected, at most `limit`) of the visible columns in
/// their visual order, as text/plain (TSV) and text/csv.
std::unique_ptr<QMimeData> tableMime(const QTableView& view, int limit = 100'000);

} // namespace zonescope::ui::widgets
