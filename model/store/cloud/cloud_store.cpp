// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/cloud/cloud_store.h"

#include "model/cloud/snapshot_file.h"
#include "model/store/cloud/bodies.h"
#include "model/store/cloud/item_saver.h"
#include "model/store/migrations.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

namespace zonescope::store {
namespace {

constexpr const char* steps[]{
    R"(CREATE TABLE scan (id INTEGER PRIMARY KEY, label TEXT NOT NULL, taken_at INTEGER NOT NULL,
                          resources INTEGER NOT NULL);
       CREATE TABLE scope (scan INTEGER NOT NULL REFERENCES scan, provider TEXT NOT NULL, account TEXT NOT NULL,
                           region TEXT NOT NULL, what TEXT NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL,
                           read_at INTEGER NOT NULL, resources INTEGER NOT NULL);
       CREATE INDEX scope_scan ON scope (scan);
       CREATE TABLE place (id INTEGER PRIMARY KEY, provider TEXT NOT NULL, account TEXT NOT NULL,
                           region TEXT NOT NULL, collection TEXT NOT NULL, parent TEXT NOT NULL,
                           UNIQUE (provider, account, region, collection, parent));
       CREATE TABLE body (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
                          data BLOB NOT NULL, redacted TEXT NOT NULL);
       CREATE TABLE item (scan INTEGER NOT NULL REFERENCES scan, place INTEGER NOT NULL REFERENCES place,
                          body INTEGER NOT NULL REFERENCES body, PRIMARY KEY (scan, place, body)) WITHOUT ROWID;
       CREATE INDEX item_body ON item (body);)",
    // Counts a scan for the charts over time, and findings that somebody knows about.
    R"(ALTER TABLE scan ADD COLUMN tallied INTEGER NOT NULL DEFAULT 0;
       CREATE TABLE tally (scan INTEGER NOT NULL REFERENCES scan, provider TEXT NOT NULL, kind TEXT NOT NULL,
                           account TEXT NOT NULL, region TEXT NOT NULL, resources INTEGER NOT NULL);
       CREATE INDEX tally_scan ON tally (scan);
       CREATE TABLE tunnel (scan INTEGER NOT NULL REFERENCES scan, tunnel TEXT NOT NULL, name TEXT NOT NULL,
                            down INTEGER NOT NULL, tunnels INTEGER NOT NULL);
       CREATE INDEX tunnel_scan ON tunnel (scan);
       CREATE TABLE suppression (finding TEXT NOT NULL, resource TEXT NOT NULL, reason TEXT NOT NULL,
                                 until INTEGER NOT NULL, PRIMARY KEY (finding, resource)) WITHOUT ROWID;)",
    // A list of a scan as one row, shared by all scans that saw the same; scans before keep their items.
    R"(CREATE TABLE pile (id INTEGER PRIMARY KEY, place INTEGER NOT NULL REFERENCES place, digest BLOB NOT NULL,
                          bodies BLOB NOT NULL, UNIQUE (place, digest));
       CREATE TABLE scan_pile (scan INTEGER NOT NULL REFERENCES scan, pile INTEGER NOT NULL REFERENCES pile,
                               PRIMARY KEY (scan, pile)) WITHOUT ROWID;
       CREATE INDEX scan_pile_pile ON scan_pile (pile);)",
    // How full networks and subnets were.
    R"(CREATE TABLE address_use (scan INTEGER NOT NULL REFERENCES scan, resource TEXT NOT NULL, name TEXT NOT NULL,
                                 network INTEGER NOT NULL, used INTEGER NOT NULL, usable INTEGER NOT NULL);
       CREATE INDEX address_use_scan ON address_use (scan);
       UPDATE scan SET tallied = 0;
       DELETE FROM tally;
       DELETE FROM tunnel;)",
};

