// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/route_command.h"

#include "app/cloud_commands.h"
#include "model/cloud/json_writer.h"
#include "model/engine/intent_desk.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <poll.h>
#include <unistd.h>

namespace zonescope::app {
namespace {

using base::ErrorCode;
using Writer = cloud::JsonWriter;
using cloud::put;

volatile std::sig_atomic_t interrupted = 0;

int codeOf(cloud::GateVerdict verdict)
{
    return verdict == cloud::GateVerdict::Pass      ? EXIT_SUCCESS
           : verdict == cloud::GateVerdict::Confirm ? exitConfirm
                                                    : exitRefuse;
}

std::string previewJson(const engine::CorrectionAnswer& answer)
{
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    writer.Key("gate");
    const std::string gate = cloud::gateJson(answer.gate, answer.plan);
    writer.RawValue(gate.data(), gate.size(), rapidjson::kObjectType);
    writer.Key("calls");
    writer.StartArray();
    for (const std::string& call : answer.calls)
        writer.String(call.c_str(), static_cast<rapidjson::SizeType>(call.size()));
    writer.EndArray();
    writer.Key("dry_run");
    writer.Bool(answer.dryRun);
    if (answer.problem)
        put(writer, "problem", base::toString(*answer.problem));
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::string outcomeJson(const engine::CorrectionInfo& info)
{
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    put(writer, "state", engine::correctionStateWord(info.state));
    put(writer, "what", info.label);
    put(writer, "profile", info.profile);
    if (!info.outcome.empty())
        put(writer, "outcome", info.outcome);
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::vector<cloud::RouteAction> actionsOf(const RouteOptions& options)
{
    std::vector<cloud::RouteAction> all;
    for (std::string& destination : cloud::destinationsFromText(options.destinations))
        all.push_back({options.table, std::move(destination), options.target, options.withdraw});
    return all;
}

base::Result<int> onlyLook(const RouteOptions& options, const RouteWorld& world)
{
    const auto snapshot = snapshotFrom(options.snapshot);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    const auto plan = cloud::planOfRoutes(actionsOf(options), **snapshot);
    if (!plan)
        return tl::unexpected(plan.error());
    const cloud::UsedSettings used{{}, "built in"};
    const cloud::GateResult result = cloud::checkPlan(*plan, *snapshot, used.settings);
    world.print(cloud::gateJson(result, *plan, &used));
    return codeOf(result.verdict);
}

/// What is known of clouds in a data folder. The databases may be in use by a service or a window as well.
class Desk
{
public:
    static base::Result<Desk> open(const std::filesystem::path& folder, const RouteWorld& world)
    {
        std::error_code error;
        const auto file = folder / "cloud.sqlite";
        if (!std::filesystem::exists(file, error))
            return base::fail(ErrorCode::NotFound,
                              file.string() + " is not there: read the cloud into this data folder first");
        auto store = store::CloudStore::open(file);
        if (!store)
            return tl::unexpected(store.error());
        Desk desk(std::move(*store), folder, world);
        // What an earlier run left, because it was killed before anybody kept it.
        desk.m_intent->takeBackOverdue(*desk.m_snapshots);
        return desk;
    }

    template <class Wanted>
    base::Result<Wanted> ask(const engine::IntentRequest& request)
    {
        return m_intent->answer(request, *m_snapshots).map([](engine::Answer answer) {
            return std::get<Wanted>(std::move(answer));
        });
    }

private:
    Desk(store::CloudStore snapshots, const std::filesystem::path& folder, const RouteWorld& world)
        : m_snapshots(std::make_unique<store::CloudStore>(std::move(snapshots)))
        , m_intent(std::make_unique<engine::IntentDesk>(
              folder / "cloud-intent.sqlite", world.clock, [](const pipeline::Event&) {}, world.writers))
    {
    }

    std::unique_ptr<store::CloudStore> m_snapshots;
    std::unique_ptr<engine::IntentDesk> m_intent;
};

/// Carried out; from here on it ends kept or taken back.
base::Result<int> awaitKeep(Desk& desk, const engine::CorrectionInfo& made, const RouteOptions& options,
                            const RouteWorld& world)
{
    world.print(outcomeJson(made));
    const bool keep = options.keep || world.kept(options.keepWithin);
    const auto done = keep ? desk.ask<engine::IntentAnswer>(engine::KeepCorrection{made.id})
                           : desk.ask<engine::IntentAnswer>(engine::TakeBackCorrection{made.id});
    if (!done)
        return tl::unexpected(done.error());
    for (const engine::CorrectionInfo& correction : done->view->corrections)
        if (correction.id == made.id)
            world.print(outcomeJson(correction));
    return keep ? EXIT_SUCCESS : exitTakenBack;
}

} // namespace

RouteWorld ordinaryRouteWorld(const base::Clock& clock)
{
    const auto kept = [](base::Duration within) {
        for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
            struct sigaction action = {};
            action.sa_handler = [](int) { interrupted = 1; };
            sigaction(number, &action, nullptr);
        }
        std::fprintf(
            stderr, "zonescoped: carried out; write keep, or it is taken back in %lld s\n",
            static_cast<long long>(std::chrono::duration_cast<std::chrono::seconds>(within).count()));
        const auto until = std::chrono::steady_clock::now() + within;
        std::string line;
        while (interrupted == 0) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                until - std::chrono::steady_clock::now());
            pollfd input{STDIN_FILENO, POLLIN, 0};
            const int ready = left.count() <= 0 ? 0 : poll(&input, 1, static_cast<int>(left.count()));
            if (ready < 0 && errno == EINTR)
                continue;
            char octet = 0;
            if (ready <= 0 || read(STDIN_FILENO, &octet, 1) != 1)
                return false;
            if (octet == '\n')
                return line == "keep";
            line += octet;
        }
        return false;
    };
    return {clock, engine::ordinaryWriters(clock),
            [](const std::string& json) {
                std::printf("%s\n", json.c_str());
                std::fflush(stdout); // a script reads it while we wait
            },
            kept};
}

base::Result<int> changeRoutes(const RouteOptions& options, const RouteWorld& world)
{
    if (!options.snapshot.empty())
        return onlyLook(options, world);
    auto desk = Desk::open(options.folder, world);
    if (!desk)
        return tl::unexpected(desk.error());
    const auto answer = desk->ask<engine::CorrectionAnswer>(
        engine::PrepareCorrection{{}, actionsOf(options), options.profile, options.endpoint});
    if (!answer)
        return tl::unexpected(answer.error());
    world.print(previewJson(*answer));
    const int verdict = codeOf(answer->gate.verdict);
    if (verdict == exitRefuse || !options.carryOut)
        return verdict;
    if (answer->problem)
        return EXIT_FAILURE;
    if (verdict == exitConfirm && !options.confirmed)
        return verdict;
    const auto done =
        desk->ask<engine::IntentAnswer>(engine::ApplyCorrection{answer->prepared, options.keepWithin});
    if (!done)
        return tl::unexpected(done.error());
    return awaitKeep(*desk, done->view->corrections.front(), options, world);
}

base::Status allowWriting(const std::filesystem::path& dataFolder, bool allowed, const base::Clock& clock)
{
    auto desk = Desk::open(dataFolder, {clock, engine::ordinaryWriters(clock), {}, {}});
    if (!desk)
        return tl::unexpected(desk.error());
    return desk->ask<engine::IntentAnswer>(engine::AllowWriting{allowed})
        .map([](const engine::IntentAnswer&) {});
}

} // namespace zonescope::app
