// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo.h"

#include "app/demo_cloud.h"
#include "model/congestion/experiment/experiment_preflight.h"

#include <cstdlib>

namespace zonescope::app {
namespace {

constexpr std::uint64_t seed =
    20261121; // the same zones and the same troubles at every start: pictures stay comparable

base::Result<std::filesystem::path> temporaryFolder()
{
    std::string pattern = (std::filesystem::temp_directory_path() / "zonescope-demo-XXXXXX").string();
    if (!mkdtemp(pattern.data()))
        return base::fail(base::ErrorCode::FileFailed, "no temporary folder below " + pattern);
    return pattern;
}

} // namespace

base::Result<std::unique_ptr<Demo>> Demo::start(std::filesystem::path dataFolder)
{
    std::unique_ptr<Demo> demo(new Demo);
    if (dataFolder.empty()) {
        auto folder = temporaryFolder();
        if (!folder)
            return tl::unexpected(folder.error());
        demo->m_temporary = *folder;
        dataFolder = *folder / "data";
    }
    if (auto path = servers::DemoPath::create())
        demo->m_path = std::move(*path);
    else
        demo->m_withoutPath = path.error();
    auto network = demo->makeNetwork();
    if (!network)
        return tl::unexpected(network.error());
    auto world = (*network)->seedConfiguration();
    if (!world)
        return tl::unexpected(world.error());
    auto host = demo->startEngine(dataFolder);
    if (!host)
        return tl::unexpected(host.error());
    const engine::EngineStatus status = (*host)->engine().status();
    // The servers run before the zones are known, so that the first transfer finds them.
    const auto far = demo->stayAt(&servers::DemoPath::far);
    if (auto moving = (*network)->start(status.notifyAt.at(0), status.serveAt.at(0)); !moving)
        return tl::unexpected(moving.error());
    if (auto applied = (*host)->apply(world->configuration, std::move(world->secrets)); !applied)
        return tl::unexpected(applied.error());
    if (auto clouds =
            importDemoClouds((*host)->engine(), dataFolder / "demo-clouds", base::SystemClock().wall());
        !clouds)
        return tl::unexpected(clouds.error());
    demo->m_host = std::move(*host);
    demo->m_network = std::move(*network);
    auto traffic = demo->makeTraffic();
    if (!traffic)
        return tl::unexpected(traffic.error());
    demo->m_traffic = std::move(*traffic);
    demo->beginExperiment();
    return demo;
}

/// In the network of the servers or of the engine while it lives, and all threads started meanwhile for good.
std::unique_ptr<netlab::Inside> Demo::stayAt(const netlab::Namespace& (servers::DemoPath::*end)() const) const
{
    std::unique_ptr<netlab::Inside> inside;
    if (m_path)
        inside = std::make_unique<netlab::Inside>(((*m_path).*end)());
    return inside;
}

base::Result<std::unique_ptr<servers::DemoNetwork>> Demo::makeNetwork()
{
    const auto far = stayAt(&servers::DemoPath::far);
    servers::DemoNetwork::Where where;
    if (m_path)
        where = [this](bool v6, unsigned n) { return m_path->farAddress(v6, n); };
    return servers::DemoNetwork::create(seed, std::move(where));
}

base::Result<std::unique_ptr<servers::DemoTraffic>> Demo::makeTraffic() const
{
    std::vector<net::IpAddress> addresses{*net::IpAddress::fromText("127.0.0.1")};
    if (m_path) // the first for the programs, so that they share no bottleneck with the experiment
        addresses = {m_path->farAddress(false, 13), m_path->farAddress(false, 14),
                     m_path->farAddress(false, 15)};
    const auto far = stayAt(&servers::DemoPath::far);
    auto traffic = servers::DemoTraffic::listen(addresses);
    if (traffic) {
        const auto near = stayAt(&servers::DemoPath::near);
        (*traffic)->begin();
    }
    return traffic;
}

/// Two algorithms that this system allows, in turns; without two there is none, and the page says what to do.
void Demo::beginExperiment()
{
    const auto near = stayAt(&servers::DemoPath::near);
    const auto preflight = congestion::runExperimentPreflight();
    congestion::ExperimentDesign design;
    design.name = "Demo";
    for (const char* name : {"cubic", "bbr", "reno"})
        if (const auto* algorithm = preflight.find(name);
            algorithm && algorithm->usable && design.arms.size() < 2)
            design.arms.emplace_back(name);
    const auto& sinks = m_traffic->sinks();
    for (std::size_t i = sinks.size() > 1 ? 1 : 0; i < sinks.size(); ++i)
        design.targets.push_back({sinks.size() == 1 ? "loopback"
                                  : i == 1          ? "8 routers"
                                                    : "far away, much loss",
                                  sinks[i]});
    design.blocks = 12;
    design.bytes = 300'000;
    if (design.arms.size() == 2) // what it says against it is shown where experiments are
        (void)m_host->engine().beginExperiment(design);
}

base::Result<std::unique_ptr<EngineHost>> Demo::startEngine(const std::filesystem::path& dataFolder)
{
    const auto near = stayAt(&servers::DemoPath::near);
    const net::IpAddress here = m_path ? m_path->nearAddress() : *net::IpAddress::fromText("127.0.0.1");
    const net::Endpoint anyPort{here, 0};
    return EngineHost::start(
        {.dataFolder = dataFolder, .notifyListen = {anyPort}, .serveListen = {anyPort}, .clock = nullptr});
}

Demo::~Demo()
{
    m_traffic.reset();
    if (m_network)
        m_network->stop();
    m_host.reset();
    if (!m_temporary.empty()) {
        std::error_code ignored; // nothing useful can be done about a folder that will not go
        std::filesystem::remove_all(m_temporary, ignored);
    }
}

} // namespace zonescope::app
