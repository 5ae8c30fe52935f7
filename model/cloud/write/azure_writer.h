// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/write/provider_writer.h"

#include <functional>
#include <string>

namespace zonescope::cloud {

struct AzureWriteAccess
{
    std::string endpoint = "https://management.azure.com";
    /// A bearer token; asked again when the old one is refused.
    std::function<base::Result<std::string>(bool again)> token;
    HttpSettings http;
    /// Waits between looks at what is still being done; false: give up.
    std::function<bool(base::Duration)> wait;
};

/// Routes of route tables, one PUT or DELETE each, with If-Match on the route's ETag, or If-None-Match for a
/// new one. Azure answers before it is done: what became of it is asked for. No dry run for single routes.
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
    base::Result<HttpReply> send(HttpRequest request);

    AzureWriteAccess m_access;
    HttpClient m_client;
};

} // namespace zonescope::cloud
