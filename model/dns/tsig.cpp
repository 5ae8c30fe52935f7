// SPDX-License-Identifier: GPL-3.0-or-later
// The asking side of TSIG: sign requests, sign and verify streams of answers (RFC 8945 section 5).
#include "model/dns/tsig.h"

#include "model/dns/tsig_record.h"

#include <utility>

namespace zonescope::dns {
namespace {

using base::ErrorCode;
using base::fail;

/// The TSIG's error field as our error. The server's word; signed only for BADTIME and BADTRUNC.
base::Error saidByServer(const TsigRecord& record, const Name& key, std::optional<std::int64_t> skew)
{
    const std::string who =
        "the server answered " + rcodeText(static_cast<Rcode>(record.error)) + " for key " + key.toText();
    switch (static_cast<Rcode>(record.error)) {
    case Rcode::BadSig:
        return {ErrorCode::TsigBadSignature, who + " (same name, other secret?)"};
    case Rcode::BadKey:
        return {ErrorCode::TsigBadKey, who + " (it does not know this name with this algorithm)"};
    case Rcode::BadTime:
        return {ErrorCode::TsigBadTime,
                skew ? who + ": its clock is " + std::to_string(*skew) + " s ahead of ours" : who};
    case Rcode::BadTrunc:
        return {ErrorCode::TsigBadTruncation, who};
    default:
        return {ErrorCode::TsigMalformed, who};
    }
}

} // namespace

std::size_t signatureSize(const TsigKey& key)
{
    constexpr std::size_t fixedSize = 10 + 16; // record header; time, fudge, MAC size, id, error, other size
    return key.name.wire().size() + tsigAlgorithmName(key.algorithm).wire().size() + fixedSize +
           macSize(key.algorithm);
}

SignedMessage signRequest(base::Bytes message, const TsigKey& key, base::Timestamp now)
{
    TsigRecord record;
    record.key = key.name;
    record.algorithm = tsigAlgorithmName(key.algorithm);
    record.timeSigned = secondsOf(now);
    record.originalId = messageId(base::viewOf(message));
    TsigMac mac(key);
    mac.update(message);
    mac.update(record.variables());
    record.mac = mac.finish();
    base::Bytes signedMessage = appendTsig(std::move(message), record);
    return {std::move(signedMessage), std::move(record.mac)};
}

struct TsigStreamSigner::State
{
    TsigMac mac;
    Name key;
    Name algorithm;
    bool first = true;
};

TsigStreamSigner::TsigStreamSigner(const TsigKey& key, base::Bytes requestMac)
    : m_state(new State{TsigMac(key), key.name, tsigAlgorithmName(key.algorithm)})
{
    updatePrior(m_state->mac, requestMac);
}

TsigStreamSigner::~TsigStreamSigner() = default;
TsigStreamSigner::TsigStreamSigner(TsigStreamSigner&&) noexcept = default;

base::Bytes TsigStreamSigner::sign(base::Bytes message, base::Timestamp now)
{
    State& s = *m_state;
    TsigRecord record;
    record.key = s.key;
    record.algorithm = s.algorithm;
    record.timeSigned = secondsOf(now);
    record.originalId = messageId(base::viewOf(message));
    s.mac.update(message);
    s.mac.update(std::exchange(s.first, false) ? record.variables() : record.timers());
    record.mac = s.mac.finish();
    s.mac.start();
    updatePrior(s.mac, record.mac);
    return appendTsig(std::move(message), record);
}

void TsigStreamSigner::feedUnsigned(base::ByteView message)
{
    m_state->mac.update(message);
}

struct TsigStreamVerifier::State
{
    State(const TsigKey& with, std::string_view requestMac, int most)
        : mostUnsigned(most)
        , mac(with)
        , key(with.name)
        , algorithm(with.algorithm)
        , policy{with.name, with.algorithm, {}, with.leastMac}
    {
        updatePrior(mac, requestMac);
    }

    base::Status acceptUnsigned(base::ByteView message);
    base::Status acceptSigned(base::ByteView message, const TsigRecord& record, base::Timestamp now);
    base::Status checkMac(base::ByteView message, const TsigRecord& record);
    base::Status checkTime(const TsigRecord& record, base::Timestamp now);
    base::Error refused(const TsigRecord& record, base::Timestamp now);

