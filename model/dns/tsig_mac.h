// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/dns/tsig.h"

#include <memory>

struct evp_mac_ctx_st;

namespace zonescope::dns {

/// Wire form of the algorithm's name: hmac-md5's is HMAC-MD5.SIG-ALG.REG.INT (RFC 8945 section 6).
const Name& tsigAlgorithmName(TsigAlgorithm algorithm);
/// The algorithm of a wire name, nothing when unknown to us.
std::optional<TsigAlgorithm> tsigAlgorithmOf(const Name& name);
/// Octets of an untruncated MAC.
std::size_t macSize(TsigAlgorithm algorithm);

/// One HMAC, fed piece by piece; start() begins the next one with the same key. The secret lives only inside
/// OpenSSL's context, which clears it. One thread.
class TsigMac
{
public:
    explicit TsigMac(const TsigKey& key);

    void start();
    void update(base::ByteView bytes);
    void update(std::string_view bytes) { update(base::viewOf(bytes)); }
    /// Empty when OpenSSL refused (MD5 in a FIPS provider): such a MAC never compares equal.
    base::Bytes finish();

private:
    struct Free
    {
        void operator()(evp_mac_ctx_st* context) const;
    };

    std::unique_ptr<evp_mac_ctx_st, Free> m_context;
    bool m_usable = false;
};

/// Constant-time; false for different lengths and for empty MACs.
bool sameMac(std::string_view a, std::string_view b);

} // namespace zonescope::dns
