// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/cloud/intent_store.h"

#include "model/cloud/intent/finding_json.h"
#include "model/store/cloud/rows.h"
#include "model/store/migrations.h"

#include <algorithm>

namespace zonescope::store {
namespace {

constexpr const char* steps[]{
    R"(CREATE TABLE intent (id INTEGER PRIMARY KEY, label TEXT NOT NULL, snapshot INTEGER NOT NULL,
                            added_at INTEGER NOT NULL, terraform TEXT NOT NULL);
       CREATE TABLE drift (id INTEGER PRIMARY KEY, state TEXT NOT NULL, finding TEXT NOT NULL,
                           first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, closed_at INTEGER NOT NULL,
                           seen INTEGER NOT NULL, absent INTEGER NOT NULL);
       CREATE TABLE ignored (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, resource TEXT NOT NULL, part TEXT NOT NULL,
                             field TEXT NOT NULL, tag TEXT NOT NULL, reason TEXT NOT NULL, until INTEGER NOT NULL);
       CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
       CREATE TABLE correction (id INTEGER PRIMARY KEY, state TEXT NOT NULL, label TEXT NOT NULL,
                                profile TEXT NOT NULL, made_at INTEGER NOT NULL, deadline INTEGER NOT NULL,
                                calls TEXT NOT NULL, inverse TEXT NOT NULL, outcome TEXT NOT NULL);)",
    // 1: what is put right without a person
    R"(ALTER TABLE correction ADD COLUMN automatic INTEGER NOT NULL DEFAULT 0;
       CREATE TABLE auto_revert (account TEXT PRIMARY KEY, mode TEXT NOT NULL, classes TEXT NOT NULL,
                                 most INTEGER NOT NULL, hours INTEGER NOT NULL, open TEXT NOT NULL,
                                 profile TEXT NOT NULL, endpoint TEXT NOT NULL, interfaces INTEGER NOT NULL,
                                 cut_flows INTEGER NOT NULL) WITHOUT ROWID;
       CREATE TABLE auto_halt (account TEXT PRIMARY KEY, why TEXT NOT NULL) WITHOUT ROWID;
       CREATE TABLE auto_run (id INTEGER PRIMARY KEY, account TEXT NOT NULL, finding TEXT NOT NULL,
                              at INTEGER NOT NULL);
       CREATE TABLE auto_decision (finding TEXT PRIMARY KEY, account TEXT NOT NULL, step INTEGER NOT NULL,
                                   reason TEXT NOT NULL, detail TEXT NOT NULL, not_before INTEGER,
                                   since INTEGER NOT NULL) WITHOUT ROWID;)",
};

} // namespace

base::Result<IntentStore> IntentStore::open(const std::filesystem::path& file)
{
    // Full: a pending roll-back must survive a power cut.
    auto database = Database::open(file, Synchronous::Full);
    if (!database)
        return tl::unexpected(database.error());
    if (const auto migrated = migrate(*database, steps); !migrated)
        return tl::unexpected(migrated.error());
    return IntentStore(std::move(*database));
}

base::Result<std::int64_t> IntentStore::addIntent(const SavedIntent& intent)
{
    auto insert = m_database.prepare(
        "INSERT INTO intent (label, snapshot, added_at, terraform) VALUES (?1, ?2, ?3, ?4)");
    if (const auto done = insert.execute(intent.label, intent.snapshot, intent.addedAt, intent.terraform);
        !done)
        return tl::unexpected(done.error());
    return m_database.value("SELECT last_insert_rowid()");
}

base::Status IntentStore::removeIntent(std::int64_t id)
{
    return m_database.prepare("DELETE FROM intent WHERE id = ?1").execute(id);
}

base::Result<std::vector<SavedIntent>> IntentStore::intents() const
{
    auto rows = m_database.prepare("SELECT id, label, snapshot, added_at, terraform FROM intent ORDER BY id");
    rows.start();
    std::vector<SavedIntent> all;
    const auto read = forEachRow(rows, [&]() -> base::Status {
        all.push_back({rows.integer(0), textOf(rows, 1), rows.integer(2), rows.time(3), textOf(rows, 4)});
        return {};
    });
    if (!read)
        return tl::unexpected(read.error());
    return all;
}

base::Status IntentStore::saveEvents(std::vector<cloud::DriftEvent>& events)
{
    std::ranges::stable_sort(events, std::greater{}, &cloud::DriftEvent::firstSeen);
    std::size_t closed = 0;
    std::erase_if(events, [&](const cloud::DriftEvent& event) {
        return event.state == cloud::DriftState::Closed && ++closed > keptClosed;
    });
    Transaction transaction(m_database);
    if (!transaction.begun())
        return transaction.begun();
    if (const auto done = m_database.run("DELETE FROM drift"); !done)
        return done;
    std::int64_t next = 0;
    for (const cloud::DriftEvent& event : events)
        next = std::max(next, event.id);
    auto insert = m_database.prepare("INSERT INTO drift VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    for (cloud::DriftEvent& event : events) {
        if (event.id == 0)
            event.id = ++next;
        if (const auto done = insert.execute(event.id, cloud::driftStateWord(event.state),
                                             cloud::findingJson(event.finding), event.firstSeen,
                                             event.lastSeen, event.closedAt, event.seen, event.absent);
            !done)
            return done;
    }
    return transaction.commit();
}

