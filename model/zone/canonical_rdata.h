// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/dns/types.h"

#include <string>

namespace zonescope::zone {

/// Order of two rdata of one type in canonical form (RFC 4034 sections 6.2 and 6.3): names inside the rdata
/// of the types listed there count as lower case, all else octet by octet. Negative, 0 or positive like
/// memcmp. NSEC is left out of the list as RFC 6840 section 5.1 wants. Malformed rdata is compared octet by
/// octet.
int compareCanonical(dns::Type type, base::ByteView a, base::ByteView b);

/// The rdata in that form, behind what is there.
void appendCanonical(dns::Type type, base::ByteView rdata, std::string& out);

} // namespace zonescope::zone
