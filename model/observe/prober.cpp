// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/observe/prober.h"

#include "model/base/log.h"
#include "model/net/event_loop.h"
#include "model/observe/probe_channel.h"
#include "model/observe/probe_message.h"
#include "model/observe/probe_policy.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <thread>
#include <unordered_set>
#include <utility>

namespace zonescope::observe {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t askedAtATime = 128;   // then answers are read: more would overflow the sockets' buffers
constexpr base::Duration sweepEvery = 50ms; // finer than anybody reads a time-out

} // namespace

struct Prober::State
{
    using Ticket = ProbePolicy::Ticket;
    using ChannelKey = std::pair<net::Endpoint, bool>; ///< server, over TCP

    struct Probe
    {
        Ticket ticket = 0;
        ProbeTarget target;
        bool tcp = false;
        bool edns = true;
        base::Timestamp sentAt;
    };
    /// What a callback noted; looked at when c-ares has returned.
    struct Finished
    {
        Probe probe;
        int status = 0;
        base::Timestamp at;
        std::optional<ProbeAnswer> answer;
    };

    State(const base::Clock& time, Results deliver, base::Duration answersWithin)
        : clock(time)
        , results(std::move(deliver))
        , patience(answersWithin)
        , policy(std::random_device{}())
        , ids(std::random_device{}())
    {
        auto made = net::EventLoop::create(clock);
        if (!made) {
            base::log(base::LogCategory::Observe, base::LogLevel::Error, base::toString(made.error()));
            return; // nothing is probed; the log says why
        }
        loop = std::move(*made);
        thread = std::thread([this] {
            loop->run();
            channels.clear(); // c-ares belongs to this thread until its end
        });
    }

    ~State() { stop(); }

    void stop()
    {
        if (!thread.joinable())
            return;
        loop->stop();
        thread.join();
    }

    void post(net::EventLoop::Task task)
    {
        if (loop)
            loop->post(std::move(task));
    }

    void run();
    void armTimer();
    void ask(Probe probe);
    void note(Finished finished);
    void settle();
    void settleOne(Finished& finished);
    bool askAgain(Finished& finished);
    ProbeResult resultOf(const Finished& finished) const;
    ProbeChannel* channelFor(const net::Endpoint& server, bool tcp);
    void sweep();
    void closeUnused();

    const base::Clock& clock;
    Results results;
    const base::Duration patience;
    std::atomic<std::uint64_t> sent{0};
    std::unique_ptr<net::EventLoop> loop;

    // The probe thread only.
    ProbePolicy policy;
    std::mt19937_64 ids;
    std::map<ChannelKey, std::unique_ptr<ProbeChannel>> channels;
    std::unordered_set<net::Endpoint> withoutEdns; ///< servers that answered FORMERR or NOTIMP to OPT
    std::vector<Finished> finished;
    std::vector<ProbeResult> batch;
    bool settlePosted = false;
    net::EventLoop::TimerId timer = 0;
    net::EventLoop::TimerId sweepTimer = 0;

    std::thread thread;
};

/// Asks what is due and sleeps until the next is.
void Prober::State::run()
{
    for (const Ticket ticket : policy.due(clock.steady(), askedAtATime)) {
        const ProbeTarget& target = *policy.target(ticket);
        ask({ticket, target, false, !withoutEdns.contains(target.endpoint), {}});
    }
    armTimer();
}

void Prober::State::armTimer()
{
    loop->cancel(timer);
    timer = 0;
    if (const auto next = policy.nextDue())
        timer = loop->at(*next, [this] { run(); });
}

void Prober::State::ask(Probe probe)
{
    ProbeChannel* channel = channelFor(probe.target.endpoint, probe.tcp);
    probe.sentAt = clock.wall();
    if (channel == nullptr)
        return note({std::move(probe), -1, clock.wall(), std::nullopt});
    const base::Bytes message =
        writeProbe(probe.target.apex, static_cast<std::uint16_t>(ids() & 0xffff), probe.edns);
    ++sent;
    channel->send(base::viewOf(message), [this, probe](const ProbeChannel::Outcome& outcome) {
        Finished done{probe, outcome.status, outcome.receivedAt.value_or(clock.wall()), std::nullopt};
        if (!outcome.message.empty())
            done.answer = readProbeAnswer(outcome.message, probe.target.apex);
        note(std::move(done));
    });
    if (sweepTimer == 0)
        sweepTimer = loop->after(sweepEvery, [this] { sweep(); });
}

