// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/cloudsim/world.h"

namespace zonescope::cloudsim {

/// One call of a query protocol: what it says and whom it is for.
struct AwsQuery
{
    const Call& call;
    std::map<std::string, std::string> fields;
    World& world;

    std::string field(const std::string& name) const
    {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    }
    std::string path(const std::string& list) const
    {
        return "aws/" + call.account + "/" + call.region + "/" + list;
    }
};

Answer awsXmlAnswer(const std::string& action, const std::string& inside);
Answer awsFault(int status, const std::string& code, const std::string& message);
/// Nothing when the action is no write that we know.
std::optional<Answer> answerAwsWrite(const AwsQuery& query);
/// The rules of security groups as objects of their own, as DescribeSecurityGroupRules gives them.
QJsonArray awsGroupRules(const QJsonArray& groups);

} // namespace zonescope::cloudsim
