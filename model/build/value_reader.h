// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/build/rrset_unpacker.h"

#include <memory>
#include <string_view>

namespace zonescope::build {

/// Reads the MessagePack values of entries, one after the other, with memory that is reused. What comes from
/// a disk is foreign: depth and memory are bounded by the size of the value, exceptions of msgpack-cxx end
/// here. Errors: StoreCorrupt.
class ValueReader
{
public:
    ValueReader();
    ~ValueReader();

    /// The views of `entry` point into `value`.
    base::Status readEntry(std::string_view value, PackedEntry& entry);
    base::Status readMeta(std::string_view value, ZoneMeta& meta);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace zonescope::build
