// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/zone_version.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace zonescope::publish {

/// What NSEC3PARAM says (RFC 5155 section 4).
struct Nsec3Parameters
{
    std::uint16_t iterations = 0;
    std::string salt;

    friend bool operator==(const Nsec3Parameters&, const Nsec3Parameters&) = default;
};

/// base32hex in lower case: the label of an NSEC3 owner, which is also its key below the apex.
using Nsec3Label = std::array<char, 32>;
/// RFC 5155 section 5. Precondition: uncompressed wire form.
Nsec3Label nsec3Label(std::string_view wire, const Nsec3Parameters& parameters);

/// The NSEC3 owners of one version in order of their hashes, apart from the other names: between two of them
/// may lie a million ordinary names, which a search for the hash before must not walk through. It is itself a
/// persistent tree, so that the next version costs what the change costs. Made at the first question, once,
/// whoever asks; thread-safe.
class Nsec3Index
{
public:
    /// `before`: the index of the version before, used when that was made already.
    Nsec3Index(zone::ZoneVersionPtr version, std::shared_ptr<const Nsec3Index> before);

    /// Makes the index if nobody did: a question that comes afterwards does not wait.
    void prepare() const;
    /// False when the zone has no NSEC3 chain that we can follow: no NSEC3PARAM, an unknown hash, or more
    /// iterations than anybody may ask of a server (RFC 9276 section 3.2).
    bool usable() const;
    /// Precondition: usable().
    const Nsec3Parameters& parameters() const { return *m_parameters; }
    /// The NSEC3 owner of exactly this hash. Precondition: usable().
    std::optional<zone::OwnerView> matching(std::string_view label) const;
    /// The owner whose NSEC3 covers the hash: the one before it, or the last for one before the first.
    std::optional<zone::OwnerView> covering(std::string_view label) const;

private:
    void make() const;
    zone::ZoneVersionPtr fromBefore() const;
    zone::ZoneVersionPtr fromScratch() const;
    bool belongs(const zone::OwnerView& owner) const;

    const zone::ZoneVersionPtr m_version;
    std::optional<Nsec3Parameters> m_parameters;
    mutable std::shared_ptr<const Nsec3Index> m_before; ///< nothing once made
    mutable zone::ZoneVersionPtr m_owners;              ///< the names only
    mutable std::once_flag m_once;
    mutable std::atomic<bool> m_made{false};
};

} // namespace zonescope::publish
