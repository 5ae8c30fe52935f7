// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/zone_version.h"

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace zonescope::tests {

/// What a zone should hold, as slow and plain as can be: the property tests compare the tree with it.
struct ZoneModel
{
    using Key = std::pair<dns::Type, std::string>; ///< type and rdata
    std::map<std::string, std::map<Key, std::uint32_t>> owners;

    static ZoneModel of(const zone::ZoneVersion& version)
    {
        ZoneModel model;
        version.forEach([&](zone::OwnerView owner) {
            auto& records = model.owners[std::string(owner.key())];
            owner.forEachRrset([&](zone::RrsetView set) {
                for (std::size_t i = 0; i < set.size(); ++i)
                    records[{set.type(), std::string(base::textOf(set.rdata(i)))}] = set.ttl(i);
                return true;
            });
            return true;
        });
        return model;
    }
    void add(const dns::Record& r, const dns::Name& apex)
    {
        owners[r.owner.canonicalKey(apex)][{r.type, r.rdata}] = r.ttl;
    }
    void remove(const dns::Record& r, const dns::Name& apex)
    {
        const auto owner = owners.find(r.owner.canonicalKey(apex));
        if (owner == owners.end())
            return;
        owner->second.erase({r.type, r.rdata});
        if (owner->second.empty())
            owners.erase(owner);
    }
    std::uint64_t records() const
    {
        std::uint64_t count = 0;
        for (const auto& [key, records] : owners)
            count += records.size();
        return count;
    }
    friend bool operator==(const ZoneModel&, const ZoneModel&) = default;
};

inline dns::Name name(std::string_view text)
{
    return *dns::Name::fromText(text);
}

inline dns::Record soaRecord(const dns::Name& apex, std::uint32_t serial)
{
    dns::Soa soa;
    soa.primaryName = name("ns1.example.");
    soa.mailbox = name("hostmaster.example.");
    soa.serial = serial;
    soa.refresh = 3600;
    soa.expire = 86400;
    return {apex, dns::Type::SOA, dns::Class::IN, 3600, soa.toRdata()};
}

inline dns::Record addressRecord(const dns::Name& owner, std::uint32_t address, std::uint32_t ttl = 300)
{
    std::string rdata;
    for (int shift = 24; shift >= 0; shift -= 8)
        rdata += static_cast<char>(address >> shift & 0xff);
    return {owner, dns::Type::A, dns::Class::IN, ttl, rdata};
}

inline dns::Record record(std::string_view owner, dns::Type type, std::string rdata, std::uint32_t ttl = 300)
{
    return {name(owner), type, dns::Class::IN, ttl, std::move(rdata)};
}

inline std::string wire(std::string_view text)
{
    return std::string(name(text).wire());
}

} // namespace zonescope::tests
