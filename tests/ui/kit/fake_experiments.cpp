// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/experiment_session.h"
#include "model/congestion/experiment/random.h"
#include "tests/ui/kit/fake_data.h"
#include "tests/ui/kit/fake_engine.h"

#include <cmath>

namespace zonescope::uikit {

using congestion::Experiment;
using congestion::ExperimentSample;

/// Three paths, the further the lossier: bbr needs less and less of cubic's time; on the last one both arms
/// were on the path at once.
std::shared_ptr<const congestion::ExperimentsSnapshot> sampleExperiments(base::Timestamp now,
                                                                         std::size_t blocks)
{
    Experiment experiment;
    experiment.id = congestion::ExperimentId{1};
    experiment.design.name = "lossy edges";
    experiment.design.arms = {"cubic", "bbr"};
    experiment.design.blocks = 24;
    for (const char* name : {"ams-1", "sin-1", "gru-1"})
        experiment.design.targets.push_back(
            {name,
             {*net::IpAddress::fromText("192.0.2." + std::to_string(experiment.design.targets.size() + 1)),
              9}});
    experiment.conditions = {"6.1.0-28-amd64", "cubic", "eth0 fq_codel", false};
    experiment.startedAt = now - std::chrono::minutes(40);
    congestion::Random random(5);
    congestion::ExperimentSession session(experiment.design);
    base::Timestamp at = experiment.startedAt;
    while (const auto step = session.next()) {
        if (step->block >= blocks * experiment.design.targets.size())
            break;
        ExperimentSample sample;
        sample.number = step->number;
        sample.block = step->block;
        sample.target = step->target;
        sample.arm = step->arm;
        const double typical = step->arm ? 0.9 : 0.95 + 0.9 * step->target;
        sample.took =
            base::Duration(static_cast<std::int64_t>(1e6 * typical * std::exp(0.25 * random.normal())));
        sample.startedAt = step->target == 2 && step->arm ? at - sample.took : at;
        sample.bytes = 1'000'000;
        sample.bytesRetransmitted = step->arm ? 90'000 : 21'000;
        sample.pathBefore = sample.pathAfter = 7;
        at += sample.took + base::Duration(200'000);
        experiment.samples.push_back(sample);
        session.done(sample);
    }
    auto snapshot = std::make_shared<congestion::ExperimentsSnapshot>();
    snapshot->number = 1;
    experiment.state =
        session.finished() ? congestion::ExperimentState::Finished : congestion::ExperimentState::Running;
    if (!session.finished())
        snapshot->running = experiment.id;
    snapshot->experiments.push_back(std::make_shared<const Experiment>(std::move(experiment)));
    return snapshot;
}

base::Result<congestion::ExperimentId> FakeEngine::beginExperiment(congestion::ExperimentDesign design)
{
    if (const auto checked = congestion::checkDesign(design); !checked)
        return tl::unexpected(checked.error());
    experimentsBegun.push_back(std::move(design));
    return congestion::ExperimentId{static_cast<std::uint32_t>(experimentsBegun.size())};
}

} // namespace zonescope::uikit
