// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_host.h"
#include "tests/servers/demo_network.h"

#include <filesystem>
#include <memory>

namespace zonescope::app {

/// `zonescope --demo`: the very same engine over a network of small servers on loopback, with a data folder
/// that goes with it unless one is given.
class Demo
{
public:
    /// Binds the servers, starts the engine in `dataFolder` (empty: a temporary one), gives it the demo's
    /// zones and sets the network in motion. Errors: those of the servers and of Engine::start.
    static base::Result<std::unique_ptr<Demo>> start(std::filesystem::path dataFolder);
    ~Demo(); ///< stops the network, then the engine, then removes a temporary folder

    EngineHost& host() { return *m_host; }

private:
    Demo() = default;

    std::filesystem::path m_temporary; ///< empty: the folder was given
    std::unique_ptr<EngineHost> m_host;
    std::unique_ptr<servers::DemoNetwork> m_network;
};

} // namespace zonescope::app
