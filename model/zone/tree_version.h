// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/tree_node.h"
#include "model/zone/zone_version.h"

namespace zonescope::zone {

/// The one implementation of ZoneVersion: a root and what the SOA says.
class TreeVersion final : public ZoneVersion
{
public:
    /// Reads the SOA from the tree. Errors: ZoneNoSoa, MalformedRecord.
    static base::Result<ZoneVersionPtr> make(const dns::Name& apex, NodePtr root);
    static const TreeVersion& of(const ZoneVersion& version)
    {
        return static_cast<const TreeVersion&>(version);
    }

    TreeVersion(dns::Record soaRecord, dns::Soa soa, NodePtr root);

    const NodePtr& root() const { return m_root; }

    const dns::Name& apex() const override { return m_soaRecord.owner; }
    std::uint32_t serial() const override { return m_soa.serial; }
    const dns::Record& soaRecord() const override { return m_soaRecord; }
    const dns::Soa& soa() const override { return m_soa; }
    std::uint64_t recordCount() const override { return m_root->records; }
    std::uint64_t rrsetCount() const override { return m_root->rrsets; }
    std::uint64_t ownerCount() const override { return m_root->owners; }
    std::uint64_t memoryBytes() const override;

    std::optional<OwnerView> find(std::string_view key) const override;
    using ZoneVersion::find;
    void findEach(std::span<const std::string_view> keys,
                  std::span<std::optional<OwnerView>> owners) const override;
    std::optional<OwnerView> findAtOrBefore(std::string_view key) const override;
    bool hasBelow(std::string_view key) const override;
    std::optional<OwnerView> at(std::uint64_t index) const override;
    void forEachFrom(std::string_view from, const std::function<bool(OwnerView)>& visit) const override;

private:
    dns::Record m_soaRecord;
    dns::Soa m_soa;
    NodePtr m_root; ///< never nothing: a zone has an SOA
};

} // namespace zonescope::zone
