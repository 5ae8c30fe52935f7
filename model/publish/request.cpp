// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/request.h"

#include "model/base/byte_reader.h"
#include "model/dns/edns.h"
#include "model/dns/wire_name.h"
#include "model/publish/server_cookie.h"

#include <tuple>

namespace zonescope::publish {
namespace {

using dns::OptionCode;
using dns::Rcode;
using dns::Section;
using dns::Type;

constexpr std::size_t headerSize = 12;

/// False when the option has a length that it cannot have in a query.
bool readOption(EdnsAsked& edns, std::uint16_t code, base::ByteView data)
{
    switch (static_cast<OptionCode>(code)) {
    case OptionCode::Nsid:
        edns.nsid = true; // RFC 5001 section 2.1: what a query has in it is ignored
        return true;
    case OptionCode::Expire:
        edns.expire = true;
        return data.empty() || data.size() == 4; // RFC 7314 section 2
    case OptionCode::ZoneVersion:
        edns.zoneVersion = true;
        return data.empty(); // RFC 9660 section 3.1
    case OptionCode::Cookie:
        edns.cookie = data;
        return ServerCookies::wellFormed(data);
    default:
        return true;
    }
}

bool readEdns(const dns::RecordView& view, Request& request)
{
    if (request.edns || view.owner.size() != 1) // RFC 6891 section 6.1.1
        return false;
    EdnsAsked& edns = request.edns.emplace();
    edns.udpSize = static_cast<std::uint16_t>(view.recordClass);
    edns.version = static_cast<std::uint8_t>(view.ttl >> 16 & 0xff);
    edns.dnssecOk = (view.ttl & 0x8000U) != 0;
    base::ByteReader options(view.rdata);
    while (!options.atEnd()) {
        const std::uint16_t code = options.u16();
        const base::ByteView data = options.take(options.u16());
        if (options.failed() || !readOption(edns, code, data))
            return false;
    }
    return true;
}

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
            if (!readEdns(view, request))
                return false;
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

/// The question where it stands: nothing can come before it that a pointer could lead to.
bool readQuestion(base::ByteView message, Request& request)
{
    const base::ByteView rest = message.subspan(headerSize);
    const std::size_t length = dns::plainNameLength(rest);
    if (length == 0 || rest.size() < length + 4)
        return false;
    request.qname = base::textOf(rest.first(length));
    request.qtype = static_cast<Type>(rest[length] << 8 | rest[length + 1]);
    request.qclass = static_cast<dns::Class>(rest[length + 2] << 8 | rest[length + 3]);
    return true;
}

Rcode readAll(dns::MessageReader& reader, const Asked& asked, const dns::KeyRing& keys, Request& request)
{
    if (request.header.opcode != dns::Opcode::Query) {
        // What can be read of it goes into the answer: who asks with OPT gets one (RFC 6891 section 6.1.1).
        bool ignored = false;
        if (request.header.questions == 1 && readQuestion(asked.message, request))
            std::ignore = readRecords(reader, request, ignored);
        return Rcode::NotImp;
    }
    if (request.header.questions != 1) // RFC 9619
        return Rcode::FormErr;
    if (!readQuestion(asked.message, request))
        return Rcode::FormErr;
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
    std::optional<Request> request(std::in_place);
    request->header = reader->header();
    request->tsig.unsignedRequest = true;
    request->fault = readAll(*reader, asked, keys, *request);
    return request;
}

} // namespace zonescope::publish
