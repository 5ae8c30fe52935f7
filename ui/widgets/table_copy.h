// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMimeData>
#include <QTableView>

#include <memory>

namespace zonescope::ui::widgets {

/// Header and the selected rows (all rows when none is selected, at most `limit`) of the visible columns in
/// their visual order, as text/plain (TSV) and text/csv.
std::unique_ptr<QMimeData> tableMime(const QTableView& view, int limit = 100'000);

} // namespace zonescope::ui::widgets
