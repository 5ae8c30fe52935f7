// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/mapping.h"
#include "model/cloud/reply.h"

#include <optional>
#include <string>
#include <vector>

namespace zonescope::cloud {

/// One answer or one file of a provider's command line, XML or JSON. Secrets are taken out before anything is
/// made of it. `context.provider` is kept when the text does not say which provider it is. Errors:
/// SyntaxError (where), Unsupported (well-formed, but no list of resources we know how to find).
base::Result<Reply> readReply(std::string_view text, const ReadContext& context);
/// The same for a tree; changed in place.
base::Result<Reply> readTree(rapidjson::Document& tree, const ReadContext& context);

/// Whose list this is; nothing when no field tells.
std::optional<Provider> guessProvider(const Json& tree);

} // namespace zonescope::cloud
