// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/rrset_packer.h"
#include "model/build/rrset_unpacker.h"
#include "model/build/zone_builder.h"
#include "model/dns/text.h"
#include "tests/bench/zone/figure.h"
#include "tests/bench/zone/loading.h"

#include <string>

// The build stage without the commit. Bars: 1,000 RRsets in 10 ms at p99, 1 ms for 10,000 records, 80 ms for
// a million, 50 us for a difference of one change, nine times smaller than one JSON entry a record.

using namespace zonescope;
using namespace zonescope::bench;

namespace {

const base::ZoneId zoneId{1};

build::BuildResult buildOf(const zone::ZoneVersionPtr& previous, const zone::ZoneVersionPtr& next)
{
    auto result = build::build({zoneId, {previous, next, {}}});
    if (!result.publishable)
        std::abort();
    return result;
}

void whole(const char* what, std::uint64_t records, int count, double bar)
{
    const auto version = generated(records, 1);
    build::BuildResult result;
    const auto times = runs(
        count, [&](int) { result = {}; }, [&](int) { result = buildOf(nullptr, version); });
    figure((std::string("build ") + what + ", p50").c_str(), quantile(times, 0.5) / 1000, "ms", bar);
    figure((std::string("build ") + what + ", p99").c_str(), quantile(times, 0.99) / 1000, "ms", bar);
    const auto checks = runs(
        std::max(3, count / 10), [](int) {},
        [&](int) {
            build::checkZone({nullptr, version, {}});
        });
    figure((std::string("checks alone, ") + what).c_str(), quantile(checks, 0.5) / 1000, "ms", 0);
    const auto packing = runs(
        std::max(3, count / 10), [](int) {}, [&](int) { build::packWhole(zoneId, *version); });
    figure((std::string("packing alone, ") + what).c_str(), quantile(packing, 0.5) / 1000, "ms", 0);
}

/// One JSON entry a record with the fields of a management interface: the baseline of the size.
std::size_t jsonOctets(const zone::ZoneVersion& version)
{
    std::size_t octets = 0;
    version.forEach([&](zone::OwnerView owner) {
        const std::string name = owner.name(version.apex()).toText();
        owner.forEachRrset([&](zone::RrsetView set) {
            for (std::size_t i = 0; i < set.size(); ++i)
                octets +=
                    name.size() * 2 + dns::rdataText(set.type(), set.rdata(i)).size() +
                    std::string_view(
                        R"({"id":"0123456789abcdef0123456789abcdef","zone_id":"0123456789abcdef0123456789abcdef",)"
                        R"("zone_name":"zone.example","name":"","type":"HTTPS","content":"","proxiable":false,)"
                        R"("proxied":false,"ttl":3600,"created_on":"2026-01-01T00:00:00.000000Z",)"
                        R"("modified_on":"2026-01-01T00:00:00.000000Z"})")
                        .size();
            return true;
        });
        return true;
    });
    return octets;
}

} // namespace

int main()
{
    whole("1k RRsets", 1524, 1000, 10);
    whole("10k records", 10'000, 200, 1);
    whole("1M records", 1'000'001, 5, 80);

    const auto large = generated(1'000'001, 1);
    for (const std::uint32_t count : {1U, 100U, 10'000U}) {
        const auto next = changed(large, count);
        const auto times = runs(
            count > 1000 ? 5 : 200, [](int) {}, [&](int) { buildOf(large, next); });
        figure(("build a difference of " + std::to_string(count) + ", p50").c_str(), quantile(times, 0.5),
               "us", count == 1 ? 50 : 0);
        figure(("build a difference of " + std::to_string(count) + ", p99").c_str(), quantile(times, 0.99),
               "us", 0);
    }
    const auto again = generated(1'000'001, 2);
    figure("build the same 1M zone after an AXFR", microseconds([&] { buildOf(large, again); }) / 1000, "ms",
           0);

    const build::EntryBatch entries = build::packWhole(zoneId, *large);
    figure("entries of 1M records", static_cast<double>(entries.puts()), "entries", 0);
    figure("octets of 1M records packed", static_cast<double>(entries.octets()) / 1e6, "MB", 0);
    figure("JSON an entry a record against packed",
           static_cast<double>(jsonOctets(*large)) / static_cast<double>(entries.octets()), "times", 9);
    std::vector<std::pair<std::string, std::string>> stored;
    build::pack(zoneId, *large, [&](std::string_view k, std::string_view v) { stored.emplace_back(k, v); });
    figure("unpack 1M records", microseconds([&] {
                                    build::RrsetUnpacker unpacker(zoneId, apex());
                                    for (const auto& [k, v] : stored)
                                        if (!unpacker.add(k, v))
                                            std::abort();
                                    if (!unpacker.finish())
                                        std::abort();
                                }) / 1000,
           "ms", 0);
}
