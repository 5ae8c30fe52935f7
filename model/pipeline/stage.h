// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace zonescope::pipeline {

/// The life of a change. The same word names folder, log category, chart legend, history column and test
/// folder.
enum class Stage : std::uint8_t { Notify, Schedule, Transfer, Build, Publish, Observe };

inline constexpr std::array<Stage, 6> stages{Stage::Notify, Stage::Schedule, Stage::Transfer,
                                             Stage::Build,  Stage::Publish,  Stage::Observe};

constexpr std::string_view stageName(Stage stage)
{
    constexpr std::array<std::string_view, 6> names{"notify", "schedule", "transfer",
                                                    "build",  "publish",  "observe"};
    return names[static_cast<std::size_t>(stage)];
}

} // namespace zonescope::pipeline
