// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/revert_bar.h"

#include "ui/text/format.h"
#include "ui/text/revert_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace zonescope::ui::cloudpage {

RevertBar::RevertBar(QWidget* parent)
    : QFrame(parent)
    , m_stop(new widgets::Banner(this))
    , m_text(new QLabel(this))
    , m_look(new QPushButton(this))
    , m_settings(new QPushButton(tr("By it&self…"), this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::metric::gap);
    row->addWidget(m_text, 1);
    row->addWidget(m_look);
    row->addWidget(m_settings);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::metric::gap);
    column->addWidget(m_stop);
    column->addLayout(row);
    connect(m_look, &QPushButton::clicked, this, &RevertBar::lookWanted);
    connect(m_stop, &widgets::Banner::actionTriggered, this, [this] { emit resumeWanted(m_stopped); });
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
    return text;
}

void RevertBar::present(const engine::DriftView& view, base::Timestamp now)
{
    QStringList lines;
    QString stop;
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
        if (info.halted.empty())
            continue;
        m_stopped = info.settings.account;
        stop = tr("Nothing more is put right by itself in %1: %2.")
                   .arg(QString::fromStdString(m_stopped), QString::fromStdString(info.halted));
    }
    for (const engine::RevertNote& note : view.notes) {
        if (note.decision.reason == cloud::RevertReason::Contested && m_stopped.empty()) {
            m_stopped = note.account;
            stop = text::revertSentence(note.decision, now);
        }
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
    if (stop.isEmpty())
        m_stop->withdraw();
    else
        m_stop->tell(widgets::Banner::Kind::Failure, stop, tr("I ha&ve looked, go on"));
    setVisible(!lines.isEmpty());
}

QString RevertBar::text() const
{
    return m_stopped.empty() ? m_text->text() : m_stop->text() + u'\n' + m_text->text();
}

} // namespace zonescope::ui::cloudpage
