// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/network_model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::cloud {

/// How many addresses of a subnet are taken. Of IPv4 subnets only: nobody fills the others.
struct SubnetUse
{
    std::uint32_t used = 0;
    std::uint32_t usable = 0; ///< without those that the provider keeps for itself
    friend bool operator==(const SubnetUse&, const SubnetUse&) = default;
};
/// The provider's own figure where it gives one, else the interfaces that the snapshot has in it.
std::optional<SubnetUse> subnetUse(const Snapshot& snapshot, Index subnet);
std::optional<SubnetUse> subnetUse(const NetworkModel& model, Index subnet);

/// One VPN connection, which has one tunnel or two.
struct TunnelHealth
{
    std::uint32_t down = 0;
    std::uint32_t tunnels = 1;
    std::string word; ///< the provider's
    friend bool operator==(const TunnelHealth&, const TunnelHealth&) = default;
};
/// Nothing for what is no tunnel, or one that was deleted.
std::optional<TunnelHealth> tunnelHealth(const Resource& resource);

/// What is kept of each scan for the charts: a few hundred short rows instead of the resources themselves.
struct Tally
{
    struct Count
    {
        Provider provider = Provider::Aws;
        Kind kind = Kind::Other;
        std::string account;
        std::string region;
        std::uint32_t resources = 0;
        friend bool operator==(const Count&, const Count&) = default;
    };
    struct Tunnel
    {
        std::string id;
        std::string name;
        std::uint32_t down = 0;
        std::uint32_t tunnels = 1;
        friend bool operator==(const Tunnel&, const Tunnel&) = default;
    };
    /// Addresses taken in a network or subnet.
    struct Use
    {
        std::string id;
        std::string name;
        bool network = false; ///< the sum of its subnets
        std::uint64_t used = 0;
        std::uint64_t usable = 0;
        friend bool operator==(const Use&, const Use&) = default;
    };
    static constexpr std::size_t mostUses = 100; ///< the fullest networks, and as many subnets

    std::vector<Count> counts; ///< in the order of the snapshot
    std::vector<Use> uses;     ///< networks first, the fullest first
    std::vector<Tunnel> tunnels;
    friend bool operator==(const Tally&, const Tally&) = default;
};
Tally tallyOf(const Snapshot& snapshot);

} // namespace zonescope::cloud
