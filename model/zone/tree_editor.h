// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/zone/tree_node.h"

#include <functional>
#include <span>

namespace zonescope::zone {

/// Writes a changed copy of a tree: nodes on the way to a changed owner are new, all others shared. Leaves
/// that grow are split, leaves and nodes that shrink are merged with a neighbour.
class TreeEditor
{
public:
    /// Fills `after` (begun with the key) with the records that the owner has from now on; none: it goes.
    /// `change` is the index of the key. An error ends the edit.
    using Rewrite =
        std::function<base::Status(std::size_t change, std::optional<OwnerView> before, OwnerDraft& after)>;

    /// `keys`: of the owners to change, ascending, none twice; must outlive the editor.
    TreeEditor(std::span<const std::string_view> keys, Rewrite rewrite)
        : m_keys(keys)
        , m_rewrite(std::move(rewrite))
    {
    }

    /// Nothing when no owner is left.
    base::Result<NodePtr> edit(const NodePtr& root);

private:
    using Children = std::vector<TreeChild>;

    base::Result<Children> editNode(const TreeNode& node, std::size_t from, std::size_t to);
    base::Result<Children> editLeaf(const TreeNode& leaf, std::size_t from, std::size_t to);
    base::Result<Children> editInner(const TreeNode& inner, std::size_t from, std::size_t to);
    void mergeSmall(Children& children);
    bool mergePair(Children& children, std::size_t left);

    std::span<const std::string_view> m_keys;
    Rewrite m_rewrite;
    LeafDraft m_leaf;
    OwnerDraft m_owner;
    Tolerated m_tolerated;
};

} // namespace zonescope::zone
