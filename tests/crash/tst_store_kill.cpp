// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random moments of a process that accepts work through the real store, in one folder that
// all of them inherit.
#include "tests/crash/rounds.h"
#include "tests/kit/process.h"
#include "tests/model/store/open_store.h"

#include <QTest>

#include <csignal>
#include <map>
#include <poll.h>
#include <random>
#include <set>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace zonescope;
using base::ZoneId;

namespace {

struct Promised
{
    std::map<ZoneId, std::uint64_t> accepted;  ///< highest offset
    std::map<ZoneId, std::uint64_t> completed; ///< highest offset
    std::set<std::uint64_t> changes;
    std::uint64_t lines = 0;
};

void take(Promised& promised, const std::string& line)
{
    std::istringstream fields(line);
    char kind = 0;
    std::uint32_t zone = 0;
    std::uint64_t number = 0;
    fields >> kind;
    if (kind == 'H') {
        fields >> number;
        promised.changes.insert(number);
    } else if (kind == 'E' || kind == 'C') {
        fields >> zone >> number;
        auto& highest = (kind == 'E' ? promised.accepted : promised.completed)[ZoneId{zone}];
        highest = std::max(highest, number);
    }
    ++promised.lines;
}

/// Starts the worker, lets it run for `life` after its first word, kills it and reads what it had promised.
/// False: it did not start.
bool runAndKill(const std::filesystem::path& folder, unsigned seed, std::chrono::microseconds life,
                Promised& promised)
{
    int pipeEnds[2] = {-1, -1};
    if (pipe(pipeEnds) != 0)
        return false;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipeEnds[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, pipeEnds[0]);
    std::string program = STORE_WORKER;
    std::string place = folder.string();
    std::string number = std::to_string(seed);
    char* arguments[] = {program.data(), place.data(), number.data(), nullptr};
    pid_t child = -1;
    const bool started = posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(pipeEnds[1]);
    std::string text;
    std::array<char, 4096> part{};
    bool killed = false;
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    std::optional<std::chrono::steady_clock::time_point> killAt;
    while (started) {
        const auto now = std::chrono::steady_clock::now();
        if (!killed && (now > limit || (killAt && now >= *killAt))) {
            ::kill(child, SIGKILL);
            killed = true;
        }
        pollfd readable{pipeEnds[0], POLLIN, 0};
        const timespec wait{0, 100'000};
        if (ppoll(&readable, 1, &wait, nullptr) <= 0)
            continue;
        const ssize_t count = ::read(pipeEnds[0], part.data(), part.size());
        if (count <= 0)
            break;
        text.append(part.data(), static_cast<std::size_t>(count));
        if (!killAt)
            killAt = std::chrono::steady_clock::now() + life;
    }
    close(pipeEnds[0]);
    int status = 0;
    waitpid(child, &status, 0);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        take(promised, line);
    return killAt.has_value() && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

} // namespace

class tst_StoreKill : public QObject
{
    Q_OBJECT

private slots:
    void acceptedWorkSurvivesKills();
};

void tst_StoreKill::acceptedWorkSurvivesKills()
{
    const kit::TemporaryFolder temporary;
    const std::filesystem::path folder = temporary.path() / "data";
    const base::SystemClock clock;
    const int kills = kit::crashRounds(200);
    std::mt19937 random(200);
    Promised promised;
    std::uint64_t nextOffset = 1;
    for (int round = 1; round <= kills; ++round) {
        const std::chrono::microseconds life(random() % 40'000);
        QVERIFY(runAndKill(folder, random(), life, promised));
        auto store = store::Store::open(folder, clock);
        QVERIFY_RESULT(store);
        const auto loaded = (*store)->ledger().load();
        QVERIFY_RESULT(loaded);
        std::map<ZoneId, schedule::LedgerRow> rows;
        for (const schedule::LedgerRow& row : loaded->rows) {
            QVERIFY(!rows.contains(row.zone)); // one row a zone: at most one scheduled, none in hand
            QVERIFY(!row.working);
            QVERIFY(!row.scheduled || (row.scheduled->first <= row.scheduled->second &&
                                       row.scheduled->second < loaded->nextOffset));
            rows[row.zone] = row;
        }
        for (const auto& [zone, offset] : promised.accepted)
            QVERIFY2(rows[zone].done >= offset ||
                         (rows[zone].scheduled && rows[zone].scheduled->second >= offset),
                     qPrintable(QString("zone %1: accepted request %2 was lost in round %3")
                                    .arg(zone.value)
                                    .arg(offset)
                                    .arg(round)));
        for (const auto& [zone, offset] : promised.completed)
            QVERIFY2(rows[zone].done >= offset,
                     qPrintable(QString("zone %1: finished work came back").arg(zone.value)));
        QVERIFY(loaded->nextOffset >= nextOffset);
        nextOffset = loaded->nextOffset;
        if (round % 20 != 0)
            continue;
        pipeline::HistoryFilter everything;
        everything.limit = 1'000'000;
        const auto changes =
            kit::ask(**store, [&](store::HistoryReader& reader) { return reader.changes(everything); });
        QVERIFY_RESULT(changes);
        std::set<std::uint64_t> stored;
        for (const pipeline::Change& change : *changes)
            stored.insert(change.id);
        QVERIFY(std::ranges::includes(stored, promised.changes));
        const auto hours = kit::ask(
            **store, [&](store::HistoryReader& reader) { return reader.latency(everything, false); });
        QVERIFY_RESULT(hours);
        std::uint64_t counted = 0;
        for (const pipeline::HourlyLatency& hour : *hours)
            counted += hour.histogram.count();
        QCOMPARE(counted, std::uint64_t(changes->size())); // each has one sample
        QVERIFY((*store)->firstFreeId() > (stored.empty() ? 0 : *stored.rbegin()));
    }
    qInfo("%d kills, %llu promises kept", kills, static_cast<unsigned long long>(promised.lines));
    QVERIFY(promised.lines >
            2U * static_cast<unsigned>(kills)); // a loaded machine gives few, but each of them counts
}

QTEST_GUILESS_MAIN(tst_StoreKill)
#include "tst_store_kill.moc"
