// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/auto_revert_command.h"

#include "model/cloud/json_writer.h"
#include "model/engine/intent_desk.h"
#include "model/store/cloud/cloud_store.h"

#include <algorithm>

namespace zonescope::app {
namespace {

using Writer = cloud::JsonWriter;
using cloud::put;

void putSettings(Writer& writer, const engine::AutoRevertInfo& info)
{
    const cloud::AutoRevertSettings& s = info.settings;
    put(writer, "account", s.account);
    put(writer, "mode", cloud::revertModeWord(s.mode));
    writer.Key("classes");
    writer.StartArray();
    for (const cloud::RevertClass kind : s.classes) {
        const std::string_view word = cloud::revertClassWord(kind);
        writer.String(word.data(), static_cast<rapidjson::SizeType>(word.size()));
    }
    writer.EndArray();
    put(writer, "most", static_cast<std::int64_t>(s.most));
    put(writer, "hours", static_cast<std::int64_t>(s.hours));
    put(writer, "done", static_cast<std::int64_t>(info.runs.size()));
    put(writer, "window", cloud::windowText(s.window));
    put(writer, "profile", s.profile);
    if (!s.endpoint.empty())
        put(writer, "endpoint", s.endpoint);
    put(writer, "interfaces", static_cast<std::int64_t>(s.mostInterfaces));
    writer.Key("cut_flows");
    writer.Bool(s.mayCutFlows);
    if (!info.halted.empty())
        put(writer, "halted", info.halted);
}

void putNote(Writer& writer, const engine::RevertNote& note)
{
    static constexpr std::string_view steps[]{"report", "propose", "carry-out"};
    writer.StartObject();
    put(writer, "finding", note.key);
    put(writer, "step", steps[static_cast<std::size_t>(note.decision.step)]);
    put(writer, "reason", cloud::revertReasonWord(note.decision.reason));
    if (!note.decision.detail.empty())
        put(writer, "detail", note.decision.detail);
    if (note.decision.notBefore)
        put(writer, "not_before_us", base::toMicroseconds(*note.decision.notBefore));
    put(writer, "since_us", base::toMicroseconds(note.since));
    writer.EndObject();
}

void putCorrection(Writer& writer, const engine::CorrectionInfo& made)
{
    writer.StartObject();
    put(writer, "state", engine::correctionStateWord(made.state));
    put(writer, "what", made.label);
    put(writer, "profile", made.profile);
    put(writer, "made_at_us", base::toMicroseconds(made.madeAt));
    if (!made.outcome.empty())
        put(writer, "outcome", made.outcome);
    writer.EndObject();
}

void putAccount(Writer& writer, const engine::DriftView& view, const engine::AutoRevertInfo& info,
                base::Timestamp since)
{
    writer.StartObject();
    putSettings(writer, info);
    writer.Key("killed");
    writer.Bool(view.killed);
    writer.Key("decisions");
    writer.StartArray();
    for (const engine::RevertNote& note : view.notes)
        if (note.account == info.settings.account)
            putNote(writer, note);
    writer.EndArray();
    writer.Key("corrections");
    writer.StartArray();
    for (const engine::CorrectionInfo& made : view.corrections)
        if (made.automatic && made.madeAt >= since && made.profile == info.settings.profile)
            putCorrection(writer, made);
    writer.EndArray();
    writer.EndObject();
}

class Desk
{
public:
    static base::Result<Desk> open(const std::filesystem::path& folder, const base::Clock& clock)
    {
        std::error_code error;
        const auto file = folder / "cloud.sqlite";
        if (!std::filesystem::exists(file, error))
            return base::fail(base::ErrorCode::NotFound,
                              file.string() + " is not there: read the cloud into this data folder first");
        auto store = store::CloudStore::open(file);
        if (!store)
            return tl::unexpected(store.error());
        return Desk(std::move(*store), folder, clock);
    }
    base::Result<std::shared_ptr<const engine::DriftView>> ask(const engine::IntentRequest& request)
    {
        return m_intent->answer(request, *m_snapshots).map([](engine::Answer answer) {
            return std::get<engine::IntentAnswer>(std::move(answer)).view;
        });
    }

private:
    Desk(store::CloudStore snapshots, const std::filesystem::path& folder, const base::Clock& clock)
        : m_snapshots(std::make_unique<store::CloudStore>(std::move(snapshots)))
        , m_intent(std::make_unique<engine::IntentDesk>(
              folder / "cloud-intent.sqlite", clock, [](const pipeline::Event&) {},
              engine::ordinaryWriters(clock)))
    {
    }
    std::unique_ptr<store::CloudStore> m_snapshots;
    std::unique_ptr<engine::IntentDesk> m_intent;
};

base::Result<cloud::AutoRevertSettings> settingsFrom(const AutoRevertOptions& options,
                                                     const engine::DriftView& view)
{
    cloud::AutoRevertSettings settings;
    settings.account = options.account;
    const auto known = std::ranges::find_if(view.autoReverts, [&](const engine::AutoRevertInfo& info) {
        return info.settings.account == options.account;
    });
    if (known != view.autoReverts.end())
        settings = known->settings;
    settings.mode = options.mode.value_or(settings.mode);
    settings.classes = options.classes.value_or(settings.classes);
    settings.most = options.most.value_or(settings.most);
    settings.hours = options.hours.value_or(settings.hours);
    settings.window = options.window.value_or(settings.window);
    settings.profile = options.profile.value_or(settings.profile);
    settings.endpoint = options.endpoint.value_or(settings.endpoint);
    settings.mostInterfaces = options.interfaces.value_or(settings.mostInterfaces);
    settings.mayCutFlows = options.cutFlows.value_or(settings.mayCutFlows);
    return settings;
}

} // namespace

std::string autoRevertJson(const engine::DriftView& view, const std::string& account, base::Timestamp since)
{
    for (const engine::AutoRevertInfo& info : view.autoReverts)
        if (info.settings.account == account) {
            rapidjson::StringBuffer buffer;
            Writer writer(buffer);
            putAccount(writer, view, info, since);
            return {buffer.GetString(), buffer.GetSize()};
        }
    return {};
}

base::Result<std::string> autoRevert(const AutoRevertOptions& options, const base::Clock& clock)
{
    auto desk = Desk::open(options.folder, clock);
    if (!desk)
        return tl::unexpected(desk.error());
    auto view = desk->ask(engine::ShowDrift{});
    if (view && options.changes()) {
        const auto settings = settingsFrom(options, **view);
        if (!settings)
            return tl::unexpected(settings.error());
        view = desk->ask(engine::SetAutoRevert{*settings});
    }
    if (view && options.resume)
        view = desk->ask(engine::ResumeAutoRevert{options.account});
    if (!view)
        return tl::unexpected(view.error());
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    writer.Key("writing");
    writer.Bool((*view)->writing);
    writer.Key("killed");
    writer.Bool((*view)->killed);
    writer.Key("accounts");
    writer.StartArray();
    for (const engine::AutoRevertInfo& info : (*view)->autoReverts)
        if (options.account.empty() || info.settings.account == options.account)
            putAccount(writer, **view, info, {});
    writer.EndArray();
    writer.EndObject();
    return std::string(buffer.GetString(), buffer.GetSize());
}

base::Status throwKillSwitch(const std::filesystem::path& dataFolder, bool on)
{
    std::error_code error;
    const auto file = dataFolder / "cloud.sqlite";
    if (!std::filesystem::exists(file, error))
        return base::fail(base::ErrorCode::NotFound,
                          file.string() + " is not there: this is no data folder with clouds in it");
    // Nothing else is opened: whoever throws it is in a hurry.
    return engine::KillSwitch(dataFolder / "cloud-intent.sqlite").set(on);
}

} // namespace zonescope::app
