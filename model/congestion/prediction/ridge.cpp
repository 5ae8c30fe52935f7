// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/prediction/ridge.h"

#include <Eigen/Dense>

#include <algorithm>
#include <array>
#include <cmath>

namespace zonescope::congestion {
namespace {

constexpr std::size_t folds = 5;
constexpr std::size_t penalties = 25; // 1e-6 ... 1e2 a row
constexpr double rangeSlack = 0.25;   // standard deviations
constexpr Eigen::Index pieceRows = 512;

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using Table = Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
using TableBlock = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// What a fold adds to the normal equations; with a column of ones for the level.
struct Gram
{
    Matrix xx;
    Vector xy;
    double yy = 0;
    double y = 0;
    double rows = 0;

    Gram& operator+=(const Gram& other)
    {
        xx += other.xx;
        xy += other.xy;
        yy += other.yy;
        y += other.y;
        rows += other.rows;
        return *this;
    }
    /// From centred columns to those of standard deviation one; the last is the level.
    void standardise(const Vector& scale)
    {
        Vector by(scale.size() + 1);
        by << scale.cwiseInverse(), 1;
        xx = by.asDiagonal() * xx * by.asDiagonal();
        xy = by.cwiseProduct(xy);
    }
    Gram minus(const Gram& other) const
    {
        return {xx - other.xx, xy - other.xy, yy - other.yy, y - other.y, rows - other.rows};
    }
};

double penaltyAt(std::size_t index)
{
    return std::pow(10.0, -6.0 + 8.0 * static_cast<double>(index) / (penalties - 1));
}

/// Of the values less their means, with a column of ones. In pieces that stay in the cache: a table of
/// 100,000 rows is read once and never copied as a whole.
Gram gramOf(const Eigen::Ref<const TableBlock>& rows, const Eigen::Ref<const Vector>& y, const Vector& mean)
{
    const Eigen::Index columns = rows.cols();
    Gram gram{Matrix::Zero(columns + 1, columns + 1), Vector::Zero(columns + 1), 0, 0, 0};
    Matrix piece(columns + 1, pieceRows);
    piece.row(columns).setOnes();
    for (Eigen::Index at = 0; at < rows.rows(); at += pieceRows) {
        const Eigen::Index count = std::min(pieceRows, rows.rows() - at);
        piece.topLeftCorner(columns, count) = rows.middleRows(at, count).transpose().colwise() - mean;
        const auto x = piece.leftCols(count);
        gram.xx.selfadjointView<Eigen::Lower>().rankUpdate(x);
        gram.xy.noalias() += x * y.segment(at, count);
    }
    gram.xx = gram.xx.selfadjointView<Eigen::Lower>();
    gram.yy = y.squaredNorm();
    gram.y = y.sum();
    gram.rows = static_cast<double>(rows.rows());
    return gram;
}

/// The last column is the level and carries no penalty.
Vector solve(const Gram& gram, double penalty)
{
    Matrix system = gram.xx;
    for (Eigen::Index i = 0; i + 1 < system.rows(); ++i)
        system(i, i) += penalty * std::max(1.0, gram.rows);
    system(system.rows() - 1, system.rows() - 1) += 1e-12;
    return system.ldlt().solve(gram.xy);
}

double squaredError(const Gram& gram, const Vector& weights)
{
    return std::max(0.0, gram.yy - 2 * weights.dot(gram.xy) + weights.dot(gram.xx * weights));
}

} // namespace

struct Ridge::Model
{
    Vector mean, scale, low, high; ///< of the columns
    Vector weights;                ///< with the level at the end
    Matrix half;                   ///< leverage of x: |half x|^2; lower triangle
    std::vector<double> plainWeights;
    double mostLeverage = 0;
    double penalty = 0;
    double determination = 0;

