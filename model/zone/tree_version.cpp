// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/tree_version.h"

namespace zonescope::zone {
namespace {

OwnerView lastOwner(const TreeNode& node)
{
    const TreeNode* at = &node;
    while (!at->isLeaf())
        at = at->child(at->count - 1);
    return at->owner(at->count - 1);
}

std::optional<OwnerView> atOrBefore(const TreeNode& node, std::string_view key)
{
    if (node.isLeaf()) {
        const std::uint32_t index = node.lowerBound(key);
        if (index < node.count && node.owner(index).key() == key)
            return node.owner(index);
        return index == 0 ? std::nullopt : std::optional(node.owner(index - 1));
    }
    const std::uint32_t index = node.childFor(key);
    if (const auto found = atOrBefore(*node.child(index), key))
        return found;
    // A separator may be less than the first key of its child: the wanted owner ends the child before.
    return index == 0 ? std::nullopt : std::optional(lastOwner(*node.child(index - 1)));
}

std::optional<OwnerView> ownerIn(const TreeNode& leaf, std::string_view key)
{
    const std::uint32_t index = leaf.lowerBound(key);
    if (index == leaf.count || leaf.owner(index).key() != key)
        return std::nullopt;
    return leaf.owner(index);
}

void ownersIn(const TreeNode& node, std::span<const std::string_view> keys,
              std::span<std::optional<OwnerView>> owners)
{
    if (node.isLeaf()) {
        for (std::size_t i = 0; i < keys.size(); ++i)
            owners[i] = ownerIn(node, keys[i]);
        return;
    }
    for (std::size_t from = 0, to = 0; from < keys.size(); from = to) {
        const std::uint32_t child = node.childFor(keys[from]);
        for (to = from + 1; to < keys.size() && node.childFor(keys[to]) == child;)
            ++to;
        ownersIn(*node.child(child), keys.subspan(from, to - from), owners.subspan(from, to - from));
    }
}

} // namespace

TreeVersion::TreeVersion(dns::Record soaRecord, dns::Soa soa, NodePtr root)
    : m_soaRecord(std::move(soaRecord))
    , m_soa(std::move(soa))
    , m_root(std::move(root))
{
}

base::Result<ZoneVersionPtr> TreeVersion::make(const dns::Name& apex, NodePtr root)
{
    const TreeNode* first = root.get();
    while (first && !first->isLeaf())
        first = first->child(0);
    const auto set =
        first && first->owner(0).key().empty() ? first->owner(0).find(dns::Type::SOA) : std::nullopt;
    if (!set)
        return base::fail(base::ErrorCode::ZoneNoSoa, apex.toText() + " has no SOA");
    auto soa = dns::Soa::fromRdata(set->rdata(0));
    if (!soa)
        return tl::unexpected(soa.error());
    dns::Record record{apex, dns::Type::SOA, dns::Class::IN, set->ttl(),
                       base::Bytes(base::textOf(set->rdata(0)))};
    return std::make_shared<const TreeVersion>(std::move(record), std::move(*soa), std::move(root));
}

std::uint64_t TreeVersion::memoryBytes() const
{
    return sizeof *this + m_root->octets;
}

std::optional<OwnerView> TreeVersion::find(std::string_view key) const
{
    const TreeNode* node = m_root.get();
    while (!node->isLeaf())
        node = node->child(node->childFor(key));
    return ownerIn(*node, key);
}

void TreeVersion::findEach(std::span<const std::string_view> keys,
                           std::span<std::optional<OwnerView>> owners) const
{
    ownersIn(*m_root.get(), keys, owners);
}

std::optional<OwnerView> TreeVersion::findAtOrBefore(std::string_view key) const
{
    return atOrBefore(*m_root.get(), key);
}

bool TreeVersion::hasBelow(std::string_view key) const
{
    if (key.empty())
        return m_root->owners > 1 || !find(key);
    const std::string prefix = std::string(key) + '\0';
    bool below = false;
    forEachOwner(
        *m_root.get(),
        [&](OwnerView owner) {
            below = owner.key().starts_with(prefix);
            return false;
        },
        prefix);
    return below;
}

std::optional<OwnerView> TreeVersion::at(std::uint64_t index) const
{
    if (index >= ownerCount())
        return std::nullopt;
    auto left = static_cast<std::uint32_t>(index);
    const TreeNode* node = m_root.get();
    while (!node->isLeaf()) {
        std::uint32_t low = 1;
        for (std::uint32_t high = node->count; low < high;) {
            const std::uint32_t middle = (low + high) / 2;
            if (node->ownersBefore(middle) <= left)
                low = middle + 1;
            else
                high = middle;
        }
        left -= node->ownersBefore(low - 1);
        node = node->child(low - 1);
    }
    return node->owner(left);
}

void TreeVersion::forEachFrom(std::string_view from, const std::function<bool(OwnerView)>& visit) const
{
    forEachOwner(*m_root.get(), visit, from);
}

} // namespace zonescope::zone
