// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/types.h"

#include <cstdint>

namespace zonescope::dns {

/// How the rdata of a type is built, as far as reading and writing messages needs it: fixed octets, then
/// character strings, then names, then fixed octets, then whatever `rest` says.
struct RdataLayout
{
    enum class Rest : std::uint8_t { Nothing, Anything, Strings, ServiceParameters, TypeBitmaps };

    std::uint8_t head = 0;
    std::uint8_t strings = 0;
    std::uint8_t names = 0;
    std::uint8_t tail = 0;
    Rest rest = Rest::Anything;
    bool decompress = false; ///< names may come compressed: RFC 1035 types and RFC 3597 section 4
    bool compress = false;   ///< names may be sent compressed: RFC 1035 types only
};

/// Unknown types, and types whose layout holds only in class IN seen in another class: anything goes.
const RdataLayout& rdataLayout(Type type, Class recordClass);

} // namespace zonescope::dns
