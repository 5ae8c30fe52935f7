// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/observe/probe_message.h"

#include "model/dns/edns.h"
#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"
#include "model/dns/rcode_error.h"
#include "model/dns/record.h"

namespace zonescope::observe {
namespace {

using base::Error;
using base::ErrorCode;
using dns::Rcode;

struct Contents
{
    std::optional<std::uint32_t> serial; ///< of the SOA in the answer section
    std::optional<dns::Edns> edns;
};

base::Result<Contents> readContents(dns::MessageReader& reader, const dns::Name& apex)
{
    Contents contents;
    for (;;) {
        const auto record = reader.nextRecord();
        if (!record)
            return tl::unexpected(record.error());
        if (!*record)
            return contents;
        const dns::RecordView& view = **record;
        if (view.type == dns::Type::SOA && reader.section() == dns::Section::Answer &&
            dns::Name::fromTrustedWire(view.owner) == apex) {
            const auto soa = dns::Soa::fromRdata(view.rdata);
            if (!soa)
                return tl::unexpected(soa.error());
            contents.serial = soa->serial;
        } else if (view.type == dns::Type::OPT && reader.section() == dns::Section::Additional) {
            auto edns = dns::Edns::fromRecord(view);
            if (!edns)
                return tl::unexpected(edns.error());
            contents.edns = std::move(*edns);
        }
    }
}

std::optional<Error> verdict(const dns::Header& header, Rcode rcode, const Contents& contents)
{
    if (rcode != Rcode::NoError)
        return Error{dns::errorOfRcode(rcode), dns::rcodeText(rcode)};
    if (!header.authoritative)
        return Error{ErrorCode::NotAuthoritative,
                     contents.serial ? "the answer has no AA" : "a referral or the answer of a resolver"};
    if (!contents.serial)
        return Error{ErrorCode::NotAuthoritative, "no SOA in the answer"};
    return std::nullopt;
}

} // namespace

base::Bytes writeProbe(const dns::Name& apex, std::uint16_t id, bool edns)
{
    dns::Header header;
    header.id = id;
    dns::MessageWriter writer(header);
    writer.question({apex, dns::Type::SOA, dns::Class::IN});
    if (edns) {
        dns::Edns opt;
        opt.nsid.emplace();
        opt.zoneVersionRequested = true;
        opt.expireRequested = true;
        opt.write(writer);
    }
    return writer.finish();
}

ProbeAnswer readProbeAnswer(base::ByteView message, const dns::Name& apex)
{
    ProbeAnswer answer;
    auto reader = dns::MessageReader::open(message);
    if (!reader) {
        answer.error = reader.error();
        return answer;
    }
    const dns::Header header = reader->header();
    if (!header.response) {
        answer.error = Error{ErrorCode::NotAResponse, {}};
        return answer;
    }
    if (header.questions > 0) { // some servers leave it out of refusals
        const auto question = reader->nextQuestion();
        if (!question || !*question || (*question)->name != apex || (*question)->type != dns::Type::SOA) {
            answer.error = Error{ErrorCode::WrongQuestion, {}};
            return answer;
        }
    }
    const auto contents = readContents(*reader, apex);
    if (!contents) {
        answer.truncated = header.truncated; // cut in the middle of a record: legal over UDP
        answer.error = contents.error();
        return answer;
    }
    const Rcode rcode = dns::fullRcode(header, contents->edns);
    answer.ednsNotUnderstood = !contents->edns && (rcode == Rcode::FormErr || rcode == Rcode::NotImp);
    if (contents->edns) {
        answer.nsid = contents->edns->nsid.value_or(base::Bytes());
        answer.givesVersion = contents->edns->zoneVersionSerial.has_value();
        answer.expire = contents->edns->expire;
        if (!contents->edns->errors.empty())
            answer.extendedError = contents->edns->errors.front().infoCode;
    }
    answer.truncated = header.truncated && !contents->serial;
    answer.error = verdict(header, rcode, *contents);
    if (!answer.error)
        answer.serial = contents->serial;
    return answer;
}

} // namespace zonescope::observe
