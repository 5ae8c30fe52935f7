// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/transfer_dialog.h"

#include "ui/text/error_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace zonescope::ui::zones {
namespace {

struct TransferDialog
{
    Q_DECLARE_TR_FUNCTIONS(TransferDialog)
};

/// The zone's own primaries first, then every other one.
void fillPrimaries(QComboBox* box, const zone::Configuration& configuration, const zone::Zone* zone)
{
    if (zone)
        for (const base::PrimaryId id : zone->primaries)
            if (const zone::Primary* primary = configuration.primary(id))
                box->addItem(QString::fromStdString(primary->name), id.value);
    for (const auto& [id, primary] : configuration.primaries())
        if (box->findData(id.value) < 0)
            box->addItem(QString::fromStdString(primary.name), id.value);
}

void fillAddresses(QComboBox* box, const zone::Primary* primary)
{
    box->clear();
    box->addItem(TransferDialog::tr("Any of its addresses"));
    if (primary)
        for (const net::Endpoint& address : primary->addresses)
            box->addItem(text::toQString(address));
}

} // namespace

std::optional<engine::TransferRequest> askForTransfer(models::Workspace& workspace,
                                                      const std::vector<base::ZoneId>& zones, QWidget* parent)
{
    const zone::Configuration& configuration = *workspace.bridge().configuration();
    QDialog dialog(parent);
    dialog.setObjectName(QStringLiteral("transfer-dialog"));
    dialog.setWindowTitle(TransferDialog::tr("Transfer from a chosen primary"));
    auto* what = new QLabel(zones.size() == 1
                                ? workspace.names().zone(zones.front())
                                : TransferDialog::tr("%n zone(s)", nullptr, static_cast<int>(zones.size())),
                            &dialog);
    auto* primary = new QComboBox(&dialog);
    auto* address = new QComboBox(&dialog);
    address->setEditable(true);
    auto* full = new QCheckBox(TransferDialog::tr("In &full (AXFR)"), &dialog);
    auto* problem = new QLabel(&dialog);
    problem->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, &dialog);
    buttons->button(QDialogButtonBox::Ok)->setText(TransferDialog::tr("Transfer"));
    auto* form = new QFormLayout(&dialog);
    form->addRow(what);
    form->addRow(TransferDialog::tr("&Primary"), primary);
    form->addRow(TransferDialog::tr("&Address"), address);
    form->addRow(full);
    form->addRow(problem);
    form->addRow(buttons);
    fillPrimaries(primary, configuration, configuration.zone(zones.front()));
    const auto chosen = [=] { return base::PrimaryId{primary->currentData().toUInt()}; };
    fillAddresses(address, configuration.primary(chosen()));
    QObject::connect(primary, &QComboBox::currentIndexChanged, &dialog,
                     [&, chosen] { fillAddresses(address, configuration.primary(chosen())); });
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    engine::TransferRequest request;
    request.zones = zones;
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, [&, chosen] {
        request.primary = chosen();
        request.full = full->isChecked();
        request.address.reset();
        if (address->currentText() != address->itemText(0)) {
            const auto endpoint = net::Endpoint::fromText(address->currentText().trimmed().toStdString());
            if (!endpoint)
                return problem->setText(text::errorText(endpoint.error()).both());
            request.address = *endpoint;
        }
        dialog.accept();
    });
    return dialog.exec() == QDialog::Accepted ? std::optional(request) : std::nullopt;
}

} // namespace zonescope::ui::zones
