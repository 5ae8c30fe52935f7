// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/aws_profile.h"
#include "model/cloud/http.h"
#include "model/cloud/snapshot.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace zonescope::cloud {

struct AwsScanRequest
{
    AwsProfile profile;
    std::string label;
    std::vector<std::string> regions; ///< empty: every one that the account has switched on
    HttpSettings http;
    std::size_t threads = 8;
    SnapshotPtr earlier; ///< what a scope that fails now keeps, marked stale; may be null
    std::shared_ptr<const base::Clock> clock;
    /// Waits between attempts; replaced by tests. Gives false when the scan was cancelled meanwhile.
    std::function<bool(base::Duration)> wait;
};

/// Reads an account of AWS: every list of every region, always page by page, and Route 53. One failing list
/// stops no other: each is a scope that says how it went. Reads only; no call in here changes anything.
/// Blocks; for a worker thread. Errors: only when nothing at all can be asked: keys refused, role refused,
/// endpoint unreachable, Cancelled.
base::Result<SnapshotPtr> scanAws(const AwsScanRequest& request);

/// What an answer with an error status means for the scope.
struct AwsProblem
{
    ScopeState state = ScopeState::Unreachable;
    bool again = false; ///< throttled or a trouble of the moment: ask once more later
    std::string detail;
};
AwsProblem problemOf(const HttpReply& reply, const std::string& action);
/// Doubles from 200 ms, at most 10 s, with jitter in the upper half: `random` from 0 to 1.
base::Duration backoff(int attempt, double random);

} // namespace zonescope::cloud
