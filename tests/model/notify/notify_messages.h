// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/edns.h"
#include "model/dns/key_ring.h"
#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"
#include "model/zone/configuration.h"

#include <optional>
#include <string>

namespace zonescope::notifytest {

inline dns::Name name(const char* text)
{
    return *dns::Name::fromText(text);
}
inline net::Endpoint at(const char* text)
{
    return *net::Endpoint::fromText(text);
}

/// A NOTIFY as one would be made, every field free to be wrong.
struct Form
{
    std::uint16_t id = 0x4711;
    dns::Opcode opcode = dns::Opcode::Notify;
    bool response = false;
    bool authoritative = true;
    std::uint16_t questions = 1;
    const char* zone = "example.org.";
    dns::Type type = dns::Type::SOA;
    dns::Class questionClass = dns::Class::IN;
    std::optional<std::uint32_t> serial = {};
    const char* soaOwner = nullptr; ///< nothing: the zone
    int soaOctetsMissing = 0;       ///< cut off the rdata's end
    std::optional<std::uint8_t> ednsVersion = {};
    std::size_t padding = 0; ///< octets of TXT in the additional section
};

inline base::Bytes soaRdata(std::uint32_t serial)
{
    dns::Soa soa;
    soa.primaryName = name("ns1.example.org.");
    soa.mailbox = name("hostmaster.example.org.");
    soa.serial = serial;
    return soa.toRdata();
}

inline void patch(base::Bytes& message, std::size_t at, std::uint16_t value)
{
    message[at] = static_cast<char>(value >> 8);
    message[at + 1] = static_cast<char>(value & 0xff);
}

inline base::Bytes make(const Form& form = {})
{
    dns::Header header;
    header.id = form.id;
    header.opcode = form.opcode;
    header.response = form.response;
    header.authoritative = form.authoritative;
    dns::MessageWriter writer(header);
    for (std::uint16_t i = 0; i < form.questions; ++i)
        writer.question({name(form.zone), form.type, form.questionClass});
    if (form.serial) {
        // As an unknown type, so that a short SOA is written as it is; the type is put in afterwards.
        base::Bytes rdata = soaRdata(*form.serial);
        rdata.resize(rdata.size() - static_cast<std::size_t>(form.soaOctetsMissing));
        const dns::Name owner = name(form.soaOwner ? form.soaOwner : form.zone);
        const auto unknown = static_cast<dns::Type>(65280);
        writer.record(dns::Section::Answer, owner.wire(), unknown, dns::Class::IN, 3600, base::viewOf(rdata));
    }
    for (std::size_t left = form.padding; left > 0;) {
        const std::size_t part = std::min<std::size_t>(left, 60'000);
        writer.record(dns::Section::Additional, name("pad.").wire(), static_cast<dns::Type>(65281),
                      dns::Class::IN, 0, base::viewOf(base::Bytes(part, 'x')));
        left -= part;
    }
    if (form.ednsVersion) {
        dns::Edns edns;
        edns.version = *form.ednsVersion;
        edns.write(writer);
    }
    base::Bytes message = writer.finish();
    if (form.serial)
        patch(message, message.find(std::string("\xff\x00\x00\x01", 4)), 6);
    return message;
}

inline dns::TsigKey key(const char* keyName, char fill = 'k')
{
    return {name(keyName), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, fill)};
}

/// example.org: primary ns1 at 192.0.2.1, primary ns2 at 192.0.2.2 with key "k2", ACL 198.51.100.0/24 open
/// and 203.0.113.0/24 with key "k3". two.example: two primaries behind 192.0.2.9, ports 53 and 5353.
struct World
{
    zone::Configuration configuration;
    dns::KeyRing keys;
    base::ZoneId org;
    base::ZoneId two;
    base::PrimaryId ns1, ns2, a, b;

    World()
    {
        const auto k2 = *configuration.put(zone::Key{{}, name("k2."), dns::TsigAlgorithm::HmacSha256});
        const auto k3 = *configuration.put(zone::Key{{}, name("k3."), dns::TsigAlgorithm::HmacSha256});
        keys.add(key("k2.", '2'));
        keys.add(key("k3.", '3'));
        ns1 = primary("ns1", "192.0.2.1", {});
        ns2 = primary("ns2", "192.0.2.2", k2);
        a = primary("a", "192.0.2.9:53", {});
        b = primary("b", "192.0.2.9:5353", {});
        const auto open =
            *configuration.put(zone::Acl{{}, "open", {*net::Prefix::fromText("198.51.100.0/24")}, {}});
        const auto keyed =
            *configuration.put(zone::Acl{{}, "keyed", {*net::Prefix::fromText("203.0.113.0/24")}, {k3}});
        zone::Zone one;
        one.apex = name("example.org.");
        one.primaries = {ns1, ns2};
        one.notifyFrom = {open, keyed};
        org = *configuration.put(one);
        zone::Zone other;
        other.apex = name("two.example.");
        other.primaries = {a, b};
        two = *configuration.put(other);
    }
    base::PrimaryId primary(const char* called, const char* address, std::optional<base::KeyId> keyId)
    {
        zone::Primary p;
        p.name = called;
        p.addresses = {at(address)};
        p.key = keyId;
        return *configuration.put(p);
    }
};

} // namespace zonescope::notifytest
