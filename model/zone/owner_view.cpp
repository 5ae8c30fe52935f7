// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/owner_blob.h"
#include "model/zone/owner_walk.h"

#include <cstring>

// Reading the packed form that owner_blob.h describes.

namespace zonescope::zone {
namespace {

constexpr std::size_t smallRest = 0xffff;

template <class Integer>
Integer integerAt(const std::uint8_t* at)
{
    Integer value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

constexpr std::size_t fixedHead = sizeof(std::uint16_t) + sizeof(std::uint32_t);

struct RrsetHead
{
    explicit RrsetHead(const std::uint8_t* at)
    {
        at = blob::readVarint(at + fixedHead, records);
        ttlTable = records & 1U;
        records >>= 1;
        rest = blob::readVarint(at, restSize);
    }
    std::size_t endWidth() const
    {
        if (records == 1)
            return 0;
        return restSize > smallRest ? sizeof(std::uint32_t) : sizeof(std::uint16_t);
    }
    std::size_t end(std::size_t index) const
    {
        if (endWidth() == sizeof(std::uint16_t))
            return integerAt<std::uint16_t>(rest + index * sizeof(std::uint16_t));
        return integerAt<std::uint32_t>(rest + index * sizeof(std::uint32_t));
    }
    const std::uint8_t* ttls() const { return rest + records * endWidth(); }

    std::uint32_t records = 0;
    std::uint32_t restSize = 0;
    bool ttlTable = false;
    const std::uint8_t* rest = nullptr;
};

} // namespace

dns::Type RrsetView::type() const
{
    return integerAt<dns::Type>(m_start);
}

std::uint32_t RrsetView::ttl() const
{
    return integerAt<std::uint32_t>(m_start + sizeof(std::uint16_t));
}

std::uint32_t RrsetView::ttl(std::size_t index) const
{
    const RrsetHead head(m_start);
    return head.ttlTable ? integerAt<std::uint32_t>(head.ttls() + index * sizeof(std::uint32_t)) : ttl();
}

std::size_t RrsetView::size() const
{
    return RrsetHead(m_start).records;
}

base::ByteView RrsetView::rdata(std::size_t index) const
{
    const RrsetHead head(m_start);
    if (head.records == 1)
        return {head.rest, head.restSize};
    const std::uint8_t* data = head.ttls() + (head.ttlTable ? head.records * sizeof(std::uint32_t) : 0);
    const std::size_t begin = index == 0 ? 0 : head.end(index - 1);
    return {data + begin, head.end(index) - begin};
}

std::string_view OwnerView::key() const
{
    return OwnerWalk(m_blob).key;
}

dns::Name OwnerView::name(const dns::Name& apex) const
{
    const OwnerWalk head(m_blob);
    if (head.cased.empty())
        return dns::Name::fromCanonicalKey(head.key, apex);
    return dns::Name::fromTrustedWire(std::string(head.cased).append(apex.wire()));
}

std::size_t OwnerView::rrsetCount() const
{
    return OwnerWalk(m_blob).rrsets;
}

std::size_t OwnerView::recordCount() const
{
    return countsOf(*this).records;
}

std::optional<RrsetView> OwnerView::find(dns::Type type) const
{
    std::optional<RrsetView> found;
    forEachRrset([&](RrsetView set) {
        if (set.type() == type)
            found = set;
        return set.type() < type;
    });
    return found;
}

base::ByteView OwnerView::bytes() const
{
    return {m_blob, blob::size(m_blob)};
}

const std::uint8_t* OwnerView::firstRrset() const
{
    return OwnerWalk(m_blob).sets;
}

const std::uint8_t* OwnerView::nextRrset(const std::uint8_t* rrset)
{
    const RrsetHead head(rrset);
    return head.rest + head.restSize;
}

std::string_view casedOwner(OwnerView owner)
{
    return OwnerWalk(owner).cased;
}

} // namespace zonescope::zone
