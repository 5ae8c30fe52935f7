// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cloud_discover.h"

#include "app/auto_revert_command.h"
#include "model/base/log.h"
#include "model/cloud/json_writer.h"
#include "model/engine/cloud_reader.h"
#include "model/engine/intent_desk.h"
#include "model/store/cloud/cloud_store.h"

#include <algorithm>

namespace zonescope::app {
namespace {

using Writer = cloud::JsonWriter;
using cloud::put;

void putScope(Writer& writer, const cloud::Scope& scope)
{
    writer.StartObject();
    put(writer, "list", scope.what);
    put(writer, "account", scope.account);
    put(writer, "region", scope.region);
    put(writer, "state", cloud::scopeStateWord(scope.state));
    if (!scope.detail.empty())
        put(writer, "detail", scope.detail);
    put(writer, "resources", static_cast<std::int64_t>(scope.resources));
    put(writer, "read_at_us", base::toMicroseconds(scope.readAt));
    writer.EndObject();
}

struct Reading
{
    std::string json;
    bool whole = true;
};

/// `corrections`: what became of drift by itself, as JSON; empty: nothing is set for the account.
Reading readingOf(const cloud::Snapshot& snapshot, std::int64_t kept, const std::string& corrections)
{
    Reading reading;
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    put(writer, "name", snapshot.label());
    put(writer, "taken_at_us", base::toMicroseconds(snapshot.takenAt()));
    put(writer, "resources", static_cast<std::int64_t>(snapshot.resources().size()));
    if (kept != 0)
        put(writer, "snapshot", kept);
    writer.Key("lists");
    writer.StartArray();
    for (const cloud::Scope& scope : snapshot.scopes()) {
        reading.whole = reading.whole && scope.state == cloud::ScopeState::Ok;
        putScope(writer, scope);
    }
    writer.EndArray();
    if (!corrections.empty()) {
        writer.Key("auto_revert");
        writer.RawValue(corrections.data(), corrections.size(), rapidjson::kObjectType);
    }
    writer.EndObject();
    reading.json = {buffer.GetString(), buffer.GetSize()};
    return reading;
}

std::string problemJson(const base::Error& error)
{
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    put(writer, "error", base::toString(error));
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

engine::ReadAccount accountOf(const ServiceCommand& command)
{
    engine::ReadAccount account;
    account.provider = cloud::providerFromWord(command.provider).value_or(cloud::Provider::Aws);
    account.profile = command.profile;
    account.endpoint = command.endpoint;
    account.caFile = command.caFile;
    const bool regions =
        account.provider == cloud::Provider::Aws || account.provider == cloud::Provider::OpenStack;
    (regions ? account.places : account.accounts) = command.places;
    return account;
}

/// What a window would say.
void logClouds(const pipeline::Event& event)
{
    using Kind = pipeline::Event::Kind;
    const auto level =
        event.severity >= pipeline::Severity::Warning ? base::LogLevel::Warning : base::LogLevel::Info;
    if (event.kind == Kind::CloudDriftOpened)
        base::log(base::LogCategory::App, level,
                  std::to_string(event.records) + " objects are not as intended, first of all " +
                      event.before);
    else if (event.kind == Kind::CloudRevertDecided)
        base::log(base::LogCategory::App, level,
                  std::to_string(event.records) + " objects are not put right by themselves, first of all " +
                      event.before + ": " + event.after);
    else if (event.kind == Kind::CloudChanged)
        base::log(base::LogCategory::App, level, event.before + ": " + event.after);
}

/// The data folder's databases; without a folder nothing is kept.
class Keeper
{
public:
    base::Status open(const std::filesystem::path& folder, const base::Clock& clock,
                      const cloud::WaitFor& wait)
    {
        if (folder.empty())
            return {};
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        auto opened = store::CloudStore::open(folder / "cloud.sqlite");
        if (!opened)
            return tl::unexpected(opened.error());
        m_store.emplace(std::move(*opened));
        // Writes only what is set to be put right by itself.
        if (std::filesystem::exists(folder / "cloud-intent.sqlite", error))
            m_intent = std::make_unique<engine::IntentDesk>(folder / "cloud-intent.sqlite", clock, logClouds,
                                                            engine::ordinaryWriters(clock, wait));
        return {};
    }
    /// What an earlier run left because it was killed.
    void takeBackOverdue()
    {
        if (m_intent)
            m_intent->takeBackOverdue(*m_store);
    }
    /// Null: nothing is intended here.
    std::shared_ptr<const engine::DriftView> view()
    {
        const auto answer = m_intent ? m_intent->answer(engine::ShowDrift{}, *m_store)
                                     : tl::unexpected(base::Error{base::ErrorCode::NotFound, {}});
        return answer ? std::get<engine::IntentAnswer>(*answer).view : nullptr;
    }
    base::Result<std::int64_t> save(const cloud::Snapshot& snapshot) { return m_store->save(snapshot); }
    /// The newest of that name, for lists that cannot be read now.
    cloud::SnapshotPtr earlier(const std::string& label) const
    {
        if (!m_store)
            return nullptr;
        const auto all = m_store->list();
        const auto found = all ? std::ranges::find(*all, label, &store::SavedSnapshot::label)
                               : std::vector<store::SavedSnapshot>::const_iterator();
        if (!all || found == all->end())
            return nullptr;
        return m_store->load(found->id).value_or(nullptr);
    }
    base::Result<std::int64_t> keep(const cloud::SnapshotPtr& snapshot,
                                    const engine::IntentDesk::ReadAgain& again)
    {
        if (!m_store)
            return 0;
        auto id = m_store->save(*snapshot);
        if (id && m_intent)
            if (const auto judged = m_intent->scanned(*m_store, snapshot, again); !judged)
                return tl::unexpected(judged.error());
        return id;
    }

private:
    std::optional<store::CloudStore> m_store;
    std::unique_ptr<engine::IntentDesk> m_intent;
};

base::Result<cloud::SnapshotPtr> readNow(const engine::ReadAccount& account, const Keeper& keeper,
                                         const DiscoverContext& context)
{
    cloud::ScanSettings settings;
    settings.label = engine::labelOf(account);
    settings.http.caFile = account.caFile.string();
    settings.http.cancelled = context.cancelled;
    settings.wait = context.wait;
    settings.clock = std::shared_ptr<const base::Clock>(std::shared_ptr<void>(), &context.clock);
    settings.earlier = keeper.earlier(settings.label);
    return engine::readAccount(account, std::move(settings));
}

base::Result<Reading> readOnce(const engine::ReadAccount& account, Keeper& keeper,
                               const DiscoverContext& context)
{
    keeper.takeBackOverdue();
    const base::Timestamp began = context.clock.wall();
    const auto snapshot = readNow(account, keeper, context);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    const auto kept = keeper.keep(*snapshot, [&]() -> base::Result<cloud::SnapshotPtr> {
        auto after = readNow(account, keeper, context);
        if (after)
            if (const auto saved = keeper.save(**after); !saved)
                return tl::unexpected(saved.error());
        return after;
    });
    if (!kept)
        return tl::unexpected(kept.error());
    const auto view = keeper.view();
    return readingOf(**snapshot, *kept,
                     view ? autoRevertJson(*view, (*snapshot)->label(), began) : std::string());
}

} // namespace

base::Result<int> discover(const ServiceCommand& command, const DiscoverContext& context)
{
    const engine::ReadAccount account = accountOf(command);
    Keeper keeper;
    if (const auto opened = keeper.open(command.folder, context.clock, context.wait); !opened)
        return tl::unexpected(opened.error());
    const bool once = command.every == 0;
    for (;;) {
        const auto reading = readOnce(account, keeper, context);
        if (!reading && once)
            return tl::unexpected(reading.error());
        if (!reading && reading.error().code == base::ErrorCode::Cancelled)
            return EXIT_SUCCESS;
        context.print(reading ? reading->json : problemJson(reading.error()));
        const bool whole = reading && reading->whole;
        if (once || !context.wait(std::chrono::minutes(command.every)))
            return whole ? EXIT_SUCCESS : exitPartly;
    }
}

} // namespace zonescope::app