std::vector<std::string> linesOf(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

StoredPlace placeFrom(const Statement& row)
{
    return {cloud::providerFromWord(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
            std::string(row.text(3)), std::string(row.text(4))};
}

/// On all cores: a snapshot of 100,000 resources is parsed and mapped anew. Nothing when one is damaged.
std::optional<std::vector<cloud::Resource>> restored(const std::vector<StoredBody>& bodies)
{
    std::mutex mutex;
    std::vector<cloud::Resource> all;
    std::atomic<bool> good = true;
    inParallel(bodies.size(), [&](std::size_t from, std::size_t to) {
        Bodies unpacker;
        std::string raw;
        std::vector<cloud::Resource> part;
        for (std::size_t i = from; good && i < to; ++i) {
            const StoredBody& body = bodies[i];
            const StoredPlace& place = *body.place;
            const cloud::ReadContext context{place.provider.value_or(cloud::Provider::Aws), place.account,
                                             place.region, place.parent};
            if (!place.provider || !unpacker.unpack(base::viewOf(body.data), body.size, raw) ||
                !cloud::restoreResource(raw, place.collection, context, linesOf(body.redacted), part))
                good = false;
        }
        const std::scoped_lock lock(mutex);
        std::ranges::move(part, std::back_inserter(all));
    });
    if (!good)
        return std::nullopt;
    return all;
}

} // namespace

base::Result<CloudStore> CloudStore::open(const std::filesystem::path& file)
{
    auto database = Database::open(file, Synchronous::Normal);
    if (!database)
        return tl::unexpected(database.error());
    if (const auto migrated = migrate(*database, steps); !migrated)
        return tl::unexpected(migrated.error());
    return CloudStore(std::move(*database));
}

base::Result<std::int64_t> CloudStore::save(const cloud::Snapshot& snapshot)
{
    Transaction transaction(m_database);
    if (!transaction.begun())
        return tl::unexpected(transaction.begun().error());
    auto insert = m_database.prepare("INSERT INTO scan (label, taken_at, resources) VALUES (?1, ?2, ?3)");
    if (const auto done = insert.execute(snapshot.label(), snapshot.takenAt(), snapshot.resources().size());
        !done)
        return tl::unexpected(done.error());
    const auto scan = m_database.value("SELECT last_insert_rowid()");
    if (!scan)
        return tl::unexpected(scan.error());
    if (const auto done = saveScopes(*scan, snapshot); !done)
        return tl::unexpected(done.error());
    const auto content = snapshot.content();
    const bool same = m_lastSaved != 0 && m_lastContent.lock() == content;
    const auto saved = same ? saveAgain(*scan, m_lastSaved) : ItemSaver(m_database, snapshot).save(*scan);
    if (!saved)
        return tl::unexpected(saved.error());
    if (const auto done = saveTally(*scan, cloud::tallyOf(snapshot)); !done)
        return tl::unexpected(done.error());
    if (const auto done = transaction.commit(); !done)
        return tl::unexpected(done.error());
    m_lastContent = content;
    m_lastSaved = *scan;
    return *scan;
}

base::Status CloudStore::saveAgain(std::int64_t scan, std::int64_t same)
{
    return m_database.prepare("INSERT INTO scan_pile SELECT ?1, pile FROM scan_pile WHERE scan = ?2")
        .execute(scan, same);
}

base::Status CloudStore::saveScopes(std::int64_t scan, const cloud::Snapshot& snapshot)
{
    auto insert = m_database.prepare("INSERT INTO scope VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    for (const cloud::Scope& s : snapshot.scopes())
        if (const auto done =
                insert.execute(scan, cloud::providerWord(s.provider), s.account, s.region, s.what,
                               cloud::scopeStateWord(s.state), s.detail, s.readAt, s.resources);
            !done)
            return done;
    return {};
}

base::Result<std::vector<SavedSnapshot>> CloudStore::list() const
{
    auto rows =
        m_database.prepare("SELECT id, label, taken_at, resources FROM scan ORDER BY taken_at DESC, id DESC");
    std::vector<SavedSnapshot> all;
    rows.start();
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return all;
        all.push_back({rows.integer(0), std::string(rows.text(1)), rows.time(2),
                       static_cast<std::size_t>(rows.integer(3))});
    }
}

base::Result<cloud::SnapshotPtr> CloudStore::load(std::int64_t id) const
{
    auto scan = m_database.prepare("SELECT label, taken_at FROM scan WHERE id = ?1");
    scan.start(id);
    const auto there = scan.next();
    if (!there)
        return tl::unexpected(there.error());
    if (!*there)
        return base::fail(base::ErrorCode::NotFound, "no snapshot " + std::to_string(id));
    std::vector<cloud::Scope> scopes;
    auto scopeRows =
        m_database.prepare("SELECT provider, account, region, what, state, detail, read_at, resources "
                           "FROM scope WHERE scan = ?1 ORDER BY rowid");
    scopeRows.start(id);
    for (auto row = scopeRows.next(); row && *row; row = scopeRows.next())
        scopes.push_back({cloud::providerFromWord(scopeRows.text(0)).value_or(cloud::Provider::Aws),
                          std::string(scopeRows.text(1)), std::string(scopeRows.text(2)),
                          std::string(scopeRows.text(3)),
                          cloud::scopeStateFromWord(scopeRows.text(4)).value_or(cloud::ScopeState::Broken),
                          std::string(scopeRows.text(5)), scopeRows.time(6),
                          static_cast<std::uint32_t>(scopeRows.integer(7))});
    std::vector<StoredBody> bodies;
    if (const auto read = readItems(id, bodies); !read)
        return tl::unexpected(read.error());
    if (const auto read = readPiles(id, bodies); !read)
        return tl::unexpected(read.error());
    auto resources = restored(bodies);
    if (!resources)
        return base::fail(base::ErrorCode::StoreCorrupt, "a resource of snapshot " + std::to_string(id) +
                                                             " in " + m_database.file().string());
    return cloud::Snapshot::make(std::string(scan.text(0)), scan.time(1), std::move(scopes),
                                 std::move(*resources));
}

/// What programs before piles wrote.
base::Status CloudStore::readItems(std::int64_t scan, std::vector<StoredBody>& bodies) const
{
    auto rows = m_database.prepare(
        "SELECT p.provider, p.account, p.region, p.collection, p.parent, b.size, b.data, "
        "b.redacted FROM item i JOIN place p ON p.id = i.place JOIN body b ON b.id = i.body "
        "WHERE i.scan = ?1");
    rows.start(scan);
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
        const auto place = std::make_shared<const StoredPlace>(placeFrom(rows));
        const base::ByteView data = rows.blob(6);
        bodies.push_back({place,
                          static_cast<std::size_t>(rows.integer(5)),
                          {data.begin(), data.end()},
                          std::string(rows.text(7))});
    }
}

