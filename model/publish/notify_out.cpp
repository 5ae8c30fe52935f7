// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/notify_out.h"

#include "model/dns/message_writer.h"
#include "model/dns/rcode_error.h"

#include <algorithm>

namespace zonescope::publish {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using dns::Rcode;
using Kind = NotifyAnswer::Kind;

constexpr base::Duration longestPause = 15min;

/// The question must be ours; NSD and others leave it out of error answers.
bool asksTheSame(dns::MessageReader& reader, const dns::Name& apex)
{
    if (reader.header().questions == 0)
        return reader.header().rcode != 0;
    const auto question = reader.nextQuestion();
    return question && *question && (*question)->name == apex && (*question)->type == dns::Type::SOA;
}

} // namespace

NotifyStep notifyStep(unsigned attempt, bool refused)
{
    if (refused)
        return {std::min<base::Duration>(longestPause, 1min * (1U << std::min(attempt, 5U))), false, 5s};
    switch (attempt) {
    case 0:
        return {0s, false, 1s};
    case 1:
        return {0s, false, 2s};
    case 2:
        return {0s, false, 4s};
    case 3:
        return {0s, true, 5s};
    default:
        return {std::min<base::Duration>(longestPause, 15s * (1U << std::min(attempt - 4, 6U))),
                attempt % 2 == 1, 5s};
    }
}

NotifyMessage makeNotify(std::uint16_t id, const dns::Record& soa, const std::optional<dns::TsigKey>& key,
                         base::Timestamp now)
{
    dns::Header header;
    header.id = id;
    header.opcode = dns::Opcode::Notify;
    header.authoritative = true;
    dns::MessageWriter writer(header);
    writer.question({soa.owner, dns::Type::SOA, dns::Class::IN});
    writer.record(dns::Section::Answer, soa);
    if (!key)
        return {writer.finish(), {}};
    dns::SignedMessage made = dns::signRequest(writer.finish(), *key, now);
    return {std::move(made.message), std::move(made.mac)};
}

NotifyAnswer readNotifyAnswer(base::ByteView message, std::uint16_t id, const dns::Name& apex,
                              const std::optional<dns::TsigKey>& key, const base::Bytes& mac,
                              base::Timestamp now)
{
    auto reader = dns::MessageReader::open(message);
    if (!reader)
        return {};
    const dns::Header header = reader->header();
    if (!header.response || header.opcode != dns::Opcode::Notify || header.id != id ||
        !asksTheSame(*reader, apex))
        return {};
    const auto rcode = static_cast<Rcode>(header.rcode);
    if (key) {
        dns::TsigStreamVerifier verifier(*key, mac);
        auto verified = verifier.accept(message, now);
        if (verified)
            verified = verifier.finish();
        if (!verified) {
            // BADKEY and BADSIG come unsigned (RFC 8945 section 5.3.2), and servers without the key say a
            // plain no; a yes must be signed.
            if (rcode == Rcode::NoError)
                return {};
            const bool unsignedNo = verified.error().code == ErrorCode::TsigMissing;
            return {Kind::Refused, unsignedNo ? base::Error{dns::errorOfRcode(rcode), {}} : verified.error()};
        }
    }
    if (header.truncated)
        return {Kind::Truncated, {}};
    if (rcode != Rcode::NoError)
        return {Kind::Refused, {dns::errorOfRcode(rcode), {}}};
    return {Kind::Acknowledged, {}};
}

} // namespace zonescope::publish
