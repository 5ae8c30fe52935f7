// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace zonescope::congestion {

// Values as logs write them. Pure.

std::string_view trimmed(std::string_view text);
/// A finite number >= 0, nothing else before or after it.
std::optional<double> readNumber(std::string_view text);
/// Decimal, or hexadecimal after 0x.
std::optional<std::uint64_t> readCookie(std::string_view text);
/// "2026-11-21T14:03:05.123Z", with an offset, with a space for the T; or seconds, milliseconds or
/// microseconds since 1970, told apart by their size.
std::optional<base::Timestamp> readTime(std::string_view text);
std::optional<base::Timestamp> timeOfNumber(double number);
/// "12.3Mbps" as ss writes it, in octets a second.
std::optional<double> readBitRate(std::string_view text);
/// Form encoding undone. A broken escape stays as it is.
std::string percentDecoded(std::string_view text);
/// Nothing when it is not base64 (RFC 4648 section 4, padding may be missing).
std::optional<std::string> base64Decoded(std::string_view text);
/// The next line of `text`, without its end; moves `text` past it. Nothing at the end.
std::optional<std::string_view> takeLine(std::string_view& text);

} // namespace zonescope::congestion
