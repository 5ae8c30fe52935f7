// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/path/path_round.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace zonescope::path {

/// One probe to send now.
struct Probe
{
    std::size_t id = 0; ///< index of the probe in its session
    std::uint8_t flow = 0;
    std::uint8_t ttl = 0;
};

/// What came back for a probe.
struct Reply
{
    std::size_t probe = 0;
    Answer answer = Answer::None;
    net::IpAddress from{};
    base::Duration rtt{0};
    std::optional<std::uint8_t> returnTtl{};
    std::vector<MplsLabel> labels{};
    std::uint8_t icmpCode = 0;
    std::string nsid{};
};

/// One round of probes to one target; no I/O. Probes beyond the target spend its allowance of ICMP messages,
/// so the length is learnt first: one probe with a large TTL says by the TTL of its answer how long the way
/// back is, which is a first guess; the next, one shorter than the guess, must not reach the target; then
/// everything up to the guess goes out at once. A guess that was wrong is corrected one probe at a time. Per
/// flow no more than one probe on its way at any moment may be longer than needed.
class TraceSession
{
public:
    struct Options
    {
        std::uint8_t flows = 8;
        std::uint8_t firstFlow = 0;
        std::uint8_t longest = 30; ///< TTL
        base::Duration timeout{1'000'000};
        std::optional<std::uint8_t> knownLength{}; ///< of the round before
        bool oneByOne = false; ///< routers quote so little that answers cannot be told apart otherwise
    };
    static constexpr std::uint8_t farTtl = 64;

    TraceSession(Options options, base::Timestamp wall, base::Instant now);

    /// The probes to begin with. Each of these three gives what is to be sent next.
    std::vector<Probe> start(base::Instant now);
    std::vector<Probe> replied(const Reply& reply, base::Instant now);
    std::vector<Probe> timePassed(base::Instant now);
    /// When timePassed() wants to be called.
    std::optional<base::Instant> nextDeadline() const;

    bool finished() const { return m_finished; }
    /// At any time; complete when finished().
    Round round() const;

private:
    struct Sent
    {
        Sample sample;
        base::Instant at{};
        bool open = true; ///< may still be answered in time
    };
    struct Flow
    {
        std::uint8_t number = 0;
        int notThere = 0; ///< the largest TTL that is too short, seen or presumed
        int there = 0;    ///< the smallest TTL that reached the target; 0: none yet
        int guess = 0;    ///< 0: none
        int step = 1;     ///< how far down the next correction goes
        int silence = 0;  ///< TTLs in a row of which nothing came
        bool retried = false;
        bool done = false;
        std::vector<std::size_t> decides; ///< probes whose fate is waited for
        std::vector<bool> out;            ///< by TTL
    };

    std::size_t send(std::vector<Probe>& probes, Flow& flow, int ttl, base::Instant now);
    void ask(std::vector<Probe>& probes, Flow& flow, int ttl, base::Instant now);
    void fill(std::vector<Probe>& probes, Flow& flow, int upTo, base::Instant now);
    bool waiting(Flow& flow, base::Instant now) const;
    void learn(Flow& flow);
    void advance(std::vector<Probe>& probes, Flow& flow, base::Instant now);
    void climb(std::vector<Probe>& probes, Flow& flow, base::Instant now);
    base::Duration patience() const;
    std::vector<Probe> go(base::Instant now);

    Options m_options;
    base::Timestamp m_wall;
    base::Instant m_begun;
    base::Instant m_ended;
    std::vector<Sent> m_sent; ///< the index is the id
    std::vector<Flow> m_flows;
    std::optional<std::size_t> m_far; ///< the probe with the large TTL
    bool m_farAnswered = false;
    base::Duration m_slowest{0}; ///< of all answers
    std::string m_nsid;
    bool m_finished = false;
};

} // namespace zonescope::path
