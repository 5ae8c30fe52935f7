// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/analysis.h"
#include "ui/charts/value_axis.h"
#include "ui/network/view_export.h"
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
    /// What is drawn, as a table; empty as long as nothing is.
    Rows rows() const { return m_data ? values() : Rows(); }
    Figure figure(const ExportFacts& facts) const;
    /// "Save picture…" and "Save data…" in its menu.
    void makeSavable(models::Workspace& workspace, std::function<ExportFacts()> facts);
    QSize sizeHint() const override { return {360, 220}; }
    QSize minimumSizeHint() const override { return {220, 140}; }

protected:
    virtual void draw(QPainter& painter, const QRectF& area, const theme::Palette& palette) const = 0;
    virtual QString describe() const = 0; ///< one sentence for screen readers
    virtual Rows values() const = 0;      ///< header, then what is drawn
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
    Rows values() const override;
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
    Rows values() const override;
};

} // namespace zonescope::ui::network
