// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/interop/openstack/openstack_lab.h"
#include "tests/kit/running_engine.h"

#include <QObject>

#include <optional>

namespace zonescope::interop {

/// Neutron is slow, and slower on a busy machine; nothing here is about speed.
inline constexpr std::chrono::seconds patience{180};

/// One lab for everything, because it is expensive: reading in tst_openstack.cpp, drift and corrections in
/// openstack_corrections.cpp.
class TestOpenStack : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyIdIsThere();
    void theClientShowsTheSame();
    void secretsAreTakenOut();
    void unchangedIsUnchanged();
    void aRouteAddedByTheClientIsFound();
    void applicationCredential();
    void driftByTheClientIsPutRight();
    void changedSinceThePreview();
    void staleRevision();
    void whoMayOnlyReadWritesNothing();
    void routesPutInAndWithdrawn();
    void driftIsPutRightWithoutAPerson();
    void noSecretOnDisk();
    void withoutNeutronAllIsStale();

private:
    base::Result<cloud::SnapshotPtr> scan(cloud::SnapshotPtr earlier = nullptr) const;
    std::string idOf(const char* collection, const char* name) const;

    // Of the engine, with the user's files as the openstack client has them.
    template <class Wanted>
    Wanted ask(engine::IntentRequest request)
    {
        const auto answer = tell(std::move(request));
        if (!answer)
            qFatal("%s", base::toString(answer.error()).c_str());
        return std::get<Wanted>(*answer);
    }
    base::Result<engine::Answer> tell(engine::IntentRequest request)
    {
        return m_engine->reply(m_engine->engine().cloudIntent(std::move(request)), patience);
    }
    base::Status read();
    std::shared_ptr<const engine::DriftView> drift()
    {
        return ask<engine::IntentAnswer>(engine::ShowDrift{}).view;
    }
    std::vector<std::string> openDrift();
    std::string edgeRoutes(); ///< as the client shows them
    int webRules(int port);   ///< how many the client shows
    engine::CorrectionInfo lastWritten() { return drift()->corrections.front(); }
    engine::CorrectionState lastState() { return drift()->corrections.front().state; }

    std::optional<OpenStackLab> m_lab;
    cloud::SnapshotPtr m_first;
    kit::TemporaryFolder m_data;
    std::unique_ptr<kit::RunningEngine> m_engine;
};

} // namespace zonescope::interop
