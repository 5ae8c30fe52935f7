// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/report_document.h"
#include "ui/text/names.h"

#include <QFlags>
#include <QString>
#include <QStringList>

namespace zonescope::ui::reports {

enum class Format : std::uint8_t { Html = 1, Pdf = 2, Csv = 4, Png = 8 };
Q_DECLARE_FLAGS(Formats, Format)
Q_DECLARE_OPERATORS_FOR_FLAGS(Formats)

inline constexpr Formats allFormats = Formats(Format::Html) | Format::Pdf | Format::Csv | Format::Png;

/// Writes the report into the folder (made when missing) in the language of the program: report.html,
/// report.pdf, one CSV file a table, one PNG file a chart; all with the same figures. Needs a
/// QGuiApplication, no window and no display (offscreen is enough). Gives the files written. Errors:
/// FileFailed with the path.
base::Result<QStringList> renderReport(const report::Document& document, const text::Names& names,
                                       const QString& folder, Formats formats);

} // namespace zonescope::ui::reports
