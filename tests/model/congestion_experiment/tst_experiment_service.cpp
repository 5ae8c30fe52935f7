// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/analysis.h"
#include "model/congestion/experiment/experiment_service.h"
#include "model/congestion/experiment/route_lookup.h"
#include "model/net/socket.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>

#include <array>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>

using namespace zonescope;
using namespace zonescope::congestion;

class TestExperimentService : public QObject
{
    Q_OBJECT

private slots:
    void runsAsPlannedAndIsKept();
    void stopsWithoutAVerdict();
    void refusedAlgorithmsFailIt();
    void aRestartGoesOn();
    void oneAtATime();
    void sendsOverLoopback();
    void servedTransfersAreCompared();
    void preflightSaysWhatToType();
    void routeAnswers();
};

namespace {

/// A book in memory that outlives services.
struct Shelf
{
    std::mutex mutex;
    std::map<std::uint32_t, Experiment> experiments;
};

class MemoryBook final : public ExperimentBook
{
public:
    explicit MemoryBook(std::shared_ptr<Shelf> shelf)
        : m_shelf(std::move(shelf))
    {
    }
    base::Result<std::vector<Experiment>> load() override
    {
        const std::lock_guard lock(m_shelf->mutex);
        std::vector<Experiment> all;
        for (const auto& [id, experiment] : m_shelf->experiments)
            all.push_back(experiment);
        return all;
    }
    base::Status put(const Experiment& experiment) override
    {
        const std::lock_guard lock(m_shelf->mutex);
        auto samples = std::move(m_shelf->experiments[experiment.id.value].samples);
        m_shelf->experiments[experiment.id.value] = experiment;
        m_shelf->experiments[experiment.id.value].samples = std::move(samples);
        return {};
    }
    base::Status append(ExperimentId id, const ExperimentSample& sample) override
    {
        const std::lock_guard lock(m_shelf->mutex);
        m_shelf->experiments[id.value].samples.push_back(sample);
        return {};
    }
    base::Status remove(ExperimentId id) override
    {
        const std::lock_guard lock(m_shelf->mutex);
        m_shelf->experiments.erase(id.value);
        return {};
    }

private:
    std::shared_ptr<Shelf> m_shelf;
};

ExperimentDesign design(std::uint32_t blocks = 6)
{
    ExperimentDesign made;
    made.name = "test";
    made.arms = {"cubic", "bbr"};
    made.targets = {{"one", {*net::IpAddress::fromText("192.0.2.1"), 9}}};
    made.blocks = blocks;
    made.pause = base::Duration(0);
    made.timeout = std::chrono::seconds(5);
    return made;
}

ExperimentService::Options options(const std::shared_ptr<Shelf>& shelf)
{
    ExperimentService::Options made;
    made.book = std::make_unique<MemoryBook>(shelf);
    made.conditions = [] { return ExperimentConditions{"6.1", "cubic", "eth0 fq", false}; };
    made.pathOf = [](const net::IpAddress&) { return std::uint64_t{5}; };
    made.send = [](const SendOrder& order, const std::atomic<bool>&) {
        SendResult result;
        result.outcome = SampleOutcome::Ok;
        result.took = base::Duration(order.algorithm == "bbr" ? 100 : 700); // less than the pauses
        result.bytes = order.bytes;
        return result;
    };
    return made;
}

const Experiment* first(const std::shared_ptr<const ExperimentsSnapshot>& snapshot)
{
    return snapshot->experiments.empty() ? nullptr : snapshot->experiments.front().get();
}

bool ended(const ExperimentService& service)
{
    const auto snapshot = service.snapshot();
    const Experiment* experiment = first(snapshot);
    return !snapshot->running && experiment && experiment->state != ExperimentState::Running;
}

/// Reads and discards what one client after the other sends.
class Sink
{
public:
    Sink()
        : m_listener(*net::listenTcp({*net::IpAddress::fromText("127.0.0.1"), 0}))
        , m_thread([this] { run(); })
    {
    }
    ~Sink()
    {
        m_end = true;
        m_thread.join();
    }
    net::Endpoint at() const { return *net::localEndpoint(m_listener.get()); }

private:
    void run()
    {
        net::UniqueFd client;
        std::array<std::uint8_t, 65536> buffer{};
        while (!m_end) {
            pollfd entry{client ? client.get() : m_listener.get(), POLLIN, 0};
            if (::poll(&entry, 1, 10) <= 0)
                continue;
            if (!client) {
                if (auto accepted = net::acceptTcp(m_listener.get()); accepted && *accepted)
                    client = std::move((*accepted)->socket);
                continue;
            }
            const auto got = net::readSome(client.get(), buffer);
            if (!got || (*got && **got == 0))
                client.reset();
        }
    }

