// SPDX-License-Identifier: GPL-3.0-or-later
// Cells of work.sqlite and of the experiments in history.sqlite changed at will: the rows are refused in
// words, or make a configuration that holds together and experiments that can be shown. The first octet says
// which; a change is the column (1), the row (1), the value.
#include "model/store/configuration_repository.h"
#include "model/store/experiment_rows.h"
#include "model/store/migrations.h"
#include "tests/fuzz/memory_folder.h"
#include "tests/fuzz/sql_literal.h"
#include "tests/fuzz/sqlite_memory.h"

#include <vector>

using namespace zonescope;

namespace {

constexpr int mostChanges = 6;

/// A database with rows in it, and what can be changed there.
class Tables
{
public:
    explicit Tables(store::Database database)
        : m_database(std::move(database))
    {
    }

    store::Database& database() { return m_database; }
    /// "UPDATE table SET column=" of every column of the tables that have rows.
    void learn()
    {
        store::Statement rows = m_database.prepare(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE "
            "m.type='table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid");
        for (auto row = rows.next(); row && *row; row = rows.next()) {
            const std::string table(rows.text(0));
            const auto some = m_database.value("SELECT count(*) FROM " + table);
            if (some && *some > 0)
                m_columns.push_back({table, std::string(rows.text(1))});
        }
        FUZZ_CHECK(!m_columns.empty() && m_columns.size() < 256);
    }
    /// Those that break a constraint change nothing.
    void change(base::ByteReader& input)
    {
        for (int i = 0; i < mostChanges && !input.atEnd(); ++i) {
            const Column& column = m_columns[input.u8() % m_columns.size()];
            const std::string row = std::to_string(input.u8() % 4);
            const std::string is = column.name + " IS (SELECT " + column.name + " FROM " + column.table +
                                   " LIMIT 1 OFFSET " + row + ")";
            const std::string sql = "UPDATE OR IGNORE " + column.table + " SET " + column.name + "=" +
                                    sqlLiteral(input) + " WHERE " + is;
            (void)m_database.run(sql.c_str());
        }
    }

private:
    struct Column
    {
        std::string table, name;
    };
    store::Database m_database;
    std::vector<Column> m_columns;
};

zone::Configuration sampleConfiguration()
{
    zone::Configuration made;
    const auto key = made.put(zone::Key{{}, *dns::Name::fromText("k."), dns::TsigAlgorithm::HmacSha256});
    const auto acl = made.put(zone::Acl{{}, "a", {*net::Prefix::fromText("192.0.2.0/24")}, {*key}});
    const auto proxy = made.put(zone::Proxy{{}, "s", *net::Endpoint::fromText("192.0.2.9", 1080), "u"});
    zone::Primary primary;
    primary.name = "p";
    primary.addresses = {*net::Endpoint::fromText("192.0.2.1"), *net::Endpoint::fromText("2001:db8::1")};
    primary.key = *key;
    primary.proxy = *proxy;
    const auto primaryId = made.put(primary);
    const auto edge = made.put(zone::Edge{{}, "e", *net::Endpoint::fromText("192.0.2.2")});
    zone::Zone catalog;
    catalog.apex = *dns::Name::fromText("catalog.");
    catalog.primaries = {*primaryId};
    catalog.catalog = zone::CatalogRole::Consumer;
    const auto catalogId = made.put(catalog);
    zone::Zone zone;
    zone.apex = *dns::Name::fromText("example.");
    zone.primaries = {*primaryId};
    zone.edges = {*edge};
    zone.notifyFrom = zone.transferTo = {*acl};
    zone.overrides = "add w 300 A 192.0.2.3\n";
    zone.resolvers = {*net::Endpoint::fromText("192.0.2.53")};
    zone.member = zone::CatalogMembership{*catalogId, "m"};
    FUZZ_CHECK(made.put(zone).has_value());
    FUZZ_CHECK(made.put(zone::EngineLimits{}).has_value());
    return made;
}

Tables& work()
{
    static Tables only = [] {
        Tables made(*store::Database::open(":memory:", store::Synchronous::Normal));
        FUZZ_CHECK(store::migrate(made.database(), store::workMigrations()).has_value());
        FUZZ_CHECK(store::saveDifference(made.database(), {}, sampleConfiguration()).has_value());
        FUZZ_CHECK(store::loadConfiguration(made.database()).has_value());
        made.learn();
        return made;
    }();
    return only;
}

void configuration(base::ByteReader& input)
{
    FUZZ_CHECK(work().database().run("BEGIN").has_value());
    work().change(input);
    const auto loaded = store::loadConfiguration(work().database());
    FUZZ_CHECK(work().database().run("ROLLBACK").has_value());
    if (!loaded) {
        FUZZ_CHECK(loaded.error().code == base::ErrorCode::StoreCorrupt && !loaded.error().detail.empty());
        return;
    }
    for (const auto& [id, zone] : loaded->zones()) {
        for (const base::PrimaryId primary : zone->primaries)
            FUZZ_CHECK(loaded->primary(primary) != nullptr);
        for (const base::EdgeId edge : zone->edges)
            FUZZ_CHECK(loaded->edge(edge) != nullptr);
    }
    for (const auto& [id, primary] : loaded->primaries())
        FUZZ_CHECK(!primary.key || loaded->key(*primary.key) != nullptr);
}

/// The book has a connection of its own: a file in memory, and each change undone by writing all anew.
struct Experiments
{
    MemoryFolder memory{"fuzz_tables"};
    Tables tables = made();
    std::unique_ptr<congestion::ExperimentBook> book = *store::openExperimentBook(memory.path());

