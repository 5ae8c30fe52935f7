// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/publish/axfr_out.h"
#include "model/publish/published_zones.h"
#include "model/publish/request.h"
#include "model/zone/configuration.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace zonescope::publish {

/// Who may what, and who we say we are. An immutable snapshot.
struct Access
{
    std::shared_ptr<const dns::KeyRing> keys;
    zone::ConfigurationPtr configuration; ///< maps key names to the ids that ACLs list
    std::string nsid;                     ///< RFC 5001; empty: not answered
};

/// What goes back. Neither a message nor a transfer: silence.
struct Reply
{
    base::Bytes message;
    std::optional<AxfrOut> transfer; ///< TCP only: its messages follow

    bool silent() const { return message.empty() && !transfer; }
};

/// The answer to one message. Pure but for reading `zones`; never waits, never throws.
Reply answer(const Asked& asked, const PublishedZones& zones, const Access& access);

} // namespace zonescope::publish
