// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/rrset_packer.h"
#include "model/build/rrset_unpacker.h"
#include "model/build/zone_builder.h"
#include "model/dns/text.h"
#include "model/store/lmdb/journaled_store.h"
#include "tests/bench/zone/figure.h"
#include "tests/bench/zone/loading.h"

#include <lmdb.h>

#include <filesystem>
#include <string>
#include <unistd.h>

// Commits as the publish stage makes them, durable. The disk of a shared machine may answer a sync at once:
// read the times beside the first line, which is one such sync.

using namespace zonescope;
using namespace zonescope::bench;

namespace {

publish::ZoneWrite writeOf(base::ZoneId zone, std::uint32_t serial, std::optional<std::uint32_t> onto,
                           std::shared_ptr<const build::EntryBatch> entries)
{
    return {zone, serial, onto, [entries](publish::EntryWriter& writer) {
                return entries->replay([&](auto key, auto value) { return writer.put(key, value); },
                                       [&](auto key) { return writer.remove(key); });
            }};
}

void commit(publish::KeyValueStore& store, const std::vector<publish::ZoneWrite>& batch)
{
    const auto report = store.commit(batch);
    if (!report)
        std::abort();
    for (const auto& zone : report->zones)
        if (!zone)
            std::abort();
}

std::shared_ptr<const build::EntryBatch> wholeOf(base::ZoneId zone, const zone::ZoneVersion& version)
{
    return std::make_shared<const build::EntryBatch>(build::packWhole(zone, version));
}

void differences(publish::KeyValueStore& store, base::ZoneId zone, zone::ZoneVersionPtr version)
{
    for (const std::uint32_t count : {1U, 10U, 1000U}) {
        std::vector<double> times;
        for (int i = 0; i < 50; ++i) {
            const auto next = changed(version, count);
            auto result = build::build({zone, {version, next, {}}});
            const auto entries = std::make_shared<const build::EntryBatch>(std::move(result.entries));
            times.push_back(
                elapsed([&] { commit(store, {writeOf(zone, next->serial(), version->serial(), entries)}); }));
            version = next;
        }
        std::ranges::sort(times);
        figure(("commit a difference of " + std::to_string(count) + ", p50").c_str(), quantile(times, 0.5),
               "us", 0);
        figure(("commit a difference of " + std::to_string(count) + ", p95").c_str(), quantile(times, 0.95),
               "us", 0);
    }
}

void check(int code)
{
    if (code != 0)
        std::abort();
}

/// LMDB as it is, an entry under each key, pages filled to the end because keys ascend.
class PlainLmdb
{
public:
    explicit PlainLmdb(const std::filesystem::path& folder)
        : m_file(folder)
    {
        check(mdb_env_create(&m_environment));
        check(mdb_env_set_mapsize(m_environment, std::size_t{4} << 30));
        check(mdb_env_open(m_environment, m_file.c_str(), MDB_NOSUBDIR | MDB_NOSYNC, 0600));
        check(mdb_txn_begin(m_environment, nullptr, 0, &m_transaction));
        check(mdb_dbi_open(m_transaction, nullptr, 0, &m_table));
    }
    ~PlainLmdb() { mdb_env_close(m_environment); }
    PlainLmdb(const PlainLmdb&) = delete;