    Vector standardise(std::span<const double> row) const
    {
        const Eigen::Map<const Vector> values(row.data(), static_cast<Eigen::Index>(row.size()));
        Vector out(values.size() + 1);
        out.head(values.size()) = (values - mean).cwiseQuotient(scale);
        out(values.size()) = 1;
        return out;
    }
    void describe(const Table& table)
    {
        const auto byRow = table.transpose(); // a column of it lies in one piece
        mean = byRow.rowwise().sum() / static_cast<double>(table.rows());
        low = byRow.rowwise().minCoeff();
        high = byRow.rowwise().maxCoeff();
    }
    /// From the sums of squares about the means.
    void describeSpread(const Gram& whole)
    {
        scale = (whole.xx.diagonal().head(mean.size()) / whole.rows).cwiseSqrt();
        // A constant column tells nothing: after this it is zero everywhere.
        for (Eigen::Index i = 0; i < scale.size(); ++i)
            if (!(scale(i) > 1e-12 * (1 + std::abs(mean(i)))))
                scale(i) = 1;
    }
    /// The largest of the rows, which is where the training range ends.
    double leverageOf(const Table& table) const
    {
        const Eigen::Index columns = mean.size();
        Matrix piece(columns + 1, pieceRows);
        piece.row(columns).setOnes();
        Matrix turned(columns + 1, pieceRows);
        double most = 0;
        const Vector shrink = scale.cwiseInverse();
        for (Eigen::Index at = 0; at < table.rows(); at += pieceRows) {
            const Eigen::Index count = std::min(pieceRows, table.rows() - at);
            piece.topLeftCorner(columns, count) =
                (table.middleRows(at, count).transpose().colwise() - mean).array().colwise() * shrink.array();
            turned.leftCols(count).noalias() = half.triangularView<Eigen::Lower>() * piece.leftCols(count);
            most = std::max(most, turned.leftCols(count).colwise().squaredNorm().maxCoeff());
        }
        return most;
    }
    void choosePenalty(const std::vector<Gram>& parts, const Gram& whole)
    {
        double best = -1;
        for (std::size_t i = 0; i < penalties; ++i) {
            double error = 0;
            for (const Gram& part : parts)
                error += squaredError(part, solve(whole.minus(part), penaltyAt(i)));
            if (best < 0 || error < best) {
                best = error;
                penalty = penaltyAt(i);
            }
        }
        const double spread = whole.yy - whole.y * whole.y / whole.rows;
        determination = spread > 0 ? 1 - best / spread : 0;
    }
};

Ridge Ridge::fit(const FeatureTable& table, std::span<const double> targets)
{
    auto model = std::make_shared<Model>();
    const auto rows = static_cast<Eigen::Index>(table.rows());
    const auto columns = static_cast<Eigen::Index>(table.columns);
    const Table values(table.values.data(), rows, columns);
    const Eigen::Map<const Vector> y(targets.data(), rows);
    model->describe(values);
    std::vector<Gram> parts;
    Gram whole{Matrix::Zero(columns + 1, columns + 1), Vector::Zero(columns + 1), 0, 0, 0};
    const auto count = static_cast<Eigen::Index>(std::min<std::size_t>(folds, table.rows()));
    for (Eigen::Index fold = 0; fold < count; ++fold) {
        const Eigen::Index from = rows * fold / count;
        const Eigen::Index length = rows * (fold + 1) / count - from;
        parts.push_back(gramOf(values.middleRows(from, length), y.segment(from, length), model->mean));
        whole += parts.back();
    }
    model->describeSpread(whole);
    for (Gram& part : parts)
        part.standardise(model->scale);
    whole.standardise(model->scale);
    model->choosePenalty(parts, whole);
    model->weights = solve(whole, model->penalty);
    Matrix system = whole.xx;
    for (Eigen::Index i = 0; i < columns; ++i)
        system(i, i) += model->penalty * std::max(1.0, whole.rows);
    model->half = system.llt().matrixL().solve(Matrix::Identity(columns + 1, columns + 1));
    model->mostLeverage = model->leverageOf(values);
    model->plainWeights.assign(model->weights.data(), model->weights.data() + columns);
    return Ridge(std::move(model));
}

double Ridge::predict(std::span<const double> row) const
{
    return m_model->weights.dot(m_model->standardise(row));
}

double Ridge::leverage(std::span<const double> row) const
{
    return (m_model->half.triangularView<Eigen::Lower>() * m_model->standardise(row)).squaredNorm();
}

bool Ridge::isExtrapolated(std::span<const double> row) const
{
    for (std::size_t i = 0; i < row.size(); ++i) {
        const auto column = static_cast<Eigen::Index>(i);
        const double slack = rangeSlack * m_model->scale(column);
        if (row[i] < m_model->low(column) - slack || row[i] > m_model->high(column) + slack)
            return true;
    }
    return leverage(row) > m_model->mostLeverage * (1 + 1e-9);
}

double Ridge::penalty() const
{
    return m_model->penalty;
}

double Ridge::determination() const
{
    return m_model->determination;
}

const std::vector<double>& Ridge::weights() const
{
    return m_model->plainWeights;
}

} // namespace zonescope::congestion
