// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/correction_dialog.h"

#include "ui/cloud/account_dialog.h"
#include "ui/cloud/drift_dialogs.h"
#include "ui/text/drift_text.h"
#include "ui/text/error_text.h"

#include <QCheckBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace zonescope::ui::cloudpage {
namespace {

constexpr int usualSeconds = 120;

QStringList knownProfiles()
{
    QStringList names;
    for (const auto provider :
         {cloud::Provider::Aws, cloud::Provider::Google, cloud::Provider::Azure, cloud::Provider::OpenStack})
        for (const std::string& name : profilesOf(provider))
            names << QString::fromStdString(name);
    names.removeDuplicates();
    return names;
}

} // namespace

QCompleter* profileCompleter(QObject* parent)
{
    auto* known = new QCompleter(knownProfiles(), parent);
    known->setFilterMode(Qt::MatchContains);
    known->setCaseSensitivity(Qt::CaseInsensitive);
    return known;
}

CorrectionDialog::CorrectionDialog(models::Workspace& workspace, engine::PrepareCorrection what,
                                   QWidget* parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_question(workspace.bridge(), this)
    , m_what(std::move(what))
    , m_profile(new QLineEdit(this))
    , m_endpoint(new QLineEdit(this))
    , m_seconds(new QSpinBox(this))
    , m_report(new QPlainTextEdit(this))
    , m_problem(new QLabel(this))
    , m_read(new QCheckBox(tr("I have &read what would be sent and what it would do"), this))
{
    setWindowTitle(tr("Put it right at the provider"));
    m_profile->setPlaceholderText(tr("the one that may write, not the one that reads"));
    m_profile->setToolTip(
        tr("AWS and OpenStack: the name of a profile or cloud. Google Cloud: the path of a key "
           "file. Azure: a client id, \"environment\" or the path of a file."));
    m_profile->setCompleter(profileCompleter(m_profile));
    m_profile->setText(QString::fromStdString(m_what.profile));
    m_endpoint->setText(QString::fromStdString(m_what.endpoint));
    m_endpoint->setPlaceholderText(tr("the profile's own"));
    m_seconds->setRange(10, 86400);
    m_seconds->setValue(usualSeconds);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setAccessibleDescription(tr("Taken back by itself after that time unless you keep it"));
    m_report->setReadOnly(true);
    m_report->setPlaceholderText(tr("Choose the profile for writing and look at what would be sent."));
    m_report->setAccessibleName(tr("What would be sent and what it would do"));
    m_problem->setWordWrap(true);
    auto* form = new QFormLayout;
    form->addRow(tr("&Profile for writing"), m_profile);
    form->addRow(tr("&Endpoint"), m_endpoint);
    form->addRow(tr("Taken &back unless kept within"), m_seconds);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_look = buttons->addButton(tr("&Look"), QDialogButtonBox::ActionRole);
    m_go = buttons->addButton(tr("&Carry out"), QDialogButtonBox::ActionRole);
    m_look->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_report, 1);
    layout->addWidget(m_problem);
    layout->addWidget(m_read);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_look, &QPushButton::clicked, this, &CorrectionDialog::prepare);
    connect(m_go, &QPushButton::clicked, this, &CorrectionDialog::carryOut);
    connect(m_read, &QCheckBox::toggled, this, &CorrectionDialog::updateButtons);
    for (QLineEdit* field : {m_profile, m_endpoint}) // what was looked at was for another
        connect(field, &QLineEdit::textEdited, this, [this] {
            m_answer.reset();
            m_read->setChecked(false);
            updateButtons();
        });
    resize(820, 600);
    updateButtons();
    if (!m_what.profile.empty()) // it is known who writes: nothing to be typed first
        prepare();
}

void CorrectionDialog::updateButtons()
{
    const bool possible = m_answer && m_answer->prepared != 0;
    m_read->setEnabled(possible);
    m_go->setEnabled(possible && m_read->isChecked() && !m_question.isWaiting());
}

void CorrectionDialog::tell(const QString& problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void CorrectionDialog::prepare()
{
    m_what.profile = m_profile->text().trimmed().toStdString();
    m_what.endpoint = m_endpoint->text().trimmed().toStdString();
    const engine::RequestId id = m_workspace.engine().cloudIntent(m_what);
    m_question.ask<engine::CorrectionAnswer>(
        id, [this](const engine::CorrectionAnswer& answer) { take(answer); },
        [this](const base::Error& error) { tell(text::errorWithDetail(error)); });
}

void CorrectionDialog::take(const engine::CorrectionAnswer& answer)
{
    m_answer = answer;
    m_read->setChecked(false);
    QString report = gateReport(answer.plan, answer.gate);
    if (!answer.calls.empty())
        report += QStringLiteral("\n\n") + tr("What would be sent:");
    for (const std::string& call : answer.calls)
        report += QStringLiteral("\n\n") + QString::fromStdString(call);
    if (answer.dryRun)
        report += QStringLiteral("\n\n") + tr("The provider is asked for a dry run of each call first.");
    else if (!answer.calls.empty())
        report +=
            QStringLiteral("\n\n") + tr("This provider knows no dry run; what is there is read once more "
                                        "right before, and nothing is sent when it differs.");
    m_report->setPlainText(report);
    if (answer.problem)
        tell(text::errorWithDetail(*answer.problem));
    else if (answer.gate.verdict == cloud::GateVerdict::Refuse)
        tell(text::gateVerdict(answer.gate.verdict));
    else
        tell({});
    updateButtons();
}

void CorrectionDialog::carryOut()
{
    const engine::ApplyCorrection apply{m_answer->prepared, std::chrono::seconds(m_seconds->value())};
    m_answer.reset(); // once
    m_question.ask<engine::IntentAnswer>(
        m_workspace.engine().cloudIntent(apply),
        [this](const engine::IntentAnswer& answer) {
            emit carriedOut(answer);
            accept();
        },
        [this](const base::Error& error) {
            tell(text::errorWithDetail(error));
            updateButtons();
        });
    updateButtons();
}

} // namespace zonescope::ui::cloudpage
