// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/test_change_desk.h"

#include "model/engine/job_maker.h"
#include "model/engine/journal.h"
#include "model/engine/json_writer.h"
#include "model/transfer/socket_wire.h"
#include "model/transfer/test_change.h"

#include <utility>

namespace zonescope::engine {

struct TestChangeDesk::Running
{
    Running(transfer::TestChangeSession::Order order, Core& core, std::function<void()> after)
        : begun(core.clock.steady())
        , session(std::move(order), core.clock, wire)
        , wire(core.loop, session, std::move(after))
    {
    }

    RequestId request = 0;
    TestChangeAnswer answer;
    base::Instant begun;
    bool told = false;
    net::EventLoop::TimerId timer = 0;
    transfer::TestChangeSession session;
    transfer::SocketWire wire;
};

TestChangeDesk::TestChangeDesk(Core& core)
    : m_core(core)
{
}

TestChangeDesk::~TestChangeDesk() = default;

base::Result<std::unique_ptr<TestChangeDesk::Running>> TestChangeDesk::prepare(base::ZoneId id)
{
    const ZoneRuntime* zone = m_core.find(id);
    if (zone == nullptr)
        return base::fail(base::ErrorCode::NotFound, "no such zone");
    const dns::Name& apex = zone->settings->apex;
    if (m_running.contains(id))
        return base::fail(base::ErrorCode::UpdateUnderWay, apex.toText());
    auto owner = transfer::testChangeOwner(apex);
    if (!owner)
        return tl::unexpected(owner.error());
    auto targets = targetsFor(*zone->settings, {}, *m_core.configuration, *m_core.keys);
    if (!targets)
        return tl::unexpected(targets.error());
    std::erase_if(*targets, [](const transfer::Target& target) { return !target.key; });
    if (targets->empty())
        return base::fail(base::ErrorCode::UpdateNeedsKey, "no primary of " + apex.toText() + " has a key");
    TestChangeAnswer answer;
    answer.record = owner->toDisplay();
    answer.text = "zonescope test change " + isoTime(m_core.clock.wall());
    transfer::TestChangeSession::Order order{apex, std::move(*owner), answer.text, std::move(*targets)};
    auto running = std::make_unique<Running>(std::move(order), m_core, [this, id] { settle(id); });
    running->answer = std::move(answer);
    return running;
}

void TestChangeDesk::send(RequestId request, base::ZoneId zone)
{
    auto running = prepare(zone);
    if (!running)
        return m_core.batcher.reply(request, tl::unexpected(running.error()));
    (*running)->request = request;
    m_running.emplace(zone, std::move(*running)).first->second->session.start();
    settle(zone);
}

void TestChangeDesk::settle(base::ZoneId zone)
{
    const auto found = m_running.find(zone);
    if (found == m_running.end() || found->second->told)
        return;
    Running& running = *found->second;
    m_core.loop.cancel(std::exchange(running.timer, 0));
    if (running.session.done())
        return finished(zone, running);
    if (const auto deadline = running.session.deadline())
        running.timer = m_core.loop.at(*deadline, [this, zone, &running] {
            running.timer = 0;
            running.session.timePassed();
            settle(zone);
        });
}

void TestChangeDesk::finished(base::ZoneId zone, Running& running)
{
    running.told = true;
    running.answer.primary = running.session.primary();
    running.answer.address = running.session.address();
    running.answer.took = std::chrono::duration_cast<base::Duration>(m_core.clock.steady() - running.begun);
    const std::optional<base::Error> error = running.session.error();
    tell(zone, running.answer, error);
    if (error)
        m_core.batcher.reply(running.request, tl::unexpected(*error));
    else
        m_core.batcher.reply(running.request, Answer{running.answer});
    m_core.loop.post([this, zone] { m_running.erase(zone); }); // not from inside an event of its own wire
}

/// Something of ours is in somebody's zone, or was to be: Activity keeps it.
void TestChangeDesk::tell(base::ZoneId zone, const TestChangeAnswer& answer,
                          const std::optional<base::Error>& error)
{
    pipeline::Event event = makeEvent(pipeline::Event::Kind::TestChangeSent, pipeline::Stage::Notify,
                                      error ? pipeline::Severity::Warning : pipeline::Severity::Notice, zone);
    event.primary = answer.primary;
    event.address = answer.address;
    event.duration = answer.took;
    event.after = answer.text;
    event.error = error;
    m_core.journal.event(std::move(event));
}

void TestChangeDesk::stop()
{
    for (const auto& [zone, running] : m_running) {
        m_core.loop.cancel(running->timer);
        if (!running->told)
            m_core.batcher.reply(running->request, base::fail(base::ErrorCode::ShuttingDown));
    }
    m_running.clear();
}

} // namespace zonescope::engine
