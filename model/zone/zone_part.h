// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace zonescope::zone {

class OwnerView;

/// Some owners of a zone that is still being loaded: final, in canonical order, immutable. Any thread, as
/// long as it is kept.
class ZonePart
{
public:
    virtual ~ZonePart() = default;
    virtual std::uint64_t ownerCount() const = 0;
    /// `visit` gives false to stop.
    virtual void forEach(const std::function<bool(OwnerView)>& visit) const = 0;
};
using ZonePartPtr = std::shared_ptr<const ZonePart>;

/// Takes a zone in parts while it is loaded, so that the work behind the load overlaps it. Each part lies
/// behind the one before; together they are the whole zone. Nothing instead of a part: forget all that came
/// (an owner came out of order, or the transfer begins anew). A zone below some 9,000 records comes without
/// parts. Called on the loading thread.
using PartSink = std::function<void(ZonePartPtr)>;

} // namespace zonescope::zone
