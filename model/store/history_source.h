// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace zonescope::store {

/// The three tables whose ids the engine gives out. On disk in hour_span: append only.
enum class HistorySource : std::uint8_t { Attempt = 0, Event = 1, Change = 2 };

inline constexpr std::array<HistorySource, 3> historySources{HistorySource::Attempt, HistorySource::Event,
                                                             HistorySource::Change};

struct HistoryTable
{
    std::string_view name;
    std::string_view time; ///< column
};

constexpr HistoryTable tableOf(HistorySource source)
{
    constexpr std::array<HistoryTable, 3> tables{
        {{"attempt", "started_at"}, {"event", "at"}, {"change", "started_at"}}};
    return tables[static_cast<std::size_t>(source)];
}

} // namespace zonescope::store
