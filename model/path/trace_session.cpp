// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/trace_session.h"

#include "model/path/return_path.h"

#include <algorithm>

namespace zonescope::path {
namespace {

constexpr int silentRouters =
    5; // so many in a row that say nothing, and nobody expects the target behind them
constexpr base::Duration leastPatience{20'000};
constexpr base::Duration blindPatience{200'000}; // when nothing is known of the round trip

} // namespace

TraceSession::TraceSession(Options options, base::Timestamp wall, base::Instant now)
    : m_options(options)
    , m_wall(wall)
    , m_begun(now)
    , m_ended(now)
{
    for (std::uint8_t i = 0; i < options.flows; ++i) {
        Flow flow;
        flow.number = static_cast<std::uint8_t>(options.firstFlow + i);
        flow.guess = options.oneByOne ? 0 : options.knownLength.value_or(0);
        flow.out.resize(farTtl + 1U);
        m_flows.push_back(std::move(flow));
    }
}

std::size_t TraceSession::send(std::vector<Probe>& probes, Flow& flow, int ttl, base::Instant now)
{
    flow.out[static_cast<std::size_t>(ttl)] = true;
    Sent sent;
    sent.sample.flow = flow.number;
    sent.sample.ttl = static_cast<std::uint8_t>(ttl);
    sent.at = now;
    m_sent.push_back(std::move(sent));
    probes.push_back({m_sent.size() - 1, flow.number, static_cast<std::uint8_t>(ttl)});
    return m_sent.size() - 1;
}

void TraceSession::ask(std::vector<Probe>& probes, Flow& flow, int ttl, base::Instant now)
{
    flow.decides.push_back(send(probes, flow, ttl, now));
}

void TraceSession::fill(std::vector<Probe>& probes, Flow& flow, int upTo, base::Instant now)
{
    for (int ttl = 1; ttl <= upTo; ++ttl)
        if (!flow.out[static_cast<std::size_t>(ttl)])
            send(probes, flow, ttl, now);
}

std::vector<Probe> TraceSession::start(base::Instant now)
{
    std::vector<Probe> probes;
    if (!m_options.knownLength && !m_options.oneByOne && !m_flows.empty())
        m_far = send(probes, m_flows.front(), farTtl, now);
    for (Probe& probe : go(now))
        probes.push_back(probe);
    return probes;
}

std::vector<Probe> TraceSession::replied(const Reply& reply, base::Instant now)
{
    if (reply.probe >= m_sent.size() || !m_sent[reply.probe].open || m_finished)
        return {};
    Sent& sent = m_sent[reply.probe];
    sent.open = false;
    sent.sample.answer = reply.answer;
    sent.sample.from = reply.from;
    sent.sample.rtt = reply.rtt;
    sent.sample.returnTtl = reply.returnTtl;
    sent.sample.labels = reply.labels;
    sent.sample.icmpCode = reply.icmpCode;
    m_slowest = std::max(m_slowest, reply.rtt);
    if (!reply.nsid.empty())
        m_nsid = reply.nsid;
    if (reply.probe == m_far) {
        m_farAnswered = reply.answer == Answer::Destination;
        if (m_farAnswered && reply.returnTtl) {
            const int length = std::clamp<int>(returnLength(*reply.returnTtl), 1, m_options.longest);
            for (Flow& flow : m_flows)
                flow.guess = length;
        }
    }
    return go(now);
}

std::vector<Probe> TraceSession::timePassed(base::Instant now)
{
    for (Sent& sent : m_sent)
        if (sent.open && now - sent.at >= m_options.timeout)
            sent.open = false;
    return m_finished ? std::vector<Probe>() : go(now);
}

base::Duration TraceSession::patience() const
{
    const base::Duration wanted = m_slowest.count() > 0
                                      ? std::max(leastPatience, m_slowest + m_slowest / 4 + leastPatience / 4)
                                      : blindPatience;
    return std::min(wanted, m_options.timeout);
}

std::optional<base::Instant> TraceSession::nextDeadline() const
{
    if (m_finished)
        return std::nullopt;
    std::optional<base::Instant> next;
    const auto consider = [&](base::Instant when) { next = next ? std::min(*next, when) : when; };
    for (const Sent& sent : m_sent)
        if (sent.open)
            consider(sent.at + m_options.timeout);
    for (const Flow& flow : m_flows)
        for (const std::size_t id : flow.decides)
            if (m_sent[id].open)
                consider(m_sent[id].at + patience());
    return next;
}

bool TraceSession::waiting(Flow& flow, base::Instant now) const
{
    return std::any_of(flow.decides.begin(), flow.decides.end(),
                       [&](std::size_t id) { return m_sent[id].open && now - m_sent[id].at < patience(); });
}

/// What the probes that were waited for say of the length.
void TraceSession::learn(Flow& flow)
{
    for (const std::size_t id : flow.decides) {
        const Sample& sample = m_sent[id].sample;
        const int ttl = sample.ttl;
        if (sample.answer == Answer::Destination || sample.answer == Answer::Unreachable) {
            flow.there = flow.there == 0 ? ttl : std::min(flow.there, ttl);
            continue;
        }
        const bool silent = sample.answer == Answer::None;
        // The target answers, as a rule: one more try before the silence counts as a router's.
        if (silent && !flow.retried && ttl == flow.guess) {
            flow.retried = true;
            flow.out[static_cast<std::size_t>(ttl)] = false;
            continue;
        }
        flow.silence = silent ? flow.silence + 1 : 0;
        flow.notThere = std::max(flow.notThere, ttl);
    }
    flow.decides.clear();
    // What was presumed of a silent router and came true otherwise later.
    for (const Sent& sent : m_sent)
        if (sent.sample.flow == flow.number && sent.sample.ttl < farTtl &&
            sent.sample.answer == Answer::Destination)
            flow.there = flow.there == 0 ? sent.sample.ttl : std::min<int>(flow.there, sent.sample.ttl);
    if (flow.there > 0)
        flow.notThere = std::min(flow.notThere, flow.there - 1);
}

void TraceSession::advance(std::vector<Probe>& probes, Flow& flow, base::Instant now)
{
    if (flow.done || waiting(flow, now))
        return;
    learn(flow);
    if (flow.there > 0) {
        if (flow.notThere + 1 == flow.there) {
            fill(probes, flow, flow.there, now);
            flow.done = true;
            return;
        }
        const int lower = std::max(flow.notThere + 1, flow.there - flow.step);
        flow.step *= 2;
        ask(probes, flow, lower, now);
        return;
    }
    if (flow.silence >= silentRouters || flow.notThere >= m_options.longest) {
        fill(probes, flow, flow.notThere, now);
        flow.done = true;
    } else if (flow.guess == 0) {
        climb(probes, flow, now);
    } else if (flow.notThere < flow.guess - 1) {
        ask(probes, flow, flow.guess - 1, now);
    } else {
        ask(probes, flow, flow.notThere + 1, now);
        fill(probes, flow, flow.notThere, now);
    }
}

/// Upwards, without an idea of the length. A target that says nothing has no messages to spend: three at
/// once.
void TraceSession::climb(std::vector<Probe>& probes, Flow& flow, base::Instant now)
{
    const int width = flow.silence > 0 || m_options.oneByOne ? 1 : (m_farAnswered ? 2 : 3);
    const int upTo = std::min<int>(flow.notThere + width, m_options.longest);
    for (int ttl = flow.notThere + 1; ttl <= upTo; ++ttl)
        ask(probes, flow, ttl, now);
}

std::vector<Probe> TraceSession::go(base::Instant now)
{
    std::vector<Probe> probes;
    const bool known = !m_far || !m_sent[*m_far].open;
    if (known)
        for (Flow& flow : m_flows)
            advance(probes, flow, now);
    const bool allDone = std::all_of(m_flows.begin(), m_flows.end(), [](const Flow& f) { return f.done; });
    const bool allIn = std::none_of(m_sent.begin(), m_sent.end(), [](const Sent& s) { return s.open; });
    if (known && allDone && allIn) {
        m_finished = true;
        m_ended = now;
    }
    return probes;
}

Round TraceSession::round() const
{
    Round round;
    round.at = m_wall;
    round.nsid = m_nsid;
    round.took = std::chrono::duration_cast<base::Duration>(m_ended - m_begun);
    for (const Flow& flow : m_flows) {
        std::vector<const Sample*> byTtl(farTtl + 1U);
        int last = 0; // behind the last router that answers there is nothing to show
        for (const Sent& sent : m_sent) {
            const Sample& sample = sent.sample;
            if (sample.flow != flow.number || sample.ttl >= farTtl ||
                (flow.there > 0 && sample.ttl > flow.there))
                continue;
            const Sample*& place = byTtl[sample.ttl];
            if (!place || place->answer == Answer::None)
                place = &sample;
            if (sample.answer != Answer::None)
                last = std::max<int>(last, sample.ttl);
        }
        for (int ttl = 1; ttl <= last; ++ttl)
            if (const Sample* sample = byTtl[static_cast<std::size_t>(ttl)]) {
                round.samples.push_back(*sample);
                round.reached = round.reached || sample->answer == Answer::Destination;
                round.blocked = round.blocked || sample->answer == Answer::Unreachable;
            }
        if (flow.there > 0 && !round.length)
            round.length = static_cast<std::uint8_t>(flow.there);
    }
    return round;
}

} // namespace zonescope::path
