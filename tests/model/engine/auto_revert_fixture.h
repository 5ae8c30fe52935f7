// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/openstack/openstack_scan.h"
#include "model/engine/intent_desk.h"
#include "tests/cloudsim/simulator.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/model/engine/meddled_cloud.h"

#include <QTest>

namespace zonescope::engine {

using namespace std::chrono_literals;
using base::ErrorCode;
using cloud::RevertClass;
using cloud::RevertReason;
using cloudsim::Estate;

inline const std::string account = "OpenStack sim";

/// A desk that reads a simulated OpenStack as often as a test wants, with a pinned intent, a clock that the
/// test moves, and a provider in whose calls the test may meddle.
class AutoRevertFixture : public QObject
{
protected:
    void begin();
    void restart();
    cloud::SnapshotPtr scan() const;
    /// Reads, and lets happen what happens; `times` in a row, ten minutes apart.
    void round(int times = 1, const IntentDesk::ReadAgain& again = {});
    std::shared_ptr<const DriftView> ask(const IntentRequest& what)
    {
        auto answer = m_desk->answer(what, *m_snapshots);
        if (!answer)
            qFatal("%s", base::toString(answer.error()).c_str());
        return std::get<IntentAnswer>(*answer).view;
    }
    std::shared_ptr<const DriftView> view() { return ask(ShowDrift{}); }
    void allow(const std::function<void(cloud::AutoRevertSettings&)>& more = {});
    QStringList routes() const;
    QStringList rules() const;
    std::string reason() ///< of the only note
    {
        const auto notes = view()->notes;
        return notes.size() != 1 ? std::to_string(notes.size()) + " notes"
                                 : std::string(cloud::revertReasonWord(notes[0].decision.reason));
    }
    std::string halted() { return view()->autoReverts.at(0).halted; }
    int count(pipeline::Event::Kind kind) const
    {
        return static_cast<int>(std::ranges::count(m_events, kind, &pipeline::Event::kind));
    }

    std::unique_ptr<kit::TemporaryFolder> m_folder;
    std::unique_ptr<cloudsim::Simulator> m_simulator;
    std::shared_ptr<kit::FakeClock> m_clock;
    std::vector<pipeline::Event> m_events;
    MeddledWriter::Before m_before;
    std::function<void()> m_onWriter;
    std::optional<store::CloudStore> m_snapshots;
    std::unique_ptr<IntentDesk> m_desk;
};

inline void AutoRevertFixture::begin()
{
    m_desk.reset();
    m_snapshots.reset();
    m_folder = std::make_unique<kit::TemporaryFolder>();
    m_clock = std::make_shared<kit::FakeClock>(); // Thursday, midnight UTC
    m_before = {};
    m_onWriter = {};
    m_events.clear();
    auto simulator = cloudsim::Simulator::start(cloudsim::smallEstate());
    QVERIFY_RESULT(simulator);
    m_simulator = std::move(*simulator);
    const auto file = m_folder->path() / "clouds.yaml";
    const std::string auth = ": {region_name: RegionOne, auth: {auth_url: \"" + m_simulator->keystone() +
                             "\", username: reader, password: sim-secret, project_name: demo, "
                             "user_domain_name: Default, project_domain_name: Default}}\n";
    kit::writeText(file, "clouds:\n  sim" + auth + "  writer" + auth);
    qputenv("OS_CLIENT_CONFIG_FILE", QByteArray::fromStdString(file.string()));
    auto snapshots = store::CloudStore::open(m_folder->path() / "cloud.sqlite");
    QVERIFY_RESULT(snapshots);
    m_snapshots.emplace(std::move(*snapshots));
    restart();
    round();
    ask(PinIntent{});
    round();
    QVERIFY(view()->events.empty());
}

inline void AutoRevertFixture::restart()
{
    m_desk = std::make_unique<IntentDesk>(
        m_folder->path() / "intent.sqlite", *m_clock,
        [this](pipeline::Event event) { m_events.push_back(std::move(event)); },
        [this](const WriterWanted& wanted) -> base::Result<std::unique_ptr<cloud::ProviderWriter>> {
            if (m_onWriter)
                m_onWriter();
            auto real = ordinaryWriters(*m_clock)(wanted);
            if (!real)
                return real;
            return std::make_unique<MeddledWriter>(std::move(*real), [this](const cloud::WriteCall& call) {
                return m_before ? m_before(call) : base::Status();
            });
        });
}

inline cloud::SnapshotPtr AutoRevertFixture::scan() const
{
    m_clock->advance(1s);
    cloud::OpenStackScanRequest request;
    request.profile = cloud::OpenStackProfiles::ofThisUser().value().find("sim").value();
    request.settings.label = account;
    request.settings.clock = m_clock;
    request.settings.wait = [](base::Duration) { return true; };
    auto read = cloud::scanOpenStack(request);
    if (!read)
        qFatal("%s", base::toString(read.error()).c_str());
    return *read;
}

inline void AutoRevertFixture::round(int times, const IntentDesk::ReadAgain& again)
{
    for (; times > 0; --times) {
        m_clock->advance(10min);
        const auto snapshot = scan();
        const auto kept = m_snapshots->save(*snapshot);
        QVERIFY_RESULT(kept);
        const auto usually = [this]() -> base::Result<cloud::SnapshotPtr> {
            auto read = scan();
            if (const auto saved = m_snapshots->save(*read); !saved)
                return tl::unexpected(saved.error());
            return read;
        };
        QVERIFY_RESULT(m_desk->scanned(*m_snapshots, snapshot, again ? again : usually));
    }
}

inline void AutoRevertFixture::allow(const std::function<void(cloud::AutoRevertSettings&)>& more)
{
    cloud::AutoRevertSettings settings = muchAllowed(account);
    if (more)
        more(settings);
    ask(AllowWriting{true});
    ask(SetAutoRevert{settings});
}

inline QStringList AutoRevertFixture::routes() const
{
    QStringList all;
    for (const QJsonValue route : m_simulator->estate().find("openstack/routers").at(0)["routes"].toArray())
        all << route["destination"].toString();
    all.sort();
    return all;
}

inline QStringList AutoRevertFixture::rules() const
{
    QStringList all;
    for (const QJsonValue rule :
         m_simulator->estate().find("openstack/security_groups").at(0)["security_group_rules"].toArray())
        if (rule["direction"].toString() == QStringLiteral("ingress"))
            all << QString::number(rule["port_range_min"].toInt());
    all.sort();
    return all;
}

} // namespace zonescope::engine
