// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"

#include <cstddef>
#include <cstdint>

namespace zonescope::dns {

// Names as they stand in messages (RFC 1035 section 4.1.4). Used by the reader and writer; everybody else has
// Name.

inline constexpr std::size_t longestWireName = 255;
/// Room expandName() needs: labels are copied in blocks of fixed size, past their end.
inline constexpr std::size_t expansionRoom = longestWireName + 65;

/// Octets of the uncompressed name at the front of `wire`, root label included; 0 when there is none
/// (pointer, label over 63, name over 255, end of `wire` first).
inline std::size_t plainNameLength(base::ByteView wire)
{
    std::size_t at = 0;
    while (at < wire.size() && wire[at] <= 63) {
        if (wire[at] == 0)
            return at < longestWireName ? at + 1 : 0;
        at += wire[at] + 1U;
    }
    return 0;
}

enum class NameFault : std::uint8_t { None, Truncated, Malformed };

/// What expandName() found.
struct ExpandedName
{
    NameFault fault = NameFault::None;
    std::size_t next = 0;   ///< offset behind the name where it stood
    std::size_t length = 0; ///< octets written
};

/// Writes the name at `at` of `message`, decompressed, to `out` (`expansionRoom` octets). The part that
/// stands at `at` must end before `end`. A pointer must lead to a name that ended before this one began (RFC
/// 1035 section 4.1.4: "a prior occurrence"), so it terminates, and at most 128 of them are followed, because
/// a chain of pointers is legal but a message made of nothing else would cost a second to read.
ExpandedName expandName(base::ByteView message, std::size_t at, std::size_t end, char* out);

} // namespace zonescope::dns
