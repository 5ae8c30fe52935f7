// SPDX-License-Identifier: GPL-3.0-or-later
// The answering side of TSIG: judge a request, answer a bad one (RFC 8945 sections 5.2 and 5.3.2).
#include "model/dns/key_ring.h"
#include "model/dns/tsig.h"
#include "model/dns/tsig_record.h"

namespace zonescope::dns {
namespace {

using base::ErrorCode;
using base::fail;

/// The key of that name, if its algorithm is the one the request names as well.
const TsigKey* findKey(const KeyRing& keys, const TsigRecord& record)
{
    const TsigKey* const key = keys.find(record.key);
    return key && tsigAlgorithmOf(record.algorithm) == key->algorithm ? key : nullptr;
}

/// RFC 8945 section 5.2.1 to 5.2.4, in that order: key, MAC, time, truncation.
Rcode judge(base::ByteView message, const TsigRecord& record, const TsigKey& key, base::Timestamp now)
{
    TsigMac mac(key);
    updateUnsigned(mac, message, record);
    mac.update(record.variables());
    const base::Bytes expected = mac.finish();
    if (expected.size() < record.mac.size() ||
        !sameMac(std::string_view(expected).substr(0, record.mac.size()), record.mac))
        return Rcode::BadSig;
    const std::uint64_t ours = secondsOf(now);
    const std::uint64_t apart =
        record.timeSigned > ours ? record.timeSigned - ours : ours - record.timeSigned;
    if (apart > record.fudge)
        return Rcode::BadTime;
    return key.admitsMac(record.mac.size()) ? Rcode::NoError : Rcode::BadTrunc;
}

} // namespace

base::Result<RequestVerdict> verifyRequest(base::ByteView message, const KeyRing& keys, base::Timestamp now)
{
    const auto found = findTsig(message);
    if (!found)
        return tl::unexpected(found.error());
    RequestVerdict verdict;
    if (!*found) {
        verdict.unsignedRequest = true;
        return verdict;
    }
    const TsigRecord& record = **found;
    // An answer sent back to us must never pass for a request (BIND CVE-2020-8617).
    if ((message[2] & 0x80U) != 0 || record.error != 0)
        return fail(ErrorCode::TsigMalformed, "a TSIG error or an answer where a request belongs");
    verdict.mac = record.mac;
    const TsigKey* const key = findKey(keys, record);
    if (!key) {
        verdict.tsigError = Rcode::BadKey;
        return verdict;
    }
    if (!isPossibleMacSize(key->algorithm, record.mac.size()))
        return fail(ErrorCode::TsigMalformed, "a MAC of " + std::to_string(record.mac.size()) +
                                                  " octets is none of " +
                                                  std::string(tsigAlgorithmText(key->algorithm)));
    verdict.tsigError = judge(message, record, *key, now);
    if (verdict.tsigError == Rcode::NoError)
        verdict.keyName = key->name;
    return verdict;
}

base::Bytes signErrorAnswer(base::Bytes answer, base::ByteView request, const RequestVerdict& verdict,
                            const KeyRing& keys, base::Timestamp now)
{
    const auto found = findTsig(request);
    if (!found || !*found)
        return answer;
    TsigRecord record = **found;
    record.mac.clear();
    record.other.clear();
    record.fudge = TsigRecord().fudge;
    record.originalId = messageId(base::viewOf(answer));
    record.error = static_cast<std::uint16_t>(verdict.tsigError);
    if (verdict.tsigError == Rcode::BadTime) {
        // The asker's own time, so that it can verify; ours goes beside it (RFC 8945 section 5.2.3).
        base::ByteWriter ours;
        ours.u48(secondsOf(now));
        record.other = ours.release();
    } else {
        record.timeSigned = secondsOf(now);
    }
    const bool provable = verdict.tsigError == Rcode::BadTime || verdict.tsigError == Rcode::BadTrunc;
    if (const TsigKey* const key = findKey(keys, record); key && provable) {
        TsigMac mac(*key);
        updatePrior(mac, verdict.mac);
        mac.update(answer);
        mac.update(record.variables());
        record.mac = mac.finish();
    }
    return appendTsig(std::move(answer), record);
}

} // namespace zonescope::dns
