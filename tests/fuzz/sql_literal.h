// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/byte_reader.h"

#include <string>

/// The next value of the input in SQL, of any of SQLite's types: a damaged row has any of them in any column.
inline std::string sqlLiteral(zonescope::base::ByteReader& input)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const std::uint8_t kind = input.u8();
    switch (kind % 5) {
    case 0:
        return "NULL";
    case 1:
        return std::to_string(kind / 5);
    case 2: {
        const std::uint64_t high = input.u32();
        return std::to_string(static_cast<std::int64_t>(high << 32 | input.u32()));
    }
    default:
        break;
    }
    const std::size_t size = std::min<std::size_t>(kind / 5, input.remaining());
    std::string hex = "x'";
    for (const std::uint8_t octet : input.take(size)) {
        hex += digits[octet >> 4];
        hex += digits[octet & 0xf];
    }
    hex += '\'';
    return kind % 5 == 3 ? hex : "CAST(" + hex + " AS TEXT)";
}
