// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace zonescope::transfer {

/// Everything unusual a transfer stream was seen to hold, from forty odd streams that were tried on BIND,
/// Knot, NSD and PowerDNS. Each has one row in the table below; the reader asks the table and decides nothing
/// by itself.
enum class Oddity : std::uint8_t {
    SoaInMiddle,
    FinalSerialDiffers,
    RecordOutsideZone,
    OtherClass,
    CutBeforeFinalSoa,
    DataAfterFinalSoa,
    LaterMessageAfterFinalSoa,
    OtherQuestion,
    NoQuestion,
    OtherId,
    TruncatedFlag,
    EmptyMessage,
    TooManyEmptyMessages,
    CnameAndOther,
    NoApexNs,
    LowerSerial,
    UndefinedSerial,
    QueryBitClear,
    OtherOpcode,
    EmptyAnswer,
    NoLeadingSoa,
    MalformedRecord,
    Duplicate,
    MixedTtl,
    MixedCase,
    NotAuthoritative,
    Occluded,
    SoaOwnerNotApex,
    RemovesMissing,
    AddsExisting,
    WrongBase,
    SingleNewerSoa,
    ChainGap,
    RepeatedSerial,
    IxfrRefused,
    UdpTruncated,
    UdpSingleNewerSoa,
    UdpRefused,
    UdpNotWhole,
    UdpFaulty,
    UdpSilence,
    SoaNotAuthoritative,
    RemovesApexNs,
};
inline constexpr std::size_t oddityCount = static_cast<std::size_t>(Oddity::RemovesApexNs) + 1;

enum class Ruling : std::uint8_t {
    Accept,     ///< harmless: counted, nothing more
    Warn,       ///< the data are taken, the build stage makes a finding of it
    Drop,       ///< this record is left out and counted
    IgnoreRest, ///< the zone was complete before it
    Reject, ///< nothing of the stream is used; in an IXFR this means: one AXFR at once, as for every fault
    AskOverTcp, ///< the datagram decides nothing: the same question over TCP
};

struct Rule
{
    Oddity oddity;
    Ruling ruling;
    base::ErrorCode error; ///< what a Reject is called; Internal in rows that do not reject
    std::string_view name;
    std::string_view reason;
};

