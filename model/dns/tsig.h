// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/dns/name.h"
#include "model/dns/types.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace zonescope::dns {

/// RFC 8945 section 6. MD5 and SHA-1 are accepted because primaries still use them, and flagged as weak.
enum class TsigAlgorithm : std::uint8_t { HmacMd5, HmacSha1, HmacSha224, HmacSha256, HmacSha384, HmacSha512 };

std::string_view tsigAlgorithmText(TsigAlgorithm algorithm); ///< "hmac-sha256"
base::Result<TsigAlgorithm> tsigAlgorithmFromText(std::string_view text);
bool isWeak(TsigAlgorithm algorithm);
/// RFC 8945 section 5.2.2.1: a MAC longer than its algorithm's, or shorter than half of it or than ten
/// octets, is a format error.
bool isPossibleMacSize(TsigAlgorithm algorithm, std::size_t size);

/// Key with its secret. Never logged, never printed: there is deliberately no toString.
struct TsigKey
{
    Name name;
    TsigAlgorithm algorithm = TsigAlgorithm::HmacSha256;
    base::Bytes secret; ///< raw octets (decoded base64)
    /// A signature may be truncated to this many octets (RFC 8945 section 5.2.2.1); 0: never, BADTRUNC.
    std::uint8_t leastMac = 0;

    /// Whether a MAC of `size` octets, which verified, is long enough.
    bool admitsMac(std::size_t size) const;

    /// "hmac-sha256:name:base64" as kdig and dig take it, algorithm optional. Errors: InvalidName,
    /// InvalidSecret, InvalidValue.
    static base::Result<TsigKey> fromText(std::string_view text);
    /// Errors: InvalidSecret.
    static base::Result<base::Bytes> decodeSecret(std::string_view base64);
    static std::string encodeSecret(std::string_view secret);
};

/// Signs one request or response (RFC 8945 section 5.3) and remembers the MAC for the answer's verification.
/// `message` is complete and unsigned; the result carries the TSIG record last, ARCOUNT raised.
struct SignedMessage
{
    base::Bytes message;
    base::Bytes mac;
};
/// Octets a signature with this key adds to a message: what to MessageWriter::reserve().
std::size_t signatureSize(const TsigKey& key);
SignedMessage signRequest(base::Bytes message, const TsigKey& key, base::Timestamp now);

/// Signs the messages of an answer stream in order; the first over the request's MAC, later ones timers only.
/// A message given to feedUnsigned() goes out without a signature and is covered by the next one.
class TsigStreamSigner
{
public:
    TsigStreamSigner(const TsigKey& key, base::Bytes requestMac);
    ~TsigStreamSigner();
    TsigStreamSigner(TsigStreamSigner&&) noexcept;
    base::Bytes sign(base::Bytes message, base::Timestamp now);
    void feedUnsigned(base::ByteView message);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Verifies the answers to one signed request, streaming: unsigned messages in the middle are fed into the
/// MAC, not kept (RFC 8945 section 5.3.1: at most 99 in a row; first and last must be signed). Call accept()
/// for every message in order, then finish() after the last. Errors: TsigMissing, TsigBadSignature,
/// TsigBadKey, TsigBadTime (detail: skew in seconds), TsigBadTruncation, TsigMalformed, TsigTooManyUnsigned.
class TsigStreamVerifier
{
public:
    /// `mostUnsigned`: messages in a row; 0 wants every one signed, as all primaries in use do it.
    TsigStreamVerifier(const TsigKey& key, base::Bytes requestMac, int mostUnsigned = 99);
    ~TsigStreamVerifier();
    TsigStreamVerifier(TsigStreamVerifier&&) noexcept;
    TsigStreamVerifier& operator=(TsigStreamVerifier&&) noexcept;

    base::Status accept(base::ByteView message, base::Timestamp now);
    base::Status finish();
    /// Seconds the server's clock is ahead of ours, known after a BADTIME answer.
    std::optional<std::int64_t> clockSkew() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// A request as a server sees it. When `unsignedRequest`, no TSIG was there at all.
struct RequestVerdict
{
    bool unsignedRequest = false;
    std::optional<Name> keyName; ///< the key that verified; set only when everything is right, time included
    base::Bytes mac;             ///< to sign the answer over
    Rcode tsigError = Rcode::NoError; ///< BADSIG, BADKEY, BADTIME, BADTRUNC: answer NOTAUTH with this in TSIG
};
class KeyRing;
/// Errors: TsigMalformed (answer FORMERR). A wrong key is a verdict, not an error.
base::Result<RequestVerdict> verifyRequest(base::ByteView message, const KeyRing& keys, base::Timestamp now);
/// The error answer of RFC 8945 section 5.3.2: appends a TSIG with the error, unsigned for BADKEY and BADSIG,
/// signed for BADTIME (with our time) and BADTRUNC. `answer` has rcode NOTAUTH already.
base::Bytes signErrorAnswer(base::Bytes answer, base::ByteView request, const RequestVerdict& verdict,
                            const KeyRing& keys, base::Timestamp now);

} // namespace zonescope::dns
