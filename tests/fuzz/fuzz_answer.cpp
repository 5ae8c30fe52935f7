// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as a server's answer: to an SOA query with and without a key, to a probe, to a NOTIFY and to an
// UPDATE of ours. The queries have the id 0x1234; what was asked with a key is never believed, since nobody
// guesses a MAC.
#include "model/observe/probe_message.h"
#include "model/publish/notify_out.h"
#include "model/transfer/soa_answer.h"
#include "model/transfer/test_change.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

namespace {

const base::Timestamp now = base::fromMicroseconds(1767225600'000000);

const dns::Name& apex()
{
    static const dns::Name name = *dns::Name::fromText("example.");
    return name;
}
const dns::TsigKey& key()
{
    static const dns::TsigKey only = *dns::TsigKey::fromText("hmac-sha256:k:c2VjcmV0");
    return only;
}

transfer::Query queryFor(bool withKey)
{
    transfer::Query query = transfer::makeSoaQuery(
        apex(), true, withKey ? std::optional<dns::TsigKey>(key()) : std::nullopt, now);
    query.id = 0x1234;
    return query;
}

void asSoaAnswer(base::ByteView message, const transfer::Query& query, bool tcp)
{
    transfer::SoaReply reply;
    const auto reading = transfer::readSoaAnswer(message, query, tcp, now, reply);
    if (reading != transfer::SoaReading::Answered)
        return;
    FUZZ_CHECK(reply.soa.has_value() != reply.error.has_value());
    FUZZ_CHECK(!query.key || !reply.soa); // nobody guesses a MAC
    if (reply.error)
        FUZZ_CHECK(!base::toString(*reply.error).empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const base::ByteView message(data, size);
    static const transfer::Query open = queryFor(false);
    static const transfer::Query withKey = queryFor(true);
    for (const bool tcp : {false, true}) {
        asSoaAnswer(message, open, tcp);
        asSoaAnswer(message, withKey, tcp);
    }
    FUZZ_CHECK(!transfer::readUpdateAnswer(message, withKey, now)); // nobody guesses a MAC
    (void)transfer::readUpdateAnswer(message, open, now);
    const observe::ProbeAnswer probe = observe::readProbeAnswer(message, apex());
    FUZZ_CHECK(probe.serial.has_value() || probe.error.has_value() || probe.truncated);
    const auto open2 = publish::readNotifyAnswer(message, 0x1234, apex(), std::nullopt, {}, now);
    FUZZ_CHECK(open2.kind != publish::NotifyAnswer::Kind::Refused || !base::toString(open2.error).empty());
    const auto closed = publish::readNotifyAnswer(message, 0x1234, apex(), key(), base::Bytes(32, 'm'), now);
    FUZZ_CHECK(closed.kind != publish::NotifyAnswer::Kind::Acknowledged);
    return 0;
}
