// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace zonescope::store {

/// 128 bits of SHA-256: raw attributes are foreign, so nobody may be able to choose a collision.
std::string digestOf(std::string_view raw);

/// Ascending ids as differences of 7 bits an octet: 100,000 neighbours take 100 KB.
std::string packIds(const std::vector<std::int64_t>& ascending);
/// False when the octets are not what was packed.
bool unpackIds(base::ByteView data, std::vector<std::int64_t>& ids);

/// A compressor that keeps its tables: making one anew for each body costs more than compressing. One thread
/// at a time.
class Bodies
{
public:
    Bodies();
    ~Bodies();
    std::string_view pack(std::string_view raw); ///< valid until the next call; empty: failed
    /// False when the data are not what was packed.
    bool unpack(base::ByteView data, std::size_t size, std::string& raw);

private:
    ZSTD_CCtx_s* m_compress;
    ZSTD_DCtx_s* m_decompress;
    std::string m_packed;
};

/// Calls `work` with [from, to) pieces of 0..count on all cores; returns when all are done.
void inParallel(std::size_t count, const std::function<void(std::size_t from, std::size_t to)>& work);

} // namespace zonescope::store
