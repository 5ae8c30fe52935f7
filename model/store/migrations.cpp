// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/migrations.h"

#include <array>
#include <string>

namespace zonescope::store {
namespace {

constexpr std::int64_t applicationId = 0x5a6f6e65; // "Zone": file(1) and we recognise our files

// Names, addresses and prefixes are text so that the sqlite3 shell shows what an operator set.
constexpr std::array workSteps{
    R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE engine_limit(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE tsig_key(id INTEGER PRIMARY KEY, name TEXT NOT NULL, algorithm TEXT NOT NULL);
CREATE TABLE acl(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE acl_prefix(acl INTEGER, position INTEGER, prefix TEXT NOT NULL,
    PRIMARY KEY(acl, position)) WITHOUT ROWID;
CREATE TABLE acl_key(acl INTEGER, position INTEGER, tsig_key INTEGER NOT NULL,
    PRIMARY KEY(acl, position)) WITHOUT ROWID;
CREATE TABLE primary_server(id INTEGER PRIMARY KEY, name TEXT NOT NULL, tsig_key INTEGER,
    preference INTEGER NOT NULL, max_transfers INTEGER NOT NULL, source TEXT);
CREATE TABLE primary_address(primary_server INTEGER, position INTEGER, endpoint TEXT NOT NULL,
    PRIMARY KEY(primary_server, position)) WITHOUT ROWID;
CREATE TABLE edge(id INTEGER PRIMARY KEY, name TEXT NOT NULL, endpoint TEXT NOT NULL,
    max_queries_per_second INTEGER NOT NULL);
CREATE TABLE zone(id INTEGER PRIMARY KEY, apex TEXT NOT NULL, paused INTEGER NOT NULL,
    min_refresh INTEGER NOT NULL, max_refresh INTEGER NOT NULL, min_retry INTEGER NOT NULL, max_retry INTEGER NOT NULL,
    max_records INTEGER NOT NULL, max_bytes INTEGER NOT NULL, max_seconds INTEGER NOT NULL,
    idle_seconds INTEGER NOT NULL, connect_seconds INTEGER NOT NULL, min_bytes_per_second INTEGER NOT NULL,
    max_rrset_records INTEGER NOT NULL);
-- role: 0 primary, 1 edge, 2 ACL for NOTIFY, 3 ACL for transfers to others
CREATE TABLE zone_member(zone INTEGER, role INTEGER, position INTEGER, member INTEGER NOT NULL,
    PRIMARY KEY(zone, role, position)) WITHOUT ROWID;

-- One row a zone: at most one working and one scheduled transfer is the shape of the row.
CREATE TABLE ledger(zone INTEGER PRIMARY KEY,
    sched_lo INTEGER, sched_hi INTEGER, work_lo INTEGER, work_hi INTEGER,
    done INTEGER NOT NULL, sched_triggers INTEGER NOT NULL, work_triggers INTEGER NOT NULL);
CREATE TABLE timer(zone INTEGER PRIMARY KEY, next_check INTEGER NOT NULL, last_good INTEGER NOT NULL,
    expires_at INTEGER, failures INTEGER NOT NULL);
)sql",
    R"sql(
ALTER TABLE primary_server ADD COLUMN ixfr_over_udp INTEGER NOT NULL DEFAULT 0;
ALTER TABLE primary_server ADD COLUMN every_message_signed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE primary_server ADD COLUMN tls_mode INTEGER NOT NULL DEFAULT 0;
ALTER TABLE primary_server ADD COLUMN tls_port INTEGER NOT NULL DEFAULT 853;
ALTER TABLE primary_server ADD COLUMN tls_name TEXT NOT NULL DEFAULT '';
ALTER TABLE primary_server ADD COLUMN tls_ca TEXT NOT NULL DEFAULT '';
ALTER TABLE primary_server ADD COLUMN tls_pin TEXT NOT NULL DEFAULT '';
ALTER TABLE primary_server ADD COLUMN tls_certificate TEXT NOT NULL DEFAULT '';
ALTER TABLE primary_server ADD COLUMN tls_key TEXT NOT NULL DEFAULT '';
ALTER TABLE primary_server ADD COLUMN tls_alpn_optional INTEGER NOT NULL DEFAULT 0;
ALTER TABLE edge ADD COLUMN notify INTEGER NOT NULL DEFAULT 0;
ALTER TABLE edge ADD COLUMN tsig_key INTEGER;
ALTER TABLE zone ADD COLUMN zonemd_check INTEGER NOT NULL DEFAULT 1;
ALTER TABLE zone ADD COLUMN zonemd_digest INTEGER NOT NULL DEFAULT 0;
ALTER TABLE zone ADD COLUMN strict INTEGER NOT NULL DEFAULT 0;
ALTER TABLE zone ADD COLUMN overrides TEXT NOT NULL DEFAULT '';
ALTER TABLE zone ADD COLUMN resolvers TEXT NOT NULL DEFAULT '';
ALTER TABLE zone ADD COLUMN catalog_role INTEGER NOT NULL DEFAULT 0;
ALTER TABLE zone ADD COLUMN member_of INTEGER;
ALTER TABLE zone ADD COLUMN member_label TEXT NOT NULL DEFAULT '';
ALTER TABLE zone ADD COLUMN listed_in INTEGER;
ALTER TABLE zone ADD COLUMN catalog_group TEXT NOT NULL DEFAULT '';
CREATE TABLE proxy(id INTEGER PRIMARY KEY, name TEXT NOT NULL, server TEXT NOT NULL, user TEXT NOT NULL);
ALTER TABLE primary_server ADD COLUMN proxy INTEGER;
CREATE TABLE catalog_template(zone INTEGER, position INTEGER, catalog_group TEXT NOT NULL,
    template INTEGER NOT NULL, PRIMARY KEY(zone, position)) WITHOUT ROWID;
)sql",
    R"sql(
ALTER TABLE tsig_key ADD COLUMN least_mac INTEGER NOT NULL DEFAULT 0;
)sql",
};

// Every row table is ordered by its id, which rises with time. hour_span says which ids an hour holds, so a
// period becomes a range of ids and no index on time is needed (each would halve the insert rate, measured).
constexpr std::array historySteps{
    R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
-- Kinds and error codes by number in the rows, by word here: a renumbered enum does not change history.
CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
-- source: 0 attempt, 1 event, 2 change
CREATE TABLE hour_span(source INTEGER, hour INTEGER, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL,
    PRIMARY KEY(source, hour)) WITHOUT ROWID;

CREATE TABLE attempt(id INTEGER PRIMARY KEY, zone INTEGER NOT NULL, apex TEXT NOT NULL,
    primary_server INTEGER NOT NULL, address TEXT NOT NULL, key_name TEXT NOT NULL, kind INTEGER NOT NULL,
    started_at INTEGER NOT NULL, duration INTEGER NOT NULL, from_serial INTEGER, to_serial INTEGER,
    records INTEGER NOT NULL, bytes INTEGER NOT NULL, messages INTEGER NOT NULL, rcode INTEGER NOT NULL,
    extended_error INTEGER, extended_text TEXT, error INTEGER, detail TEXT, triggers INTEGER NOT NULL,
    tcp_rtt INTEGER, tcp_rtt_var INTEGER, tcp_min_rtt INTEGER, tcp_receive_rtt INTEGER,
    tcp_retransmits INTEGER, tcp_out_of_order INTEGER, tcp_send_window INTEGER, tcp_receive_space INTEGER,
    tcp_bytes_received INTEGER, tcp_bytes_acked INTEGER, tcp_delivery_rate INTEGER);
CREATE INDEX attempt_by_zone ON attempt(zone, id);

CREATE TABLE event(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, stage INTEGER NOT NULL,
    severity INTEGER NOT NULL, kind INTEGER NOT NULL, zone INTEGER NOT NULL, primary_server INTEGER NOT NULL,
    edge INTEGER NOT NULL, change_id INTEGER NOT NULL, from_serial INTEGER, to_serial INTEGER, address TEXT,
    transfer_kind INTEGER, records INTEGER NOT NULL, duration INTEGER, error INTEGER, detail TEXT);
CREATE INDEX event_by_zone ON event(zone, id);

-- One row a change with the times of all stages and edges packed (change_codec.h).
CREATE TABLE change(id INTEGER PRIMARY KEY, zone INTEGER NOT NULL, started_at INTEGER NOT NULL,
    from_serial INTEGER, to_serial INTEGER NOT NULL, triggers INTEGER NOT NULL,
    primary_server INTEGER NOT NULL, kind INTEGER NOT NULL, added INTEGER NOT NULL, removed INTEGER NOT NULL,
    complete INTEGER NOT NULL, samples BLOB NOT NULL);
CREATE INDEX change_by_zone ON change(zone, id);

-- by: 0 zone, 1 edge
CREATE TABLE latency(hour INTEGER, by INTEGER, owner INTEGER, stage INTEGER, histogram BLOB NOT NULL,
    PRIMARY KEY(by, owner, stage, hour)) WITHOUT ROWID;
CREATE INDEX latency_by_hour ON latency(hour);

CREATE TABLE serial_span(id INTEGER PRIMARY KEY AUTOINCREMENT, zone INTEGER NOT NULL, edge INTEGER NOT NULL,
    primary_server INTEGER NOT NULL, serial INTEGER, failure INTEGER, from_time INTEGER NOT NULL,
    to_time INTEGER NOT NULL);
CREATE INDEX serial_span_by_zone ON serial_span(zone, to_time);
CREATE INDEX serial_span_by_time ON serial_span(to_time);

CREATE TABLE difference(id INTEGER PRIMARY KEY AUTOINCREMENT, zone INTEGER NOT NULL,
    from_serial INTEGER NOT NULL, to_serial INTEGER NOT NULL, size INTEGER NOT NULL, packed BLOB NOT NULL);
CREATE INDEX difference_by_zone ON difference(zone, id, size);

CREATE TABLE data_gap(from_time INTEGER PRIMARY KEY, to_time INTEGER NOT NULL);
)sql",
    R"sql(
ALTER TABLE attempt ADD COLUMN transport INTEGER NOT NULL DEFAULT 1;
ALTER TABLE attempt ADD COLUMN nsid TEXT;
ALTER TABLE event ADD COLUMN via TEXT;
)sql",
    R"sql(