    net::UniqueFd m_listener;
    std::atomic<bool> m_end{false};
    std::thread m_thread;
};

} // namespace

void TestExperimentService::runsAsPlannedAndIsKept()
{
    const auto shelf = std::make_shared<Shelf>();
    const auto service = ExperimentService::start(options(shelf));
    const auto id = service->begin(design());
    QVERIFY_RESULT(id);
    QTRY_VERIFY(ended(*service));
    const auto snapshot = service->snapshot();
    const Experiment& experiment = *first(snapshot);
    QCOMPARE(experiment.state, ExperimentState::Finished);
    QCOMPARE(experiment.samples.size(), std::size_t{12});
    QCOMPARE(experiment.conditions.kernel, std::string("6.1"));
    QVERIFY(snapshot->find(*id) == &experiment);
    {
        const std::lock_guard lock(shelf->mutex);
        QVERIFY(shelf->experiments.at(id->value) == experiment);
    }
    service->remove(*id);
    QTRY_VERIFY(service->snapshot()->experiments.empty());
    const std::lock_guard lock(shelf->mutex);
    QVERIFY(shelf->experiments.empty());
}

void TestExperimentService::stopsWithoutAVerdict()
{
    const auto shelf = std::make_shared<Shelf>();
    const auto service = ExperimentService::start(options(shelf));
    ExperimentDesign slow = design(1000);
    slow.pause = std::chrono::milliseconds(2);
    const auto id = service->begin(slow);
    QVERIFY_RESULT(id);
    QTRY_VERIFY(first(service->snapshot()) && first(service->snapshot())->samples.size() > 8);
    service->stop(*id);
    QTRY_VERIFY(ended(*service));
    const auto snapshot = service->snapshot();
    QCOMPARE(first(snapshot)->state, ExperimentState::Stopped);
    QCOMPARE(analyse(*first(snapshot)).all.comparisons[0].verdict, Verdict::TooEarly);
}

void TestExperimentService::refusedAlgorithmsFailIt()
{
    auto made = options(std::make_shared<Shelf>());
    made.send = [](const SendOrder& order, const std::atomic<bool>&) {
        SendResult result;
        result.outcome = order.algorithm == "bbr" ? SampleOutcome::Refused : SampleOutcome::Ok;
        result.detail = order.algorithm + ": Operation not permitted";
        return result;
    };
    const auto service = ExperimentService::start(std::move(made));
    QVERIFY_RESULT(service->begin(design()));
    QTRY_VERIFY(ended(*service));
    const auto snapshot = service->snapshot();
    QCOMPARE(first(snapshot)->state, ExperimentState::Failed);
    QCOMPARE(first(snapshot)->note, std::string("bbr: Operation not permitted"));
}

void TestExperimentService::aRestartGoesOn()
{
    const auto shelf = std::make_shared<Shelf>();
    std::size_t before = 0;
    {
        const auto service = ExperimentService::start(options(shelf));
        ExperimentDesign slow = design(40);
        slow.pause = std::chrono::milliseconds(2);
        QVERIFY_RESULT(service->begin(slow));
        QTRY_VERIFY(first(service->snapshot()) && first(service->snapshot())->samples.size() > 10);
    }
    {
        const std::lock_guard lock(shelf->mutex);
        before = shelf->experiments.at(1).samples.size();
        QCOMPARE(shelf->experiments.at(1).state, ExperimentState::Running);
        QVERIFY(before < 80);
    }
    const auto service = ExperimentService::start(options(shelf));
    QTRY_VERIFY(ended(*service));
    const auto snapshot = service->snapshot();
    const Analysis analysis = analyse(*first(snapshot));
    QCOMPARE(analysis.all.validBlocks, 40U);
    QVERIFY(analysis.all.voidBlocks <= 1);
    QCOMPARE(analysis.all.comparisons[0].verdict, Verdict::Faster);
    const auto next = service->begin(design());
    QVERIFY_RESULT(next);
    QCOMPARE(next->value, 2U); // numbers are not given twice
}

