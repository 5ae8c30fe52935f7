// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/change.h"
#include "model/store/words.h"

namespace zonescope::store {

/// The times of all stages and edges of a change in one blob: some 7 octets a sample where one row a sample
/// takes 31 to 76 and a sixteenth of the insert rate (measured).
/// A version octet; a varint whose bit i says that stage i has a time; those times; the number of edges; for
/// each edge its id as a difference to the one before with two flags below it, then delay, uncertainty and
/// the number of the failure's word. Times are microseconds, zigzag, because a clock may step back.
base::Result<base::Bytes> packSamples(const pipeline::Change& change, Words& words);
/// Fills stage and edges. Errors: StoreCorrupt.
base::Status unpackSamples(base::ByteView packed, Words& words, pipeline::Change& into);

} // namespace zonescope::store
