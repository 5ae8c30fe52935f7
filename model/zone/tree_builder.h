// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/tree_node.h"

namespace zonescope::zone {

/// Counts records that a delegation or a DNAME above hides from answers (RFC 5936 section 3.5), over owners
/// in canonical order. Addresses below a delegation are taken for glue.
class OcclusionCounter
{
public:
    void look(OwnerView owner);
    /// Nothing hides this owner unless a cut is open, and it opens none.
    bool open() const { return !m_cut.empty(); }
    std::uint64_t count() const { return m_count; }

private:
    std::string m_cut;    ///< key of the cut we are at or below, with a separator behind it; empty: none
    bool m_dname = false; ///< the cut is a DNAME, below which not even glue counts
    std::uint64_t m_count = 0;
};

/// Makes a tree of owners that come in ascending key order.
class TreeBuilder
{
public:
    void append(OwnerDraft& owner, Tolerated& tolerated);
    void append(OwnerView owner);
    std::uint64_t occluded() const { return m_occlusion.count(); }
    /// Leaves that are closed; they never change.
    const std::vector<TreeChild>& leaves() const { return m_leaves; }
    void closeLast();
    /// Nothing when no owner came.
    NodePtr finish();

private:
    void appended(bool mayCut);
    void closeLeaf();

    LeafDraft m_leaf;
    std::vector<TreeChild> m_leaves;
    std::string m_lastKey; ///< of the leaf closed before
    OcclusionCounter m_occlusion;
};

} // namespace zonescope::zone
