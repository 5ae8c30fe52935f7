// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"
#include "tests/kit/result_macros.h"
#include "tests/servers/scripted_primary.h"

#include <QDeadlineTimer>
#include <QTemporaryDir>

#include <condition_variable>
#include <map>
#include <mutex>

namespace zonescope::enginetest {

inline dns::Name name(std::string_view text)
{
    return *dns::Name::fromText(text);
}
inline net::Endpoint loopback(std::uint16_t port = 0)
{
    return {*net::IpAddress::fromText("127.0.0.1"), port};
}

/// An engine in a folder of its own, and everything it said so far. Waits are for conditions, with a
/// deadline.
class EngineHarness
{
public:
    EngineHarness() { m_options.dataFolder = (m_folder.path() + "/data").toStdString(); }
    ~EngineHarness() { stop(); }

    engine::Options& options() { return m_options; }
    engine::Engine& engine() { return *m_engine; }

    base::Status start()
    {
        if (m_options.notifyListen.empty())
            m_options.notifyListen = {loopback()};
        if (m_options.serveListen.empty())
            m_options.serveListen = {loopback()};
        auto started = engine::Engine::start(m_options);
        if (!started)
            return tl::unexpected(started.error());
        m_engine = std::move(*started);
        m_engine->setWake([this] {
            const std::scoped_lock lock(m_mutex);
            m_awake = true;
            m_woken.notify_one();
        });
        return {};
    }
    void stop()
    {
        if (m_engine) {
            m_engine->setWake({});
            m_engine.reset();
        }
        m_statuses.clear();
        replies.clear(); // the next engine counts from 1 again
    }

    /// Everything up to now.
    std::vector<pipeline::Event> events;
    std::vector<pipeline::TransferAttempt> attempts;
    std::map<std::uint64_t, pipeline::Change> changes;
    std::map<engine::RequestId, base::Result<engine::Answer>> replies;
    std::map<engine::RequestId, std::map<std::size_t, engine::PreflightResult>> preflights; ///< by row
    std::map<base::PrimaryId, zone::PrimaryStatus> primaries;

    const zone::ZoneStatus& status(base::ZoneId zone) { return m_statuses[zone]; }

    template <class Condition>
    bool until(Condition condition, int ms = 60'000)
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
        while (true) {
            absorb(m_engine->takeBatch());
            if (condition())
                return true;
            std::unique_lock lock(m_mutex);
            if (!m_woken.wait_until(lock, deadline, [&] { return m_awake; }))
                return false;
            m_awake = false;
        }
    }
    base::Result<engine::Answer> answerTo(engine::RequestId request)
    {
        if (!until([&] { return replies.contains(request); }))
            return base::fail(base::ErrorCode::TimedOut, "no reply");
        return replies.at(request);
    }
    base::Status configure(const zone::Configuration& changed,
                           std::map<base::KeyId, base::Bytes> secrets = {})
    {
        return answerTo(m_engine->configure(m_engine->configuration(), changed, std::move(secrets)))
            .map([](const engine::Answer&) {});
    }
    /// A zone with its primary, made durable.
    base::Result<base::ZoneId> addZone(std::string_view apex, const std::vector<net::Endpoint>& from,
                                       std::optional<base::KeyId> key = {})
    {
        zone::Configuration next = *m_engine->configuration();
        zone::Zone zone;
        zone.apex = name(apex);
        for (const net::Endpoint& address : from) {
            zone::Primary primary;
            primary.name = "primary-" + std::to_string(next.nextId());
            primary.addresses = {address};
            primary.key = key;
            const auto id = next.put(primary);
            if (!id)
                return tl::unexpected(id.error());
            zone.primaries.push_back(*id);
        }
        const auto id = next.put(zone);
        if (!id)
            return id;
        if (auto done = configure(next); !done)
            return tl::unexpected(done.error());
        return *id;
    }
    bool holds(base::ZoneId zone, std::uint32_t serial)
    {
        return until([&] {
            const auto held = m_engine->heldVersion(zone);
            return held && held->serial() == serial && status(zone).heldSerial == serial;
        });
    }
    bool sawEvent(pipeline::Event::Kind kind, base::ZoneId zone = {})
    {
        for (const pipeline::Event& event : events)
            if (event.kind == kind && (!zone || event.zone == zone))
                return true;
        return false;
    }
    int count(pipeline::TransferKind kind) const
    {
        int n = 0;
        for (const pipeline::TransferAttempt& attempt : attempts)
            n += attempt.kind == kind && !attempt.error ? 1 : 0;
        return n;
    }

private:
    void absorb(engine::Batch batch)
    {
        for (zone::ZoneStatus& status : batch.zones)
            m_statuses[status.zone] = std::move(status);
        for (zone::PrimaryStatus& status : batch.primaries)
            primaries[status.primary] = std::move(status);
        for (pipeline::Change& change : batch.changes)
            changes.insert_or_assign(change.id, std::move(change));
        events.insert(events.end(), batch.events.begin(), batch.events.end());
        attempts.insert(attempts.end(), batch.attempts.begin(), batch.attempts.end());
        for (engine::Reply& reply : batch.replies) {
            if (const auto* part =
                    reply.answer ? std::get_if<engine::PreflightAnswer>(&*reply.answer) : nullptr)
                for (const engine::PreflightResult& result : part->results)
                    preflights[reply.request][result.row] = result; // comes in parts
            replies.insert_or_assign(reply.request, std::move(reply.answer));
        }
    }

    QTemporaryDir m_folder;
    engine::Options m_options;
    std::unique_ptr<engine::Engine> m_engine;
    std::map<base::ZoneId, zone::ZoneStatus> m_statuses;
    std::mutex m_mutex;
    std::condition_variable m_woken;
    bool m_awake = false; ///< guarded by m_mutex
};

} // namespace zonescope::enginetest
