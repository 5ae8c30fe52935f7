// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/intent_desk.h"

#include "model/base/log.h"

#include <algorithm>
#include <fstream>
#include <set>

namespace zonescope::engine {
namespace {

using base::ErrorCode;

constexpr unsigned long mostScans = 20;

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines)
        text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::vector<std::string> textsOf(const std::vector<net::Prefix>& prefixes)
{
    std::vector<std::string> texts;
    for (const net::Prefix& prefix : prefixes)
        texts.push_back(prefix.toText());
    return texts;
}

std::vector<net::Prefix> prefixesOf(const std::string& text)
{
    std::vector<net::Prefix> prefixes;
    for (const std::string& line : linesOf(text))
        if (const auto prefix = cloud::prefixFromText(line))
            prefixes.push_back(*prefix);
    return prefixes;
}

using Settings = std::map<std::string, std::string>;

std::string textIn(const Settings& settings, const char* name)
{
    const auto found = settings.find(name);
    return found == settings.end() ? std::string() : found->second;
}

cloud::GateSettings gateFrom(const Settings& settings)
{
    cloud::GateSettings gate;
    gate.allowed = prefixesOf(textIn(settings, "gate-allowed"));
    gate.management = prefixesOf(textIn(settings, "gate-management"));
    if (const std::string most = textIn(settings, "gate-most-changes"); !most.empty())
        gate.mostChanges = std::strtoul(most.c_str(), nullptr, 10);
    return gate;
}

/// As many scans to open as to close.
cloud::DriftPolicy policyOf(unsigned long scans)
{
    const auto count = static_cast<std::uint32_t>(std::clamp(scans, 1UL, mostScans));
    return {count, count};
}

/// "rtb-1 route 10.0.0.0/8", with the name where there is one.
std::string objectText(const cloud::DriftFinding& finding)
{
    std::string text = finding.resource;
    if (!finding.name.empty())
        text += " (" + finding.name + ")";
    return finding.part.empty() ? text : text + " " + finding.part;
}

} // namespace

base::Result<std::optional<cloud::GateSettings>> gateSettingsIn(const std::filesystem::path& dataFolder)
{
    std::error_code error;
    if (!std::filesystem::is_directory(dataFolder, error))
        return base::fail(base::ErrorCode::NotFound, dataFolder.string() + " is no folder");
    const std::filesystem::path file = dataFolder / "cloud-intent.sqlite";
    if (!std::filesystem::exists(file, error))
        return std::nullopt;
    const auto store = store::IntentStore::open(file);
    if (!store)
        return tl::unexpected(store.error());
    const auto settings = store->settings();
    if (!settings)
        return tl::unexpected(settings.error());
    const bool any =
        std::ranges::any_of(*settings, [](const auto& s) { return s.first.starts_with("gate-"); });
    return any ? std::optional(gateFrom(*settings)) : std::nullopt;
}

base::Result<std::string> readTerraformText(const std::filesystem::path& file)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error)
        return base::fail(ErrorCode::FileFailed, file.string() + ": " + error.message());
    if (size > cloud::largestTerraformFile)
        return base::fail(ErrorCode::Unsupported, file.string() + ": larger than 512 MiB");
    std::ifstream stream(file, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!stream.read(text.data(), static_cast<std::streamsize>(size)))
        return base::fail(ErrorCode::FileFailed, file.string() + " cannot be read");
    return text;
}

IntentDesk::IntentDesk(std::filesystem::path file, const base::Clock& clock, Tell tell, WriterFactory writers)
    : m_file(std::move(file))
    , m_clock(clock)
    , m_tell(std::move(tell))
    , m_killSwitch(m_file)
    , m_corrections(clock, m_tell, std::move(writers))
    , m_autoRevert(clock, m_tell, m_killSwitch)
{
}

