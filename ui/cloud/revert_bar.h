// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace zonescope::ui::widgets {
class Banner;
}

namespace zonescope::ui::cloudpage {

/// How it stands with what is put right without a person: limits, what stands ready to confirm, why it
/// stopped. Hidden as long as drift is only reported.
class RevertBar final : public QFrame
{
    Q_OBJECT

public:
    explicit RevertBar(QWidget* parent = nullptr);

    void present(const engine::DriftView& view, base::Timestamp now);
    QString text() const;
    /// What stands ready to confirm: keys of one account.
    const std::vector<std::string>& ready() const { return m_ready; }
    const std::string& readyAccount() const { return m_readyAccount; }

signals:
    void lookWanted();
    void resumeWanted(const std::string& account);
    void settingsWanted(const std::string& account);

private:
    static QString sentence(const engine::AutoRevertInfo& info, base::Timestamp now);

    widgets::Banner* m_stop;
    QLabel* m_text;
    QPushButton* m_look;
    QPushButton* m_settings;
    std::vector<std::string> m_ready;
    std::string m_readyAccount;
    std::string m_stopped; ///< account that needs somebody to look
    std::string m_first;
};

} // namespace zonescope::ui::cloudpage
