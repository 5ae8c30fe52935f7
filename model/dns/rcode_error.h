// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"
#include "model/dns/types.h"

namespace zonescope::dns {

/// The error that an answer with this RCODE is; those without a code of their own are RcodeOther.
/// Precondition: not NoError.
base::ErrorCode errorOfRcode(Rcode rcode);

} // namespace zonescope::dns
