// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/tree_cursor.h"

namespace zonescope::zone {

TreeCursor::TreeCursor(const TreeNode& root)
{
    m_path[0] = {&root, 0};
    descend();
}

void TreeCursor::descend()
{
    for (const Place* at = &m_path[m_depth]; !at->node->isLeaf(); at = &m_path[m_depth]) {
        const TreeNode* child = at->node->child(at->index);
        m_path.at(++m_depth) = {child, 0};
    }
}

void TreeCursor::next()
{
    if (++m_path[m_depth].index == m_path[m_depth].node->count)
        leave(m_depth);
}

void TreeCursor::leave(std::size_t depth)
{
    for (m_depth = depth; m_depth > 0;) {
        Place& parent = m_path[--m_depth];
        if (++parent.index < parent.node->count) {
            descend();
            return;
        }
    }
    m_atEnd = true;
}

std::size_t TreeCursor::topBeginning() const
{
    std::size_t depth = m_depth;
    while (depth > 0 && m_path[depth - 1].index == 0)
        --depth;
    return depth;
}

bool TreeCursor::skipShared(TreeCursor& a, TreeCursor& b)
{
    for (std::size_t i = a.topBeginning(); i <= a.m_depth; ++i) {
        for (std::size_t j = b.topBeginning(); j <= b.m_depth; ++j) {
            if (a.m_path[i].node == b.m_path[j].node) {
                a.leave(i);
                b.leave(j);
                return true;
            }
        }
    }
    return false;
}

} // namespace zonescope::zone
