// SPDX-License-Identifier: GPL-3.0-or-later
// zonescoped: the engine without a window. It links no ui target, which proves the layering.
#include "app/auto_revert_command.h"
#include "app/cloud_commands.h"
#include "app/cloud_discover.h"
#include "app/command_line.h"
#include "app/config_file.h"
#include "app/config_remarks.h"
#include "app/engine_host.h"
#include "app/path_report.h"
#include "app/route_command.h"
#include "app/service_manager.h"
#include "model/base/log.h"
#include "model/engine/control_server.h"

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace zonescope;

constexpr int exitUsage = 2;

int refuse(const base::Error& error, int code = EXIT_FAILURE)
{
    std::fprintf(stderr, "zonescoped: %s\n", base::toString(error).c_str());
    return code;
}

int check(const app::ServiceCommand& command)
{
    const auto loaded = app::loadConfigFile(command.configFile, {});
    if (!loaded)
        return refuse(loaded.error());
    std::printf("%s: good, %zu zones, %zu primaries, %zu edges\n", command.configFile.c_str(),
                loaded->configuration.zones().size(), loaded->configuration.primaries().size(),
                loaded->configuration.edges().size());
    for (const std::string& remark : app::configRemarks(loaded->configuration))
        std::printf("%s: note: %s\n", command.configFile.c_str(), remark.c_str());
    return EXIT_SUCCESS;
}

void logRemarks(const zone::Configuration& configuration)
{
    for (const std::string& remark : app::configRemarks(configuration))
        base::log(base::LogCategory::App, base::LogLevel::Warning, remark);
}

/// SIGHUP: the file is checked whole before anything of it counts; a bad one leaves the old in force.
void reload(app::EngineHost& host, engine::ControlServer& control, const std::filesystem::path& file)
{
    using base::LogLevel;
    constexpr auto category = base::LogCategory::App;
    base::Status outcome;
    for (int attempt = 0; attempt < 3; ++attempt) {
        auto loaded = host.readAgain(file);
        outcome = loaded.map([](const auto&) {});
        if (!loaded)
            break;
        const std::string later = host.needsRestart(loaded->service);
        outcome = control.configure(std::move(loaded->configuration), std::move(loaded->secrets));
        if (outcome && !later.empty())
            base::log(category, LogLevel::Warning, "changed, but only a restart will bring it: " + later);
        // A catalog may have changed the zones meanwhile: read once more, tied to the newest.
        if (outcome || outcome.error().code != base::ErrorCode::Superseded)
            break;
    }
    host.engine().configurationFileRead(outcome);
    if (outcome) {
        base::log(category, LogLevel::Info, "configuration read again: " + file.string());
        logRemarks(*host.engine().configuration());
    } else
        base::log(category, LogLevel::Error,
                  "configuration refused, the old one stays in force: " + base::toString(outcome.error()));
}

int serve(const app::ServiceCommand& command, const std::filesystem::path& socket)
{
    // A file size limit is a full disk: an error of write(2), not a signal that ends us.
    std::signal(SIGXFSZ, SIG_IGN); // NOLINT(cert-err33-c): cannot fail

    // 1. Block the signals we wait for, before any thread exists: all threads inherit the mask.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    // 2. The engine, holding exactly what the file says.
    auto host = app::EngineHost::startWithFile(command.configFile);
    if (!host)
        return refuse(host.error());

    logRemarks(*(*host)->engine().configuration());

    // 3. The door for --status and the like.
    auto control = engine::ControlServer::start(socket, (*host)->engine());
    if (!control)
        return refuse(control.error());
    for (const net::Endpoint& at : (*host)->engine().status().notifyAt)
        base::log(base::LogCategory::App, base::LogLevel::Info, "NOTIFY on " + at.toText());
    for (const net::Endpoint& at : (*host)->engine().status().serveAt)
        base::log(base::LogCategory::App, base::LogLevel::Info, "serving on " + at.toText());

    // 4. Run until told to stop; then stop in reverse order (destructors).
    app::tellServiceManager("READY=1");
    int received = 0;
    while (sigwait(&signals, &received) == 0 && received == SIGHUP) {
        app::tellReloading();
        reload(**host, **control, command.configFile);
        app::tellServiceManager("READY=1");
    }
    app::tellServiceManager("STOPPING=1");
    base::log(base::LogCategory::App, base::LogLevel::Info, "stopping");
    return EXIT_SUCCESS;
}

