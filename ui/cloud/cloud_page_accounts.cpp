// SPDX-License-Identifier: GPL-3.0-or-later
// Reading accounts, and the kill switch.
#include "ui/cloud/account_dialog.h"
#include "ui/cloud/cloud_page.h"
#include "ui/cloud/drift_view.h"
#include "ui/theme/icons.h"
#include "ui/widgets/banner.h"

#include <QMessageBox>
#include <QPushButton>

namespace zonescope::ui::cloudpage {

void CloudPage::chooseAccount()
{
    AccountDialog dialog(this, m_drift->view());
    if (dialog.exec() != QDialog::Accepted)
        return;
    const engine::ReadAccount account = dialog.account();
    if (dialog.autoRevert()) {
        const engine::RequestId id =
            m_workspace.engine().cloudIntent(engine::SetAutoRevert{*dialog.autoRevert()});
        m_workspace.bridge().whenAnswered(id, this, [this](const base::Result<engine::Answer>& answer) {
            if (!answer)
                fail(answer.error());
        });
    }
    readAccount(account);
}

void CloudPage::readAccount(const engine::ReadAccount& account)
{
    m_reading = true;
    m_banner->tell(widgets::Banner::Kind::Information,
                   account.profile.empty()
                       ? tr("Reading the account…")
                       : tr("Reading the account %1…").arg(QString::fromStdString(account.profile)),
                   tr("S&top reading"));
    ask(account);
}

void CloudPage::throwKillSwitch()
{
    const auto tell = [this](bool on) {
        const engine::RequestId id = m_workspace.engine().cloudIntent(engine::ThrowKillSwitch{on});
        m_workspace.bridge().whenAnswered(id, this, [this, on](const base::Result<engine::Answer>& answer) {
            if (!answer)
                fail(answer.error());
            showKillSwitch(on || !answer); // what could not be switched off is on
            m_drift->refresh();
        });
    };
    if (!m_killed) { // no question: it must be quick, and does no harm
        showKillSwitch(true);
        return tell(true);
    }
    auto* question = new QMessageBox(QMessageBox::Question, tr("Release the kill switch"),
                                     tr("Accounts that are set to be put right by themselves begin again "
                                        "with their next scan. Release the "
                                        "kill switch?"),
                                     QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* release = question->addButton(tr("&Release"), QMessageBox::AcceptRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(release, &QPushButton::clicked, this, [tell] { tell(false); });
    question->open();
}

void CloudPage::showKillSwitch(bool on)
{
    m_killed = on;
    m_kill->setText(on ? tr("Release the &kill switch…") : tr("&Kill switch"));
    m_kill->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+K"))); // a new text brings its own
    m_kill->setIcon(theme::icon(on ? theme::Icon::Resume : theme::Icon::Pause));
    if (on)
        m_killBanner->tell(widgets::Banner::Kind::Failure,
                           tr("The kill switch is on: nothing in a cloud is changed by itself."));
    else
        m_killBanner->withdraw();
}

} // namespace zonescope::ui::cloudpage
