// SPDX-License-Identifier: GPL-3.0-or-later
// Learning from and reading of large logs, CPU time.
#include "model/congestion/experiment/random.h"
#include "model/congestion/prediction/log_import.h"
#include "model/congestion/prediction/ridge.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

using namespace zonescope::congestion;

namespace {

template <class Work>
double medianMs(int runs, Work work)
{
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const std::clock_t from = std::clock();
        work();
        times.push_back(1e3 * static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC);
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

} // namespace

int main()
{
    Random random(1);
    FeatureTable table{10, {}};
    std::vector<double> targets;
    for (int row = 0; row < 100'000; ++row) {
        double sum = 0;
        for (int column = 0; column < 10; ++column) {
            table.values.push_back(random.normal());
            sum += table.values.back() * column;
        }
        targets.push_back(sum + random.normal());
    }
    double kept = 0;
    const double fit = medianMs(21, [&] { kept += Ridge::fit(table, targets).penalty(); });
    std::printf("ridge, 100,000 rows of 10 columns, 25 penalties: %.1f ms\n", fit);
    std::string lines;
    for (int i = 0; i < 100'000; ++i)
        lines += "{\"time\":" + std::to_string(1'795'269'785 + i) + ",\"client\":\"203.0.113." +
                 std::to_string(i % 250) + "\",\"algorithm\":\"bbr\",\"bytes\":" + std::to_string(i) +
                 ",\"min_rtt_ms\":20.5,\"rtt_ms\":25.25,\"retransmits\":3,\"busy_ms\":120.5}\n";
    const double read = medianMs(
        7, [&] { kept += static_cast<double>(readPassiveLog(LogFormat::JsonLines, lines).records.size()); });
    std::printf("100,000 JSON lines (%zu MB): %.0f ms\n", lines.size() >> 20, read);
    return kept > 0 ? 0 : 1;
}
