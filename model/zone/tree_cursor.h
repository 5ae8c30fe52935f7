// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/tree_node.h"

#include <array>

namespace zonescope::zone {

/// Walks a tree owner by owner and can step over whole subtrees.
class TreeCursor
{
public:
    explicit TreeCursor(const TreeNode& root);

    bool atEnd() const { return m_atEnd; }
    OwnerView owner() const { return leaf().node->owner(leaf().index); }
    void next();
    /// True when the cursor stands on the first owner of a leaf: only there can a shared node begin.
    bool atLeafStart() const { return leaf().index == 0; }

    /// Steps both cursors over the largest node that both are about to enter. False when they share none.
    static bool skipShared(TreeCursor& a, TreeCursor& b);

private:
    struct Place
    {
        const TreeNode* node = nullptr;
        std::uint32_t index = 0;
    };
    // Each level but the root has at least two nodes with 8 children or more: 16 levels hold any zone.
    static constexpr std::size_t maxDepth = 24;

    const Place& leaf() const { return m_path[m_depth]; }
    void descend();
    /// Moves behind the node at this depth of the path.
    void leave(std::size_t depth);
    /// The least depth at whose node's beginning the cursor stands.
    std::size_t topBeginning() const;

    std::array<Place, maxDepth> m_path;
    std::size_t m_depth = 0;
    bool m_atEnd = false;
};

} // namespace zonescope::zone
