// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/publish/transfer_out.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <optional>
#include <string>

namespace zonescope::publish {

/// Makes the messages of a zone transfer out one by one (RFC 5936): SOA, everything else in canonical order,
/// SOA; as many records a message as the compression of names reaches. Holds the version it began with, so a
/// zone that changes meanwhile does not matter. No input or output, one thread.
class AxfrOut final : public TransferOut
{
public:
    AxfrOut(zone::ZoneVersionPtr version, TransferFrame frame);
    ~AxfrOut() override;
    AxfrOut(AxfrOut&&) noexcept;

    std::optional<base::Bytes> next(base::Timestamp now) override;
    bool failed() const override { return m_failed; }
    std::uint64_t records() const { return m_records; }
    std::uint32_t messages() const { return m_messages; }

private:
    enum class Phase : std::uint8_t { First, Body, Last, Done };

    void fill(dns::MessageWriter& writer);
    /// False: the message is full and m_... say where to go on.
    bool fillOwner(dns::MessageWriter& writer, const zone::OwnerView& owner);
    bool write(dns::MessageWriter& writer, const dns::Record& record);

    zone::ZoneVersionPtr m_version;
    TransferFrame m_frame;
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
