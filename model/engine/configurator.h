// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/core.h"
#include "model/engine/registry.h"

#include <deque>
#include <functional>
#include <map>

namespace zonescope::engine {

/// Changes the configuration: checked, saved, and when it is durable applied and acknowledged. One at a time;
/// whoever edited an old one is told so. Engine thread.
class Configurator
{
public:
    /// `applied`: keys and limits changed; for parts outside the registry.
    Configurator(Core& core, Registry& registry, std::function<void()> applied);

    /// Secrets as they were loaded, by key id.
    void begin(const dns::KeyRing& keys);
    /// request 0: no reply is wanted.
    void configure(RequestId request, zone::ConfigurationPtr base, zone::Configuration changed,
                   std::map<base::KeyId, base::Bytes> newSecrets);

private:
    struct Edit
    {
        RequestId request = 0;
        zone::ConfigurationPtr base;
        zone::ConfigurationPtr changed;
        std::map<base::KeyId, base::Bytes> newSecrets;
    };

    void next();
    void reply(RequestId request, base::Result<Answer> answer);
    base::Status check(const Edit& edit) const;
    void saved(const base::Status& outcome);
    std::shared_ptr<const dns::KeyRing> keyRing(const zone::Configuration& configuration) const;

    Core& m_core;
    Registry& m_registry;
    std::function<void()> m_applied;
    std::map<base::KeyId, base::Bytes> m_secrets;
    std::deque<Edit> m_edits; ///< the first one is being saved
};

} // namespace zonescope::engine
