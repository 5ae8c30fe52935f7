// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/json_fields.h"
#include "model/zone/configuration.h"

namespace zonescope::app {

/// Reads the object "tls" of a primary; unknown members are refused.
zone::TlsSettings readTlsSettings(Fields& fields);

} // namespace zonescope::app
