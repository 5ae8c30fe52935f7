// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/cloud/bodies.h"

#include <openssl/evp.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

namespace zonescope::store {

std::string digestOf(std::string_view raw)
{
    // Fetched once: looking the algorithm up for each of 100,000 texts takes longer than the texts.
    static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    static thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
        EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestInit_ex(context.get(), sha256, nullptr);
    EVP_DigestUpdate(context.get(), raw.data(), raw.size());
    EVP_DigestFinal_ex(context.get(), digest.data(), &size);
    return {reinterpret_cast<const char*>(digest.data()), 16}; // NOLINT: octets either way
}

std::string packIds(const std::vector<std::int64_t>& ascending)
{
    std::string packed;
    std::uint64_t last = 0;
    for (const std::int64_t id : ascending) {
        std::uint64_t step = static_cast<std::uint64_t>(id) - last;
        last = static_cast<std::uint64_t>(id);
        for (; step >= 0x80; step >>= 7)
            packed += static_cast<char>(0x80 | (step & 0x7F));
        packed += static_cast<char>(step);
    }
    return packed;
}

bool unpackIds(base::ByteView data, std::vector<std::int64_t>& ids)
{
    std::uint64_t last = 0;
    std::uint64_t step = 0;
    unsigned shift = 0;
    for (const auto octet : data) {
        const auto value = static_cast<std::uint64_t>(octet);
        if (shift > 56)
            return false;
        step |= (value & 0x7F) << shift;
        shift += 7;
        if (value & 0x80)
            continue;
        last += step;
        ids.push_back(static_cast<std::int64_t>(last));
        step = 0;
        shift = 0;
    }
    return shift == 0;
}

Bodies::Bodies()
    : m_compress(ZSTD_createCCtx())
    , m_decompress(ZSTD_createDCtx())
{
}

Bodies::~Bodies()
{
    ZSTD_freeCCtx(m_compress);
    ZSTD_freeDCtx(m_decompress);
}

std::string_view Bodies::pack(std::string_view raw)
{
    m_packed.resize(std::max(m_packed.size(), ZSTD_compressBound(raw.size())));
    const std::size_t size =
        ZSTD_compressCCtx(m_compress, m_packed.data(), m_packed.size(), raw.data(), raw.size(), 1);
    return ZSTD_isError(size) ? std::string_view() : std::string_view(m_packed).substr(0, size);
}

bool Bodies::unpack(base::ByteView data, std::size_t size, std::string& raw)
{
    if (size > (std::size_t{256} << 20))
        return false;
    raw.resize(size);
    const std::size_t got =
        ZSTD_decompressDCtx(m_decompress, raw.data(), raw.size(), data.data(), data.size());
    return !ZSTD_isError(got) && got == size;
}

void inParallel(std::size_t count, const std::function<void(std::size_t, std::size_t)>& work)
{
    constexpr std::size_t piece = 1024;
    constexpr unsigned mostThreads = 8;
    std::atomic<std::size_t> next = 0;
    const auto run = [&] {
        for (std::size_t from = next.fetch_add(piece); from < count; from = next.fetch_add(piece))
            work(from, std::min(from + piece, count));
    };
    std::vector<std::jthread> helpers;
    const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1U, mostThreads);
    for (unsigned i = 1; i < cores && i * piece < count; ++i)
        helpers.emplace_back(run);
    run();
}

} // namespace zonescope::store
