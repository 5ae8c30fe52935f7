// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>

#include <map>
#include <string>

namespace zonescope::cloudsim {

/// What the simulated providers have, each resource in its provider's own words:
///   "aws/111122223333/eu-central-1/vpcSet"             names of EC2's XML elements
///   "aws/111122223333/eu-central-1/LoadBalancers"      ELBv2's
///   "aws/111122223333/global/HostedZones"              Route 53's; records: "global/ResourceRecordSets/Z1"
///   "google/project/global/networks", "google/project/regions/europe-west3/subnetworks",
///   "google/project/zones/europe-west3-a/instances", "google/project/dns/managedZones",
///   "google/project/dns/rrsets/zone"
///   "azure/subscription/microsoft.network/virtualnetworks", "azure/subscription/resourcegroups"; of those
///   that exist only below a group or a zone: "azure/.../microsoft.network/dnszones/all/zone"
///   "openstack/networks", "openstack/zones", "openstack/recordsets/zone-id", "openstack/servers"
/// Accounts exist as soon as they have one list, empty or not.
struct Estate
{
    std::map<std::string, QJsonArray> lists;

    QJsonArray& list(const std::string& path) { return lists[path]; }
    QJsonArray find(const std::string& path) const
    {
        const auto found = lists.find(path);
        return found == lists.end() ? QJsonArray() : found->second;
    }
    bool has(const std::string& prefix) const
    {
        const auto found = lists.lower_bound(prefix);
        return found != lists.end() && found->first.starts_with(prefix);
    }
    /// Index of the object whose member has that value; -1: none.
    static int indexOf(const QJsonArray& list, const QString& member, const QString& value)
    {
        for (int i = 0; i < list.size(); ++i)
            if (list[i].toObject()[member].toString() == value)
                return i;
        return -1;
    }
};

/// A small network in each of the four clouds with one of every kind that matters, a blackholed route at AWS
/// (its NAT gateway is deleted), names in three DNS services, one of them dangling, and secrets where real
/// answers have them: each contains the word "canary".
Estate smallEstate();
inline constexpr const char* awsAccount = "111122223333";
inline constexpr const char* googleProject = "sim-project";
inline constexpr const char* azureSubscription = "00000000-1111-2222-3333-444444444444";
inline constexpr const char* openStackProject = "0d1c2b3a4f5e69788796a5b4c3d2e1f0";

} // namespace zonescope::cloudsim
