// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/lmdb/lmdb_environment.h"

#include <optional>
#include <string>
#include <string_view>

namespace zonescope::store {

/// A block where it lies; the views hold until something is written or the transaction ends.
struct BlockView
{
    std::string_view firstKey;
    std::string_view block;
};

/// The blocks of one zone inside a transaction. A block answers for the keys from its first one up to the
/// first one of the block behind it. Codes of LMDB: 0 is success, MDB_NOTFOUND is no failure but nothing.
class BlockTable
{
public:
    BlockTable(const LmdbEnvironment& environment, const Transaction& transaction, std::string prefix)
        : m_environment(environment)
        , m_transaction(transaction)
        , m_prefix(std::move(prefix))
    {
    }

    /// The first block whose first key is `key` or behind it.
    std::optional<BlockView> from(std::string_view key, int& code) const;
    /// The block that answers for the key: when none begins before it, nothing.
    std::optional<BlockView> holding(std::string_view key, int& code) const;
    /// Appends to the table where nothing lies behind: pages become full.
    int put(std::string_view firstKey, std::string_view block) const;
    int remove(std::string_view firstKey) const;

private:
    std::optional<BlockView> found(int& code, const MDB_val& key, const MDB_val& value) const;

    const LmdbEnvironment& m_environment;
    const Transaction& m_transaction;
    std::string m_prefix;
};

} // namespace zonescope::store
