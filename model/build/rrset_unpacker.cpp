// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/rrset_unpacker.h"

#include "model/build/rrset_packer.h"
#include "model/build/value_reader.h"
#include "model/dns/rdata_expander.h"
#include "model/zone/canonical_key.h"

namespace zonescope::build {
namespace {

using base::ErrorCode;

constexpr std::size_t groupOctets = 4; ///< two of the end of the owner, two of the group

std::string hexadecimal(std::string_view octets)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : octets) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15U];
    }
    return text;
}

} // namespace

struct RrsetUnpacker::State
{
    State(base::ZoneId id, dns::Name apexName)
        : prefix(metaKey(id))
        , apex(std::move(apexName))
        , loader(apex)
        , keys(apex.wire())
    {
    }

    base::Status addMeta(std::string_view value);
    base::Status addEntry(std::string_view key, std::string_view value);
    base::Status readOwner(std::string_view canonicalKey);
    base::Status addSet(const PackedRrset& set);
    base::Status checkRdata(const PackedRrset& set, std::string_view rdata);

    std::string prefix;
    dns::Name apex;
    zone::ZoneLoader loader;
    zone::KeyMaker keys;
    std::optional<ZoneMeta> meta;
    std::string lastKey;
    std::string owner; ///< wire form of the owner of the last entry
    std::string ownerKey;
    bool ownerKnown = false;
    ValueReader reader;
    PackedEntry entry;
    base::Bytes scratch;
};

base::Status RrsetUnpacker::State::addMeta(std::string_view value)
{
    auto read = unpackMeta(value);
    if (!read)
        return tl::unexpected(read.error());
    if (read->apex != apex)
        return base::fail(ErrorCode::StoreCorrupt,
                          "these are the entries of " + read->apex.toText() + ", not of " + apex.toText());
    meta = std::move(*read);
    return {};
}

/// The owner's name out of its key, which must be exactly what a packer would have made of it.
base::Status RrsetUnpacker::State::readOwner(std::string_view canonicalKey)
{
    if (ownerKnown && canonicalKey == ownerKey && entry.owner.empty())
        return {};
    ownerKnown = true;
    ownerKey = canonicalKey;
    if (entry.owner.empty()) {
        owner = dns::Name::fromCanonicalKey(canonicalKey, apex).wire();
    } else {
        owner = std::string(entry.owner).append(apex.wire());
        if (!dns::Name::fromWire(base::viewOf(owner)))
            return base::fail(ErrorCode::StoreCorrupt, "the owner is no domain name");
    }
    if (!keys.make(owner) || keys.key() != canonicalKey)
        return base::fail(ErrorCode::StoreCorrupt, "the owner is not that of the key");
    return {};
}

base::Status RrsetUnpacker::State::checkRdata(const PackedRrset& set, std::string_view rdata)
{
    const base::ByteView octets = base::viewOf(rdata);
    const auto& layout = dns::rdataLayout(set.type, dns::Class::IN);
    const dns::ExpandedRdata checked = dns::expandRdata(layout, octets, 0, octets.size(), scratch);
    // A name that needed expanding was compressed, and nothing is compressed in the store.
    if (checked.fault || base::textOf(checked.rdata) != rdata)
        return base::fail(ErrorCode::StoreCorrupt, std::string("the rdata does not fit its type: ") +
                                                       (checked.fault ? checked.fault : "a compressed name"));
    return {};
}

base::Status RrsetUnpacker::State::addSet(const PackedRrset& set)
{
    for (std::size_t i = 0; i < set.rdata.size(); ++i) {
        if (auto fits = checkRdata(set, set.rdata[i]); !fits)
            return fits;
        const std::uint32_t ttl = set.ttls.empty() ? set.ttl : set.ttls[i];
        if (auto added = loader.add(
                dns::RecordView{owner, set.type, dns::Class::IN, ttl, base::viewOf(set.rdata[i]), 0});
            !added)
            return added;
    }
    return {};
}

base::Status RrsetUnpacker::State::addEntry(std::string_view key, std::string_view value)
{
    if (!key.starts_with(prefix) || key.size() < prefix.size() + groupOctets)
        return base::fail(ErrorCode::StoreCorrupt, "not a key of this zone");
    if (key <= lastKey)
        return base::fail(ErrorCode::StoreCorrupt, "not behind the key before");
    lastKey = key;
    const std::string_view end = key.substr(key.size() - groupOctets);
    if (end[0] != '\0' || end[1] != '\0')
        return base::fail(ErrorCode::StoreCorrupt, "the owner does not end where it should");
    const auto group =
        static_cast<dns::Type>(static_cast<std::uint8_t>(end[2]) << 8 | static_cast<std::uint8_t>(end[3]));
    if (auto read = reader.readEntry(value, entry); !read)
        return read;
    key.remove_prefix(prefix.size());
    key.remove_suffix(groupOctets);
    if (auto read = readOwner(key); !read)
        return read;
    for (const PackedRrset& set : entry.rrsets) {
        if (groupOf(set.type) != group)
            return base::fail(ErrorCode::StoreCorrupt, "a type that does not belong under this key");
        if (auto added = addSet(set); !added)
            return added;
    }
    return {};
}

RrsetUnpacker::RrsetUnpacker(base::ZoneId zone, dns::Name apex)
    : m_state(std::make_unique<State>(zone, std::move(apex)))
{
}

RrsetUnpacker::~RrsetUnpacker() = default;

base::Status RrsetUnpacker::add(std::string_view key, std::string_view value)
{
    State& state = *m_state;
    base::Status added;
    if (!state.meta && key == state.prefix)
        added = state.addMeta(value);
    else if (!state.meta)
        added = base::fail(ErrorCode::StoreCorrupt, "the meta entry is missing");
    else
        added = state.addEntry(key, value);
    if (!added)
        return base::fail(added.error().code, "entry " + hexadecimal(key) + ": " + added.error().detail);
    return {};
}

base::Result<zone::ZoneVersionPtr> RrsetUnpacker::finish()
{
    State& state = *m_state;
    if (!state.meta)
        return base::fail(ErrorCode::StoreCorrupt, "the meta entry is missing");
    auto version = state.loader.finish();
    if (!version)
        return base::fail(ErrorCode::StoreCorrupt, base::toString(version.error()));
    const ZoneMeta& meta = *state.meta;
    const ZoneMeta found{meta.format,
                         state.apex,
                         (*version)->serial(),
                         (*version)->recordCount(),
                         (*version)->rrsetCount(),
                         (*version)->ownerCount()};
    if (found != meta)
        return base::fail(ErrorCode::StoreCorrupt, "serial " + std::to_string(found.serial) + " with " +
                                                       std::to_string(found.records) +
                                                       " records was read, serial " +
                                                       std::to_string(meta.serial) + " with " +
                                                       std::to_string(meta.records) + " was written");
    return version;
}

} // namespace zonescope::build
