// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that is full, one that turns read-only, and kill -9 while a large new zone is written part by part:
// what was served stays served, every other zone goes on, the event names cause and zone, and what failed
// comes right by itself.
#include "model/dns/text.h"
#include "tests/kit/process.h"
#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/zone_generator.h"
#include "tests/servers/scripted_primary.h"

#include <QTest>

#include <random>
#include <sys/resource.h>

using namespace zonescope;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t manyRecords = 120'000; // some 2.5 MB of blocks: written ahead, in several parts
const char* const large = "large.example";
const char* const small = "small.example";

dns::Name name(const char* text)
{
    return *dns::Name::fromText(text);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true; // nothing can be preloaded
#else
constexpr bool sanitized = false;
#endif

class Service
{
public:
    explicit Service(const net::Endpoint& primary)
        : m_notifyPort(kit::freePort())
        , m_servePort(kit::freePort())
    {
        while (m_servePort == m_notifyPort)
            m_servePort = kit::freePort();
        kit::writeText(file(), "{ \"dataFolder\": \"" + (m_folder.path() / "data").string() +
                                   "\", \"notify\": { \"listen\": [\"" + notifyAt().toText() +
                                   "\"] }, \"serve\": { \"listen\": [\"" + at(m_servePort).toText() +
                                   "\"] }, \"primaries\": [ { \"name\": \"p\", \"addresses\": [\"" +
                                   primary.toText() + "\"] } ], \"zones\": [ { \"name\": \"" + large +
                                   "\", \"primaries\": [\"p\"] }, { \"name\": \"" + small +
                                   "\", \"primaries\": [\"p\"] } ] }");
    }
    void start()
    {
        const auto data = (m_folder.path() / "data").string();
        auto process = kit::Process::start(
            {"/usr/bin/env", sanitized ? "READ_ONLY_DISK=no" : std::string("LD_PRELOAD=") + READ_ONLY_DISK,
             "READ_ONLY_FOLDER=" + data, "READ_ONLY_WHILE=" + readOnlyWhile().string(), ZONESCOPED,
             "--config", file().string(), "--socket", (m_folder.path() / "s").string()},
            m_folder.path() / "log");
        QVERIFY_RESULT(process);
        m_process.emplace(std::move(*process));
    }
    void kill() { m_process->kill(); }
    /// No file may become larger: what a full disk looks like to one process.
    void limitFiles(rlim_t octets) const
    {
        const rlimit limit{octets, RLIM_INFINITY};
        QCOMPARE(::prlimit(m_process->pid(), RLIMIT_FSIZE, &limit, nullptr), 0);
    }
    /// What a filesystem does that met an error; errors=remount-ro is what distributions set.
    void turnDiskReadOnly() const { kit::writeText(readOnlyWhile(), ""); }
    void repairDisk() const { std::filesystem::remove(readOnlyWhile()); }
    net::Endpoint notifyAt() const { return at(m_notifyPort); }
    std::optional<std::uint32_t> serial(const char* apex, std::chrono::milliseconds limit = 10s) const
    {
        return kit::askSerial(at(m_servePort), apex, limit);
    }
    std::string log() const { return kit::readText(m_folder.path() / "log"); }
    /// Records that an AXFR gives out, the SOA counted once.
    std::size_t recordsServed(const char* apex) const
    {
        const auto output = kit::run({"kdig", "@127.0.0.1", "-p", std::to_string(m_servePort), apex, "AXFR",
                                      "+noheader", "+nostats", "+nocomments"});
        const auto lines =
            output ? static_cast<std::size_t>(std::ranges::count(output->text, '\n')) : std::size_t{0};
        const auto empty = output && output->text.ends_with("\n\n") ? std::size_t{1} : std::size_t{0};
        return lines < 1 ? 0 : lines - 1 - empty;
    }

private:
    static net::Endpoint at(std::uint16_t port) { return {*net::IpAddress::fromText("127.0.0.1"), port}; }
    std::filesystem::path file() const { return m_folder.path() / "zonescoped.json"; }
    std::filesystem::path readOnlyWhile() const { return m_folder.path() / "read-only"; }

    kit::TemporaryFolder m_folder;
    std::uint16_t m_notifyPort;
    std::uint16_t m_servePort;
    std::optional<kit::Process> m_process;
};

} // namespace

class TestDiskTrouble : public QObject
{
    Q_OBJECT

    std::unique_ptr<servers::ScriptedPrimary> m_primary;

    static std::vector<dns::Record> content(std::uint64_t records)
    {
        auto all = kit::generateZone({name(large), records, 1, 1});
        all.erase(all.begin()); // the primary makes its own SOA
        return all;
    }

private slots:
    void init()
    {
        auto primary = servers::ScriptedPrimary::start();
        QVERIFY_RESULT(primary);
        m_primary = std::move(*primary);
        QVERIFY_RESULT(m_primary->addZone(small, 1, "@ NS ns1\nns1 A 192.0.2.1\n"));
    }

