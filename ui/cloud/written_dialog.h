// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intent_requests.h"

#include <QDialog>

namespace zonescope::ui::cloudpage {

/// Everything that was written to a provider from here, newest first: when, by whom, what, how it ended.
class WrittenDialog final : public QDialog
{
    Q_OBJECT

public:
    WrittenDialog(const std::vector<engine::CorrectionInfo>& corrections, base::Timestamp now,
                  QWidget* parent = nullptr);
};

} // namespace zonescope::ui::cloudpage
