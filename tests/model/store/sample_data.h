// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/history.h"
#include "model/zone/configuration.h"
#include "model/zone/zone_version.h"

#include <random>

namespace zonescope::kit {

// Rows with every field filled, or every optional one left out, from a seed.

dns::Name name(std::string_view text);
net::Endpoint endpoint(std::string_view text);

pipeline::TransferAttempt someAttempt(std::uint64_t id, std::mt19937& random);
pipeline::Event someEvent(std::uint64_t id, std::mt19937& random);
pipeline::Change someChange(std::uint64_t id, std::mt19937& random, std::size_t edges = 6);
zone::Changeset someChangeset(std::uint32_t from, std::uint32_t to, std::mt19937& random,
                              std::size_t records = 10);

/// Two keys, two ACLs, two primaries, three edges and so many zones.
zone::Configuration someConfiguration(int zones);

} // namespace zonescope::kit
