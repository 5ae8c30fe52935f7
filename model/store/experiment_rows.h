// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/experiment_book.h"

#include <filesystem>
#include <memory>

namespace zonescope::store {

/// Experiments in history.sqlite of a data folder, through a connection of its own: a transfer of an
/// experiment is rare, and each one is on disk before the next begins. The folder is open already
/// (Store::open() made the tables). Errors: StoreOpen, StoreCorrupt.
base::Result<std::unique_ptr<congestion::ExperimentBook>>
openExperimentBook(const std::filesystem::path& folder);

} // namespace zonescope::store