/// In the order of the enumerators. BIND, Knot, NSD, PDNS: their current behaviour in Debian 12.
inline constexpr std::array<Rule, oddityCount> transferRules{{
    {Oddity::SoaInMiddle, Ruling::Reject, base::ErrorCode::XfrSoaInMiddle, "SOA in the middle",
     "RFC 5936 2.2: the SOA stands first and last only; Knot stops there and serves half a zone"},
    {Oddity::FinalSerialDiffers, Ruling::Reject, base::ErrorCode::XfrSerialMismatch,
     "final SOA has another serial", "the zone changed while it was sent: neither version is whole"},
    {Oddity::RecordOutsideZone, Ruling::Drop, base::ErrorCode::Internal, "record outside the zone",
     "all four peers take the zone; the record must not be served, nor stay behind when the zone goes"},
    {Oddity::OtherClass, Ruling::Reject, base::ErrorCode::WrongClass, "record of another class",
     "Knot and NSD serve such a record to clients that cannot read the answer"},
    {Oddity::CutBeforeFinalSoa, Ruling::Reject, base::ErrorCode::XfrIncomplete, "closed before the final SOA",
     "RFC 5936 2.2: without the second SOA nothing says that the zone is whole"},
    {Oddity::DataAfterFinalSoa, Ruling::Reject, base::ErrorCode::XfrDataAfterEnd, "data after the final SOA",
     "RFC 5936 2.2 calls it an error; PDNS serves the extra data"},
    {Oddity::LaterMessageAfterFinalSoa, Ruling::IgnoreRest, base::ErrorCode::Internal,
     "message after the final SOA", "the zone was complete and verified; the connection is closed"},
    {Oddity::OtherQuestion, Ruling::Reject, base::ErrorCode::WrongQuestion, "another question",
     "an answer to something we did not ask; NSD and Knot serve it as our zone"},
    {Oddity::NoQuestion, Ruling::Accept, base::ErrorCode::Internal, "no question",
     "RFC 5936 2.2.1 wants it in the first message only; NSD leaves it out of TSIG errors; the id still ties "
     "it to us"},
    {Oddity::OtherId, Ruling::Reject, base::ErrorCode::WrongId, "another message id",
     "RFC 5936 2.2.1: the same id in every message; PDNS does not look"},
    {Oddity::TruncatedFlag, Ruling::Accept, base::ErrorCode::Internal, "TC bit over TCP",
     "it has no meaning over TCP and all four peers take it"},
    {Oddity::EmptyMessage, Ruling::Accept, base::ErrorCode::Internal, "message without a record",
     "keeps a slow transfer alive; all four peers take it"},
    {Oddity::TooManyEmptyMessages, Ruling::Reject, base::ErrorCode::XfrTooManyEmpty,
     "too many messages without a record", "a stream that never says anything would never end"},
    {Oddity::CnameAndOther, Ruling::Warn, base::ErrorCode::Internal, "CNAME and other data",
     "operators want the zone that their primary serves; BIND and Knot refuse it"},
    {Oddity::NoApexNs, Ruling::Warn, base::ErrorCode::Internal, "no NS at the apex",
     "as above; only BIND refuses it"},
    {Oddity::LowerSerial, Ruling::Reject, base::ErrorCode::SerialBackwards, "serial lower than ours",
     "a primary restored from an old copy; wanted only when an operator forces it or our copy has expired"},
    {Oddity::UndefinedSerial, Ruling::Reject, base::ErrorCode::SerialUndefined, "serials exactly 2^31 apart",
     "RFC 1982 3.2 does not order them; we say so instead of guessing"},
    {Oddity::QueryBitClear, Ruling::Reject, base::ErrorCode::NotAResponse, "QR bit clear",
     "a request is never an answer (CVE-2020-8617); nobody sends it"},
    {Oddity::OtherOpcode, Ruling::Reject, base::ErrorCode::WrongOpcode, "another opcode",
     "not an answer to a query; NSD and Knot serve it"},
    {Oddity::EmptyAnswer, Ruling::Reject, base::ErrorCode::XfrEmptyAnswer, "NOERROR with an empty answer",
     "says neither that there is nothing new nor what is"},
    {Oddity::NoLeadingSoa, Ruling::Reject, base::ErrorCode::XfrNoSoa, "does not begin with an SOA",
     "RFC 5936 2.2; the serial could not be checked"},
    {Oddity::MalformedRecord, Ruling::Reject, base::ErrorCode::MalformedRecord, "malformed record",
     "all four peers refuse; the record is named"},
    {Oddity::Duplicate, Ruling::Accept, base::ErrorCode::Internal, "duplicate record",
     "RFC 5936 2.2: duplicates are ignored"},
    {Oddity::MixedTtl, Ruling::Accept, base::ErrorCode::Internal, "several TTLs in an RRset",
     "RFC 2181 5.2 forbids it and primaries do it; the lowest is kept and reported"},
    {Oddity::MixedCase, Ruling::Accept, base::ErrorCode::Internal, "owner names in mixed case",
     "RFC 5936 3.4: case is preserved"},
    {Oddity::NotAuthoritative, Ruling::Accept, base::ErrorCode::Internal, "AA bit clear",
     "Knot clears it in AXFR-style answers to IXFR"},
    {Oddity::Occluded, Ruling::Accept, base::ErrorCode::Internal, "data below a delegation",
     "RFC 5936 3.5: occluded data are part of the zone; kept and marked"},
    {Oddity::SoaOwnerNotApex, Ruling::Reject, base::ErrorCode::XfrSoaOwner, "SOA of another owner",
     "CVE-2021-25214: it removed the zone's own SOA"},
    {Oddity::RemovesMissing, Ruling::Reject, base::ErrorCode::IxfrRecordMissing,
     "IXFR removes a record we do not have", "our copy is not what the primary thinks it is"},
    {Oddity::AddsExisting, Ruling::Reject, base::ErrorCode::IxfrRecordExists, "IXFR adds a record we have",
     "as above; BIND takes it"},
    {Oddity::WrongBase, Ruling::Reject, base::ErrorCode::IxfrWrongBase, "IXFR from a serial we do not have",
     "Knot applies it to the wrong version; BIND and NSD never recover"},
    {Oddity::SingleNewerSoa, Ruling::Reject, base::ErrorCode::IxfrSingleSoa, "a single newer SOA over TCP",
     "over UDP it means: ask over TCP. Over TCP it means nothing, and BIND and NSD stay behind for ever"},
    {Oddity::ChainGap, Ruling::Reject, base::ErrorCode::IxfrSerialGap, "gap in the chain of differences",
     "Knot and NSD apply 1->2, 3->5 and serve a zone that never was"},
    {Oddity::RepeatedSerial, Ruling::Reject, base::ErrorCode::IxfrSerialGap,
     "difference that does not move the serial forward", "1->1 describes no change; Knot and NSD apply it"},
    {Oddity::IxfrRefused, Ruling::Reject, base::ErrorCode::RcodeOther, "IXFR answered with an error",
     "NOTIMP, REFUSED, SERVFAIL, FORMERR or NOTAUTH to IXFR says nothing about AXFR; NSD does not ask again"},
    {Oddity::UdpTruncated, Ruling::AskOverTcp, base::ErrorCode::Internal, "IXFR over UDP: TC set",
     "RFC 1995 section 2: the answer does not fit"},
    {Oddity::UdpSingleNewerSoa, Ruling::AskOverTcp, base::ErrorCode::Internal,
     "IXFR over UDP: a single newer SOA",
     "RFC 1995 section 4: that is how a server says that it does not fit"},
    {Oddity::UdpRefused, Ruling::AskOverTcp, base::ErrorCode::Internal, "IXFR over UDP: refused",
     "PowerDNS refuses IXFR over UDP and gives it over TCP"},
    {Oddity::UdpNotWhole, Ruling::AskOverTcp, base::ErrorCode::Internal,
     "IXFR over UDP: the datagram ends before the final SOA", "as if truncated"},
    {Oddity::UdpFaulty, Ruling::AskOverTcp, base::ErrorCode::Internal, "IXFR over UDP: not to be believed",
     "a datagram is easily forged; a fault that is the server's own comes again over TCP and counts there"},
    {Oddity::UdpSilence, Ruling::AskOverTcp, base::ErrorCode::Internal, "IXFR over UDP: no answer",
     "lost, or IXFR over UDP is dropped: one wait, no second datagram"},
    {Oddity::SoaNotAuthoritative, Ruling::Reject, base::ErrorCode::NotAuthoritative,
     "SOA check: AA clear or a referral",
     "a lame server's serial says nothing; in transfers AA means nothing"},
    {Oddity::RemovesApexNs, Ruling::Reject, base::ErrorCode::ZoneNoNs, "IXFR removes all NS of the apex",
     "BIND answers SERVFAIL for the whole zone then; if the primary means it, its AXFR says so too"},
}};

constexpr const Rule& ruleOf(Oddity oddity)
{
    return transferRules[static_cast<std::size_t>(oddity)];
}

/// Messages without a record in a row: keep-alives are fine, silence for ever is not.
inline constexpr std::uint32_t maxEmptyMessages = 100;

} // namespace zonescope::transfer
