// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/cloud_reader.h"

#include "model/cloud/aws_scan.h"
#include "model/cloud/azure/azure_scan.h"
#include "model/cloud/gate/auto_revert.h"
#include "model/cloud/google/google_scan.h"
#include "model/cloud/openstack/openstack_scan.h"

namespace zonescope::engine {
namespace {

base::Result<cloud::SnapshotPtr> readAws(const ReadAccount& what, cloud::ScanSettings settings)
{
    auto profile = cloud::AwsProfiles::ofThisUser().find(what.profile);
    if (!profile)
        return tl::unexpected(profile.error());
    if (!what.endpoint.empty())
        profile->endpoint = what.endpoint;
    return cloud::scanAws({std::move(*profile), what.places, std::move(settings)});
}

base::Result<cloud::SnapshotPtr> readGoogle(const ReadAccount& what, cloud::ScanSettings settings)
{
    auto credentials = cloud::GoogleProfiles::ofThisUser().find(what.profile);
    if (!credentials)
        return tl::unexpected(credentials.error());
    return cloud::scanGoogle({std::move(*credentials), what.accounts, what.endpoint, std::move(settings)});
}

base::Result<cloud::SnapshotPtr> readAzure(const ReadAccount& what, cloud::ScanSettings settings)
{
    auto credentials = cloud::AzureProfiles::ofThisUser().find(what.profile);
    if (!credentials)
        return tl::unexpected(credentials.error());
    if (!what.endpoint.empty())
        credentials->manager = what.endpoint;
    while (credentials->manager.ends_with('/'))
        credentials->manager.pop_back();
    return cloud::scanAzure({std::move(*credentials), what.accounts, std::move(settings)});
}

base::Result<cloud::SnapshotPtr> readOpenStack(const ReadAccount& what, cloud::ScanSettings settings)
{
    const auto profiles = cloud::OpenStackProfiles::ofThisUser();
    if (!profiles)
        return tl::unexpected(profiles.error());
    auto profile = profiles->find(what.profile);
    if (!profile)
        return tl::unexpected(profile.error());
    if (!what.endpoint.empty())
        profile->authUrl = what.endpoint;
    if (settings.http.caFile.empty())
        settings.http.caFile = profile->caFile;
    return cloud::scanOpenStack({std::move(*profile), what.places, std::move(settings)});
}

} // namespace

std::string labelOf(const ReadAccount& what)
{
    return cloud::accountName(what.provider, what.profile);
}

base::Result<cloud::SnapshotPtr> readAccount(const ReadAccount& what, cloud::ScanSettings settings)
{
    switch (what.provider) {
    case cloud::Provider::Aws:
        return readAws(what, std::move(settings));
    case cloud::Provider::Google:
        return readGoogle(what, std::move(settings));
    case cloud::Provider::Azure:
        return readAzure(what, std::move(settings));
    case cloud::Provider::OpenStack:
        break;
    }
    return readOpenStack(what, std::move(settings));
}

} // namespace zonescope::engine
