// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/commit_lane.h"
#include "model/store/secret_file.h"
#include "model/store/sqlite.h"
#include "model/zone/configuration.h"

#include <deque>
#include <functional>
#include <mutex>

namespace zonescope::store {

/// Saves configurations in the order in which they came. Secrets are on disk before the rows that refer to
/// them; those of removed keys go after. A save that failed is not repeated: whoever asked is told and
/// decides; it says nothing about the health of the store.
class ConfigurationLane final : public CommitLane
{
public:
    using Durable = std::function<void(base::Status)>;

    ConfigurationLane(Database& database, SecretFile secrets, std::function<void()> wake);

    /// Before the writer thread starts. Errors: StoreCorrupt, ...
    base::Status open();

    zone::ConfigurationPtr stored() const; ///< never null after open()
    base::Result<Secrets> secrets() const;
    void save(zone::ConfigurationPtr configuration, Secrets newSecrets, Durable durable);

    std::optional<TimePoint> dueAt() const override;
    void commit() override;
    bool settled() const override;

private:
    struct Save
    {
        zone::ConfigurationPtr configuration;
        Secrets secrets;
        Durable durable;
    };
    base::Status perform(const Save& save);

    Database& m_database;
    SecretFile m_secretFile;
    std::function<void()> m_wake;

    mutable std::mutex m_fileMutex; ///< guards the secret file
    mutable std::mutex m_mutex;     ///< guards m_stored, m_queue
    zone::ConfigurationPtr m_stored;
    std::deque<Save> m_queue;
};

} // namespace zonescope::store
