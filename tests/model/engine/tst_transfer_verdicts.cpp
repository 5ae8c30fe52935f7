// SPDX-License-Identifier: GPL-3.0-or-later
// Why a transfer was slow: the whole engine on real sockets over an emulated path with that trouble.
#include "model/net/socket.h"
#include "tests/model/engine/engine_harness.h"
#include "tests/netlab/lab.h"
#include "tests/netlab/lab_test.h"
#include "tests/netlab/patience.h"

#include <QtTest>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace zonescope;
using namespace std::chrono_literals;
using enginetest::EngineHarness;
using netlab::Inside;
using netlab::Lab;
using pipeline::TransferVerdict;

class TransferVerdictsTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { NEEDS_LAB(); }
    void lossIsCertainWhereTheSenderIsSeen();
    void lossFarAwayIsASuspicion();
    void aSmallWindowIsTold();
    void aPrimaryThatPausesIsSlow();
    void aCleanPathIsHealthy();
    void weWhoAreHeldUpAreTheSlowOnes();
    void slowLinesAreNoSlowPrimaries_data();
    void slowLinesAreNoSlowPrimaries();
    void pausesAreToldOnAnyPath_data();
    void pausesAreToldOnAnyPath();

private:
    struct Trouble
    {
        std::chrono::microseconds first{0}; ///< the primary waits before it answers
        std::chrono::microseconds each{0};  ///< and before every message
        int receiveBuffer = 0;              ///< octets that Zonescope's host allows the connection
        bool heldUp = false;                ///< Zonescope's transfer threads are stopped most of the time
        std::size_t recordsOfMessage = 100; ///< with waits
    };
    pipeline::TransferAttempt once(Lab& lab, bool sameHost, int records, const Trouble& trouble);
    pipeline::TransferAttempt transfer(Lab& lab, bool sameHost, int records, const Trouble& trouble,
                                       TransferVerdict expected);
};

namespace {

/// About 40 octets a record.
std::string zoneText(int records)
{
    std::string text = "@ NS ns\nns A 192.0.2.1\n";
    for (int i = 0; i < records; ++i)
        text += "host-" + std::to_string(i) + " TXT \"0123456789abcdef " + std::to_string(i) + "\"\n";
    return text;
}

/// Each message after a wait; what it answers is proper else.
servers::Script withPauses(const std::vector<dns::Record>& records, std::chrono::microseconds first,
                           std::chrono::microseconds pause, std::size_t each)
{
    return [records, first, pause,
            each](const servers::Request& request) -> std::optional<std::vector<servers::Step>> {
        if (!request.tcp || request.question.type != dns::Type::AXFR)
            return std::nullopt;
        std::vector<servers::Step> steps{servers::Step::wait(first)};
        for (std::size_t at = 0; at < records.size(); at += each) {
            auto draft = servers::Draft::answerTo(request);
            draft.answers.assign(records.begin() + static_cast<std::ptrdiff_t>(at),
                                 records.begin() +
                                     static_cast<std::ptrdiff_t>(std::min(at + each, records.size())));
            if (pause.count() > 0)
                steps.push_back(servers::Step::wait(pause));
            steps.push_back(servers::Step::send(draft));
        }
        auto last = servers::Draft::answerTo(request);
        last.answers = {records.front()};
        steps.push_back(servers::Step::send(last));
        return steps;
    };
}

/// The primary sends under CUBIC, whatever this system's default is: BBR hardly minds 2 % of loss. Accepted
/// connections inherit it from the listening socket, which is one of this process.
bool sendUnderCubic(const net::Endpoint& primary)
{
    for (int fd = 3; fd < 1024; ++fd) {
        int listening = 0;
        socklen_t size = sizeof listening;
        if (::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || listening == 0)
            continue;
        const auto at = net::localEndpoint(fd);
        if (at && *at == primary)
            return ::setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "cubic", 5) == 0;
    }
    return false;
}

/// Of the connection to the primary, which Zonescope has opened in this process; false: not there yet.
bool limitReceiveBuffer(const net::Endpoint& primary, int octets)
{
    for (int fd = 3; fd < 1024; ++fd) {
        int kind = 0;
        socklen_t size = sizeof kind;
        if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &kind, &size) != 0 || kind != SOCK_STREAM)
            continue;
        const auto peer = net::peerEndpoint(fd);
        if (peer && *peer == primary)
            return ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &octets, sizeof octets) == 0;
    }
    return false;
}

