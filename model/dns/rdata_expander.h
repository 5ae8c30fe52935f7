// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/dns/rdata_layout.h"

namespace zonescope::dns {

struct ExpandedRdata
{
    base::ByteView rdata; ///< the message's own octets, or the scratch space when a name was compressed
    const char* fault = nullptr; ///< what does not fit the type, in words
};

/// Checks the rdata of `size` octets at `begin` of `message` against its type's layout and writes names out
/// in full. `scratch` is enlarged when needed and never shrunk.
ExpandedRdata expandRdata(const RdataLayout& layout, base::ByteView message, std::size_t begin,
                          std::size_t size, base::Bytes& scratch);

/// What does not fit the type in rdata that stands alone, names uncompressed; nullptr when it fits.
const char* rdataFault(Type type, Class recordClass, base::ByteView rdata);

} // namespace zonescope::dns
