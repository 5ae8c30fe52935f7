// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/topology_painter.h"

#include "ui/cloud/topology_text.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace zonescope::ui::cloudpage {
namespace {

using cloud::BoxKind;
using cloud::TopologyBox;
using cloud::TopologyLink;

constexpr double readable = 13; ///< pixels of a line of text
constexpr double spot = 34;     ///< narrower than this nothing is written into a box

/// Where the line from the middle of `box` to `other` leaves it.
QPointF borderPoint(const QRectF& box, const QPointF& other)
{
    const QPointF middle = box.center();
    const QPointF way = other - middle;
    if (way.isNull())
        return middle;
    const double x = way.x() == 0 ? 1e9 : box.width() / 2 / std::abs(way.x());
    const double y = way.y() == 0 ? 1e9 : box.height() / 2 / std::abs(way.y());
    return middle + way * std::min({x, y, 1.0});
}

} // namespace

QRectF TopologyLens::place(const TopologyBox& box) const
{
    return {offset.x() + box.x * scale, offset.y() + box.y * scale, box.width * scale, box.height * scale};
}

QLineF TopologyLens::place(const cloud::Topology& topology, const TopologyLink& link) const
{
    const QRectF from = place(topology.boxes[link.from]);
    const QRectF to = place(topology.boxes[link.to]);
    return {borderPoint(from, to.center()), borderPoint(to, from.center())};
}

TopologyPainter::TopologyPainter(const cloud::Topology& topology, const theme::Palette& palette,
                                 TopologyLens lens, std::uint8_t marks, std::uint32_t selected)
    : m_topology(topology)
    , m_palette(palette)
    , m_lens(lens)
    , m_marks(marks)
    , m_selected(selected)
    , m_font(theme::font(theme::TextSize::Small))
    , m_bold(m_font)
{
    m_bold.setWeight(QFont::DemiBold);
}

bool TopologyPainter::isLane(const TopologyBox& box) const
{
    return box.kind == BoxKind::Account || box.kind == BoxKind::Region;
}

std::uint8_t TopologyPainter::shownMarks(const TopologyBox& box) const
{
    // Far away what lies in a network cannot be seen any more: then the network speaks for it.
    const bool inside = box.kind == BoxKind::Network && 158 * m_lens.scale < spot;
    return static_cast<std::uint8_t>((box.marks | (inside ? box.marksBelow : 0)) & m_marks);
}

void TopologyPainter::paint(QPainter& painter, const QRectF& visible) const
{
    const auto each = [&](bool lanes) {
        for (std::uint32_t i = 0; i < m_topology.boxes.size(); ++i) {
            const TopologyBox& box = m_topology.boxes[i];
            if (isLane(box) == lanes && m_lens.place(box).intersects(visible))
                paintBox(painter, i);
        }
    };
    painter.setRenderHint(QPainter::Antialiasing, false);
    each(true);
    paintLinks(painter, visible);
    painter.setRenderHint(QPainter::Antialiasing, false);
    each(false);
    if (m_selected < m_topology.boxes.size()) {
        painter.setPen(QPen(m_palette.accent, 2 + m_palette.borderWidth));
        painter.setBrush(Qt::NoBrush);
        const TopologyBox& chosen = m_topology.boxes[m_selected];
        const QRectF place = m_lens.place(chosen);
        painter.drawRect(place.adjusted(-2, -2, 2, 2));
        if (place.width() >= spot)
            paintMarks(painter, chosen, place); // the frame must not hide them
    }
}

QColor TopologyPainter::fillOf(const TopologyBox& box) const
{
    switch (box.kind) {
    case BoxKind::Account:
        return m_palette.card;
    case BoxKind::Region:
        return m_palette.window;
    case BoxKind::Network:
        return m_palette.card;
    case BoxKind::Subnet:
        return m_palette.track;
    case BoxKind::Hub:
    case BoxKind::Gateway:
        return theme::mixed(m_palette.accent, m_palette.card, 0.14);
    default:
        return m_palette.field;
    }
}