/// Stops every transfer thread of this process for 200 of 210 ms, wherever it is, as a machine does that
/// swaps, or whose disk takes its time.
class HoldUp
{
public:
    HoldUp()
    {
        struct sigaction action = {};
        action.sa_handler = [](int) {
            const timespec length{0, 200'000'000};
            ::nanosleep(&length, nullptr);
        };
        ::sigaction(SIGUSR1, &action, nullptr);
        m_thread = std::thread([this] {
            std::unique_lock lock(m_mutex);
            do
                for (const pid_t thread : transferThreads())
                    ::syscall(SYS_tgkill, ::getpid(), thread, SIGUSR1);
            while (!m_ended.wait_for(lock, 210ms, [this] { return m_over; }));
        });
    }
    ~HoldUp()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_over = true;
        }
        m_ended.notify_one();
        m_thread.join();
    }

private:
    static std::vector<pid_t> transferThreads()
    {
        std::vector<pid_t> found;
        std::error_code gone; // a thread may end while it is looked at
        for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", gone)) {
            std::string name;
            std::getline(std::ifstream(task.path() / "comm") >> std::ws, name);
            if (name == "transfer")
                found.push_back(std::stoi(task.path().filename().string()));
        }
        return found;
    }

    std::mutex m_mutex;
    std::condition_variable m_ended;
    bool m_over = false; ///< guarded by m_mutex
    std::thread m_thread;
};

/// The longest time for which a thread that has nothing to do but look at the clock could not.
class Heartbeat
{
public:
    Heartbeat()
        : m_thread([this] { run(); })
    {
    }
    ~Heartbeat()
    {
        m_over = true;
        m_thread.join();
    }
    std::chrono::nanoseconds longestGap() const { return m_longest.load(); }

private:
    void run()
    {
        const timespec beat{0, 2'000'000};
        auto last = std::chrono::steady_clock::now();
        while (!m_over) {
            ::nanosleep(&beat, nullptr);
            const auto now = std::chrono::steady_clock::now();
            m_longest = std::max(m_longest.load(), std::chrono::nanoseconds(now - last));
            last = now;
        }
    }

    std::atomic<bool> m_over{false};
    std::atomic<std::chrono::nanoseconds> m_longest{};
    std::thread m_thread; ///< last: it uses the others
};

netlab::Plan plan(base::Duration oneWay, double loss)
{
    auto made = netlab::chain(3, oneWay);
    made.back.loss.random = loss;
    made.back.bitsPerSecond = 50'000'000;
    made.back.queueOctets = 312'500;
    return made;
}

std::string facts(const pipeline::TransferAttempt& a)
{
    const auto ms = [](base::Duration d) { return std::to_string(d.count() / 1000) + " ms"; };
    std::string text = std::to_string(a.bytes) + " octets in " + ms(a.duration);
    if (a.flow)
        text += ", stalled " + ms(a.flow->stalled) + ", paused " + ms(a.flow->paused) + ", working " +
                ms(a.flow->working) + ", sender repeated " +
                (a.flow->senderRetransmitted ? std::to_string(*a.flow->senderRetransmitted) : "unknown");
    if (a.tcpInfo)
        text += ", out of order " + std::to_string(a.tcpInfo->outOfOrderReceived) + ", window " +
                std::to_string(a.tcpInfo->receiveSpace) + ", rtt " + std::to_string(a.tcpInfo->rttUs) + "/" +
                std::to_string(a.tcpInfo->receiveRttUs) + " us";
    return text + ", verdict " + (a.verdict ? std::to_string(static_cast<int>(*a.verdict)) : "none");
}

} // namespace

