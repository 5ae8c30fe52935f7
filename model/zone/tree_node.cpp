// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/tree_node.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace zonescope::zone {

static_assert(sizeof(TreeNode) % alignof(TreeNode*) == 0, "arrays follow the head without a gap");

namespace {

TreeNode* allocate(std::size_t octetsBehind)
{
    const std::size_t octets = sizeof(TreeNode) + octetsBehind;
    auto* node = new (::operator new(octets)) TreeNode;
    node->octets = octets;
    return node;
}

char* behind(TreeNode* node)
{
    return reinterpret_cast<char*>(node + 1); // NOLINT: the arrays of tree_node.h
}

void addTotals(TreeNode& node, const TreeNode& child)
{
    node.owners += child.owners;
    node.rrsets += child.rrsets;
    node.records += child.records;
    node.octets += child.octets;
}

} // namespace

void NodePtr::release(const TreeNode* node)
{
    if (node->references.fetch_sub(1, std::memory_order_acq_rel) != 1)
        return;
    if (!node->isLeaf())
        for (std::uint32_t i = 0; i < node->count; ++i)
            release(node->child(i));
    auto* gone = const_cast<TreeNode*>(node); // NOLINT: nobody else holds it
    gone->~TreeNode();
    ::operator delete(gone);
}

