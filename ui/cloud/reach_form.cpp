// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/reach_form.h"

#include "model/cloud/rules.h"
#include "ui/text/cloud_text.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTextBrowser>

namespace zonescope::ui::cloudpage {
namespace {

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

QString listOf(const QString& title, const std::vector<cloud::Step>& steps)
{
    if (steps.empty())
        return {};
    QString html = QStringLiteral("<h4>%1</h4><ol>").arg(title.toHtmlEscaped());
    for (const cloud::Step& step : steps)
        html += QStringLiteral("<li>%1</li>").arg(text::reachabilityStep(step).toHtmlEscaped());
    return html + QStringLiteral("</ol>");
}

/// "22, 80-443"; nothing when a piece is no port.
std::optional<cloud::PortSet> portsOf(const QString& text)
{
    std::vector<cloud::PortRange> ranges;
    for (const QString& piece : text.split(u',', Qt::SkipEmptyParts)) {
        const auto range = cloud::portsFromText(piece.trimmed().toStdString());
        if (!range)
            return std::nullopt;
        ranges.push_back(*range);
    }
    if (ranges.empty())
        return cloud::PortSet::all();
    return cloud::PortSet(std::move(ranges));
}

} // namespace

ReachForm::ReachForm(QWidget* parent)
    : QWidget(parent)
    , m_from(new QLineEdit(this))
    , m_to(new QLineEdit(this))
    , m_protocol(new QComboBox(this))
    , m_ports(new QLineEdit(QStringLiteral("443"), this))
    , m_ask(new QPushButton(tr("&Judge"), this))
    , m_verdict(new QLabel(this))
    , m_change(new QPushButton(tr("Chan&ge the route…"), this))
    , m_steps(new QTextBrowser(this))
{
    m_protocol->addItem(QStringLiteral("TCP"), 6);
    m_protocol->addItem(QStringLiteral("UDP"), 17);
    m_protocol->addItem(QStringLiteral("ICMP"), 1);
    m_protocol->setAccessibleName(tr("Protocol"));
    m_verdict->setFont(theme::font(theme::TextSize::Title));
    m_verdict->setWordWrap(true);
    m_verdict->setText(
        tr("From here, without sending a packet: routes, packet filters and ways back of this snapshot."));
    m_steps->setAccessibleName(tr("Way and reasons"));
    m_steps->setOpenLinks(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(makeFields());
    layout->addWidget(m_verdict);
    layout->addWidget(m_steps, 1);
    connect(m_ask, &QPushButton::clicked, this, &ReachForm::answer);
    m_change->setToolTip(
        tr("Put in or withdraw a route for these packets, after looking at what it would do"));
    connect(m_change, &QPushButton::clicked, this, &ReachForm::wish);
    for (QLineEdit* field : {m_from, m_to, m_ports})
        connect(field, &QLineEdit::returnPressed, this, &ReachForm::answer);
}

QWidget* ReachForm::makeFields()
{
    auto* fields = new QWidget(this);
    auto* grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::metric::gap);
    const auto add = [&](int column, const QString& title, QWidget* field) {
        auto* label = new QLabel(title, fields);
        label->setBuddy(field);
        grid->addWidget(label, 0, column);
        grid->addWidget(field, 1, column);
    };
    m_from->setPlaceholderText(tr("address, id, name, or internet"));
    m_to->setPlaceholderText(tr("address, id or name"));
    m_ports->setPlaceholderText(tr("22, 80-443; empty: all"));
    add(0, tr("F&rom"), m_from);
    add(1, tr("T&o"), m_to);
    add(2, tr("Pro&tocol"), m_protocol);
    add(3, tr("Port&s"), m_ports);
    grid->addWidget(m_ask, 1, 4);
    grid->addWidget(m_change, 1, 5);
    grid->setColumnStretch(0, 3);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(3, 1);
    return fields;
}

void ReachForm::show(cloud::CloudViewPtr view)
{
    m_view = std::move(view);
    m_ask->setEnabled(m_view != nullptr);
    m_change->setEnabled(m_view != nullptr);
}

void ReachForm::ask(const QString& from, const QString& to, const QString& ports)
{
    m_from->setText(from);
    m_to->setText(to);
    m_ports->setText(ports);
    answer();
}

void ReachForm::focusFirst()
{
    m_from->setFocus(Qt::ShortcutFocusReason);
}

QString ReachForm::answerText() const
{
    return m_verdict->text() + u'\n' + m_steps->toPlainText();
}

void ReachForm::answer()
{
    if (!m_view)
        return;
    m_steps->clear();
    const auto from = cloud::endFromText(*m_view->model, m_from->text().trimmed().toStdString());
    const auto to = cloud::endFromText(*m_view->model, m_to->text().trimmed().toStdString());
    const auto ports = portsOf(m_ports->text());
    if (!from || !to) {
        m_verdict->setText(tr("One end is not clear: %1").arg(textOf((from ? to : from).error().detail)));
        (from ? m_to : m_from)->setFocus();
        return;
    }
    if (!ports) {
        m_verdict->setText(tr("These are no ports. Write 443, or 22, 80-90."));
        m_ports->setFocus();
        return;
    }
    const cloud::Question question{*from, *to, m_protocol->currentData().toInt(), *ports};
    showAnswer(cloud::reach(*m_view->model, question), question);
}

void ReachForm::wish()
{
    if (m_view)
        emit routeWanted(routeWish(*m_view->model, m_from->text(), m_to->text()));
}

QString ReachForm::routesOf(const cloud::Question& question) const
{
    if (question.from.outside())
        return {};
    const auto tags = question.from.interface == cloud::Snapshot::none
                          ? std::vector<std::string>()
                          : m_view->model->tagsOf(question.from.interface);
    const auto routes = m_view->model->routesFor(question.from.subnet, question.to.prefix.address, tags);
    QString html = QStringLiteral("<h4>%1</h4><ol>")
                       .arg(tr("Routes that fit, the longest prefix first").toHtmlEscaped());
    for (const cloud::RouteMatch& match : routes.matches) {
        const QString prefix = match.route.destination ? textOf(match.route.destination->toText())
                                                       : textOf(match.route.destinationList);
        const QString table = match.table == cloud::Snapshot::none
                                  ? tr("the provider's own")
                                  : text::resourceLabel(m_view->snapshot->at(match.table));
        html += QStringLiteral("<li>%1</li>")
                    .arg(tr("%1 to %2 (%3)").arg(prefix, textOf(match.route.target), table).toHtmlEscaped());
    }
    return html + QStringLiteral("</ol>");
}

void ReachForm::showAnswer(const cloud::ReachabilityAnswer& answer, const cloud::Question& question)
{
    m_verdict->setText(text::reachabilityVerdict(answer));
    m_steps->setHtml(listOf(tr("Why not"), answer.reasons) +
                     listOf(tr("What is not known"), answer.unknowns) +
                     listOf(tr("The way there"), answer.forward) + listOf(tr("The way back"), answer.back) +
                     routesOf(question));
}

} // namespace zonescope::ui::cloudpage
