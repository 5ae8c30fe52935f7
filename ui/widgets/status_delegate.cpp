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
constexpr int padding = 8; // of the header's sections as well: titles stand above their values

/// Nothing but words: most cells. The style's own text has three pixels beside it, which glues a number to
/// the word in the next column.
bool onlyWords(const QStyleOptionViewItem& option)
{
    return !(option.features &
             (QStyleOptionViewItem::HasDecoration | QStyleOptionViewItem::HasCheckIndicator));
}

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
    initStyleOption(&option, index);
    if (state || onlyWords(option)) {
        const QWidget* widget = option.widget;
        const QStyle* style = widget ? widget->style() : QApplication::style();
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, widget);
        const bool rtl = option.direction == Qt::RightToLeft;
        QRect words = option.rect.adjusted(padding, 0, -padding, 0);
        if (state) {
            const QRect mark(rtl ? words.right() - markWidth : words.left(), words.top(), markWidth,
                             words.height());
            paintStateMark(*painter, mark, *state, colors());
            words.adjust(rtl ? 0 : markWidth + 6, 0, rtl ? -markWidth - 6 : 0, 0);
        }
        painter->save();
        painter->setPen(option.palette.color(QPalette::Text));
        painter->setFont(option.font);
        painter->drawText(
            words, static_cast<int>(QStyle::visualAlignment(option.direction, option.displayAlignment)),
            option.fontMetrics.elidedText(option.text, option.textElideMode, words.width()));
        painter->restore();
    } else {
        QStyledItemDelegate::paint(painter, given, index);
    }
    const QVariant progress = index.data(models::ProgressRole);
    if (progress.isValid())
        paintProgress(*painter, option.rect, progress.toInt());
}

QSize StatusDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.rwidth() += 2 * padding;
    if (stateOf(index))
        size.rwidth() += markWidth + 6;
    return size.expandedTo(QSize(0, metric::rowHeight()));
}

} // namespace zonescope::ui::widgets
