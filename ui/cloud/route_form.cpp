// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/route_form.h"

#include "ui/text/cloud_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace zonescope::ui::cloudpage {

RouteForm::RouteForm(models::CloudRouteModel& model, widgets::TableView* table, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_table(table)
    , m_from(new QLineEdit(this))
    , m_to(new QLineEdit(this))
    , m_verdict(new QLabel(this))
    , m_change(new QPushButton(tr("Chan&ge the route…"), this))
{
    m_from->setPlaceholderText(tr("subnet, interface, instance or address"));
    m_to->setPlaceholderText(tr("address"));
    auto* ask = new QPushButton(tr("Look up"), this);
    auto* fields = new QGridLayout;
    fields->setHorizontalSpacing(theme::metric::gap);
    const auto add = [&](int column, const QString& title, QLineEdit* field) {
        auto* label = new QLabel(title, this);
        label->setBuddy(field);
        fields->addWidget(label, 0, column);
        fields->addWidget(field, 1, column);
        connect(field, &QLineEdit::returnPressed, this, &RouteForm::answer);
    };
    add(0, tr("Packets from"), m_from);
    add(1, tr("to the address"), m_to);
    fields->addWidget(ask, 1, 2);
    fields->addWidget(m_change, 1, 3);
    fields->setColumnStretch(0, 1);
    fields->setColumnStretch(1, 1);
    m_verdict->setFont(theme::font(theme::TextSize::Title));
    m_verdict->setWordWrap(true);
    m_verdict->setTextFormat(Qt::PlainText);
    m_verdict->setText(tr("Which route wins for an address, and why the others do not."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addLayout(fields);
    layout->addWidget(m_verdict);
    layout->addWidget(m_table, 1);
    connect(ask, &QPushButton::clicked, this, &RouteForm::answer);
    m_change->setToolTip(
        tr("Put in or withdraw a route for these packets, after looking at what it would do"));
    connect(m_change, &QPushButton::clicked, this, &RouteForm::wish);
    connect(m_table, &widgets::TableView::rowActivated, this, [this](const QModelIndex& index) {
        if (const cloud::Index shown = m_model.tableAt(index.row()); shown != cloud::Snapshot::none)
            emit resourceWanted(shown);
    });
}

void RouteForm::show(cloud::CloudViewPtr view)
{
    m_view = std::move(view);
    m_model.show(m_view, {});
    if (!m_from->text().isEmpty() && !m_to->text().isEmpty())
        answer();
}

void RouteForm::ask(const QString& from, const QString& to)
{
    m_from->setText(from);
    m_to->setText(to);
    answer();
}

void RouteForm::focusFirst()
{
    m_from->setFocus(Qt::ShortcutFocusReason);
}

QString RouteForm::verdict() const
{
    return m_verdict->text();
}

void RouteForm::wish()
{
    if (m_view)
        emit routeWanted(routeWish(*m_view->model, m_from->text(), m_to->text()));
}

void RouteForm::answer()
{
    if (!m_view)
        return;
    m_model.show(m_view, {});
    const auto from = cloud::endFromText(*m_view->model, m_from->text().trimmed().toStdString());
    const auto to = net::IpAddress::fromText(m_to->text().trimmed().toStdString());
    if (!from || from->outside() || from->subnet == cloud::Snapshot::none) {
        m_verdict->setText(
            from ? tr("Packets must start in a subnet of this snapshot.")
                 : tr("The start is not clear: %1").arg(QString::fromStdString(from.error().detail)));
        m_from->setFocus();
        return;
    }
    if (!to) {
        m_verdict->setText(tr("That is no address. Write 10.1.2.3 or 2001:db8::1."));
        m_to->setFocus();
        return;
    }
    const auto tags = from->interface == cloud::Snapshot::none ? std::vector<std::string>()
                                                               : m_view->model->tagsOf(from->interface);
    cloud::RouteAnswer routes = m_view->model->routesFor(from->subnet, *to, tags);
    QString text;
    if (routes.matches.empty())
        text = tr("No route of %1 fits: the packet is dropped.")
                   .arg(text::resourceLabel(m_view->snapshot->at(from->subnet)));
    else if (routes.matches.front().route.blackhole)
        text = tr("The route that wins leads nowhere: its target is gone.");
    else
        text = tr("It goes to %1.")
                   .arg(text::routeTarget(routes.matches.front().route.targetKind) + u' ' +
                        QString::fromStdString(routes.matches.front().route.target));
    if (!routes.unknown.empty())
        text += u' ' + tr("Not known: %1").arg(QString::fromStdString(routes.unknown));
    m_verdict->setText(text.simplified());
    m_model.show(m_view, std::move(routes));
    m_table->selectRow(0);
}

} // namespace zonescope::ui::cloudpage
