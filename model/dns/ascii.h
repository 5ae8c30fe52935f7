// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string_view>

namespace zonescope::dns {

// ASCII only, whatever the locale: DNS case folding is defined on ASCII letters (RFC 4343).

constexpr char lowerAscii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
constexpr bool isLetter(char c)
{
    return lowerAscii(c) >= 'a' && lowerAscii(c) <= 'z';
}
inline bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    if (a.size() != b.size())
        return false;
    return a == b || std::equal(a.begin(), a.end(), b.begin(),
                                [](char x, char y) { return lowerAscii(x) == lowerAscii(y); });
}

} // namespace zonescope::dns
