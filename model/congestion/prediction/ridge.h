// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace zonescope::congestion {

/// Rows of a table, one after the other.
struct FeatureTable
{
    std::size_t columns = 0;
    std::vector<double> values;

    std::size_t rows() const { return columns ? values.size() / columns : 0; }
    std::span<const double> row(std::size_t index) const
    {
        return {values.data() + index * columns, columns};
    }
};

/// Ridge regression on standardised columns (Hoerl and Kennard 1970), the penalty chosen from 25 by five-fold
/// cross-validation over contiguous folds' Gram matrices: every fold costs one matrix of the columns' size.
/// Immutable, any thread. 100,000 rows of ten columns in about 15 ms.
class Ridge
{
public:
    /// As many targets as rows; at least two rows. Constant columns get no weight.
    static Ridge fit(const FeatureTable& table, std::span<const double> targets);

    double predict(std::span<const double> row) const;
    /// How far a row is from those of the fit, in the metric of the fit (leverage).
    double leverage(std::span<const double> row) const;
    /// True when it is farther out than every row of the fit was, or one of its values by more than a quarter
    /// of a standard deviation.
    bool isExtrapolated(std::span<const double> row) const;

    double penalty() const;                     ///< chosen, per row
    double determination() const;               ///< cross-validated R squared at that penalty
    const std::vector<double>& weights() const; ///< of standardised columns

private:
    struct Model;
    explicit Ridge(std::shared_ptr<const Model> model)
        : m_model(std::move(model))
    {
    }
    std::shared_ptr<const Model> m_model;
};

} // namespace zonescope::congestion
