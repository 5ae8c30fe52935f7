// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/tree_editor.h"

#include <algorithm>

namespace zonescope::zone {
namespace {

bool isSmall(const TreeNode& node)
{
    return node.isLeaf() ? node.octets < LeafDraft::minOctets : node.count < innerMin;
}

/// The children of an inner node, shared; the first brings `separator`.
void appendChildren(std::vector<TreeChild>& out, const TreeNode& inner, std::string separator)
{
    for (std::uint32_t i = 0; i < inner.count; ++i)
        out.push_back({NodePtr::share(inner.child(i)),
                       i == 0 ? std::move(separator) : std::string(inner.separator(i))});
}

} // namespace

base::Result<NodePtr> TreeEditor::edit(const NodePtr& root)
{
    auto nodes = editNode(*root.get(), 0, m_keys.size());
    if (!nodes)
        return tl::unexpected(nodes.error());
    NodePtr top = makeRoot(std::move(*nodes));
    while (top && !top->isLeaf() && top->count == 1)
        top = NodePtr::share(top->child(0));
    return top;
}

base::Result<TreeEditor::Children> TreeEditor::editNode(const TreeNode& node, std::size_t from,
                                                        std::size_t to)
{
    return node.isLeaf() ? editLeaf(node, from, to) : editInner(node, from, to);
}

base::Result<TreeEditor::Children> TreeEditor::editLeaf(const TreeNode& leaf, std::size_t from,
                                                        std::size_t to)
{
    std::uint32_t copied = 0;
    for (std::size_t change = from; change < to; ++change) {
        const std::string_view key = m_keys[change];
        const std::uint32_t at = leaf.lowerBound(key);
        m_leaf.append(leaf, copied, at);
        std::optional<OwnerView> before;
        if (at < leaf.count && leaf.owner(at).key() == key)
            before = leaf.owner(at);
        m_owner.begin(key, {});
        if (auto written = m_rewrite(change, before, m_owner); !written)
            return tl::unexpected(written.error());
        if (!m_owner.empty())
            m_leaf.append(m_owner, m_tolerated);
        copied = at + (before ? 1 : 0);
    }
    m_leaf.append(leaf, copied, leaf.count);
    return m_leaf.takeSplit();
}

base::Result<TreeEditor::Children> TreeEditor::editInner(const TreeNode& inner, std::size_t from,
                                                         std::size_t to)
{
    Children children;
    children.reserve(inner.count + 1);
    for (std::uint32_t i = 0; i < inner.count; ++i) {
        std::size_t end = to;
        if (i + 1 < inner.count) {
            const auto begin = m_keys.begin() + static_cast<std::ptrdiff_t>(from);
            const auto stop = m_keys.begin() + static_cast<std::ptrdiff_t>(to);
            end = static_cast<std::size_t>(std::lower_bound(begin, stop, inner.separator(i + 1)) -
                                           m_keys.begin());
        }
        std::string separator(inner.separator(i));
        if (from == end) {
            children.push_back({NodePtr::share(inner.child(i)), std::move(separator)});
            continue;
        }
        auto changed = editNode(*inner.child(i), from, end);
        if (!changed)
            return tl::unexpected(changed.error());
        if (!changed->empty())
            changed->front().separator = std::move(separator);
        std::ranges::move(*changed, std::back_inserter(children));
        from = end;
    }
    mergeSmall(children);
    if (children.empty())
        return children;
    const std::size_t most = children.size() <= innerMax ? innerMax : innerTarget;
    return groupChildren(std::move(children), most);
}

void TreeEditor::mergeSmall(Children& children)
{
    for (std::size_t i = 0; i < children.size();) {
        const bool merged = isSmall(*children[i].node.get()) &&
                            (mergePair(children, i) || (i > 0 && mergePair(children, i - 1)));
        if (!merged)
            ++i;
    }
}

/// One node of children[left] and the one behind it, when they fit.
bool TreeEditor::mergePair(Children& children, std::size_t left)
{
    if (left + 1 >= children.size())
        return false;
    const TreeNode& a = *children[left].node.get();
    const TreeNode& b = *children[left + 1].node.get();
    NodePtr both;
    if (a.isLeaf()) {
        if (a.octets + b.octets > LeafDraft::maxOctets)
            return false;
        m_leaf.append(a, 0, a.count);
        m_leaf.append(b, 0, b.count);
        both = m_leaf.take();
    } else {
        if (a.count + b.count > innerMax)
            return false;
        Children parts;
        appendChildren(parts, a, {});
        appendChildren(parts, b, children[left + 1].separator);
        both = makeInner(parts, 0, parts.size());
    }
    children[left].node = std::move(both);
    children.erase(children.begin() + static_cast<std::ptrdiff_t>(left) + 1);
    return true;
}

} // namespace zonescope::zone
