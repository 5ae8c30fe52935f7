// SPDX-License-Identifier: GPL-3.0-or-later
// Starts on what went wrong: a damaged history, a disk that is full. What is to be done is there all the
// same.
#include "tests/kit/fake_clock.h"
#include "tests/model/store/in_child.h"
#include "tests/model/store/open_store.h"
#include "tests/model/store/sample_data.h"

#include <QTest>

#include <fcntl.h>
#include <fstream>
#include <functional>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace zonescope;
using base::ErrorCode;
using base::ZoneId;

namespace {

constexpr auto notify = static_cast<pipeline::Triggers>(pipeline::Trigger::Notify);
constexpr int cannotMount = 77;

base::Status enqueue(store::Store& store, std::uint32_t zone, std::uint64_t offset)
{
    return kit::durably([&](auto done) { store.ledger().enqueue(ZoneId{zone}, offset, notify, done); });
}

std::size_t eventsIn(store::Store& store)
{
    const auto events = kit::ask(store, [](store::HistoryReader& reader) { return reader.events({}); });
    return events ? events->size() : 9999;
}

bool writeFile(const char* path, const std::string& text)
{
    std::ofstream file(path);
    file << text << std::flush;
    return file.good();
}

/// A disk of this size at the folder, for this process only. False: the machine does not let us.
bool mountSmallDisk(const std::filesystem::path& folder, const char* size)
{
    const unsigned user = ::geteuid();
    const unsigned group = ::getegid();
    if (::unshare(CLONE_NEWNS | (user == 0 ? 0 : CLONE_NEWUSER)) != 0)
        return false;
    if (user != 0 && (!writeFile("/proc/self/setgroups", "deny") ||
                      !writeFile("/proc/self/uid_map", "0 " + std::to_string(user) + " 1") ||
                      !writeFile("/proc/self/gid_map", "0 " + std::to_string(group) + " 1")))
        return false;
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("none", folder.c_str(), "tmpfs", 0, size) == 0;
}

/// Until not one octet more fits.
void fill(const std::filesystem::path& file)
{
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const std::string much(65536, 'x');
    for (std::size_t size = much.size(); size > 0;)
        if (::write(fd, much.data(), size) <= 0)
            size /= 2;
    ::close(fd);
}

} // namespace

class tst_StoreStart : public QObject
{
    Q_OBJECT

private slots:
    void aDamagedHistoryIsSetAside_data();
    void aDamagedHistoryIsSetAside();
    void damagedWorkIsRefused();
    void aFullDiskHoldsUpNoStart();

private:
    base::Result<std::unique_ptr<store::Store>> open(const std::filesystem::path& folder)
    {
        return store::Store::open(folder, m_clock);
    }
    kit::FakeClock m_clock;
};

void tst_StoreStart::aDamagedHistoryIsSetAside_data()
{
    QTest::addColumn<int>("keep"); // octets of the file that stay as they are
    QTest::newRow("all of it") << 0;
    QTest::newRow("behind the first page") << 4096;
}

void tst_StoreStart::aDamagedHistoryIsSetAside()
{
    QFETCH(int, keep);
    const kit::TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "history.sqlite";
    std::mt19937 random(1);
    for (int round = 1; round <= 2; ++round) { // and once more: the first one stays as it was
        {
            auto store = open(folder.path());
            QVERIFY_RESULT(store);
            QVERIFY(!(*store)->historyDamage());
            for (std::uint64_t id = 1; id <= 300; ++id)
                (*store)->append(kit::someEvent(id, random));
            QVERIFY_RESULT(kit::flush(**store));
            QVERIFY_RESULT(enqueue(**store, 7, static_cast<std::uint64_t>(round)));
            QVERIFY_RESULT(kit::save(**store, kit::someConfiguration(3)));
        }
        {
            const auto size = std::filesystem::file_size(file);
            std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
            stream.seekp(keep);
            stream << std::string(size - static_cast<std::size_t>(keep), '\xa5');
        }
        auto store = open(folder.path());
        QVERIFY_RESULT(store);
        const auto damage = (*store)->historyDamage();
        QVERIFY(damage && damage->code == ErrorCode::StoreCorrupt);
        const std::string aside = "history.sqlite.damaged-" + std::to_string(round);
        QVERIFY2(damage->detail.find(aside) != std::string::npos, damage->detail.c_str());
        QVERIFY(std::filesystem::exists(folder.path() / aside));
        // What is to be done and what is configured is all there, and history is written again.
        const auto loaded = (*store)->ledger().load();
        QVERIFY_RESULT(loaded);
        QCOMPARE(loaded->rows.size(), std::size_t(1));
        QCOMPARE(loaded->rows[0].scheduled->second, static_cast<std::uint64_t>(round));
        QVERIFY((*store)->loadConfiguration()->sameAs(kit::someConfiguration(3)));
        QCOMPARE(eventsIn(**store), std::size_t(0));
        (*store)->append(kit::someEvent(1, random));
        QVERIFY_RESULT(kit::flush(**store));
        QCOMPARE(eventsIn(**store), std::size_t(1));
    }
}