    void append(std::string key, std::string value)
    {
        MDB_val k{key.size(), key.data()};
        MDB_val v{value.size(), value.data()};
        check(mdb_put(m_transaction, m_table, &k, &v, MDB_APPEND));
    }
    /// Octets of the file.
    std::uint64_t commit()
    {
        check(mdb_txn_commit(m_transaction));
        return std::filesystem::file_size(m_file);
    }

private:
    std::filesystem::path m_file;
    MDB_env* m_environment = nullptr;
    MDB_txn* m_transaction = nullptr;
    MDB_dbi m_table = 0;
};

/// Octets of the file when each record is a JSON entry of its own, under a key of eight octets: with the
/// fields of a management interface, or slim, with name, type, TTL and content only.
std::uint64_t asJson(const std::filesystem::path& folder, const zone::ZoneVersion& version, bool slim)
{
    const std::string_view fields =
        slim ? R"({"name":"","type":"","ttl":3600,"content":""})"
             : R"({"id":"0123456789abcdef0123456789abcdef","zone_id":"0123456789abcdef0123456789abcdef",)"
               R"("zone_name":"zone.example","name":"","type":"","content":"","proxiable":false,)"
               R"("proxied":false,"ttl":3600,"created_on":"2026-01-01T00:00:00.000000Z",)"
               R"("modified_on":"2026-01-01T00:00:00.000000Z"})";
    PlainLmdb store(folder);
    std::uint32_t number = 0;
    version.forEach([&](zone::OwnerView owner) {
        const std::string name = owner.name(version.apex()).toText();
        owner.forEachRrset([&](zone::RrsetView set) {
            const std::string type = dns::typeText(set.type());
            for (std::size_t i = 0; i < set.size(); ++i)
                store.append(publish::zonePrefix({1}) + publish::zonePrefix({number++}),
                             std::string(fields) + name + type + dns::rdataText(set.type(), set.rdata(i)));
            return true;
        });
        return true;
    });
    return store.commit();
}

} // namespace

int main()
{
    const auto folder = std::filesystem::temp_directory_path() / ("bench-lmdb-" + std::to_string(getpid()));
    {
        const auto store = store::openZoneStore(folder).value();
        const base::ZoneId small{1};
        const base::ZoneId large{2};
        const auto tiny = generated(4, 1);
        commit(*store, {writeOf(small, 1, std::nullopt, wholeOf(small, *tiny))});
        const auto nothing = std::make_shared<const build::EntryBatch>();
        std::vector<double> syncs;
        for (int i = 0; i < 50; ++i)
            syncs.push_back(elapsed([&] { commit(*store, {writeOf(small, 1, 1, nothing)}); }));
        std::ranges::sort(syncs);
        figure("commit of nothing (one sync), p50", quantile(syncs, 0.5), "us", 0);

        const auto million = generated(1'000'001, 1);
        const auto entries = wholeOf(large, *million);
        figure("commit 1M records into an empty place",
               elapsed([&] { commit(*store, {writeOf(large, 1, std::nullopt, entries)}); }) / 1000, "ms",
               100);
        const auto file = static_cast<double>(std::filesystem::file_size(folder / "zones.mdb"));
        figure("file after 1M records", file / 1e6, "MB", 0);
        figure("one API-like JSON entry a record, same store",
               static_cast<double>(asJson(folder / "api", *million, false)) / file, "times", 9);
        figure("one slim JSON entry a record, same store",
               static_cast<double>(asJson(folder / "slim", *million, true)) / file, "times", 4.5);
        figure("commit the same 1M records over themselves",
               elapsed([&] { commit(*store, {writeOf(large, 1, std::nullopt, entries)}); }) / 1000, "ms", 0);
        differences(*store, large, million);

        std::uint64_t octets = 0;
        figure("read 1M records with their digest",
               elapsed([&] {
                   const auto stored = store->loadZone(large, [&](std::string_view, std::string_view value) {
                       octets += value.size();
                       return true;
                   });
                   if (!stored || octets == 0)
                       std::abort();
               }) / 1000,
               "ms", 0);
        std::vector<std::string> keys;
        for (std::uint64_t i = 0; i < 100'000; ++i)
            keys.push_back(
                build::entryKey(large, million->at(i * 7919 % million->ownerCount())->key(), dns::Type::A));
        figure("random read of one entry", elapsed([&] {
                                               for (const auto& key : keys)
                                                   octets += store->readEntry(key).value().has_value();
                                           }) / 100'000,
               "us", 0);

        const auto hundred = generated(100, 1);
        std::vector<publish::ZoneWrite> batch;
        for (std::uint32_t i = 0; i < 100; ++i)
            batch.push_back(writeOf({100 + i}, 1, std::nullopt, wholeOf({100 + i}, *hundred)));
        figure("commit 100 zones of 100 records together", elapsed([&] { commit(*store, batch); }), "us", 0);
    }
    std::filesystem::remove_all(folder);
}
