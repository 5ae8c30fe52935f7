// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/connection_history.h"
#include "model/zone/configuration.h"

#include <QString>

namespace zonescope::ui::network {

/// What somebody typed, taken apart: what the database can look for, and the rest, which the table filters.
struct EndedFilter
{
    congestion::ConnectionFilter filter;
    QString words;
};

/// "192.0.2.0/24", "2001:db8::1", ":53" and "zone:example.org" (or a zone's whole name) go to the database;
/// the last of a kind counts, other words stay words. A zone that is not there finds nothing.
EndedFilter endedFilter(const QString& text, const pipeline::Period& period,
                        const zone::Configuration* configuration);

} // namespace zonescope::ui::network