/// Zones, primaries and keys are nowhere else: nobody throws them away unasked.
void tst_StoreStart::damagedWorkIsRefused()
{
    const kit::TemporaryFolder folder;
    kit::writeText(folder.path() / "work.sqlite", std::string(5000, 'x'));
    const auto opened = open(folder.path());
    QVERIFY_ERROR(opened, ErrorCode::StoreCorrupt);
    QVERIFY2(opened.error().detail.find("from a backup") != std::string::npos,
             opened.error().detail.c_str()); // what to do
    QCOMPARE(kit::readText(folder.path() / "work.sqlite"), std::string(5000, 'x'));
}

/// Killed, and the disk is full to the last octet when it starts again: it starts, knows what is to be done,
/// says that nothing can be written, and goes on when there is room.
void tst_StoreStart::aFullDiskHoldsUpNoStart()
{
#ifdef __SANITIZE_THREAD__
    QSKIP("ThreadSanitizer cannot follow the threads of a forked child");
#endif
    const kit::TemporaryFolder disk;
    const int outcome = store::inChild([&] {
        if (!mountSmallDisk(disk.path(), "size=6m"))
            return cannotMount;
        const std::filesystem::path folder = disk.path() / "data";
        for (const bool killed : {false, true}) {
            const int first = store::inChild([&] {
                auto store = open(folder);
                if (!store || !enqueue(**store, killed ? 2 : 1, killed ? 2 : 1))
                    return 1;
                if (killed)
                    _exit(0); // as kill -9: neither log nor shared memory is cleared away
                return 0;
            });
            if (first != 0)
                return 1;
            fill(disk.path() / "filler");
            const int second = store::inChild([&] {
                auto store = open(folder);
                if (store)
                    (*store)->setErrorListener({});
                if (!store) {
                    std::fprintf(stderr, "%s\n", base::toString(store.error()).c_str());
                    return 2;
                }
                const auto loaded = (*store)->ledger().load();
                if (!loaded || loaded->rows.size() != (killed ? 2U : 1U))
                    return 3;
                fill(disk.path() / "filler"); // what was left of the reserve
                std::mt19937 random(1);
                for (std::uint64_t id = 1; id <= 5000; ++id)
                    (*store)->append(kit::someEvent(id, random));
                const base::Status full = kit::flush(**store);
                if (full || full.error().code != ErrorCode::StoreFull)
                    return 4;
                if (std::filesystem::exists(folder / "reserve"))
                    return 5;
                std::filesystem::remove(disk.path() / "filler");
                for (int i = 0; i < 100 && !kit::flush(**store); ++i)
                    continue;
                if (eventsIn(**store) == 0)
                    return 6;
                for (int i = 0; i < 1000 && !std::filesystem::exists(folder / "reserve"); ++i)
                    poll(nullptr, 0, 10); // the writer's thread makes it anew
                return std::filesystem::exists(folder / "reserve") ? 0 : 7;
            });
            if (second != 0)
                return second;
        }
        return 0;
    });
    if (outcome == cannotMount)
        QSKIP("this machine lets nobody mount a disk of his own");
    QCOMPARE(outcome, 0);
}

QTEST_GUILESS_MAIN(tst_StoreStart)
#include "tst_store_start.moc"
