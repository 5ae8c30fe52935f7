// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/lmdb_store.h"

#include "model/store/lmdb/lmdb_environment.h"
#include "model/store/lmdb/zone_writer.h"

#include <algorithm>
#include <mutex>

namespace zonescope::store {
namespace {

using base::ErrorCode;
using publish::CommitReport;
using publish::StoredZone;
using publish::ZoneWrite;

class LmdbStore final : public publish::KeyValueStore
{
public:
    explicit LmdbStore(std::unique_ptr<LmdbEnvironment> environment)
        : m_environment(std::move(environment))
    {
    }

    base::Result<CommitReport> commit(const std::vector<ZoneWrite>& batch) override;
    base::Status remove(const std::vector<base::ZoneId>& zones) override;
    base::Status writeAhead(base::ZoneId zone,
                            const std::function<base::Status(publish::EntryWriter&)>& write) override;
    base::Status flushAhead() override;
    void dropAhead(base::ZoneId zone) override;
    base::Result<std::optional<std::string>> readEntry(std::string_view key) const override;
    base::Result<StoredZone> loadZone(base::ZoneId zone, const Visit& visit) const override;
    base::Result<std::vector<StoredZone>> listZones() const override;
    base::Result<std::optional<StoredZone>> findZone(base::ZoneId zone) const override;

private:
    /// How one attempt to write a batch ended.
    struct Attempt
    {
        int code = 0;            ///< of LMDB
        bool zoneFailed = false; ///< a zone was marked as failed: again without it
    };
    /// The zone that is written ahead. Its entries lie in m_open, or were committed with others and still
    /// have no row.
    struct Ahead
    {
        Ahead(const LmdbEnvironment& environment, const Transaction& transaction, base::ZoneId id)
            : zone(id)
            , writer(environment, transaction, id)
        {
        }
        base::ZoneId zone;
        FullWriter writer;
        bool lost = false;           ///< a transaction with entries of it was given up
        bool committed = false;      ///< some of it
        std::uint64_t flushedAt = 0; ///< octets written when a transaction ended last
    };
    template <class Work>
    base::Status transact(const Work& work);
    int begin();
    int commitOpen();
    void giveUpOpen();
    base::Status makeRoom();
    base::Status beginAhead(base::ZoneId zone);
    int writeRest(const ZoneWrite& write, base::Status& outcome, CommitReport& report);
    Attempt writeBatch(const Transaction& transaction, const std::vector<ZoneWrite>& batch,
                       CommitReport& report);
    int writeZone(const Transaction& transaction, const ZoneWrite& write, base::Status& outcome,
                  CommitReport& report);

