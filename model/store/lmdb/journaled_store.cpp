// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/journaled_store.h"

#include "model/base/log.h"

#include <algorithm>
#include <mutex>

namespace zonescope::store {

using base::ErrorCode;
using publish::CommitReport;
using publish::StoredZone;
using publish::ZoneWrite;

namespace {

constexpr std::size_t longestKey = 511; // of the store below

ZoneRow rowFrom(const StoredZone& zone)
{
    ZoneRow row;
    row.serial = zone.serial;
    row.entries = zone.entries;
    row.octets = zone.octets;
    row.digest = zone.digest;
    return row;
}

bool same(const ZoneRow& a, const ZoneRow& b)
{
    return a.serial == b.serial && a.sameEntries(b);
}

base::Status writeAll(const EntryChanges& changes, publish::EntryWriter& writer)
{
    base::Status done;
    for (auto change = changes.begin(); done && change != changes.end(); ++change)
        done = change->second ? writer.put(change->first, *change->second) : writer.remove(change->first);
    return done;
}

} // namespace

/// Takes the entries of one difference and keeps the sums.
class JournaledStore::Recorder final : public publish::EntryWriter
{
public:
    Recorder(const JournaledStore& store, DifferenceRecord& record, CommitReport& report)
        : m_store(store)
        , m_record(record)
        , m_report(report)
        , m_prefix(publish::zonePrefix(record.zone))
    {
    }
    base::Status put(std::string_view key, std::string_view value) override
    {
        return old(key).map([&](const std::optional<std::string>& before) {
            if (before)
                m_record.after.subtract(key, *before);
            m_record.after.add(key, value);
            m_record.changes.insert_or_assign(std::string(key), std::string(value));
            ++m_report.puts;
        });
    }
    base::Status remove(std::string_view key) override
    {
        return old(key).map([&](const std::optional<std::string>& before) {
            if (!before)
                return;
            m_record.after.subtract(key, *before);
            m_record.changes.insert_or_assign(std::string(key), std::nullopt);
            ++m_report.removes;
        });
    }

private:
    base::Result<std::optional<std::string>> old(std::string_view key) const
    {
        if (!key.starts_with(m_prefix) || key.size() > longestKey)
            return base::fail(ErrorCode::StoreFailed, "a key of " + std::to_string(key.size()) +
                                                          " octets that is not one of the zone");
        if (const auto found = m_record.changes.find(key); found != m_record.changes.end())
            return found->second;
        return m_store.readEntry(key);
    }