    Tables made() const
    {
        Tables fresh(*store::Database::open(memory.path() / "history.sqlite", store::Synchronous::Normal));
        FUZZ_CHECK(store::migrate(fresh.database(), store::historyMigrations()).has_value());
        FUZZ_CHECK(fresh.database().run("PRAGMA synchronous=OFF").has_value());
        return fresh;
    }
    void fill()
    {
        congestion::Experiment sample;
        sample.id = congestion::ExperimentId{3};
        sample.design.arms = {"cubic", "bbr"};
        sample.design.targets = {{"ams", *net::Endpoint::fromText("192.0.2.1")}};
        congestion::ExperimentSample one;
        one.arm = 1;
        FUZZ_CHECK(book->remove(sample.id) && book->put(sample) && book->append(sample.id, one));
    }
};

void experiments(base::ByteReader& input)
{
    static Experiments only;
    static const bool learnt = (only.fill(), only.tables.learn(), true);
    FUZZ_CHECK(learnt && only.tables.database().run("BEGIN").has_value());
    only.tables.change(input);
    FUZZ_CHECK(only.tables.database().run("COMMIT").has_value());
    const auto loaded = only.book->load();
    FUZZ_CHECK(only.tables.database()
                   .run("DELETE FROM experiment; DELETE FROM experiment_arm; DELETE FROM experiment_target;"
                        "DELETE FROM experiment_sample")
                   .has_value());
    only.fill();
    if (!loaded) {
        FUZZ_CHECK(loaded.error().code == base::ErrorCode::StoreCorrupt && !loaded.error().detail.empty());
        return;
    }
    for (const congestion::Experiment& experiment : *loaded) {
        FUZZ_CHECK(experiment.state <= congestion::ExperimentState::Failed);
        FUZZ_CHECK(experiment.design.kind <= congestion::SendKind::ZoneTransfer);
        for (const congestion::ExperimentSample& sample : experiment.samples)
            FUZZ_CHECK(sample.arm < experiment.design.arms.size() &&
                       sample.target < experiment.design.targets.size() &&
                       !congestion::outcomeWord(sample.outcome).empty());
    }
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***)
{
    SqliteMemory::install();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    base::ByteReader input({data, size});
    if (input.u8() % 2 == 0)
        configuration(input);
    else
        experiments(input);
    return 0;
}
