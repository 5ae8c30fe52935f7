// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/write/provider_writer.h"
#include "model/cloud/write/token_calls.h"

#include <string>

namespace zonescope::cloud {

struct AzureWriteAccess
{
    std::string endpoint = "https://management.azure.com";
    TokenSource token; ///< a bearer token
    HttpSettings http;
    WaitFor wait; ///< between looks at what is still being done, and after "too many requests"
};

/// Routes of route tables and rules of network security groups, one PUT or DELETE each, with If-Match on its
/// own ETag, or If-None-Match for a new one. Azure answers before it is done: what became of it is asked for.
/// No dry run for single routes and rules.
class AzureWriter final : public ProviderWriter
{
public:
    explicit AzureWriter(AzureWriteAccess access);

    base::Result<Resource> read(const PlannedChange& change) override;
    base::Result<std::vector<WriteCall>> calls(const Resource& now,
                                               const std::vector<PlannedChange>& changes) const override;
    bool hasDryRun() const override { return false; }
    base::Status dryRun(const WriteCall& call) override;
    base::Status perform(const WriteCall& call) override;

private:
    base::Result<WriteCall> callFor(const Resource& now, const Json& raw, const PlannedChange& change) const;

    AzureWriteAccess m_access;
    TokenCalls m_calls;
};

} // namespace zonescope::cloud
