// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/nsec3_chains.h"

#include <optional>

namespace zonescope::build {
namespace {

struct Nsec3
{
    std::string parameters; ///< algorithm, iterations and salt
    std::string next;       ///< key of the owner it points to
};

/// The key of a hashed owner is its label: base32hex in lower case, without padding (RFC 5155 section 3.3).
std::string base32Hex(base::ByteView octets)
{
    constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuv";
    std::string text;
    unsigned bits = 0;
    unsigned held = 0;
    for (const std::uint8_t octet : octets) {
        bits = bits << 8 | octet;
        for (held += 8; held >= 5; held -= 5)
            text += digits[bits >> (held - 5) & 31];
        bits &= (1U << held) - 1;
    }
    if (held > 0)
        text += digits[bits << (5 - held) & 31];
    return text;
}

/// RFC 5155 section 3.2; nothing when the rdata is too short.
std::optional<Nsec3> readNsec3(base::ByteView rdata)
{
    constexpr std::size_t fixed = 5; // algorithm, flags, iterations, length of the salt
    if (rdata.size() < fixed || rdata.size() < fixed + rdata[4] + 1U)
        return std::nullopt;
    const std::size_t hashAt = fixed + rdata[4] + 1U;
    const std::size_t length = rdata[hashAt - 1];
    if (rdata.size() < hashAt + length)
        return std::nullopt;
    Nsec3 read;
    read.parameters = base::textOf(rdata.first(1));
    read.parameters += base::textOf(rdata.subspan(2, hashAt - 3));
    read.next = base32Hex(rdata.subspan(hashAt, length));
    return read;
}

std::string textOf(const zone::ZoneVersion& version, zone::OwnerView owner)
{
    return owner.name(version.apex()).toText();
}

} // namespace

void Nsec3Chains::add(zone::OwnerView owner, base::ByteView rdata, FaultCollector& faults)
{
    const auto read = readNsec3(rdata);
    if (!read)
        return checkAlone(owner, rdata, faults);
    const auto [found, fresh] = m_chains.try_emplace(read->parameters);
    Chain& chain = found->second;
    if (fresh)
        chain.first = owner.key();
    else if (chain.next != owner.key())
        if (const auto before = m_version.find(chain.last))
            faults.add(Fault::NsecChain, *before, dns::Type::NSEC3, [&] {
                return textOf(m_version, *before) + " does not point to " + textOf(m_version, owner);
            });
    chain.last = owner.key();
    chain.next = read->next;
}

void Nsec3Chains::finish(FaultCollector& faults) const
{
    for (const auto& [parameters, chain] : m_chains)
        if (const auto last = m_version.find(chain.last); last && chain.next != chain.first)
            faults.add(Fault::NsecChain, *last, dns::Type::NSEC3, [&] {
                return textOf(m_version, *last) + " does not point to the first of its chain";
            });
    const auto apex = m_version.find(std::string_view());
    const auto announced = apex ? apex->find(dns::Type::NSEC3PARAM) : std::nullopt;
    for (std::size_t i = 0; announced && i < announced->size(); ++i) {
        const base::ByteView rdata = announced->rdata(i);
        if (rdata.size() < 5 || rdata[1] != 0) // with flags it is not in use yet, or no longer
            continue;
        std::string parameters(base::textOf(rdata.first(1)));
        parameters += base::textOf(rdata.subspan(2));
        if (!m_chains.contains(parameters))
            faults.add(Fault::NsecChain, *apex, dns::Type::NSEC3PARAM, [&] {
                return textOf(m_version, *apex) + " announces a chain of NSEC3 that is not there";
            });
    }
}

void Nsec3Chains::checkAlone(zone::OwnerView owner, base::ByteView rdata, FaultCollector& faults) const
{
    const auto read = readNsec3(rdata);
    const auto next = read ? m_version.find(read->next) : std::nullopt;
    if (!next || !next->find(dns::Type::NSEC3))
        faults.add(Fault::NsecChain, owner, dns::Type::NSEC3, [&] {
            return textOf(m_version, owner) + " points to " + (read ? read->next : std::string("nothing"));
        });
}

} // namespace zonescope::build
