// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/owner_blob.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zonescope::zone {

// The nodes of the copy-on-write B+tree. Each is one allocation of exactly its size, so that a zone of three
// records costs a few hundred octets and a zone of a million no more than its blobs and four octets an owner:
//
//   leaf    TreeNode, start of each blob (4), blobs in key order
//   inner   TreeNode, children (8 each), owners before each child (4 each), end of each separator (2 each),
//   separators
//
// A separator is greater than every key of the child before it and not greater than any key of its own child;
// that of child 0 is empty. Nodes are immutable once built and counted by reference; versions share them.

struct TreeNode
{
    mutable std::atomic<std::uint32_t> references{1};
    std::uint32_t count = 0;  ///< owners of a leaf, children of an inner node
    std::uint32_t level = 0;  ///< 0: leaf
    std::uint32_t owners = 0; ///< of the whole subtree, as all below
    std::uint32_t rrsets = 0;
    std::uint32_t records = 0;
    std::uint64_t octets = 0;

    bool isLeaf() const { return level == 0; }

    // leaf
    OwnerView owner(std::uint32_t index) const { return OwnerView(blobs() + starts()[index]); }
    const std::uint8_t* blobs() const { return after<std::uint8_t>(count * sizeof(std::uint32_t)); }
    const std::uint32_t* starts() const { return after<std::uint32_t>(0); }
    /// The first owner whose key is not less than `key`; count when there is none.
    std::uint32_t lowerBound(std::string_view key) const;

    // inner
    const TreeNode* child(std::uint32_t index) const { return after<const TreeNode*>(0)[index]; }
    std::uint32_t ownersBefore(std::uint32_t index) const
    {
        return after<std::uint32_t>(count * sizeof(TreeNode*))[index];
    }
    std::string_view separator(std::uint32_t index) const;
    /// The child in whose range the key lies.
    std::uint32_t childFor(std::string_view key) const;

private:
    template <class T>
    const T* after(std::size_t octetsBehind) const
    {
        return reinterpret_cast<const T*>(reinterpret_cast<const char*>(this + 1) + octetsBehind); // NOLINT
    }
};

/// Shared ownership of a node. The last owner frees it; depth of recursion is the height of the tree.
class NodePtr
{
public:
    NodePtr() = default;
    static NodePtr adopt(const TreeNode* node)
    {
        NodePtr ptr;
        ptr.m_node = node;
        return ptr;
    }
    static NodePtr share(const TreeNode* node)
    {
        node->references.fetch_add(1, std::memory_order_relaxed);
        return adopt(node);
    }
    NodePtr(const NodePtr& other)
        : m_node(other.m_node)
    {
        if (m_node)
            m_node->references.fetch_add(1, std::memory_order_relaxed);
    }
    NodePtr(NodePtr&& other) noexcept
        : m_node(std::exchange(other.m_node, nullptr))
    {
    }
    NodePtr& operator=(NodePtr other) noexcept
    {
        std::swap(m_node, other.m_node);
        return *this;
    }
    ~NodePtr()
    {
        if (m_node)
            release(m_node);
    }

    const TreeNode* get() const { return m_node; }
    const TreeNode* operator->() const { return m_node; }
    explicit operator bool() const { return m_node != nullptr; }
    /// Gives the reference away, uncounted.
    const TreeNode* detach() { return std::exchange(m_node, nullptr); }

private:
    static void release(const TreeNode* node);

    const TreeNode* m_node = nullptr;
};

/// Visits the owners from the first with key >= `from`; `visit` gives false to stop. True when it came to the
/// end.
template <class Visit>
bool forEachOwner(const TreeNode& node, const Visit& visit, std::string_view from = {})
{
    if (node.isLeaf()) {
        for (std::uint32_t i = from.empty() ? 0 : node.lowerBound(from); i < node.count; ++i)
            if (!visit(node.owner(i)))
                return false;
        return true;
    }
    for (std::uint32_t i = from.empty() ? 0 : node.childFor(from); i < node.count; ++i) {
        if (!forEachOwner(*node.child(i), visit, from))
            return false;
        from = {};
    }
    return true;
}

/// A node and the least key that belongs to it, on its way into a parent.
struct TreeChild
{
    NodePtr node;
    std::string separator;
};

/// The shortest key that is greater than `left` and not greater than `right`. Precondition: left < right.
std::string_view shortestSeparator(std::string_view left, std::string_view right);

/// Blobs on their way into leaves. Reused leaf after leaf.
class LeafDraft
{
public:
    /// 4 KiB: small enough that copying one for a change costs less than the commit's system call, large
    /// enough that the tree above costs under an octet a record.
    static constexpr std::size_t targetOctets = 4096;
    static constexpr std::size_t maxOctets = 6144;
    static constexpr std::size_t minOctets = 1024;

    /// Encodes the draft as the next owner.
    OwnerCounts append(OwnerDraft& owner, Tolerated& tolerated);
    void append(OwnerView owner);
    /// Owners [from, to) of a leaf.
    void append(const TreeNode& leaf, std::uint32_t from, std::uint32_t to);

    bool empty() const { return m_starts.empty(); }
    std::size_t octets() const { return m_blobs.size(); }
    std::uint32_t owners() const { return static_cast<std::uint32_t>(m_starts.size()); }
    OwnerView owner(std::uint32_t index) const;
    OwnerView last() const { return owner(owners() - 1); }

    /// A leaf of all there is; empty afterwards. Precondition: not empty.
    NodePtr take();
    /// As many leaves of about the target size as it takes; nothing when empty.
    std::vector<TreeChild> takeSplit();

private:
    OwnerCounts countsOf(std::uint32_t from, std::uint32_t to) const;
    NodePtr makeLeaf(std::uint32_t from, std::uint32_t to, OwnerCounts counts) const;
    void clear();

    OctetBuffer m_blobs;
    std::vector<std::uint32_t> m_starts;
    OwnerCounts m_counts; ///< of all owners
};

inline constexpr std::size_t innerTarget = 32; ///< children after a load; leaves room to grow
inline constexpr std::size_t innerMax = 48;
inline constexpr std::size_t innerMin = 8;

/// One inner node over the children (at least one, at most innerMax); takes them.
NodePtr makeInner(std::vector<TreeChild>& children, std::size_t from, std::size_t to);
/// Inner nodes over all the children, evenly filled. Each brings the separator of its first child.
std::vector<TreeChild> groupChildren(std::vector<TreeChild> children, std::size_t most);
/// Levels over the children until one node is left; nothing for no children.
NodePtr makeRoot(std::vector<TreeChild> children);

} // namespace zonescope::zone
