// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/topology.h"
#include "ui/theme/palette.h"

#include <QFont>
#include <QImage>
#include <QLineF>
#include <QRectF>

#include <vector>

class QPainter;

namespace zonescope::ui::cloudpage {

/// From the picture's own units to pixels.
struct TopologyLens
{
    double scale = 1;
    QPointF offset; ///< of the picture's origin, in pixels

    QRectF place(const cloud::TopologyBox& box) const;
    QPointF toPicture(const QPointF& pixel) const { return (pixel - offset) / scale; }
    /// Where a link leaves one box and enters the other.
    QLineF place(const cloud::Topology& topology, const cloud::TopologyLink& link) const;
};

/// Draws only what can be seen and as much of it as can be read: far away a subnet is a spot, near it has
/// its name, prefix, interfaces and how full it is. Thousands of boxes stay below a frame.
class TopologyPainter
{
public:
    TopologyPainter(const cloud::Topology& topology, const theme::Palette& palette, TopologyLens lens,
                    std::uint8_t marks, std::uint32_t selected = cloud::Topology::none);

    void paint(QPainter& painter, const QRectF& visible) const;

private:
    bool isLane(const cloud::TopologyBox& box) const;
    void paintBox(QPainter& painter, std::uint32_t index) const;
    void paintNear(QPainter& painter, const cloud::TopologyBox& box, const QRectF& place,
                   const QColor& border) const;
    void paintUse(QPainter& painter, const cloud::TopologyBox& box, const QRectF& place) const;
    struct Pill
    {
        QRectF place;
        std::uint8_t mark;
    };
    std::vector<Pill> pillsOf(const cloud::TopologyBox& box, const QRectF& place) const; ///< from the right
    double marksLeft(const cloud::TopologyBox& box, const QRectF& place) const;
    void paintMarks(QPainter& painter, const cloud::TopologyBox& box, const QRectF& place) const;
    void paintLinks(QPainter& painter, const QRectF& visible) const;
    QColor fillOf(const cloud::TopologyBox& box) const;
    std::uint8_t shownMarks(const cloud::TopologyBox& box) const;

    const cloud::Topology& m_topology;
    const theme::Palette& m_palette;
    const TopologyLens m_lens;
    const std::uint8_t m_marks;
    const std::uint32_t m_selected;
    QFont m_font;
    QFont m_bold;
};

/// The whole picture, at most `longestSide` pixels wide or high.
QImage topologyPicture(const cloud::Topology& topology, const theme::Palette& palette, std::uint8_t marks,
                       int longestSide = 6000);

} // namespace zonescope::ui::cloudpage
