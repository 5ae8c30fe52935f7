// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/change.h"
#include "model/transfer/transfer_job.h"
#include "model/zone/status.h"

#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace zonescope::engine {

/// What is known of each primary. Engine thread. Calls remember which primaries changed; takeTouched() gives
/// them.
class PrimaryTable
{
public:
    void add(base::PrimaryId primary);
    void remove(base::PrimaryId primary);

    void seenFrom(base::PrimaryId primary, const net::IpAddress& ours);
    void notified(base::PrimaryId primary, base::Timestamp at);
    void answered(const transfer::SoaAnswer& answer, base::Timestamp at);
    void attempted(const pipeline::TransferAttempt& attempt);
    /// A new version came from this primary: because it told us, or because we looked.
    void changed(base::PrimaryId primary, bool byNotify);
    /// The zone's newest failure is this primary's, or nobody's (none).
    void blame(base::ZoneId zone, base::PrimaryId primary);
    /// A transfer of the zone is open at this primary, or no longer at any (none).
    void open(base::ZoneId zone, base::PrimaryId primary);
    void forget(base::ZoneId zone);

    std::uint32_t openTransfers() const { return static_cast<std::uint32_t>(m_openAt.size()); }
    std::vector<zone::PrimaryStatus> takeTouched();

private:
    zone::PrimaryStatus* touch(base::PrimaryId primary);

    std::unordered_map<base::PrimaryId, zone::PrimaryStatus> m_primaries;
    std::unordered_map<base::ZoneId, base::PrimaryId> m_blamed;
    std::unordered_map<base::ZoneId, base::PrimaryId> m_openAt;
    std::unordered_set<base::PrimaryId> m_touched;
};

} // namespace zonescope::engine
