// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as zones.mdb: refused, or every zone is read, or said to be damaged - but never a fault of
// LMDB's, which takes on trust what it maps. The input patches a sound file, eight octets a patch: where
// (4), what (4); a fuzzer would not come to a sound file by itself. A first `where` with its three
// highest bits set opens the file anew.
#include "model/store/lmdb/lmdb_file_check.h"
#include "model/store/lmdb/lmdb_store.h"
#include "tests/fuzz/memory_folder.h"

#include <cstring>
#include <fstream>
#include <sstream>

using namespace zonescope;

namespace {

const std::string longest(160, 'v');        ///< every value is the beginning of this
constexpr std::size_t metaPages = 2 * 4096; ///< what LMDB looks at when it opens the file

std::unique_ptr<publish::KeyValueStore> soundStore(const MemoryFolder& memory)
{
    auto store = store::openLmdbStore(memory.path(), {.firstMapOctets = 1 << 20, .sync = false});
    FUZZ_CHECK(store.has_value());
    std::vector<publish::ZoneWrite> batch;
    for (std::uint32_t zone = 1; zone <= 2; ++zone)
        batch.push_back({base::ZoneId{zone}, 5, std::nullopt, [zone](publish::EntryWriter& writer) {
                             base::Status done;
                             for (std::size_t i = 100; i < longest.size() && done; ++i)
                                 done =
                                     writer.put(publish::zonePrefix(base::ZoneId{zone}) + std::to_string(i),
                                                std::string_view(longest).substr(0, i));
                             return done;
                         }});
    FUZZ_CHECK((*store)->commit(batch).has_value());
    // A second commit, so that there are free pages.
    batch.pop_back();
    FUZZ_CHECK((*store)->commit(batch).has_value());
    return std::move(*store);
}

/// An environment is three megabytes of lists, under the sanitizer ten times what reading costs: this one
/// stays open on a sound file and sees the patches of its pages in its map.
struct Kept
{
    MemoryFolder memory{"fuzz_lmdb_kept"};
    std::unique_ptr<publish::KeyValueStore> store = soundStore(memory);
    std::filesystem::path file = memory.path() / "zones.mdb";
    std::string sound = content();

    std::string content() const
    {
        std::ifstream stream(file, std::ios::binary);
        std::ostringstream octets;
        octets << stream.rdbuf();
        return octets.str();
    }
};

/// Every zone is read whole, or said to be damaged.
void read(const publish::KeyValueStore& store, std::size_t patched)
{
    const auto zones = store.listZones();
    for (const publish::StoredZone& zone : zones ? *zones : std::vector<publish::StoredZone>()) {
        int strangers = 0;
        const auto loaded = store.loadZone(zone.zone, [&](std::string_view, std::string_view value) {
            strangers += !longest.starts_with(value);
            return true;
        });
        FUZZ_CHECK(!loaded || strangers == 0 ||
                   patched >= 32); // a digest of eight octets can be patched to fit
    }
}

void openAnew(const std::string& content, std::size_t patched)
{
    static const MemoryFolder memory("fuzz_lmdb_file");
    memory.put("zones.mdb", content);
    const auto store = store::openLmdbStore(memory.path(), {.firstMapOctets = 1 << 20, .sync = false});
    if (store)
        read(**store, patched);
    else
        FUZZ_CHECK(!store.error().detail.empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Kept kept;
    std::string content = kept.sound;
    bool anew = size >= 4 && data[3] >= 0xe0;
    for (std::size_t at = 0; at + 8 <= size; at += 8) {
        std::uint32_t where = 0;
        std::memcpy(&where, data + at, sizeof where);
        const std::size_t octet = where % (content.size() - 4);
        anew = anew || octet < metaPages;
        std::memcpy(content.data() + octet, data + at + 4, 4);
    }
    if (anew) {
        openAnew(content, size);
        return 0;
    }
    kept.memory.put("zones.mdb", content);
    if (const auto sound = store::checkLmdbFile(kept.file); sound)
        read(*kept.store, size);
    else
        FUZZ_CHECK(!sound.error().detail.empty());
    return 0;
}
