// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/dns/edns.h"
#include "model/dns/message_reader.h"
#include "model/dns/tsig.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <optional>
#include <string>

namespace zonescope::publish {

/// What the messages of a transfer have in common.
struct AxfrFrame
{
    dns::Header header;            ///< of the answer; counts are filled in
    dns::Question question;        ///< AXFR, or IXFR answered AXFR-style
    std::optional<dns::Edns> edns; ///< in the first message only (RFC 5936 section 2.2.5)
    std::optional<dns::TsigKey> key;
    base::Bytes requestMac; ///< with key
};

/// Makes the messages of a zone transfer out one by one (RFC 5936): SOA, everything else in canonical order,
/// SOA; as many records a message as the compression of names reaches. Holds the version it began with, so a
/// zone that changes meanwhile does not matter. No input or output, one thread.
class AxfrOut
{
public:
    AxfrOut(zone::ZoneVersionPtr version, AxfrFrame frame);
    ~AxfrOut();
    AxfrOut(AxfrOut&&) noexcept;

    /// The next message, signed when a key is set; nothing after the last, or when failed().
    std::optional<base::Bytes> next(base::Timestamp now);
    /// True when a record fits no message at all: the stream cannot be completed and must be cut off.
    bool failed() const { return m_failed; }
    std::uint64_t records() const { return m_records; }
    std::uint32_t messages() const { return m_messages; }

private:
    enum class Phase : std::uint8_t { First, Body, Last, Done };

    void fill(dns::MessageWriter& writer);
    /// False: the message is full and m_... say where to go on.
    bool fillOwner(dns::MessageWriter& writer, const zone::OwnerView& owner);
    bool write(dns::MessageWriter& writer, const dns::Record& record);

    zone::ZoneVersionPtr m_version;
    AxfrFrame m_frame;
    std::optional<dns::TsigStreamSigner> m_signer;
    Phase m_phase = Phase::First;
    std::string m_resumeKey;        ///< owner that is not finished
    std::size_t m_resumeRrset = 0;  ///< in that owner
    std::size_t m_resumeRecord = 0; ///< in that RRset
    std::uint64_t m_records = 0;
    std::uint32_t m_messages = 0;
    bool m_failed = false;
};

} // namespace zonescope::publish
