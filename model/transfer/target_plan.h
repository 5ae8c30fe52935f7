// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/transfer_job.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace zonescope::transfer {

/// What a primary's serial means for a job. Pure.
enum class SerialVerdict : std::uint8_t {
    TransferNow,
    RememberAndAskOn, ///< newer than ours, but a NOTIFY announced a still newer one: others may have it
    Unchanged,        ///< ours is the newest there is
    BehindAskOn,      ///< not newer than ours: another primary may be
    Undefined,        ///< 2^31 apart (RFC 1982 section 3.2): cannot be told; others are asked
};
SerialVerdict judgeSerial(const TransferJob& job, std::uint32_t serial);

/// Whom a job asks in which order: targets as given (notifiers first), the addresses of a target one after
/// the other as far as an error's advice says that another address may help; then, from what was remembered,
/// the newest. Pure.
class TargetPlan
{
public:
    struct Place
    {
        std::size_t target = 0;
        std::size_t address = 0;

        friend bool operator==(const Place&, const Place&) = default;
    };
    struct Candidate
    {
        Place place;
        std::uint32_t serial = 0;
        bool edns = false; ///< its SOA answer carried EDNS
    };

    explicit TargetPlan(const TransferJob& job);

    /// Nothing: all were asked.
    std::optional<Place> current() const;
    /// The address failed: what comes next is a matter of the advice.
    void failed(base::Advice advice);
    void answered() { nextTarget(); }

    void remember(Candidate candidate) { m_candidates.push_back(candidate); }
    /// The newest of the remembered, removed from the list; the first asked among equals.
    std::optional<Candidate> takeNewest();

private:
    void nextTarget();
    void skipEmpty();

    std::vector<std::size_t> m_addresses; ///< of each target
    Place m_place;
    std::vector<Candidate> m_candidates;
};

} // namespace zonescope::transfer