    void fullDiskHoldsUpOneZoneOnly()
    {
        m_primary->addZone(name(large), 1, content(10));
        Service service(m_primary->endpoint());
        service.start();
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(large), std::optional<std::uint32_t>(1), 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(small), std::optional<std::uint32_t>(1), 60'000);

        service.limitFiles(rlim_t{1536} * 1024);
        m_primary->setVersion(name(large), 2, content(manyRecords));
        m_primary->notify(name(large), service.notifyAt());
        QTRY_VERIFY_WITH_TIMEOUT(service.log().find("publish-failed") != std::string::npos, 60'000);
        QVERIFY2(service.log().find("store-full") != std::string::npos, service.log().c_str());
        QCOMPARE(service.serial(large), std::optional<std::uint32_t>(1)); // the old version stays

        (void)m_primary->changeZone(name(small), {}, *dns::recordsFromText("new A 192.0.2.2", name(small)));
        m_primary->notify(name(small), service.notifyAt());
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(small), std::optional<std::uint32_t>(2), 60'000);

        // Nobody says it again, and the SOA asks for a retry in ten minutes: it comes right by itself.
        service.limitFiles(RLIM_INFINITY);
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(large), std::optional<std::uint32_t>(2), 30000);
        service.kill();
        service.start();
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(large), std::optional<std::uint32_t>(2), 60'000);
        QCOMPARE(service.serial(small), std::optional<std::uint32_t>(2));
        QCOMPARE(service.recordsServed(large), static_cast<std::size_t>(manyRecords));
    }

    void fullDiskWhileALargeNewZoneComes()
    {
        m_primary->addZone(name(large), 1, content(manyRecords));
        m_primary->refuse(true);
        Service service(m_primary->endpoint());
        service.start();
        QTRY_VERIFY_WITH_TIMEOUT(service.log().find("NOTIFY on") != std::string::npos, 60'000);
        service.limitFiles(rlim_t{1536} * 1024);
        m_primary->refuse(false);
        m_primary->notify(name(large), service.notifyAt());
        QTRY_VERIFY_WITH_TIMEOUT(service.log().find("store-full") != std::string::npos, 60'000);
        m_primary->notify(name(small), service.notifyAt());
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(small), std::optional<std::uint32_t>(1), 60'000);
        QVERIFY(!service.serial(large));
        service.limitFiles(RLIM_INFINITY);
        m_primary->notify(name(large), service.notifyAt());
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(large), std::optional<std::uint32_t>(1), 60'000);
        QCOMPARE(service.recordsServed(large), static_cast<std::size_t>(manyRecords));
    }

    void diskTurnsReadOnlyUnderTheService()
    {
        if (sanitized)
            QSKIP("a sanitizer's runtime must be the first library that is loaded");
        m_primary->addZone(name(large), 1, content(100));
        Service service(m_primary->endpoint());
        service.start();
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(large), std::optional<std::uint32_t>(1), 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(small), std::optional<std::uint32_t>(1), 60'000);

        service.turnDiskReadOnly();
        const auto add = [&](const char* record) {
            (void)m_primary->changeZone(name(small), {}, *dns::recordsFromText(record, name(small)));
            m_primary->notify(name(small), service.notifyAt());
        };
        add("new A 192.0.2.2");
        QTRY_VERIFY_WITH_TIMEOUT(service.log().find("store-read-only") != std::string::npos, 60'000);
        QCOMPARE(service.serial(small),
                 std::optional<std::uint32_t>(1)); // nothing that is not on disk is served
        QCOMPARE(service.recordsServed(large), std::size_t(100));

        service.repairDisk();
        m_primary->notify(name(small), service.notifyAt());
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(small), std::optional<std::uint32_t>(2), 60'000);

        service.turnDiskReadOnly(); // and now nobody repairs it before the machine goes down
        add("newer A 192.0.2.3");
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(large), std::optional<std::uint32_t>(1), 60'000);
        service.kill();
        service.repairDisk();
        service.start();
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(small), std::optional<std::uint32_t>(3), 60'000);
        QCOMPARE(service.recordsServed(large), std::size_t(100));
        QVERIFY2(service.log().find("store-corrupt") == std::string::npos, service.log().c_str());
    }

    void killedWhileALargeNewZoneIsWritten()
    {
        m_primary->addZone(name(large), 1, content(manyRecords));
        Service service(m_primary->endpoint());
        std::mt19937 random(7);
        for (int i = 0; i < 25; ++i) {
            service.start();
            // Up to where it is usually done; what is served at that moment is the whole zone or nothing.
            const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(random() % 400);
            std::optional<std::uint32_t> seen;
            while (!seen && std::chrono::steady_clock::now() < until)
                seen = service.serial(large, 100ms);
            QVERIFY(!seen || *seen == 1);
            service.kill();
        }
        service.start();
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(large), std::optional<std::uint32_t>(1), 60'000);
        QCOMPARE(service.recordsServed(large), static_cast<std::size_t>(manyRecords));
        service.kill();
        m_primary->setSilent(true); // what is on disk is enough
        service.start();
        QTRY_COMPARE_WITH_TIMEOUT(service.serial(large), std::optional<std::uint32_t>(1), 60'000);
        QCOMPARE(service.recordsServed(large), static_cast<std::size_t>(manyRecords));
        QVERIFY2(service.log().find("store-corrupt") == std::string::npos, service.log().c_str());
    }
};

QTEST_GUILESS_MAIN(TestDiskTrouble)
#include "tst_disk_trouble.moc"
