// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/denial_proof.h"

namespace zonescope::publish {
namespace {

using zone::OwnerView;

std::string_view textOf(const Nsec3Label& label)
{
    return {label.data(), label.size()};
}

/// The NSEC3 side of proofOf().
class HashedProof
{
public:
    HashedProof(const Nsec3Index& index, const AskedName& name, DenialOwners& owners)
        : m_index(index)
        , m_name(name)
        , m_owners(owners)
    {
    }

    void noData(std::size_t depth)
    {
        if (const auto own = matching(m_name.wireAt(depth)))
            return m_owners.add(own); // RFC 5155 section 7.2.3
        // Section 7.2.4, and an empty non-terminal above insecure delegations only: opt-out left it out.
        if (depth > 0)
            closestEncloser(depth - 1);
    }

    /// Section 7.2.1. Gives the depth of the encloser that could be proven.
    std::size_t closestEncloser(std::size_t depth)
    {
        for (;; --depth) {
            const auto own = matching(m_name.wireAt(depth));
            if (!own && depth > 0)
                continue;
            m_owners.add(own);
            nextCloser(depth);
            return depth;
        }
    }

    void nextCloser(std::size_t encloser)
    {
        if (encloser < m_name.depth())
            m_owners.add(m_index.covering(textOf(hash(m_name.wireAt(encloser + 1)))));
    }

    void wildcard(std::size_t encloser, bool exists)
    {
        const std::string_view below = m_name.wireAt(encloser);
        std::array<char, 258> wire{'\1', '*'};
        if (below.size() + 2 > 255)
            return; // too long to be a name, so nothing can be there
        below.copy(wire.data() + 2, below.size());
        const std::string_view name(wire.data(), below.size() + 2);
        m_owners.add(exists ? matching(name) : m_index.covering(textOf(hash(name))));
    }

private:
    Nsec3Label hash(std::string_view wire) const { return nsec3Label(wire, m_index.parameters()); }
    std::optional<OwnerView> matching(std::string_view wire) const
    {
        return m_index.matching(textOf(hash(wire)));
    }

    const Nsec3Index& m_index;
    const AskedName& m_name;
    DenialOwners& m_owners;
};

void prove(Denial denial, HashedProof proof, std::size_t depth)
{
    switch (denial) {
    case Denial::NoData:
        return proof.noData(depth);
    case Denial::NoName: // section 7.2.2
        return proof.wildcard(proof.closestEncloser(depth), false);
    case Denial::WildcardAnswer: // section 7.2.6
        return proof.nextCloser(depth);
    case Denial::WildcardNoData: // section 7.2.5
        proof.closestEncloser(depth);
        return proof.wildcard(depth, true);
    }
}

} // namespace

void DenialOwners::add(const std::optional<zone::OwnerView>& owner)
{
    if (!owner || m_count == m_owners.size())
        return;
    for (const auto& each : *this)
        if (each->bytes().data() == owner->bytes().data())
            return;
    m_owners[m_count++] = owner;
}

DenialOwners proofOf(Denial denial, const zone::ZoneVersion& zone, const Nsec3Index* nsec3,
                     const AskedName& name, std::size_t depth)
{
    DenialOwners owners;
    if (nsec3 != nullptr && nsec3->usable()) {
        prove(denial, HashedProof(*nsec3, name, owners), depth);
        return owners;
    }
    owners.add(nsecFor(zone, denial == Denial::NoData ? name.keyAt(depth) : name.key()));
    if (denial == Denial::NoName || denial == Denial::WildcardNoData) {
        WildcardRoom room;
        owners.add(nsecFor(zone, wildcardKey(name.keyAt(depth), room)));
    }
    return owners;
}

std::optional<zone::OwnerView> nsecFor(const zone::ZoneVersion& zone, std::string_view key)
{
    auto owner = zone.findAtOrBefore(key);
    // Glue and other occluded names have no NSEC. All that lies between such a name and the cut above it is
    // occluded as well, so the nearest ancestor with an NSEC is the predecessor that counts.
    while (owner && !owner->find(dns::Type::NSEC)) {
        const std::string_view below = owner->key();
        if (below.empty())
            return std::nullopt;
        const std::size_t separator = below.rfind('\0');
        const auto above = below.substr(0, separator == std::string_view::npos ? 0 : separator);
        owner = zone.findAtOrBefore(above);
    }
    return owner;
}

} // namespace zonescope::publish