/// One AXFR through the path, as history keeps it.
pipeline::TransferAttempt TransferVerdictsTest::once(Lab& lab, bool sameHost, int records,
                                                     const Trouble& trouble)
{
    std::unique_ptr<servers::ScriptedPrimary> primary;
    {
        const Inside inside(sameHost ? lab.near() : lab.far());
        auto started =
            servers::ScriptedPrimary::start({sameHost ? Lab::nearAddress() : Lab::farAddress(), 0});
        if (!started)
            return {};
        primary = std::move(*started);
    }
    if (!sendUnderCubic(primary->endpoint()))
        return {};
    const auto apex = enginetest::name("verdict.example");
    if (!primary->addZone("verdict.example", 7, zoneText(records)))
        return {};
    std::optional<HoldUp> holdUp;
    if (trouble.first.count() + trouble.each.count() > 0)
        primary->setScript(
            apex, withPauses(primary->records(apex), trouble.first, trouble.each, trouble.recordsOfMessage));
    const Inside inside(lab.near()); // with all threads of the engine
    EngineHarness engine;
    if (!engine.start())
        return {};
    const auto zone = engine.addZone("verdict.example", {primary->endpoint()});
    const auto done = [&] {
        return std::ranges::any_of(engine.attempts, [](const pipeline::TransferAttempt& a) {
            return a.kind == pipeline::TransferKind::Axfr;
        });
    };
    if (!zone)
        return {};
    if (trouble.receiveBuffer > 0) {
        const auto limited = [&] { return limitReceiveBuffer(primary->endpoint(), trouble.receiveBuffer); };
        if (!QTest::qWaitFor(limited, 60'000))
            return {};
    }
    if (trouble.heldUp)
        holdUp.emplace();
    if (!engine.until(done, 60'000))
        return {};
    for (const pipeline::TransferAttempt& attempt : engine.attempts)
        if (attempt.kind == pipeline::TransferKind::Axfr) {
            qInfo("%s", facts(attempt).c_str());
            return attempt;
        }
    return {};
}

/// A machine that stands still for seconds, or has no core for us, makes every transfer look as if somebody
/// paused; and rightly so. That is seen beside the transfer, and then it is done again.
pipeline::TransferAttempt TransferVerdictsTest::transfer(Lab& lab, bool sameHost, int records,
                                                         const Trouble& trouble, TransferVerdict expected)
{
    constexpr int attempts = 6;
    for (int attempt = 1;; ++attempt) {
        const Heartbeat heartbeat;
        const netlab::Disturbance disturbance;
        const auto made = once(lab, sameHost, records, trouble);
        const auto gap = heartbeat.longestGap();
        const double share = disturbance.share();
        const bool disturbed = gap > 50ms || share > netlab::disturbedShare;
        if (made.verdict == expected || !disturbed || attempt == attempts)
            return made;
        qInfo("disturbed: no core for %lld ms at once, waited for one for %.0f %% of the time; once more",
              static_cast<long long>(gap / 1ms), 100 * share);
    }
}

/// 2 % loss, 50 ms, primary and Zonescope on one host: the sender's own counters say it.
void TransferVerdictsTest::lossIsCertainWhereTheSenderIsSeen()
{
    auto lab = Lab::create({.plan = plan(12'500us, 0.02), .ownAddressThroughPath = true});
    QVERIFY_RESULT(lab);
    const auto attempt = transfer(**lab, true, 12'000, {}, TransferVerdict::NetworkLoss);
    QVERIFY(attempt.verdict && !attempt.error);
    QVERIFY(attempt.tcpInfo && attempt.tcpInfo->rttUs > 45'000); // the path was really between them
    QVERIFY(attempt.flow->senderRetransmitted.value_or(0) > 0);
    QCOMPARE(int(*attempt.verdict), int(TransferVerdict::NetworkLoss));
}

/// The same loss, the primary on another host: never a certainty, and never a share of lost packets.
void TransferVerdictsTest::lossFarAwayIsASuspicion()
{
    auto lab = Lab::create({.plan = plan(25ms, 0.02)});
    QVERIFY_RESULT(lab);
    const auto attempt = transfer(**lab, false, 20'000, {}, TransferVerdict::SuspectedLoss);
    QVERIFY(attempt.verdict && !attempt.error);
    QVERIFY(!attempt.flow->senderRetransmitted);
    QVERIFY(attempt.tcpInfo->outOfOrderReceived > 0);
    QCOMPARE(int(*attempt.verdict), int(TransferVerdict::SuspectedLoss));
}

/// 100 ms, nothing lost, but this host has little room for what comes.
void TransferVerdictsTest::aSmallWindowIsTold()
{
    auto lab = Lab::create({.plan = plan(50ms, 0)});
    QVERIFY_RESULT(lab);
    const auto attempt = transfer(**lab, false, 20'000, {.first = 400ms, .each = {}, .receiveBuffer = 32'768},
                                  TransferVerdict::SmallReceiveWindow);
    QVERIFY(attempt.verdict && !attempt.error);
    QCOMPARE(int(*attempt.verdict), int(TransferVerdict::SmallReceiveWindow));
}

void TransferVerdictsTest::aPrimaryThatPausesIsSlow()
{
    auto lab = Lab::create({.plan = plan(5ms, 0)});
    QVERIFY_RESULT(lab);
    const auto attempt =
        transfer(**lab, false, 4'000, {.first = {}, .each = 60ms}, TransferVerdict::SlowPrimary);
    QVERIFY(attempt.verdict && !attempt.error);
    QCOMPARE(attempt.tcpInfo->outOfOrderReceived, 0U);
    QCOMPARE(int(*attempt.verdict), int(TransferVerdict::SlowPrimary));
}

void TransferVerdictsTest::aCleanPathIsHealthy()
{
    auto lab = Lab::create({.plan = plan(10ms, 0)});
    QVERIFY_RESULT(lab);
    const auto attempt = transfer(**lab, false, 20'000, {}, TransferVerdict::Healthy);
    QVERIFY(attempt.verdict && !attempt.error);
    QCOMPARE(int(*attempt.verdict), int(TransferVerdict::Healthy));
}

/// The path and the primary have more to give than we take.
void TransferVerdictsTest::weWhoAreHeldUpAreTheSlowOnes()
{
    auto lab = Lab::create({.plan = plan(5ms, 0)});
    QVERIFY_RESULT(lab);
    const auto attempt = transfer(
        **lab, false, 20'000,
        {.first = 150ms, .each = {}, .receiveBuffer = 65'536, .heldUp = true, .recordsOfMessage = 400},
        TransferVerdict::Application);
    QVERIFY(attempt.verdict && !attempt.error);
    QVERIFY(attempt.flow->working * 2 > attempt.duration);
    QCOMPARE(int(*attempt.verdict), int(TransferVerdict::Application));
}

void TransferVerdictsTest::slowLinesAreNoSlowPrimaries_data()
{
    QTest::addColumn<int>("oneWayMs");
    QTest::addColumn<int>("kilobits");
    QTest::addColumn<int>("records");
    QTest::addColumn<int>("recordsOfMessage");
    QTest::newRow("2 ms, half a megabit, messages of 4 kB") << 1 << 500 << 4'000 << 100;
    QTest::newRow("2 ms, half a megabit, messages of one segment") << 1 << 500 << 4'000 << 35;
    QTest::newRow("20 ms, a quarter, messages of 16 kB") << 10 << 250 << 3'000 << 400;
    QTest::newRow("100 ms, 2 Mbit/s, messages of 4 kB") << 50 << 2'000 << 10'000 << 100;
    QTest::newRow("300 ms, 20 Mbit/s, slow start all the way") << 150 << 20'000 << 20'000 << 400;
}

/// Packet after packet, as fast as the line: whatever the round trip, the rate and the size of the messages.
void TransferVerdictsTest::slowLinesAreNoSlowPrimaries()
{
    QFETCH(int, oneWayMs);
    QFETCH(int, kilobits);
    QFETCH(int, records);
    QFETCH(int, recordsOfMessage);
    auto path = plan(std::chrono::milliseconds(oneWayMs), 0);
    path.back.bitsPerSecond = kilobits * 1000;
    path.back.queueOctets = 4'000'000; // nothing is dropped
    auto lab = Lab::create({.plan = path});
    QVERIFY_RESULT(lab);
    const auto attempt =
        transfer(**lab, false, records, {.first = 1ms, .recordsOfMessage = std::size_t(recordsOfMessage)},
                 TransferVerdict::Healthy);
    QVERIFY(attempt.verdict && !attempt.error);
    QCOMPARE(int(*attempt.verdict), int(TransferVerdict::Healthy));
}

void TransferVerdictsTest::pausesAreToldOnAnyPath_data()
{
    QTest::addColumn<int>("oneWayMs");
    QTest::addColumn<int>("kilobits");
    QTest::addColumn<int>("pauseMs");
    QTest::addColumn<int>("recordsOfMessage");
    QTest::newRow("2 ms, messages of one segment after 30 ms") << 1 << 50'000 << 30 << 30;
    QTest::newRow("20 ms, 2 Mbit/s, messages of 4 kB after 60 ms") << 10 << 2'000 << 60 << 100;
    QTest::newRow("100 ms, messages of 4 kB after 250 ms") << 50 << 50'000 << 250 << 100;
}

void TransferVerdictsTest::pausesAreToldOnAnyPath()
{
    QFETCH(int, oneWayMs);
    QFETCH(int, kilobits);
    QFETCH(int, pauseMs);
    QFETCH(int, recordsOfMessage);
    auto path = plan(std::chrono::milliseconds(oneWayMs), 0);
    path.back.bitsPerSecond = kilobits * 1000;
    auto lab = Lab::create({.plan = path});
    QVERIFY_RESULT(lab);
    const auto attempt = transfer(
        **lab, false, 2'600,
        {.each = std::chrono::milliseconds(pauseMs), .recordsOfMessage = std::size_t(recordsOfMessage)},
        TransferVerdict::SlowPrimary);
    QVERIFY(attempt.verdict && !attempt.error);
    QCOMPARE(int(*attempt.verdict), int(TransferVerdict::SlowPrimary));
}

LAB_TEST_MAIN(TransferVerdictsTest)
#include "tst_transfer_verdicts.moc"
