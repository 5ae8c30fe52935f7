// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/cloud/json.h"
#include "model/cloud/resource.h"

#include <string>

namespace zonescope::cloud {

/// The body of a PUT of a security rule that says this. `existing`: the rule of that name as it is, whose
/// description is kept; may be null. Errors: Unsupported (application security groups and source ports,
/// which our model of a rule does not hold, so they could not be put back).
base::Result<std::string> azureRuleBody(const Rule& rule, const Json* existing);

/// Whether all the rule says is in our model of it, so that it can be put back exactly. Errors: Unsupported.
base::Status checkAzureRule(const Json& existing, const std::string& what);

} // namespace zonescope::cloud
