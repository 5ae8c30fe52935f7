// SPDX-License-Identifier: GPL-3.0-or-later
// BBR against CUBIC over an emulated path: 50 ms, 2 % loss towards the reader, real kernels at both ends.
#include "model/congestion/experiment/analysis.h"
#include "model/congestion/experiment/experiment_service.h"
#include "model/net/socket.h"
#include "tests/kit/result_macros.h"
#include "tests/netlab/lab.h"
#include "tests/netlab/lab_test.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <thread>

using namespace zonescope;
using namespace zonescope::congestion;

class TestLabExperiment : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void bbrIsFoundWithinSixBlocks();
    void armsAtOnceHaveNoVerdict();

private:
    std::unique_ptr<netlab::Lab> makeLab(double loss, std::uint64_t rate, std::size_t queue);
};

namespace {

/// At the near end: takes what everybody sends.
class Sink
{
public:
    explicit Sink(const netlab::Namespace& there)
    {
        const netlab::Inside inside(there);
        m_listener = std::move(*net::listenTcp({netlab::Lab::nearAddress(), 5001}));
        m_thread = std::thread([this] { run(); });
    }
    ~Sink()
    {
        m_end = true;
        m_thread.join();
    }

private:
    void run()
    {
        std::vector<net::UniqueFd> clients;
        std::array<std::uint8_t, 65536> buffer{};
        while (!m_end) {
            std::vector<pollfd> entries{{m_listener.get(), POLLIN, 0}};
            for (const net::UniqueFd& client : clients)
                entries.push_back({client.get(), POLLIN, 0});
            if (::poll(entries.data(), entries.size(), 20) <= 0)
                continue;
            for (std::size_t i = clients.size(); i > 0; --i) {
                if (entries[i].revents == 0)
                    continue;
                const auto got = net::readSome(clients[i - 1].get(), buffer);
                if (!got || (*got && **got == 0))
                    clients.erase(clients.begin() + static_cast<std::ptrdiff_t>(i - 1));
            }
            if (entries[0].revents != 0)
                if (auto accepted = net::acceptTcp(m_listener.get()); accepted && *accepted)
                    clients.push_back(std::move((*accepted)->socket));
        }
    }

    net::UniqueFd m_listener;
    std::atomic<bool> m_end{false};
    std::thread m_thread;
};

ExperimentDesign lossyDesign(std::uint32_t blocks)
{
    ExperimentDesign design;
    design.name = "lab";
    design.arms = {"cubic", "bbr"};
    design.targets = {{"near", {netlab::Lab::nearAddress(), 5001}}};
    design.blocks = blocks;
    design.bytes = 1'500'000;
    design.timeout = std::chrono::seconds(60);
    design.pause = std::chrono::milliseconds(100);
    return design;
}

bool ended(const ExperimentService& service)
{
    const auto snapshot = service.snapshot();
    return !snapshot->running && !snapshot->experiments.empty() &&
           snapshot->experiments[0]->state != ExperimentState::Running;
}

void keepNoMetrics()
{
    std::ofstream("/proc/sys/net/ipv4/tcp_no_metrics_save") << "1";
}

} // namespace

void TestLabExperiment::initTestCase()
{
    NEEDS_LAB();
    const ExperimentPreflight preflight = runExperimentPreflight();
    const AlgorithmState* bbr = preflight.find("bbr");
    if (!bbr->available)
        QSKIP("tcp_bbr is not loaded (modprobe tcp_bbr)");
}

std::unique_ptr<netlab::Lab> TestLabExperiment::makeLab(double loss, std::uint64_t rate, std::size_t queue)
{
    netlab::Lab::Options options;
    options.plan = netlab::chain(1, std::chrono::milliseconds(25));
    options.plan.back.loss.random = loss;
    options.plan.back.bitsPerSecond = rate;
    options.plan.back.queueOctets = queue;
    auto lab = netlab::Lab::create(std::move(options));
    if (!lab) {
        qWarning("%s", lab.error().detail.c_str());
        return nullptr;
    }
    const netlab::Inside inside((*lab)->far());
    keepNoMetrics();
    return std::move(*lab);
}

