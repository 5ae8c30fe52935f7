// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/header_bar.h"

#include "ui/shell/range_dialog.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

namespace zonescope::ui::shell {
namespace {

using std::chrono::hours;

struct Preset
{
    const char* text;
    hours span;
};
constexpr Preset presets[] = {
    {QT_TRANSLATE_NOOP("zonescope::ui::shell::HeaderBar", "Last hour"), hours(1)},
    {QT_TRANSLATE_NOOP("zonescope::ui::shell::HeaderBar", "Last 6 hours"), hours(6)},
    {QT_TRANSLATE_NOOP("zonescope::ui::shell::HeaderBar", "Last 24 hours"), hours(24)},
    {QT_TRANSLATE_NOOP("zonescope::ui::shell::HeaderBar", "Last 7 days"), hours(7 * 24)},
    {QT_TRANSLATE_NOOP("zonescope::ui::shell::HeaderBar", "Last 30 days"), hours(30 * 24)},
};

} // namespace

HeaderBar::HeaderBar(models::Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_title(new QLabel(this))
    , m_command(new QPushButton(tr("Search or run a command   Ctrl+K"), this))
    , m_range(new QPushButton(this))
    , m_live(new QPushButton(tr("Live"), this))
{
    m_title->setFont(theme::font(theme::TextSize::PageTitle));
    m_title->setObjectName(QStringLiteral("page-title"));
    m_title->setMinimumWidth(80);
    m_command->setObjectName(QStringLiteral("command-field"));
    m_command->setAccessibleName(tr("Search or run a command"));
    m_command->setStyleSheet(QStringLiteral("text-align: left;"));
    m_command->setMinimumWidth(160);
    m_command->setMaximumWidth(270);
    m_command->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_range->setObjectName(QStringLiteral("time-range"));
    m_range->setAccessibleName(tr("Time range"));
    auto* menu = new QMenu(m_range);
    m_range->setProperty("hasMenu", true); // room for the arrow
    m_range->setMenu(menu);
    fillRanges(menu);
    m_live->setObjectName(QStringLiteral("live"));
    m_live->setCheckable(true);
    m_live->setToolTip(tr("While live, the time range ends now and moves on by itself."));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::small);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_command);
    layout->addWidget(m_range);
    layout->addWidget(m_live);

    connect(m_command, &QPushButton::clicked, this, &HeaderBar::commandWanted);
    connect(m_live, &QPushButton::toggled, &m_selection, &models::Selection::setLive);
    connect(&m_selection, &models::Selection::liveChanged, m_live, &QPushButton::setChecked);
    connect(&m_selection, &models::Selection::rangeChanged, this, &HeaderBar::showRange);
    m_live->setChecked(m_selection.isLive());
    showRange();
}

void HeaderBar::setTitle(const QString& title)
{
    m_title->setText(title);
}

void HeaderBar::fillRanges(QMenu* menu)
{
    for (const Preset& preset : presets) {
        const auto span = preset.span;
        menu->addAction(tr(preset.text), this, [this, span] { m_selection.setSpan(span); });
    }
    menu->addSeparator();
    menu->addAction(tr("From … to …"), this, &HeaderBar::askForRange);
}

void HeaderBar::showRange()
{
    if (m_selection.isLive()) {
        for (const Preset& preset : presets)
            if (m_selection.span() == preset.span)
                return m_range->setText(tr(preset.text));
        return m_range->setText(tr("Last %1").arg(text::duration(m_selection.span())));
    }
    const pipeline::Period period = m_selection.period();
    const base::Timestamp now = m_selection.now();
    m_range->setText(tr("%1 to %2").arg(text::shortTime(period.from, now), text::shortTime(period.to, now)));
}

void HeaderBar::askForRange()
{
    if (const auto period = askForPeriod(m_selection.period(), this))
        m_selection.setPeriod(*period);
}

} // namespace zonescope::ui::shell
