// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/request.h"

namespace zonescope::publish {
namespace {

using dns::Rcode;
using dns::Section;
using dns::Type;

/// Reads OPT, the SOA of an IXFR and whether there is a TSIG. False: the message is malformed.
bool readRecords(dns::MessageReader& reader, Request& request, bool& hasTsig)
{
    for (;;) {
        const auto record = reader.nextRecord();
        if (!record)
            return false;
        if (!*record)
            return true;
        if (hasTsig)
            return false; // RFC 8945 section 5.1: it must be the last
        const dns::RecordView& view = **record;
        if (view.type == Type::OPT && reader.section() == Section::Additional) {
            if (request.edns || view.owner.size() != 1) // RFC 6891 section 6.1.1
                return false;
            auto edns = dns::Edns::fromRecord(view);
            if (!edns)
                return false;
            request.edns = std::move(*edns);
        } else if (view.type == Type::TSIG) {
            if (reader.section() != Section::Additional)
                return false;
            hasTsig = true;
        } else if (view.type == Type::SOA && reader.section() == Section::Authority) {
            const auto soa = dns::Soa::fromRdata(view.rdata);
            if (!soa)
                return false;
            request.clientSerial = soa->serial;
        }
    }
}

Rcode readAll(dns::MessageReader& reader, const Asked& asked, const dns::KeyRing& keys, Request& request)
{
    if (request.header.opcode != dns::Opcode::Query)
        return Rcode::NotImp;
    if (request.header.questions != 1) // RFC 9619
        return Rcode::FormErr;
    auto question = reader.nextQuestion();
    if (!question || !*question)
        return Rcode::FormErr;
    request.question = std::move(**question);
    bool hasTsig = false;
    if (!readRecords(reader, request, hasTsig) || reader.trailingOctets() != 0)
        return Rcode::FormErr;
    if (hasTsig) {
        auto verdict = dns::verifyRequest(asked.message, keys, asked.at);
        if (!verdict)
            return Rcode::FormErr;
        request.tsig = std::move(*verdict);
        if (request.tsig.tsigError != Rcode::NoError)
            return Rcode::NotAuth;
        if (const dns::TsigKey* key = request.tsig.keyName ? keys.find(*request.tsig.keyName) : nullptr)
            request.key = *key;
    }
    return Rcode::NoError;
}

} // namespace

std::optional<Request> readRequest(const Asked& asked, const dns::KeyRing& keys)
{
    auto reader = dns::MessageReader::open(asked.message);
    if (!reader || reader->header().response)
        return std::nullopt;
    Request request;
    request.header = reader->header();
    request.tsig.unsignedRequest = true;
    request.fault = readAll(*reader, asked, keys, request);
    return request;
}

} // namespace zonescope::publish
