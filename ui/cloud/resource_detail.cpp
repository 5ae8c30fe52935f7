// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/resource_detail.h"

#include "model/cloud/json.h"
#include "ui/text/cloud_text.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace zonescope::ui::cloudpage {
namespace {

constexpr int targetRole = Qt::UserRole + 1;
constexpr std::size_t mostRelations = 500; ///< a network of thousands: the table finds the rest

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

ResourceDetail::ResourceDetail(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_relations(new QListWidget(this))
    , m_raw(new QPlainTextEdit(this))
{
    m_title->setFont(theme::font(theme::TextSize::Title));
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_relations->setSpacing(3);
    m_relations->setAccessibleName(tr("Relations of this resource"));
    m_raw->setAccessibleName(tr("Attributes of this resource"));
    m_raw->setReadOnly(true);
    m_raw->setTabChangesFocus(true);
    m_raw->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_raw->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto* relationsTitle = new QLabel(tr("&Relations"), this);
    relationsTitle->setBuddy(m_relations);
    auto* rawTitle = new QLabel(tr("&Everything the provider says, without secrets"), this);
    rawTitle->setBuddy(m_raw);
    rawTitle->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::metric::gap, 0, 0, 0);
    layout->setSpacing(theme::metric::small);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addWidget(makeButtons());
    layout->addWidget(relationsTitle);
    layout->addWidget(m_relations, 2);
    layout->addWidget(rawTitle);
    layout->addWidget(m_raw, 3);
    connect(m_relations, &QListWidget::itemActivated, this, &ResourceDetail::open);
    clear();
}

QWidget* ResourceDetail::makeButtons()
{
    auto* buttons = new QWidget(this);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    m_command = new QPushButton(tr("Copy as co&mmand"), buttons);
    m_command->setToolTip(tr("A command line of the provider that prints this resource as it is now"));
    m_json = new QPushButton(tr("Copy as &JSON"), buttons);
    row->addWidget(m_command);
    row->addWidget(m_json);
    row->addStretch(1);
    connect(m_command, &QPushButton::clicked, this,
            [this] { copy(textOf(cloud::commandFor(m_view->snapshot->at(m_resource)))); });
    connect(m_json, &QPushButton::clicked, this, [this] { copy(m_raw->toPlainText()); });
    return buttons;
}

void ResourceDetail::copy(const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
    emit copied(text);
}

void ResourceDetail::clear()
{
    m_view.reset();
    m_resource = cloud::Snapshot::none;
    m_title->setText(tr("No resource is selected."));
    m_facts->clear();
    m_relations->clear();
    m_raw->clear();
    m_command->setEnabled(false);
    m_json->setEnabled(false);
}

void ResourceDetail::show(cloud::CloudViewPtr view, cloud::Index resource)
{
    if (view == m_view && resource == m_resource)
        return;
    m_view = std::move(view);
    m_resource = resource;
    const cloud::Resource& r = m_view->snapshot->at(resource);
    m_title->setText(text::resourceLabel(r));
    showFacts(r);
    showRelations();
    m_raw->setPlainText(textOf(cloud::prettyJson(r.raw)));
    m_command->setEnabled(!cloud::commandFor(r).empty());
    m_json->setEnabled(true);
}

void ResourceDetail::showFacts(const cloud::Resource& r)
{
    QStringList lines;
    lines << tr("%1 of %2, account %3, region %4")
                 .arg(text::cloudKind(r.kind), text::cloudProvider(r.provider),
                      r.account.empty() ? text::none() : textOf(r.account), textOf(r.region));
    if (!r.state.empty())
        lines << tr("State: %1").arg(textOf(r.state));
    QStringList tags;
    for (const cloud::Tag& tag : r.tags)
        tags << (tag.value.empty() ? textOf(tag.key) : textOf(tag.key + "=" + tag.value));
    if (!tags.isEmpty())
        lines << tr("Tags: %1").arg(tags.join(QStringLiteral(", ")));
    if (!r.redacted.empty())
        lines << tr("%n secret(s) taken out before it was kept", nullptr,
                    static_cast<int>(r.redacted.size()));
    m_facts->setText(lines.join(u'\n'));
}

void ResourceDetail::addRelation(const QString& text, cloud::Index target)
{
    auto* item = new QListWidgetItem(text, m_relations);
    item->setData(targetRole, target);
    if (target == cloud::Snapshot::none)
        item->setToolTip(tr("This snapshot does not have it."));
}

void ResourceDetail::showRelations()
{
    m_relations->clear();
    const cloud::Snapshot& snapshot = *m_view->snapshot;
    for (const cloud::Relation& relation : snapshot.at(m_resource).relations) {
        const cloud::Index target = snapshot.indexOf(relation.target);
        const QString label = target == cloud::Snapshot::none ? textOf(relation.target)
                                                              : text::resourceLabel(snapshot.at(target));
        addRelation(text::cloudRelation(relation.kind, false) + u' ' + label, target);
    }
    showWhatIsSaid();
    const auto incoming = snapshot.incoming(m_resource);
    for (std::size_t i = 0; i < incoming.size() && i < mostRelations; ++i)
        addRelation(text::cloudRelation(incoming[i].kind, true) + u' ' +
                        text::resourceLabel(snapshot.at(incoming[i].from)),
                    incoming[i].from);
    if (incoming.size() > mostRelations)
        addRelation(tr("and %n more", nullptr, static_cast<int>(incoming.size() - mostRelations)),
                    cloud::Snapshot::none);
}

/// Findings about it, and names in the DNS that lead to it.
void ResourceDetail::showWhatIsSaid()
{
    const std::string& id = m_view->snapshot->at(m_resource).id;
    for (const cloud::Finding& finding : m_view->findings)
        if (std::ranges::find(finding.resources, id) != finding.resources.end())
            addRelation(
                tr("Finding: %1 %2").arg(text::findingTitle(finding.check), text::findingEvidence(finding)),
                m_resource);
    for (const cloud::DnsJoinRow& row : m_view->dns)
        if (row.resource == m_resource)
            addRelation(tr("has the name %1").arg(textOf(row.name)),
                        row.record == cloud::Snapshot::none ? m_resource : row.record);
}

void ResourceDetail::open()
{
    const QListWidgetItem* item = m_relations->currentItem();
    const auto target = item ? item->data(targetRole).toUInt() : cloud::Snapshot::none;
    if (target != cloud::Snapshot::none)
        emit resourceWanted(target);
}

} // namespace zonescope::ui::cloudpage