int ask(const std::filesystem::path& socket, const engine::ControlRequest& request)
{
    const auto answer = engine::askService(socket, request);
    if (!answer)
        return refuse(answer.error());
    std::printf("%s\n", answer->json.c_str());
    return answer->ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

int tracePath(const app::ServiceCommand& command)
{
    path::Target target;
    target.address = command.target;
    target.protocol = command.tcp ? path::Protocol::Tcp : path::Protocol::Udp;
    const auto view = app::tracePath(target, command.rounds ? command.rounds : app::defaultPathRounds);
    if (!view)
        return refuse(view.error());
    std::printf("%s\n", app::pathJson(**view).c_str());
    return (*view)->reached ? EXIT_SUCCESS : EXIT_FAILURE;
}

int print(const base::Result<app::CloudOutput>& output)
{
    if (!output)
        return refuse(output.error());
    std::printf("%s\n", output->json.c_str());
    return output->exitCode;
}

int checkPlan(const app::ServiceCommand& command)
{
    std::filesystem::path folder = command.folder;
    if (!command.configFile.empty()) {
        const auto service = app::loadServiceOptions(command.configFile);
        if (!service)
            return refuse(service.error());
        folder = service->dataFolder;
    }
    return print(app::checkPlanFile(command.plan, command.snapshot, folder));
}

/// Readings until they are through or a signal ends them.
int discover(const app::ServiceCommand& command)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::mutex mutex;
    std::condition_variable changed;
    bool stopped = false;
    std::thread watch([&] {
        int received = 0;
        sigwait(&signals, &received);
        const std::scoped_lock lock(mutex);
        stopped = true;
        changed.notify_all();
    });
    const base::SystemClock clock;
    const auto wait = [&](base::Duration duration) {
        std::unique_lock lock(mutex);
        return !changed.wait_for(lock, duration, [&] { return stopped; });
    };
    const auto cancelled = [&] {
        const std::scoped_lock lock(mutex);
        return stopped;
    };
    const auto print = [](const std::string& line) {
        std::printf("%s\n", line.c_str());
        std::fflush(stdout);
    };
    const auto code = app::discover(command, {clock, cancelled, wait, print});
    pthread_kill(watch.native_handle(), SIGTERM);
    watch.join();
    return code ? *code : refuse(code.error());
}

} // namespace

int main(int argc, char** argv)
{
    const auto command = app::parseServiceCommand(std::vector<std::string>(argv + 1, argv + argc));
    if (!command)
        return refuse(command.error(), exitUsage);
    const std::filesystem::path socket = command->socket.empty() ? app::defaultSocketPath() : command->socket;
    using Action = app::ServiceCommand::Action;
    using Kind = engine::ControlRequest::Kind;
    switch (command->action) {
    case Action::Serve:
        return serve(*command, socket);
    case Action::Check:
        return check(*command);
    case Action::Status:
        return ask(socket, {.kind = Kind::Status, .zone = {}, .full = false});
    case Action::Transfer:
        return ask(socket, {.kind = Kind::Transfer, .zone = command->zone, .full = command->full});
    case Action::TestChange:
        return ask(socket, {.kind = Kind::TestChange, .zone = command->zone, .full = false});
    case Action::History:
        return ask(socket, {.kind = Kind::History, .zone = command->zone, .full = false});
    case Action::Path:
        return tracePath(*command);
    case Action::Drift:
        return print(app::printDrift(command->folder));
    case Action::CheckPlan:
        return checkPlan(*command);
    case Action::Route: {
        const base::SystemClock clock;
        const auto code = app::changeRoutes(command->route, app::ordinaryRouteWorld(clock));
        return code ? *code : refuse(code.error());
    }
    case Action::AllowWriting: {
        const auto done = app::allowWriting(command->folder, command->allow, base::SystemClock());
        return done ? EXIT_SUCCESS : refuse(done.error());
    }
    case Action::AutoRevert: {
        const auto json = app::autoRevert(command->autoRevert, base::SystemClock());
        if (!json)
            return refuse(json.error());
        std::printf("%s\n", json->c_str());
        return EXIT_SUCCESS;
    }
    case Action::KillSwitch: {
        const auto done = app::throwKillSwitch(command->folder, command->kill);
        return done ? EXIT_SUCCESS : refuse(done.error());
    }
    case Action::Discover:
        return discover(*command);
    case Action::Version:
        std::puts("zonescoped " ZONESCOPE_VERSION);
        return EXIT_SUCCESS;
    case Action::Help:
        std::fputs(app::serviceHelp().c_str(), stdout);
        return EXIT_SUCCESS;
    }
    return exitUsage;
}
