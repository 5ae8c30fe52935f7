// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/route_dialog.h"

#include "model/cloud/gate/google_route.h"
#include "model/cloud/reachability.h"
#include "ui/text/cloud_text.h"
#include "ui/text/error_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <optional>

namespace zonescope::ui::cloudpage {

namespace {

/// What a route to that address would be about: the subnet that it is in, or itself.
net::Prefix networkAround(const cloud::NetworkModel& model, const net::IpAddress& address)
{
    for (const cloud::Index subnet : model.subnetsWith(address))
        for (const net::Prefix& prefix : model.at(subnet).prefixes)
            if (cloud::contains(prefix, cloud::networkOf(address, prefix.length)))
                return prefix;
    return cloud::networkOf(address, address.family() == net::Family::V4 ? 32 : 128);
}

std::string networkHolding(const cloud::Resource& subnet)
{
    for (const cloud::Relation& relation : subnet.relations)
        if (relation.kind == cloud::RelationKind::ContainedIn)
            return relation.target;
    return {};
}

/// An address counts also where nobody of ours has it: that is what routes are put in for.
std::optional<net::IpAddress> addressOf(const cloud::NetworkModel& model, const std::string& text)
{
    if (const auto address = net::IpAddress::fromText(text))
        return *address;
    const auto end = cloud::endFromText(model, text);
    if (!end || end->outside())
        return std::nullopt;
    return end->prefix.address;
}

} // namespace

RouteWish routeWish(const cloud::NetworkModel& model, const QString& from, const QString& to)
{
    RouteWish wish;
    const auto address = addressOf(model, to.trimmed().toStdString());
    if (address)
        wish.destination = QString::fromStdString(networkAround(model, *address).toText());
    const auto start = cloud::endFromText(model, from.trimmed().toStdString());
    if (!start || start->outside())
        return wish;
    cloud::Index table = model.routeTableOf(start->subnet);
    if (table == cloud::Snapshot::none && address) // not every provider has tables that subnets name
        for (const cloud::RouteMatch& match : model.routesFor(start->subnet, *address, {}).matches)
            if (table == cloud::Snapshot::none)
                table = match.table;
    const bool google =
        start->subnet != cloud::Snapshot::none && model.at(start->subnet).provider == cloud::Provider::Google;
    if (google) // routes name their network; there is no table
        table = model.snapshot().indexOf(networkHolding(model.at(start->subnet)));
    if (table != cloud::Snapshot::none)
        wish.table = QString::fromStdString(model.at(table).id);
    return wish;
}

RouteDialog::RouteDialog(cloud::CloudViewPtr view, const RouteWish& wish, QWidget* parent)
    : QDialog(parent)
    , m_view(std::move(view))
    , m_table(new QComboBox(this))
    , m_destinations(new QLineEdit(wish.destination, this))
    , m_target(new QLineEdit(this))
    , m_withdraw(new QCheckBox(tr("&Withdraw these routes"), this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(tr("Put in or withdraw routes"));
    fillTables(wish.table);
    m_destinations->setPlaceholderText(QStringLiteral("10.0.0.0/16, 2001:db8::/48"));
    m_destinations->setToolTip(tr("Several prefixes are separated by commas and looked at together."));
    m_target->setPlaceholderText(
        tr("id of a gateway, at Google also a name, or the address of the next hop"));
    m_problem->setObjectName(QStringLiteral("route-problem"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setAccessibleName(tr("What is wrong with these routes"));
    auto* form = new QFormLayout;
    form->addRow(tr("&Table, router or network"), m_table);
    form->addRow(tr("&Destinations"), m_destinations);
    form->addRow(tr("T&arget"), m_target);
    form->addRow(m_withdraw);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_next = buttons->addButton(tr("&Next"), QDialogButtonBox::AcceptRole);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table, &QComboBox::editTextChanged, this, &RouteDialog::check);
    for (QLineEdit* field : {m_destinations, m_target})
        connect(field, &QLineEdit::textChanged, this, &RouteDialog::check);
    connect(m_withdraw, &QCheckBox::toggled, this, &RouteDialog::check);
    resize(620, 260);
    check();
}

void RouteDialog::fillTables(const QString& table)
{
    m_table->setEditable(true);
    m_table->setInsertPolicy(QComboBox::NoInsert);
    m_table->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_table->lineEdit()->setPlaceholderText(
        tr("id or name of a route table or router, at Google of a network"));
    if (m_view)
        for (const cloud::Resource& resource : m_view->snapshot->resources())
            if (resource.kind == cloud::Kind::RouteTable || cloud::isGoogleNetwork(resource))
                m_table->addItem(text::resourceLabel(resource), QString::fromStdString(resource.id));
    m_table->completer()->setFilterMode(Qt::MatchContains);
    const int known = m_table->findData(table);
    m_table->setCurrentIndex(known);
    if (known < 0)
        m_table->setEditText(table);
}

QString RouteDialog::table() const
{
    const QString typed = m_table->currentText().trimmed();
    const int chosen = m_table->findText(typed, Qt::MatchFixedString);
    return chosen < 0 ? typed : m_table->itemData(chosen).toString();
}

std::vector<cloud::RouteAction> RouteDialog::actions() const
{
    std::vector<cloud::RouteAction> all;
    for (std::string& destination : cloud::destinationsFromText(m_destinations->text().toStdString())) {
        cloud::RouteAction action;
        action.resource = table().toStdString();
        action.destination = std::move(destination);
        action.withdraw = m_withdraw->isChecked();
        if (!action.withdraw)
            action.target = m_target->text().trimmed().toStdString();
        all.push_back(std::move(action));
    }
    return all;
}

void RouteDialog::check()
{
    m_target->setEnabled(!m_withdraw->isChecked());
    const std::vector<cloud::RouteAction> all = actions();
    bool whole = !all.empty() && !table().isEmpty() &&
                 (m_withdraw->isChecked() || !m_target->text().trimmed().isEmpty());
    for (const cloud::RouteAction& action : all)
        whole = whole && cloud::prefixFromText(action.destination).has_value();
    // Half a form is no mistake yet.
    QString problem;
    if (whole && m_view)
        if (const auto plan = cloud::planOfRoutes(all, *m_view->snapshot); !plan)
            problem = text::errorWithDetail(plan.error());
    m_problem->setText(problem);
    m_next->setEnabled(whole && problem.isEmpty());
}

} // namespace zonescope::ui::cloudpage
