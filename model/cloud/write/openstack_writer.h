// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/write/provider_writer.h"
#include "model/cloud/write/token_calls.h"

#include <string>

namespace zonescope::cloud {

struct OpenStackWriteAccess
{
    std::string networkUrl; ///< of Neutron, "http://127.0.0.1:9696"; with or without /v2.0
    TokenSource token;      ///< of Keystone
    HttpSettings http;
};

/// Neutron: routes of routers and host routes of subnets as one PUT with If-Match on the revision, so that a
/// change by somebody else makes it fail (412) and no route is gone in between; rules of security groups one
/// by one, because that is all Neutron has. It knows no dry run.
class OpenStackWriter final : public ProviderWriter
{
public:
    explicit OpenStackWriter(OpenStackWriteAccess access);

    base::Result<Resource> read(const PlannedChange& change) override;
    base::Result<std::vector<WriteCall>> calls(const Resource& now,
                                               const std::vector<PlannedChange>& changes) const override;
    bool hasDryRun() const override { return false; }
    base::Status dryRun(const WriteCall& call) override;
    base::Status perform(const WriteCall& call) override;

private:
    base::Result<WriteCall> routesCall(const Resource& now, const std::vector<PlannedChange>& changes) const;
    base::Result<WriteCall> ruleCall(const Resource& now, const PlannedChange& change) const;
    std::string url(const std::string& path) const { return m_root + "/v2.0/" + path; }

    OpenStackWriteAccess m_access;
    std::string m_root;
    TokenCalls m_calls;
};

} // namespace zonescope::cloud
