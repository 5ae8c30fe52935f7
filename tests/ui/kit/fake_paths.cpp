// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/kit/fake_data.h"

namespace zonescope::uikit {
namespace {

net::IpAddress router(int hop, int which)
{
    return *net::IpAddress::fromText("198.51.100." + std::to_string(hop * 10 + which));
}

/// A round over eight routers: two equal ones, labels, one that is silent and one that seldom answers.
path::Round sampleRound(const path::Target& target, int number, base::Timestamp at, bool detour)
{
    path::Round round;
    round.at = at;
    round.reached = true;
    round.length = std::uint8_t(9);
    round.nsid = "fra-1";
    for (std::uint8_t flow = 0; flow < 4; ++flow)
        for (std::uint8_t ttl = 1; ttl <= 9; ++ttl) {
            path::Sample sample;
            sample.flow = flow;
            sample.ttl = ttl;
            const bool silent = ttl == 5 || (ttl == 6 && (number + flow) % 3 != 0);
            if (!silent) {
                sample.answer = ttl == 9 ? path::Answer::Destination : path::Answer::TimeExceeded;
                sample.from = ttl == 9 ? target.address.address
                                       : router(ttl, (ttl == 3 && flow % 2) + (detour && ttl == 7 ? 2 : 0));
                sample.rtt = base::Duration(ttl * 2'700 + (number * 37 + flow * 91) % 400 +
                                            (detour && ttl >= 7 ? 9'000 : 0));
                sample.returnTtl = std::uint8_t((ttl == 9 ? 64 : 255) - (ttl - 1) - (ttl >= 8 ? 3 : 0));
                if (ttl == 2)
                    sample.labels = {{24'001, 0, 1, true}};
            }
            round.samples.push_back(sample);
        }
    return round;
}

} // namespace

std::vector<std::shared_ptr<const path::PathView>> samplePaths(const zone::Configuration& configuration,
                                                               base::Timestamp now)
{
    std::vector<path::Target> targets;
    for (const auto& [id, primary] : configuration.primaries())
        if (!primary.addresses.empty())
            targets.push_back({primary.addresses.front(), path::Protocol::Udp, {}, {}});
    for (const auto& [id, edge] : configuration.edges())
        targets.push_back({edge.endpoint, path::Protocol::Udp, {}, {}});
    std::vector<std::shared_ptr<const path::PathView>> views;
    for (const path::Target& target : targets) {
        path::TargetWatch watch(target);
        for (int i = 0; i < 120; ++i)
            watch.add(sampleRound(target, i, now - std::chrono::seconds(120 - i), i >= 60));
        views.push_back(watch.view());
    }
    return views;
}

std::vector<pipeline::PathRecord> samplePathHistory(const net::Endpoint& target, base::Timestamp now)
{
    std::vector<pipeline::PathRecord> rounds;
    for (int i = 0; i < 24; ++i) {
        pipeline::PathRecord round;
        round.at = now - std::chrono::minutes(5 * (24 - i) + 3);
        round.target = target;
        round.route = i < 12 ? 0x11 : 0x22;
        round.length = 9;
        round.sent = round.received = 8;
        round.best = base::Duration(24'000 + i * 10);
        round.worst = base::Duration(25'500 + i * 10);
        round.usual = base::Duration(24'000);
        round.nsid = "fra-1";
        rounds.push_back(round);
    }
    return rounds;
}

} // namespace zonescope::uikit
