// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"
#include "tests/kit/process.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace zonescope::kit {

/// A whole engine for a test: real sockets on kernel-chosen loopback ports, its own data folder, and
/// everything that came in its batches kept to be asked. Used from the test's thread only.
class RunningEngine
{
public:
    /// folder: nothing for a fresh one that goes with the object; else it stays (restart tests).
    static base::Result<std::unique_ptr<RunningEngine>> start(std::filesystem::path folder = {});
    ~RunningEngine();

    engine::Engine& engine() { return *m_engine; }
    net::Endpoint notifyAt() const { return m_engine->status().notifyAt.at(0); }
    net::Endpoint serveAt() const { return m_engine->status().serveAt.at(0); }

    /// Takes batches until `done` holds or the limit passed.
    bool waitFor(const std::function<bool()>& done,
                 std::chrono::milliseconds limit = std::chrono::seconds(60));
    /// The reply to a request, waited for.
    base::Result<engine::Answer> reply(engine::RequestId request,
                                       std::chrono::milliseconds limit = std::chrono::seconds(60));
    /// Edits the newest configuration and waits until it is durable.
    base::Status configure(
        const std::function<base::Status(zone::Configuration&, std::map<base::KeyId, base::Bytes>&)>& edit);

    /// A zone with one primary; an existing primary of that name is shared.
    struct ZoneSpec
    {
        std::string apex;
        net::Endpoint primary;
        std::string key; ///< "hmac-sha256:name:base64", empty for none
        std::vector<net::Endpoint> edges;
    };
    base::Result<base::ZoneId> addZone(const ZoneSpec& spec);

    std::optional<zone::ZoneStatus> status(base::ZoneId zone) const;
    std::optional<std::uint32_t> heldSerial(base::ZoneId zone) const;
    const std::vector<pipeline::Event>& events() const { return m_events; }
    const std::vector<pipeline::TransferAttempt>& attempts() const { return m_attempts; }
    bool sawEvent(pipeline::Event::Kind kind, base::ZoneId zone = {}) const;
    std::size_t attemptsOf(base::ZoneId zone, pipeline::TransferKind kind, bool successful) const;

private:
    RunningEngine() = default;
    void take();

    std::unique_ptr<TemporaryFolder> m_own;
    std::unique_ptr<engine::Engine> m_engine;
    std::mutex m_mutex; ///< guards m_waiting
    std::condition_variable m_woken;
    bool m_waiting = false;
    std::map<base::ZoneId, zone::ZoneStatus> m_statuses;
    std::vector<pipeline::Event> m_events;
    std::vector<pipeline::TransferAttempt> m_attempts;
    std::map<engine::RequestId, base::Result<engine::Answer>> m_replies;
};

/// Every record of a version as canonical text lines, sorted: two zones are equal when these are.
std::vector<std::string> zoneLines(const zone::ZoneVersion& version);
/// The same from the output of `kdig AXFR` or `dig AXFR` (comments skipped, the closing SOA counted once).
base::Result<std::vector<std::string>> zoneLines(const std::string& digOutput, const std::string& apex);

} // namespace zonescope::kit
