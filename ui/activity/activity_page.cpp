// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activity_page.h"

#include "ui/text/event_text.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"
#include "ui/zones/csv_export.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace zonescope::ui::activity {

ActivityPage::ActivityPage(models::Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_model(workspace.activity())
    , m_group(new QComboBox(this))
    , m_words(new widgets::FilterField(tr("Filter by text"), this))
    , m_onlyZone(new QPushButton(tr("Only the chosen &zone"), this))
    , m_pause(new QPushButton(theme::icon(theme::Icon::Pause), tr("&Pause"), this))
    , m_older(new QPushButton(theme::icon(theme::Icon::Calendar), tr("Load &older"), this))
    , m_state(new QLabel(this))
    , m_table(new widgets::TableView(tr("Activity"), this))
{
    m_group->setAccessibleName(tr("Kind of event"));
    for (int g = 0; g <= static_cast<int>(text::EventGroup::Problems); ++g)
        m_group->addItem(text::eventGroupWord(static_cast<text::EventGroup>(g)), g);
    m_words->setAccessibleName(tr("Filter activity by text"));
    m_onlyZone->setCheckable(true);
    m_pause->setCheckable(true);
    m_table->setModel(&m_model);
    m_table->setColumnWidths({13, 12, 12, 20, -1});
    m_table->setEmptyText(tr("Nothing has happened yet."));
    auto* top = new QHBoxLayout;
    top->setSpacing(theme::metric::small);
    top->addWidget(m_group);
    top->addWidget(m_words, 1);
    top->addWidget(m_onlyZone);
    top->addWidget(m_older);
    top->addWidget(m_pause);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::small);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_state, 0, Qt::AlignRight);

    connect(m_group, &QComboBox::currentIndexChanged, this, &ActivityPage::applyFilter);
    connect(m_words, &widgets::FilterField::filterChanged, this, &ActivityPage::applyFilter);
    connect(m_words, &widgets::FilterField::leaveDown, m_table, qOverload<>(&QWidget::setFocus));
    connect(m_onlyZone, &QPushButton::toggled, this, &ActivityPage::applyFilter);
    connect(m_pause, &QPushButton::toggled, &m_model, &models::ActivityModel::setPaused);
    connect(m_older, &QPushButton::clicked, this, [this] {
        m_model.loadOlder({base::Timestamp{}, base::Timestamp::max()});
    });
    connect(m_table, &widgets::TableView::rowActivated, this, [this](const QModelIndex& index) {
        if (const base::ZoneId zone = m_model.eventAt(index.row()).zone)
            emit m_workspace.zoneWanted(zone, 0);
    });
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] { m_follow = isAtEnd(); });
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_follow && isVisible())
            m_table->scrollToBottom();
        showState();
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] {
        m_table->scrollToBottom();
        showState();
    });
    connect(&m_model, &models::ActivityModel::droppedChanged, this, &ActivityPage::showState);
    connect(&m_model, &models::ActivityModel::waitingChanged, this, &ActivityPage::showState);
    connect(&workspace.selection(), &models::Selection::zonesChanged, this, [this] {
        m_onlyZone->setEnabled(static_cast<bool>(m_workspace.selection().currentZone()));
        if (m_onlyZone->isChecked())
            applyFilter();
    });
    m_onlyZone->setEnabled(static_cast<bool>(workspace.selection().currentZone()));
    m_table->scrollToBottom();
    showState();
}

QString ActivityPage::title() const
{
    return tr("Activity");
}

void ActivityPage::focusFilter()
{
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
}

void ActivityPage::focusContent()
{
    m_table->setFocus(Qt::ShortcutFocusReason);
}

bool ActivityPage::closeInnermost()
{
    if (m_words->text().isEmpty())
        return false;
    m_words->clear();
    return true;
}

bool ActivityPage::exportNow()
{
    zones::saveTableAsCsv(m_model, tr("activity.csv"), m_workspace, this);
    return true;
}

bool ActivityPage::isAtEnd() const
{
    const QScrollBar* bar = m_table->verticalScrollBar();
    return bar->value() >= bar->maximum() - 1;
}

void ActivityPage::applyFilter()
{
    const auto group = static_cast<text::EventGroup>(m_group->currentData().toInt());
    const base::ZoneId zone =
        m_onlyZone->isChecked() ? m_workspace.selection().currentZone() : base::ZoneId{};
    m_model.setFilter(group, zone, m_words->text());
}

void ActivityPage::showState()
{
    QStringList parts{tr("%n line(s)", nullptr, m_model.rowCount())};
    if (m_model.isPaused())
        parts << tr("%1 waiting").arg(text::number(m_model.waiting()));
    parts << tr("dropped: %1").arg(text::number(m_model.dropped()));
    m_state->setText(parts.join(QStringLiteral("  ·  ")));
}

void ActivityPage::saveState(QSettings& settings) const
{
    m_table->saveColumns(settings);
}

void ActivityPage::restoreState(const QSettings& settings)
{
    m_table->restoreColumns(settings);
}

} // namespace zonescope::ui::activity
