// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/azure/azure_scan.h"
#include "model/cloud/google/google_scan.h"
#include "model/cloud/intent/drift_finder.h"
#include "model/cloud/write/azure_writer.h"
#include "model/cloud/write/corrector.h"
#include "model/cloud/write/google_writer.h"
#include "tests/cloudsim/simulator.h"
#include "tests/kit/result_macros.h"

#include <QTest>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace zonescope::cloud {

using base::ErrorCode;
using cloudsim::Behaviour;
using cloudsim::Estate;
using cloudsim::Simulator;

inline QJsonObject named(const QJsonArray& list, const char* name)
{
    const int at = Estate::indexOf(list, "name", QLatin1String(name));
    return at < 0 ? QJsonObject() : list[at].toObject();
}

inline void change(Estate& estate, const std::string& path, const char* name,
                   const std::function<void(QJsonObject&)>& what)
{
    QJsonArray& list = estate.list(path);
    const int at = Estate::indexOf(list, "name", QLatin1String(name));
    QJsonObject object = list[at].toObject();
    what(object);
    list[at] = object;
}

struct Drift
{
    const char* name;
    std::function<void(Estate&)> what;
    QStringList calls; ///< as they are previewed: method and the end of the URL
};

inline QStringList shown(const PreparedCorrection& prepared)
{
    QStringList calls;
    for (const WriteCall& call : prepared.calls)
        calls += QString::fromStdString(call.request.method) + u' ' +
                 QString::fromStdString(call.request.url).section(u'?', 0, 0).section(u'/', -2);
    return calls;
}

inline void addRows(const std::vector<Drift>& all)
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::newRow(all[i].name) << static_cast<int>(i);
}

/// Simulated providers of which somebody changes something; the tests' slot init() calls begin().
class SimFixture
{
protected:
    void begin();
    SnapshotPtr scan(Provider provider) const;
    std::unique_ptr<ProviderWriter> writer(Provider provider);
    base::Result<std::string> token(Provider provider) const;
    ChangePlan planFor(Provider provider, const std::function<void(Estate&)>& drift);
    bool isInSync(Provider provider) const;
    void putRightAmongThrottling(Provider provider, const Drift& drift);

    std::unique_ptr<Simulator> m_simulator;
    std::shared_ptr<const base::Clock> m_clock = std::make_shared<base::SystemClock>();
    SnapshotPtr m_intended;
    int m_waits = 0;
};

inline void SimFixture::begin()
{
    auto started = Simulator::start(cloudsim::smallEstate());
    QVERIFY_RESULT(started);
    m_simulator = std::move(*started);
    m_intended.reset();
    m_waits = 0;
}

inline SnapshotPtr SimFixture::scan(Provider provider) const
{
    ScanSettings settings;
    settings.label = "simulated";
    settings.clock = m_clock;
    settings.wait = [](base::Duration) { return true; };
    if (provider == Provider::Azure) {
        AzureCredentials credentials{"tenant", "client", "sim-secret", {}, m_simulator->azureAuthority(), {}};
        credentials.manager = m_simulator->root();
        return scanAzure({credentials, {}, settings}).value_or(nullptr);
    }
    GoogleCredentials credentials;
    credentials.project = cloudsim::googleProject;
    credentials.tokenUri = m_simulator->googleToken();
    credentials.clientId = credentials.clientSecret = credentials.refreshToken = "user";
    return scanGoogle({credentials, {}, m_simulator->root(), settings}).value_or(nullptr);
}

inline base::Result<std::string> SimFixture::token(Provider provider) const
{
    HttpClient client({});
    const auto reply = client.perform(
        provider == Provider::Azure
            ? azureTokenRequest({"tenant", "client", "sim-secret", {}, m_simulator->azureAuthority(), {}})
            : HttpRequest{"POST",
                          m_simulator->googleToken(),
                          {{"Content-Type", "application/x-www-form-urlencoded"}},
                          "grant_type=refresh_token&refresh_token=r&client_id=c&client_secret=s"});
    return reply ? readAccessToken(*reply) : tl::unexpected(reply.error());
}

inline std::unique_ptr<ProviderWriter> SimFixture::writer(Provider provider)
{
    const auto held = std::make_shared<std::string>();
    TokenSource tokens = [this, provider, held](bool again) -> base::Result<std::string> {
        if (!held->empty() && !again)
            return *held;
        auto given = token(provider);
        if (given)
            *held = *given;
        return given;
    };
    // The simulator's buckets fill meanwhile; a hundred times asked, it hangs.
    WaitFor wait = [this](base::Duration wanted) {
        std::mutex mutex;
        std::condition_variable never;
        std::unique_lock lock(mutex);
        const auto longest = std::min<base::Duration>(wanted, std::chrono::milliseconds(20));
        return !never.wait_for(lock, longest, [] { return false; }) && ++m_waits < 100;
    };
    if (provider == Provider::Azure)
        return std::make_unique<AzureWriter>(
            AzureWriteAccess{m_simulator->root(), std::move(tokens), {}, std::move(wait)});
    return std::make_unique<GoogleWriter>(
        GoogleWriteAccess{m_simulator->root(), std::move(tokens), {}, std::move(wait)});
}

/// What is there now is intended; then somebody changes something, and it is found.
inline ChangePlan SimFixture::planFor(Provider provider, const std::function<void(Estate&)>& drift)
{
    m_intended = scan(provider);
    m_simulator->change(drift);
    const SnapshotPtr live = scan(provider);
    if (!m_intended || !live)
        return {};
    return planToRevert(findDrift({{1, "pinned", m_intended, nullptr}}, *live, {}, m_clock->wall()).findings);
}

inline bool SimFixture::isInSync(Provider provider) const
{
    const SnapshotPtr live = scan(provider);
    return live &&
           findDrift({{1, "pinned", m_intended, nullptr}}, *live, {}, m_clock->wall()).findings.empty();
}

/// In spite of calls that are refused for a while and tokens that run out.
inline void SimFixture::putRightAmongThrottling(Provider provider, const Drift& drift)
{
    const ChangePlan plan = planFor(provider, drift.what);
    Behaviour hard;
    hard.callsPerSecond = 60;
    hard.bucket = 1;
    hard.tokenUses = 2;
    m_simulator->behave(hard);
    const auto writes = writer(provider);
    const auto prepared = prepare(*writes, plan);
    QVERIFY_RESULT(prepared);
    QVERIFY_RESULT(carryOut(*writes, *prepared));
    m_simulator->behave({});
    QVERIFY(isInSync(provider));
    QVERIFY(std::ranges::count(m_simulator->calls(), 401, &cloudsim::Call::status) > 0);
}

} // namespace zonescope::cloud
