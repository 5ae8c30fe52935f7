// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/key_ring.h"
#include "model/engine/engine.h"

#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace zonescope::engine {

/// What any thread may look at without asking the engine thread. Thread-safe.
class Snapshots
{
public:
    zone::ConfigurationPtr configuration() const { return read(m_configuration); }
    void set(zone::ConfigurationPtr configuration) { write(m_configuration, std::move(configuration)); }
    EngineStatus status() const { return read(m_status); }
    void set(EngineStatus status) { write(m_status, std::move(status)); }

    zone::ZoneVersionPtr held(base::ZoneId zone) const
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_zones.find(zone);
        return found == m_zones.end() ? nullptr : found->second.held;
    }
    void set(base::ZoneId zone, zone::ZoneVersionPtr held)
    {
        const std::scoped_lock lock(m_mutex);
        m_zones[zone].held.swap(held); // the old one, maybe a million records, is freed after the lock
    }
    void set(const zone::ZoneStatus& status)
    {
        const std::scoped_lock lock(m_mutex);
        m_zones[status.zone].status = status;
    }
    void set(const zone::PrimaryStatus& status)
    {
        const std::scoped_lock lock(m_mutex);
        m_primaries[status.primary] = status;
    }
    /// Also those removed since: the reader looks at the configuration.
    std::vector<zone::PrimaryStatus> primaries() const
    {
        const std::scoped_lock lock(m_mutex);
        std::vector<zone::PrimaryStatus> all;
        for (const auto& [id, status] : m_primaries)
            all.push_back(status);
        return all;
    }
    /// Never printed, never persisted from here: for what needs a key or a password outside the engine
    /// thread.
    std::shared_ptr<const dns::KeyRing> keys() const { return read(m_keys); }
    void set(std::shared_ptr<const dns::KeyRing> keys) { write(m_keys, std::move(keys)); }
    void remove(base::ZoneId zone)
    {
        const std::scoped_lock lock(m_mutex);
        m_zones.erase(zone);
    }
    std::vector<zone::ZoneStatus> statuses() const
    {
        const std::scoped_lock lock(m_mutex);
        std::vector<zone::ZoneStatus> all;
        all.reserve(m_zones.size());
        for (const auto& [id, zone] : m_zones)
            if (zone.status.zone)
                all.push_back(zone.status);
        return all;
    }

private:
    template <class T>
    T read(const T& value) const
    {
        const std::scoped_lock lock(m_mutex);
        return value;
    }
    template <class T>
    void write(T& target, T value)
    {
        const std::scoped_lock lock(m_mutex);
        std::swap(target, value);
    }
    struct Entry
    {
        zone::ZoneVersionPtr held;
        zone::ZoneStatus status;
    };

    mutable std::mutex m_mutex;
    zone::ConfigurationPtr m_configuration = std::make_shared<const zone::Configuration>();
    std::shared_ptr<const dns::KeyRing> m_keys = std::make_shared<const dns::KeyRing>();
    std::map<base::PrimaryId, zone::PrimaryStatus> m_primaries;
    EngineStatus m_status;
    std::unordered_map<base::ZoneId, Entry> m_zones;
};

} // namespace zonescope::engine
