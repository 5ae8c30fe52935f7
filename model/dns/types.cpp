// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/types.h"

#include <array>

namespace zonescope::dns {
namespace {

// RFC 8914 section 4 and the IANA registry as of 2024.
constexpr std::array<std::string_view, 31> extendedErrors{
    "Other",
    "Unsupported DNSKEY Algorithm",
    "Unsupported DS Digest Type",
    "Stale Answer",
    "Forged Answer",
    "DNSSEC Indeterminate",
    "DNSSEC Bogus",
    "Signature Expired",
    "Signature Not Yet Valid",
    "DNSKEY Missing",
    "RRSIGs Missing",
    "No Zone Key Bit Set",
    "NSEC Missing",
    "Cached Error",
    "Not Ready",
    "Blocked",
    "Censored",
    "Filtered",
    "Prohibited",
    "Stale NXDOMAIN Answer",
    "Not Authoritative",
    "Not Supported",
    "No Reachable Authority",
    "Network Error",
    "Invalid Data",
    "Signature Expired before Valid",
    "Too Early",
    "Unsupported NSEC3 Iterations Value",
    "Unable to conform to policy",
    "Synthesized",
    "Invalid Query Type",
};

} // namespace

std::string rcodeText(Rcode rcode)
{
    switch (rcode) {
    case Rcode::NoError:
        return "NOERROR";
    case Rcode::FormErr:
        return "FORMERR";
    case Rcode::ServFail:
        return "SERVFAIL";
    case Rcode::NxDomain:
        return "NXDOMAIN";
    case Rcode::NotImp:
        return "NOTIMP";
    case Rcode::Refused:
        return "REFUSED";
    case Rcode::YxDomain:
        return "YXDOMAIN";
    case Rcode::NotAuth:
        return "NOTAUTH";
    case Rcode::NotZone:
        return "NOTZONE";
    case Rcode::BadSig:
        return "BADSIG";
    case Rcode::BadKey:
        return "BADKEY";
    case Rcode::BadTime:
        return "BADTIME";
    case Rcode::BadTrunc:
        return "BADTRUNC";
    case Rcode::BadCookie:
        return "BADCOOKIE";
    }
    switch (static_cast<int>(rcode)) { // assigned, but nothing here branches on them
    case 7:
        return "YXRRSET";
    case 8:
        return "NXRRSET";
    case 11:
        return "DSOTYPENI";
    case 19:
        return "BADMODE";
    case 20:
        return "BADNAME";
    case 21:
        return "BADALG";
    default:
        return "RCODE" + std::to_string(static_cast<int>(rcode));
    }
}

std::string extendedErrorText(std::uint16_t infoCode)
{
    if (infoCode < extendedErrors.size())
        return std::string(extendedErrors.at(infoCode));
    return "EDE " + std::to_string(infoCode);
}

} // namespace zonescope::dns