    const JournaledStore& m_store;
    DifferenceRecord& m_record;
    CommitReport& m_report;
    std::string m_prefix;
};

JournaledStore::JournaledStore(std::unique_ptr<publish::KeyValueStore> below, Options options)
    : m_below(std::move(below))
    , m_options(options)
{
}

base::Result<std::unique_ptr<JournaledStore>>
JournaledStore::open(std::unique_ptr<publish::KeyValueStore> below, const std::filesystem::path& journal,
                     Options options)
{
    std::unique_ptr<JournaledStore> store(new JournaledStore(std::move(below), options));
    auto opened = AppendJournal::open(journal, options.sync,
                                      [&](std::uint64_t, base::ByteView group) { store->replay(group); });
    if (!opened)
        return tl::unexpected(opened.error());
    store->m_journal = std::move(*opened);
    if (store->m_waiting.empty()) {
        store->m_journal.startAnew(AppendJournal::freshSalt());
    } else if (const auto moved = store->commitBelow({}); !moved) {
        // They wait, here and in the journal, until the store below takes something again.
        base::log(base::LogCategory::Publish, base::LogLevel::Warning,
                  "moving the journal: " + base::toString(moved.error()));
    }
    return store;
}

JournaledStore::~JournaledStore()
{
    if (!m_waiting.empty())
        (void)commitBelow({}); // else the next start does it
}

/// Of a start: what fits onto what is held.
void JournaledStore::replay(base::ByteView group)
{
    auto records = unpackDifferences(group);
    if (!records)
        return; // of another format: a transfer brings what it held
    for (DifferenceRecord& record : *records)
        if (const auto row = rowOf(record.zone); row && *row && same(**row, record.before))
            take(std::move(record));
}

base::Result<std::optional<ZoneRow>> JournaledStore::rowOf(base::ZoneId zone) const
{
    if (const auto found = m_waiting.find(zone); found != m_waiting.end())
        return std::optional(found->second.row);
    return m_below->findZone(zone).map([](const std::optional<StoredZone>& stored) {
        return stored ? std::optional(rowFrom(*stored)) : std::nullopt;
    });
}

void JournaledStore::take(DifferenceRecord record)
{
    const std::unique_lock alone(m_mutex);
    const auto [entry, fresh] = m_waiting.try_emplace(record.zone);
    Waiting& waiting = entry->second;
    if (fresh)
        waiting.onto = record.before.serial;
    waiting.row = record.after;
    for (auto& [key, value] : record.changes)
        waiting.changes.insert_or_assign(key, std::move(value));
}

bool JournaledStore::mayJournal(const std::vector<ZoneWrite>& batch) const
{
    return m_journal.good() && m_journal.size() < m_options.journalLimit && !batch.empty() &&
           std::ranges::all_of(batch, [&](const ZoneWrite& write) {
               // Twice in one batch: the second would need the first's entries.
               return write.onto && !write.ahead &&
                      std::ranges::count(batch, write.zone, &ZoneWrite::zone) == 1;
           });
}

base::Status JournaledStore::record(const ZoneWrite& write, DifferenceRecord& record,
                                    CommitReport& report) const
{
    const auto row = rowOf(write.zone);
    if (!row)
        return tl::unexpected(row.error());
    if (!*row || (*row)->serial != *write.onto)
        return base::fail(ErrorCode::StoreFailed,
                          "a difference onto serial " + std::to_string(*write.onto) + ", " +
                              (*row ? "serial " + std::to_string((*row)->serial) : std::string("nothing")) +
                              " is held");
    record.zone = write.zone;
    record.before = record.after = **row;
    Recorder recorder(*this, record, report);
    auto done = write.write(recorder);
    record.after.serial = write.serial;
    return done;
}

/// False: let the store below have the batch.
bool JournaledStore::journal(const std::vector<ZoneWrite>& batch, CommitReport& report)
{
    std::vector<DifferenceRecord> records;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        DifferenceRecord one;
        report.zones[i] = record(batch[i], one, report);
        if (report.zones[i])
            records.push_back(std::move(one));
    }
    const base::Bytes group = packDifferences(records);
    if (group.size() > m_options.largestGroup)
        return false;
    if (records.empty())
        return true;
    if (const auto appended = m_journal.append(base::viewOf(group)); !appended) {
        base::log(base::LogCategory::Publish, base::LogLevel::Debug, base::toString(appended.error()));
        return false;
    }
    for (DifferenceRecord& one : records)
        take(std::move(one));
    return true;
}

base::Result<CommitReport> JournaledStore::commit(const std::vector<ZoneWrite>& batch)
{
    if (mayJournal(batch)) {
        CommitReport report;
        report.zones.resize(batch.size());
        report.durable = m_options.sync;
        if (journal(batch, report))
            return report;
    }
    return commitBelow(batch);
}

std::vector<ZoneWrite> JournaledStore::writesOfWaiting(const std::vector<base::ZoneId>& without) const
{
    std::vector<ZoneWrite> writes;
    for (const auto& [zone, waiting] : m_waiting)
        if (std::ranges::count(without, zone) == 0)
            writes.push_back({zone, waiting.row.serial, waiting.onto,
                              [changes = &waiting.changes](publish::EntryWriter& writer) {
                                  return writeAll(*changes, writer);
                              }});
    return writes;
}

