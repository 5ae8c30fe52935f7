// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/cloud_desk.h"

#include "model/cloud/folder_reader.h"
#include "model/cloud/snapshot_file.h"

#include <algorithm>

namespace zonescope::engine {
namespace {

constexpr std::size_t lookedBack = 3; ///< earlier snapshots in which a lost address is looked for

} // namespace

CloudDesk::CloudDesk(std::filesystem::path file, const base::Clock& clock, const Snapshots& snapshots,
                     Batcher& batcher)
    : m_file(std::move(file))
    , m_clock(clock)
    , m_snapshots(snapshots)
    , m_batcher(batcher)
{
}

void CloudDesk::ask(RequestId request, CloudRequest what)
{
    m_pool.post([this, request, what = std::move(what)] { m_batcher.reply(request, answer(what)); });
}

void CloudDesk::stop()
{
    m_stopping = true;
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
    if (const auto* wanted = std::get_if<ShowCloud>(&what))
        return show(wanted->id, 0);
    if (const auto* comparison = std::get_if<CompareClouds>(&what))
        return compare(*comparison);
    if (const auto* forgotten = std::get_if<ForgetCloud>(&what)) {
        if (const auto removed = m_store->remove(forgotten->id); !removed)
            return tl::unexpected(removed.error());
        return show(0, 0);
    }
    const auto& wanted = std::get<ExportCloud>(what);
    const auto snapshot = m_store->load(wanted.id);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    if (const auto written = cloud::writeSnapshotFile(**snapshot, wanted.file); !written)
        return tl::unexpected(written.error());
    return Answer{Done{}};
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
    const auto id = m_store->save(*snapshot);
    if (!id)
        return tl::unexpected(id.error());
    return show(*id, notRead);
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

base::Result<Answer> CloudDesk::show(std::int64_t id, std::size_t filesNotRead)
{
    const auto all = kept();
    if (!all)
        return tl::unexpected(all.error());
    CloudAnswer answer{*all, id, nullptr, filesNotRead};
    if (id == 0 && !all->empty())
        answer.shown = all->front().id;
    if (answer.shown == 0)
        return Answer{answer};
    auto snapshot = m_store->load(answer.shown);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    answer.view = cloud::makeView(*snapshot, heldZones(), before(*all, answer.shown));
    return Answer{answer};
}

base::Result<Answer> CloudDesk::compare(const CompareClouds& what)
{
    const auto older = m_store->load(what.older);
    if (!older)
        return tl::unexpected(older.error());
    const auto newer = m_store->load(what.newer);
    if (!newer)
        return tl::unexpected(newer.error());
    return Answer{CloudDifferenceAnswer{
        *older, *newer,
        std::make_shared<const cloud::SnapshotDifference>(cloud::differenceOf(**older, **newer))}};
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
        if (auto loaded = m_store->load(older->id))
            snapshots.push_back(std::move(*loaded));
    return snapshots;
}

} // namespace zonescope::engine
