// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/http.h"
#include "model/cloud/json_path.h"
#include "model/cloud/sigv4.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zonescope::cloud {

inline constexpr const char* ec2Version = "2016-11-15";

/// One list of AWS and how its pages are turned. Data, like the mappings.
struct AwsList
{
    std::string_view service; ///< "ec2", "elasticloadbalancing", "route53"
    const char* action;       ///< of Route 53 the path
    const char* collection;
    int pageSize = 1000; ///< 0: it is never paged
    bool global = false;
    std::string_view of{};        ///< content: the collection whose ids are asked for
    const char* idParameter = ""; ///< content: the parameter that takes the id
    const char* more = "";        ///< further parameters, "a=b&c=d"
};
std::span<const AwsList> awsLists();
std::span<const AwsList> awsContents(); ///< asked for by an id of the lists

struct AwsCall
{
    std::string service;
    std::string region;
    std::string action;  ///< of Route 53 the path
    std::string version; ///< empty: REST, the parameters go into the query
    std::vector<std::pair<std::string, std::string>> parameters;
    std::string token; ///< of the page; part of the parameters already
};

AwsCall callFor(const AwsList& list, const std::string& region, const std::string& parent);
/// Puts the next page's token into the call; gives it, empty when that was the last page.
std::string nextPage(const AwsList& list, const Json& answer, AwsCall& call);
/// The same for a token of EC2 that is known already.
void setPage(AwsCall& call, const std::string& token);
/// `endpoint` empty: AWS's own.
HttpRequest signedRequest(const AwsCall& call, const AwsKeys& keys, const std::string& endpoint,
                          base::Timestamp now);

} // namespace zonescope::cloud
