// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::dns {

enum class OptionCode : std::uint16_t {
    Nsid = 3,
    Expire = 9,
    Cookie = 10,
    TcpKeepalive = 11,
    Padding = 12,
    ExtendedError = 15,
    ZoneVersion = 19,
};

/// RFC 8914. The text may be absent and is not NUL-terminated.
struct ExtendedError
{
    std::uint16_t infoCode = 0;
    std::string text;

    friend bool operator==(const ExtendedError&, const ExtendedError&) = default;
};

/// The OPT record (RFC 6891), parsed for what Zonescope uses. Unknown options are skipped.
struct Edns
{
    std::uint16_t udpSize = 1232;
    std::uint8_t extendedRcode = 0; ///< upper eight bits of the rcode
    std::uint8_t version = 0;
    bool dnssecOk = false;
    std::optional<base::Bytes> nsid;                ///< RFC 5001; empty in a request
    std::optional<std::uint32_t> expire;            ///< RFC 7314, seconds; present and 0 octets in a request
    bool expireRequested = false;                   ///< option present with no data
    std::optional<std::uint32_t> zoneVersionSerial; ///< RFC 9660, SOA-SERIAL version
    std::uint8_t zoneVersionLabels = 0;             ///< labels of the zone's name, goes with the serial
    bool zoneVersionRequested = false;
    std::vector<ExtendedError> errors; ///< RFC 8914
    base::Bytes
        cookie; ///< RFC 7873: the client's eight octets, then eight to 32 of the server's; empty: none
    std::optional<std::uint16_t> keepalive; ///< RFC 7828, tenths of a second; only over TCP
    bool keepaliveRequested = false;

    /// Errors: MalformedRecord.
    static base::Result<Edns> fromRecord(const RecordView& opt);
    /// Appends the OPT record to the additional section. False: no room.
    bool write(MessageWriter& writer) const;
};

/// Full 12-bit rcode.
inline Rcode fullRcode(const Header& header, const std::optional<Edns>& edns)
{
    return static_cast<Rcode>((edns ? edns->extendedRcode << 4 : 0) | header.rcode);
}

} // namespace zonescope::dns
