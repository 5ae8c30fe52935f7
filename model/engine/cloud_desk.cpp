// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/cloud_desk.h"

#include "model/base/log.h"
#include "model/cloud/folder_reader.h"
#include "model/cloud/snapshot_file.h"
#include "model/engine/cloud_reader.h"

#include <algorithm>

namespace zonescope::engine {
namespace {

constexpr std::size_t lookedBack = 3; ///< earlier snapshots in which a lost address is looked for

} // namespace

CloudDesk::CloudDesk(std::filesystem::path file, const base::Clock& clock, const Snapshots& snapshots,
                     Batcher& batcher, IntentDesk::Tell tell)
    : m_file(std::move(file))
    , m_clock(clock)
    , m_snapshots(snapshots)
    , m_batcher(batcher)
    , m_intent(m_file.parent_path() / "cloud-intent.sqlite", clock, std::move(tell),
               ordinaryWriters(clock, [this](base::Duration duration) { return rest(duration); }))
{
    // What an earlier run of the program did not see kept must not wait until somebody opens the page.
    std::error_code error;
    if (std::filesystem::exists(m_intent.file(), error))
        m_pool.post([this] {
            if (openStore()) {
                m_intent.takeBackOverdue(*m_store);
                noteDeadline();
            }
        });
    m_watch = std::thread([this] { watchDeadlines(); });
}

void CloudDesk::noteDeadline()
{
    const auto next = m_intent.nextDeadline();
    m_deadline = next ? base::toMicroseconds(*next) : noDeadline;
}

void CloudDesk::watchDeadlines()
{
    // The clock may be one that a test moves: looked at, not slept on.
    constexpr auto glance = std::chrono::milliseconds(200);
    std::unique_lock lock(m_waitMutex);
    while (!m_waiting.wait_for(lock, glance, [this] { return m_stopping.load(); })) {
        if (base::toMicroseconds(m_clock.wall()) < m_deadline)
            continue;
        m_deadline = noDeadline; // noted anew by the task
        m_pool.post([this] {
            if (openStore())
                m_intent.takeBackOverdue(*m_store);
            noteDeadline();
        });
    }
}

void CloudDesk::ask(RequestId request, CloudRequest what)
{
    if (std::holds_alternative<StopReading>(what) || std::holds_alternative<ReadAccount>(what)) {
        const std::scoped_lock lock(m_waitMutex);
        m_giveUp = std::holds_alternative<StopReading>(what);
        m_waiting.notify_all();
    }
    m_pool.post([this, request, what = std::move(what)] { m_batcher.reply(request, answer(what)); });
}

void CloudDesk::ask(RequestId request, IntentRequest what)
{
    if (const auto* thrown = std::get_if<ThrowKillSwitch>(&what)) {
        if (thrown->on)
            m_intent.killSwitch().throwNow(); // whatever m_pool is busy with
        m_switchPool.post([this, request, on = thrown->on] {
            m_batcher.reply(request, m_intent.throwKillSwitch(on).map([] { return Answer{Done{}}; }));
        });
        return;
    }
    m_pool.post([this, request, what = std::move(what)] {
        const auto opened = openStore();
        m_batcher.reply(request, opened ? m_intent.answer(what, *m_store) : tl::unexpected(opened.error()));
        noteDeadline();
    });
}

void CloudDesk::stop()
{
    {
        const std::scoped_lock lock(m_waitMutex);
        m_stopping = true;
    }
    m_waiting.notify_all();
    if (m_watch.joinable())
        m_watch.join();
    m_switchPool.finish(); // a switch that was thrown is kept
    m_pool.stop();
}

base::Status CloudDesk::openStore()
{
    if (m_store)
        return {};
    auto opened = store::CloudStore::open(m_file);
    if (!opened)
        return tl::unexpected(opened.error());
    m_store.emplace(std::move(*opened));
    return {};
}

base::Result<Answer> CloudDesk::answer(const CloudRequest& what)
{
    if (const auto opened = openStore(); !opened)
        return tl::unexpected(opened.error());
    if (const auto* import_ = std::get_if<ImportCloudFolder>(&what))
        return import(import_->folder);
    if (const auto* account = std::get_if<ReadAccount>(&what))
        return read(*account);
    if (std::holds_alternative<StopReading>(what))
        return Answer{Done{}};
    if (const auto* wanted = std::get_if<ShowCloud>(&what))
        return show(wanted->id, 0);
    if (const auto* comparison = std::get_if<CompareClouds>(&what))
        return compare(*comparison);
    if (std::holds_alternative<AskCloudHistory>(what))
        return history();
    if (const auto* suppressed = std::get_if<SuppressFinding>(&what))
        return suppress(*suppressed);
    if (const auto* forgotten = std::get_if<ForgetCloud>(&what)) {
        const auto pinned = m_intent.isPinned(forgotten->id);
        if (!pinned)
            return tl::unexpected(pinned.error());
        if (*pinned)
            return base::fail(base::ErrorCode::StillInUse,
                              "this snapshot is pinned as how things shall be; unpin it first");
        if (const auto removed = m_store->remove(forgotten->id); !removed)
            return tl::unexpected(removed.error());
        m_loaded.erase(forgotten->id); // ids come back
        return show(0, 0);
    }
    const auto& wanted = std::get<ExportCloud>(what);
    const auto snapshot = load(wanted.id);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    if (const auto written = cloud::writeSnapshotFile(**snapshot, wanted.file); !written)
        return tl::unexpected(written.error());
    return Answer{Done{}};
}

base::Result<std::int64_t> CloudDesk::keep(const cloud::SnapshotPtr& snapshot,
                                           const IntentDesk::ReadAgain& again)
{
    auto id = m_store->save(*snapshot);
    if (!id)
        return id;
    // A scan that was read and kept is good, whatever becomes of the comparison.
    if (const auto judged = m_intent.scanned(*m_store, snapshot, again); !judged)
        base::log(base::LogCategory::Engine, base::LogLevel::Error,
                  "the scan could not be held against what shall be: " + base::toString(judged.error()));
    return id;
}

base::Result<Answer> CloudDesk::import(const std::filesystem::path& path)
{
    std::error_code error;
    cloud::SnapshotPtr snapshot;
    std::size_t notRead = 0;
    if (std::filesystem::is_directory(path, error)) {
        const auto read = cloud::readFolder(path, m_clock.wall(), [this] { return m_stopping.load(); });
        if (!read)
            return tl::unexpected(read.error());
        snapshot = read->snapshot;
        notRead = read->filesNotRead;
    } else {
        const auto read = cloud::readSnapshotFile(path);
        if (!read)
            return tl::unexpected(read.error());
        snapshot = *read;
    }
    const auto id = keep(snapshot);
    if (!id)
        return tl::unexpected(id.error());
    m_loaded[*id] = snapshot;
    return show(*id, notRead);
}

bool CloudDesk::wait(base::Duration duration)
{
    std::unique_lock lock(m_waitMutex);
    return !m_waiting.wait_for(lock, duration, [this] { return m_stopping || m_giveUp; });
}

/// What somebody still holds is not read and mapped once more: a second for 100,000 resources.
base::Result<cloud::SnapshotPtr> CloudDesk::load(std::int64_t id)
{
    if (auto held = m_loaded[id].lock())
        return held;
    auto loaded = m_store->load(id);
    std::erase_if(m_loaded, [](const auto& known) { return known.second.expired(); });
    if (loaded)
        m_loaded[id] = *loaded;
    return loaded;
}

bool CloudDesk::rest(base::Duration duration)
{
    std::unique_lock lock(m_waitMutex);
    return !m_waiting.wait_for(lock, duration, [this] { return m_stopping.load(); });
}

base::Result<cloud::SnapshotPtr> CloudDesk::readNow(const ReadAccount& what)
{
    cloud::ScanSettings settings;
    settings.label = labelOf(what);
    settings.http.caFile = what.caFile.string();
    settings.http.cancelled = [this] { return m_stopping || m_giveUp; };
    settings.wait = [this](base::Duration duration) { return wait(duration); };
    settings.clock =
        std::shared_ptr<const base::Clock>(std::shared_ptr<void>(), &m_clock); // lives as long as we do
    const auto all = kept();
    if (!all)
        return tl::unexpected(all.error());
    const auto earlier = std::ranges::find(*all, settings.label, &KeptSnapshot::label);
    if (earlier != all->end())
        if (auto loaded = load(earlier->id))
            settings.earlier = std::move(*loaded);
    return readAccount(what, std::move(settings));
}

base::Result<Answer> CloudDesk::read(const ReadAccount& what)
{
    auto snapshot = readNow(what);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    std::int64_t newest = 0;
    // After something was put right: shown is what it is like then.
    const auto again = [&]() -> base::Result<cloud::SnapshotPtr> {
        auto after = readNow(what);
        if (!after)
            return after;
        const auto id = m_store->save(**after);
        if (!id)
            return tl::unexpected(id.error());
        newest = *id;
        m_loaded[newest] = *after;
        snapshot = *after;
        return after;
    };
    const cloud::SnapshotPtr first = *snapshot;
    const auto id = keep(first, again);
    if (!id)
        return tl::unexpected(id.error());
    m_loaded[*id] = first;
    const auto troubled = std::ranges::count_if((*snapshot)->scopes(), [](const cloud::Scope& scope) {
        return scope.state != cloud::ScopeState::Ok;
    });
    return show(newest == 0 ? *id : newest, static_cast<std::size_t>(troubled));
}

base::Result<std::vector<KeptSnapshot>> CloudDesk::kept()
{
    const auto saved = m_store->list();
    if (!saved)
        return tl::unexpected(saved.error());
    std::vector<KeptSnapshot> all;
    for (const store::SavedSnapshot& s : *saved)
        all.push_back({s.id, s.label, s.takenAt, s.resources});
    return all;
}

base::Result<Answer> CloudDesk::show(std::int64_t id, std::size_t notRead)
{
    const auto all = kept();
    if (!all)
        return tl::unexpected(all.error());
    const auto suppressions = m_store->suppressions();
    if (!suppressions)
        return tl::unexpected(suppressions.error());
    CloudAnswer answer{*all, id, nullptr, notRead, *suppressions};
    if (id == 0 && !all->empty())
        answer.shown = all->front().id;
    if (answer.shown == 0)
        return Answer{answer};
    auto snapshot = load(answer.shown);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    answer.view = cloud::makeView(*snapshot, heldZones(), before(*all, answer.shown));
    return Answer{answer};
}

base::Result<Answer> CloudDesk::compare(const CompareClouds& what)
{
    const auto older = load(what.older);
    if (!older)
        return tl::unexpected(older.error());
    const auto newer = load(what.newer);
    if (!newer)
        return tl::unexpected(newer.error());
    return Answer{CloudDifferenceAnswer{
        *older, *newer,
        std::make_shared<const cloud::SnapshotDifference>(cloud::differenceOf(**older, **newer))}};
}

base::Result<Answer> CloudDesk::history()
{
    const auto all = kept();
    if (!all)
        return tl::unexpected(all.error());
    CloudHistoryAnswer answer;
    for (const KeptSnapshot& snapshot : *all)
        if (auto tally = m_store->tally(snapshot.id)) // one that is damaged does not hide the others
            answer.scans.push_back({snapshot, std::move(*tally)});
    return Answer{std::move(answer)};
}

base::Result<Answer> CloudDesk::suppress(const SuppressFinding& what)
{
    const auto done =
        what.undo ? m_store->unsuppress(what.what.check, what.what.resource) : m_store->suppress(what.what);
    if (!done)
        return tl::unexpected(done.error());
    auto all = m_store->suppressions();
    if (!all)
        return tl::unexpected(all.error());
    return Answer{SuppressionsAnswer{std::move(*all)}};
}

std::vector<cloud::HeldZone> CloudDesk::heldZones() const
{
    std::vector<cloud::HeldZone> held;
    if (const auto configuration = m_snapshots.configuration())
        for (const auto& [id, zone] : configuration->zones())
            if (auto version = m_snapshots.held(id))
                held.push_back({id, std::move(version)});
    return held;
}

/// Snapshots taken before that one, newest first; one that cannot be read any more is left out.
std::vector<cloud::SnapshotPtr> CloudDesk::before(const std::vector<KeptSnapshot>& all, std::int64_t id)
{
    std::vector<cloud::SnapshotPtr> snapshots;
    const auto shown = std::ranges::find(all, id, &KeptSnapshot::id);
    for (auto older = shown == all.end() ? shown : shown + 1;
         older != all.end() && snapshots.size() < lookedBack; ++older)
        if (auto loaded = load(older->id))
            snapshots.push_back(std::move(*loaded));
    return snapshots;
}

} // namespace zonescope::engine
