// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_host.h"
#include "tests/servers/demo_network.h"
#include "tests/servers/demo_path.h"
#include "tests/servers/demo_traffic.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace zonescope::app {

/// `zonescope --demo`: the very same engine over a network of small servers, behind an emulated path where
/// the system allows it (servers::DemoPath::prepare() comes first in main), else on loopback, with a data
/// folder that goes with it unless one is given.
class Demo
{
public:
    /// Binds the servers, starts the engine in `dataFolder` (empty: a temporary one), gives it the demo's
    /// zones and sets the network in motion. Errors: those of the servers and of Engine::start.
    static base::Result<std::unique_ptr<Demo>> start(std::filesystem::path dataFolder);
    ~Demo(); ///< stops the network, then the engine, then removes a temporary folder

    EngineHost& host() { return *m_host; }
    /// Why there is no emulated path between it and its servers; nothing: there is one.
    const std::optional<base::Error>& withoutPath() const { return m_withoutPath; }

private:
    Demo() = default;
    std::unique_ptr<netlab::Inside> stayAt(const netlab::Namespace& (servers::DemoPath::*end)() const) const;
    base::Result<std::unique_ptr<servers::DemoNetwork>> makeNetwork();
    base::Result<std::unique_ptr<servers::DemoTraffic>> makeTraffic() const;
    void beginExperiment();
    base::Result<std::unique_ptr<EngineHost>> startEngine(const std::filesystem::path& dataFolder);

    std::unique_ptr<servers::DemoPath> m_path; ///< the last to go
    std::optional<base::Error> m_withoutPath;
    std::filesystem::path m_temporary; ///< empty: the folder was given
    std::unique_ptr<EngineHost> m_host;
    std::unique_ptr<servers::DemoNetwork> m_network;
    std::unique_ptr<servers::DemoTraffic> m_traffic;
};

} // namespace zonescope::app
