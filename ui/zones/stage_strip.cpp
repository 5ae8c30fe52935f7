// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/stage_strip.h"

#include "ui/text/format.h"
#include "ui/text/words.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace zonescope::ui::zones {

StageStrip::StageStrip(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StageStrip::setChange(std::optional<pipeline::Change> change)
{
    if (change == m_change)
        return;
    m_change = std::move(change);
    QStringList words;
    for (std::size_t i = 0; m_change && i < pipeline::stages.size(); ++i)
        if (m_change->stage[i])
            words << text::stageWord(pipeline::stages[i]) + u' ' + text::duration(*m_change->stage[i]);
    setAccessibleName(tr("Stages of the change"));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

QSize StageStrip::sizeHint() const
{
    return {600, fontMetrics().height() * 2 + 16};
}

void StageStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Palette& colors = theme::colors();
    const double width = this->width() / static_cast<double>(pipeline::stages.size());
    for (std::size_t i = 0; i < pipeline::stages.size(); ++i) {
        const pipeline::Stage stage = pipeline::stages[i];
        const QRectF box(static_cast<double>(i) * width, 0, width - 4, height());
        const auto took = m_change ? m_change->stage[i] : std::nullopt;
        painter.fillRect(QRectF(box.left(), box.bottom() - 4, box.width(), 3),
                         took ? theme::stageColor(colors, stage) : colors.track);
        painter.setFont(theme::font(theme::TextSize::Small));
        painter.setPen(colors.muted);
        const QRectF upper(box.left(), 0, box.width(), fontMetrics().height() + 2);
        painter.drawText(upper, Qt::AlignLeft | Qt::AlignVCenter, text::stageWord(stage));
        painter.setFont(font());
        painter.setPen(took ? colors.text : colors.muted);
        painter.drawText(upper.translated(0, fontMetrics().height() + 2), Qt::AlignLeft | Qt::AlignVCenter,
                         took ? text::duration(*took) : text::none());
    }
}

} // namespace zonescope::ui::zones
