// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;

namespace zonescope::ui::cloudpage {

/// What was written to a provider and is taken back by itself soon: how long there is to keep it. Hidden
/// when nothing is pending.
class CorrectionBar final : public QFrame
{
    Q_OBJECT

public:
    explicit CorrectionBar(models::Workspace& workspace, QWidget* parent = nullptr);

    void present(const engine::DriftView& view);
    /// The pending one that ends first; 0: none.
    std::int64_t pending() const { return m_correction.id; }
    QString text() const;

signals:
    void keepWanted(std::int64_t id);
    void takeBackWanted(std::int64_t id);
    void overdue(); ///< it was taken back by now: ask again

private:
    void count();

    models::Workspace& m_workspace;
    engine::CorrectionInfo m_correction;
    QLabel* m_text;
    QPushButton* m_keep;
    QPushButton* m_back;
    QTimer m_second;
};

} // namespace zonescope::ui::cloudpage