std::uint32_t TreeNode::lowerBound(std::string_view key) const
{
    std::uint32_t low = 0;
    for (std::uint32_t high = count; low < high;) {
        const std::uint32_t middle = (low + high) / 2;
        if (owner(middle).key() < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

std::string_view TreeNode::separator(std::uint32_t index) const
{
    const auto* ends = after<std::uint16_t>(count * (sizeof(TreeNode*) + sizeof(std::uint32_t)));
    const char* text = reinterpret_cast<const char*>(ends + count); // NOLINT: octets either way
    const std::size_t begin = index == 0 ? 0 : ends[index - 1];
    return {text + begin, ends[index] - begin};
}

std::uint32_t TreeNode::childFor(std::string_view key) const
{
    std::uint32_t low = 1; // child 0 takes everything before separator 1
    for (std::uint32_t high = count; low < high;) {
        const std::uint32_t middle = (low + high) / 2;
        if (separator(middle) <= key)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

std::string_view shortestSeparator(std::string_view left, std::string_view right)
{
    const auto [l, r] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
    return right.substr(0, static_cast<std::size_t>(r - right.begin()) + 1);
}

OwnerCounts LeafDraft::append(OwnerDraft& owner, Tolerated& tolerated)
{
    m_starts.push_back(static_cast<std::uint32_t>(m_blobs.size()));
    const OwnerCounts counts = owner.encode(m_blobs, tolerated);
    m_counts.rrsets += counts.rrsets;
    m_counts.records += counts.records;
    return counts;
}

void LeafDraft::append(OwnerView owner)
{
    m_starts.push_back(static_cast<std::uint32_t>(m_blobs.size()));
    m_blobs.append(base::textOf(owner.bytes()));
    const OwnerCounts counts = zone::countsOf(owner);
    m_counts.rrsets += counts.rrsets;
    m_counts.records += counts.records;
}

void LeafDraft::append(const TreeNode& leaf, std::uint32_t from, std::uint32_t to)
{
    if (from >= to)
        return;
    const std::uint8_t* begin = leaf.owner(from).bytes().data();
    const base::ByteView lastBlob = leaf.owner(to - 1).bytes();
    const auto base = static_cast<std::uint32_t>(m_blobs.size());
    for (std::uint32_t i = from; i < to; ++i)
        m_starts.push_back(base + leaf.starts()[i] - leaf.starts()[from]);
    const std::uint8_t* end = lastBlob.data() + lastBlob.size();
    m_blobs.append(base::textOf({begin, static_cast<std::size_t>(end - begin)}));
    const OwnerCounts counts = countsOf(owners() - (to - from), owners());
    m_counts.rrsets += counts.rrsets;
    m_counts.records += counts.records;
}

OwnerView LeafDraft::owner(std::uint32_t index) const
{
    return OwnerView(base::viewOf(m_blobs.view()).data() + m_starts[index]);
}

OwnerCounts LeafDraft::countsOf(std::uint32_t from, std::uint32_t to) const
{
    OwnerCounts sum;
    for (std::uint32_t i = from; i < to; ++i) {
        const OwnerCounts counts = zone::countsOf(owner(i));
        sum.rrsets += counts.rrsets;
        sum.records += counts.records;
    }
    return sum;
}

NodePtr LeafDraft::makeLeaf(std::uint32_t from, std::uint32_t to, OwnerCounts counts) const
{
    const std::uint32_t count = to - from;
    const std::size_t begin = m_starts[from];
    const std::size_t end = to < m_starts.size() ? m_starts[to] : m_blobs.size();
    TreeNode* leaf = allocate(count * sizeof(std::uint32_t) + (end - begin));
    leaf->count = count;
    leaf->owners = count;
    leaf->rrsets = counts.rrsets;
    leaf->records = counts.records;
    for (std::uint32_t i = from; i < to; ++i) {
        const auto start = static_cast<std::uint32_t>(m_starts[i] - begin);
        std::memcpy(behind(leaf) + (i - from) * sizeof start, &start, sizeof start);
    }
    std::memcpy(behind(leaf) + count * sizeof(std::uint32_t), m_blobs.data() + begin, end - begin);
    return NodePtr::adopt(leaf);
}

NodePtr LeafDraft::take()
{
    NodePtr leaf = makeLeaf(0, owners(), m_counts);
    clear();
    return leaf;
}

std::vector<TreeChild> LeafDraft::takeSplit()
{
    std::vector<TreeChild> leaves;
    if (octets() <= maxOctets) {
        if (!empty())
            leaves.push_back({take(), {}});
        return leaves;
    }
    const std::size_t parts = (octets() + targetOctets - 1) / targetOctets;
    const std::size_t share = octets() / parts;
    std::uint32_t from = 0;
    for (std::uint32_t i = 1; i <= owners(); ++i) {
        const std::size_t end = i < owners() ? m_starts[i] : octets();
        if (i < owners() && end - m_starts[from] < share)
            continue;
        const std::string_view separator =
            from == 0 ? std::string_view() : shortestSeparator(owner(from - 1).key(), owner(from).key());
        leaves.push_back({makeLeaf(from, i, countsOf(from, i)), std::string(separator)});
        from = i;
    }
    clear();
    return leaves;
}

void LeafDraft::clear()
{
    m_blobs.clear();
    m_starts.clear();
    m_counts = {};
}

NodePtr makeInner(std::vector<TreeChild>& children, std::size_t from, std::size_t to)
{
    std::size_t text = 0;
    for (std::size_t i = from + 1; i < to; ++i)
        text += children[i].separator.size();
    const std::size_t count = to - from;
    TreeNode* inner =
        allocate(count * (sizeof(TreeNode*) + sizeof(std::uint32_t) + sizeof(std::uint16_t)) + text);
    inner->count = static_cast<std::uint32_t>(count);
    inner->level = children[from].node->level + 1;
    char* pointers = behind(inner);
    char* owners = pointers + count * sizeof(TreeNode*);
    char* ends = owners + count * sizeof(std::uint32_t);
    char* separators = ends + count * sizeof(std::uint16_t);
    std::uint16_t end = 0;
    for (std::size_t i = 0; i < count; ++i) {
        TreeChild& child = children[from + i];
        std::memcpy(owners + i * sizeof inner->owners, &inner->owners, sizeof inner->owners);
        addTotals(*inner, *child.node.get());
        if (i > 0) { // the separator of the first child moves up to the parent
            std::memcpy(separators + end, child.separator.data(), child.separator.size());
            end = static_cast<std::uint16_t>(end + child.separator.size());
        }
        std::memcpy(ends + i * sizeof end, &end, sizeof end);
        const TreeNode* node = child.node.detach();
        std::memcpy(pointers + i * sizeof node, &node, sizeof node); // NOLINT: the pointer itself is stored
    }
    return NodePtr::adopt(inner);
}

std::vector<TreeChild> groupChildren(std::vector<TreeChild> children, std::size_t most)
{
    const std::size_t groups = (children.size() + most - 1) / most;
    std::vector<TreeChild> nodes;
    nodes.reserve(groups);
    for (std::size_t i = 0; i < groups; ++i) {
        const std::size_t from = children.size() * i / groups;
        const std::size_t to = children.size() * (i + 1) / groups;
        std::string separator = std::move(children[from].separator);
        nodes.push_back({makeInner(children, from, to), std::move(separator)});
    }
    return nodes;
}

NodePtr makeRoot(std::vector<TreeChild> children)
{
    while (children.size() > 1)
        children = groupChildren(std::move(children), innerTarget);
    return children.empty() ? NodePtr() : std::move(children.front().node);
}

} // namespace zonescope::zone
