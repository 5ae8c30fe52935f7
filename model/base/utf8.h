// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace zonescope::base {

/// Half of a surrogate pair, which UTF-8 does not have (RFC 3629 section 3). A JSON escape can name one by
/// itself (\udc00, RFC 8259 section 8.2) and RapidJSON 1.1 writes it out as three octets: no character, and
/// nothing that could be read again.
inline bool holdsSurrogate(std::string_view text)
{
    for (std::size_t at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1))
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0)
            return true;
    return false;
}

} // namespace zonescope::base
