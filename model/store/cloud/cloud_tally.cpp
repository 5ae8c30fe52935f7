// SPDX-License-Identifier: GPL-3.0-or-later
// Short rows beside the snapshots: counts of each scan, suppressed findings.
#include "model/store/cloud/cloud_store.h"

namespace zonescope::store {

base::Status CloudStore::saveTally(std::int64_t scan, const cloud::Tally& tally)
{
    auto addCount = m_database.prepare("INSERT INTO tally VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    for (const cloud::Tally::Count& c : tally.counts)
        if (const auto done = addCount.execute(scan, cloud::providerWord(c.provider), cloud::kindWord(c.kind),
                                               c.account, c.region, c.resources);
            !done)
            return done;
    auto addTunnel = m_database.prepare("INSERT INTO tunnel VALUES (?1, ?2, ?3, ?4, ?5)");
    for (const cloud::Tally::Tunnel& t : tally.tunnels)
        if (const auto done = addTunnel.execute(scan, t.id, t.name, t.down, t.tunnels); !done)
            return done;
    auto addUse = m_database.prepare("INSERT INTO address_use VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    for (const cloud::Tally::Use& u : tally.uses)
        if (const auto done = addUse.execute(scan, u.id, u.name, u.network, u.used, u.usable); !done)
            return done;
    return m_database.prepare("UPDATE scan SET tallied = 1 WHERE id = ?1").execute(scan);
}

base::Result<cloud::Tally> CloudStore::tally(std::int64_t id)
{
    auto scan = m_database.prepare("SELECT tallied FROM scan WHERE id = ?1");
    scan.start(id);
    const auto there = scan.next();
    if (!there)
        return tl::unexpected(there.error());
    if (!*there)
        return base::fail(base::ErrorCode::NotFound, "no snapshot " + std::to_string(id));
    if (scan.integer(0) == 0) {
        scan.reset();
        const auto snapshot = load(id);
        if (!snapshot)
            return tl::unexpected(snapshot.error());
        cloud::Tally tally = cloud::tallyOf(**snapshot);
        Transaction transaction(m_database);
        if (!transaction.begun())
            return tl::unexpected(transaction.begun().error());
        if (const auto saved = saveTally(id, tally); !saved)
            return tl::unexpected(saved.error());
        if (const auto done = transaction.commit(); !done)
            return tl::unexpected(done.error());
        return tally;
    }
    cloud::Tally tally;
    auto counts = m_database.prepare(
        "SELECT provider, kind, account, region, resources FROM tally WHERE scan = ?1 ORDER BY rowid");
    counts.start(id);
    for (auto row = counts.next(); row && *row; row = counts.next())
        tally.counts.push_back({cloud::providerFromWord(counts.text(0)).value_or(cloud::Provider::Aws),
                                cloud::kindFromWord(counts.text(1)).value_or(cloud::Kind::Other),
                                std::string(counts.text(2)), std::string(counts.text(3)),
                                static_cast<std::uint32_t>(counts.integer(4))});
    auto tunnels =
        m_database.prepare("SELECT tunnel, name, down, tunnels FROM tunnel WHERE scan = ?1 ORDER BY rowid");
    tunnels.start(id);
    for (auto row = tunnels.next(); row && *row; row = tunnels.next())
        tally.tunnels.push_back({std::string(tunnels.text(0)), std::string(tunnels.text(1)),
                                 static_cast<std::uint32_t>(tunnels.integer(2)),
                                 static_cast<std::uint32_t>(tunnels.integer(3))});
    auto uses = m_database.prepare(
        "SELECT resource, name, network, used, usable FROM address_use WHERE scan = ?1 ORDER BY rowid");
    uses.start(id);
    for (auto row = uses.next(); row && *row; row = uses.next())
        tally.uses.push_back({std::string(uses.text(0)), std::string(uses.text(1)), uses.integer(2) != 0,
                              static_cast<std::uint64_t>(uses.integer(3)),
                              static_cast<std::uint64_t>(uses.integer(4))});
    return tally;
}

base::Status CloudStore::suppress(const cloud::Suppression& s)
{
    return m_database.prepare("INSERT OR REPLACE INTO suppression VALUES (?1, ?2, ?3, ?4)")
        .execute(cloud::checkWord(s.check), s.resource, s.reason, s.until);
}

base::Status CloudStore::unsuppress(cloud::CheckId check, const std::string& resource)
{
    return m_database.prepare("DELETE FROM suppression WHERE finding = ?1 AND resource = ?2")
        .execute(cloud::checkWord(check), resource);
}

base::Result<std::vector<cloud::Suppression>> CloudStore::suppressions() const
{
    auto rows = m_database.prepare(
        "SELECT finding, resource, reason, until FROM suppression ORDER BY finding, resource");
    rows.start();
    std::vector<cloud::Suppression> all;
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return all;
        // One of a newer program: nothing here raises that finding.
        if (const auto check = cloud::checkFromWord(rows.text(0)))
            all.push_back({*check, std::string(rows.text(1)), std::string(rows.text(2)), rows.time(3)});
    }
}

} // namespace zonescope::store
