// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/status_delegate.h"

#include "ui/models/roles.h"
#include "ui/theme/marks.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace zonescope::ui::widgets {
using namespace theme;

namespace {

constexpr int markWidth = 14;

std::optional<zone::ZoneState> stateOf(const QModelIndex& index)
{
    const QVariant state = index.data(models::StateRole);
    if (!state.isValid())
        return std::nullopt;
    return static_cast<zone::ZoneState>(state.toInt());
}

void paintProgress(QPainter& painter, const QRect& cell, int percent)
{
    const Palette& p = colors();
    const QRectF track(cell.left() + 8, cell.bottom() - 5, std::max(0, cell.width() - 16), 3);
    painter.save();
    painter.setPen(Qt::NoPen);
    painter.setBrush(p.track);
    painter.drawRect(track);
    painter.setBrush(p.accent);
    // Unknown extent: a third in the middle says "working" without a moving animation.
    const QRectF done =
        percent < 0 ? track.adjusted(track.width() / 3, 0, -track.width() / 3, 0)
                    : QRectF(track.topLeft(), QSizeF(track.width() * std::min(percent, 100) / 100.0, 3));
    painter.drawRect(done);
    painter.restore();
}

} // namespace

void StatusDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const Palette& p = colors();
    if (const auto state = stateOf(index)) {
        const bool quiet = *state == zone::ZoneState::Current;
        option->palette.setColor(QPalette::Text, quiet ? p.text : stateColor(p, *state));
        option->palette.setColor(QPalette::HighlightedText, quiet ? p.text : stateColor(p, *state));
    } else if (index.data(models::MutedRole).toBool()) {
        option->palette.setColor(QPalette::Text, p.muted);
    }
    const int sign = index.data(models::ChangeSignRole).toInt();
    if (sign != 0)
        option->backgroundBrush = sign > 0 ? p.added : p.removed;
    option->features |= QStyleOptionViewItem::HasDisplay;
}

void StatusDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given,
                           const QModelIndex& index) const
{
    QStyleOptionViewItem option = given;
    // The dotted rectangle around one cell says nothing in a table of whole rows.
    option.state &= ~QStyle::State_HasFocus;
    const auto state = stateOf(index);
    if (state) {
        initStyleOption(&option, index);
        const QWidget* widget = option.widget;
        const QStyle* style = widget ? widget->style() : QApplication::style();
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, widget);
        const bool rtl = option.direction == Qt::RightToLeft;
        const QRect mark(rtl ? option.rect.right() - 8 - markWidth : option.rect.left() + 8,
                         option.rect.top(), markWidth, option.rect.height());
        paintStateMark(*painter, mark, *state, colors());
        const QRect words = option.rect.adjusted(rtl ? 4 : 14 + markWidth, 0, rtl ? -14 - markWidth : -4, 0);
        painter->setPen(option.palette.color(QPalette::Text));
        painter->setFont(option.font);
        painter->drawText(words, (rtl ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(option.text, Qt::ElideRight, words.width()));
    } else {
        QStyledItemDelegate::paint(painter, option, index);
    }
    const QVariant progress = index.data(models::ProgressRole);
    if (progress.isValid())
        paintProgress(*painter, option.rect, progress.toInt());
}

QSize StatusDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (stateOf(index))
        size.rwidth() += markWidth + 10;
    return size.expandedTo(QSize(0, metric::rowHeight()));
}

} // namespace zonescope::ui::widgets
