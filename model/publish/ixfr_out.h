// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/publish/published_zones.h"
#include "model/publish/transfer_out.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace zonescope::publish {

/// Makes the messages of an incremental transfer (RFC 1995 section 4): the new SOA, each difference as old
/// SOA, what goes, new SOA, what comes, and the new SOA again. Holds the differences it began with.
class IxfrOut final : public TransferOut
{
public:
    /// Precondition: the differences lead, one to the next, to `soa`; not empty.
    IxfrOut(dns::Record soa, std::vector<DifferencePtr> differences, TransferFrame frame);

    std::optional<base::Bytes> next(base::Timestamp now) override;
    bool failed() const override { return m_failed; }
    /// Everything as one message of at most `limit` octets, signature included: RFC 1995 section 2, over UDP.
    /// Nothing when it does not fit.
    std::optional<base::Bytes> single(std::size_t limit, base::Timestamp now);
    /// Records in all, SOAs included.
    std::uint64_t records() const { return m_records; }

private:
    enum class Part : std::uint8_t { OldSoa, Removed, NewSoa, Added };

    /// The record to send now; nothing at the end.
    const dns::Record* current() const;
    void advance();
    /// False: the message is full.
    bool fill(dns::MessageWriter& writer, std::size_t fullAt);
    base::Bytes finish(dns::MessageWriter& writer, bool first, base::Timestamp now);

    const dns::Record m_soa;
    const std::vector<DifferencePtr> m_differences;
    const TransferFrame m_frame;
    std::optional<dns::TsigStreamSigner> m_signer;
    std::uint64_t m_records = 0;
    bool m_opened = false; ///< the first SOA is out
    std::size_t m_difference = 0;
    Part m_part = Part::OldSoa;
    std::size_t m_index = 0;
    bool m_closed = false; ///< the last SOA is out
    bool m_first = true;
    bool m_failed = false;
};

} // namespace zonescope::publish
