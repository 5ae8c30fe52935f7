// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/dns/tsig.h"
#include "model/pipeline/change.h"
#include "model/transfer/ixfr_chain.h"
#include "model/transfer/query.h"
#include "model/transfer/transfer_policy.h"
#include "model/zone/zone_version.h"

#include <array>
#include <cstdint>
#include <optional>

namespace zonescope::transfer {

/// What a finished stream gave.
struct XfrProduct
{
    zone::ZoneVersionPtr version; ///< nothing: the server has nothing newer, see serial
    std::uint32_t serial = 0;
    pipeline::TransferKind kind = pipeline::TransferKind::Axfr;
    zone::Tolerated tolerated;
    std::uint64_t added = 0; ///< records, incremental answers only
    std::uint64_t removed = 0;
};

/// Reads the answer to an AXFR or IXFR query message by message: no sockets, no clock, no waiting. Records of
/// a whole zone go straight into a zone::ZoneLoader, so a large zone is indexed while it is read; differences
/// go through an IxfrChain. What is odd is looked up in transfer_policy.h. Nothing is handed out before the
/// last message is verified.
class XfrReader
{
public:
    struct Order
    {
        Query query;
        zone::ZoneVersionPtr held;    ///< required for IXFR
        bool acceptOlder = false;     ///< forced, or our copy has expired
        bool acceptEqual = false;     ///< forced: the same serial again
        std::uint64_t maxRecords = 0; ///< 0: no limit, as for all three
        std::uint64_t maxBytes = 0;
        std::uint64_t maxRrsetRecords = 0;
        bool everyMessageSigned = false; ///< with a key
        zone::PartSink parts;            ///< of a whole zone while it is read; told to forget when it begins
    };

    explicit XfrReader(Order order);

    /// The next message, without its length. After an error only counters may be asked for.
    base::Status accept(base::ByteView message, base::Timestamp now);

    /// The zone, or the news that there is none, is complete: ask finish(). Further messages are ignored.
    bool ended() const { return m_step == Step::Ended; }
    /// Only the first SOA of an IXFR answer came, and it is newer: the rest may come in further messages, or
    /// never.
    bool onlyNewerSoa() const { return m_step == Step::Second; }
    /// What a stream that stops here, as it is, has to be called.
    base::Error cutOff(std::string how) const;
    /// Once, when ended(). Errors: TSIG (the last message was not signed), ZoneNoSoa.
    base::Result<XfrProduct> finish();

    pipeline::TransferKind kind() const { return m_kind; }
    std::uint64_t records() const { return m_records; }
    std::uint64_t bytes() const { return m_bytes; }
    std::uint32_t messages() const { return m_messages; }
    /// Rows of the policy table that were met.
    std::uint32_t seen(Oddity oddity) const { return m_seen[static_cast<std::size_t>(oddity)]; }
    std::optional<std::uint32_t> serial() const { return m_serial; } ///< of the first SOA
    dns::Rcode rcode() const { return m_rcode; }
    const std::optional<dns::Edns>& edns() const { return m_edns; }
    std::optional<std::int64_t> clockSkew() const;

private:
    /// Where in the stream we are; RFC 5936 section 2.2 and RFC 1995 section 4.
    enum class Step : std::uint8_t { First, Second, Zone, Differences, Ended };

    base::Status readMessage(base::ByteView message, base::Timestamp now);
    base::Status checkHeader(const dns::Header& header);
    base::Status checkQuestion(dns::MessageReader& reader);
    base::Status checkTsig(base::ByteView message, base::Timestamp now);
    base::Status checkRcode(base::ByteView message, const base::Status& tsig);
    base::Status readRecords(dns::MessageReader& reader);
    base::Status checkEmpty(std::uint64_t recordsBefore);
    base::Status take(const dns::RecordView& record);
    base::Status takeSoa(const dns::RecordView& record);
    base::Status takeFirstSoa(const dns::RecordView& record, std::uint32_t serial);
    base::Status takeZoneSoa(std::uint32_t serial);
    base::Status takeDifferenceSoa(const dns::RecordView& record, const dns::Soa& soa);
    base::Status startZone(const dns::RecordView& first);
    base::Status afterEnd(dns::MessageReader& reader);
    bool endsWithoutNews(std::uint32_t serial) const;
    /// What the row of the table makes of it: an error when it rejects.
    base::Status meet(Oddity oddity, std::string detail = {});
    void note(Oddity oddity) { ++m_seen[static_cast<std::size_t>(oddity)]; }

    Order m_order;
    std::optional<dns::TsigStreamVerifier> m_verifier;
    Step m_step = Step::First;
    bool m_incremental; ///< IXFR was asked for
    pipeline::TransferKind m_kind;
    std::optional<std::uint32_t> m_serial;
    dns::Record m_firstSoa; ///< IXFR: kept until the second record tells the form of the answer
    std::optional<zone::ZoneLoader> m_loader;
    std::optional<IxfrChain> m_chain;
    bool m_nothingNew = false;
    std::uint64_t m_outsideZone = 0; ///< dropped from differences; the loader counts its own
    std::uint64_t m_records = 0;
    std::uint64_t m_bytes = 0;
    std::uint32_t m_messages = 0;
    std::uint32_t m_emptyInARow = 0;
    std::array<std::uint32_t, oddityCount> m_seen{};
    dns::Rcode m_rcode = dns::Rcode::NoError;
    std::optional<dns::Edns> m_edns;
};

} // namespace zonescope::transfer
