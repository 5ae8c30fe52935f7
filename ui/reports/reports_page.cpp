// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/reports_page.h"

#include "ui/reports/report_preview.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace zonescope::ui::reports {
namespace {

enum PeriodChoice { AsTheWindow, Brushed, Today, Yesterday, SevenDays, ThisMonth, LastMonth };

base::Timestamp startOf(const QDate& day)
{
    return base::fromMicroseconds(day.startOfDay().toMSecsSinceEpoch() * 1000);
}

} // namespace

ReportsPage::ReportsPage(models::Workspace& workspace, charts::TimeSelection& time, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_time(time)
    , m_question(workspace.bridge(), this)
    , m_preview(new ReportPreview(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(makeOptions());
    layout->addWidget(m_preview, 1);
    m_soon.setSingleShot(true);
    m_soon.setInterval(150);
    connect(&m_soon, &QTimer::timeout, this, &ReportsPage::ask);
    connect(&workspace.selection(), &models::Selection::rangeChanged, this, &ReportsPage::refresh);
    connect(&workspace.selection(), &models::Selection::zonesChanged, this, &ReportsPage::refresh);
    connect(&time, &charts::TimeSelection::brushChanged, this, &ReportsPage::refresh);
}

QWidget* ReportsPage::makeOptions()
{
    auto* options = new widgets::Card(tr("Freshness and incidents"), this);
    options->setFixedWidth(300);
    m_period = new QComboBox(options);
    m_period->addItem(tr("As in the header"), AsTheWindow);
    m_period->addItem(tr("The selected stretch"), Brushed);
    m_period->addItem(tr("Today"), Today);
    m_period->addItem(tr("Yesterday"), Yesterday);
    m_period->addItem(tr("Last 7 days"), SevenDays);
    m_period->addItem(tr("This month"), ThisMonth);
    m_period->addItem(tr("Last month"), LastMonth);
    m_zones = new QComboBox(options);
    m_zones->addItem(tr("All zones"));
    m_zones->addItem(tr("The chosen zones"));
    m_target = new QDoubleSpinBox(options);
    m_target->setRange(0.1, 86400);
    m_target->setDecimals(1);
    m_target->setValue(5);
    m_target->setSuffix(tr(" s"));
    m_pdf = new QCheckBox(QStringLiteral("&PDF"), options);
    m_html = new QCheckBox(QStringLiteral("&HTML"), options);
    m_csv = new QCheckBox(QStringLiteral("&CSV"), options);
    m_png = new QCheckBox(tr("P&NG charts"), options);
    m_pdf->setChecked(true);
    m_clouds = new QCheckBox(tr("with the clo&uds"), options);
    m_clouds->setChecked(true);
    m_clouds->setToolTip(tr("Topology, inventory, findings and drift of the newest snapshot"));
    m_export = new QPushButton(theme::icon(theme::Icon::Save), tr("&Export…"), options);
    m_state = new QLabel(options);
    m_state->setWordWrap(true);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("Peri&od"), m_period);
    form->addRow(tr("&Zones"), m_zones);
    form->addRow(tr("An edge is &fresh within"), m_target);
    form->addRow(m_clouds);
    form->addRow(tr("Write"), m_pdf);
    for (QCheckBox* box : {m_html, m_csv, m_png})
        form->addRow(box);
    options->body()->addLayout(form);
    options->body()->addWidget(m_export);
    options->body()->addWidget(m_state);
    options->body()->addStretch(1);
    connect(m_period, &QComboBox::activated, this, &ReportsPage::refresh);
    connect(m_zones, &QComboBox::activated, this, &ReportsPage::refresh);
    connect(m_target, &QDoubleSpinBox::valueChanged, this, &ReportsPage::refresh);
    connect(m_clouds, &QCheckBox::toggled, this, &ReportsPage::refresh);
    connect(m_export, &QPushButton::clicked, this, &ReportsPage::exportNow);
    const auto enable = [this] { m_export->setEnabled(m_document && formats()); };
    for (QCheckBox* box : {m_pdf, m_html, m_csv, m_png})
        connect(box, &QCheckBox::toggled, this, enable);
    m_export->setEnabled(false);
    return options;
}

QString ReportsPage::title() const
{
    return tr("Reports");
}

pipeline::Period ReportsPage::period() const
{
    const base::Timestamp now = m_workspace.now();
    const QDate today = QDateTime::fromMSecsSinceEpoch(base::toMicroseconds(now) / 1000).date();
    const QDate month(today.year(), today.month(), 1);
    switch (m_period->currentData().toInt()) {
    case Brushed:
        if (m_time.brush())
            return {base::fromMicroseconds(m_time.brush()->from), base::fromMicroseconds(m_time.brush()->to)};
        return m_workspace.selection().period();
    case Today:
        return {startOf(today), now};
    case Yesterday:
        return {startOf(today.addDays(-1)), startOf(today)};
    case SevenDays:
        return {now - std::chrono::hours(7 * 24), now};
    case ThisMonth:
        return {startOf(month), now};
    case LastMonth:
        return {startOf(month.addMonths(-1)), startOf(month)};
    default:
        return m_workspace.selection().period();
    }
}

void ReportsPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    // A brush is why most people come here in the middle of an incident.
    if (m_time.brush())
        m_period->setCurrentIndex(m_period->findData(Brushed));
    refresh();
}

void ReportsPage::refresh()
{
    if (isVisible())
        m_soon.start();
}

void ReportsPage::ask()
{
    engine::ReportRequest request;
    request.selection.period = period();
    if (m_zones->currentIndex() == 1)
        request.selection.zones = m_workspace.selection().zones();
    request.freshnessTarget = base::Duration(static_cast<std::int64_t>(m_target->value() * 1e6));
    request.clouds = m_clouds->isChecked();
    m_state->setText(tr("Reading history…"));
    m_question.ask<engine::ReportAnswer>(
        m_workspace.engine().report(request),
        [this](const auto& answer) {
            m_document = answer.document;
            m_preview->showReport(m_document);
            m_export->setEnabled(m_document && formats());
            m_state->clear();
        },
        [this](const base::Error& error) { m_state->setText(text::errorText(error).both()); });
}

Formats ReportsPage::formats() const
{
    Formats chosen;
    chosen.setFlag(Format::Pdf, m_pdf->isChecked());
    chosen.setFlag(Format::Html, m_html->isChecked());
    chosen.setFlag(Format::Csv, m_csv->isChecked());
    chosen.setFlag(Format::Png, m_png->isChecked());
    return chosen;
}

bool ReportsPage::exportNow()
{
    if (!m_document || !formats())
        return true;
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the report"));
    if (!folder.isEmpty())
        exportTo(folder);
    return true;
}

void ReportsPage::exportTo(const QString& folder)
{
    const QDateTime written = QDateTime::fromMSecsSinceEpoch(base::toMicroseconds(m_workspace.now()) / 1000);
    const QString target = QDir(folder).filePath(QStringLiteral("zonescope-report-") +
                                                 written.toString(QStringLiteral("yyyyMMdd-HHmmss")));
    const auto files = renderReport(*m_document, m_workspace.names(), target, formats());
    if (files)
        emit m_workspace.notice(
            tr("Wrote %n file(s) to %1", nullptr, static_cast<int>(files->size())).arg(target), false);
    else
        emit m_workspace.notice(text::errorText(files.error()).both() + u' ' +
                                    QString::fromStdString(files.error().detail),
                                true);
}

} // namespace zonescope::ui::reports
