// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/network/view_export.h"

#include <QByteArray>
#include <QImage>

class QIODevice;

namespace zonescope::ui::network {

// Charts and tables as pictures, and as sections of a report of their own.

/// A table as it would be read: header, rows, caption. Of a long one the first 200 rows, which it says.
QImage pictureOf(const std::vector<Rows>& blocks, const ExportFacts& facts);
/// A picture with its caption beneath, in the colours of the window.
QImage captioned(const QImage& picture, const ExportFacts& facts);
/// One section: heading, picture (of a chart), caption, tables. A whole document without scripts, links or
/// anything from elsewhere.
QByteArray htmlOf(const Figure& figure);
/// The same on paper (A4). False: it could not be written.
bool writePdf(QIODevice& file, const Figure& figure);

} // namespace zonescope::ui::network