    int mostUnsigned;
    TsigMac mac; ///< covers everything since the last signed message
    Name key;
    TsigAlgorithm algorithm;
    TsigKey policy; ///< without its secret
    bool first = true;
    int unsignedInARow = 0;
    std::optional<std::int64_t> skew;
    std::optional<base::Error> failure; ///< sticky: a stream that failed once stays failed
};

TsigStreamVerifier::TsigStreamVerifier(const TsigKey& key, base::Bytes requestMac, int mostUnsigned)
    : m_state(std::make_unique<State>(key, requestMac, mostUnsigned))
{
}

TsigStreamVerifier::~TsigStreamVerifier() = default;
TsigStreamVerifier::TsigStreamVerifier(TsigStreamVerifier&&) noexcept = default;
TsigStreamVerifier& TsigStreamVerifier::operator=(TsigStreamVerifier&&) noexcept = default;

base::Status TsigStreamVerifier::accept(base::ByteView message, base::Timestamp now)
{
    State& s = *m_state;
    if (s.failure)
        return tl::unexpected(*s.failure);
    const auto record = findTsig(message);
    base::Status status;
    if (!record)
        status = tl::unexpected(record.error());
    else if (*record)
        status = s.acceptSigned(message, **record, now);
    else
        status = s.acceptUnsigned(message);
    if (!status)
        s.failure = status.error();
    return status;
}

base::Status TsigStreamVerifier::State::acceptUnsigned(base::ByteView message)
{
    if (first)
        return fail(ErrorCode::TsigMissing,
                    "the first answer is not signed, key " + key.toText() + " was used to ask");
    if (++unsignedInARow > mostUnsigned)
        return fail(ErrorCode::TsigTooManyUnsigned,
                    mostUnsigned == 0
                        ? std::string("a message is not signed; of this primary every one has to be")
                        : std::to_string(unsignedInARow) +
                              " messages in a row are not signed, RFC 8945 allows " +
                              std::to_string(mostUnsigned));
    mac.update(message);
    return {};
}

base::Status TsigStreamVerifier::State::acceptSigned(base::ByteView message, const TsigRecord& record,
                                                     base::Timestamp now)
{
    // BADKEY and BADSIG cannot be signed (RFC 8945 section 5.3.2), and NSD does not sign BADTIME either.
    if (record.error != 0 && record.mac.empty())
        return tl::unexpected(refused(record, now));
    if (record.key != key || tsigAlgorithmOf(record.algorithm) != algorithm)
        return fail(ErrorCode::TsigBadKey, "the answer is signed with key " + record.key.toText() + " (" +
                                               record.algorithm.toDisplay() + "), not with " + key.toText());
    if (auto status = checkMac(message, record); !status)
        return status;
    if (record.error != 0)
        return tl::unexpected(refused(record, now));
    if (auto status = checkTime(record, now); !status)
        return status;
    mac.start();
    updatePrior(mac, record.mac);
    first = false;
    unsignedInARow = 0;
    return {};
}

base::Status TsigStreamVerifier::State::checkMac(base::ByteView message, const TsigRecord& record)
{
    if (!isPossibleMacSize(algorithm, record.mac.size()))
        return fail(ErrorCode::TsigMalformed, "a MAC of " + std::to_string(record.mac.size()) +
                                                  " octets is none of " +
                                                  std::string(tsigAlgorithmText(algorithm)));
    updateUnsigned(mac, message, record);
    mac.update(first ? record.variables() : record.timers());
    const base::Bytes expected = mac.finish();
    if (expected.size() < record.mac.size() ||
        !sameMac(std::string_view(expected).substr(0, record.mac.size()), record.mac))
        return fail(ErrorCode::TsigBadSignature,
                    "the signature with key " + key.toText() + " does not verify");
    // Verified but shorter than this key permits (RFC 8945 section 5.2.4).
    if (!policy.admitsMac(record.mac.size()))
        return fail(ErrorCode::TsigBadTruncation,
                    "the signature is truncated to " + std::to_string(record.mac.size()) + " octets, key " +
                        key.toText() +
                        (policy.leastMac == 0 ? std::string(" allows only whole ones")
                                              : " wants at least " + std::to_string(policy.leastMac)));
    return {};
}

base::Status TsigStreamVerifier::State::checkTime(const TsigRecord& record, base::Timestamp now)
{
    const auto ahead =
        static_cast<std::int64_t>(record.timeSigned) - static_cast<std::int64_t>(secondsOf(now));
    if (ahead <= record.fudge && -ahead <= record.fudge)
        return {};
    skew = ahead;
    return fail(ErrorCode::TsigBadTime, "signed " + std::to_string(ahead) + " s ahead of our clock, " +
                                            std::to_string(record.fudge) + " s are allowed");
}

base::Error TsigStreamVerifier::State::refused(const TsigRecord& record, base::Timestamp now)
{
    if (record.error == static_cast<std::uint16_t>(Rcode::BadTime) && record.serverTime())
        skew = static_cast<std::int64_t>(*record.serverTime()) - static_cast<std::int64_t>(secondsOf(now));
    return saidByServer(record, key, skew);
}

base::Status TsigStreamVerifier::finish()
{
    State& s = *m_state;
    if (s.failure)
        return tl::unexpected(*s.failure);
    if (s.first || s.unsignedInARow > 0)
        return fail(ErrorCode::TsigMissing,
                    s.first ? "no message was signed" : "the last message is not signed");
    return {};
}

std::optional<std::int64_t> TsigStreamVerifier::clockSkew() const
{
    return m_state->skew;
}

} // namespace zonescope::dns
