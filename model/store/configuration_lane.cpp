// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/configuration_lane.h"

#include "model/base/log.h"
#include "model/store/configuration_repository.h"

#include <utility>

namespace zonescope::store {
namespace {

/// The secrets of keys that exist.
Secrets onlyKnown(const Secrets& secrets, const zone::Configuration& configuration)
{
    Secrets known;
    for (const auto& [key, secret] : secrets)
        if (configuration.needsSecret(key))
            known.emplace(key, secret);
    return known;
}

} // namespace

ConfigurationLane::ConfigurationLane(Database& database, SecretFile secrets, std::function<void()> wake)
    : m_database(database)
    , m_secretFile(std::move(secrets))
    , m_wake(std::move(wake))
{
}

base::Status ConfigurationLane::open()
{
    auto loaded = loadConfiguration(m_database);
    if (!loaded)
        return tl::unexpected<base::Error>(loaded.error());
    const std::lock_guard lock(m_mutex);
    m_stored = std::make_shared<const zone::Configuration>(std::move(*loaded));
    return {};
}

zone::ConfigurationPtr ConfigurationLane::stored() const
{
    const std::lock_guard lock(m_mutex);
    return m_stored;
}

base::Result<Secrets> ConfigurationLane::secrets() const
{
    const std::lock_guard lock(m_fileMutex);
    return m_secretFile.read();
}

void ConfigurationLane::save(zone::ConfigurationPtr configuration, Secrets newSecrets, Durable durable)
{
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back({std::move(configuration), std::move(newSecrets), std::move(durable)});
    }
    m_wake();
}

std::optional<CommitLane::TimePoint> ConfigurationLane::dueAt() const
{
    const std::lock_guard lock(m_mutex);
    return m_queue.empty() ? std::nullopt : std::optional(TimePoint()); // long past: at once
}

bool ConfigurationLane::settled() const
{
    const std::lock_guard lock(m_mutex);
    return m_queue.empty();
}

base::Status ConfigurationLane::perform(const Save& save)
{
    zone::ConfigurationPtr stored;
    {
        const std::lock_guard lock(m_mutex);
        stored = m_stored;
    }
    const std::lock_guard fileLock(m_fileMutex);
    const bool keysChange = !save.secrets.empty() || stored->keys() != save.configuration->keys() ||
                            stored->proxies() != save.configuration->proxies();
    Secrets before;
    if (keysChange) {
        const auto read = m_secretFile.read();
        if (!read)
            return tl::unexpected<base::Error>(read.error());
        before = *read;
    }
    Secrets with = before;
    for (const auto& [key, secret] : save.secrets)
        with.insert_or_assign(key, secret);
    if (with != before)
        if (auto written = m_secretFile.write(with); !written)
            return written;
    if (auto saved = saveDifference(m_database, *stored, *save.configuration); !saved) {
        // The old rows stay, so must their secrets.
        if (with != before && !m_secretFile.write(before))
            base::log(base::LogCategory::Store, base::LogLevel::Error,
                      "the secret file could not be put back");
        return saved;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_stored = save.configuration;
    }
    const Secrets after = onlyKnown(with, *save.configuration);
    if (keysChange && after != with && !m_secretFile.write(after)) // harmless, and the next save tries again
        base::log(base::LogCategory::Store, base::LogLevel::Warning,
                  "secrets of removed keys are still in the secret file");
    return {};
}

void ConfigurationLane::commit()
{
    Save save;
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.empty())
            return;
        save = std::move(m_queue.front());
        m_queue.pop_front();
    }
    const base::Status outcome = perform(save);
    if (save.durable)
        save.durable(outcome);
}

} // namespace zonescope::store
