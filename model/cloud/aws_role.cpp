// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/aws_role.h"

#include "model/cloud/aws_xml.h"

namespace zonescope::cloud {

AwsCall assumeRoleCall(const AwsProfile& profile, const std::string& session)
{
    AwsCall call{"sts",
                 profile.region.empty() ? "us-east-1" : profile.region,
                 "AssumeRole",
                 "2011-06-15",
                 {{"RoleArn", profile.roleArn}, {"RoleSessionName", session}, {"DurationSeconds", "3600"}},
                 {}};
    if (!profile.externalId.empty())
        call.parameters.emplace_back("ExternalId", profile.externalId);
    return call;
}

base::Result<AwsKeys> readAssumedKeys(const HttpReply& reply)
{
    if (reply.status != 200) {
        const auto fault = awsFaultIn(reply.body);
        return base::fail(base::ErrorCode::PermissionDenied,
                          "AssumeRole: " + (fault ? fault->code + ": " + fault->message
                                                  : "HTTP " + std::to_string(reply.status)));
    }
    const auto tree = parseAwsXml(reply.body);
    if (!tree)
        return tl::unexpected(tree.error());
    const Json* given = member(*tree, "Credentials");
    AwsKeys keys;
    if (given)
        keys = {memberText(*given, "AccessKeyId"), memberText(*given, "SecretAccessKey"),
                memberText(*given, "SessionToken")};
    if (keys.accessKey.empty() || keys.secretKey.empty())
        return base::fail(base::ErrorCode::PermissionDenied, "AssumeRole gave no credentials");
    return keys;
}

} // namespace zonescope::cloud
