// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "tests/cloudsim/estate.h"

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace zonescope::cloudsim {

/// How the providers behave; may change at any time.
struct Behaviour
{
    std::chrono::milliseconds latency{0}; ///< of every answer
    double callsPerSecond = 0;            ///< token bucket per account, region and call; 0: none
    double bucket = 100;                  ///< its size
    int largestPage = 0;                  ///< pages of at most so many items, whatever was asked for; 0: any
    std::set<std::string> denied{}; ///< calls ("DescribeVpcs", "subnetworks", "routers") that are refused
    std::set<std::string> deadRegions{}; ///< AWS: 503; Google: listed as unreachable, its last page missing
    std::set<std::string> deadCalls{};   ///< the connection is closed without an answer
    int operationLooks = 0;              ///< Google: so often a write is "RUNNING" before it is "DONE"
    std::set<std::string>
        failedWrites{}; ///< Google: methods ("POST routes") whose operations end with an error
    int tokenUses = 0;  ///< bearer tokens are refused (401) after so many uses; 0: they live for ever
};

/// One call that was answered.
struct Call
{
    std::string provider; ///< "aws", "google", "azure", "openstack"
    std::string account;
    std::string region;
    std::string name; ///< the action, or the list
    std::string method;
    std::string body;
    int status = 0;
};

/// AWS (EC2, ELBv2, STS, Route 53), Google (Compute, DNS, token), Azure Resource Manager (and its token) and
/// OpenStack (Keystone, Neutron, Designate, Nova) over real HTTP on a loopback port: paging, throttling,
/// latency, regions that fail, routes without a target (blackhole), ETags, revision numbers, dry runs, and
/// the writes on routes and filter rules. For tests only; what it says is judged by the providers' own
/// clients in tst_cloudsim. Thread-safe.
///
/// Credentials it takes:
///   AWS: access key "AKIA" + account id, any secret. AssumeRole gives keys of the account in the role's ARN.
///   Google: any signed JWT or refresh token at googleToken(); Azure: any client secret at azureAuthority();
///   Keystone: user "reader" of domain "Default", or application credential "app", secret "sim-secret".
class Simulator
{
public:
    static base::Result<std::unique_ptr<Simulator>> start(Estate estate, Behaviour behaviour = {});
    ~Simulator();

    std::string root() const; ///< "http://127.0.0.1:4711": AWS's and Azure's endpoint
    std::string googleCompute() const { return root() + "/compute/v1"; }
    std::string googleDns() const { return root() + "/dns/v1"; }
    std::string googleToken() const { return root() + "/token"; }
    std::string azureAuthority() const { return root(); }
    std::string keystone() const { return root() + "/identity/v3"; }

    Estate estate() const;
    /// Somebody else changes something, out of band.
    void change(const std::function<void(Estate&)>& what);
    void behave(Behaviour behaviour);
    std::vector<Call> calls() const;
    std::size_t callCount() const;
    void forgetCalls();

private:
    struct Parts;
    explicit Simulator(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace zonescope::cloudsim
