// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/history_item.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

namespace zonescope::store {

/// Rows on their way to the writer thread, first in, first out. In chunks: a vector of items of half a
/// kilobyte copies megabytes when it grows, while others wait for its lock, and a deque of them is an
/// allocation for each, made by one thread and freed by another. Not thread-safe.
class HistoryQueue
{
public:
    using Durable = std::function<void(base::Status)>;

    bool empty() const { return m_size == 0; }
    std::size_t size() const { return m_size; }
    void push(HistoryItem item)
    {
        if (m_chunks.empty() || m_chunks.back().size() == chunkItems)
            m_chunks.emplace_back().reserve(chunkItems);
        m_chunks.back().push_back(std::move(item));
        ++m_size;
    }
    /// Precondition: not empty.
    HistoryItem pop()
    {
        Chunk& first = m_chunks.front();
        HistoryItem item = std::move(first[m_popped++]);
        if (m_popped == first.size())
            dropFirst();
        --m_size;
        return item;
    }
    /// Takes out the flushes; how many there were.
    std::size_t takeFlushes(std::vector<Durable>& into)
    {
        if (m_popped != 0) {
            Chunk& first = m_chunks.front();
            first.erase(first.begin(),
                        first.begin() + static_cast<std::ptrdiff_t>(std::exchange(m_popped, 0)));
        }
        std::size_t taken = 0;
        for (Chunk& chunk : m_chunks)
            taken += std::erase_if(chunk, [&into](HistoryItem& item) {
                auto* flush = std::get_if<HistoryFlush>(&item);
                if (flush != nullptr)
                    into.push_back(std::move(flush->durable));
                return flush != nullptr;
            });
        std::erase_if(m_chunks, [](const Chunk& chunk) { return chunk.empty(); });
        m_size -= taken;
        return taken;
    }

private:
    using Chunk = std::vector<HistoryItem>;
    static constexpr std::size_t chunkItems = 64;

    void dropFirst()
    {
        m_chunks.pop_front();
        m_popped = 0;
    }

    std::deque<Chunk> m_chunks; ///< none of them empty but for what was popped
    std::size_t m_popped = 0;   ///< of the first chunk
    std::size_t m_size = 0;
};

} // namespace zonescope::store
