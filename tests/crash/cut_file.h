// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/crash/recorded_media.h"

#include <cstdint>
#include <functional>
#include <string>

namespace zonescope::kit {

/// Between LMDB and the disk. The program that links this has the C library's writes and syncs go by here
/// first; those to one file are remembered from record() on. For one recorded file at a time, whose writers
/// are one thread.
namespace cutfile {

void record(const std::string& path);
void stop();
/// `cut` is called once, in the middle of the write or sync with this number, counted from 1 since record().
void atOperation(std::uint64_t number, std::function<void(const RecordedMedia&)> cut);
std::uint64_t operations();

} // namespace cutfile
} // namespace zonescope::kit
