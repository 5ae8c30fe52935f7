// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/rails_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace zonescope::ui::cloudpage {
namespace {

QStringList linesOf(const QPlainTextEdit& edit)
{
    QStringList lines;
    for (const QString& line : edit.toPlainText().split(u'\n', Qt::SkipEmptyParts))
        if (const QString trimmed = line.trimmed(); !trimmed.isEmpty())
            lines << trimmed;
    return lines;
}

QString textOf(const std::vector<net::Prefix>& prefixes)
{
    QStringList lines;
    for (const net::Prefix& prefix : prefixes)
        lines << QString::fromStdString(prefix.toText());
    return lines.join(u'\n');
}

/// The first line that is no prefix; empty: all are.
QString wrongLine(const QPlainTextEdit& edit)
{
    for (const QString& line : linesOf(edit))
        if (!cloud::prefixFromText(line.toStdString()))
            return line;
    return {};
}

std::vector<net::Prefix> prefixesOf(const QPlainTextEdit& edit)
{
    std::vector<net::Prefix> prefixes;
    for (const QString& line : linesOf(edit))
        if (const auto prefix = cloud::prefixFromText(line.toStdString()))
            prefixes.push_back(*prefix);
    return prefixes;
}

} // namespace

RailsDialog::RailsDialog(const engine::DriftView& view, QWidget* parent)
    : QDialog(parent)
    , m_allowed(new QPlainTextEdit(textOf(view.gate.allowed), this))
    , m_management(new QPlainTextEdit(textOf(view.gate.management), this))
    , m_others(new QPlainTextEdit(this))
    , m_most(new QSpinBox(this))
    , m_scans(new QSpinBox(this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(tr("Guard rails"));
    QStringList others;
    for (const std::string& tag : view.settings.ownedElsewhere)
        others << QString::fromStdString(tag);
    m_others->setPlainText(others.join(u'\n'));
    m_allowed->setPlaceholderText(tr("one prefix a line; nothing: any"));
    m_management->setPlaceholderText(tr("one prefix a line: from where you reach what you manage"));
    m_others->setPlaceholderText(tr("one tag a line, managed-by=pulumi or managed-by=*"));
    m_most->setRange(1, 1000);
    m_most->setValue(static_cast<int>(view.gate.mostChanges));
    m_scans->setRange(1, 20);
    m_scans->setValue(static_cast<int>(view.policy.openAfter));
    m_scans->setToolTip(tr("Scans in a row until a drift opens, and without it until it closes"));
    for (QPlainTextEdit* edit : {m_allowed, m_management, m_others})
        edit->setTabChangesFocus(true);
    m_problem->setWordWrap(true);
    auto* form = new QFormLayout;
    form->addRow(tr("&Routes may be about"), m_allowed);
    form->addRow(tr("&Never cut off"), m_management);
    form->addRow(tr("&Others look after"), m_others);
    form->addRow(tr("&Many changes are more than"), m_most);
    form->addRow(tr("&Drift counts after scans"), m_scans);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("&Save"), QDialogButtonBox::AcceptRole);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QPlainTextEdit* edit : {m_allowed, m_management})
        connect(edit, &QPlainTextEdit::textChanged, this, &RailsDialog::check);
    resize(560, 440);
    check();
}

void RailsDialog::check()
{
    QString wrong = wrongLine(*m_allowed);
    if (wrong.isEmpty())
        wrong = wrongLine(*m_management);
    m_problem->setText(wrong.isEmpty() ? QString() : tr("%1 is no prefix.").arg(wrong));
    m_save->setEnabled(wrong.isEmpty());
}

engine::SetDriftSettings RailsDialog::settings() const
{
    engine::SetDriftSettings settings;
    for (const QString& tag : linesOf(*m_others))
        settings.drift.ownedElsewhere.push_back(tag.toStdString());
    settings.gate.allowed = prefixesOf(*m_allowed);
    settings.gate.management = prefixesOf(*m_management);
    settings.gate.mostChanges = static_cast<std::size_t>(m_most->value());
    settings.policy.openAfter = settings.policy.closeAfter = static_cast<std::uint32_t>(m_scans->value());
    return settings;
}

} // namespace zonescope::ui::cloudpage
