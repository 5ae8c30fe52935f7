// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_host.h"

#include "app/open_files.h"
#include "app/service_manager.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace zonescope::app {

base::Result<std::unique_ptr<EngineHost>> EngineHost::start(engine::Options options)
{
    raiseOpenFiles(); // both programs come through here
    auto engine = engine::Engine::start(std::move(options));
    if (!engine)
        return tl::unexpected(engine.error());
    std::unique_ptr<EngineHost> host(new EngineHost);
    host->m_engine = std::move(*engine);
    return host;
}

base::Result<std::unique_ptr<EngineHost>> EngineHost::startWithFile(const std::filesystem::path& configFile)
{
    // Checked whole before anything is started or changed.
    auto checked = loadConfigFile(configFile, {});
    if (!checked)
        return tl::unexpected(checked.error());
    const ServiceOptions* service = &checked->service;
    auto sockets = takeSockets(*service);
    if (!sockets)
        return tl::unexpected(sockets.error());
    engine::Options options;
    options.dataFolder = service->dataFolder;
    options.notifyListen = service->notifyListen;
    options.notifyProxies = service->notifyProxies;
    options.notifySockets = std::make_shared<std::vector<net::InheritedSocket>>(std::move(sockets->notify));
    options.serveListen = service->serveListen;
    for (const net::InheritedSocket& socket : sockets->serve)
        if (std::ranges::find(options.serveListen, socket.local) == options.serveListen.end())
            options.serveListen.push_back(socket.local);
    if (!sockets->serve.empty())
        options.serveSockets =
            std::make_shared<const std::vector<net::InheritedSocket>>(std::move(sockets->serve));
    options.serveName = service->serveName;
    if (!options.notifySockets->empty() || options.serveSockets) {
        // What waits in the sockets must meet what the file says, not what an earlier run stored.
        engine::Options deaf;
        deaf.dataFolder = options.dataFolder;
        if (const auto stored = startAndApply(std::move(deaf), *checked, configFile); !stored)
            return tl::unexpected(stored.error());
    }
    return startAndApply(std::move(options), std::move(*checked), configFile);
}

base::Result<std::unique_ptr<EngineHost>> EngineHost::startAndApply(engine::Options options,
                                                                    LoadedConfig checked,
                                                                    const std::filesystem::path& configFile)
{
    auto host = start(std::move(options));
    if (!host)
        return host;
    (*host)->m_service = checked.service;
    const zone::ConfigurationPtr stored = (*host)->engine().configuration();
    const zone::Configuration nothing;
    // A first start: what was read against nothing stored stands, and ten thousand zones take 70 ms to read.
    const bool first = stored->sameAs(nothing) && stored->nextId() == nothing.nextId();
    auto loaded =
        first ? base::Result<LoadedConfig>(std::move(checked)) : loadConfigFile(configFile, *stored);
    if (!loaded)
        return tl::unexpected(loaded.error());
    if (auto done = (*host)->apply(loaded->configuration, std::move(loaded->secrets)); !done)
        return tl::unexpected(done.error());
    return host;
}

base::Result<LoadedConfig> EngineHost::readAgain(const std::filesystem::path& configFile)
{
    auto loaded = loadConfigFile(configFile, *m_engine->configuration());
    if (loaded && loaded->service.dataFolder != m_service.dataFolder)
        return base::fail(base::ErrorCode::InvalidValue,
                          configFile.string() + ": dataFolder: cannot change while the service runs");
    return loaded;
}

std::string EngineHost::needsRestart(const ServiceOptions& fresh) const
{
    std::string names;
    const auto note = [&](bool same, const char* name) {
        if (!same)
            names += (names.empty() ? "" : ", ") + std::string(name);
    };
    note(fresh.notifyListen == m_service.notifyListen, "notify.listen");
    note(fresh.notifyProxies == m_service.notifyProxies, "notify.proxiesFrom");
    note(fresh.serveListen == m_service.serveListen, "serve.listen");
    note(fresh.serveName == m_service.serveName, "serve.name");
    return names;
}

base::Status EngineHost::apply(const zone::Configuration& configuration,
                               std::map<base::KeyId, base::Bytes> secrets, std::chrono::seconds deadline)
{
    std::mutex mutex;
    std::condition_variable woken;
    bool waiting = false;
    m_engine->setWake([&] {
        const std::scoped_lock lock(mutex);
        waiting = true;
        woken.notify_one();
    });
    const engine::RequestId request =
        m_engine->configure(m_engine->configuration(), configuration, std::move(secrets));
    const auto until = std::chrono::steady_clock::now() + deadline;
    base::Status outcome = base::fail(base::ErrorCode::TimedOut, "the configuration was not stored in time");
    for (bool answered = false; !answered;) {
        {
            std::unique_lock lock(mutex);
            if (!woken.wait_until(lock, until, [&] { return waiting; }))
                break;
            waiting = false;
        }
        for (const engine::Reply& reply : m_engine->takeBatch().replies)
            if (reply.request == request) {
                outcome = reply.answer.map([](const engine::Answer&) {});
                answered = true;
            }
    }
    m_engine->setWake({});
    return outcome;
}

} // namespace zonescope::app
