// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/record.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::dns {

// The only adapter to libknot and libzscanner: text form, type names, zone files. Thread-safe (libknot's API
// is reentrant).

std::string typeText(Type type);                        ///< "A", "TYPE65280"
base::Result<Type> typeFromText(std::string_view text); ///< Errors: InvalidValue
std::string classText(Class recordClass);
/// Presentation form of rdata; the generic form of RFC 3597 when the rdata does not fit its type.
std::string rdataText(Type type, base::ByteView rdata);
/// "www.example.org. 300 IN A 192.0.2.1"
std::string recordText(const Record& record);

/// Parses a zone file or a fragment (libzscanner). Calls `sink` per record in file order.
/// Errors: SyntaxError with "line 12: ..." (every bad line is reported, up to 20, joined by newlines; nothing
/// after the first fatal one). $INCLUDE is refused: foreign text never opens our files.
base::Status parseZoneText(std::string_view text, const Name& origin, std::uint32_t defaultTtl,
                           const std::function<void(const Record&)>& sink);
base::Result<std::vector<Record>> recordsFromText(std::string_view text, const Name& origin,
                                                  std::uint32_t defaultTtl = 3600);

} // namespace zonescope::dns
