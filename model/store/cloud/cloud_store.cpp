// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/cloud/cloud_store.h"

#include "model/cloud/snapshot_file.h"
#include "model/store/migrations.h"

#include <openssl/evp.h>
#include <zstd.h>

#include <array>
#include <map>
#include <memory>
#include <tuple>

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
};

/// 128 bits of SHA-256: raw attributes are foreign, so nobody may be able to choose a collision.
std::string digestOf(std::string_view raw)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(raw.data(), raw.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return {reinterpret_cast<const char*>(digest.data()), 16}; // NOLINT: octets either way
}

/// A compressor that keeps its tables: making one anew for each body costs more than compressing.
class Bodies
{
public:
    std::string_view pack(std::string_view raw)
    {
        m_packed.resize(ZSTD_compressBound(raw.size()));
        const std::size_t size =
            ZSTD_compressCCtx(m_compress.get(), m_packed.data(), m_packed.size(), raw.data(), raw.size(), 1);
        return ZSTD_isError(size) ? std::string_view() : std::string_view(m_packed).substr(0, size);
    }
    /// False when the data are not what was packed.
    bool unpack(base::ByteView data, std::size_t size, std::string& raw)
    {
        if (size > (std::size_t{256} << 20))
            return false;
        raw.resize(size);
        const std::size_t got =
            ZSTD_decompressDCtx(m_decompress.get(), raw.data(), raw.size(), data.data(), data.size());
        return !ZSTD_isError(got) && got == size;
    }

private:
    struct Free
    {
        void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
        void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    };
    std::unique_ptr<ZSTD_CCtx, Free> m_compress{ZSTD_createCCtx()};
    std::unique_ptr<ZSTD_DCtx, Free> m_decompress{ZSTD_createDCtx()};
    std::string m_packed;
};

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines)
        text.append(text.empty() ? "" : "\n").append(line);
    return text;
}

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
    if (const auto done = saveItems(*scan, snapshot); !done)
        return tl::unexpected(done.error());
    if (const auto done = saveTally(*scan, cloud::tallyOf(snapshot)); !done)
        return tl::unexpected(done.error());
    if (const auto done = transaction.commit(); !done)
        return tl::unexpected(done.error());
    return *scan;
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

base::Status CloudStore::saveItems(std::int64_t scan, const cloud::Snapshot& snapshot)
{
    auto addPlace =
        m_database.prepare("INSERT INTO place (provider, account, region, collection, parent) "
                           "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET parent = parent "
                           "RETURNING id");
    auto findBody = m_database.prepare("SELECT id FROM body WHERE digest = ?1");
    auto addBody = m_database.prepare(
        "INSERT INTO body (digest, size, data, redacted) VALUES (?1, ?2, ?3, ?4) RETURNING id");
    auto addItem = m_database.prepare("INSERT OR IGNORE INTO item VALUES (?1, ?2, ?3)");
    const auto idFrom = [](Statement& statement) -> base::Result<std::int64_t> {
        const auto row = statement.next();
        const std::int64_t id = row && *row ? statement.integer(0) : 0;
        statement.reset();
        if (!row)
            return tl::unexpected(row.error());
        return id;
    };
    Bodies bodies;
    std::map<std::tuple<cloud::Provider, std::string, std::string, std::string, std::string>, std::int64_t>
        places;
    for (const cloud::Resource& r : snapshot.resources()) {
        std::int64_t& place = places[{r.provider, r.account, r.region, r.collection, r.parent}];
        if (place == 0) {
            addPlace.start(cloud::providerWord(r.provider), r.account, r.region, r.collection, r.parent);
            const auto id = idFrom(addPlace);
            if (!id)
                return tl::unexpected(id.error());
            place = *id;
        }
        const std::string digest = digestOf(r.raw);
        findBody.start(base::viewOf(digest));
        auto body = idFrom(findBody);
        if (body && *body == 0) {
            const std::string redacted = joined(r.redacted);
            addBody.start(base::viewOf(digest), r.raw.size(), base::viewOf(bodies.pack(r.raw)), redacted);
            body = idFrom(addBody);
        }
        if (!body)
            return tl::unexpected(body.error());
        if (const auto done = addItem.execute(scan, place, *body); !done)
            return done;
    }
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
    auto rows = m_database.prepare(
        "SELECT p.provider, p.account, p.region, p.collection, p.parent, b.size, b.data, "
        "b.redacted FROM item i JOIN place p ON p.id = i.place JOIN body b ON b.id = i.body "
        "WHERE i.scan = ?1");
    rows.start(id);
    std::vector<cloud::Resource> resources;
    Bodies bodies;
    std::string raw;
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            break;
        const auto provider = cloud::providerFromWord(rows.text(0));
        const cloud::ReadContext context{provider.value_or(cloud::Provider::Aws), std::string(rows.text(1)),
                                         std::string(rows.text(2)), std::string(rows.text(4))};
        if (!provider || !bodies.unpack(rows.blob(6), static_cast<std::size_t>(rows.integer(5)), raw) ||
            !cloud::restoreResource(raw, rows.text(3), context, linesOf(rows.text(7)), resources))
            return base::fail(base::ErrorCode::StoreCorrupt, "a resource of snapshot " + std::to_string(id) +
                                                                 " in " + m_database.file().string());
    }
    return cloud::Snapshot::make(std::string(scan.text(0)), scan.time(1), std::move(scopes),
                                 std::move(resources));
}

base::Status CloudStore::remove(std::int64_t id)
{
    Transaction transaction(m_database);
    if (!transaction.begun())
        return transaction.begun();
    for (const char* sql : {"DELETE FROM item WHERE scan = ?1", "DELETE FROM scope WHERE scan = ?1",
                            "DELETE FROM tally WHERE scan = ?1", "DELETE FROM tunnel WHERE scan = ?1",
                            "DELETE FROM scan WHERE id = ?1"})
        if (const auto done = m_database.prepare(sql).execute(id); !done)
            return done;
    if (const auto done = m_database.run("DELETE FROM body WHERE id NOT IN (SELECT body FROM item);"
                                         "DELETE FROM place WHERE id NOT IN (SELECT place FROM item)");
        !done)
        return done;
    return transaction.commit();
}

} // namespace zonescope::store