void TestLabExperiment::bbrIsFoundWithinSixBlocks()
{
    const auto lab = makeLab(0.02, 50'000'000, 312'500);
    QVERIFY(lab);
    const Sink sink(lab->near());
    std::unique_ptr<ExperimentService> service;
    {
        const netlab::Inside inside(lab->far()); // its thread stays there
        service = ExperimentService::start({});
    }
    QVERIFY_RESULT(service->begin(lossyDesign(6)));
    QTRY_VERIFY_WITH_TIMEOUT(ended(*service), 110'000);
    const auto snapshot = service->snapshot();
    const Experiment& experiment = *snapshot->experiments[0];
    QVERIFY2(experiment.state == ExperimentState::Finished, experiment.note.c_str());
    const Analysis analysis = analyse(experiment);
    const auto& cubic = analysis.all.arms[0];
    const auto& bbr = analysis.all.arms[1];
    qInfo("cubic %.2f to %.2f s, bbr %.2f to %.2f s; %s", cubic.seconds.front(), cubic.seconds.back(),
          bbr.seconds.front(), bbr.seconds.back(),
          verdictSentence(experiment, analysis.all, analysis.all.comparisons[0]).c_str());
    QCOMPARE(analysis.all.comparisons[0].verdict, Verdict::Faster);
    // The slowest of bbr is three times as fast as the fastest of cubic.
    QVERIFY(bbr.seconds.back() * 3 <= cubic.seconds.front());
    QVERIFY(bbr.retransmittedShare() > 0.005);
    for (const ExperimentSample& sample : experiment.samples) {
        QVERIFY(sample.minRttUs > 49'000);
        QVERIFY(sample.pathBefore != 0 && sample.pathBefore == sample.pathAfter);
    }
}

/// What a concurrent A/B test does: two arms at once on one bottleneck. Each takes the other's share, so the
/// figures mean nothing, however clear they look.
void TestLabExperiment::armsAtOnceHaveNoVerdict()
{
    const auto lab = makeLab(0, 20'000'000, 62'500);
    QVERIFY(lab);
    const Sink sink(lab->near());
    Experiment experiment;
    experiment.design = lossyDesign(3);
    experiment.state = ExperimentState::Finished;
    const std::atomic<bool> stop{false};
    for (std::uint32_t block = 0; block < 3; ++block) {
        std::array<ExperimentSample, 2> samples;
        std::array<std::thread, 2> threads;
        for (std::uint16_t arm = 0; arm < 2; ++arm)
            threads[arm] = std::thread([&, arm] {
                const netlab::Inside inside(lab->far());
                ExperimentSample& sample = samples[arm];
                sample.number = 2 * block + arm;
                sample.block = block;
                sample.arm = arm;
                sample.startedAt = base::SystemClock().wall();
                const SendResult result =
                    sendStream({experiment.design.targets[0].at, experiment.design.arms[arm], 3'000'000,
                                std::chrono::seconds(60)},
                               stop);
                sample.took = result.took;
                sample.outcome = result.outcome;
                sample.bytes = result.bytes;
                sample.pathBefore = sample.pathAfter = 1;
            });
        for (std::thread& thread : threads)
            thread.join();
        experiment.samples.insert(experiment.samples.end(), samples.begin(), samples.end());
    }
    const Analysis analysis = analyse(experiment);
    qInfo("overlap %.0f %%; %s", analysis.all.overlapShare * 100,
          verdictSentence(experiment, analysis.all, analysis.all.comparisons[0]).c_str());
    QCOMPARE(analysis.all.comparisons[0].verdict, Verdict::Withheld);
    QCOMPARE(verdictSentence(experiment, analysis.all, analysis.all.comparisons[0]),
             std::string("verdict withheld: arms overlap"));
}

LAB_TEST_MAIN(TestLabExperiment)
#include "tst_lab_experiment.moc"
