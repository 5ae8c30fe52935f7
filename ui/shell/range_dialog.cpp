// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/range_dialog.h"

#include <QCoreApplication>
#include <QDateTimeEdit>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>

namespace zonescope::ui::shell {
namespace {

struct RangeDialog
{
    Q_DECLARE_TR_FUNCTIONS(RangeDialog)
};

QDateTime toQt(base::Timestamp at)
{
    return QDateTime::fromMSecsSinceEpoch(base::toMicroseconds(at) / 1000);
}

base::Timestamp fromQt(const QDateTime& at)
{
    return base::fromMicroseconds(at.toMSecsSinceEpoch() * 1000);
}

} // namespace

std::optional<pipeline::Period> askForPeriod(const pipeline::Period& present, QWidget* parent)
{
    QDialog dialog(parent);
    dialog.setWindowTitle(RangeDialog::tr("Time range"));
    auto* from = new QDateTimeEdit(toQt(present.from), &dialog);
    auto* to = new QDateTimeEdit(toQt(present.to), &dialog);
    for (QDateTimeEdit* edit : {from, to}) {
        edit->setCalendarPopup(true);
        edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, &dialog);
    auto* layout = new QFormLayout(&dialog);
    layout->addRow(RangeDialog::tr("&From"), from);
    layout->addRow(RangeDialog::tr("&To"), to);
    layout->addRow(buttons);
    const auto check = [=] {
        buttons->button(QDialogButtonBox::Ok)->setEnabled(from->dateTime() < to->dateTime());
    };
    QObject::connect(from, &QDateTimeEdit::dateTimeChanged, &dialog, check);
    QObject::connect(to, &QDateTimeEdit::dateTimeChanged, &dialog, check);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    if (dialog.exec() != QDialog::Accepted)
        return std::nullopt;
    return pipeline::Period{fromQt(from->dateTime()), fromQt(to->dateTime())};
}

} // namespace zonescope::ui::shell