void TestExperimentService::oneAtATime()
{
    const auto service = ExperimentService::start(options(std::make_shared<Shelf>()));
    ExperimentDesign slow = design(1000);
    slow.pause = std::chrono::seconds(100);
    QVERIFY_RESULT(service->begin(slow));
    QVERIFY_ERROR(service->begin(design()), base::ErrorCode::StillInUse);
    ExperimentDesign bad = design();
    bad.arms.clear();
    QVERIFY_ERROR(service->begin(bad), base::ErrorCode::InvalidValue);
    ExperimentDesign served = design();
    served.kind = SendKind::ZoneTransfer;
    QVERIFY_ERROR(service->begin(served), base::ErrorCode::Unsupported);
}

/// Real sockets: the algorithm of this host, so that nothing is refused.
void TestExperimentService::sendsOverLoopback()
{
    const Sink sink;
    const std::atomic<bool> stop{false};
    const std::string algorithm = runExperimentPreflight().conditions.defaultAlgorithm;
    QVERIFY(!algorithm.empty());
    SendResult result = sendStream({sink.at(), algorithm, 3'000'000, std::chrono::seconds(20)}, stop);
    QVERIFY2(result.outcome == SampleOutcome::Ok, result.detail.c_str());
    QCOMPARE(result.bytes, std::uint64_t{3'000'000});
    QVERIFY(result.took > base::Duration(0));
    QVERIFY(result.rttUs > 0);

    result = sendStream({sink.at(), "no-such-thing", 1000, std::chrono::seconds(20)}, stop);
    QCOMPARE(result.outcome, SampleOutcome::Refused);
    QVERIFY(result.detail.starts_with("no-such-thing: "));

    // Nobody there.
    const net::UniqueFd taken = std::move(*net::listenTcp({*net::IpAddress::fromText("127.0.0.1"), 0}));
    const net::Endpoint silent = *net::localEndpoint(taken.get());
    const net::Endpoint nobody{*net::IpAddress::fromText("127.0.0.1"), kit::freePort()};
    QCOMPARE(sendStream({nobody, algorithm, 1000, std::chrono::seconds(20)}, stop).outcome,
             SampleOutcome::Failed);
    // Somebody who never reads: more than both buffers hold.
    result = sendStream({silent, algorithm, 100'000'000, std::chrono::milliseconds(300)}, stop);
    QCOMPARE(result.outcome, SampleOutcome::TimedOut);
    const std::atomic<bool> stopped{true};
    QCOMPARE(sendStream({sink.at(), algorithm, 1000, std::chrono::seconds(20)}, stopped).outcome,
             SampleOutcome::Interrupted);
}

