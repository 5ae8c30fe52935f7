// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/soa_answer.h"

#include "model/transfer/transfer_policy.h"

namespace zonescope::transfer {
namespace {

constexpr std::size_t clientCookieSize = 8;

/// Sections of an answer, as far as an SOA check cares.
struct Contents
{
    std::optional<dns::Soa> soa;
    bool otherAnswers = false;
    bool delegation = false;
};

/// Is it an answer to our question at all? The question may be absent in errors (NSD with a TSIG error).
base::Status checkFrame(dns::MessageReader& reader, const Query& query)
{
    const dns::Header& header = reader.header();
    if (header.id != query.id)
        return base::fail(base::ErrorCode::WrongId);
    if (!header.response)
        return base::fail(base::ErrorCode::NotAResponse);
    if (header.opcode != dns::Opcode::Query)
        return base::fail(base::ErrorCode::WrongOpcode);
    if (header.questions > 1 || (header.questions == 0 && header.rcode == 0))
        return base::fail(base::ErrorCode::WrongQuestion, std::to_string(header.questions) + " questions");
    const auto question = reader.nextQuestion();
    if (!question)
        return tl::unexpected(question.error());
    if (*question && **question != query.question)
        return base::fail(base::ErrorCode::WrongQuestion, "for " + (**question).name.toText());
    return {};
}

base::Status readRecords(dns::MessageReader& reader, const Query& query, Contents& contents, SoaReply& reply)
{
    for (;;) {
        const auto record = reader.nextRecord();
        if (!record)
            return tl::unexpected(record.error());
        if (!*record)
            return {};
        const dns::RecordView& view = **record;
        if (reader.section() == dns::Section::Additional) {
            reply.carriedTsig = reply.carriedTsig || view.type == dns::Type::TSIG;
            if (view.type == dns::Type::OPT && !reply.edns)
                if (auto edns = dns::Edns::fromRecord(view))
                    reply.edns = std::move(*edns);
        } else if (reader.section() == dns::Section::Authority) {
            contents.delegation = contents.delegation || view.type == dns::Type::NS;
        } else if (view.type == dns::Type::SOA && view.recordClass == dns::Class::IN && !contents.soa &&
                   dns::Name::fromTrustedWire(view.owner) == query.question.name) {
            auto soa = dns::Soa::fromRdata(view.rdata);
            if (!soa)
                return tl::unexpected(soa.error());
            contents.soa = std::move(*soa);
        } else {
            contents.otherAnswers = true;
        }
    }
}

SoaReading doubtful(base::Error error, bool tcp, SoaReply& reply)
{
    reply.error = std::move(error);
    return tcp ? SoaReading::Answered : SoaReading::Doubtful;
}

bool blamesEdns(dns::Rcode rcode)
{
    return rcode == dns::Rcode::FormErr || rcode == dns::Rcode::NotImp ||
           rcode == dns::Rcode::BadSig /* BADVERS */;
}

} // namespace

SoaReading readSoaAnswer(base::ByteView message, const Query& query, bool tcp, base::Timestamp now,
                         SoaReply& reply)
{
    reply = {};
    auto reader = dns::MessageReader::open(message);
    const base::Status frame =
        reader ? checkFrame(*reader, query) : base::Status(tl::unexpected(reader.error()));
    if (!frame) {
        reply.error = frame.error();
        return tcp ? SoaReading::Answered : SoaReading::NotOurs;
    }
    if (reader->header().truncated && !tcp)
        return SoaReading::UseTcp;
    reply.authoritative = reader->header().authoritative;
    Contents contents;
    if (const base::Status records = readRecords(*reader, query, contents, reply); !records)
        return doubtful(records.error(), tcp, reply);
    // Another client's half of the cookie: whoever sent this has not seen our query.
    if (!tcp && !query.cookie.empty() && reply.edns && !reply.edns->cookie.empty() &&
        reply.edns->cookie.substr(0, clientCookieSize) != query.cookie.substr(0, clientCookieSize)) {
        reply.error = base::Error{base::ErrorCode::WrongId, "the cookie is not ours"};
        return SoaReading::NotOurs;
    }
    reply.rcode = dns::fullRcode(reader->header(), reply.edns);
    if (reply.rcode == dns::Rcode::BadCookie && !tcp)
        return SoaReading::BadCookie;
    if (query.edns && blamesEdns(reply.rcode))
        return SoaReading::WithoutEdns;
    const base::Status verified = verifyAnswer(message, query, now, &reply.clockSkew);
    if (reply.rcode != dns::Rcode::NoError) {
        reply.error = refusalOf(reply.rcode, reply.edns, verified);
        return SoaReading::Answered;
    }
    if (!verified)
        return doubtful(verified.error(), tcp, reply);
    if (!reply.authoritative || (!contents.soa && contents.delegation)) {
        reply.error = base::Error{ruleOf(Oddity::SoaNotAuthoritative).error,
                                  contents.delegation ? "answered with a referral" : "AA bit clear"};
    } else if (!contents.soa) {
        reply.error = base::Error{base::ErrorCode::XfrNoSoa,
                                  contents.otherAnswers ? "the answer holds records, but no SOA of the zone"
                                                        : "NOERROR with an empty answer"};
    } else {
        reply.soa = std::move(contents.soa);
    }
    return SoaReading::Answered;
}

} // namespace zonescope::transfer
