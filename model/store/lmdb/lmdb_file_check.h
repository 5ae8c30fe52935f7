// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <filesystem>

namespace zonescope::store {

/// Walks every page that an LMDB file (format 1, LMDB 0.9) refers to and checks what LMDB itself takes on
/// trust: offsets inside pages, page numbers, the list of free pages. LMDB maps the file and follows such
/// numbers blindly, so one wrong octet could end the process. Contents are not looked at: the digests of the
/// zones do that. A missing or empty file is sound. 40 MB take some 10 ms. Not while the file is open for
/// writing. Errors: StoreCorrupt (detail names the page), StoreReadOnly, StoreOpen.
base::Status checkLmdbFile(const std::filesystem::path& file);

} // namespace zonescope::store
