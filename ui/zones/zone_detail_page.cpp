// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/zone_detail_page.h"

#include "ui/models/zone_columns.h"
#include "ui/text/format.h"
#include "ui/text/words.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/status_chip.h"
#include "ui/widgets/table_view.h"
#include "ui/zones/content_facts.h"
#include "ui/zones/csv_export.h"
#include "ui/zones/difference_view.h"
#include "ui/zones/edge_timeline.h"
#include "ui/zones/stage_strip.h"
#include "ui/zones/zone_settings_form.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

namespace zonescope::ui::zones {
namespace {

constexpr qsizetype mostFindings = 4; // the rest stands in the tool tip
constexpr std::size_t changesOffered = 30;

} // namespace

ZoneDetailPage::ZoneDetailPage(models::Workspace& workspace, charts::TimeSelection& /*time*/, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_edges(workspace.zones(), workspace.clock())
    , m_transfers(workspace.bridge(), workspace.clock())
{
    m_difference = new DifferenceView(workspace, true, this);
    m_settings = new ZoneSettingsForm(workspace, this);
    auto* head = makeHead();
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(makeTimeline(), tr("T&imeline"));
    m_tabs->addTab(makeRecords(), tr("&Records"));
    m_tabs->addTab(m_difference, tr("&Changes"));
    m_tabs->addTab(makeTransfers(), tr("Tra&nsfers"));
    m_tabs->addTab(m_settings, tr("&Settings"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::small);
    layout->addWidget(head);
    layout->addWidget(m_tabs, 1);
    connect(m_tabs, &QTabWidget::currentChanged, this, &ZoneDetailPage::loadTab);
    connect(&workspace.zones(), &models::ZoneBook::updated, this, &ZoneDetailPage::showHead);
    connect(&workspace.zones(), &models::ZoneBook::reset, this, &ZoneDetailPage::showHead);
    connect(&workspace.changes(), &models::ChangeBook::changed, this, &ZoneDetailPage::fillChanges);
}

QWidget* ZoneDetailPage::makeHead()
{
    auto* head = new QWidget(this);
    m_chip = new widgets::StatusChip(head);
    m_facts = new widgets::ElidedLabel({}, head);
    m_error = new widgets::ElidedLabel({}, head);
    m_error->hide();
    m_findings = new QLabel(head);
    m_findings->setWordWrap(true);
    m_findings->setTextFormat(Qt::PlainText);
    m_findings->hide();
    auto* transfer = new QPushButton(theme::icon(theme::Icon::Transfer), tr("&Transfer"), head);
    auto* probe = new QPushButton(theme::icon(theme::Icon::Probe), tr("&Probe"), head);
    transfer->setToolTip(tr("Fetch this zone now (F5)"));
    probe->setToolTip(tr("Ask every edge for its serial now (F7)"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_chip);
    row->addWidget(m_facts, 1);
    row->addWidget(transfer);
    row->addWidget(probe);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(m_error);
    column->addWidget(m_findings);
    connect(transfer, &QPushButton::clicked, this,
            [this] { emit m_workspace.transferWanted({m_zone}, false); });
    connect(probe, &QPushButton::clicked, this, [this] { emit m_workspace.probeWanted({m_zone}); });
    return head;
}

QWidget* ZoneDetailPage::makeTimeline()
{
    auto* page = new QWidget(this);
    m_change = new QComboBox(page);
    m_change->setAccessibleName(tr("Change"));
    m_change->setMinimumWidth(280);
    m_strip = new StageStrip(page);
    m_timeline = new EdgeTimeline(m_workspace, page);
    m_edgeTable = new widgets::TableView(tr("Edges of the zone"), page);
    m_edgeTable->setModel(&m_edges);
    m_edgeTable->setColumnWidths({16, 16, 14, 14, 16, -1});
    m_edgeTable->setEmptyText(tr("This zone has no edges."));
    auto* top = new QHBoxLayout;
    top->addWidget(m_change);
    top->addSpacing(theme::metric::gap);
    top->addWidget(m_strip, 1);
    auto* splitter = new QSplitter(Qt::Vertical, page);
    splitter->addWidget(m_timeline);
    splitter->addWidget(m_edgeTable);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, theme::metric::small, 0, 0);
    layout->addLayout(top);
    layout->addWidget(splitter, 1);
    connect(m_change, &QComboBox::activated, this, &ZoneDetailPage::chooseChange);
    return page;
}

QWidget* ZoneDetailPage::makeRecords()
{
    auto* page = new QWidget(this);
    m_recordFilter = new widgets::FilterField(tr("Filter by name"), page);
    m_recordFilter->setAccessibleName(tr("Filter records by name"));
    m_recordCount = new QLabel(page);
    m_recordTable = new widgets::TableView(tr("Records"), page);
    m_recordTable->setModel(&m_records);
    m_recordTable->setColumnWidths({32, 8, 10, -1});
    m_recordTable->setFont(theme::monospace());
    m_recordTable->setEmptyText(tr("Zonescope holds no version of this zone yet."));
    auto* top = new QHBoxLayout;
    top->addWidget(m_recordFilter, 1);
    top->addWidget(m_recordCount);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, theme::metric::small, 0, 0);
    layout->addLayout(top);
    layout->addWidget(m_recordTable, 1);
    connect(m_recordFilter, &widgets::FilterField::filterChanged, this, &ZoneDetailPage::showRecords);
    connect(m_recordFilter, &widgets::FilterField::leaveDown, m_recordTable, qOverload<>(&QWidget::setFocus));
    return page;
}

QWidget* ZoneDetailPage::makeTransfers()
{
    auto* page = new QWidget(this);
    m_transferTable = new widgets::TableView(tr("Transfers"), page);
    m_transferTable->setModel(&m_transfers);
    m_transferTable->setColumnWidths({14, 0, 12, 18, 22, 9, 9, 9, 12, 14, 18, -1});
    m_transferTable->setEmptyText(tr("No transfer in this time range."));
    m_cancel = new QPushButton(theme::icon(theme::Icon::Clear), tr("Cance&l the transfer"), page);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, theme::metric::small, 0, 0);
    layout->addWidget(m_transferTable, 1);
    layout->addWidget(m_cancel, 0, Qt::AlignRight);
    connect(m_cancel, &QPushButton::clicked, this, &ZoneDetailPage::cancelChosen);
    const auto enable = [this] { m_cancel->setEnabled(m_transfers.hasRunning()); };
    connect(&m_transfers, &QAbstractItemModel::rowsInserted, this, enable);
    connect(&m_transfers, &QAbstractItemModel::rowsRemoved, this, enable);
    connect(&m_transfers, &QAbstractItemModel::modelReset, this, enable);
    m_cancel->setEnabled(false);
    return page;
}

QString ZoneDetailPage::title() const
{
    return m_zone ? m_workspace.names().zone(m_zone) : tr("Zone");
}

void ZoneDetailPage::showZone(base::ZoneId zone, int tab)
{
    if (zone != m_zone) {
        m_zone = zone;
        m_loaded = {};
        m_recordSerial.reset();
        m_edges.setZone(zone);
        fillChanges();
    }
    showHead();
    m_tabs->setCurrentIndex(tab);
    loadTab();
}

void ZoneDetailPage::loadTab()
{
    const int tab = m_tabs->currentIndex();
    if (tab < 0 || std::exchange(m_loaded[static_cast<std::size_t>(tab)], true))
        return;
    switch (tab) {
    case Timeline:
        return m_timeline->showZone(m_zone);
    case Records:
        return showRecords();
    case Changes:
        return m_difference->showZone(m_zone);
    case Transfers:
        return m_transfers.show(m_zone, {}, {m_workspace.selection().period().from, base::Timestamp::max()});
    case Settings:
        return m_settings->showZone(m_zone);
    default:
        return;
    }
}

void ZoneDetailPage::showHead()
{
    const models::ZoneEntry* entry = m_workspace.zones().find(m_zone);
    if (!entry)
        return;
    const zone::ZoneStatus& status = entry->status;
    const base::Timestamp now = m_workspace.now();
    m_chip->setState(entry->state());
    QStringList facts{tr("Serial %1").arg(text::serial(status.heldSerial))};
    if (!entry->settings->primaries.empty()) {
        const base::PrimaryId primary = entry->settings->primaries.front();
        const QString key = m_workspace.names().keyOf(primary);
        const QString name = m_workspace.names().primary(primary);
        facts << (key.isEmpty() ? tr("primary %1").arg(name) : tr("primary %1 (TSIG %2)").arg(name, key));
    }
    if (status.nextCheck)
        facts << tr("next check %1").arg(text::until(*status.nextCheck, now));
    if (!status.edges.empty())
        facts << tr("%1 of %2 edges current").arg(status.edgesCurrent).arg(status.edges.size());
    facts << tr("%1 records").arg(text::number(status.recordCount));
    facts << contentFacts(status);
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
    const QStringList findings = contentFindings(status, m_workspace.names().zone(m_zone));
    m_findings->setText(findings.mid(0, mostFindings).join(u'\n'));
    m_findings->setToolTip(findings.join(u'\n'));
    m_findings->setVisible(!findings.isEmpty());
    const QString error = models::lastErrorText(*entry, m_workspace.names(), true);
    m_error->setText(error);
    m_error->setVisible(!error.isEmpty());
    const auto shown = status.local.publishedSerial ? status.local.publishedSerial : status.heldSerial;
    if (m_loaded[Records] && shown != m_recordSerial)
        showRecords();
}

void ZoneDetailPage::fillChanges()
{
    const std::uint64_t chosen =
        m_change->currentIndex() > 0 ? m_changeIds[static_cast<std::size_t>(m_change->currentIndex())] : 0;
    const QSignalBlocker quiet(m_change);
    m_change->clear();
    m_changeIds.clear();
    const auto& changes = m_workspace.changes().changes();
    for (auto it = changes.rbegin(); it != changes.rend() && m_changeIds.size() < changesOffered; ++it) {
        if (it->second.zone != m_zone)
            continue;
        m_change->addItem(text::serial(it->second.toSerial) + QStringLiteral("  ·  ") +
                          text::shortTime(it->second.startedAt, m_workspace.now()) + QStringLiteral("  ·  ") +
                          text::transferKindWord(it->second.kind));
        m_changeIds.push_back(it->first);
    }
    m_change->setVisible(!m_changeIds.empty());
    const auto at = std::ranges::find(m_changeIds, chosen);
    m_change->setCurrentIndex(at == m_changeIds.end() ? 0 : static_cast<int>(at - m_changeIds.begin()));
    const auto shown = m_changeIds.empty()
                           ? changes.end()
                           : changes.find(at == m_changeIds.end() ? m_changeIds.front() : chosen);
    m_strip->setChange(shown == changes.end() ? std::nullopt : std::optional(shown->second));
}

void ZoneDetailPage::chooseChange(int index)
{
    const auto& changes = m_workspace.changes().changes();
    const auto found = changes.find(m_changeIds.at(static_cast<std::size_t>(index)));
    if (found == changes.end())
        return;
    m_strip->setChange(found->second);
    index == 0 ? m_timeline->showZone(m_zone) : m_timeline->showChange(found->second);
}

/// What was not transferred: own records, and addresses in place of an alias.
std::set<std::pair<dns::Name, dns::Type>> ZoneDetailPage::ownRecords() const
{
    std::set<std::pair<dns::Name, dns::Type>> own;
    const models::ZoneEntry* entry = m_workspace.zones().find(m_zone);
    if (!entry)
        return own;
    if (const auto overlay = zone::Overlay::parse(entry->settings->overrides, entry->settings->apex))
        for (const zone::Override& each : overlay->entries())
            own.emplace(each.owner, each.type);
    if (entry->status.local.flattened && entry->status.local.flattened->at)
        for (const dns::Type type : {dns::Type::A, dns::Type::AAAA})
            own.emplace(entry->settings->apex, type);
    return own;
}

void ZoneDetailPage::showRecords()
{
    const zone::ZoneVersionPtr version = m_workspace.engine().heldVersion(m_zone);
    m_recordSerial = version ? std::optional(version->serial()) : std::nullopt;
    m_records.setOwn(ownRecords());
    m_records.show(version, m_recordFilter->text());
    m_recordCount->setText(
        version ? tr("%1 records at serial %2")
                      .arg(text::number(version->recordCount()), text::serial(version->serial()))
                : QString());
}

void ZoneDetailPage::cancelChosen()
{
    m_workspace.engine().cancelTransfer(m_zone);
}

void ZoneDetailPage::focusContent()
{
    m_tabs->setFocus(Qt::ShortcutFocusReason);
}

void ZoneDetailPage::focusFilter()
{
    m_tabs->setCurrentIndex(Records);
    m_recordFilter->setFocus(Qt::ShortcutFocusReason);
}

bool ZoneDetailPage::exportNow()
{
    const QString name = title();
    switch (m_tabs->currentIndex()) {
    case Records:
        while (m_records.canFetchMore({}))
            m_records.fetchMore({});
        saveTableAsCsv(m_records, name + QStringLiteral(".csv"), m_workspace, this);
        return true;
    case Transfers:
        saveTableAsCsv(m_transfers, name + QStringLiteral("-transfers.csv"), m_workspace, this);
        return true;
    default:
        return false;
    }
}

void ZoneDetailPage::saveState(QSettings& settings) const
{
    m_edgeTable->saveColumns(settings);
    m_recordTable->saveColumns(settings);
    m_transferTable->saveColumns(settings);
}

void ZoneDetailPage::restoreState(const QSettings& settings)
{
    m_edgeTable->restoreColumns(settings);
    m_recordTable->restoreColumns(settings);
    m_transferTable->restoreColumns(settings);
}

} // namespace zonescope::ui::zones
