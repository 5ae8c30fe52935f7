// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/import_preview.h"

#include "ui/text/format.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>

namespace zonescope::ui::network {
namespace {

constexpr std::size_t headOctets = 2000;

QString formatText(congestion::LogFormat format)
{
    using congestion::LogFormat;
    switch (format) {
    case LogFormat::Csv:
        return ImportPreview::tr("CSV with column names");
    case LogFormat::JsonLines:
        return ImportPreview::tr("JSON lines");
    case LogFormat::MlabTcpInfo:
        return ImportPreview::tr("M-Lab tcp-info (JSON lines)");
    case LogFormat::SsText:
        return ImportPreview::tr("Output of ss -tin");
    case LogFormat::IperfJson:
        return ImportPreview::tr("Output of iperf3 --json");
    case LogFormat::Har:
        return ImportPreview::tr("HTTP Archive (HAR)");
    case LogFormat::Boomerang:
        return ImportPreview::tr("Boomerang beacons");
    case LogFormat::NavigationTiming:
        return ImportPreview::tr("Navigation Timing (JSON)");
    }
    return {};
}

} // namespace

ImportPreview::ImportPreview(const QString& name, bool rum, std::string text, QWidget* parent)
    : QDialog(parent)
    , m_isRum(rum)
    , m_text(std::make_shared<const std::string>(std::move(text)))
    , m_format(new QComboBox(this))
    , m_summary(new QLabel(this))
    , m_bad(new QPlainTextEdit(this))
{
    setWindowTitle(rum ? tr("Import page loads from %1").arg(name)
                       : tr("Import connections from %1").arg(name));
    const auto guessed = congestion::guessFormat(*m_text, rum);
    for (const congestion::LogFormat format : congestion::logFormats)
        if (rum ? congestion::isRumFormat(format) : congestion::isPassiveFormat(format)) {
            m_format->addItem(formatText(format), static_cast<int>(format));
            if (format == guessed)
                m_format->setCurrentIndex(m_format->count() - 1);
        }
    auto* head = new QPlainTextEdit(this);
    head->setReadOnly(true);
    head->setFont(theme::monospace());
    head->setLineWrapMode(QPlainTextEdit::NoWrap);
    head->setAccessibleName(tr("Beginning of the file"));
    head->setPlainText(
        QString::fromUtf8(m_text->data(), static_cast<qsizetype>(std::min(headOctets, m_text->size()))));
    m_bad->setReadOnly(true);
    m_bad->setAccessibleName(tr("Lines that could not be read"));
    m_bad->setMaximumHeight(130);
    m_summary->setWordWrap(true);
    auto* form = new QFormLayout;
    form->addRow(tr("&Format"), m_format);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_take = buttons->addButton(tr("&Import"), QDialogButtonBox::AcceptRole);
    m_take->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(head, 1);
    layout->addWidget(m_summary);
    layout->addWidget(m_bad);
    layout->addWidget(buttons);
    resize(760, 520);
    connect(buttons, &QDialogButtonBox::accepted, this, &ImportPreview::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ImportPreview::reject);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ImportPreview::read);
    read();
}

void ImportPreview::read()
{
    m_ready = false;
    m_take->setEnabled(false);
    m_summary->setText(tr("Reading…"));
    m_bad->hide();
    const auto format = static_cast<congestion::LogFormat>(m_format->currentData().toInt());
    QPointer<ImportPreview> self(this);
    QThreadPool::globalInstance()->start([self, number = ++m_wanted, format, rum = m_isRum, text = m_text] {
        std::shared_ptr<congestion::PassiveImport> passive;
        std::shared_ptr<congestion::RumImport> loads;
        if (rum)
            loads = std::make_shared<congestion::RumImport>(congestion::readRumLog(format, *text));
        else
            passive = std::make_shared<congestion::PassiveImport>(congestion::readPassiveLog(format, *text));
        QMetaObject::invokeMethod(qApp,
                                  [self, number, passive = std::move(passive), loads = std::move(loads)] {
                                      if (self && self->m_wanted == number)
                                          self->present(passive, loads);
                                  });
    });
}

void ImportPreview::present(std::shared_ptr<congestion::PassiveImport> passive,
                            std::shared_ptr<congestion::RumImport> rum)
{
    m_passive = std::move(passive);
    m_rum = std::move(rum);
    const auto& report = m_isRum ? m_rum->report : m_passive->report;
    const std::size_t records = m_isRum ? m_rum->records.size() : m_passive->records.size();
    m_summary->setText(
        m_isRum ? tr("%1 page loads in %2 lines; %3 could not be read.")
                      .arg(text::number(records), text::number(report.lines), text::number(report.badLines))
                : tr("%1 connections with %2 entries in %3 lines; %4 could not be read.")
                      .arg(text::number(records), text::number(report.points), text::number(report.lines),
                           text::number(report.badLines)));
    QStringList lines;
    for (const congestion::BadLine& bad : report.bad)
        lines << tr("Line %1: %2").arg(text::number(bad.line), QString::fromStdString(bad.why));
    m_bad->setPlainText(lines.join(u'\n'));
    m_bad->setVisible(!lines.isEmpty());
    m_take->setEnabled(records > 0);
    m_ready = true;
}

} // namespace zonescope::ui::network