void Prober::State::note(Finished done)
{
    finished.push_back(std::move(done));
    if (!std::exchange(settlePosted, true))
        loop->post([this] { settle(); });
}

/// Every socket that was ready has been read: now ask again where needed and hand the results over.
void Prober::State::settle()
{
    settlePosted = false;
    for (Finished& each : std::exchange(finished, {}))
        settleOne(each);
    if (!batch.empty())
        results(std::exchange(batch, {}));
    run();
}

void Prober::State::settleOne(Finished& done)
{
    if (policy.target(done.probe.ticket) == nullptr || askAgain(done))
        return;
    const base::Instant now = clock.steady();
    ProbeResult result = resultOf(done);
    if (done.answer)
        policy.answered(done.probe.ticket, result.serial, now);
    else
        policy.unanswered(done.probe.ticket, now);
    batch.push_back(std::move(result));
}

/// Once over TCP after TC, once without EDNS after FORMERR: the same question, the answer of which counts.
bool Prober::State::askAgain(Finished& done)
{
    if (!done.answer)
        return false;
    const bool overTcp = done.answer->truncated && !done.probe.tcp;
    const bool plain = done.answer->ednsNotUnderstood && done.probe.edns;
    if (!overTcp && !plain)
        return false;
    done.probe.tcp = done.probe.tcp || overTcp;
    if (plain) {
        done.probe.edns = false;
        withoutEdns.insert(done.probe.target.endpoint);
    }
    policy.askedAgain(done.probe.target.endpoint, clock.steady());
    ask(std::move(done.probe));
    return true;
}

ProbeResult Prober::State::resultOf(const Finished& done) const
{
    ProbeResult result;
    result.zone = done.probe.target.zone;
    result.edge = done.probe.target.edge;
    result.sentAt = done.probe.sentAt;
    result.answeredAt = std::max(done.at, done.probe.sentAt); // the two clocks' granularity may differ
    if (done.answer) {
        result.roundTrip = result.answeredAt - result.sentAt;
        result.serial = done.answer->serial;
        result.error = done.answer->error;
        result.extendedError = done.answer->extendedError;
        result.nsid = done.answer->nsid;
        result.givesVersion = done.answer->givesVersion;
        result.expire = done.answer->expire;
    } else {
        result.error = done.status < 0 ? base::Error{base::ErrorCode::SocketFailed, "no channel"}
                                       : probeError(done.status);
    }
    return result;
}

ProbeChannel* Prober::State::channelFor(const net::Endpoint& server, bool tcp)
{
    auto& place = channels[{server, tcp}];
    if (!place) {
        auto opened = ProbeChannel::open(*loop, server, tcp, patience);
        if (!opened) {
            base::log(base::LogCategory::Observe, base::LogLevel::Warning,
                      server.toText() + ": " + base::toString(opened.error()));
            channels.erase({server, tcp});
            return nullptr;
        }
        place = std::move(*opened);
    }
    return place.get();
}

void Prober::State::sweep()
{
    sweepTimer = 0;
    bool pending = false;
    for (auto& [key, channel] : channels)
        if (channel->pending() > 0) {
            channel->processTimeouts();
            pending = pending || channel->pending() > 0;
        }
    closeUnused();
    if (pending)
        sweepTimer = loop->after(sweepEvery, [this] { sweep(); });
}

void Prober::State::closeUnused()
{
    std::erase_if(channels, [&](const auto& each) {
        return each.second->pending() == 0 && !policy.uses(each.first.first);
    });
}

Prober::Prober(const base::Clock& clock, Results results, base::Duration patience)
    : m_state(std::make_unique<State>(clock, std::move(results), patience))
{
}

Prober::~Prober() = default;

void Prober::setTargets(std::vector<ProbeTarget> targets)
{
    m_state->post([state = m_state.get(), all = std::move(targets)] {
        state->policy.setTargets(all, state->clock.steady());
        state->closeUnused();
        state->armTimer();
    });
}

void Prober::expect(base::ZoneId zone, std::uint32_t serial)
{
    m_state->post([state = m_state.get(), zone, serial] {
        state->policy.expect(zone, serial, state->clock.steady());
        state->armTimer();
    });
}

void Prober::probeNow(const std::vector<base::ZoneId>& zones)
{
    m_state->post([state = m_state.get(), zones] {
        state->policy.probeNow(zones, state->clock.steady());
        state->armTimer();
    });
}

std::uint64_t Prober::probesSent() const
{
    return m_state->sent;
}

void Prober::stop()
{
    m_state->stop();
}

} // namespace zonescope::observe
