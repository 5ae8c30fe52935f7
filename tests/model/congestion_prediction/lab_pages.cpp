// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/congestion_prediction/lab_pages.h"

#include "model/congestion/experiment/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace zonescope::kit {
namespace {

using congestion::PassiveRecord;
using congestion::Random;
using congestion::RumRecord;

constexpr double segment = 1448;
constexpr std::array<const char*, 3> algorithms{"cubic", "reno", "bbr"};

struct Path
{
    double rtt;        ///< s
    double bottleneck; ///< octets a second
    double mostLoss;
    double phase;
};

double lossAt(const Path& path, double share)
{
    const double wave = 0.5 + 0.5 * std::sin(2 * std::numbers::pi * (share + path.phase));
    return 0.0004 + path.mostLoss * wave * wave;
}

double rateOf(std::size_t algorithm, const Path& path, double loss)
{
    if (algorithm == 2)
        return path.bottleneck * 0.9 * (1 - loss);
    const double mathis = segment / path.rtt * std::sqrt(1.5 / loss) * (algorithm == 0 ? 1.33 : 1);
    return std::min(path.bottleneck * 0.95, mathis);
}

struct Connection
{
    PassiveRecord record;
    double seconds = 0;
};

Connection carry(std::size_t algorithm, const Path& path, double loss, double bytes, Random& random)
{
    const double rtt = path.rtt * (1.02 + 0.1 * random.uniform() + (algorithm == 2 ? 0.03 : 0.12 * loss));
    const double rate = rateOf(algorithm, path, loss) * std::exp(0.12 * random.normal());
    const double slowStart = rtt * std::log2(1 + std::min(bytes, rate * rtt) / (10 * segment));
    const double lostShare = loss * std::exp(0.25 * random.normal()) * (algorithm == 2 ? 1.6 : 1.0);
    const double timeouts = random.uniform() < std::min(0.6, 12 * loss) ? 1 : 0;
    const double busy = rtt + slowStart + bytes / rate + 0.2 * timeouts;
    Connection made;
    made.seconds = busy + rtt;
    PassiveRecord& record = made.record;
    record.algorithm = algorithms[algorithm];
    record.bytes = bytes;
    record.minRttMs = path.rtt * 1e3 * (1 + 0.01 * random.uniform());
    record.rttMs = rtt * 1e3;
    record.retransmittedBytes = bytes * lostShare;
    record.deliveryRate = rate * std::exp(0.5 * random.normal()); // its last sample: says little
    record.ackMs = busy * 1e3 * std::exp(0.01 * random.normal());
    record.busyMs = busy * 1e3 * std::exp(0.02 * random.normal());
    record.timeouts = timeouts;
    record.requests = std::floor(2 + 6 * random.uniform());
    return made;
}

} // namespace

LabLog makeLabLog(const LabOptions& options)
{
    Random random(options.seed);
    LabLog log;
    const std::array<Path, 4> paths{
        {{0.04, 6e6, 0.03, 0.0}, {0.08, 4e6, 0.02, 0.3}, {0.02, 3e6, 0.05, 0.55}, {0.12, 8e6, 0.015, 0.8}}};
    std::uint64_t cookie = 0;
    const base::Timestamp start = base::fromMicroseconds(1'795'000'000'000'000 / 420'000'000 * 420'000'000);
    for (int p = 0; p < options.paths; ++p) {
        const Path& path = paths[static_cast<std::size_t>(p) % paths.size()];
        const auto client = *net::IpAddress::fromText("198.51." + std::to_string(100 + p) + ".7");
        base::Timestamp now = start;
        for (int page = 0; page < options.pagesEach; ++page) {
            std::array<std::size_t, 3> order{0, 1, 2};
            random.shuffle(order);
            const double loss = lossAt(path, static_cast<double>(page) / options.pagesEach);
            for (const std::size_t algorithm : order) {
                RumRecord load;
                load.at = now;
                load.client = client;
                load.path = "h" + std::to_string(p + 1);
                double longest = 0;
                load.bytes = 0;
                const double size = 6e5 * std::exp(0.4 * random.normal());
                for (int i = 0; i < 4; ++i) {
                    const double bytes = size * (0.15 + 0.2 * random.uniform());
                    Connection made = carry(algorithm, path, loss, bytes, random);
                    made.record.cookie = ++cookie;
                    made.record.client = client;
                    made.record.path = load.path;
                    made.record.at = now + base::Duration(static_cast<std::int64_t>(made.seconds * 1e6));
                    longest = std::max(longest, made.seconds);
                    *load.bytes += bytes;
                    if (options.cookies)
                        load.cookies.push_back(cookie);
                    log.connections.push_back(std::move(made.record));
                }
                load.loadMs = 1e3 * (longest + 0.015) * std::exp(0.04 * random.normal());
                now +=
                    base::Duration(static_cast<std::int64_t>(load.loadMs * 1e3)) + base::Duration(6'000'000);
                log.loads.push_back(std::move(load));
            }
        }
    }
    return log;
}

} // namespace zonescope::kit
