// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/drift_dialogs.h"

#include "ui/text/drift_text.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"

#include <QComboBox>
#include <QDateEdit>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace zonescope::ui::cloudpage {
namespace {

constexpr int usualDays = 30;
constexpr std::size_t mostFlows = 200; ///< lines that somebody still reads

QString stateOf(const engine::TerraformPreview& file)
{
    if (file.error)
        return text::errorWithDetail(*file.error);
    const QString form = file.form == cloud::IntentForm::Plan ? TerraformDialog::tr("Plan, can be added")
                                                              : TerraformDialog::tr("State, can be added");
    if (file.notMade == 0)
        return form;
    return TerraformDialog::tr("%1; %2 object(s) do not exist yet").arg(form, text::number(file.notMade));
}

} // namespace

TerraformDialog::TerraformDialog(const std::vector<engine::TerraformPreview>& files, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Add files of Terraform"));
    auto* explanation = new QLabel(
        tr("Only what networks are made of is kept: no secret of a file comes into the database."), this);
    explanation->setWordWrap(true);
    auto* table = new QTableWidget(static_cast<int>(files.size()), 5, this);
    table->setHorizontalHeaderLabels(
        {tr("File"), tr("Resources"), tr("Routes and rules"), tr("Of other types"), tr("State")});
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->verticalHeader()->hide();
    table->setAccessibleName(tr("Files"));
    for (std::size_t i = 0; i < files.size(); ++i) {
        const engine::TerraformPreview& file = files[i];
        const QStringList cells{QString::fromStdString(file.file), text::number(file.resources),
                                text::number(file.parts), text::number(file.otherTypes), stateOf(file)};
        for (int column = 0; column < 5; ++column) {
            auto* item = new QTableWidgetItem(cells[column]);
            item->setToolTip(cells[column]);
            table->setItem(static_cast<int>(i), column, item);
        }
    }
    table->resizeColumnsToContents();
    table->horizontalHeader()->setStretchLastSection(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    auto* add = buttons->addButton(tr("A&dd"), QDialogButtonBox::AcceptRole);
    add->setEnabled(std::ranges::none_of(files, [](const auto& file) { return file.error.has_value(); }));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(explanation);
    layout->addWidget(table, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(860, 320);
}

IgnoreDialog::IgnoreDialog(const cloud::DriftFinding& finding, base::Timestamp now, QWidget* parent)
    : QDialog(parent)
    , m_finding(finding)
    , m_what(new QComboBox(this))
    , m_reason(new QLineEdit(this))
    , m_until(new QDateEdit(this))
{
    setWindowTitle(tr("Ignore a drift"));
    auto* sentence = new QLabel(text::driftSentence(finding), this);
    sentence->setWordWrap(true);
    if (!finding.part.empty())
        m_what->addItem(tr("This route or rule"), 0);
    m_what->addItem(tr("Everything about this resource"), 1);
    m_what->addItem(tr("All resources of this kind"), 2);
    const QDate today = QDateTime::fromMSecsSinceEpoch(base::toMicroseconds(now) / 1000).date();
    m_until->setCalendarPopup(true);
    m_until->setMinimumDate(today.addDays(1));
    m_until->setDate(today.addDays(usualDays));
    m_reason->setPlaceholderText(tr("why, for whoever asks later"));
    auto* form = new QFormLayout;
    form->addRow(tr("&What"), m_what);
    form->addRow(tr("&Reason"), m_reason);
    form->addRow(tr("&Until"), m_until);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_ok = buttons->addButton(tr("&Ignore"), QDialogButtonBox::AcceptRole);
    m_ok->setEnabled(false);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(sentence);
    layout->addLayout(form);
    layout->addWidget(buttons);
    connect(m_reason, &QLineEdit::textChanged, this,
            [this](const QString& reason) { m_ok->setEnabled(!reason.trimmed().isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_reason->setFocus();
}

cloud::DriftIgnore IgnoreDialog::rule() const
{
    cloud::DriftIgnore rule;
    rule.kind = cloud::kindWord(m_finding.resourceKind);
    const int what = m_what->currentData().toInt();
    if (what < 2)
        rule.resource = m_finding.resource;
    if (what == 0)
        rule.part = m_finding.part;
    rule.reason = m_reason->text().trimmed().toStdString();
    rule.until = base::fromMicroseconds(m_until->date().endOfDay().toMSecsSinceEpoch() * 1000);
    return rule;
}

QString gateReport(const cloud::ChangePlan& plan, const cloud::GateResult& result)
{
    QStringList lines{text::gateVerdict(result.verdict), QString()};
    for (const cloud::PlannedChange& change : plan.changes)
        lines << text::plannedChange(change);
    lines << QString()
          << GateDialog::tr("Touches %1 subnet(s), %2 interface(s) and %3 name(s) in the DNS.")
                 .arg(text::number(result.subnets), text::number(result.interfaces),
                      text::number(result.names));
    if (!result.rails.empty())
        lines << QString() << GateDialog::tr("What speaks against it:");
    for (const cloud::RailFinding& finding : result.rails)
        lines << text::guardRail(finding.rail) + QStringLiteral(": ") + text::railSentence(finding);
    if (!result.flows.empty())
        lines << QString() << GateDialog::tr("What would flow otherwise:");
    const std::size_t shown = std::min(mostFlows, result.flows.size());
    for (std::size_t i = 0; i < shown; ++i)
        lines << text::flowSentence(result.flows[i]);
    if (shown < result.flows.size())
        lines << GateDialog::tr("… and %1 more.").arg(text::number(result.flows.size() - shown));
    if (result.cut)
        lines << GateDialog::tr("Not every pair of subnets was asked about.");
    if (!result.notModelled.empty())
        lines << QString() << GateDialog::tr("Not judged:");
    for (const std::string& what : result.notModelled)
        lines << QString::fromStdString(what);
    return lines.join(u'\n');
}

GateDialog::GateDialog(const engine::GateAnswer& answer, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("What this plan would do"));
    auto* report = new QPlainTextEdit(gateReport(answer.plan, answer.result), this);
    report->setReadOnly(true);
    report->setAccessibleName(tr("What this plan would do"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(report, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(760, 480);
}

} // namespace zonescope::ui::cloudpage
