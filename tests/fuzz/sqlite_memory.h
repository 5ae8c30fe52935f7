// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fuzz/fuzz_check.h"

#include <array>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <sqlite3.h>
#include <vector>

/// SQLite for a fuzzer: one thread, no statistics, and memory that it has given back is kept for it. Debian's
/// has no lookaside, and the sanitizer's heap takes half of the time of a statement.
class SqliteMemory
{
public:
    /// Before SQLite is used for the first time.
    static void install()
    {
        static const sqlite3_mem_methods methods{
            take, give, again, sizeOf, round, [](void*) { return SQLITE_OK; }, [](void*) {}, nullptr};
        FUZZ_CHECK(sqlite3_config(SQLITE_CONFIG_SINGLETHREAD) == SQLITE_OK);
        FUZZ_CHECK(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
        FUZZ_CHECK(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK);
    }

private:
    static constexpr std::size_t header = 16; ///< holds the size; keeps the alignment

    static std::vector<void*>& kept(std::size_t size)
    {
        static auto* const pools = new std::array<std::vector<void*>, 64>; // SQLite gives back after main()
        return (*pools)[static_cast<std::size_t>(std::bit_width(size))];
    }
    static int round(int size)
    {
        return static_cast<int>(std::bit_ceil(static_cast<unsigned>(size) + unsigned{header}) - header);
    }
    static int sizeOf(void* block)
    {
        int size = 0;
        std::memcpy(&size, static_cast<char*>(block) - header, sizeof size);
        return size;
    }
    static void* take(int asked)
    {
        const int size = round(asked);
        auto& pool = kept(static_cast<std::size_t>(size));
        if (!pool.empty()) {
            void* const block = pool.back();
            pool.pop_back();
            return block;
        }
        char* const made = static_cast<char*>(std::malloc(header + static_cast<std::size_t>(size)));
        FUZZ_CHECK(made != nullptr);
        std::memcpy(made, &size, sizeof size);
        return made + header;
    }
    static void give(void* block) { kept(static_cast<std::size_t>(sizeOf(block))).push_back(block); }
    static void* again(void* block, int asked)
    {
        const int size = sizeOf(block);
        if (asked <= size)
            return block;
        void* const larger = take(asked);
        std::memcpy(larger, block, static_cast<std::size_t>(size));
        give(block);
        return larger;
    }
};