/// What waits and the batch in one transaction, after which the journal counts no longer. `without`: zones
/// that go.
base::Result<CommitReport> JournaledStore::commitBelow(const std::vector<ZoneWrite>& batch,
                                                       const std::vector<base::ZoneId>& without)
{
    std::vector<ZoneWrite> all = writesOfWaiting(without);
    const std::size_t before = all.size();
    all.insert(all.end(), batch.begin(), batch.end());
    CommitReport report;
    if (!all.empty()) {
        auto done = m_below->commit(all);
        if (!done)
            return done;
        report = std::move(*done);
    }
    for (std::size_t i = 0; i < before; ++i)
        if (!report.zones[i]) // the next difference finds another serial and the zone is written as a whole
            base::log(base::LogCategory::Publish, base::LogLevel::Warning,
                      "moving the journal: " + base::toString(report.zones[i].error()));
    report.zones.erase(report.zones.begin(), report.zones.begin() + static_cast<std::ptrdiff_t>(before));
    const bool used = !m_waiting.empty() || !m_journal.good() || m_journal.size() > 0;
    const std::unique_lock alone(m_mutex);
    m_waiting.clear();
    if (used)
        m_journal.startAnew(AppendJournal::freshSalt());
    return report;
}

base::Status JournaledStore::remove(const std::vector<base::ZoneId>& zones)
{
    if (!m_waiting.empty())
        if (const auto moved = commitBelow({}, zones); !moved)
            return tl::unexpected(moved.error());
    return m_below->remove(zones);
}

base::Result<std::optional<std::string>> JournaledStore::readEntry(std::string_view key) const
{
    const std::shared_lock lock(m_mutex);
    constexpr std::size_t prefix = 4;
    base::ZoneId zone;
    for (const char c : key.substr(0, prefix))
        zone.value = zone.value << 8 | static_cast<std::uint8_t>(c);
    if (const auto waiting = m_waiting.find(zone); waiting != m_waiting.end())
        if (const auto found = waiting->second.changes.find(key); found != waiting->second.changes.end())
            return found->second;
    return m_below->readEntry(key);
}

base::Result<StoredZone> JournaledStore::loadZone(base::ZoneId zone, const Visit& visit) const
{
    std::shared_lock lock(m_mutex);
    const auto found = m_waiting.find(zone);
    if (found == m_waiting.end()) {
        lock.unlock(); // a large zone takes long, and a commit must not wait for it
        return m_below->loadZone(zone, visit);
    }
    const EntryChanges& changes = found->second.changes;
    auto next = changes.begin();
    bool more = true;
    // The changes that lie before `key`, and whether one of them stands at it.
    const auto catchUp = [&](std::optional<std::string_view> key) {
        bool replaced = false;
        for (; more && next != changes.end() && (!key || next->first <= *key); ++next) {
            replaced = key && next->first == *key;
            if (next->second)
                more = visit(next->first, *next->second);
        }
        return replaced;
    };
    auto stored = m_below->loadZone(zone, [&](std::string_view key, std::string_view value) {
        if (!catchUp(key) && more)
            more = visit(key, value);
        return more;
    });
    if (!stored)
        return stored;
    catchUp(std::nullopt);
    return found->second.row.toStored(zone);
}

base::Result<std::optional<StoredZone>> JournaledStore::findZone(base::ZoneId zone) const
{
    const std::shared_lock lock(m_mutex);
    if (const auto found = m_waiting.find(zone); found != m_waiting.end())
        return std::optional(found->second.row.toStored(zone));
    return m_below->findZone(zone);
}

base::Result<std::vector<StoredZone>> JournaledStore::listZones() const
{
    const std::shared_lock lock(m_mutex);
    auto zones = m_below->listZones();
    if (zones)
        for (StoredZone& zone : *zones)
            if (const auto found = m_waiting.find(zone.zone); found != m_waiting.end())
                zone = found->second.row.toStored(zone.zone);
    return zones;
}

std::size_t JournaledStore::waiting() const
{
    const std::shared_lock lock(m_mutex);
    return m_waiting.size();
}

base::Result<std::unique_ptr<publish::KeyValueStore>> openZoneStore(const std::filesystem::path& folder,
                                                                    const LmdbOptions& options)
{
    auto below = openLmdbStore(folder, options);
    if (!below)
        return below;
    JournaledStore::Options journal;
    journal.sync = options.sync;
    auto store = JournaledStore::open(std::move(*below), folder / "zones.journal", journal);
    if (!store)
        return tl::unexpected(store.error());
    return std::move(*store);
}

} // namespace zonescope::store
