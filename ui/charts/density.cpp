// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/density.h"

#include <QSize>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace zonescope::ui::charts {
namespace {

/// Drops values that a scale cannot show; the optional columns stay in step.
void dropImpossible(PointCloud::Input& data, bool logarithmic)
{
    const std::size_t size = std::min(data.at.size(), data.value.size());
    data.at.resize(size);
    data.value.resize(size);
    data.group.resize(data.group.empty() ? 0 : size);
    data.id.resize(data.id.empty() ? 0 : size);
    const auto bad = [logarithmic](float value) {
        return !std::isfinite(value) || (logarithmic && value <= 0);
    };
    if (std::none_of(data.value.begin(), data.value.end(), bad))
        return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size; ++i) {
        if (bad(data.value[i]))
            continue;
        data.at[kept] = data.at[i];
        data.value[kept] = data.value[i];
        if (!data.group.empty())
            data.group[kept] = data.group[i];
        if (!data.id.empty())
            data.id[kept] = data.id[i];
        ++kept;
    }
    data.at.resize(kept);
    data.value.resize(kept);
    data.group.resize(data.group.empty() ? 0 : kept);
    data.id.resize(data.id.empty() ? 0 : kept);
}

/// Into which bin a value falls on a logarithmic scale, without a logarithm: the bits of a positive float
/// rise with it, so some thousand cells of equal bits say nearly everything, and the edges the rest.
class LogBins
{
public:
    LogBins(float low, float high, double position, double width)
        : m_first(std::bit_cast<std::uint32_t>(low))
    {
        for (std::size_t bin = 0; bin < m_edges.size(); ++bin)
            m_edges[bin] = static_cast<float>(std::exp2(position + static_cast<double>(bin + 1) * width));
        constexpr std::uint32_t mostCells = 8192;
        const std::uint32_t span = std::bit_cast<std::uint32_t>(high) - m_first;
        while (span >> m_shift >= mostCells)
            ++m_shift;
        m_cells.resize((span >> m_shift) + 1U);
        for (std::uint32_t cell = 0; cell < m_cells.size(); ++cell) {
            const auto lowest = std::bit_cast<float>(m_first + (cell << m_shift));
            const auto above = std::upper_bound(m_edges.begin(), m_edges.end(), lowest);
            m_cells[cell] = static_cast<std::uint8_t>(above - m_edges.begin());
        }
    }
    std::uint8_t of(float value) const
    {
        std::uint8_t bin = m_cells[(std::bit_cast<std::uint32_t>(value) - m_first) >> m_shift];
        while (bin < m_edges.size() && value >= m_edges[bin])
            ++bin;
        return bin;
    }

private:
    std::uint32_t m_first;
    unsigned m_shift = 0;
    std::array<float, PointCloud::bins - 1> m_edges{}; ///< upper ones of all bins but the last
    std::vector<std::uint8_t> m_cells;                 ///< the bin of the lowest value
};

/// Counts as a float's exponent and four bits of mantissa: a logarithm for the price of a shift.
std::uint32_t logIndex(std::uint32_t count)
{
    return std::bit_cast<std::uint32_t>(static_cast<float>(count)) >> 19;
}

} // namespace

PointCloud::PointCloud(Input input, bool logarithmic)
    : m_data(std::move(input))
    , m_logarithmic(logarithmic)
{
    dropImpossible(m_data, logarithmic);
    if (m_data.value.empty())
        return;
    float low = m_data.value.front();
    float high = low;
    for (const float value : m_data.value) { // minmax_element() branches, and takes three times as long
        low = std::min(low, value);
        high = std::max(high, value);
    }
    const auto position = [logarithmic](float value) { return logarithmic ? std::log2(value) : value; };
    m_low = static_cast<double>(position(low));
    m_width = std::max(1e-6, (static_cast<double>(position(high)) - m_low) / bins);
    if (logarithmic) {
        fill([table = LogBins(low, high, m_low, m_width)](float value) { return table.of(value); });
        return;
    }
    fill([lowest = static_cast<float>(m_low), perUnit = static_cast<float>(1 / m_width)](float value) {
        const auto bin = static_cast<int>((value - lowest) * perUnit);
        return static_cast<std::uint8_t>(std::clamp(bin, 0, bins - 1));
    });
}

