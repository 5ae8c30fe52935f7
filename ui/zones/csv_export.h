// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

class QAbstractItemModel;
class QWidget;

namespace zonescope::ui::zones {

/// The table as it is shown, RFC 4180, UTF-8.
QByteArray tableAsCsv(const QAbstractItemModel& model);
/// Asks for a file name and writes it.
void saveTableAsCsv(const QAbstractItemModel& model, const QString& suggestion, models::Workspace& workspace,
                    QWidget* parent);

} // namespace zonescope::ui::zones
