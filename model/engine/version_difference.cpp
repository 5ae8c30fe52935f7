// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/version_difference.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace zonescope::engine {
namespace {

/// Sorts canonically; two records of one key are the same record.
using RecordKey = std::tuple<std::string, dns::Type, std::uint32_t, base::Bytes>;
using Records = std::map<RecordKey, dns::Record>;

RecordKey keyOf(const dns::Name& apex, const dns::Record& record)
{
    return {record.owner.canonicalKey(apex), record.type, record.ttl, record.rdata};
}

/// One step in one direction: what the other list held is undone, the rest is new.
void step(const dns::Name& apex, const std::vector<dns::Record>& records, Records& undone, Records& done)
{
    for (const dns::Record& record : records) {
        if (!record.owner.isAtOrBelow(apex))
            continue;
        RecordKey key = keyOf(apex, record);
        if (undone.erase(key) == 0)
            done.insert_or_assign(std::move(key), record);
    }
}

} // namespace

zone::Difference combine(const dns::Name& apex, const std::vector<zone::Changeset>& chain,
                         std::uint64_t limit)
{
    zone::Difference difference;
    if (chain.empty())
        return difference;
    difference.fromSerial = chain.front().fromSerial;
    difference.toSerial = chain.back().toSerial;
    Records removed;
    Records added;
    for (const zone::Changeset& changeset : chain) {
        step(apex, changeset.removed, added, removed);
        step(apex, changeset.added, removed, added);
    }
    std::set<std::string_view> owners;
    std::uint64_t room = limit == 0 ? ~std::uint64_t{0} : limit;
    const auto give = [&](Records& from, std::vector<dns::Record>& to) {
        for (auto& [key, record] : from) {
            owners.insert(std::get<0>(key));
            if (room == 0) {
                difference.truncated = true;
                continue;
            }
            --room;
            to.push_back(std::move(record));
        }
    };
    give(removed, difference.removed);
    give(added, difference.added);
    difference.ownersTouched = owners.size();
    return difference;
}

zone::Difference reversed(zone::Difference difference)
{
    std::swap(difference.fromSerial, difference.toSerial);
    std::swap(difference.removed, difference.added);
    return difference;
}

} // namespace zonescope::engine
