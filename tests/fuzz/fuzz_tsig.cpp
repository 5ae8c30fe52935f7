// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as a signed message; and messages that we signed and the input then changed, because a fuzzer
// never guesses a MAC.
#include "model/dns/key_ring.h"
#include "model/dns/message_reader.h"
#include "model/dns/tsig.h"
#include "model/dns/tsig_record.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;
using namespace zonescope::dns;

namespace {

const base::Timestamp now = base::fromMicroseconds(1767225600'000000);

const TsigKey& key()
{
    static const TsigKey fuzzKey = TsigKey::fromText("hmac-sha256:k:c2VjcmV0").value();
    return fuzzKey;
}

const KeyRing& keys()
{
    static const KeyRing ring = [] {
        KeyRing r;
        r.add(key());
        return r;
    }();
    return ring;
}

void asRequest(base::ByteView octets)
{
    const auto verdict = verifyRequest(octets, keys(), now);
    if (!verdict)
        return;
    FUZZ_CHECK(!verdict->keyName || verdict->tsigError == Rcode::NoError);
    if (verdict->tsigError == Rcode::NoError)
        return;
    const base::Bytes refusal("\0\1\x80\x09\0\0\0\0\0\0\0\0", 12);
    const base::Bytes answer = signErrorAnswer(refusal, octets, *verdict, keys(), now);
    const auto record = findTsig(base::viewOf(answer));
    FUZZ_CHECK(record && *record);
    FUZZ_CHECK((*record)->error == static_cast<std::uint16_t>(verdict->tsigError));
}

void asAnswers(base::ByteView octets)
{
    TsigStreamVerifier verifier(key(), base::Bytes(32, 'r'));
    const auto whole = verifier.accept(octets, now);
    const auto again = verifier.accept(octets, now);
    FUZZ_CHECK(whole || !again);
    FUZZ_CHECK(again || !verifier.finish());
}

/// Nothing behind the last record either: a TSIG put there would stand in the wrong place.
bool isWholeWithoutTsig(base::ByteView message)
{
    const auto tsig = findTsig(message);
    auto reader = MessageReader::open(message);
    if (!tsig || *tsig || !reader)
        return false;
    auto record = reader->nextRecord();
    while (record && *record)
        record = reader->nextRecord();
    return record && reader->trailingOctets() == 0;
}

/// A message of ours over the input's octets, then changed as its first octets say: position, mask.
void changedAfterSigning(base::ByteView octets)
{
    if (octets.size() < 16)
        return;
    base::Bytes plain(base::textOf(octets.subspan(4)));
    plain[10] = plain[11] = '\0'; // no additional records yet
    if (!isWholeWithoutTsig(base::viewOf(plain)))
        return;
    SignedMessage message = signRequest(plain, key(), now);
    const std::size_t at = (static_cast<std::size_t>(octets[0]) << 8 | octets[1]) % message.message.size();
    message.message[at] = static_cast<char>(message.message[at] ^ octets[2]);
    const auto verdict = verifyRequest(base::viewOf(message.message), keys(), now);
    const bool isRequest = (octets[6] & 0x80U) == 0;
    const bool unchanged = octets[2] == 0;
    if (unchanged && isRequest)
        FUZZ_CHECK(verdict && verdict->keyName);
    if (!unchanged && verdict && verdict->keyName)
        FUZZ_CHECK(at < 2 || (octets[2] == 0x20 && at >= plain.size())); // id, or case of a name in the TSIG
    asRequest(base::viewOf(message.message));
    asAnswers(base::viewOf(message.message));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const base::ByteView octets(data, size);
    asRequest(octets);
    asAnswers(octets);
    changedAfterSigning(octets);
    const std::string_view text = base::textOf(octets);
    if (const auto parsed = TsigKey::fromText(text))
        FUZZ_CHECK(*TsigKey::decodeSecret(TsigKey::encodeSecret(parsed->secret)) == parsed->secret);
    return 0;
}
