// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/aws_profile.h"
#include "model/cloud/write/aws_writer.h"
#include "model/engine/correction_desk.h"

namespace zonescope::engine {
namespace {

using Made = base::Result<std::unique_ptr<cloud::ProviderWriter>>;

Made awsWriter(const WriterWanted& wanted, const base::Clock& clock)
{
    const auto profile = cloud::AwsProfiles::ofThisUser().find(wanted.profile);
    if (!profile)
        return tl::unexpected(profile.error());
    if (!profile->roleArn.empty())
        return base::fail(base::ErrorCode::Unsupported,
                          "the profile " + wanted.profile + " assumes a role; give one with keys of its own");
    cloud::AwsWriteAccess access;
    access.keys = profile->keys;
    access.endpoint = wanted.endpoint.empty() ? profile->endpoint : wanted.endpoint;
    // The clock lives as long as the engine, and longer than any writer.
    access.clock = std::shared_ptr<const base::Clock>(std::shared_ptr<void>(), &clock);
    return std::make_unique<cloud::AwsWriter>(std::move(access));
}

} // namespace

WriterFactory ordinaryWriters(const base::Clock& clock)
{
    return [&clock](const WriterWanted& wanted) -> Made {
        if (wanted.provider == cloud::Provider::Aws)
            return awsWriter(wanted, clock);
        return base::fail(base::ErrorCode::Unsupported, std::string(cloud::providerWord(wanted.provider)) +
                                                            ": nothing is written to it from here");
    };
}

} // namespace zonescope::engine
