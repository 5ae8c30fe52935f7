// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/tree_builder.h"

#include "model/zone/owner_walk.h"

namespace zonescope::zone {
namespace {

bool isAddress(dns::Type type)
{
    return type == dns::Type::A || type == dns::Type::AAAA;
}

/// What a parent may hold at a delegation itself (RFC 4035 section 2).
bool belongsAtCut(dns::Type type)
{
    return type == dns::Type::NS || type == dns::Type::DS || type == dns::Type::RRSIG ||
           type == dns::Type::NSEC || isAddress(type);
}

} // namespace

void OcclusionCounter::look(OwnerView owner)
{
    const OwnerWalk walk(owner);
    const std::string_view key = walk.key;
    const bool below = !m_cut.empty() && key.starts_with(m_cut);
    bool delegation = false;
    bool dname = false;
    walk.forEachSet([&](const SetWalk& set) {
        delegation |= set.type == dns::Type::NS;
        dname |= set.type == dns::Type::DNAME;
    });
    if (key.empty())
        return; // a DNAME at the apex hides everything: nobody would run such a zone as a secondary
    if (!below) {
        m_cut.clear();
        if (!delegation && !dname)
            return;
        m_cut.append(key).push_back('\0');
        m_dname = !delegation;
    }
    walk.forEachSet([&](const SetWalk& set) {
        const bool visible = below ? !m_dname && isAddress(set.type) : m_dname || belongsAtCut(set.type);
        m_count += visible ? 0 : set.records;
    });
}

void TreeBuilder::append(OwnerDraft& owner, Tolerated& tolerated)
{
    m_leaf.append(owner, tolerated);
    appended(owner.hasCut());
}

void TreeBuilder::append(OwnerView owner)
{
    m_leaf.append(owner);
    appended(true);
}

void TreeBuilder::appended(bool mayCut)
{
    if (mayCut || m_occlusion.open())
        m_occlusion.look(m_leaf.last());
    if (m_leaf.octets() >= LeafDraft::targetOctets)
        closeLeaf();
}

void TreeBuilder::closeLeaf()
{
    const std::string_view separator =
        m_leaves.empty() ? std::string_view() : shortestSeparator(m_lastKey, m_leaf.owner(0).key());
    std::string copy(separator);
    m_lastKey = m_leaf.last().key();
    m_leaves.push_back({m_leaf.take(), std::move(copy)});
}

void TreeBuilder::closeLast()
{
    if (!m_leaf.empty())
        closeLeaf();
}

NodePtr TreeBuilder::finish()
{
    closeLast();
    return makeRoot(std::exchange(m_leaves, {}));
}

} // namespace zonescope::zone
