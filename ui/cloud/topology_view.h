// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/cloud/topology_painter.h"

#include <QWidget>

#include <optional>

namespace zonescope::ui::cloudpage {

/// The picture itself. Wheel and + - zoom, drag and Ctrl + arrows pan, Home shows all. Left and right go to
/// the boxes beside, down into a box, up out of it; Enter opens what is selected.
class TopologyView final : public QWidget
{
    Q_OBJECT

public:
    explicit TopologyView(QWidget* parent = nullptr);

    void show(cloud::TopologyPtr topology);
    /// Selects the box in which a resource lies and brings it into view.
    void showResource(cloud::Index resource);
    void setMarks(std::uint8_t marks);
    std::uint8_t marks() const { return m_marks; }

    void zoomBy(double factor);
    void fit();
    double scale() const { return m_lens.scale; }
    std::uint32_t selected() const { return m_selected; }
    QRectF placeOf(std::uint32_t box) const;
    QImage picture() const;
    const cloud::TopologyPtr& topology() const { return m_topology; }

    QSize sizeHint() const override { return {800, 500}; }
    QSize minimumSizeHint() const override { return {200, 150}; }

signals:
    void resourceSelected(zonescope::cloud::Index resource);
    void resourceActivated(zonescope::cloud::Index resource);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void zoomAround(const QPointF& pixel, double factor);
    void pan(const QPointF& by);
    void select(std::uint32_t box, bool tell);
    void reveal(std::uint32_t box);
    void walk(int key);
    const cloud::TopologyLink* linkAt(const QPointF& pixel) const;
    std::uint32_t boxAt(const QPointF& pixel) const;

    cloud::TopologyPtr m_topology;
    TopologyLens m_lens;
    bool m_fitted = true; ///< until somebody zooms or pans
    std::uint8_t m_marks = 0xff;
    std::uint32_t m_selected = cloud::Topology::none;
    std::optional<QPointF> m_pressed;
    bool m_dragged = false;
};

} // namespace zonescope::ui::cloudpage