base::Status IntentDesk::open(const store::CloudStore& snapshots)
{
    if (m_store)
        return {};
    auto opened = [&] {
        const std::scoped_lock lock(m_killSwitch.opening());
        return store::IntentStore::open(m_file);
    }();
    if (!opened)
        return tl::unexpected(opened.error());
    m_store.emplace(std::move(*opened));
    auto intents = m_store->intents();
    auto events = m_store->events();
    auto ignores = m_store->ignores();
    base::Status loaded =
        loadSettings().and_then([this] { return m_corrections.load(*m_store); }).and_then([this] {
            return m_autoRevert.load(*m_store);
        });
    if (!intents || !events || !ignores || !loaded) {
        m_store.reset();
        return tl::unexpected(!intents   ? intents.error()
                              : !events  ? events.error()
                              : !ignores ? ignores.error()
                                         : loaded.error());
    }
    m_events = std::move(*events);
    m_ignores = std::move(*ignores);
    for (store::SavedIntent& saved : *intents) {
        auto held = hold(std::move(saved), snapshots);
        if (held)
            m_intents.push_back(std::move(*held));
        else
            base::log(base::LogCategory::Engine, base::LogLevel::Warning,
                      "an intent cannot be read: " + base::toString(held.error()));
    }
    return judgeAgain(snapshots);
}

base::Status IntentDesk::loadSettings()
{
    const auto settings = m_store->settings();
    if (!settings)
        return tl::unexpected(settings.error());
    m_settings.ownedElsewhere = linesOf(textIn(*settings, "owned-elsewhere"));
    m_gate = gateFrom(*settings);
    if (const std::string scans = textIn(*settings, "drift-scans"); !scans.empty())
        m_policy = policyOf(std::strtoul(scans.c_str(), nullptr, 10));
    return {};
}

base::Result<IntentDesk::Held> IntentDesk::hold(store::SavedIntent saved,
                                                const store::CloudStore& snapshots) const
{
    Held held;
    held.source.id = saved.id;
    held.source.label = saved.label;
    if (saved.snapshot != 0) {
        auto snapshot = snapshots.load(saved.snapshot);
        if (!snapshot)
            return tl::unexpected(snapshot.error());
        held.resources = (*snapshot)->resources().size();
        held.source.pinned = std::move(*snapshot);
    } else {
        auto file = cloud::readTerraform(saved.terraform, saved.label);
        if (!file)
            return tl::unexpected(file.error());
        held.resources = file->expectations.size();
        held.source.expectations =
            std::make_shared<const std::vector<cloud::Expectation>>(std::move(file->expectations));
    }
    saved.terraform.clear();
    held.saved = std::move(saved);
    return held;
}

base::Result<Answer> IntentDesk::answer(const IntentRequest& what, const store::CloudStore& snapshots)
{
    if (const auto* preview = std::get_if<PreviewTerraform>(&what)) {
        TerraformPreviewAnswer answer;
        for (const auto& file : preview->files) {
            TerraformPreview made;
            made.file = file.string();
            const auto read = readTerraformText(file).and_then([&](const std::string& text) {
                return cloud::readTerraform(text, file.filename().string());
            });
            if (!read) {
                made.error = read.error();
            } else {
                made.form = read->form;
                made.otherTypes = read->otherTypes;
                for (const cloud::Expectation& e : read->expectations) {
                    made.resources += e.partOnly ? 0U : 1U;
                    made.parts += e.parts.size();
                    made.notMade += e.resource.id.empty() ? 1U : 0U;
                }
            }
            answer.files.push_back(std::move(made));
        }
        return Answer{std::move(answer)};
    }
    if (const auto opened = open(snapshots); !opened)
        return tl::unexpected(opened.error());
    if (const auto* plan = std::get_if<CheckTerraformPlan>(&what))
        return check(*plan, snapshots);
    if (const auto* wanted = std::get_if<PrepareCorrection>(&what))
        return prepare(*wanted, snapshots);
    if (const auto done = act(what, snapshots); !done)
        return tl::unexpected(done.error());
    return view();
}

