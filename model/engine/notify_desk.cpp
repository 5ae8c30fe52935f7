// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/notify_desk.h"

#include "model/dns/serial.h"

namespace zonescope::engine {
namespace {

using Kind = pipeline::Event::Kind;
using pipeline::Severity;
using pipeline::Stage;

constexpr std::uint32_t refusalsPerSecond = 20; // strangers must not fill the history; all are counted

} // namespace

NotifyDesk::NotifyDesk(Core& core, StatusBoard& board, PipelineRunner& runner)
    : m_core(core)
    , m_board(board)
    , m_runner(runner)
{
}

base::Status NotifyDesk::listen(const std::vector<net::Endpoint>& endpoints,
                                const std::vector<net::Prefix>& proxiesFrom,
                                std::vector<net::InheritedSocket> inherited)
{
    notify::NotifyListener::Callbacks callbacks;
    callbacks.decide = [this](base::ByteView message, const net::Endpoint& from) {
        return notify::decide(message, from, {*m_core.configuration, *m_core.keys, m_core.now()});
    };
    callbacks.accepted = [this](const notify::AcceptedNotify& notify, const Sender& from,
                                base::Timestamp received,
                                auto token) { accept(notify, from, received, token); };
    callbacks.refused = [this](const notify::NotifyDecision& decision, const Sender& from) {
        refuse(decision, from);
    };
    notify::NotifyListener::Limits limits;
    limits.proxiesFrom = proxiesFrom;
    limits.inherited = std::move(inherited);
    auto listener =
        notify::NotifyListener::start(m_core.loop, endpoints, std::move(callbacks), std::move(limits));
    if (!listener)
        return tl::unexpected(listener.error());
    m_listener = std::move(*listener);
    return {};
}

std::vector<net::Endpoint> NotifyDesk::boundTo() const
{
    return m_listener ? m_listener->boundTo() : std::vector<net::Endpoint>();
}

void NotifyDesk::accept(const notify::AcceptedNotify& notify, const Sender& from, base::Timestamp received,
                        notify::NotifyListener::Token token)
{
    ZoneRuntime* zone = m_core.find(notify.zone);
    if (zone == nullptr) { // removed while it was being loaded
        if (m_listener)
            m_listener->answer(token, false);
        return;
    }
    if (!zone->loaded) {
        zone->whenLoaded.push_back([=, this] { accept(notify, from, received, token); });
        return;
    }
    ++m_core.notifiesAccepted;
    for (const base::PrimaryId primary : notify.primaries)
        m_core.primaries.notified(primary, received);
    const base::PrimaryId sender = notify.primaries.empty() ? base::PrimaryId() : notify.primaries.front();
    if (notify.serial && (!zone->held || dns::isNewer(*notify.serial, zone->held->serial())))
        zone->announced = {*notify.serial, received, sender};

    schedule::Scheduler::Request request;
    request.trigger = pipeline::Trigger::Notify;
    request.notifiers = notify.primaries;
    request.announced = notify.serial;
    const schedule::ZoneSlot* slot = m_core.scheduler.slot(notify.zone);
    const bool firstMerge = slot->scheduled && slot->scheduled->work.merged == 0;
    // Not by when it was received: one that waited in its socket, over a restart perhaps, would look like a
    // clock that was set back, and every plan would move.
    const auto accepted =
        m_core.scheduler.enqueue(notify.zone, request, m_core.now(),
                                 [this, id = notify.zone, received, token](const base::Status& outcome) {
                                     m_core.loop.post([=, this] { durable(id, received, token, outcome); });
                                 });
    if (!zone->waitingNotify)
        zone->waitingNotify = NotifyTimes{received, {}};
    const bool merged = accepted == schedule::Scheduler::Accepted::Merged;
    if (!merged || firstMerge) { // the others of a storm are counted, see mergedTriggers
        pipeline::Event event = makeEvent(merged ? Kind::NotifyMerged : Kind::NotifyAccepted, Stage::Notify,
                                          Severity::Info, notify.zone);
        event.at = received;
        event.primary = sender;
        event.address = from.client;
        event.via = from.balancer;
        event.toSerial = notify.serial;
        m_core.journal.event(std::move(event));
    }
    m_board.touch(notify.zone);
    m_runner.pump();
}

void NotifyDesk::durable(base::ZoneId id, base::Timestamp received, notify::NotifyListener::Token token,
                         const base::Status& outcome)
{
    if (m_listener)
        m_listener->answer(token, outcome.has_value());
    ZoneRuntime* zone = m_core.find(id);
    if (zone == nullptr)
        return;
    const base::Timestamp now = m_core.now();
    const auto note = [&](std::optional<NotifyTimes>& times) {
        if (times && times->received == received && !times->durable)
            times->durable = now;
    };
    note(zone->waitingNotify);
    if (zone->inHand)
        note(zone->inHand->notify);
}

void NotifyDesk::refuse(const notify::NotifyDecision& decision, const Sender& from)
{
    ++m_core.notifiesRefused;
    m_board.touchEngine();
    const base::Timestamp now = m_core.now();
    if (now - m_refusalsSince > std::chrono::seconds(1)) {
        m_refusalsSince = now;
        m_refusals = 0;
    }
    if (++m_refusals > refusalsPerSecond)
        return;
    pipeline::Event event = makeEvent(Kind::NotifyRefused, Stage::Notify, Severity::Notice, decision.zone);
    event.address = from.client;
    event.via = from.balancer;
    event.error = decision.refusal;
    m_core.journal.event(std::move(event));
}

} // namespace zonescope::engine
