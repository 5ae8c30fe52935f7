// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/prediction/log_import.h"

#include <QDialog>

#include <memory>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace zonescope::ui::network {

/// What would be taken from a file, before it is: the format (guessed, to be changed), how much was read,
/// which lines were not and why, the first lines themselves. Reads on a thread of the pool.
class ImportPreview final : public QDialog
{
    Q_OBJECT

public:
    ImportPreview(const QString& name, bool rum, std::string text, QWidget* parent = nullptr);

    congestion::PassiveImport takePassive() { return std::move(*m_passive); } ///< after it was accepted, once
    congestion::RumImport takeRum() { return std::move(*m_rum); }
    bool isReady() const { return m_ready; }

private:
    void read();
    void present(std::shared_ptr<congestion::PassiveImport> passive,
                 std::shared_ptr<congestion::RumImport> rum);

    bool m_isRum;
    std::shared_ptr<const std::string> m_text;
    std::shared_ptr<congestion::PassiveImport> m_passive;
    std::shared_ptr<congestion::RumImport> m_rum;
    bool m_ready = false;
    std::uint64_t m_wanted = 0;
    QComboBox* m_format;
    QLabel* m_summary;
    QPlainTextEdit* m_bad;
    QPushButton* m_take;
};

} // namespace zonescope::ui::network