    std::unique_ptr<LmdbEnvironment> m_environment;
    Transaction m_open; ///< the one that writes
    std::optional<Ahead> m_ahead;
    std::mutex m_writing; ///< callers should be one thread; this makes a mistake slow instead of wrong
};

/// Writes what a zone has to write. The code is that of LMDB, the outcome that of the zone.
template <class Writer>
int runWriter(Writer& writer, const ZoneWrite& write, base::Status opened, base::Status& outcome,
              CommitReport& report)
{
    outcome = opened.and_then([&] { return write.write(writer); }).and_then([&] {
        return writer.finish(write.serial);
    });
    report.puts += writer.counts().puts;
    report.removes += writer.counts().removes;
    return writer.code();
}

/// What was written ahead needs its first entry and its row.
int LmdbStore::writeRest(const ZoneWrite& write, base::Status& outcome, CommitReport& report)
{
    if (!m_ahead || m_ahead->zone != write.zone || m_ahead->lost) {
        outcome = base::fail(ErrorCode::StoreFailed, "what was written ahead is lost");
        return 0;
    }
    FullWriter& writer = m_ahead->writer;
    writer.expectHead();
    return runWriter(writer, write, {}, outcome, report);
}

int LmdbStore::writeZone(const Transaction& transaction, const ZoneWrite& write, base::Status& outcome,
                         CommitReport& report)
{
    if (write.ahead)
        return writeRest(write, outcome, report);
    if (write.onto) {
        DifferenceWriter writer(*m_environment, transaction, write.zone);
        return runWriter(writer, write, writer.open(*write.onto), outcome, report);
    }
    FullWriter writer(*m_environment, transaction, write.zone);
    return runWriter(writer, write, writer.open(), outcome, report);
}

LmdbStore::Attempt LmdbStore::writeBatch(const Transaction& transaction, const std::vector<ZoneWrite>& batch,
                                         CommitReport& report)
{
    report.puts = 0;
    report.removes = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (!report.zones[i])
            continue; // failed in an attempt before
        base::Status outcome;
        const int code = writeZone(transaction, batch[i], outcome, report);
        if (code != 0)
            return {code, false};
        if (!outcome) {
            report.zones[i] = outcome;
            return {0, true};
        }
    }
    return {};
}

int LmdbStore::begin()
{
    return m_open ? 0 : m_environment->begin(m_open, false);
}

/// With what was written ahead so far.
int LmdbStore::commitOpen()
{
    const int code = LmdbEnvironment::commit(std::move(m_open));
    if (m_ahead) {
        m_ahead->lost |= code != 0;
        m_ahead->committed = true;
        m_ahead->flushedAt = m_ahead->writer.octets();
    }
    return code;
}

void LmdbStore::giveUpOpen()
{
    if (m_ahead)
        m_ahead->lost |= m_open && m_ahead->writer.octets() != m_ahead->flushedAt;
    m_open.reset();
}

/// Before a part: a transaction that finds the map full is lost, and its pages lie in memory until it ends.
/// Ending it every few MiB lets LMDB use the same pages again and the disk write while the rest still comes:
/// a million records were durable after 1.9 instead of 2.6 times the drain (64 MiB; 2, 4, 8, 16 tried too).
base::Status LmdbStore::makeRoom()
{
    constexpr std::uint64_t mostUncommitted = std::uint64_t{6} << 20;
    constexpr std::size_t spare = std::size_t{16} << 20; // a part has some hundred KiB
    const std::uint64_t uncommitted = m_ahead ? m_ahead->writer.octets() - m_ahead->flushedAt : 0;
    const bool full = m_environment->room() < uncommitted * 2 + spare;
    if (m_open && (full || uncommitted > mostUncommitted))
        if (const int code = commitOpen(); code != 0)
            return tl::unexpected(lmdbError(m_environment->cause(code), "writing ahead to"));
    while (m_environment->room() < spare)
        if (auto grown = m_environment->grow(); !grown)
            return grown;
    return {};
}

base::Status LmdbStore::beginAhead(base::ZoneId zone)
{
    const auto row = readRow(*m_environment, m_open, zone);
    if (!row)
        return tl::unexpected(row.error());
    if (*row)
        return base::fail(ErrorCode::StoreFailed,
                          "zone " + std::to_string(zone.value) + " is held: only a new one is written ahead");
    m_ahead.emplace(*m_environment, m_open, zone);
    return m_ahead->writer.open();
}

base::Status LmdbStore::writeAhead(base::ZoneId zone,
                                   const std::function<base::Status(publish::EntryWriter&)>& write)
{
    const std::scoped_lock alone(m_writing);
    if (m_ahead && m_ahead->zone != zone)
        return base::fail(ErrorCode::StoreBusy, "another zone is written ahead");
    if (m_ahead && m_ahead->lost)
        return base::fail(ErrorCode::StoreFailed, "what was written ahead is lost");
    base::Status done = makeRoom();
    if (done)
        if (const int code = begin(); code != 0)
            done = tl::unexpected(lmdbError(m_environment->cause(code), "writing ahead to"));
    if (done && !m_ahead)
        done = beginAhead(zone);
    if (done)
        done = write(m_ahead->writer);
    if (!done) {
        if (m_ahead)
            m_ahead->lost = true;
        giveUpOpen();
    }
    return done;
}

base::Status LmdbStore::flushAhead()
{
    const std::scoped_lock alone(m_writing);
    if (!m_open)
        return {};
    if (const int code = commitOpen(); code != 0)
        return tl::unexpected(lmdbError(m_environment->cause(code), "writing ahead to"));
    return {};
}

void LmdbStore::dropAhead(base::ZoneId zone)
{
    bool committed = false;
    {
        const std::scoped_lock alone(m_writing);
        if (!m_ahead || m_ahead->zone != zone)
            return;
        giveUpOpen();
        committed = m_ahead->committed;
        m_ahead.reset();
    }
    if (committed)
        (void)remove({zone}); // else the next full write of the zone removes what is left
}

/// Runs `work(transaction)` and commits: again after the map was enlarged or the files were opened anew, or
/// when the work asks for it. Nothing of an attempt that is repeated stays.
template <class Work>
base::Status LmdbStore::transact(const Work& work)
{
    const std::scoped_lock alone(m_writing);
    for (bool reopened = false;;) {
        Attempt attempt;
        attempt.code = begin();
        if (attempt.code == 0)
            attempt = work(m_open);
        if (attempt.code == 0 && !attempt.zoneFailed)
            attempt.code = commitOpen();
        else
            giveUpOpen();
        if (attempt.code == MDB_MAP_FULL) {
            if (auto grown = m_environment->grow(); !grown)
                return grown;
        } else if (attempt.code == MDB_PANIC && !reopened) {
            reopened = true;
            if (auto opened = m_environment->reopen(); !opened)
                return opened;
        } else if (attempt.code != 0) {
            return tl::unexpected(lmdbError(m_environment->cause(attempt.code), "committing to"));
        } else if (!attempt.zoneFailed) {
            return {};
        }
    }
}

base::Result<CommitReport> LmdbStore::commit(const std::vector<ZoneWrite>& batch)
{
    CommitReport report;
    report.zones.resize(batch.size());
    const auto done =
        transact([&](const Transaction& transaction) { return writeBatch(transaction, batch, report); });
    if (!done)
        return tl::unexpected(done.error());
    for (std::size_t i = 0; i < batch.size() && m_ahead; ++i)
        if (batch[i].zone == m_ahead->zone && report.zones[i])
            m_ahead.reset(); // whole now, by whichever way
    report.durable = m_environment->syncs();
    return report;
}

base::Status LmdbStore::remove(const std::vector<base::ZoneId>& zones)
{
    if (m_ahead && std::ranges::count(zones, m_ahead->zone) > 0) {
        giveUpOpen();
        m_ahead.reset();
    }
    return transact([&](const Transaction& transaction) {
        Attempt attempt;
        for (auto zone = zones.begin(); zone != zones.end() && attempt.code == 0; ++zone)
            attempt.code = removeZone(*m_environment, transaction, *zone);
        return attempt;
    });
}

base::Result<std::optional<std::string>> LmdbStore::readEntry(std::string_view key) const
{
    const auto lock = m_environment->readLock();
    Transaction transaction;
    MDB_val v{};
    int code = m_environment->begin(transaction, true);
    const std::string_view prefix = key.substr(0, publish::zonePrefix({}).size());
    MDB_val zone = lmdbValue(prefix);
    if (code == 0) // without a row it is being written ahead, or a crash left it
        code = mdb_get(transaction.get(), m_environment->zones(), &zone, &v);
    if (code == MDB_NOTFOUND)
        return std::nullopt;
    std::optional<BlockView> block;
    if (code == 0)
        block = BlockTable(*m_environment, transaction, std::string(prefix)).holding(key, code);
    if (code != 0)
        return tl::unexpected(lmdbError(code, "reading"));
    std::optional<std::string> found;
    if (!block)
        return found;
    return readBlock(block->firstKey, block->block,
                     [&](std::string_view each, std::string_view value) {
                         if (each == key)
                             found = value;
                         return each < key;
                     })
        .map([&] { return std::move(found); });
}

base::Result<StoredZone> LmdbStore::loadZone(base::ZoneId zone, const Visit& visit) const
{
    const auto lock = m_environment->readLock();
    Transaction transaction;
    int code = m_environment->begin(transaction, true);
    if (code != 0)
        return tl::unexpected(lmdbError(code, "reading"));
    const auto row = readRow(*m_environment, transaction, zone);
    if (!row)
        return tl::unexpected(row.error());
    if (!*row)
        return base::fail(ErrorCode::NotFound, "zone " + std::to_string(zone.value) + " is not stored");
    const std::string prefix = publish::zonePrefix(zone);
    MDB_val key = lmdbValue(prefix);
    MDB_val value{};
    ZoneRow seen;
    bool more = true;
    const Cursor cursor = m_environment->cursor(transaction, m_environment->blocks(), code);
    if (code == 0)
        code = mdb_cursor_get(cursor.get(), &key, &value, MDB_SET_RANGE);
    for (; code == 0 && lmdbText(key).starts_with(prefix);
         code = mdb_cursor_get(cursor.get(), &key, &value, MDB_NEXT)) {
        const auto whole =
            readBlock(lmdbText(key), lmdbText(value), [&](std::string_view each, std::string_view octets) {
                seen.add(each, octets);
                return more = visit(each, octets);
            });
        if (!whole)
            return tl::unexpected(whole.error());
        if (!more)
            return (*row)->toStored(zone);
    }
    if (code != 0 && code != MDB_NOTFOUND)
        return tl::unexpected(lmdbError(code, "reading"));
    if (!seen.sameEntries(**row))
        return base::fail(ErrorCode::StoreCorrupt, "zone " + std::to_string(zone.value) + ": " +
                                                       std::to_string(seen.entries) +
                                                       " entries were read that are not the " +
                                                       std::to_string((*row)->entries) + " written");
    return (*row)->toStored(zone);
}

base::Result<std::optional<StoredZone>> LmdbStore::findZone(base::ZoneId zone) const
{
    const auto lock = m_environment->readLock();
    Transaction transaction;
    if (const int code = m_environment->begin(transaction, true); code != 0)
        return tl::unexpected(lmdbError(code, "reading"));
    return readRow(*m_environment, transaction, zone).map([zone](const std::optional<ZoneRow>& row) {
        return row ? std::optional(row->toStored(zone)) : std::nullopt;
    });
}

base::Result<std::vector<StoredZone>> LmdbStore::listZones() const
{
    const auto lock = m_environment->readLock();
    Transaction transaction;
    int code = m_environment->begin(transaction, true);
    if (code != 0)
        return tl::unexpected(lmdbError(code, "reading"));
    const Cursor cursor = m_environment->cursor(transaction, m_environment->zones(), code);
    std::vector<StoredZone> zones;
    MDB_val key{};
    MDB_val value{};
    while (code == 0 && (code = mdb_cursor_get(cursor.get(), &key, &value, MDB_NEXT)) == 0) {
        std::uint32_t id = 0;
        for (const char c : lmdbText(key))
            id = id << 8 | static_cast<std::uint8_t>(c);
        const auto row = ZoneRow::unpack(lmdbText(value));
        if (!row)
            return tl::unexpected(row.error());
        zones.push_back(row->toStored(base::ZoneId{id}));
    }
    if (code != MDB_NOTFOUND)
        return tl::unexpected(lmdbError(code, "reading"));
    return zones;
}

} // namespace

base::Result<std::unique_ptr<publish::KeyValueStore>> openLmdbStore(const std::filesystem::path& folder,
                                                                    const LmdbOptions& options)
{
    auto environment = LmdbEnvironment::open(folder, options);
    if (!environment)
        return tl::unexpected(environment.error());
    return std::make_unique<LmdbStore>(std::move(*environment));
}

base::Result<std::filesystem::path> setAsideLmdbStore(const std::filesystem::path& folder)
{
    const std::filesystem::path file = folder / "zones.mdb";
    std::filesystem::path aside;
    for (int number = 1; aside.empty() || std::filesystem::exists(aside); ++number)
        aside = folder / ("zones.mdb.damaged-" + std::to_string(number));
    std::error_code failed;
    std::filesystem::rename(file, aside, failed);
    if (failed)
        return base::fail(failed == std::errc::permission_denied || failed == std::errc::read_only_file_system
                              ? ErrorCode::StoreReadOnly
                              : ErrorCode::StoreFailed,
                          "renaming " + file.string() + ": " + failed.message());
    std::filesystem::remove(folder / "zones.mdb-lock", failed); // goes with the file it belongs to
    return aside;
}

} // namespace zonescope::store
