// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/lmdb_file_check.h"

#include "model/net/unique_fd.h"
#include "model/store/lmdb/lmdb_page.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <vector>

namespace zonescope::store {
namespace {

using base::ErrorCode;
using base::Status;

Status corrupt(std::uint64_t page, std::string_view what)
{
    return base::fail(ErrorCode::StoreCorrupt, "page " + std::to_string(page) + ": " + std::string(what));
}

/// The file in memory, read-only.
class Mapping
{
public:
    Mapping(int file, std::size_t size)
        : m_size(size)
        , m_address(mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0))
    {
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping()
    {
        if (valid())
            munmap(m_address, m_size);
    }
    bool valid() const { return m_address != MAP_FAILED; }
    base::ByteView octets() const { return {static_cast<const std::uint8_t*>(m_address), m_size}; }

private:
    std::size_t m_size;
    void* m_address;
};

class FileCheck
{
public:
    explicit FileCheck(base::ByteView file)
        : m_file(file)
    {
    }

    Status run()
    {
        return readHeads()
            .and_then([this] { return walk(m_head.freePages, Table::FreePages); })
            .and_then([this] { return walk(m_head.main, Table::Main); });
    }

private:
    enum class Table : std::uint8_t { FreePages, Main, Inner };
    static constexpr unsigned deepest = 32; ///< LMDB's own limit (CURSOR_STACK)
    static constexpr std::uint64_t mostUnwritten = 65536;

    LmdbPage page(std::uint64_t number) const
    {
        return LmdbPage(m_file.subspan(number * m_head.pageSize, m_head.pageSize));
    }
    /// Both heads stand in the first two pages; the one of the later transaction counts, as in LMDB.
    Status readHeads()
    {
        const auto first = LmdbHead::read(m_file);
        if (!first)
            return corrupt(0, "this is no LMDB file of format 1");
        if (m_file.size() < 2 * first->pageSize)
            return corrupt(1, "the file ends here");
        const auto second = LmdbHead::read(m_file.subspan(first->pageSize));
        if (!second || second->pageSize != first->pageSize)
            return corrupt(1, "this is no LMDB file of format 1");
        m_head = second->transaction > first->transaction ? *second : *first;
        // Pages given back before they were ever written may lie behind the end of the file, but not this
        // many.
        m_filePages = m_file.size() / m_head.pageSize;
        if (m_head.lastPage > m_filePages * 2 + mostUnwritten)
            return corrupt(m_head.lastPage, "far behind the end of the file");
        m_used.resize(m_head.lastPage + 1);
        return {};
    }
    /// Pages with content, which must be in the file.
    Status takeWritten(std::uint64_t first, std::uint64_t count)
    {
        if (first >= m_filePages || count > m_filePages - first)
            return corrupt(first, "behind the end of the file");
        return take(first, count);
    }
    Status take(std::uint64_t first, std::uint64_t count)
    {
        if (first < LmdbHead::heads || count == 0 || first > m_head.lastPage ||
            count > m_head.lastPage - first + 1)
            return corrupt(first, "outside the file");
        for (std::uint64_t i = first; i < first + count; ++i) {
            if (m_used[i])
                return corrupt(i, "used twice");
            m_used[i] = true;
        }
        return {};
    }
    Status walk(const LmdbTable& table, Table kind)
    {
        if (table.root == LmdbTable::noRoot)
            return {};
        if (table.depth == 0 || table.depth > deepest)
            return corrupt(table.root, "a tree of impossible depth");
        return walkPage(table.root, table.depth, kind);
    }
    Status walkPage(std::uint64_t number, unsigned depth, Table kind)
    {
        if (auto taken = takeWritten(number, 1); !taken)
            return taken;
        const LmdbPage at = page(number);
        if (at.number() != number || !at.isSound(depth > 1))
            return corrupt(number, "a damaged page");
        for (std::size_t i = 0; i < at.nodes(); ++i) {
            const auto node = at.node(i);
            if (!node)
                return corrupt(number, "a damaged entry");
            const Status sound =
                depth > 1 ? walkPage(node->child(), depth - 1, kind) : checkLeaf(number, *node, kind);
            if (!sound)
                return sound;
        }
        return {};
    }
    Status checkLeaf(std::uint64_t number, const LmdbNode& node, Table kind)
    {
        if (node.isTable()) {
            const auto table = LmdbTable::read(node.value);
            if (kind != Table::Main || !table)
                return corrupt(number, "a damaged table");
            return walk(*table, Table::Inner);
        }
        if (kind == Table::Main)
            return corrupt(number, "an entry that is no table");
        base::ByteView value = node.value;
        if (node.isLarge()) {
            auto large = largeValue(node);
            if (!large)
                return tl::unexpected(large.error());
            value = *large;
        }
        return kind == Table::FreePages ? checkFreePages(number, node.key, value) : Status();
    }
    base::Result<base::ByteView> largeValue(const LmdbNode& node)
    {
        const std::uint64_t first = node.overflowPage();
        const std::uint64_t count = (LmdbPage::headSize + node.valueSize - 1) / m_head.pageSize + 1;
        if (auto taken = takeWritten(first, count); !taken)
            return tl::unexpected(taken.error());
        const LmdbPage head = page(first);
        if (head.number() != first || !head.isOverflow(count))
            return tl::unexpected(corrupt(first, "a damaged large value").error());
        return m_file.subspan(first * m_head.pageSize + LmdbPage::headSize, node.valueSize);
    }
    /// Key: a transaction; value: how many, then the page numbers, the largest first.
    Status checkFreePages(std::uint64_t number, base::ByteView key, base::ByteView value)
    {
        constexpr std::size_t word = sizeof(std::uint64_t);
        if (key.size() != word || value.size() < word)
            return corrupt(number, "a damaged list of free pages");
        const auto count = lmdbInteger<std::uint64_t>(value, 0);
        if (count > value.size() / word - 1)
            return corrupt(number, "a list of free pages that is too long");
        for (std::uint64_t i = 1; i <= count; ++i) {
            const auto free = lmdbInteger<std::uint64_t>(value, i * word);
            if (i > 1 && free >= lmdbInteger<std::uint64_t>(value, (i - 1) * word))
                return corrupt(number, "free pages out of order");
            if (auto taken = take(free, 1); !taken)
                return taken;
        }
        return {};
    }

    base::ByteView m_file;
    LmdbHead m_head;
    std::uint64_t m_filePages = 0;
    std::vector<bool> m_used;
};

} // namespace

base::Status checkLmdbFile(const std::filesystem::path& file)
{
    const net::UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status = {};
    if (fd.get() < 0 || fstat(fd.get(), &status) != 0) {
        if (errno == ENOENT)
            return {};
        return base::fail(errno == EACCES ? ErrorCode::StoreReadOnly : ErrorCode::StoreOpen,
                          "opening " + file.string() + ": " + std::generic_category().message(errno));
    }
    if (status.st_size == 0)
        return {};
    const Mapping mapping(fd.get(), static_cast<std::size_t>(status.st_size));
    if (!mapping.valid())
        return base::fail(ErrorCode::StoreOpen,
                          "mapping " + file.string() + ": " + std::generic_category().message(errno));
    if (auto sound = FileCheck(mapping.octets()).run(); !sound)
        return base::fail(sound.error().code, file.string() + ", " + sound.error().detail);
    return {};
}

} // namespace zonescope::store
