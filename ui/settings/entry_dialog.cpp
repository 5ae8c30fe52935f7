// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/entry_dialog.h"

#include "ui/text/error_text.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

namespace zonescope::ui::settings {

EntryDialog::EntryDialog(const QString& title, QWidget* parent)
    : QDialog(parent)
    , m_form(new QFormLayout)
    , m_problem(new QLabel(this))
{
    setObjectName(QStringLiteral("entry-dialog"));
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(440);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(m_form);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &EntryDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void EntryDialog::save()
{
    m_ok->setEnabled(false);
    m_save([self = QPointer(this)](const base::Status& status) {
        if (!self)
            return;
        self->m_ok->setEnabled(true);
        if (status)
            return self->accept();
        QString problem = text::errorText(status.error()).both();
        if (!status.error().detail.empty())
            problem += u'\n' + QString::fromStdString(status.error().detail);
        self->m_problem->setText(problem);
        self->m_problem->show();
    });
}

} // namespace zonescope::ui::settings
