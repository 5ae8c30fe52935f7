// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/query.h"

#include "model/dns/message_writer.h"
#include "model/dns/rcode_error.h"

#include <algorithm>
#include <random>

namespace zonescope::transfer {
namespace {

Query makeQuery(dns::Question question, const dns::Record* heldSoa, std::optional<dns::Edns> edns,
                const std::optional<dns::TsigKey>& key, base::Timestamp now)
{
    Query query;
    query.id = unpredictableId();
    query.question = std::move(question);
    query.edns = edns.has_value();
    query.cookie = edns ? edns->cookie : base::Bytes();
    query.key = key;
    dns::Header header;
    header.id = query.id;
    dns::MessageWriter writer(header);
    writer.question(query.question);
    if (heldSoa)
        writer.record(dns::Section::Authority, *heldSoa);
    if (edns)
        edns->write(writer);
    query.message = writer.finish();
    if (key) {
        dns::SignedMessage signedMessage = dns::signRequest(std::move(query.message), *key, now);
        query.message = std::move(signedMessage.message);
        query.mac = std::move(signedMessage.mac);
    }
    return query;
}

std::optional<dns::Edns> plainEdns(bool wanted, bool tcp)
{
    // It asks for extended errors (RFC 8914), which tell why a transfer is refused; keepalive must not go
    // over UDP (RFC 7828 section 3.2.1).
    if (!wanted)
        return std::nullopt;
    dns::Edns edns;
    edns.keepaliveRequested = tcp;
    return edns;
}

} // namespace

std::uint16_t unpredictableId()
{
    static thread_local std::random_device device;
    return static_cast<std::uint16_t>(device());
}

Query makeSoaQuery(const dns::Name& apex, bool edns, const std::optional<dns::TsigKey>& key,
                   base::Timestamp now, const SoaQueryVia& via)
{
    std::optional<dns::Edns> options = plainEdns(edns, via.tcp);
    if (options) {
        options->nsid = base::Bytes();
        options->expireRequested = true;
        options->zoneVersionRequested = true;
        options->cookie = via.cookie;
    }
    return makeQuery({apex, dns::Type::SOA, dns::Class::IN}, nullptr, std::move(options), key, now);
}

Query makeAxfrQuery(const dns::Name& apex, bool edns, const std::optional<dns::TsigKey>& key,
                    base::Timestamp now)
{
    return makeQuery({apex, dns::Type::AXFR, dns::Class::IN}, nullptr, plainEdns(edns, true), key, now);
}

Query makeIxfrQuery(const dns::Name& apex, const dns::Record& heldSoa, bool edns,
                    const std::optional<dns::TsigKey>& key, base::Timestamp now, bool udp)
{
    return makeQuery({apex, dns::Type::IXFR, dns::Class::IN}, &heldSoa, plainEdns(edns, !udp), key, now);
}

base::Status verifyAnswer(base::ByteView message, const Query& query, base::Timestamp now,
                          std::optional<std::int64_t>* clockSkew)
{
    if (!query.key)
        return {};
    dns::TsigStreamVerifier verifier(*query.key, query.mac);
    base::Status status = verifier.accept(message, now);
    if (status)
        status = verifier.finish();
    if (clockSkew)
        *clockSkew = verifier.clockSkew();
    return status;
}

base::Error refusalOf(dns::Rcode rcode, const std::optional<dns::Edns>& edns, const base::Status& verified)
{
    // PowerDNS answers a wrong key with a bare NOTAUTH: then the rcode says more than "no TSIG".
    if (!verified && verified.error().code != base::ErrorCode::TsigMissing)
        return verified.error();
    return {dns::errorOfRcode(rcode), describeRefusal(rcode, edns)};
}

std::string nsidText(std::string_view nsid)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const bool printable =
        std::all_of(nsid.begin(), nsid.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (printable)
        return std::string(nsid);
    std::string hex;
    for (const char c : nsid) {
        hex += digits[static_cast<unsigned char>(c) >> 4U];
        hex += digits[static_cast<unsigned char>(c) & 0xfU];
    }
    return hex;
}

std::optional<base::Duration> idleTimeOf(const std::optional<dns::Edns>& edns)
{
    if (!edns || !edns->keepalive)
        return std::nullopt;
    return base::Duration(std::int64_t{*edns->keepalive} * 100'000);
}

std::string describeRefusal(dns::Rcode rcode, const std::optional<dns::Edns>& edns)
{
    std::string text = dns::rcodeText(rcode);
    if (!edns)
        return text;
    for (const dns::ExtendedError& error : edns->errors) {
        text += ", EDE " + std::to_string(error.infoCode) + " " + dns::extendedErrorText(error.infoCode);
        if (!error.text.empty())
            text += ": " + error.text;
    }
    return text;
}

} // namespace zonescope::transfer
