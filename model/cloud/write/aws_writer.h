// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/write/provider_writer.h"

#include <functional>
#include <memory>

namespace zonescope::cloud {

struct AwsWriteAccess
{
    AwsKeys keys; ///< of the profile for writing, which is not the one for reading
    /// Keys of a role instead, which run out: asked for when first needed, and again, with true, when AWS
    /// says that they are too old. Empty: `keys` are used as they are.
    std::function<base::Result<AwsKeys>(bool again)> role{};
    std::string endpoint; ///< empty: AWS itself
    HttpSettings http;
    std::shared_ptr<const base::Clock> clock;
};

/// EC2: a route that only changes its target is replaced in one call; rules are authorised and revoked by
/// what they say. AWS has no If-Match: what is there is read once more right before writing. Dry runs check
/// rights and parameters.
class AwsWriter final : public ProviderWriter
{
public:
    explicit AwsWriter(AwsWriteAccess access);

    base::Result<Resource> read(const PlannedChange& change) override;
    base::Result<std::vector<WriteCall>> calls(const Resource& now,
                                               const std::vector<PlannedChange>& changes) const override;
    bool hasDryRun() const override { return true; }
    base::Status dryRun(const WriteCall& call) override;
    base::Status perform(const WriteCall& call) override;

private:
    base::Result<HttpReply> send(const AwsCall& call);

    AwsWriteAccess m_access;
    HttpClient m_client;
};

} // namespace zonescope::cloud
