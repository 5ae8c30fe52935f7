// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>
#include <QWidget>

#include <vector>

class QPainter;

namespace zonescope::ui::charts {

/// A line without axes that fills `area`; a NaN is a gap, a flat line sits in the middle.
void paintSparkline(QPainter& painter, const QRectF& area, const std::vector<float>& values,
                    const QColor& color);

class Sparkline final : public QWidget
{
    Q_OBJECT

public:
    explicit Sparkline(QWidget* parent = nullptr);
    void setValues(std::vector<float> values); ///< oldest first
    void setColor(const QColor& color);        ///< invalid: the accent

    QSize sizeHint() const override { return {72, 24}; }
    QSize minimumSizeHint() const override { return {24, 12}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<float> m_values;
    QColor m_color;
};

} // namespace zonescope::ui::charts
