// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/primary_answers.h"

#include <utility>

namespace zonescope::servers {
namespace {

/// As Knot and BIND do: large enough for few messages, small enough for compression pointers to reach back.
constexpr std::size_t transferMessageSize = 16384;
constexpr std::size_t roomForTsig = 300;

enum : std::uint16_t { edeProhibited = 18, edeNotAuthoritative = 20 };

base::SystemClock systemClock;

dns::Edns answerEdns(const Request& request, const Manners& manners)
{
    dns::Edns edns;
    if (request.edns->expireRequested)
        edns.expire = manners.ednsExpire;
    if (request.edns->nsid)
        edns.nsid = "scripted-primary";
    return edns;
}

std::vector<Step> refuse(const Request& request, dns::Rcode rcode, std::optional<std::uint16_t> why,
                         const Manners& manners, ScriptedPrimary::Counters& counters)
{
    ++counters.refused;
    Draft draft = Draft::answerTo(request, rcode);
    if (request.edns && manners.edns) {
        draft.edns = answerEdns(request, manners);
        if (why)
            draft.edns->errors.push_back({*why, {}});
    }
    return {Step::send(draft)};
}

std::vector<Step> plainAnswer(const Request& request, std::vector<dns::Record> records,
                              const Manners& manners)
{
    Draft draft = Draft::answerTo(request);
    draft.answers = std::move(records);
    if (request.edns && manners.edns)
        draft.edns = answerEdns(request, manners);
    return {Step::send(draft)};
}

/// The question stands in the first message only (RFC 5936 section 2.2.1).
std::vector<Step> stream(const Request& request, const std::vector<dns::Record>& records,
                         const Manners& manners)
{
    std::vector<Step> steps;
    std::size_t at = 0;
    while (at < records.size()) {
        const Draft frame = Draft::answerTo(request);
        // One record may be larger than the usual message: then it gets one of its own.
        const std::size_t limit =
            records[at].rdata.size() + 600 > transferMessageSize ? 65535 : transferMessageSize;
        dns::MessageWriter writer(frame.header, limit);
        writer.reserve(roomForTsig);
        if (steps.empty())
            writer.question(request.question);
        std::size_t count = 0;
        while (at < records.size() && (manners.recordsPerMessage == 0 || count < manners.recordsPerMessage) &&
               writer.record(dns::Section::Answer, records[at])) {
            ++at;
            ++count;
        }
        if (count == 0)
            break; // a record that fits into no message: the stream ends as it would at a real server
        steps.push_back(Step::sendBytes(writer.finish()));
    }
    return steps;
}

std::vector<Step> transfer(const Request& request, const HostedZone& zone, const Manners& manners)
{
    if (request.question.type == dns::Type::AXFR)
        return stream(request, zone.content.wholeZone(), manners);
    if (!request.tcp) // RFC 1995 section 4: a single newer SOA means "use TCP"
        return plainAnswer(request, {zone.content.soaRecord()}, manners);
    const auto differences = zone.content.differences(*request.ixfrSerial);
    return stream(request, differences ? *differences : zone.content.wholeZone(), manners);
}

void count(const Request& request, ScriptedPrimary::Counters& counters)
{
    switch (request.question.type) {
    case dns::Type::SOA:
        ++counters.soaQueries;
        break;
    case dns::Type::AXFR:
        ++counters.axfrQueries;
        break;
    case dns::Type::IXFR:
        ++counters.ixfrQueries;
        break;
    default:
        ++counters.otherQueries;
    }
}

bool isTransfer(const Request& request)
{
    return request.question.type == dns::Type::AXFR || request.question.type == dns::Type::IXFR;
}

/// What a real server checks before it gives anything out; nothing: go on.
std::optional<std::vector<Step>> objection(const Request& request, const HostedZone* zone,
                                           const Manners& manners, ScriptedPrimary::Counters& counters)
{
    if (manners.refused)
        return refuse(request, dns::Rcode::Refused, edeProhibited, manners, counters);
    if (request.header.opcode == dns::Opcode::Notify)
        return refuse(request, dns::Rcode::NotAuth, std::nullopt, manners, counters);
    if (request.header.opcode != dns::Opcode::Query)
        return refuse(request, dns::Rcode::NotImp, std::nullopt, manners, counters);
    if (request.question.questionClass != dns::Class::IN)
        return refuse(request, dns::Rcode::Refused, edeNotAuthoritative, manners, counters);
    if (!zone)
        return refuse(request, isTransfer(request) ? dns::Rcode::NotAuth : dns::Rcode::Refused,
                      edeNotAuthoritative, manners, counters);
    if (!isTransfer(request))
        return std::nullopt;
    if (request.question.name != zone->content.apex())
        return refuse(request, dns::Rcode::NotAuth, edeNotAuthoritative, manners, counters);
    if (zone->requiredKey && request.keyName != zone->requiredKey)
        return refuse(request, dns::Rcode::Refused, edeProhibited, manners, counters);
    const bool axfr = request.question.type == dns::Type::AXFR;
    if ((axfr && !request.tcp) || (!axfr && !request.ixfrSerial))
        return refuse(request, dns::Rcode::FormErr, std::nullopt, manners, counters);
    return std::nullopt;
}

} // namespace

std::optional<Request> readRequest(base::ByteView message, const dns::KeyRing& keys,
                                   dns::RequestVerdict& verdict)
{
    auto reader = dns::MessageReader::open(message);
    if (!reader || reader->header().response)
        return std::nullopt;
    Request request;
    request.header = reader->header();
    request.message = base::Bytes(base::textOf(message));
    const auto question = reader->nextQuestion();
    if (!question || !*question)
        return std::nullopt;
    request.question = **question;
    for (auto record = reader->nextRecord(); record && *record; record = reader->nextRecord()) {
        if (reader->section() == dns::Section::Authority && (**record).type == dns::Type::SOA) {
            if (const auto soa = dns::Soa::fromRdata((**record).rdata))
                request.ixfrSerial = soa->serial;
        } else if ((**record).type == dns::Type::OPT) {
            if (auto edns = dns::Edns::fromRecord(**record))
                request.edns = std::move(*edns);
        }
    }
    auto verified = dns::verifyRequest(message, keys, systemClock.wall());
    if (!verified)
        return std::nullopt;
    verdict = std::move(*verified);
    request.keyName = verdict.keyName;
    request.badKey = verdict.tsigError != dns::Rcode::NoError;
    request.mac = verdict.mac;
    return request;
}

std::vector<Step> properAnswer(const Request& request, const dns::RequestVerdict& verdict,
                               const HostedZone* zone, const Manners& manners, const dns::KeyRing& keys,
                               ScriptedPrimary::Counters& counters)
{
    count(request, counters);
    if (request.badKey) {
        ++counters.refused;
        const Draft draft = Draft::answerTo(request, dns::Rcode::NotAuth);
        return {Step::sendUnsigned(dns::signErrorAnswer(draft.write(), base::viewOf(request.message), verdict,
                                                        keys, systemClock.wall()))};
    }
    if (auto objected = objection(request, zone, manners, counters))
        return std::move(*objected);
    if (isTransfer(request))
        return transfer(request, *zone, manners);
    return plainAnswer(request, zone->content.find(request.question.name, request.question.type), manners);
}

} // namespace zonescope::servers
