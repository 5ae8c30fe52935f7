// SPDX-License-Identifier: GPL-3.0-or-later
// What a running experiment costs each time it is looked at anew: 2 x 10,000 values.
#include "model/congestion/experiment/analysis.h"
#include "model/congestion/experiment/random.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

using namespace zonescope;
using namespace zonescope::congestion;

namespace {

Experiment experimentOf(std::uint32_t blocks, std::uint32_t repeats)
{
    Random random(1);
    Experiment experiment;
    experiment.design.arms = {"cubic", "bbr"};
    experiment.design.targets = {{"one", {}}};
    experiment.design.blocks = blocks;
    experiment.design.repeats = repeats;
    base::Timestamp now{};
    for (std::uint32_t block = 0; block < blocks; ++block)
        for (std::uint32_t i = 0; i < 2 * repeats; ++i) {
            ExperimentSample sample;
            sample.number = block * 2 * repeats + i;
            sample.block = block;
            sample.arm = static_cast<std::uint16_t>(i % 2);
            sample.startedAt = now;
            sample.took = base::Duration(static_cast<std::int64_t>(1e6 * std::exp(0.6 * random.normal())));
            now += sample.took;
            experiment.samples.push_back(sample);
        }
    return experiment;
}

template <class Work>
double medianMs(Work work)
{
    std::vector<double> times;
    for (int i = 0; i < 21; ++i) {
        const std::clock_t from = std::clock(); // CPU: the machine is shared
        work();
        times.push_back(1e3 * static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC);
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

} // namespace

int main()
{
    double sum = 0;
    for (const auto& [blocks, repeats] :
         {std::pair{500U, 20U}, std::pair{10'000U, 1U}, std::pair{100U, 100U}}) {
        const Experiment experiment = experimentOf(blocks, repeats);
        std::vector<BlockValues> values(blocks);
        for (const ExperimentSample& sample : experiment.samples)
            (sample.arm ? values[sample.block].arm : values[sample.block].baseline)
                .push_back(static_cast<double>(sample.took.count()));
        const double estimate = medianMs([&] { sum += estimateRatio(values)->high; });
        const double whole = medianMs([&] { sum += analyse(experiment).all.comparisons[0].estimate->low; });
        std::printf("2 x 10,000 values in %u blocks: ratio with interval %.1f ms, all charts of it %.1f ms\n",
                    blocks, estimate, whole);
    }
    return sum > 0 ? 0 : 1;
}
