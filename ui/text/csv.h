// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace zonescope::ui::text {

/// One CSV line without its end (RFC 4180). A field that a spreadsheet would run as a formula gets a leading
/// apostrophe: names and texts come from the network.
QString csvLine(const QStringList& fields);

/// One line of tab separated values; tabs and line ends inside fields become spaces.
QString tsvLine(const QStringList& fields);

} // namespace zonescope::ui::text
