// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/revert_bar.h"

#include "ui/text/format.h"
#include "ui/text/revert_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace zonescope::ui::cloudpage {

RevertBar::RevertBar(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_look(new QPushButton(this))
    , m_resume(new QPushButton(tr("I ha&ve looked, go on"), this))
    , m_settings(new QPushButton(tr("By it&self…"), this))
{
    setFrameShape(QFrame::StyledPanel);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout(this);
    row->addWidget(m_text, 1);
    row->addWidget(m_look);
    row->addWidget(m_resume);
    row->addWidget(m_settings);
    connect(m_look, &QPushButton::clicked, this, &RevertBar::lookWanted);
    connect(m_resume, &QPushButton::clicked, this, [this] { emit resumeWanted(m_stopped); });
    connect(m_settings, &QPushButton::clicked, this, [this] { emit settingsWanted(m_first); });
    hide();
}

QString RevertBar::sentence(const engine::AutoRevertInfo& info, base::Timestamp now)
{
    const QString account = QString::fromStdString(info.settings.account);
    if (info.settings.mode == cloud::RevertMode::Propose)
        return tr("%1: corrections are proposed.").arg(account);
    QString text = tr("%1: put right by itself, %2 of %3 in %4 h, %5.")
                       .arg(account, text::number(info.runs.size()), text::number(info.settings.most),
                            text::number(info.settings.hours), text::revertWindow(info.settings.window));
    if (!info.runs.empty())
        text += u' ' + tr("Last done %1.").arg(text::shortTime(info.runs.front().at, now));
    if (!info.halted.empty())
        text += u' ' + tr("It stopped: %1.").arg(QString::fromStdString(info.halted));
    return text;
}

void RevertBar::present(const engine::DriftView& view, base::Timestamp now)
{
    QStringList lines;
    m_ready.clear();
    m_readyAccount.clear();
    m_stopped.clear();
    m_first.clear();
    for (const engine::AutoRevertInfo& info : view.autoReverts) {
        if (info.settings.mode == cloud::RevertMode::Report)
            continue;
        lines << sentence(info, now);
        if (m_first.empty())
            m_first = info.settings.account;
        if (!info.halted.empty())
            m_stopped = info.settings.account;
    }
    for (const engine::RevertNote& note : view.notes) {
        if (note.decision.reason == cloud::RevertReason::Contested && m_stopped.empty())
            m_stopped = note.account;
        if (note.decision.step != cloud::RevertStep::Propose)
            continue;
        if (m_readyAccount.empty())
            m_readyAccount = note.account;
        if (note.account == m_readyAccount)
            m_ready.push_back(note.key);
    }
    m_text->setText(lines.join(u'\n'));
    m_look->setText(tr("&Look at %n correction(s)…", nullptr, static_cast<int>(m_ready.size())));
    m_look->setVisible(!m_ready.empty() && view.writing);
    m_resume->setVisible(!m_stopped.empty());
    setVisible(!lines.isEmpty());
}

QString RevertBar::text() const
{
    return m_text->text();
}

} // namespace zonescope::ui::cloudpage
