// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/analysis.h"
#include "ui/charts/value_axis.h"
#include "ui/theme/palette.h"

#include <QImage>
#include <QWidget>

#include <memory>

namespace zonescope::ui::network {

/// Ratios and times: twice and half lie equally far from one.
inline charts::ValueAxis logarithmicAxis(charts::ValueKind kind)
{
    charts::ValueAxis axis;
    axis.logarithmic = true;
    axis.kind = kind;
    return axis;
}

struct AnalysedExperiment
{
    congestion::Experiment experiment;
    congestion::Analysis analysis;
};
using AnalysedPtr = std::shared_ptr<const AnalysedExperiment>;

/// A plot that is painted in one go, on the screen or into a picture.
class ExperimentPlot : public QWidget
{
    Q_OBJECT

public:
    explicit ExperimentPlot(const QString& name, QWidget* parent = nullptr);

    void present(AnalysedPtr analysed);
    const AnalysedPtr& shown() const { return m_data; }
    QImage toImage(const QSize& size, const theme::Palette& palette) const;
    QSize sizeHint() const override { return {360, 220}; }
    QSize minimumSizeHint() const override { return {220, 140}; }

protected:
    virtual void draw(QPainter& painter, const QRectF& area, const theme::Palette& palette) const = 0;
    virtual QString describe() const = 0; ///< one sentence for screen readers
    void paintEvent(QPaintEvent* event) override;

private:
    AnalysedPtr m_data;
};

/// What share of the transfers was finished after how long: one curve an algorithm, time logarithmic.
class DistributionPlot final : public ExperimentPlot
{
    Q_OBJECT

public:
    using ExperimentPlot::ExperimentPlot;

protected:
    void draw(QPainter& painter, const QRectF& area, const theme::Palette& palette) const override;
    QString describe() const override;
};

/// Ratio and interval of every comparison on every path, with what speaks against a verdict.
class ForestPlot final : public ExperimentPlot
{
    Q_OBJECT

public:
    using ExperimentPlot::ExperimentPlot;

protected:
    void draw(QPainter& painter, const QRectF& area, const theme::Palette& palette) const override;
    QString describe() const override;
};

} // namespace zonescope::ui::network