CREATE TABLE experiment(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind INTEGER NOT NULL,
    state INTEGER NOT NULL, blocks INTEGER NOT NULL, repeats INTEGER NOT NULL, bytes INTEGER NOT NULL,
    timeout INTEGER NOT NULL, pause INTEGER NOT NULL, seed INTEGER NOT NULL, kernel TEXT NOT NULL,
    algorithm TEXT NOT NULL, disciplines TEXT NOT NULL, cached INTEGER NOT NULL, started_at INTEGER NOT NULL,
    ended_at INTEGER, note TEXT NOT NULL);
CREATE TABLE experiment_arm(experiment INTEGER, position INTEGER, algorithm TEXT NOT NULL,
    PRIMARY KEY(experiment, position)) WITHOUT ROWID;
CREATE TABLE experiment_target(experiment INTEGER, position INTEGER, label TEXT NOT NULL, endpoint TEXT NOT NULL,
    PRIMARY KEY(experiment, position)) WITHOUT ROWID;
CREATE TABLE experiment_sample(experiment INTEGER, number INTEGER, block INTEGER NOT NULL,
    target INTEGER NOT NULL, arm INTEGER NOT NULL, started_at INTEGER NOT NULL, took INTEGER NOT NULL,
    outcome INTEGER NOT NULL, bytes INTEGER NOT NULL, retransmitted INTEGER NOT NULL, min_rtt INTEGER NOT NULL,
    rtt INTEGER NOT NULL, path_before INTEGER NOT NULL, path_after INTEGER NOT NULL,
    PRIMARY KEY(experiment, number)) WITHOUT ROWID;
)sql",
    R"sql(