template <class Bin>
void PointCloud::fill(const Bin& binOf)
{
    m_bin.resize(m_data.value.size());
    m_blocks.resize((m_bin.size() + block - 1) / block);
    for (std::size_t from = 0; from < m_bin.size(); from += block) {
        auto& counts = m_blocks[from / block];
        for (std::size_t i = from; i < std::min(from + block, m_bin.size()); ++i) {
            m_bin[i] = binOf(m_data.value[i]);
            ++counts[m_bin[i]];
        }
    }
}

TimeRange PointCloud::timeRange() const
{
    TimeRange range;
    if (!m_data.at.empty())
        range = {m_data.at.front(), m_data.at.back() + 1};
    if (!m_data.failures.empty())
        range = range.united({m_data.failures.front().at, m_data.failures.back().at + 1});
    return range;
}

std::optional<ValueRange> PointCloud::extent() const
{
    if (m_data.value.empty())
        return std::nullopt;
    const double high = m_low + m_width * bins;
    return m_logarithmic ? ValueRange{std::exp2(m_low), std::exp2(high)} : ValueRange{m_low, high};
}

std::size_t PointCloud::lowerBound(std::int64_t at) const
{
    return static_cast<std::size_t>(std::lower_bound(m_data.at.begin(), m_data.at.end(), at) -
                                    m_data.at.begin());
}

void PointCloud::addCounts(std::size_t first, std::size_t last, std::array<std::uint32_t, bins>& counts) const
{
    while (first < last && first % block != 0)
        ++counts[m_bin[first++]];
    while (first < last && last % block != 0)
        ++counts[m_bin[--last]];
    for (std::size_t b = first / block; b < last / block; ++b) {
        const auto& histogram = m_blocks[b];
        for (std::size_t bin = 0; bin < bins; ++bin)
            counts[bin] += histogram[bin];
    }
}

double PointCloud::binLow(int bin) const
{
    const double position = m_low + bin * m_width;
    return m_logarithmic ? std::exp2(position) : position;
}

double PointCloud::quantile(const TimeRange& range, double share) const
{
    std::array<std::uint32_t, bins> counts{};
    const std::size_t first = lowerBound(range.from);
    const std::size_t last = lowerBound(range.to);
    if (first >= last)
        return std::nan("");
    // Few values: exactly. Many: to the width of a bin, from the counts.
    if (last - first <= 4096) {
        std::vector<float> values(m_data.value.begin() + static_cast<std::ptrdiff_t>(first),
                                  m_data.value.begin() + static_cast<std::ptrdiff_t>(last));
        const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), values.begin() + rank, values.end());
        return static_cast<double>(values[static_cast<std::size_t>(rank)]);
    }
    addCounts(first, last, counts);
    const double wanted = share * static_cast<double>(last - first);
    double below = 0;
    for (int bin = 0; bin < bins; ++bin) {
        const double count = counts[static_cast<std::size_t>(bin)];
        if (below + count >= wanted && count > 0) {
            const double position = m_low + (bin + (wanted - below) / count) * m_width;
            return m_logarithmic ? std::exp2(position) : position;
        }
        below += count;
    }
    return binLow(bins);
}

