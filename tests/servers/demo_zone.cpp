// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/demo_zone.h"

#include "model/base/byte_writer.h"

#include <algorithm>
#include <array>
#include <string>

namespace zonescope::servers {
namespace {

using dns::Name;
using dns::Record;
using dns::Type;

constexpr std::uint32_t ordinaryTtl = 3600;
constexpr std::uint32_t changingTtl = 300;

Record make(Name owner, Type type, std::uint32_t ttl, base::Bytes rdata)
{
    return {std::move(owner), type, dns::Class::IN, ttl, std::move(rdata)};
}

base::Bytes v4(std::uint8_t block, std::uint8_t last)
{
    constexpr std::array<std::array<std::uint8_t, 3>, 3> documentation{
        {{192, 0, 2}, {198, 51, 100}, {203, 0, 113}}};
    base::ByteWriter rdata;
    for (const std::uint8_t octet : documentation.at(block % documentation.size()))
        rdata.u8(octet);
    rdata.u8(last);
    return rdata.release();
}

base::Bytes v6(std::uint16_t subnet, std::uint16_t last)
{
    base::ByteWriter rdata;
    rdata.u32(0x20010db8);
    rdata.u16(subnet);
    rdata.u16(0);
    rdata.u48(0);
    rdata.u16(last);
    return rdata.release();
}

base::Bytes nameRdata(const Name& target)
{
    return base::Bytes(target.wire());
}

base::Bytes mx(std::uint16_t preference, const Name& target)
{
    base::ByteWriter rdata;
    rdata.u16(preference);
    rdata.bytes(target.wire());
    return rdata.release();
}

base::Bytes string(std::string_view text)
{
    base::ByteWriter rdata;
    rdata.u8(static_cast<std::uint8_t>(text.size()));
    rdata.bytes(text);
    return rdata.release();
}

} // namespace

DemoZone::DemoZone(std::string_view apex, Mood mood, std::size_t hosts, std::uint64_t seed)
    : m_apex(*Name::fromText(apex))
    , m_mood(mood)
    , m_random(seed)
{
    m_firstSerial = 2026112100 + random(90);
    for (std::size_t i = 0; i < hosts; ++i)
        m_hosts.push_back(static_cast<std::uint8_t>(1 + random(254)));
}

std::vector<Record> DemoZone::firstRecords()
{
    const Name mail = name("mail");
    std::vector<Record> all{
        make(m_apex, Type::NS, ordinaryTtl, nameRdata(name("ns1"))),
        make(m_apex, Type::NS, ordinaryTtl, nameRdata(name("ns2"))),
        make(name("ns1"), Type::A, ordinaryTtl, v4(0, 53)),
        make(name("ns1"), Type::AAAA, ordinaryTtl, v6(1, 53)),
        make(name("ns2"), Type::A, ordinaryTtl, v4(1, 53)),
        make(m_apex, Type::A, changingTtl, v4(2, 80)),
        make(m_apex, Type::AAAA, changingTtl, v6(2, 80)),
        make(m_apex, Type::MX, ordinaryTtl, mx(10, mail)),
        make(mail, Type::A, ordinaryTtl, v4(0, 25)),
        make(m_apex, Type::TXT, ordinaryTtl, string("v=spf1 mx -all")),
        make(name("www"), Type::CNAME, changingTtl, nameRdata(m_apex)),
        text(m_textNumber),
    };
    for (std::size_t host = 0; host < m_hosts.size(); ++host)
        all.push_back(address(host, m_hosts[host]));
    return all;
}

std::vector<Record> DemoZone::cloudRecords() const
{
    const auto at = [this](std::string_view label, std::array<std::uint8_t, 4> address) {
        base::ByteWriter rdata;
        for (const std::uint8_t octet : address)
            rdata.u8(octet);
        return make(name(label), Type::A, changingTtl, rdata.release());
    };
    // 198.18.0.0/15 (RFC 2544): no other name of the demo points there by chance.
    return {at("app", {198, 18, 20, 10}),
            at("api", {198, 18, 20, 11}),
            at("bastion", {198, 18, 20, 20}),
            at("vpn", {198, 18, 40, 20}),
            at("intranet", {10, 20, 11, 21}),
            at("old-shop", {198, 18, 20, 77}),
            make(name("shop"), Type::CNAME, changingTtl,
                 nameRdata(*Name::fromText("shop-1043871.eu-central-1.elb.amazonaws.com")))};
}

DemoZone::Edit DemoZone::nextEdit()
{
    Edit edit;
    const std::uint32_t kind = random(10);
    if (kind < 4 && !m_hosts.empty()) { // a host moves
        const std::size_t host = random(static_cast<std::uint32_t>(m_hosts.size()));
        edit.remove.push_back(address(host, m_hosts[host]));
        m_hosts[host] = static_cast<std::uint8_t>(1 + (m_hosts[host] + random(250)) % 254);
        edit.add.push_back(address(host, m_hosts[host]));
    } else if (kind < 8) { // hosts arrive, one or a rack of them
        const std::size_t count = kind == 7 ? 5 + random(20) : 1;
        for (std::size_t i = 0; i < count; ++i) {
            m_hosts.push_back(static_cast<std::uint8_t>(1 + random(254)));
            edit.add.push_back(address(m_hosts.size() - 1, m_hosts.back()));
        }
    } else if (kind == 8 && m_hosts.size() > 4) { // some leave
        for (std::uint32_t i = 1 + random(3); i > 0; --i) {
            edit.remove.push_back(address(m_hosts.size() - 1, m_hosts.back()));
            m_hosts.pop_back();
        }
    }
    // Every deployment leaves its mark, so no edit is ever empty.
    edit.remove.push_back(text(m_textNumber));
    edit.add.push_back(text(++m_textNumber));
    return edit;
}

std::chrono::microseconds DemoZone::nextPause()
{
    constexpr double correctsAtOnce = 0.15;
    std::uniform_real_distribution<double> chance(0, 1);
    double seconds = 0;
    if (chance(m_random) < correctsAtOnce) {
        seconds = 2 + 6 * chance(m_random);
    } else {
        const double mean = m_mood == Mood::Busy ? 15 : m_mood == Mood::Usual ? 90 : 400;
        seconds = 3 + std::exponential_distribution<double>(1 / mean)(m_random);
    }
    return std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}

bool DemoZone::losesNotify()
{
    return random(14) == 0;
}

Record DemoZone::address(std::size_t host, std::uint8_t octet) const
{
    std::string label = "host-" + std::to_string(host + 1);
    return make(name(label), Type::A, changingTtl, v4(static_cast<std::uint8_t>(host % 3), octet));
}

Record DemoZone::text(std::uint32_t number) const
{
    return make(name("deployment"), Type::TXT, changingTtl, string("release " + std::to_string(number)));
}

Name DemoZone::name(std::string_view label) const
{
    std::string wire;
    wire += static_cast<char>(label.size());
    wire += label;
    wire += m_apex.wire();
    return Name::fromTrustedWire(wire);
}

std::uint32_t DemoZone::random(std::uint32_t below)
{
    return static_cast<std::uint32_t>(m_random() % below);
}

} // namespace zonescope::servers
