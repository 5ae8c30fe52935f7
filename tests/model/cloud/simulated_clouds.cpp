// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/cloud/simulated_clouds.h"

#include "model/cloud/json.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace zonescope::cloud {
namespace {

std::string privateKey()
{
    static const std::string pem = [] {
        EVP_PKEY* key = EVP_RSA_gen(2048);
        BIO* bio = BIO_new(BIO_s_mem());
        PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
        char* data = nullptr;
        const long size = BIO_get_mem_data(bio, &data);
        std::string text(data, static_cast<std::size_t>(size));
        BIO_free(bio);
        EVP_PKEY_free(key);
        return text;
    }();
    return pem;
}

} // namespace

bool SimulatedClouds::start()
{
    auto started = cloudsim::Simulator::start(cloudsim::smallEstate());
    if (started)
        m_simulator = std::move(*started);
    return started.has_value();
}

ScanSettings SimulatedClouds::settings(SnapshotPtr earlier, std::function<bool()> cancelled) const
{
    ScanSettings made;
    made.label = "simulated";
    made.earlier = std::move(earlier);
    made.clock = m_clock;
    made.http.cancelled = cancelled;
    // As the engine waits, but not as long: a moment lets the simulator's buckets fill.
    made.wait = [cancelled](base::Duration wanted) {
        std::mutex mutex;
        std::condition_variable never;
        std::unique_lock lock(mutex);
        const auto longest = std::min<base::Duration>(wanted, std::chrono::milliseconds(60));
        return !never.wait_for(lock, longest, [&] { return cancelled && cancelled(); });
    };
    return made;
}

OpenStackProfile SimulatedClouds::openStackProfile() const
{
    const auto profiles = OpenStackProfiles::make(
        "clouds:\n  sim:\n    auth:\n      auth_url: " + m_simulator->keystone() +
            "\n      username: reader\n      project_name: demo\n      user_domain_name: Default\n"
            "      project_domain_name: Default\n    region_name: RegionOne\n",
        "clouds:\n  sim:\n    auth:\n      password: sim-secret\n", {});
    const auto profile = profiles ? profiles->find("") : base::Result<OpenStackProfile>(OpenStackProfile{});
    return profile ? *profile : OpenStackProfile{};
}

GoogleCredentials SimulatedClouds::googleCredentials() const
{
    rapidjson::Document file(rapidjson::kObjectType);
    const auto set = [&](const char* name, const std::string& value) {
        file.AddMember(rapidjson::StringRef(name), Json(value.c_str(), file.GetAllocator()),
                       file.GetAllocator());
    };
    set("type", "service_account");
    set("project_id", cloudsim::googleProject);
    set("client_email", "reader@sim-project.iam.gserviceaccount.com");
    set("private_key_id", "k1");
    set("private_key", privateKey());
    set("token_uri", m_simulator->googleToken());
    const auto credentials = parseGoogleCredentials(jsonText(file));
    return credentials ? *credentials : GoogleCredentials{};
}

AzureCredentials SimulatedClouds::azureCredentials() const
{
    const AzureProfiles profiles({{"AZURE_TENANT_ID", "tenant"},
                                  {"AZURE_CLIENT_ID", "client"},
                                  {"AZURE_CLIENT_SECRET", "sim-secret"},
                                  {"AZURE_AUTHORITY_HOST", m_simulator->azureAuthority()}},
                                 {});
    auto credentials = profiles.find("").value_or(AzureCredentials{});
    credentials.manager = m_simulator->root();
    return credentials;
}

base::Result<SnapshotPtr> SimulatedClouds::scan(Provider provider, SnapshotPtr earlier,
                                                std::function<bool()> cancelled) const
{
    ScanSettings how = settings(std::move(earlier), std::move(cancelled));
    switch (provider) {
    case Provider::Aws: {
        AwsProfile profile;
        profile.keys = {"AKIA111122223333", "secret", {}};
        profile.endpoint = m_simulator->root();
        return scanAws({profile, {}, std::move(how)});
    }
    case Provider::Google:
        return scanGoogle({googleCredentials(), {}, m_simulator->root(), std::move(how)});
    case Provider::Azure:
        return scanAzure({azureCredentials(), {}, std::move(how)});
    case Provider::OpenStack:
        break;
    }
    return scanOpenStack({openStackProfile(), {}, std::move(how)});
}

} // namespace zonescope::cloud
