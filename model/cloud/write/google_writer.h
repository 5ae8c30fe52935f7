// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/write/provider_writer.h"
#include "model/cloud/write/token_calls.h"

#include <string>

namespace zonescope::cloud {

struct GoogleWriteAccess
{
    std::string endpoint = "https://compute.googleapis.com"; ///< "/compute/v1" is put behind it
    TokenSource token;                                       ///< with the scope for writing
    HttpSettings http;
    WaitFor wait; ///< between looks at an operation, and when Google says that it was too much
};

/// Routes are objects of their own that cannot be changed: one that shall lead elsewhere stands under another
/// name while the old one is deleted and the new one inserted, so that no packet is lost. Firewall rules are
/// patched, inserted or deleted. Google answers with an operation, which is asked for until it is done, and
/// every write has a request id, so one that is sent twice happens once. Neither has a fingerprint nor a dry
/// run: what is there is read once more right before writing.
class GoogleWriter final : public ProviderWriter
{
public:
    explicit GoogleWriter(GoogleWriteAccess access);

    /// A route comes as a table with that one route in it. What a change would make, or take back
    /// (PlannedChange::made), may be missing: it then comes without parts.
    base::Result<Resource> read(const PlannedChange& change) override;
    base::Result<std::vector<WriteCall>> calls(const Resource& now,
                                               const std::vector<PlannedChange>& changes) const override;
    bool hasDryRun() const override { return false; }
    base::Status dryRun(const WriteCall& call) override;
    base::Status perform(const WriteCall& call) override;

private:
    std::string url(const std::string& path) const { return m_access.endpoint + "/compute/v1/" + path; }
    base::Result<std::vector<WriteCall>> routeCalls(const Resource& now,
                                                    const std::vector<PlannedChange>& changes) const;
    base::Result<std::vector<WriteCall>> firewallCalls(const Resource& now,
                                                       const std::vector<PlannedChange>& changes) const;
    base::Status carryOut(HttpRequest request);

    GoogleWriteAccess m_access;
    TokenCalls m_calls;
    std::string m_standIn; ///< URL of the route that stands in for one being replaced; empty: none
};

} // namespace zonescope::cloud
