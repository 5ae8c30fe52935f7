// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/test_change_dialog.h"

#include "ui/text/error_text.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace zonescope::ui::zones {
namespace {

struct TestChangeDialog
{
    Q_DECLARE_TR_FUNCTIONS(TestChangeDialog)
};

/// The first one with a key is asked first; nothing: none has one.
const zone::Primary* firstSigned(const zone::Configuration& configuration, const zone::Zone& zone)
{
    for (const base::PrimaryId id : zone.primaries)
        if (const zone::Primary* primary = configuration.primary(id); primary && primary->key)
            return primary;
    return nullptr;
}

QLabel* line(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

bool askForTestChange(models::Workspace& workspace, base::ZoneId id, QWidget* parent)
{
    const zone::Configuration& configuration = *workspace.bridge().configuration();
    const zone::Zone* zone = configuration.zone(id);
    if (zone == nullptr)
        return false;
    const zone::Primary* primary = firstSigned(configuration, *zone);
    const zone::Key* key = primary ? configuration.key(*primary->key) : nullptr;
    const QString name = workspace.names().zone(id);
    QDialog dialog(parent);
    dialog.setObjectName(QStringLiteral("test-change-dialog"));
    dialog.setWindowTitle(TestChangeDialog::tr("Send a test change"));
    constexpr int width = 460;
    dialog.setMinimumWidth(width);
    auto* form = new QFormLayout(&dialog);
    form->addRow(line(
        TestChangeDialog::tr("One record of the zone is set anew at its primary, by an UPDATE (RFC 2136). "
                             "The serial rises, and every server shows when it has the change. The "
                             "record stays in the zone; the next test change replaces it."),
        &dialog));
    form->addRow(TestChangeDialog::tr("Record"),
                 line(QStringLiteral("_zonescope-test.%1 TXT").arg(name), &dialog));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, &dialog);
    QPushButton* send = buttons->button(QDialogButtonBox::Ok);
    send->setText(TestChangeDialog::tr("Send the test change"));
    if (key) {
        form->addRow(TestChangeDialog::tr("Primary"), line(QString::fromStdString(primary->name), &dialog));
        form->addRow(TestChangeDialog::tr("Signed with"),
                     line(QString::fromStdString(key->name.toDisplay()), &dialog));
        form->addRow(line(TestChangeDialog::tr("The primary has to allow updates with this key."), &dialog));
    } else {
        auto* problem = line(
            text::errorText(base::ErrorCode::UpdateNeedsKey, {QString(), QString(), name}).both(), &dialog);
        problem->setObjectName(QStringLiteral("problem"));
        form->addRow(problem);
        send->setEnabled(false);
    }
    form->addRow(buttons);
    dialog.resize(width, form->totalHeightForWidth(width)); // wrapped lines ask for room they do not need
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    return dialog.exec() == QDialog::Accepted;
}

} // namespace zonescope::ui::zones
