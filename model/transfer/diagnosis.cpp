// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/diagnosis.h"

#include <array>

namespace zonescope::transfer {
namespace {

using base::ErrorCode;
using Verdict = PreflightVerdict;

bool failedWith(const std::optional<base::Error>& error, ErrorCode code)
{
    return error && error->code == code;
}

bool unsignedOk(const Evidence& e)
{
    return e.unsignedSoa.soa.has_value();
}

bool signedOk(const Evidence& e)
{
    return e.signedSoa && e.signedSoa->soa;
}

/// The key was proved good, or none is used.
bool keyFine(const Evidence& e)
{
    return e.signedSoa ? e.signedSoa->soa.has_value() : unsignedOk(e);
}

bool tsigSays(const Evidence& e, ErrorCode code)
{
    return (e.signedSoa && failedWith(e.signedSoa->error, code)) ||
           (e.axfr && failedWith(e.axfr->error, code));
}

bool soaFails(const Evidence& e, ErrorCode code)
{
    return failedWith(e.unsignedSoa.error, code) && !signedOk(e);
}

bool axfrFails(const Evidence& e, ErrorCode code)
{
    return e.axfr && failedWith(e.axfr->error, code);
}

const std::optional<base::Error>& noError(const Evidence&)
{
    static const std::optional<base::Error> none;
    return none;
}

const std::optional<base::Error>& ofUnsigned(const Evidence& e)
{
    return e.unsignedSoa.error;
}

const std::optional<base::Error>& ofKey(const Evidence& e)
{
    return e.signedSoa && e.signedSoa->error ? e.signedSoa->error : e.axfr ? e.axfr->error : noError(e);
}

const std::optional<base::Error>& ofAxfr(const Evidence& e)
{
    return e.axfr ? e.axfr->error : noError(e);
}

const std::optional<base::Error>& ofWhoeverFailed(const Evidence& e)
{
    if (e.axfr && e.axfr->error)
        return e.axfr->error;
    if (e.signedSoa && e.signedSoa->error)
        return e.signedSoa->error;
    return e.unsignedSoa.error;
}

struct Row
{
    Verdict verdict;
    bool (*fits)(const Evidence&);
    const std::optional<base::Error>& (*proof)(const Evidence&);
};

// Order matters: what is nearer to the wire comes first, and a key's error before an ACL's.
constexpr std::array rows{
    Row{Verdict::Ok, [](const Evidence& e) { return e.axfr && e.axfr->began; }, noError},
    // UDP without an answer, TCP refused: the SOA check reports what TCP said.
    Row{Verdict::NothingListens, [](const Evidence& e) { return soaFails(e, ErrorCode::ConnectionRefused); },
        ofUnsigned},
    Row{Verdict::KeyUnknown, [](const Evidence& e) { return tsigSays(e, ErrorCode::TsigBadKey); }, ofKey},
    Row{Verdict::SecretWrong, [](const Evidence& e) { return tsigSays(e, ErrorCode::TsigBadSignature); },
        ofKey},
    Row{Verdict::ClockSkew, [](const Evidence& e) { return tsigSays(e, ErrorCode::TsigBadTime); }, ofKey},
    // PowerDNS: a bare NOTAUTH for name, secret, algorithm and clock alike.
    Row{Verdict::KeyRejected,
        [](const Evidence& e) {
            return unsignedOk(e) && e.signedSoa &&
                   (failedWith(e.signedSoa->error, ErrorCode::RcodeNotAuth) ||
                    failedWith(e.signedSoa->error, ErrorCode::TsigMissing));
        },
        ofKey},
    Row{Verdict::NotLoaded, [](const Evidence& e) { return soaFails(e, ErrorCode::RcodeServFail); },
        ofUnsigned},
    Row{Verdict::ZoneNotThere,
        [](const Evidence& e) {
            return soaFails(e, ErrorCode::RcodeRefused) || soaFails(e, ErrorCode::RcodeNotAuth) ||
                   soaFails(e, ErrorCode::RcodeNxDomain);
        },
        ofUnsigned},
    Row{Verdict::NotAuthoritative, [](const Evidence& e) { return soaFails(e, ErrorCode::NotAuthoritative); },
        ofUnsigned},
    Row{Verdict::TcpFiltered, [](const Evidence& e) { return unsignedOk(e) && e.axfr && !e.axfr->connected; },
        ofAxfr},
    Row{Verdict::NotLoaded, [](const Evidence& e) { return axfrFails(e, ErrorCode::RcodeServFail); }, ofAxfr},
    // NSD signs this refusal with our key: the key is known, only not allowed for the zone.
    Row{Verdict::TransferRefused,
        [](const Evidence& e) {
            return keyFine(e) &&
                   (axfrFails(e, ErrorCode::RcodeRefused) || axfrFails(e, ErrorCode::RcodeNotAuth));
        },
        ofAxfr},
    Row{Verdict::Failed, [](const Evidence&) { return true; }, ofWhoeverFailed},
};

} // namespace

Diagnosis diagnose(const Evidence& evidence)
{
    Diagnosis diagnosis;
    if (evidence.axfr && evidence.axfr->serial)
        diagnosis.serial = evidence.axfr->serial;
    else if (evidence.unsignedSoa.soa)
        diagnosis.serial = evidence.unsignedSoa.soa->serial;
    for (const Row& row : rows) {
        if (!row.fits(evidence))
            continue;
        diagnosis.verdict = row.verdict;
        diagnosis.error = row.proof(evidence);
        break;
    }
    if (diagnosis.verdict == Verdict::ClockSkew)
        diagnosis.skewSeconds = evidence.signedSoa && evidence.signedSoa->clockSkew
                                    ? evidence.signedSoa->clockSkew
                                : evidence.axfr ? evidence.axfr->clockSkew
                                                : std::nullopt;
    return diagnosis;
}

} // namespace zonescope::transfer
