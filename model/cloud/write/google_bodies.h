// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/resource.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::cloud {

/// What is sent to insert a route or firewall rule again that looked like this: without what Google fills in
/// by itself. `name` instead of its own when given. Nothing when the text is no JSON object.
std::optional<std::string> googleInsertBody(std::string_view raw, std::string_view name = {});

/// allowed[] or denied[] and the ranges that say just these rules. Nothing when one firewall rule of Google
/// cannot: every protocol in it holds for every range, so the rules have to be all of these or none.
std::optional<std::string> googlePatchBody(std::string_view raw, const std::vector<Rule>& rules);

} // namespace zonescope::cloud
