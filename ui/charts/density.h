// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_range.h"
#include "ui/charts/value_axis.h"

#include <QColor>
#include <QImage>
#include <QSize>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace zonescope::ui::charts {

/// A probe that gave no value: lives in the failure lane.
struct FailurePoint
{
    std::int64_t at = 0;
    std::uint16_t group = 0;
    std::uint64_t id = 0;

    friend bool operator==(const FailurePoint&, const FailurePoint&) = default;
};

/// Many points in order of time, each with a group (an edge). Values are put into 96 bins (one byte each) and
/// counted per block of 256 samples, so that an image of any range costs one table walk. Built once, where
/// the data are, then only read.
class PointCloud
{
public:
    static constexpr int bins = 96;
    static constexpr std::size_t block = 256;

    struct Input
    {
        std::vector<std::int64_t> at;       ///< ascending
        std::vector<float> value;           ///< > 0 when logarithmic; others are dropped by the builder
        std::vector<std::uint16_t> group;   ///< may be empty: one group
        std::vector<std::uint64_t> id;      ///< may be empty: handed back when a mark is clicked
        std::vector<FailurePoint> failures; ///< ascending
    };

    PointCloud(Input input, bool logarithmic);

    std::size_t size() const { return m_data.at.size(); }
    const Input& data() const { return m_data; }
    bool isLogarithmic() const { return m_logarithmic; }
    TimeRange timeRange() const;
    /// Lowest and highest value; nothing without points.
    std::optional<ValueRange> extent() const;

    std::size_t lowerBound(std::int64_t at) const;
    /// Points in the range: decides between image and marks.
    std::size_t count(const TimeRange& range) const { return lowerBound(range.to) - lowerBound(range.from); }
    /// Adds the samples [first, last) to the 96 counts.
    void addCounts(std::size_t first, std::size_t last, std::array<std::uint32_t, bins>& counts) const;
    double binLow(int bin) const; ///< value at the lower edge of a bin

    /// Share of values below; from the bins, so within a bin's width. 0..1.
    double quantile(const TimeRange& range, double share) const;

private:
    template <class Bin>
    void fill(const Bin& binOf);

    Input m_data;
    bool m_logarithmic;
    double m_low = 0, m_width = 1; ///< of the bins, in log2 when logarithmic
    std::vector<std::uint8_t> m_bin;
    std::vector<std::array<std::uint16_t, bins>> m_blocks;
};

using PointCloudPtr = std::shared_ptr<const PointCloud>;

/// One pixel per device column and row; strength grows with the logarithm of the count, so that a single late
/// answer stays visible beside thousands.
QImage densityImage(const PointCloud& cloud, const TimeRange& range, const ValueScale& scale,
                    const QSize& size, const QColor& color);

} // namespace zonescope::ui::charts