void TopologyPainter::paintBox(QPainter& painter, std::uint32_t index) const
{
    const TopologyBox& box = m_topology.boxes[index];
    const QRectF place = m_lens.place(box);
    const std::uint8_t marks = shownMarks(box);
    QColor border = m_palette.border;
    if (box.kind == BoxKind::Network || box.kind == BoxKind::Hub || box.kind == BoxKind::Peer ||
        box.kind == BoxKind::Internet)
        border = theme::mixed(m_palette.muted, m_palette.card, 0.7);
    for (int i = 0; i < cloud::topologyMarks; ++i) // the worst is the last that is set, but for stale
        if (const auto mark = static_cast<std::uint8_t>(1U << i); marks & mark & ~cloud::MarkStale)
            border = markColor(m_palette, mark);
    if (place.width() < spot && !isLane(box)) {
        painter.fillRect(place, marks != 0 ? border : theme::mixed(border, fillOf(box), 0.45));
        return;
    }
    QPen pen(border, marks & ~cloud::MarkStale ? 2 : m_palette.borderWidth);
    if (marks & cloud::MarkStale)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(fillOf(box));
    painter.drawRect(place);
    paintNear(painter, box, place, border);
}

void TopologyPainter::paintNear(QPainter& painter, const TopologyBox& box, const QRectF& place,
                                const QColor& /*border*/) const
{
    const double inset = std::clamp(6 * m_lens.scale, 3.0, 8.0);
    const QRectF inner = place.adjusted(inset, std::min(inset, 4.0), -inset, -2);
    const double room = isLane(box) || box.kind == BoxKind::Network ? (box.kind == BoxKind::Account  ? 34
                                                                       : box.kind == BoxKind::Region ? 28
                                                                                                     : 44) *
                                                                          m_lens.scale
                                                                    : place.height();
    const bool spacious = box.kind >= BoxKind::Network; // the names of lanes are worth an overlap
    if (room < readable && (spacious || place.width() < 3 * spot))
        return;
    const QFontMetricsF bold(m_bold);
    const QFontMetricsF plain(m_font);
    // Marks stand on the upper edge, at the right: the name ends before them, or begins below them.
    const QString title = boxTitle(box);
    double top = inner.top();
    double width = std::min(inner.width(), marksLeft(box, place) - 3 - inner.left());
    if (width < std::min(bold.horizontalAdvance(title), 2 * spot) && room >= readable + plain.height() / 2) {
        top = std::max(top, place.top() + plain.height() / 2 + 1);
        width = inner.width();
    }
    painter.setFont(m_bold);
    painter.setPen(m_palette.text);
    painter.drawText(QRectF(inner.left(), top, width, bold.height()), Qt::AlignLeft | Qt::AlignTop,
                     bold.elidedText(title, Qt::ElideMiddle, width));
    if (box.kind >= BoxKind::Network && room >= top - inner.top() + 2 * plain.height() + 6) {
        QString second = QString::fromStdString(box.note);
        if (box.hosts > 0)
            second += (second.isEmpty() ? QString() : QStringLiteral(" · ")) + text::number(box.hosts) +
                      QStringLiteral(" ◦");
        painter.setFont(m_font);
        painter.setPen(m_palette.muted);
        painter.drawText(QRectF(inner.left(), top + bold.height(), inner.width(), plain.height()),
                         Qt::AlignLeft | Qt::AlignTop,
                         plain.elidedText(second, Qt::ElideRight, inner.width()));
    }
    paintUse(painter, box, place);
    paintMarks(painter, box, place);
}

/// How full a subnet is, as a bar at its foot.
void TopologyPainter::paintUse(QPainter& painter, const TopologyBox& box, const QRectF& place) const
{
    if (box.usable == 0 || place.height() < 20)
        return;
    const double share = std::min(1.0, static_cast<double>(box.used) / box.usable);
    const QRectF bar(place.left() + 1, place.bottom() - 4, place.width() - 2, 3);
    const auto state = share >= 0.9 ? zone::ZoneState::Behind : zone::ZoneState::Current;
    painter.fillRect(bar, theme::mixed(m_palette.border, m_palette.track, 0.6));
    painter.fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * share, bar.height())),
                     theme::stateColor(m_palette, state));
}

