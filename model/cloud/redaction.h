// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/json.h"

#include <string>
#include <vector>

namespace zonescope::cloud {

/// What stands where a secret stood.
inline constexpr const char* redactedText = "[redacted]";

/// Takes secrets out of an answer before anything else sees it: pre-shared keys, passwords, tokens, private
/// keys, user data and start-up scripts (read calls do return them: DescribeVpnConnections, Neutron's
/// ipsec-site-connections). Works on names of members, so also for kinds nobody mapped, and on values that
/// are private keys whatever their name. Gives the paths of what was taken out. Idempotent.
std::vector<std::string> redact(Json& value, rapidjson::Document::AllocatorType& allocator);

/// True when a member of this name carries a secret.
bool isSecretName(std::string_view name);

} // namespace zonescope::cloud
