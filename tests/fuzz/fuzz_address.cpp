// SPDX-License-Identifier: GPL-3.0-or-later
// What people type and other files hold in one word: addresses, ports, prefixes, keys, algorithms and types.
#include "model/dns/text.h"
#include "model/dns/tsig.h"
#include "model/net/endpoint.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

namespace {

template <class Thing>
void sameAgain(const base::Result<Thing>& thing)
{
    if (!thing) {
        FUZZ_CHECK(!thing.error().detail.empty());
        return;
    }
    const auto again = Thing::fromText(thing->toText());
    FUZZ_CHECK(again && *again == *thing);
}

void keys(std::string_view text)
{
    if (const auto key = dns::TsigKey::fromText(text))
        FUZZ_CHECK(!key->secret.empty());
    if (const auto secret = dns::TsigKey::decodeSecret(text)) {
        const auto again = dns::TsigKey::decodeSecret(dns::TsigKey::encodeSecret(*secret));
        FUZZ_CHECK(again && *again == *secret);
    }
    if (const auto algorithm = dns::tsigAlgorithmFromText(text))
        FUZZ_CHECK(dns::tsigAlgorithmFromText(dns::tsigAlgorithmText(*algorithm)) == *algorithm);
    if (const auto type = dns::typeFromText(text))
        FUZZ_CHECK(dns::typeFromText(dns::typeText(*type)) == *type);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = base::textOf({data, size});
    sameAgain(net::IpAddress::fromText(text));
    sameAgain(net::Endpoint::fromText(text, 853));
    const auto prefix = net::Prefix::fromText(text);
    sameAgain(prefix);
    if (prefix)
        FUZZ_CHECK(prefix->contains(prefix->address));
    keys(text);
    return 0;
}