base::Result<std::vector<cloud::DriftEvent>> IntentStore::events() const
{
    auto rows =
        m_database.prepare("SELECT id, state, finding, first_seen, last_seen, closed_at, seen, absent "
                           "FROM drift ORDER BY first_seen DESC, id");
    rows.start();
    std::vector<cloud::DriftEvent> all;
    const auto read = forEachRow(rows, [&]() -> base::Status {
        const auto state = cloud::driftStateFromWord(rows.text(1));
        auto finding = cloud::findingFromJson(rows.text(2));
        if (!state || !finding)
            return base::fail(base::ErrorCode::StoreCorrupt, "drift " + std::to_string(rows.integer(0)) +
                                                                 " in " + m_database.file().string());
        all.push_back({rows.integer(0), std::move(*finding), *state, rows.time(3), rows.time(4), rows.time(5),
                       static_cast<std::uint32_t>(rows.integer(6)),
                       static_cast<std::uint32_t>(rows.integer(7))});
        return {};
    });
    if (!read)
        return tl::unexpected(read.error());
    return all;
}

base::Result<std::int64_t> IntentStore::addIgnore(const cloud::DriftIgnore& ignore)
{
    auto insert = m_database.prepare("INSERT INTO ignored (kind, resource, part, field, tag, reason, until) "
                                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    if (const auto done = insert.execute(ignore.kind, ignore.resource, ignore.part, ignore.field, ignore.tag,
                                         ignore.reason, ignore.until);
        !done)
        return tl::unexpected(done.error());
    return m_database.value("SELECT last_insert_rowid()");
}

base::Status IntentStore::removeIgnore(std::int64_t id)
{
    return m_database.prepare("DELETE FROM ignored WHERE id = ?1").execute(id);
}

base::Result<std::vector<cloud::DriftIgnore>> IntentStore::ignores() const
{
    auto rows = m_database.prepare(
        "SELECT id, kind, resource, part, field, tag, reason, until FROM ignored ORDER BY id");
    rows.start();
    std::vector<cloud::DriftIgnore> all;
    const auto read = forEachRow(rows, [&]() -> base::Status {
        all.push_back({rows.integer(0), textOf(rows, 1), textOf(rows, 2), textOf(rows, 3), textOf(rows, 4),
                       textOf(rows, 5), textOf(rows, 6), rows.time(7)});
        return {};
    });
    if (!read)
        return tl::unexpected(read.error());
    return all;
}

base::Status IntentStore::setSetting(std::string_view name, std::string_view value)
{
    return m_database.prepare("INSERT INTO setting VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")
        .execute(name, value);
}

base::Result<std::map<std::string, std::string>> IntentStore::settings() const
{
    return pairs("SELECT name, value FROM setting");
}

base::Result<std::map<std::string, std::string>> IntentStore::pairs(std::string_view select) const
{
    auto rows = m_database.prepare(select);
    rows.start();
    std::map<std::string, std::string> all;
    const auto read = forEachRow(rows, [&]() -> base::Status {
        all.emplace(rows.text(0), rows.text(1));
        return {};
    });
    if (!read)
        return tl::unexpected(read.error());
    return all;
}

base::Result<std::int64_t> IntentStore::addCorrection(const SavedCorrection& c)
{
    auto insert =
        m_database.prepare("INSERT INTO correction (state, label, profile, made_at, deadline, calls, "
                           "inverse, outcome, automatic) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    if (const auto done = insert.execute(c.state, c.label, c.profile, c.madeAt, c.deadline, c.calls,
                                         c.inverse, c.outcome, c.automatic ? 1 : 0);
        !done)
        return tl::unexpected(done.error());
    return m_database.value("SELECT last_insert_rowid()");
}

base::Status IntentStore::updateCorrection(std::int64_t id, std::string_view state, std::string_view outcome)
{
    return m_database.prepare("UPDATE correction SET state = ?2, outcome = ?3 WHERE id = ?1")
        .execute(id, state, outcome);
}

base::Result<std::vector<SavedCorrection>> IntentStore::corrections() const
{
    auto rows =
        m_database.prepare("SELECT id, state, label, profile, made_at, deadline, calls, inverse, outcome, "
                           "automatic FROM correction ORDER BY id DESC");
    rows.start();
    std::vector<SavedCorrection> all;
    const auto read = forEachRow(rows, [&]() -> base::Status {
        all.push_back({rows.integer(0), textOf(rows, 1), textOf(rows, 2), textOf(rows, 3), rows.time(4),
                       rows.time(5), textOf(rows, 6), textOf(rows, 7), textOf(rows, 8),
                       rows.integer(9) != 0});
        return {};
    });
    if (!read)
        return tl::unexpected(read.error());
    return all;
}

} // namespace zonescope::store
