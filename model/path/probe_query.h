// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zonescope::path {

/// The payload of a UDP probe: a SOA query that asks the server for its name (NSID, RFC 5001). `question` is
/// the name of a zone, or empty for the root; one that is no name becomes the root.
base::Bytes writeProbeQuery(std::string_view question, std::uint16_t id);

/// The message id at the beginning of what a router quotes of it, or of an answer. Nothing when too short.
std::optional<std::uint16_t> probeIdOf(base::ByteView payload);
/// What the server calls itself, printable (hex when it is not text); empty when it does not say.
std::string nsidOf(base::ByteView answer);

} // namespace zonescope::path
