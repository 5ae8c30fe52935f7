// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/aws_profile.h"
#include "model/cloud/openstack/keystone.h"
#include "model/cloud/write/aws_writer.h"
#include "model/cloud/write/openstack_writer.h"
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

/// Signs in when a token is first needed and again when it ran out.
class Keystone
{
public:
    Keystone(cloud::OpenStackProfile profile, cloud::HttpSettings http)
        : m_profile(std::move(profile))
        , m_http(std::move(http))
    {
    }
    base::Result<std::string> token(bool again)
    {
        if (!m_token.token.empty() && !again)
            return m_token.token;
        if (const auto signedIn = signIn(); !signedIn)
            return tl::unexpected(signedIn.error());
        return m_token.token;
    }
    base::Status signIn()
    {
        cloud::HttpClient client(m_http);
        const auto reply = client.perform(cloud::signInRequest(m_profile));
        if (!reply)
            return tl::unexpected(reply.error());
        auto token = cloud::readSignIn(*reply);
        if (!token)
            return tl::unexpected(token.error());
        m_token = std::move(*token);
        return {};
    }
    const cloud::KeystoneToken& given() const { return m_token; }

private:
    const cloud::OpenStackProfile m_profile;
    const cloud::HttpSettings m_http;
    cloud::KeystoneToken m_token;
};

Made openStackWriter(const WriterWanted& wanted)
{
    const auto profiles = cloud::OpenStackProfiles::ofThisUser();
    if (!profiles)
        return tl::unexpected(profiles.error());
    auto profile = profiles->find(wanted.profile);
    if (!profile)
        return tl::unexpected(profile.error());
    if (!wanted.endpoint.empty())
        profile->authUrl = wanted.endpoint;
    cloud::HttpSettings http;
    http.caFile = profile->caFile;
    const std::string interface = profile->interface;
    const auto keystone = std::make_shared<Keystone>(std::move(*profile), http);
    if (const auto signedIn = keystone->signIn(); !signedIn)
        return tl::unexpected(signedIn.error());
    cloud::OpenStackWriteAccess access;
    const std::string region = wanted.region == "global" ? std::string() : wanted.region;
    access.networkUrl = keystone->given().endpoint("network", region, interface);
    if (access.networkUrl.empty())
        return base::fail(base::ErrorCode::NotFound,
                          "the cloud " + wanted.profile + " has no network service in " + wanted.region);
    access.token = [keystone](bool again) { return keystone->token(again); };
    access.http = http;
    return std::make_unique<cloud::OpenStackWriter>(std::move(access));
}

} // namespace

WriterFactory ordinaryWriters(const base::Clock& clock)
{
    return [&clock](const WriterWanted& wanted) -> Made {
        if (wanted.provider == cloud::Provider::Aws)
            return awsWriter(wanted, clock);
        if (wanted.provider == cloud::Provider::OpenStack)
            return openStackWriter(wanted);
        return base::fail(base::ErrorCode::Unsupported, std::string(cloud::providerWord(wanted.provider)) +
                                                            ": nothing is written to it from here");
    };
}

} // namespace zonescope::engine