CREATE TABLE path_round(id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, target TEXT NOT NULL,
    tcp INTEGER NOT NULL, route INTEGER NOT NULL, length INTEGER NOT NULL, sent INTEGER NOT NULL,
    received INTEGER NOT NULL, best INTEGER, worst INTEGER, usual INTEGER, nsid TEXT NOT NULL,
    hops TEXT NOT NULL);
CREATE INDEX path_round_by_target ON path_round(target, at);
CREATE INDEX path_round_by_time ON path_round(at);
ALTER TABLE attempt ADD COLUMN route INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN before_value TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN after_value TEXT NOT NULL DEFAULT '';
)sql",
    R"sql(
-- TCP connections of this host that ended. id is the time of the end in microseconds: rows are ordered by it,
-- a period is a range of ids. algorithm: a word. Addresses: 4 or 16 octets. Times in microseconds.
CREATE TABLE connection(id INTEGER PRIMARY KEY, cookie INTEGER NOT NULL, first_seen INTEGER, state INTEGER NOT NULL,
    local BLOB NOT NULL, local_port INTEGER NOT NULL, remote BLOB NOT NULL, remote_port INTEGER NOT NULL,
    algorithm INTEGER, user INTEGER NOT NULL, rtt INTEGER NOT NULL, min_rtt INTEGER NOT NULL,
    receive_rtt INTEGER NOT NULL, send_window INTEGER NOT NULL, retransmits INTEGER NOT NULL,
    spurious INTEGER NOT NULL, timeouts INTEGER NOT NULL, out_of_order INTEGER NOT NULL,
    receive_space INTEGER NOT NULL, bytes_sent INTEGER NOT NULL, bytes_acked INTEGER NOT NULL,
    bytes_retransmitted INTEGER NOT NULL, bytes_received INTEGER NOT NULL, segments_out INTEGER NOT NULL,
    segments_in INTEGER NOT NULL, busy INTEGER NOT NULL, receiver_limited INTEGER NOT NULL,
    buffer_limited INTEGER NOT NULL);
