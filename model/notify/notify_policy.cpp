// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/notify/notify_policy.h"

#include "model/dns/edns.h"
#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"

#include <algorithm>

namespace zonescope::notify {
namespace {

using base::ErrorCode;
using dns::Rcode;

constexpr std::uint16_t ourUdpSize = 1232; // DNS flag day 2020: no fragments on today's paths

/// What a message says, before anybody asks whether it may.
struct Parsed
{
    dns::Header header;
    std::optional<dns::Question> question;
    std::optional<dns::Edns> edns;
    std::optional<std::uint32_t> serial;
};

/// An answer in the making: same id, QR, AA and RD as received, question echoed when it could be read.
base::Bytes writeReply(const Parsed& parsed, Rcode rcode)
{
    dns::Header header;
    header.id = parsed.header.id;
    header.response = true;
    header.opcode = parsed.header.opcode;
    header.authoritative = parsed.header.authoritative;
    header.recursionDesired = parsed.header.recursionDesired;
    header.rcode = static_cast<std::uint8_t>(static_cast<unsigned>(rcode) & 0xf);
    dns::MessageWriter writer(header);
    if (parsed.question)
        writer.question(*parsed.question);
    if (parsed.edns) {
        dns::Edns edns;
        edns.udpSize = ourUdpSize;
        edns.extendedRcode = static_cast<std::uint8_t>(static_cast<unsigned>(rcode) >> 4);
        edns.write(writer);
    }
    return writer.finish();
}

NotifyDecision silence(ErrorCode code, std::string detail)
{
    NotifyDecision decision;
    decision.refusal = base::Error{code, std::move(detail)};
    return decision;
}

NotifyDecision refuse(const Parsed& parsed, Rcode rcode, ErrorCode code, std::string detail)
{
    NotifyDecision decision = silence(code, std::move(detail));
    decision.reply = writeReply(parsed, rcode);
    return decision;
}

/// Reads every record: a message is obeyed only when all of it makes sense (short SOA rdata crashed others).
base::Status readRecords(dns::MessageReader& reader, Parsed& parsed)
{
    while (true) {
        const auto record = reader.nextRecord();
        if (!record)
            return tl::unexpected(record.error());
        if (!*record)
            break;
        const dns::RecordView& view = **record;
        if (view.type == dns::Type::OPT && reader.section() == dns::Section::Additional) {
            if (parsed.edns)
                return base::fail(ErrorCode::MalformedMessage, "two OPT records");
            const auto edns = dns::Edns::fromRecord(view);
            if (!edns)
                return tl::unexpected(edns.error());
            parsed.edns = *edns;
        } else if (view.type == dns::Type::SOA && reader.section() == dns::Section::Answer) {
            const auto soa = dns::Soa::fromRdata(view.rdata);
            if (!soa)
                return tl::unexpected(soa.error());
            // Only an SOA of the zone itself says something about it.
            if (parsed.question && dns::Name::fromTrustedWire(view.owner) == parsed.question->name)
                parsed.serial = soa->serial;
        }
    }
    if (reader.trailingOctets() > 0)
        return base::fail(ErrorCode::MalformedMessage, "octets after the last record");
    return {};
}

base::Status parseBody(dns::MessageReader& reader, Parsed& parsed)
{
    if (parsed.header.questions != 1)
        return base::fail(ErrorCode::MalformedMessage,
                          std::to_string(parsed.header.questions) + " questions, must be one");
    auto question = reader.nextQuestion();
    if (!question)
        return tl::unexpected(question.error());
    parsed.question = std::move(*question);
    return readRecords(reader, parsed);
}

std::optional<base::KeyId> keyIdOf(const zone::Configuration& configuration,
                                   const std::optional<dns::Name>& name)
{
    if (!name)
        return std::nullopt;
    for (const auto& [id, key] : configuration.keys())
        if (key.name == *name)
            return id;
    return std::nullopt;
}

/// Which senders a zone listens to, and who this one is.
struct SenderVerdict
{
    bool admitted = false;
    bool keyMissing = false; ///< the address is right, the signature is not there
    std::vector<base::PrimaryId> primaries;
};

bool hasAddress(const zone::Primary& primary, const net::IpAddress& address)
{
    return std::ranges::any_of(primary.addresses,
                               [&](const net::Endpoint& e) { return e.address == address; });
}

/// Primaries behind one address are told apart by the source port where one of them uses its own (as BIND
/// with notify-source does); else all of them are asked first.
void narrowByPort(std::vector<base::PrimaryId>& found, const net::Endpoint& source,
                  const zone::Configuration& configuration)
{
    const auto same = [&](base::PrimaryId id) {
        return std::ranges::count(configuration.primary(id)->addresses, source) > 0;
    };
    if (found.size() > 1 && std::ranges::any_of(found, same))
        std::erase_if(found, [&](base::PrimaryId id) { return !same(id); });
}

SenderVerdict judgeSender(const zone::Zone& zone, const net::Endpoint& source, std::optional<base::KeyId> key,
                          const zone::Configuration& configuration)
{
    SenderVerdict verdict;
    std::vector<base::PrimaryId> byKey;
    for (const base::PrimaryId id : zone.primaries) {
        const zone::Primary* primary = configuration.primary(id);
        if (primary == nullptr)
            continue;
        if (key && primary->key == key)
            byKey.push_back(id);
        if (!hasAddress(*primary, source.address))
            continue;
        if (primary->key && primary->key != key)
            verdict.keyMissing = true;
        else
            verdict.primaries.push_back(id);
    }
    narrowByPort(verdict.primaries, source, configuration);
    verdict.admitted = !verdict.primaries.empty();
    for (const base::AclId id : zone.notifyFrom) {
        const zone::Acl* acl = configuration.acl(id);
        if (acl == nullptr)
            continue;
        if (zone::admits(*acl, source.address, key))
            verdict.admitted = true;
        else if (!acl->keys.empty())
            verdict.keyMissing = verdict.keyMissing || std::ranges::any_of(acl->prefixes, [&](const auto& p) {
                                     return p.contains(source.address);
                                 });
    }
    if (verdict.admitted && verdict.primaries.empty())
        verdict.primaries = std::move(byKey);
    return verdict;
}

/// Signs a reply to a request that verified; leaves it alone otherwise.
base::Bytes signReply(base::Bytes reply, const dns::RequestVerdict& verdict, const NotifyView& view)
{
    const dns::TsigKey* key = verdict.keyName ? view.keys.find(*verdict.keyName) : nullptr;
    if (key == nullptr)
        return reply;
    return dns::TsigStreamSigner(*key, verdict.mac).sign(std::move(reply), view.now);
}

ErrorCode tsigErrorCode(Rcode error)
{
    switch (error) {
    case Rcode::BadKey:
        return ErrorCode::TsigBadKey;
    case Rcode::BadTime:
        return ErrorCode::TsigBadTime;
    case Rcode::BadTrunc:
        return ErrorCode::TsigBadTruncation;
    default:
        return ErrorCode::TsigBadSignature;
    }
}

/// The part after the signature: zone, sender, key.
NotifyDecision decideVerified(const Parsed& parsed, const net::Endpoint& source,
                              const dns::RequestVerdict& tsig, const NotifyView& view)
{
    const zone::Zone* zone = view.configuration.zone(parsed.question->name);
    if (zone == nullptr)
        return refuse(parsed, Rcode::NotAuth, ErrorCode::RcodeNotAuth,
                      parsed.question->name.toText() + " is not a zone of ours");
    const auto key = keyIdOf(view.configuration, tsig.keyName);
    SenderVerdict sender = judgeSender(*zone, source, key, view.configuration);
    NotifyDecision decision;
    if (!sender.admitted) {
        decision = sender.keyMissing ? refuse(parsed, Rcode::Refused, ErrorCode::TsigMissing,
                                              "must be signed with the key of this sender")
                                     : refuse(parsed, Rcode::Refused, ErrorCode::RcodeRefused,
                                              source.address.toText() + " is neither a primary of " +
                                                  zone->apex.toText() + " nor in its NOTIFY access list");
    } else {
        decision.reply = writeReply(parsed, Rcode::NoError);
        decision.replyWhenNotDurable = writeReply(parsed, Rcode::ServFail);
        decision.accepted = AcceptedNotify{.zone = zone->id,
                                           .primaries = std::move(sender.primaries),
                                           .serial = parsed.serial,
                                           .isSigned = tsig.keyName.has_value()};
    }
    decision.zone = zone->id;
    return decision;
}

} // namespace

bool mayAnswer(const NotifyDecision& decision, std::size_t querySize)
{
    return decision.keyProved ||
           std::max(decision.reply.size(), decision.replyWhenNotDurable.size()) <= querySize;
}

NotifyDecision decide(base::ByteView message, const net::Endpoint& source, const NotifyView& view)
{
    auto reader = dns::MessageReader::open(message);
    if (!reader)
        return silence(reader.error().code, "not a DNS message");
    Parsed parsed;
    parsed.header = reader->header();
    if (parsed.header.response)
        return silence(ErrorCode::NotAResponse, "an answer nobody asked for");
    if (parsed.header.opcode == dns::Opcode::Query) {
        if (auto question = reader->nextQuestion(); question && parsed.header.questions == 1)
            parsed.question = std::move(*question);
        return refuse(parsed, Rcode::Refused, ErrorCode::WrongOpcode, "a query: only NOTIFY is heard here");
    }
    if (parsed.header.opcode != dns::Opcode::Notify)
        return refuse(parsed, Rcode::NotImp, ErrorCode::WrongOpcode,
                      "opcode " + std::to_string(static_cast<unsigned>(parsed.header.opcode)));
    if (const auto body = parseBody(*reader, parsed); !body)
        return refuse(parsed, Rcode::FormErr, body.error().code, body.error().detail);
    // Before anything that looks at zones or keys: other classes took servers down (dns lessons, class
    // check).
    if (parsed.question->questionClass != dns::Class::IN)
        return refuse(parsed, Rcode::NotImp, ErrorCode::WrongClass, "class is not IN");
    if (parsed.question->type != dns::Type::SOA)
        return refuse(parsed, Rcode::NotImp, ErrorCode::Unsupported,
                      "NOTIFY for type " + std::to_string(static_cast<unsigned>(parsed.question->type)));
    if (parsed.edns && parsed.edns->version != 0)
        return refuse(parsed, Rcode::BadSig /* 16 is BADVERS in OPT */, ErrorCode::Unsupported,
                      "EDNS version " + std::to_string(parsed.edns->version));
    const auto tsig = dns::verifyRequest(message, view.keys, view.now);
    if (!tsig)
        return refuse(parsed, Rcode::FormErr, tsig.error().code, tsig.error().detail);
    if (tsig->tsigError != Rcode::NoError) {
        NotifyDecision decision =
            refuse(parsed, Rcode::NotAuth, tsigErrorCode(tsig->tsigError), "signature did not verify");
        decision.reply = dns::signErrorAnswer(std::move(decision.reply), message, *tsig, view.keys, view.now);
        // The time is looked at only after the MAC (RFC 8945 section 5.2.3).
        decision.keyProved = tsig->tsigError == Rcode::BadTime;
        if (const zone::Zone* zone = view.configuration.zone(parsed.question->name))
            decision.zone = zone->id;
        return decision;
    }
    NotifyDecision decision = decideVerified(parsed, source, *tsig, view);
    decision.keyProved = tsig->keyName.has_value();
    decision.reply = signReply(std::move(decision.reply), *tsig, view);
    if (decision.accepted)
        decision.replyWhenNotDurable = signReply(std::move(decision.replyWhenNotDurable), *tsig, view);
    return decision;
}

} // namespace zonescope::notify