base::Status CloudStore::readPiles(std::int64_t scan, std::vector<StoredBody>& bodies) const
{
    auto piles =
        m_database.prepare("SELECT p.provider, p.account, p.region, p.collection, p.parent, l.bodies "
                           "FROM scan_pile s JOIN pile l ON l.id = s.pile JOIN place p ON p.id = l.place "
                           "WHERE s.scan = ?1");
    auto body = m_database.prepare("SELECT size, data, redacted FROM body WHERE id = ?1");
    piles.start(scan);
    std::vector<std::int64_t> ids;
    for (;;) {
        const auto row = piles.next();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
        const auto place = std::make_shared<const StoredPlace>(placeFrom(piles));
        ids.clear();
        bool good = unpackIds(piles.blob(5), ids);
        for (std::size_t i = 0; good && i < ids.size(); ++i) {
            body.start(ids[i]);
            const auto found = body.next();
            if (!found)
                return tl::unexpected(found.error());
            good = *found;
            if (!good)
                break;
            const base::ByteView data = body.blob(1);
            bodies.push_back({place,
                              static_cast<std::size_t>(body.integer(0)),
                              {data.begin(), data.end()},
                              std::string(body.text(2))});
        }
        if (!good)
            return base::fail(base::ErrorCode::StoreCorrupt, "a list of snapshot " + std::to_string(scan) +
                                                                 " in " + m_database.file().string());
    }
}

/// Bodies that neither a pile nor an item of an older program has.
base::Status CloudStore::forgetBodies()
{
    std::vector<std::int64_t> used;
    auto piles = m_database.prepare("SELECT bodies FROM pile");
    piles.start();
    for (;;) {
        const auto row = piles.next();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            break;
        if (!unpackIds(piles.blob(0), used))
            return base::fail(base::ErrorCode::StoreCorrupt, "a list in " + m_database.file().string());
    }
    auto items = m_database.prepare("SELECT DISTINCT body FROM item");
    items.start();
    for (auto row = items.next(); row && *row; row = items.next())
        used.push_back(items.integer(0));
    std::ranges::sort(used);
    std::vector<std::int64_t> unused;
    auto all = m_database.prepare("SELECT id FROM body ORDER BY id");
    all.start();
    for (auto row = all.next(); row && *row; row = all.next())
        if (!std::ranges::binary_search(used, all.integer(0)))
            unused.push_back(all.integer(0));
    auto remove = m_database.prepare("DELETE FROM body WHERE id = ?1");
    for (const std::int64_t id : unused)
        if (const auto done = remove.execute(id); !done)
            return done;
    return {};
}

base::Status CloudStore::remove(std::int64_t id)
{
    m_lastSaved = 0; // what it had may go; ids come back
    Transaction transaction(m_database);
    if (!transaction.begun())
        return transaction.begun();
    for (const char* sql : {"DELETE FROM item WHERE scan = ?1", "DELETE FROM scan_pile WHERE scan = ?1",
                            "DELETE FROM scope WHERE scan = ?1", "DELETE FROM tally WHERE scan = ?1",
                            "DELETE FROM tunnel WHERE scan = ?1", "DELETE FROM address_use WHERE scan = ?1",
                            "DELETE FROM scan WHERE id = ?1"})
        if (const auto done = m_database.prepare(sql).execute(id); !done)
            return done;
    if (const auto done = m_database.run("DELETE FROM pile WHERE id NOT IN (SELECT pile FROM scan_pile);"
                                         "DELETE FROM place WHERE id NOT IN (SELECT place FROM item) AND "
                                         "id NOT IN (SELECT place FROM pile)");
        !done)
        return done;
    if (const auto done = forgetBodies(); !done)
        return done;
    return transaction.commit();
}

} // namespace zonescope::store