-- For ever: what a minute's connections with one network by one algorithm were like (connection_history.h).
CREATE TABLE connection_minute(minute INTEGER, peer BLOB, algorithm INTEGER, figures BLOB NOT NULL,
    PRIMARY KEY(minute, peer, algorithm)) WITHOUT ROWID;
ALTER TABLE attempt ADD COLUMN cookie INTEGER;
ALTER TABLE attempt ADD COLUMN verdict INTEGER;
ALTER TABLE attempt ADD COLUMN flow BLOB;
CREATE INDEX attempt_by_cookie ON attempt(zone, cookie) WHERE cookie IS NOT NULL;
)sql",
    // See latencyOwners.
    "DROP INDEX latency_by_hour;",
};

base::Status apply(Database& database, const char* sql, std::int64_t version)
{
    Transaction transaction(database);
    if (!transaction.begun())
        return transaction.begun();
    if (const auto done = database.run(sql); !done)
        return done;
    // PRAGMAs take no parameters; both numbers are ours.
    const std::string stamp = "PRAGMA user_version=" + std::to_string(version) +
                              "; PRAGMA application_id=" + std::to_string(applicationId);
    if (const auto done = database.run(stamp.c_str()); !done)
        return done;
    return transaction.commit();
}

} // namespace

std::span<const char* const> workMigrations()
{
    return workSteps;
}

std::span<const char* const> historyMigrations()
{
    return historySteps;
}

base::Status migrate(Database& database, std::span<const char* const> steps)
{
    const auto version = database.value("PRAGMA user_version");
    const auto application = database.value("PRAGMA application_id");
    const auto tables = database.value("SELECT count(*) FROM sqlite_master");
    for (const auto* read : {&version, &application, &tables})
        if (!*read)
            return tl::unexpected<base::Error>(read->error());
    const std::string name = database.file().string();
    const bool fresh = *tables == 0 && *version == 0;
    if (!fresh && *application != applicationId)
        return base::fail(base::ErrorCode::StoreOpen, name + " is no database of Zonescope");
    const auto newest = static_cast<std::int64_t>(steps.size());
    if (*version > newest)
        return base::fail(base::ErrorCode::StoreOpen,
                          name + " has format " + std::to_string(*version) +
                              " of a newer Zonescope; this one knows formats up to " +
                              std::to_string(newest));
    for (std::int64_t step = *version; step < newest; ++step)
        if (const auto done = apply(database, steps[static_cast<std::size_t>(step)], step + 1); !done)
            return done;
    return {};
}

} // namespace zonescope::store
