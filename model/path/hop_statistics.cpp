// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/hop_statistics.h"

#include "model/path/return_path.h"

#include <algorithm>
#include <cmath>

namespace zonescope::path {
namespace {

base::Duration rounded(double microseconds)
{
    return base::Duration(std::llround(microseconds));
}

/// Whether that share of so many probes is more than chance makes of another one: two standard errors.
bool clearlyMore(double share, std::uint64_t sent, double than)
{
    const auto n = static_cast<double>(std::max<std::uint64_t>(sent, 1));
    const double error = std::sqrt(std::max(than * (1 - than), 1 / n) / n);
    return share > than + 2 * error;
}

/// What is missing at every hop from each on: nothing that a router does to its own answers.
std::vector<double> carriedShares(const std::vector<Hop>& hops)
{
    std::vector<double> carried(hops.size());
    double least = 1;
    for (std::size_t i = hops.size(); i-- > 0;) {
        if (hops[i].sent > 0)
            least = std::min(least, hops[i].missingShare());
        carried[i] = least;
    }
    return carried;
}

void judge(std::vector<Hop>& hops, bool reached)
{
    const auto carried = carriedShares(hops);
    bool begun = false; // answers are missing at all hops since
    for (std::size_t i = 0; i < hops.size(); ++i) {
        Hop& hop = hops[i];
        const bool last = i + 1 == hops.size();
        const bool begins =
            !begun && reached && !last && clearlyMore(carried[i], hop.sent, i > 0 ? carried[i - 1] : 0);
        begun = begun || begins;
        if (begins)
            hop.verdict = HopVerdict::MissingFromHereOn;
        else if (last)
            hop.verdict = reached ? HopVerdict::Target : HopVerdict::NothingBeyond;
        else if (hop.received == 0)
            hop.verdict = HopVerdict::Silent;
        else if (clearlyMore(hop.missingShare(), hop.sent, carried[i]))
            hop.verdict = HopVerdict::LimitedAnswers;
    }
}

} // namespace

void RttStatistics::add(base::Duration rtt)
{
    const auto value = static_cast<double>(rtt.count());
    if (m_count > 0)
        m_differences += std::abs(value - static_cast<double>(m_last.count()));
    m_best = m_count ? std::min(m_best, rtt) : rtt;
    m_worst = std::max(m_worst, rtt);
    m_last = rtt;
    ++m_count;
    const double step = value - m_mean; // Welford
    m_mean += step / static_cast<double>(m_count);
    m_squares += step * (value - m_mean);
}

base::Duration RttStatistics::mean() const
{
    return rounded(m_mean);
}

base::Duration RttStatistics::deviation() const
{
    return m_count < 2 ? base::Duration(0) : rounded(std::sqrt(m_squares / static_cast<double>(m_count - 1)));
}

base::Duration RttStatistics::jitter() const
{
    return m_count < 2 ? base::Duration(0) : rounded(m_differences / static_cast<double>(m_count - 1));
}

void HopLadder::add(const Round& round)
{
    ++m_rounds;
    m_reached = m_reached || round.reached;
    if (round.length)
        m_length = round.length;
    for (const Sample& sample : round.samples) {
        if (sample.ttl == 0)
            continue;
        while (m_hops.size() < sample.ttl)
            m_hops.push_back({static_cast<std::uint8_t>(m_hops.size() + 1), 0, 0, {}, {}, HopVerdict::Good});
        Hop& hop = m_hops[sample.ttl - 1U];
        ++hop.sent;
        if (sample.answer == Answer::None)
            continue;
        ++hop.received;
        hop.rtt.add(sample.rtt);
        auto at = std::find_if(hop.addresses.begin(), hop.addresses.end(),
                               [&](const HopAddress& known) { return known.address == sample.from; });
        if (at == hop.addresses.end())
            at = hop.addresses.insert(at, HopAddress{sample.from, {}, {}, {}, {}});
        at->flows.insert(sample.flow);
        at->rtt.add(sample.rtt);
        at->labels = sample.labels;
        if (sample.returnTtl)
            at->returnLength = path::returnLength(*sample.returnTtl);
    }
}

std::vector<Hop> HopLadder::hops() const
{
    std::vector<Hop> hops = m_hops;
    judge(hops, m_reached);
    return hops;
}

std::vector<TunnelVerdict> HopLadder::tunnels() const
{
    std::vector<HopEvidence> evidence;
    for (const Hop& hop : m_hops) {
        HopEvidence one;
        one.ttl = hop.ttl;
        one.answers = hop.received > 0;
        if (one.answers) {
            const HopAddress& address = hop.addresses.front();
            one.returnLength = address.returnLength;
            one.labelled = !address.labels.empty();
            one.privateAddress = isPrivate(address.address);
            one.rtt = hop.rtt.best();
        }
        evidence.push_back(one);
    }
    return findTunnels(evidence);
}

} // namespace zonescope::path
