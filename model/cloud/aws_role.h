// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/aws_calls.h"
#include "model/cloud/aws_profile.h"

namespace zonescope::cloud {

/// Asks STS for keys of the profile's role, for an hour. `session` stands in the account's trail.
AwsCall assumeRoleCall(const AwsProfile& profile, const std::string& session);
/// Errors: PermissionDenied (what AWS says), SyntaxError.
base::Result<AwsKeys> readAssumedKeys(const HttpReply& reply);

} // namespace zonescope::cloud
