// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/aws_calls.h"
#include "model/cloud/http.h"

#include <optional>
#include <string>

namespace zonescope::cloud {

/// One request that changes something, exactly as it will be sent but for the credentials, which are added
/// when it is sent and are never part of it.
struct WriteCall
{
    std::string what; ///< "adds route 10.9.0.0/16 to 10.0.0.9 at router aaaa", for the log
    HttpRequest request;
    std::optional<AwsCall> aws; ///< signed when it is sent; `request` then only shows it
};

/// "PUT https://...\nIf-Match: ...\n\n{...}", for people.
std::string callText(const WriteCall& call);

} // namespace zonescope::cloud
