// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/zone_version.h"
#include "tests/bench/zone/figure.h"
#include "tests/kit/zone_generator.h"

#include <malloc.h>
#include <string>

// Zones in memory: load, change, compare, size. Bars: 100 ms a million, 25 us + 3 us a change, 50 ms to
// compare two independent zones, 64 octets a record (80 in small zones).

using namespace zonescope;
using namespace zonescope::bench;

namespace {

constexpr std::uint64_t million = 1'000'000;
const dns::Name apex = *dns::Name::fromText("zone.example.");

std::vector<dns::RecordView> viewsOf(const std::vector<dns::Record>& records)
{
    std::vector<dns::RecordView> views;
    views.reserve(records.size());
    for (const dns::Record& r : records)
        views.push_back({r.owner.wire(), r.type, r.recordClass, r.ttl, base::viewOf(r.rdata), 0});
    return views;
}

zone::ZoneVersionPtr load(const std::vector<dns::RecordView>& records)
{
    zone::ZoneLoader loader(apex);
    for (const dns::RecordView& record : records)
        if (!loader.add(record))
            std::abort();
    return loader.finish().value();
}

dns::Record soa(std::uint32_t serial)
{
    return kit::generateZone({.apex = apex, .records = 3, .serial = serial}).front();
}

zone::Changeset randomAdditions(std::uint32_t from, std::uint32_t count)
{
    zone::Changeset change{from, from + 1, {}, {}, soa(from + 1)};
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::string owner =
            "h" + std::to_string(i * 2654435761U % 100'000'000U) + "x." + std::to_string(from);
        change.added.push_back(
            {*dns::Name::fromText(owner + ".zone.example."), dns::Type::A, dns::Class::IN, 300, "abcd"});
    }
    return change;
}

void loading(const std::vector<dns::RecordView>& views)
{
    zone::ZoneVersionPtr version;
    const auto times = runs(
        5, [&](int) { version.reset(); }, [&](int) { version = load(views); });
    figure("load 1M records in order", quantile(times, 0.5) / 1000, "ms", 100);
    figure("destroy 1M records", microseconds([&] { version.reset(); }) / 1000, "ms", 0);
    auto shuffled = views;
    std::uint64_t state = 1;
    for (std::size_t i = shuffled.size() - 1; i > 0; --i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        std::swap(shuffled[i], shuffled[(state >> 33) % (i + 1)]);
    }
    figure("load 1M records shuffled", microseconds([&] { version = load(shuffled); }) / 1000, "ms", 0);
}

void changing(const zone::ZoneVersionPtr& version)
{
    for (const std::uint32_t count : {1U, 10U, 100U, 1000U, 10000U, 100000U}) {
        zone::ZoneVersionPtr next;
        const zone::Changeset change = randomAdditions(version->serial(), count);
        const auto times = runs(
            count > 1000 ? 5 : 200, [&](int) { next.reset(); },
            [&](int) { next = zone::apply(version, change).value(); });
        const double bar = 25 + 3.0 * count;
        figure(("apply " + std::to_string(count) + " changes, p50").c_str(), quantile(times, 0.5), "us", bar);
        figure(("apply " + std::to_string(count) + " changes, p95").c_str(), quantile(times, 0.95), "us",
               bar);
        figure(("compare after " + std::to_string(count) + " changes").c_str(),
               microseconds([&] { zone::compare(*version, *next); }), "us", 5.0 * count);
    }
}

void memory(const std::vector<dns::Record>& small)
{
    const auto used = [] { return static_cast<double>(mallinfo2().uordblks + mallinfo2().hblkhd); };
    std::vector<zone::ZoneVersionPtr> zones;
    zones.reserve(10'000);
    const auto views = viewsOf(small);
    const double before = used();
    for (int i = 0; i < 10'000; ++i)
        zones.push_back(load(views));
    figure("memory of 10k zones of 100 records",
           (used() - before) / (10'000.0 * static_cast<double>(small.size())), "B/record", 80);
}

void reading(const zone::ZoneVersion& version)
{
    std::uint64_t sum = 0;
    figure("ordered scan of 1M records", microseconds([&] {
                                             version.forEach([&](zone::OwnerView owner) {
                                                 sum += owner.key().size();
                                                 return true;
                                             });
                                         }) / 1000,
           "ms", 0);
    const std::uint64_t owners = version.ownerCount();
    std::vector<std::string> keys;
    for (std::uint64_t i = 0; i < 100'000; ++i)
        keys.emplace_back(version.at(i * 7919 % owners)->key());
    figure("random lookup", microseconds([&] {
                                for (const auto& key : keys)
                                    sum += version.find(key)->rrsetCount();
                            }) / 100'000,
           "us", 0);
    figure("page of 50 rows", microseconds([&] {
               for (std::uint64_t i = 0; i < 50; ++i)
                   sum += version.at(owners / 2 + i)->recordCount();
           }),
           "us", 50);
    if (sum == 0)
        std::abort();
}

} // namespace

int main()
{
    const auto records = kit::generateZone({.apex = apex, .records = million + 1, .serial = 1});
    const auto views = viewsOf(records);
    loading(views);
    const auto first = load(views);
    figure("memory of 1M records", static_cast<double>(first->memoryBytes()) / million, "B/record", 64);
    figure("owners of 1M records", static_cast<double>(first->ownerCount()), "owners", 0);
    memory(kit::generateZone({.apex = apex, .records = 100, .serial = 1}));
    changing(first);
    reading(*first);
    auto other = records;
    for (std::size_t i = 1000; i < other.size(); i += 1453)
        other[i].rdata.back() = static_cast<char>(other[i].rdata.back() ^ 1);
    const auto second = load(viewsOf(other));
    const auto times = runs(
        5, [](int) {}, [&](int) { zone::compare(*first, *second); });
    figure("compare two independent 1M zones", quantile(times, 0.5) / 1000, "ms", 50);
}
