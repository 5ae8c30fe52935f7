// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sidebar.h"

#include "ui/theme/marks.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace zonescope::ui::shell {
namespace {

constexpr int wide = 208;
constexpr int narrow = 48;
constexpr int iconSide = 16;

} // namespace

SidebarButton::SidebarButton(PageId page, QWidget* parent)
    : QAbstractButton(parent)
    , m_icon(theme::icon(pageIcon(page)))
{
    setText(pageTitle(page));
    setAccessibleName(pageTitle(page));
    setObjectName(QStringLiteral("page-") + pageKey(page));
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

void SidebarButton::setBadge(std::size_t count)
{
    if (count == m_badge)
        return;
    m_badge = count;
    setAccessibleDescription(count ? tr("%n need(s) attention", nullptr, static_cast<int>(count))
                                   : QString());
    update();
}

void SidebarButton::setCollapsed(bool collapsed)
{
    m_collapsed = collapsed;
    setToolTip(collapsed ? text() : QString());
    update();
}

QSize SidebarButton::sizeHint() const
{
    return {narrow, theme::metric::sidebarRow()};
}

void SidebarButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Palette& colors = theme::colors();
    const QRect row = rect().adjusted(7, 1, -7, -1);
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? colors.selection : colors.hover);
        painter.drawRoundedRect(row, theme::metric::radius, theme::metric::radius);
    }
    if (isChecked())
        painter.fillRect(QRect(row.left(), row.top() + 7, 2, row.height() - 14), colors.accent);
    if (hasFocus()) {
        painter.setPen(QPen(colors.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), theme::metric::radius,
                                theme::metric::radius);
    }
    const QRect icon(m_collapsed ? (width() - iconSide) / 2 : row.left() + 9, (height() - iconSide) / 2,
                     iconSide, iconSide);
    m_icon.paint(&painter, icon, Qt::AlignCenter, isChecked() ? QIcon::Selected : QIcon::Normal);
    const QString badge = m_badge > 999 ? QStringLiteral("999+") : QString::number(m_badge);
    QFont small = theme::font(theme::TextSize::Small);
    small.setBold(true);
    const QColor alarm = theme::stateColor(colors, zone::ZoneState::Failing);
    if (m_badge > 0 && m_collapsed) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(alarm);
        painter.drawEllipse(QPointF(icon.right() + 2, icon.top()), 4, 4);
    } else if (m_badge > 0) {
        const int w = std::max(16, QFontMetrics(small).horizontalAdvance(badge) + 9);
        const QRectF pill(row.right() - w - 7, (height() - 16) / 2.0, w, 16);
        painter.setPen(Qt::NoPen);
        painter.setBrush(alarm);
        painter.drawRoundedRect(pill, 8, 8);
        painter.setFont(small);
        painter.setPen(colors.card);
        painter.drawText(pill, Qt::AlignCenter, badge);
    }
    if (m_collapsed)
        return;
    QFont words = font();
    words.setBold(isChecked());
    painter.setFont(words);
    painter.setPen(isChecked() ? colors.accent : colors.text);
    painter.drawText(row.adjusted(33, 0, -36, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
}

Sidebar::Sidebar(QMenu* menu, QWidget* parent)
    : QWidget(parent)
    , m_menu(new QToolButton(this))
    , m_name(new QLabel(QStringLiteral("Zonescope"), this))
    , m_engine(new QLabel(this))
{
    m_name->setFont(theme::font(theme::TextSize::Title));
    m_menu->setIcon(theme::icon(theme::Icon::More));
    m_menu->setMenu(menu);
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setAutoRaise(true);
    m_menu->setToolTip(tr("Menu with every action"));
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setFocusPolicy(Qt::TabFocus);
    m_menu->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    m_engine->setObjectName(QStringLiteral("engine-status"));

    auto* top = new QHBoxLayout;
    top->setContentsMargins(18, 6, 8, 8);
    top->addWidget(m_name, 1);
    top->addWidget(m_menu);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 6);
    layout->setSpacing(0);
    layout->addLayout(top);
    for (const PageId page : sidebarPages)
        layout->addWidget(add(page));
    layout->addStretch(1);
    layout->addWidget(add(PageId::Settings));
    auto* bottom = new QHBoxLayout;
    bottom->setContentsMargins(16, 4, 4, 4);
    bottom->addWidget(m_engine);
    layout->addLayout(bottom);
    setFixedWidth(wide);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &Sidebar::showEngine);
}

SidebarButton* Sidebar::add(PageId page)
{
    auto* button = new SidebarButton(page, this);
    connect(button, &QAbstractButton::clicked, this, [this, page] { emit pageChosen(page); });
    m_buttons[page] = button;
    return button;
}

void Sidebar::setCurrent(PageId page)
{
    m_buttons.at(page == PageId::ZoneDetail ? PageId::Zones : page)->setChecked(true);
}

void Sidebar::setBadge(PageId page, std::size_t count)
{
    m_buttons.at(page)->setBadge(count);
}

void Sidebar::setCollapsed(bool collapsed)
{
    if (collapsed == m_collapsed)
        return;
    m_collapsed = collapsed;
    setFixedWidth(collapsed ? narrow : wide);
    m_name->setVisible(!collapsed);
    for (const auto& [page, button] : m_buttons)
        button->setCollapsed(collapsed);
    showEngine();
}

void Sidebar::setEngineText(const QString& text, bool healthy)
{
    if (text == m_engineText && healthy == m_engineHealthy)
        return;
    m_engineText = text;
    m_engineHealthy = healthy;
    showEngine();
}

void Sidebar::showEngine()
{
    const auto state = m_engineHealthy ? zone::ZoneState::Current : zone::ZoneState::Failing;
    const QColor color = m_engineHealthy ? theme::colors().text : theme::stateColor(theme::colors(), state);
    QPalette palette = m_engine->palette();
    palette.setColor(QPalette::WindowText, color);
    m_engine->setPalette(palette);
    m_engine->setFont(theme::font(theme::TextSize::Small));
    const QString glyph = theme::stateGlyph(state);
    m_engine->setText(m_collapsed ? glyph : glyph + QStringLiteral("  ") + m_engineText);
    m_engine->setToolTip(m_engineText);
    m_engine->setAccessibleName(m_engineText);
}

void Sidebar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::colors().card);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme::colors().border);
}

} // namespace zonescope::ui::shell
