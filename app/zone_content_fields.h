// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/json_fields.h"
#include "model/zone/configuration.h"

namespace zonescope::app {

/// Reads what is done with the content of a zone: digests, strictness, own records, resolvers, catalog role.
/// What names other zones (`templates`, `listedIn`) is only marked as known: those may come later in the
/// file.
void readZoneContent(Fields& fields, zone::Zone& zone);

} // namespace zonescope::app