base::Status IntentDesk::act(const IntentRequest& what, const store::CloudStore& snapshots)
{
    if (std::holds_alternative<ShowDrift>(what))
        return {};
    if (std::holds_alternative<AllowWriting>(what) || std::holds_alternative<ApplyCorrection>(what) ||
        std::holds_alternative<KeepCorrection>(what) || std::holds_alternative<TakeBackCorrection>(what) ||
        std::holds_alternative<SetAutoRevert>(what) || std::holds_alternative<ResumeAutoRevert>(what) ||
        std::holds_alternative<ThrowKillSwitch>(what))
        return correct(what);
    base::Status done;
    if (const auto* pinned = std::get_if<PinIntent>(&what))
        done = pin(*pinned, snapshots);
    else if (const auto* files = std::get_if<AddTerraform>(&what))
        done = add(*files, snapshots);
    else if (const auto* gone = std::get_if<RemoveIntent>(&what))
        done = remove(gone->id);
    else if (const auto* settings = std::get_if<SetDriftSettings>(&what))
        done = save(*settings);
    else if (const auto* ignore = std::get_if<IgnoreDrift>(&what)) {
        if (ignore->ignore.reason.empty() || ignore->ignore.until <= m_clock.wall())
            return base::fail(ErrorCode::InvalidValue,
                              "what is ignored needs a reason and a day in the future on which that ends");
        done = m_store->addIgnore(ignore->ignore).map([](std::int64_t) {});
    } else if (const auto* again = std::get_if<UnignoreDrift>(&what))
        done = m_store->removeIgnore(again->id);
    if (!done)
        return done;
    auto ignores = m_store->ignores();
    if (!ignores)
        return tl::unexpected(ignores.error());
    m_ignores = std::move(*ignores);
    return judgeAgain(snapshots);
}

base::Status IntentDesk::pin(const PinIntent& what, const store::CloudStore& snapshots)
{
    const auto all = snapshots.list();
    if (!all)
        return tl::unexpected(all.error());
    const auto found =
        what.snapshot == 0 ? all->begin() : std::ranges::find(*all, what.snapshot, &store::SavedSnapshot::id);
    if (found == all->end())
        return base::fail(ErrorCode::NotFound, "no such snapshot to pin");
    return replace({0, found->label, found->id, m_clock.wall(), {}}, snapshots);
}

base::Status IntentDesk::add(const AddTerraform& what, const store::CloudStore& snapshots)
{
    std::vector<store::SavedIntent> all;
    for (const auto& file : what.files) {
        const auto read = readTerraformText(file).and_then(
            [&](const std::string& text) { return cloud::readTerraform(text, file.filename().string()); });
        if (!read)
            return tl::unexpected(read.error());
        all.push_back({0, file.filename().string(), 0, m_clock.wall(), read->reduced});
    }
    for (store::SavedIntent& saved : all)
        if (const auto done = replace(std::move(saved), snapshots); !done)
            return done;
    return {};
}

base::Status IntentDesk::replace(store::SavedIntent saved, const store::CloudStore& snapshots)
{
    const bool isPin = saved.snapshot != 0;
    const auto before = std::ranges::find_if(m_intents, [&](const Held& held) {
        return held.saved.label == saved.label && (held.saved.snapshot != 0) == isPin;
    });
    const std::int64_t old = before == m_intents.end() ? 0 : before->saved.id;
    const auto id = m_store->addIntent(saved);
    if (!id)
        return tl::unexpected(id.error());
    saved.id = *id;
    auto held = hold(std::move(saved), snapshots);
    if (!held)
        return tl::unexpected(held.error());
    m_intents.push_back(std::move(*held));
    return old == 0 ? base::Status() : remove(old);
}

base::Status IntentDesk::remove(std::int64_t id)
{
    if (const auto done = m_store->removeIntent(id); !done)
        return done;
    std::erase_if(m_intents, [&](const Held& held) { return held.saved.id == id; });
    return {};
}

base::Status IntentDesk::save(const SetDriftSettings& what)
{
    const std::pair<const char*, std::string> all[]{
        {"owned-elsewhere", joined(what.drift.ownedElsewhere)},
        {"gate-allowed", joined(textsOf(what.gate.allowed))},
        {"gate-management", joined(textsOf(what.gate.management))},
        {"gate-most-changes", std::to_string(what.gate.mostChanges)},
        {"drift-scans", std::to_string(what.policy.openAfter)}};
    for (const auto& [name, value] : all)
        if (const auto done = m_store->setSetting(name, value); !done)
            return done;
    m_settings = what.drift;
    m_gate = what.gate;
    m_policy = policyOf(what.policy.openAfter);
    return {};
}

