// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/report_document.h"
#include "ui/theme/palette.h"

#include <QImage>
#include <QString>

#include <vector>

namespace zonescope::ui::reports {

/// The HTML of a report cut down to what QTextDocument can show: its charts become pictures.
struct RichReport
{
    QString html;                   ///< pictures are named chart:0, chart:1, …
    std::vector<QByteArray> charts; ///< SVG with the colours written in
};

/// The same figures and words as the HTML file, in the colours given; charts `chartWidth` pixels wide.
RichReport richReport(const report::Document& document, const theme::Palette& palette, int chartWidth);
/// One chart at a width, sharp at the device's ratio.
QImage chartPicture(const QByteArray& svg, int width, double devicePixelRatio);
/// "chart:1" -> 1; -1 when it is none.
int chartNumber(const QString& url);

} // namespace zonescope::ui::reports
