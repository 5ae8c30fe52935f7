// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as zones.mdb: refused, or every zone is read, or said to be damaged - but never a fault of
// LMDB's, which takes on trust what it maps. The input patches a sound file, eight octets a patch: where
// (4), what (4); a fuzzer would not come to a sound file by itself.
#include "model/store/lmdb/lmdb_store.h"
#include "tests/fuzz/memory_folder.h"

#include <cstring>
#include <fstream>
#include <sstream>

using namespace zonescope;

namespace {

const MemoryFolder& memory()
{
    static const MemoryFolder only("fuzz_lmdb_file");
    return only;
}

std::string soundFile()
{
    {
        const auto store = store::openLmdbStore(memory().path(), {.firstMapOctets = 1 << 20, .sync = false});
        FUZZ_CHECK(store.has_value());
        std::vector<publish::ZoneWrite> batch;
        for (std::uint32_t zone = 1; zone <= 2; ++zone)
            batch.push_back({base::ZoneId{zone}, 5, std::nullopt, [zone](publish::EntryWriter& writer) {
                                 base::Status done;
                                 for (int i = 100; i < 160 && done; ++i)
                                     done = writer.put(publish::zonePrefix(base::ZoneId{zone}) +
                                                           std::to_string(i),
                                                       std::string(static_cast<std::size_t>(i), 'v'));
                                 return done;
                             }});
        FUZZ_CHECK((*store)->commit(batch).has_value());
        // A second commit, so that there are free pages.
        batch.pop_back();
        FUZZ_CHECK((*store)->commit(batch).has_value());
    }
    std::ifstream file(memory().path() / "zones.mdb", std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::string sound = soundFile();
    std::string content = sound;
    for (std::size_t at = 0; at + 8 <= size; at += 8) {
        std::uint32_t where = 0;
        std::memcpy(&where, data + at, sizeof where);
        std::memcpy(content.data() + where % (content.size() - 4), data + at + 4, 4);
    }
    memory().put("zones.mdb", content);
    const auto store = store::openLmdbStore(memory().path(), {.firstMapOctets = 1 << 20, .sync = false});
    if (!store) {
        FUZZ_CHECK(!store.error().detail.empty());
        return 0;
    }
    const auto zones = (*store)->listZones();
    for (const publish::StoredZone& zone : zones ? *zones : std::vector<publish::StoredZone>()) {
        int strangers = 0;
        const auto loaded = (*store)->loadZone(zone.zone, [&](std::string_view, std::string_view value) {
            strangers += value.find_first_not_of('v') != std::string_view::npos;
            return true;
        });
        FUZZ_CHECK(!loaded || strangers == 0 || size >= 32); // a digest of eight octets can be patched to fit
    }
    return 0;
}
