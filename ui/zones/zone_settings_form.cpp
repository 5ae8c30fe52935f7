// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/zone_settings_form.h"

#include "ui/text/error_text.h"
#include "ui/theme/theme.h"
#include "ui/zones/zone_content_form.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace zonescope::ui::zones {
namespace {

constexpr std::uint64_t megabyte = 1'000'000;

template <class Id>
std::vector<std::uint32_t> numbers(const std::vector<Id>& ids)
{
    std::vector<std::uint32_t> found;
    for (const Id id : ids)
        found.push_back(id.value);
    return found;
}

template <class Id>
std::vector<Id> idsOf(const std::vector<std::uint32_t>& values)
{
    std::vector<Id> found;
    for (const std::uint32_t value : values)
        found.push_back(Id{value});
    return found;
}

} // namespace

ZoneSettingsForm::ZoneSettingsForm(models::Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_paused(new QCheckBox(tr("&Paused: neither checked nor transferred"), this))
    , m_primaries(makeList(tr("Primaries, in the order they are asked")))
    , m_edges(makeList(tr("Edges")))
    , m_notifyFrom(makeList(tr("NOTIFY also accepted from")))
    , m_transferTo(makeList(tr("Transfers out allowed to")))
    , m_minRefresh(makeNumber(604800, tr(" s")))
    , m_maxRefresh(makeNumber(2419200, tr(" s")))
    , m_minRetry(makeNumber(86400, tr(" s")))
    , m_maxRetry(makeNumber(604800, tr(" s")))
    , m_maxRecords(makeNumber(2'000'000'000, {}))
    , m_maxMegabytes(makeNumber(1'000'000, tr(" MB")))
    , m_maxSeconds(makeNumber(86400, tr(" s")))
    , m_idleSeconds(makeNumber(3600, tr(" s")))
    , m_minRate(makeNumber(1'000'000'000, tr(" octets/s")))
    , m_maxRrset(makeNumber(2'000'000'000, tr(" records")))
    , m_connectSeconds(makeNumber(600, tr(" s")))
    , m_content(new ZoneContentForm(this))
    , m_problem(new QLabel(this))
    , m_apply(new QPushButton(tr("&Apply"), this))
{
    m_primaries->setDragDropMode(QAbstractItemView::InternalMove);
    auto* sheet = new QWidget;
    auto* form = new QFormLayout(sheet);
    form->addRow(m_paused);
    form->addRow(tr("P&rimaries"), m_primaries);
    form->addRow(tr("&Edges"), m_edges);
    form->addRow(tr("&NOTIFY also from"), m_notifyFrom);
    form->addRow(tr("&Transfers out to"), m_transferTo);
    form->addRow(tr("Shortest refresh"), m_minRefresh);
    form->addRow(tr("Longest refresh"), m_maxRefresh);
    form->addRow(tr("Shortest retry"), m_minRetry);
    form->addRow(tr("Longest retry"), m_maxRetry);
    form->addRow(tr("Most records (0: no limit)"), m_maxRecords);
    form->addRow(tr("Largest transfer (0: no limit)"), m_maxMegabytes);
    form->addRow(tr("Longest transfer (0: no limit)"), m_maxSeconds);
    form->addRow(tr("Longest silence (0: no limit)"), m_idleSeconds);
    form->addRow(tr("Slowest transfer (0: no limit)"), m_minRate);
    form->addRow(tr("Largest record set (0: no limit)"), m_maxRrset);
    form->addRow(tr("Longest wait for a connection"), m_connectSeconds);
    form->addRow(m_content);
    for (auto* label : sheet->findChildren<QLabel*>())
        // Where a letter is underlined its neighbours are not kerned: wider than the hint reckons.
        label->setMinimumWidth(label->sizeHint().width() + theme::metric::tiny);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(sheet);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* revert = new QPushButton(tr("Re&vert"), this);
    auto* buttons = new QHBoxLayout;
    m_problem->setWordWrap(true);
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(revert);
    buttons->addWidget(m_apply);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(scroll, 1);
    layout->addLayout(buttons);
    connect(m_apply, &QPushButton::clicked, this, &ZoneSettingsForm::apply);
    connect(revert, &QPushButton::clicked, this, &ZoneSettingsForm::read);
}

QListWidget* ZoneSettingsForm::makeList(const QString& name)
{
    auto* list = new QListWidget(this);
    list->setAccessibleName(name);
    list->setToolTip(name);
    list->setUniformItemSizes(true);
    list->setFrameShape(QFrame::StyledPanel);
    return list;
}

QSpinBox* ZoneSettingsForm::makeNumber(int highest, const QString& suffix)
{
    auto* box = new QSpinBox(this);
    box->setRange(0, highest);
    box->setSuffix(suffix);
    box->setGroupSeparatorShown(true);
    box->setMaximumWidth(200);
    return box;
}

void ZoneSettingsForm::showZone(base::ZoneId zone)
{
    m_zone = zone;
    read();
}

/// Chosen ones first, in their order, then the rest by name.
void ZoneSettingsForm::fillList(QListWidget* list, const std::vector<Choice>& all,
                                const std::vector<std::uint32_t>& chosen)
{
    list->clear();
    std::vector<Choice> ordered = all;
    const auto rank = [&](const Choice& c) { return std::ranges::find(chosen, c.id) - chosen.begin(); };
    std::ranges::stable_sort(ordered, {}, rank);
    const int rows = std::clamp(static_cast<int>(all.size()), 1, 6);
    if (all.empty()) {
        auto* nothing = new QListWidgetItem(tr("None exists yet: add one under Settings."), list);
        nothing->setFlags(Qt::NoItemFlags);
        nothing->setData(Qt::UserRole, 0);
    }
    list->setFixedHeight(rows * (theme::metric::rowHeight() - theme::metric::tiny) + theme::metric::small);
    for (const Choice& choice : ordered) {
        auto* item = new QListWidgetItem(choice.name, list);
        item->setData(Qt::UserRole, choice.id);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(std::ranges::find(chosen, choice.id) != chosen.end() ? Qt::Checked
                                                                                 : Qt::Unchecked);
        item->setSizeHint({0, theme::metric::rowHeight() - theme::metric::tiny});
    }
}

std::vector<std::uint32_t> ZoneSettingsForm::chosenOf(const QListWidget* list)
{
    std::vector<std::uint32_t> chosen;
    for (int i = 0; i < list->count(); ++i)
        if (list->item(i)->checkState() == Qt::Checked)
            chosen.push_back(list->item(i)->data(Qt::UserRole).toUInt());
    return chosen;
}

void ZoneSettingsForm::read()
{
    m_problem->clear();
    const zone::ConfigurationPtr& configuration = m_workspace.bridge().configuration();
    const zone::Zone* zone = configuration ? configuration->zone(m_zone) : nullptr;
    setEnabled(zone != nullptr);
    if (!zone)
        return;
    const auto choices = [](const auto& map) {
        std::vector<Choice> found;
        for (const auto& [id, value] : map)
            found.push_back({id.value, QString::fromStdString(value.name)});
        return found;
    };
    m_paused->setChecked(zone->paused);
    fillList(m_primaries, choices(configuration->primaries()), numbers(zone->primaries));
    fillList(m_edges, choices(configuration->edges()), numbers(zone->edges));
    fillList(m_notifyFrom, choices(configuration->acls()), numbers(zone->notifyFrom));
    fillList(m_transferTo, choices(configuration->acls()), numbers(zone->transferTo));
    m_minRefresh->setValue(static_cast<int>(zone->timers.minRefresh));
    m_maxRefresh->setValue(static_cast<int>(zone->timers.maxRefresh));
    m_minRetry->setValue(static_cast<int>(zone->timers.minRetry));
    m_maxRetry->setValue(static_cast<int>(zone->timers.maxRetry));
    m_maxRecords->setValue(static_cast<int>(std::min<std::uint64_t>(zone->limits.maxRecords, 2'000'000'000)));
    m_maxMegabytes->setValue(static_cast<int>((zone->limits.maxBytes + megabyte - 1) / megabyte));
    m_maxSeconds->setValue(static_cast<int>(zone->limits.maxSeconds));
    m_idleSeconds->setValue(static_cast<int>(zone->limits.idleSeconds));
    m_minRate->setValue(static_cast<int>(std::min(zone->limits.minBytesPerSecond, 1'000'000'000U)));
    m_maxRrset->setValue(
        static_cast<int>(std::min<std::uint64_t>(zone->limits.maxRrsetRecords, 2'000'000'000)));
    m_connectSeconds->setValue(static_cast<int>(zone->limits.connectSeconds));
    m_content->read(*zone, *configuration);
}

base::Result<zone::Zone> ZoneSettingsForm::edited(const zone::Zone& base,
                                                  const zone::Configuration& configuration) const
{
    zone::Zone zone = base;
    zone.paused = m_paused->isChecked();
    zone.primaries = idsOf<base::PrimaryId>(chosenOf(m_primaries));
    zone.edges = idsOf<base::EdgeId>(chosenOf(m_edges));
    zone.notifyFrom = idsOf<base::AclId>(chosenOf(m_notifyFrom));
    zone.transferTo = idsOf<base::AclId>(chosenOf(m_transferTo));
    const auto number = [](const QSpinBox* box) { return static_cast<std::uint32_t>(box->value()); };
    zone.timers = {number(m_minRefresh), number(m_maxRefresh), number(m_minRetry), number(m_maxRetry)};
    zone.limits.maxRecords = number(m_maxRecords);
    // The field shows whole megabytes: what was not touched keeps its exact value.
    if (number(m_maxMegabytes) != (base.limits.maxBytes + megabyte - 1) / megabyte)
        zone.limits.maxBytes = number(m_maxMegabytes) * megabyte;
    zone.limits.maxSeconds = number(m_maxSeconds);
    zone.limits.idleSeconds = number(m_idleSeconds);
    zone.limits.minBytesPerSecond = number(m_minRate);
    zone.limits.maxRrsetRecords = number(m_maxRrset);
    zone.limits.connectSeconds = number(m_connectSeconds);
    if (const auto content = m_content->write(zone, configuration); !content)
        return tl::unexpected(content.error());
    return zone;
}

void ZoneSettingsForm::apply()
{
    const base::ZoneId id = m_zone;
    const auto edit = [this, id](zone::Configuration& configuration) -> base::Status {
        const zone::Zone* newest = configuration.zone(id);
        if (!newest)
            return base::fail(base::ErrorCode::NotFound);
        auto zone = edited(*newest, configuration);
        if (!zone)
            return tl::unexpected(zone.error());
        if (auto put = configuration.put(std::move(*zone)); !put)
            return tl::unexpected(put.error());
        return {};
    };
    m_workspace.bridge().configure(this, edit, [this](const base::Status& status) {
        m_problem->setText(status ? QString() : text::errorWithDetail(status.error()));
        if (status)
            emit m_workspace.notice(tr("Saved the settings of %1").arg(m_workspace.names().zone(m_zone)),
                                    false);
    });
}

} // namespace zonescope::ui::zones
