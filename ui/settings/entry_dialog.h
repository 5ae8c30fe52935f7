// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QDialog>

#include <functional>

class QFormLayout;
class QLabel;
class QPushButton;

namespace zonescope::ui::settings {

/// A form with OK and Cancel that stays open until what was entered is saved: errors are told in place.
class EntryDialog final : public QDialog
{
    Q_OBJECT

public:
    using Done = std::function<void(const base::Status&)>;

    EntryDialog(const QString& title, QWidget* parent);

    QFormLayout* form() const { return m_form; }
    /// Runs on OK and calls Done once, perhaps later.
    void setSave(std::function<void(Done)> save) { m_save = std::move(save); }

private:
    void save();

    QFormLayout* m_form;
    QLabel* m_problem;
    QPushButton* m_ok;
    std::function<void(Done)> m_save;
};

} // namespace zonescope::ui::settings