/// The server's side is played here; a secondary draws as often as it is asked to.
void TestExperimentService::servedTransfersAreCompared()
{
    const auto served = std::make_shared<ServedTransfers>();
    auto made = options(std::make_shared<Shelf>());
    made.served = served;
    const auto service = ExperimentService::start(std::move(made));
    const std::string algorithm = runExperimentPreflight().conditions.defaultAlgorithm;
    ExperimentDesign plan = design(2);
    plan.kind = SendKind::ZoneTransfer;
    plan.bytes = 1000;
    plan.arms = {algorithm, algorithm};
    plan.targets = {{"edge", {*net::IpAddress::fromText("127.0.0.1"), 0}}};
    QVERIFY_RESULT(service->begin(plan));
    const Sink sink;
    const std::vector<std::uint8_t> zone(5000, 1);
    const auto draw = [&](std::size_t bytes) {
        auto socket = net::startConnect(sink.at());
        QVERIFY_RESULT(socket);
        pollfd entry{socket->get(), POLLOUT, 0};
        QVERIFY(::poll(&entry, 1, 30'000) == 1);
        QVERIFY_RESULT(net::finishConnect(socket->get()));
        const net::Endpoint client{*net::IpAddress::fromText("127.0.0.1"), 4242};
        served->began(socket->get(), client);
        const auto wrote = net::writeSome(socket->get(), std::span(zone).first(bytes));
        QVERIFY_RESULT(wrote);
        served->written(socket->get(), client, *wrote);
    };
    // Too small ones, a difference of one record, count for nothing.
    // A draw that meets another is interrupted and asked for again, so the secondary draws until all is done.
    bool large = false;
    bool done = false;
    QTRY_VERIFY_WITH_TIMEOUT(
        (done = done || ended(*service)) || (draw((large = !large) ? zone.size() : 100), false), 60'000);
    const auto snapshot = service->snapshot();
    std::size_t whole = 0;
    for (const ExperimentSample& sample : first(snapshot)->samples)
        if (sample.outcome != SampleOutcome::Interrupted) {
            ++whole;
            QCOMPARE(sample.bytes, std::uint64_t{5000});
        }
    QVERIFY(whole >= 4); // a block with an interrupted one is made again, with its good one
}

void TestExperimentService::preflightSaysWhatToType()
{
    const auto states = algorithmStates("reno bbr cubic", "reno bbr", {"reno", "bbr"});
    QCOMPARE(states.size(), std::size_t{3});
    QVERIFY(states[1].usable && states[1].command.empty());
    QCOMPARE(states[2].command,
             std::string("sysctl -w net.ipv4.tcp_allowed_congestion_control=\"reno bbr cubic\""));
    const auto stock = algorithmStates("reno cubic", "reno cubic", {"reno", "cubic"});
    QCOMPARE(stock.back().name, std::string("bbr"));
    QCOMPARE(stock.back().command, std::string("modprobe tcp_bbr && sysctl -w "
                                               "net.ipv4.tcp_allowed_congestion_control=\"reno cubic bbr\""));
    const ExperimentPreflight real = runExperimentPreflight();
    QVERIFY(!real.conditions.kernel.empty());
    QVERIFY(real.find("cubic") && real.find("bbr"));
    QCOMPARE(real.metricsCommand.empty(), !real.conditions.metricsCached);
}

void TestExperimentService::routeAnswers()
{
    const auto destination = *net::IpAddress::fromText("203.0.113.9");
    std::vector<std::uint8_t> message(sizeof(nlmsghdr) + sizeof(rtmsg) + 24);
    const nlmsghdr header{static_cast<std::uint32_t>(message.size()), RTM_NEWROUTE, 0, 0, 0};
    std::memcpy(message.data(), &header, sizeof header);
    const auto put = [&](std::size_t at, std::uint16_t type, std::array<std::uint8_t, 4> value) {
        const rtattr attribute{8, type};
        std::memcpy(message.data() + at, &attribute, sizeof attribute);
        std::memcpy(message.data() + at + 4, value.data(), value.size());
    };
    const std::size_t first = sizeof(nlmsghdr) + sizeof(rtmsg);
    put(first, RTA_GATEWAY, {192, 0, 2, 1});
    put(first + 8, RTA_OIF, {3, 0, 0, 0});
    put(first + 16, RTA_PREFSRC, {192, 0, 2, 77});
    auto answer = readRouteAnswer(message, destination);
    QVERIFY(answer);
    QCOMPARE(answer->device, 3U);
    answer->route.device = "eth0";
    QCOMPARE(routeCommand(answer->route, "bbr"),
             std::string("ip route replace 203.0.113.9/32 via 192.0.2.1 dev eth0 congctl lock bbr"));
    QCOMPARE(undoRouteCommand(answer->route), std::string("ip route del 203.0.113.9/32"));
    const std::uint64_t id = answer->route.id();
    answer->route.gateway = *net::IpAddress::fromText("192.0.2.2");
    QVERIFY(answer->route.id() != id && id != 0 && id <= 0x7fffffffffffffffULL);
    for (std::size_t length = 0; length < message.size(); ++length)
        static_cast<void>(readRouteAnswer(std::span(message).first(length), destination));
    QVERIFY(lookUpRoute(*net::IpAddress::fromText("127.0.0.1")));
}

QTEST_GUILESS_MAIN(TestExperimentService)
#include "tst_experiment_service.moc"
