// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/scripted_primary.h"

#include "model/dns/text.h"
#include "tests/servers/primary_state.h"

#include <pthread.h>

#include <utility>

namespace zonescope::servers {

base::Result<std::unique_ptr<ScriptedPrimary>> ScriptedPrimary::start(const net::Endpoint& listen)
{
    auto state = std::make_unique<ScriptedPrimaryState>();
    if (const base::Status opened = state->open(listen); !opened)
        return tl::unexpected(opened.error());
    state->thread = std::thread([loop = state->loop.get()] { loop->run(); });
    pthread_setname_np(state->thread.native_handle(), "primary");
    return std::unique_ptr<ScriptedPrimary>(new ScriptedPrimary(std::move(state)));
}

base::Result<std::unique_ptr<ScriptedPrimary>> ScriptedPrimary::start()
{
    net::Endpoint anyPort = *net::Endpoint::fromText("127.0.0.1");
    anyPort.port = 0;
    return start(anyPort);
}

ScriptedPrimary::ScriptedPrimary(std::unique_ptr<ScriptedPrimaryState> state)
    : m_state(std::move(state))
{
}

ScriptedPrimary::~ScriptedPrimary()
{
    m_state->stop();
}

net::Endpoint ScriptedPrimary::endpoint() const
{
    return m_state->endpoint;
}

void ScriptedPrimary::addZone(const dns::Name& apex, std::uint32_t serial, std::vector<dns::Record> records)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->zones.insert_or_assign(apex, HostedZone{PrimaryZone(apex, serial, records), {}, {}, {}});
}

base::Status ScriptedPrimary::addZone(std::string_view apex, std::uint32_t serial, std::string_view text)
{
    const auto name = dns::Name::fromText(apex);
    if (!name)
        return tl::unexpected(name.error());
    auto records = dns::recordsFromText(text, *name);
    if (!records)
        return tl::unexpected(records.error());
    addZone(*name, serial, std::move(*records));
    return {};
}

void ScriptedPrimary::removeZone(const dns::Name& apex)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->zones.erase(apex);
}

namespace {

/// Changes one zone under the lock; unknown zones are a mistake in the test and do nothing.
template <class Change>
void withZone(ScriptedPrimaryState& state, const dns::Name& apex, Change change)
{
    const std::lock_guard lock(state.mutex);
    if (const auto found = state.zones.find(apex); found != state.zones.end())
        change(found->second);
}

template <class Change>
void withManners(ScriptedPrimaryState& state, Change change)
{
    const std::lock_guard lock(state.mutex);
    change(state.manners);
}

} // namespace

void ScriptedPrimary::setVersion(const dns::Name& apex, std::uint32_t serial,
                                 std::vector<dns::Record> records)
{
    withZone(*m_state, apex, [&](HostedZone& zone) {
        zone.content.replace(serial, records);
        m_state->notifySecondaries(zone);
    });
}

std::uint32_t ScriptedPrimary::changeZone(const dns::Name& apex, const std::vector<dns::Record>& remove,
                                          const std::vector<dns::Record>& add,
                                          std::optional<std::uint32_t> serial)
{
    std::uint32_t reached = 0;
    withZone(*m_state, apex, [&](HostedZone& zone) {
        reached = zone.content.change(remove, add, serial);
        m_state->notifySecondaries(zone);
    });
    return reached;
}

std::optional<std::uint32_t> ScriptedPrimary::serial(const dns::Name& apex) const
{
    std::optional<std::uint32_t> found;
    withZone(*m_state, apex, [&](HostedZone& zone) { found = zone.content.serial(); });
    return found;
}

std::vector<dns::Record> ScriptedPrimary::records(const dns::Name& apex) const
{
    std::vector<dns::Record> found;
    withZone(*m_state, apex, [&](HostedZone& zone) { found = zone.content.records(); });
    return found;
}

void ScriptedPrimary::setTimers(const dns::Name& apex, std::uint32_t refresh, std::uint32_t retry,
                                std::uint32_t expire, std::uint32_t minimum)
{
    withZone(*m_state, apex,
             [&](HostedZone& zone) { zone.content.setTimers(refresh, retry, expire, minimum); });
}

void ScriptedPrimary::setHistory(const dns::Name& apex, std::size_t versions)
{
    withZone(*m_state, apex, [&](HostedZone& zone) { zone.content.setHistory(versions); });
}

void ScriptedPrimary::addKey(dns::TsigKey key)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->keys.add(std::move(key));
}

void ScriptedPrimary::requireKey(const dns::Name& apex, std::optional<dns::Name> key)
{
    withZone(*m_state, apex, [&](HostedZone& zone) { zone.requiredKey = std::move(key); });
}

void ScriptedPrimary::refuse(bool refused)
{
    withManners(*m_state, [&](Manners& m) { m.refused = refused; });
}

void ScriptedPrimary::setRecordsPerMessage(std::size_t records)
{
    withManners(*m_state, [&](Manners& m) { m.recordsPerMessage = records; });
}

void ScriptedPrimary::setAnswerDelay(std::chrono::microseconds delay)
{
    withManners(*m_state, [&](Manners& m) { m.answerDelay = delay; });
}

void ScriptedPrimary::setMaxConnections(std::size_t connections)
{
    withManners(*m_state, [&](Manners& m) { m.maxConnections = connections; });
}

void ScriptedPrimary::setEdns(bool answered)
{
    withManners(*m_state, [&](Manners& m) { m.edns = answered; });
}

void ScriptedPrimary::setEdnsExpire(std::optional<std::uint32_t> seconds)
{
    withManners(*m_state, [&](Manners& m) { m.ednsExpire = seconds; });
}

void ScriptedPrimary::setSilent(bool silent)
{
    withManners(*m_state, [&](Manners& m) { m.silent = silent; });
}

void ScriptedPrimary::addSecondary(const dns::Name& apex, Secondary secondary)
{
    withZone(*m_state, apex, [&](HostedZone& zone) { zone.secondaries.push_back(std::move(secondary)); });
}

void ScriptedPrimary::clearSecondaries(const dns::Name& apex)
{
    withZone(*m_state, apex, [&](HostedZone& zone) { zone.secondaries.clear(); });
}

void ScriptedPrimary::setNotifyDelay(std::chrono::microseconds delay)
{
    withManners(*m_state, [&](Manners& m) { m.notifyDelay = delay; });
}

void ScriptedPrimary::dropNotifies(std::uint32_t count)
{
    withManners(*m_state, [&](Manners& m) { m.notifiesToDrop = count; });
}

void ScriptedPrimary::notify(const dns::Name& apex, const net::Endpoint& to, const NotifyForm& form)
{
    withZone(*m_state, apex, [&](HostedZone& zone) { m_state->notify(zone, to, form); });
}

void ScriptedPrimary::notify(const dns::Name& apex, const net::Endpoint& to)
{
    notify(apex, to, NotifyForm{});
}

void ScriptedPrimary::setScript(const dns::Name& apex, Script script)
{
    withZone(*m_state, apex, [&](HostedZone& zone) { zone.script = std::move(script); });
}

ScriptedPrimary::Counters ScriptedPrimary::counters() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->counters;
}

void ScriptedPrimary::resetCounters()
{
    const std::lock_guard lock(m_state->mutex);
    const std::uint32_t open = m_state->counters.connectionsOpen;
    m_state->counters = {};
    m_state->counters.connectionsOpen = m_state->counters.connectionsMax = open;
}

} // namespace zonescope::servers