namespace {

/// Counts of every bin and pixel column, then one colour per count.
class DensityPainter
{
public:
    DensityPainter(const PointCloud& cloud, const TimeRange& range, int columns)
        : m_columns(static_cast<std::size_t>(columns))
        , m_counts(m_columns * PointCloud::bins)
    {
        std::array<std::uint32_t, PointCloud::bins> counts;
        const double width = static_cast<double>(range.span()) / columns;
        const auto& times = cloud.data().at;
        std::size_t begin = cloud.lowerBound(range.from);
        const std::size_t end = cloud.lowerBound(range.to);
        const std::size_t guess = (end - begin) / m_columns + 1;
        for (std::size_t column = 0; column < m_columns; ++column) {
            const auto edge = range.from + static_cast<std::int64_t>(width * static_cast<double>(column + 1));
            const std::size_t next = column + 1 == m_columns ? end : find(times, begin, end, edge, guess);
            if (next == begin)
                continue;
            counts.fill(0);
            cloud.addCounts(begin, next, counts);
            for (std::size_t bin = 0; bin < PointCloud::bins; ++bin) {
                m_counts[bin * m_columns + column] = counts[bin];
                m_most = std::max(m_most, counts[bin]);
            }
            begin = next;
        }
    }

    QImage image(const PointCloud& cloud, const ValueScale& scale, int height, const QColor& color) const
    {
        QImage result(static_cast<int>(m_columns), height, QImage::Format_ARGB32_Premultiplied);
        result.fill(Qt::transparent);
        const auto table = colorTable(color);
        int previous = -1;
        for (int y = 0; y < height; ++y) {
            const int bin = binOf(cloud, scale.valueAt(1 - (y + 0.5) / height));
            if (bin >= 0) {
                auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
                if (bin == previous)
                    std::memcpy(line, result.constScanLine(y - 1), m_columns * sizeof(QRgb));
                else
                    fill(line, &m_counts[static_cast<std::size_t>(bin) * m_columns], table);
            }
            previous = bin;
        }
        return result;
    }

private:
    static std::size_t find(const std::vector<std::int64_t>& times, std::size_t from, std::size_t to,
                            std::int64_t at, std::size_t step)
    {
        std::size_t low = from;
        std::size_t high = from;
        while (high < to && times[high] < at) {
            low = high + 1;
            high += step;
        }
        high = std::min(high, to);
        const auto begin = times.begin();
        return static_cast<std::size_t>(std::lower_bound(begin + static_cast<std::ptrdiff_t>(low),
                                                         begin + static_cast<std::ptrdiff_t>(high), at) -
                                        begin);
    }

    static int binOf(const PointCloud& cloud, double value)
    {
        const auto extent = cloud.extent();
        if (!extent)
            return -1;
        const ValueScale bins(*extent, cloud.isLogarithmic());
        const double unit = bins.unitOf(value);
        return unit >= 0 && unit < 1 ? static_cast<int>(unit * PointCloud::bins) : -1;
    }

    std::vector<QRgb> colorTable(const QColor& color) const
    {
        const std::uint32_t base = logIndex(1);
        std::vector<QRgb> table(logIndex(std::max(1U, m_most)) - base + 1);
        const double most = std::max<double>(1, static_cast<double>(table.size()) - 1);
        for (std::size_t i = 0; i < table.size(); ++i) {
            const double strength = table.size() == 1 ? 0.8 : 0.16 + 0.74 * static_cast<double>(i) / most;
            QColor shade = color;
            shade.setAlphaF(static_cast<float>(strength));
            table[i] = qPremultiply(shade.rgba());
        }
        return table;
    }

    void fill(QRgb* line, const std::uint32_t* counts, const std::vector<QRgb>& table) const
    {
        const std::uint32_t base = logIndex(1);
        for (std::size_t column = 0; column < m_columns; ++column)
            line[column] = counts[column] == 0 ? 0 : table[logIndex(counts[column]) - base];
    }

    std::size_t m_columns;
    std::vector<std::uint32_t> m_counts;
    std::uint32_t m_most = 0;
};

} // namespace

QImage densityImage(const PointCloud& cloud, const TimeRange& range, const ValueScale& scale,
                    const QSize& size, const QColor& color)
{
    if (size.isEmpty() || range.isEmpty())
        return {};
    return DensityPainter(cloud, range, size.width()).image(cloud, scale, size.height(), color);
}

} // namespace zonescope::ui::charts