std::vector<TopologyPainter::Pill> TopologyPainter::pillsOf(const TopologyBox& box, const QRectF& place) const
{
    const std::uint8_t marks = shownMarks(box);
    const QFontMetricsF metrics(m_font);
    std::vector<Pill> pills;
    double right = place.right() - 3;
    for (int i = cloud::topologyMarks - 1; i >= 0; --i) {
        const auto mark = static_cast<std::uint8_t>(1U << i);
        if (!(marks & mark))
            continue;
        const double width = metrics.horizontalAdvance(markWord(mark)) + 8;
        const QRectF pill(right - width, place.top() - metrics.height() / 2, width, metrics.height());
        if (pill.left() < place.left())
            break;
        pills.push_back({pill, mark});
        right = pill.left() - 3;
    }
    return pills;
}

double TopologyPainter::marksLeft(const TopologyBox& box, const QRectF& place) const
{
    const auto pills = pillsOf(box, place);
    return pills.empty() ? place.right() : pills.back().place.left();
}

void TopologyPainter::paintMarks(QPainter& painter, const TopologyBox& box, const QRectF& place) const
{
    painter.setFont(m_font);
    for (const Pill& pill : pillsOf(box, place)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(markColor(m_palette, pill.mark));
        painter.drawRect(pill.place);
        painter.setPen(m_palette.card);
        painter.drawText(pill.place, Qt::AlignCenter, markWord(pill.mark));
    }
}

void TopologyPainter::paintLinks(QPainter& painter, const QRectF& visible) const
{
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setFont(m_font);
    const QFontMetricsF metrics(m_font);
    for (const TopologyLink& link : m_topology.links) {
        const QLineF line = m_lens.place(m_topology, link);
        if (!QRectF(line.p1(), line.p2()).normalized().adjusted(-1, -1, 1, 1).intersects(visible))
            continue;
        const bool selected = link.from == m_selected || link.to == m_selected;
        const bool down = (link.marks & m_marks & cloud::MarkTunnelDown) != 0;
        QColor color = link.kind == cloud::LinkKind::Internet
                           ? theme::mixed(m_palette.muted, m_palette.card, 0.5)
                       : link.kind == cloud::LinkKind::Peering ? theme::seriesColor(m_palette, 2)
                       : link.kind == cloud::LinkKind::Tunnel  ? theme::seriesColor(m_palette, 4)
                                                               : theme::seriesColor(m_palette, 0);
        if (down)
            color = markColor(m_palette, cloud::MarkTunnelDown);
        QPen pen(color, selected ? 3 : 1.6);
        pen.setStyle(down                                   ? Qt::DotLine
                     : link.kind == cloud::LinkKind::Tunnel ? Qt::DashLine
                                                            : Qt::SolidLine);
        painter.setPen(pen);
        painter.drawLine(line);
        if ((link.count < 2 && !down) || line.length() < 40)
            continue;
        const QString word = down ? markWord(cloud::MarkTunnelDown) : text::number(link.count);
        const QSizeF size(metrics.horizontalAdvance(word) + 10, metrics.height());
        const QRectF pill(line.center() - QPointF(size.width() / 2, size.height() / 2), size);
        painter.setBrush(m_palette.card);
        painter.setPen(QPen(color, 1));
        painter.drawRoundedRect(pill, 4, 4);
        painter.setPen(m_palette.text);
        painter.drawText(pill, Qt::AlignCenter, word);
    }
}

QImage topologyPicture(const cloud::Topology& topology, const theme::Palette& palette, std::uint8_t marks,
                       int longestSide)
{
    constexpr double margin = 24;
    const double longest = std::max({topology.width, topology.height, 1.0F});
    TopologyLens lens;
    lens.scale = std::min(1.6, (longestSide - 2 * margin) / longest);
    lens.offset = {margin, margin};
    QImage image(static_cast<int>(topology.width * lens.scale + 2 * margin),
                 static_cast<int>(topology.height * lens.scale + 2 * margin), QImage::Format_RGB32);
    image.fill(palette.window);
    QPainter painter(&image);
    TopologyPainter(topology, palette, lens, marks).paint(painter, image.rect());
    return image;
}

} // namespace zonescope::ui::cloudpage
