// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/aws_role.h"
#include "model/cloud/azure/azure_credentials.h"
#include "model/cloud/google/google_credentials.h"
#include "model/cloud/openstack/keystone.h"
#include "model/cloud/write/aws_writer.h"
#include "model/cloud/write/azure_writer.h"
#include "model/cloud/write/google_writer.h"
#include "model/cloud/write/openstack_writer.h"
#include "model/engine/correction_desk.h"

#include <thread>

namespace zonescope::engine {
namespace {

using Made = base::Result<std::unique_ptr<cloud::ProviderWriter>>;

/// Keys of the profile's role, asked for with its own keys when they are first needed and when they ran out.
class AwsRole
{
public:
    AwsRole(cloud::AwsProfile profile, std::string endpoint, std::shared_ptr<const base::Clock> clock)
        : m_profile(std::move(profile))
        , m_endpoint(std::move(endpoint))
        , m_clock(std::move(clock))
    {
    }
    base::Result<cloud::AwsKeys> keys(bool again)
    {
        if (!m_keys.accessKey.empty() && !again)
            return m_keys;
        cloud::HttpClient client({});
        const auto reply =
            client.perform(cloud::signedRequest(cloud::assumeRoleCall(m_profile, "zonescope-correction"),
                                                m_profile.keys, m_endpoint, m_clock->wall()));
        if (!reply)
            return tl::unexpected(reply.error());
        auto given = cloud::readAssumedKeys(*reply);
        if (given)
            m_keys = *given;
        return given;
    }

private:
    const cloud::AwsProfile m_profile;
    const std::string m_endpoint;
    const std::shared_ptr<const base::Clock> m_clock;
    cloud::AwsKeys m_keys; ///< a secret
};

/// A bearer token of a grant: asked for when it is first needed and again when it is refused.
class GrantedToken
{
public:
    using MakeRequest = std::function<base::Result<cloud::HttpRequest>()>;
    explicit GrantedToken(MakeRequest make)
        : m_make(std::move(make))
    {
    }
    base::Result<std::string> token(bool again)
    {
        if (!m_token.empty() && !again)
            return m_token;
        const auto request = m_make();
        if (!request)
            return tl::unexpected(request.error());
        cloud::HttpClient client({});
        const auto reply = client.perform(*request);
        if (!reply)
            return tl::unexpected(reply.error());
        auto given = cloud::readAccessToken(*reply);
        if (given)
            m_token = *given;
        return given;
    }

private:
    const MakeRequest m_make;
    std::string m_token; ///< a secret
};

cloud::TokenSource tokensOf(GrantedToken::MakeRequest make)
{
    const auto granted = std::make_shared<GrantedToken>(std::move(make));
    return [granted](bool again) { return granted->token(again); };
}

Made googleWriter(const WriterWanted& wanted, const base::Clock& clock, const cloud::WaitFor& wait)
{
    const auto credentials = cloud::GoogleProfiles::ofThisUser().find(wanted.profile);
    if (!credentials)
        return tl::unexpected(credentials.error());
    cloud::GoogleWriteAccess access;
    if (!wanted.endpoint.empty())
        access.endpoint = wanted.endpoint;
    access.wait = wait;
    access.token = tokensOf([credentials = *credentials, &clock] {
        return cloud::googleTokenRequest(credentials, clock.wall(), cloud::googleWriteScope);
    });
    return std::make_unique<cloud::GoogleWriter>(std::move(access));
}

Made azureWriter(const WriterWanted& wanted, const cloud::WaitFor& wait)
{
    const auto credentials = cloud::AzureProfiles::ofThisUser().find(wanted.profile);
    if (!credentials)
        return tl::unexpected(credentials.error());
    cloud::AzureWriteAccess access;
    access.endpoint = wanted.endpoint.empty() ? credentials->manager : wanted.endpoint;
    access.wait = wait;
    access.token = tokensOf([credentials = *credentials]() -> base::Result<cloud::HttpRequest> {
        return cloud::azureTokenRequest(credentials);
    });
    return std::make_unique<cloud::AzureWriter>(std::move(access));
}

Made awsWriter(const WriterWanted& wanted, const base::Clock& clock)
{
    const auto profile = cloud::AwsProfiles::ofThisUser().find(wanted.profile);
    if (!profile)
        return tl::unexpected(profile.error());
    cloud::AwsWriteAccess access;
    access.keys = profile->keys;
    access.endpoint = wanted.endpoint.empty() ? profile->endpoint : wanted.endpoint;
    // The clock lives as long as the engine, and longer than any writer.
    access.clock = std::shared_ptr<const base::Clock>(std::shared_ptr<void>(), &clock);
    if (!profile->roleArn.empty()) {
        const auto role = std::make_shared<AwsRole>(*profile, access.endpoint, access.clock);
        access.role = [role](bool again) { return role->keys(again); };
    }
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

WriterFactory ordinaryWriters(const base::Clock& clock, cloud::WaitFor wait)
{
    if (!wait)
        wait = [](base::Duration duration) {
            std::this_thread::sleep_for(duration);
            return true;
        };
    return [&clock, wait = std::move(wait)](const WriterWanted& wanted) -> Made {
        switch (wanted.provider) {
        case cloud::Provider::Aws:
            return awsWriter(wanted, clock);
        case cloud::Provider::Google:
            return googleWriter(wanted, clock, wait);
        case cloud::Provider::Azure:
            return azureWriter(wanted, wait);
        case cloud::Provider::OpenStack:
            break;
        }
        return openStackWriter(wanted);
    };
}

} // namespace zonescope::engine
