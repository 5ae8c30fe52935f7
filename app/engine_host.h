// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/config_file.h"
#include "model/engine/engine.h"

#include <chrono>
#include <filesystem>
#include <memory>

namespace zonescope::app {

/// Starts an engine and, from a configuration file, makes it hold exactly what the file says. No Qt.
class EngineHost
{
public:
    /// Errors: those of Engine::start.
    static base::Result<std::unique_ptr<EngineHost>> start(engine::Options options);
    /// Reads the file, starts the engine in its data folder and applies it. Errors name file, line and field.
    static base::Result<std::unique_ptr<EngineHost>> startWithFile(const std::filesystem::path& configFile);

    /// Reads the file again and checks it whole against what runs, changing nothing. Errors name file, line
    /// and field; besides: InvalidValue for what cannot change while it runs (the data folder).
    base::Result<LoadedConfig> readAgain(const std::filesystem::path& configFile);
    /// What the file says and a restart must bring: addresses to listen on. Empty: nothing.
    std::string needsRestart(const ServiceOptions& fresh) const;

    engine::Engine& engine() { return *m_engine; }
    const ServiceOptions& service() const { return m_service; }

    /// Replaces zones, keys and the rest; blocks until it is durable or `deadline` passed. For start-up code,
    /// before anybody else takes batches: other replies that arrive meanwhile are dropped.
    base::Status apply(const zone::Configuration& configuration, std::map<base::KeyId, base::Bytes> secrets,
                       std::chrono::seconds deadline = std::chrono::seconds(60));

private:
    EngineHost() = default;
    static base::Result<std::unique_ptr<EngineHost>>
    startAndApply(engine::Options options, LoadedConfig checked, const std::filesystem::path& configFile);

    ServiceOptions m_service;
    std::unique_ptr<engine::Engine> m_engine;
};

} // namespace zonescope::app