base::Result<Answer> IntentDesk::check(const CheckTerraformPlan& what, const store::CloudStore& snapshots)
{
    const auto changes = readTerraformText(what.file).and_then([&](const std::string& text) {
        return cloud::readTerraformPlan(text, what.file.filename().string());
    });
    if (!changes)
        return tl::unexpected(changes.error());
    const auto all = snapshots.list();
    if (!all)
        return tl::unexpected(all.error());
    if (all->empty())
        return base::fail(ErrorCode::NotFound,
                          "there is no snapshot to try the plan on; read the cloud first");
    const auto snapshot = snapshots.load(what.snapshot == 0 ? all->front().id : what.snapshot);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    GateAnswer answer;
    answer.plan = cloud::planFromTerraform(*changes);
    answer.result = cloud::checkPlan(answer.plan, *snapshot, m_gate);
    return Answer{std::move(answer)};
}

base::Status IntentDesk::judgeAgain(const store::CloudStore& snapshots)
{
    const auto all = snapshots.list();
    if (!all)
        return tl::unexpected(all.error());
    std::set<std::string> seen;
    for (const store::SavedSnapshot& saved : *all) // newest first
        if (seen.insert(saved.label).second) {
            m_judgedAt[saved.label] = std::max(m_judgedAt[saved.label], saved.takenAt);
            if (m_intents.empty())
                continue;
            const auto snapshot = snapshots.load(saved.id);
            if (!snapshot)
                return tl::unexpected(snapshot.error());
            judge(**snapshot, false);
        }
    if (m_intents.empty())
        announce(cloud::advance(m_events, {}, m_clock.wall(), false, m_policy));
    return m_store->saveEvents(m_events);
}

cloud::DriftReport IntentDesk::judge(const cloud::Snapshot& snapshot, bool newScan)
{
    std::vector<cloud::IntentSource> sources;
    for (const Held& held : m_intents)
        sources.push_back(held.source);
    const base::Timestamp now = m_clock.wall();
    cloud::DriftReport report = cloud::findDrift(sources, snapshot, m_ignores, now, m_settings);
    announce(cloud::advance(m_events, report, now, newScan, m_policy));
    m_last.judged = snapshot.label();
    m_last.judgedAt = snapshot.takenAt();
    m_last.compared = report.compared;
    m_last.ignored = report.ignored;
    m_last.unknown = report.unknown.size();
    m_last.notMade = report.notMade;
    return report;
}

void IntentDesk::announce(const cloud::DriftTransitions& transitions) const
{
    const auto tell = [&](pipeline::Event::Kind kind, pipeline::Severity severity,
                          const std::vector<cloud::DriftEvent>& events) {
        if (events.empty())
            return;
        pipeline::Event event;
        event.kind = kind;
        event.stage = pipeline::Stage::Observe;
        event.severity = severity;
        event.records = events.size();
        event.before = objectText(events.front().finding);
        m_tell(std::move(event));
    };
    tell(pipeline::Event::Kind::CloudDriftOpened, pipeline::Severity::Warning, transitions.opened);
    tell(pipeline::Event::Kind::CloudDriftClosed, pipeline::Severity::Info, transitions.closed);
}

Answer IntentDesk::view() const
{
    auto view = std::make_shared<DriftView>(m_last);
    for (const Held& held : m_intents)
        view->intents.push_back(
            {held.saved.id, held.saved.label, held.saved.snapshot, held.saved.addedAt, held.resources});
    view->events = m_events;
    view->ignores = m_ignores;
    view->settings = m_settings;
    view->gate = m_gate;
    view->policy = m_policy;
    view->writing = m_corrections.writing();
    view->corrections = m_corrections.corrections();
    m_autoRevert.show(*m_store, *view);
    return Answer{IntentAnswer{std::move(view)}};
}

} // namespace zonescope::engine
