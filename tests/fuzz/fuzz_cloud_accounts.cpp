// SPDX-License-Identifier: GPL-3.0-or-later
// Answers to signing in, errors of providers, and the files credentials come from. The first octet chooses.
#include "model/cloud/aws_profile.h"
#include "model/cloud/azure/azure_scan.h"
#include "model/cloud/google/google_scan.h"
#include "model/cloud/openstack/keystone.h"
#include "model/cloud/openstack/openstack_scan.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

namespace {

void signInAnswer(const cloud::HttpReply& reply)
{
    const auto token = cloud::readSignIn(reply);
    if (!token) {
        FUZZ_CHECK(!token.error().detail.empty());
        return;
    }
    FUZZ_CHECK(!token->projectId.empty() && !token->token.empty());
    for (const std::string& region : token->regions())
        FUZZ_CHECK(token->endpoint("network", region, "public").empty() ||
                   !token->endpoint("network", region, "public").ends_with('/'));
}

void errorAnswers(const cloud::HttpReply& reply)
{
    for (const cloud::ScanProblem& problem :
         {cloud::openStackProblem(reply, "x"), cloud::googleProblem(reply, "x"),
          cloud::azureProblem(reply, "x")})
        FUZZ_CHECK(problem.detail.starts_with("x: ") && (problem.again || !problem.throttled));
    const auto token = cloud::readAccessToken(reply);
    FUZZ_CHECK(token ? !token->empty() : !token.error().detail.empty());
}

void cloudsYaml(std::string_view text)
{
    const auto profiles = cloud::OpenStackProfiles::make(text, {}, {});
    if (!profiles)
        return;
    for (const std::string& name : profiles->names())
        if (const auto profile = profiles->find(name))
            FUZZ_CHECK(!profile->authUrl.empty() && !cloud::signInRequest(*profile).body.empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1,
                                size - 1); // NOLINT: octets either way
    cloud::HttpReply reply;
    reply.body = text;
    switch (data[0] % 6) {
    case 0:
        reply.status = 201;
        reply.subjectToken = "token";
        signInAnswer(reply);
        break;
    case 1:
        for (const int status : {200, 400, 401, 403, 429, 503}) {
            reply.status = status;
            errorAnswers(reply);
        }
        break;
    case 2:
        cloudsYaml(text);
        break;
    case 3:
        if (const auto credentials = cloud::parseGoogleCredentials(text))
            FUZZ_CHECK(credentials->isServiceAccount() || !credentials->refreshToken.empty());
        break;
    case 4:
        if (const auto credentials = cloud::parseAzureAuthFile(text))
            FUZZ_CHECK(!credentials->clientSecret.empty() &&
                       !cloud::azureTokenRequest(*credentials).body.empty());
        break;
    default:
        cloud::AzureProfiles({}, std::string(text)).names();
        cloud::parseAwsIni(text);
        break;
    }
    return 0;
}
