// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/correction_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace zonescope::ui::cloudpage {

CorrectionBar::CorrectionBar(models::Workspace& workspace, QWidget* parent)
    : QFrame(parent)
    , m_workspace(workspace)
    , m_text(new QLabel(this))
    , m_keep(new QPushButton(tr("&Keep"), this))
    , m_back(new QPushButton(tr("Take &back now"), this))
{
    setFrameShape(QFrame::StyledPanel);
    m_text->setWordWrap(true);
    auto* row = new QHBoxLayout(this);
    row->addWidget(m_text, 1);
    row->addWidget(m_keep);
    row->addWidget(m_back);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &CorrectionBar::count);
    connect(m_keep, &QPushButton::clicked, this, [this] { emit keepWanted(m_correction.id); });
    connect(m_back, &QPushButton::clicked, this, [this] { emit takeBackWanted(m_correction.id); });
    hide();
}

void CorrectionBar::present(const engine::DriftView& view)
{
    using State = engine::CorrectionState;
    m_correction = {};
    for (const engine::CorrectionInfo& correction : view.corrections) {
        const bool waits = correction.state == State::Pending || correction.state == State::NotTakenBack;
        if (waits && (m_correction.id == 0 || correction.deadline < m_correction.deadline))
            m_correction = correction;
    }
    setVisible(m_correction.id != 0);
    m_keep->setVisible(m_correction.state == State::Pending);
    if (m_correction.id != 0 && m_correction.state == State::Pending)
        m_second.start();
    else
        m_second.stop();
    count();
}

void CorrectionBar::count()
{
    const QString what = QString::fromStdString(m_correction.label);
    if (m_correction.state == engine::CorrectionState::NotTakenBack) {
        m_text->setText(tr("This change could not be taken back: %1. %2")
                            .arg(what, QString::fromStdString(m_correction.outcome)));
        return;
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::seconds>(m_correction.deadline - m_workspace.now());
    m_text->setText(tr("Carried out: %1. It is taken back in %n second(s) unless you keep it.", nullptr,
                       static_cast<int>(std::max<std::int64_t>(0, left.count())))
                        .arg(what));
    if (left.count() < 0) {
        m_second.stop();
        emit overdue();
    }
}

QString CorrectionBar::text() const
{
    return m_text->text();
}

} // namespace zonescope::ui::cloudpage
