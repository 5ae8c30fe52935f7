// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/layer.h"
#include "ui/charts/time_selection.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace zonescope::ui::charts {

class ChartFrame;

/// A chart: layers over one time (or category) axis and one value (or lane) axis.
///
/// Wheel zooms around the pointer, left drag brushes a time range, middle drag or Ctrl + left drag pans,
/// double click resets. Arrow keys move the crosshair (with Ctrl they pan, with Shift they brush), + and -
/// zoom, Home resets, Enter activates the mark under the crosshair, Escape clears, Ctrl+C copies data and
/// picture. Hidden charts paint nothing and keep no timer.
class Chart final : public QWidget
{
    Q_OBJECT

public:
    /// `name` is the accessible name: "Time to visible, every probe".
    explicit Chart(const QString& name, QWidget* parent = nullptr);
    ~Chart() override;

    /// All at once: one repaint. Later layers are drawn over earlier ones.
    void setLayers(std::vector<LayerPtr> layers);
    const std::vector<LayerPtr>& layers() const;
    void setValueAxis(const ValueAxis& axis);
    /// Categories instead of time on the x axis; empty: time. In order (times, say): where not every name
    /// fits, some are left out instead of all being slanted.
    void setCategories(const QStringList& names, bool inOrder = false);
    /// Values instead of time on the x axis, with what they are; layers place them by
    /// PlotGeometry::xOfValue() and give timeRange() in PlotGeometry::acrossPosition(). Zoom, pan and brush
    /// work as over time.
    void setHorizontalAxis(const ValueAxis& axis, const QString& caption);
    void setEmptyText(const QString& text, const QString& explanation = {});
    void setLegendVisible(bool visible); ///< on by default when there are two entries or more

    /// Charts with the same selection are linked. Each chart has one of its own to begin with, whose home
    /// follows the data.
    void setSelection(TimeSelection* selection);
    TimeSelection* selection() const;

    /// Paints the whole chart with any painter: pictures and PDF (vector) use it. `palette` may differ from
    /// the window's.
    void render(QPainter& painter, const QRectF& area, const theme::Palette& palette,
                double devicePixelRatio = 1);
    QImage toImage(const QSize& size, const theme::Palette& palette, double devicePixelRatio = 2);
    /// What is in view, as CSV (RFC 4180); every layer one block.
    QString toCsv() const;
    QString summary() const;
    void copy() const; ///< text, CSV and picture on the clipboard

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void brushed(const zonescope::ui::charts::TimeRange& range); ///< by hand; empty when cleared
    void markActivated(std::uint64_t id);
    /// "Save picture…" or "Save data…" was chosen: the page owns file dialogs.
    void savePictureWanted();
    void saveDataWanted();

protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace zonescope::ui::charts
