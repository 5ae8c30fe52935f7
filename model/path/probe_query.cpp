// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/probe_query.h"

#include "model/dns/edns.h"
#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"

#include <algorithm>

namespace zonescope::path {
namespace {

std::string printable(const base::Bytes& octets)
{
    if (std::all_of(octets.begin(), octets.end(), [](std::uint8_t o) { return o >= 32 && o < 127; }))
        return {octets.begin(), octets.end()};
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const std::uint8_t octet : octets) {
        hex += digits[octet >> 4];
        hex += digits[octet & 15U];
    }
    return hex;
}

} // namespace

base::Bytes writeProbeQuery(std::string_view question, std::uint16_t id)
{
    dns::Header header;
    header.id = id;
    dns::MessageWriter writer(header);
    const auto name = dns::Name::fromText(question.empty() ? "." : question);
    writer.question({name ? *name : *dns::Name::fromText("."), dns::Type::SOA, dns::Class::IN});
    dns::Edns opt;
    opt.nsid.emplace();
    opt.write(writer);
    return writer.finish();
}

std::optional<std::uint16_t> probeIdOf(base::ByteView payload)
{
    if (payload.size() < 2)
        return std::nullopt;
    return static_cast<std::uint16_t>(payload[0] << 8 | payload[1]);
}

std::string nsidOf(base::ByteView answer)
{
    auto reader = dns::MessageReader::open(answer);
    if (!reader || !reader->header().response)
        return {};
    while (true) {
        const auto question = reader->nextQuestion();
        if (!question)
            return {};
        if (!*question)
            break;
    }
    while (true) {
        const auto record = reader->nextRecord();
        if (!record || !*record)
            return {};
        if ((*record)->type != dns::Type::OPT || reader->section() != dns::Section::Additional)
            continue;
        const auto edns = dns::Edns::fromRecord(**record);
        return edns && edns->nsid ? printable(*edns->nsid) : std::string();
    }
}

} // namespace zonescope::path
