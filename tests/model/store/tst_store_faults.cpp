// SPDX-License-Identifier: GPL-3.0-or-later
// Disks that are full, damaged, read-only or in other hands; and where secrets do not go.
#include "model/dns/tsig.h"
#include "model/store/sqlite.h"
#include "tests/crash/faulty_vfs.h"
#include "tests/kit/fake_clock.h"
#include "tests/model/store/in_child.h"
#include "tests/model/store/open_store.h"
#include "tests/model/store/sample_data.h"

#include <QTest>

#include <csignal>
#include <fstream>
#include <mutex>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace zonescope;
using base::ErrorCode;
using base::KeyId;
using base::ZoneId;

namespace {

constexpr auto notify = static_cast<pipeline::Triggers>(pipeline::Trigger::Notify);
const std::string canary = "\x01\xfe"
                           "canary-Secret-\0-octets!?";

base::Status enqueue(store::Store& store, ZoneId zone, std::uint64_t offset)
{
    return kit::durably([&](auto done) { store.ledger().enqueue(zone, offset, notify, done); });
}

/// What the listener was told, in order.
class Told
{
public:
    void listenTo(store::Store& store)
    {
        store.setErrorListener([this](const std::optional<base::Error>& error) {
            const std::lock_guard lock(m_mutex);
            m_codes.push_back(error ? std::optional(error->code) : std::nullopt);
        });
    }
    std::vector<std::optional<ErrorCode>> codes() const
    {
        const std::lock_guard lock(m_mutex);
        return m_codes;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::optional<ErrorCode>> m_codes;
};

void overwrite(const std::filesystem::path& file, std::size_t offset, std::size_t count)
{
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekp(static_cast<std::streamoff>(offset));
    stream.write(std::string(count, '\xa5').data(), static_cast<std::streamsize>(count));
}

} // namespace

class tst_StoreFaults : public QObject
{
    Q_OBJECT

private slots:
    void aSecondEngineIsRefused();
    void damagedFilesAreRefused_data();
    void damagedFilesAreRefused();
    void damagedPagesDoNotCrash();
    void newerFormatsAreRefused();
    void readOnlyFoldersAreRefused();
    void aFullDiskIsToldAndSurvived();
    void aFileSizeLimitIsAFullDisk();
    void failingSyncsAreTold();
    void theQueueIsBoundedWhileTheDiskIsFull();
    void historyFailingDoesNotStopTheLedger();
    void secretsComeBack();
    void secretsOfRemovedKeysGo();
    void openSecretFilesAreRefused();
    void damagedSecretFilesNameTheLine();
    void secretsAreInNoOtherFile();

private:
    base::Result<std::unique_ptr<store::Store>> open(const std::filesystem::path& folder)
    {
        return store::Store::open(folder, m_clock);
    }
    kit::FakeClock m_clock;
};

void tst_StoreFaults::aSecondEngineIsRefused()
{
    const kit::TemporaryFolder folder;
    auto first = open(folder.path());
    QVERIFY_RESULT(first);
    const auto second = open(folder.path());
    QVERIFY_ERROR(second, ErrorCode::StoreOpen);
    QVERIFY(second.error().detail.find("in use") != std::string::npos);
    first->reset();
    QVERIFY_RESULT(open(folder.path()));
}

void tst_StoreFaults::damagedFilesAreRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("content");
    QTest::newRow("text") << "work.sqlite" << QString(5000, 'x'); // of history: tst_store_start
    QTest::newRow("half a header") << "work.sqlite" << QString("SQLite format 3");
}

void tst_StoreFaults::damagedFilesAreRefused()
{
    QFETCH(QString, file);
    QFETCH(QString, content);
    const kit::TemporaryFolder folder;
    kit::writeText(folder.path() / file.toStdString(), content.toStdString());
    const auto opened = open(folder.path());
    QVERIFY_ERROR(opened, ErrorCode::StoreCorrupt);
    QVERIFY(opened.error().detail.find(file.toStdString()) != std::string::npos);
}

void tst_StoreFaults::damagedPagesDoNotCrash()
{
    std::mt19937 random(1);
    const kit::TemporaryFolder good;
    {
        auto store = open(good.path() / "data");
        QVERIFY_RESULT(kit::save(**store, kit::someConfiguration(300)));
        for (std::uint64_t id = 1; id < 500; ++id) {
            (*store)->append(kit::someEvent(id, random));
            (*store)->put(kit::someChange(id, random));
            (*store)->ledger().enqueue(ZoneId{static_cast<std::uint32_t>(id)}, id, notify, {});
        }
        QVERIFY_RESULT(kit::flush(**store));
    }
    int refused = 0;
    for (int round = 0; round < 60; ++round) {
        const kit::TemporaryFolder folder;
        std::filesystem::copy(good.path() / "data", folder.path() / "data");
        const std::filesystem::path file =
            folder.path() / "data" / (round % 2 == 0 ? "work.sqlite" : "history.sqlite");
        const auto size = std::filesystem::file_size(file);
        for (int hit = 0; hit < 5; ++hit)
            overwrite(file, 100 + random() % (size - 200), 1 + random() % 100);
        auto opened = open(folder.path() / "data");
        if (!opened) {
            ++refused;
            continue;
        }
        // Whatever can be read is read; what cannot gives an error, and writing goes on or is refused.
        for (int question = 0; question < 2; ++question) {
            (void)kit::ask(**opened, [](store::HistoryReader& reader) { return reader.changes({}); });
            (void)kit::ask(**opened, [](store::HistoryReader& reader) { return reader.events({}); });
            (void)kit::ask(**opened, [](store::HistoryReader& reader) { return reader.latency({}, true); });
            (*opened)->append(kit::someEvent(1000, random));
            for (const base::Status& outcome : {enqueue(**opened, ZoneId{3}, 10'000), kit::flush(**opened)})
                QVERIFY(outcome || outcome.error().code != ErrorCode::TimedOut); // everybody is answered
        }
    }
    QVERIFY(refused > 0);
}

void tst_StoreFaults::newerFormatsAreRefused()
{
    for (const char* file : {"work.sqlite", "history.sqlite"}) {
        const kit::TemporaryFolder folder;
        QVERIFY_RESULT(open(folder.path()));
        QVERIFY_RESULT(store::Database::open(folder.path() / file, store::Synchronous::Normal)
                           ->run("PRAGMA user_version=77"));
        const auto opened = open(folder.path());
        QVERIFY_ERROR(opened, ErrorCode::StoreOpen);
        QVERIFY(opened.error().detail.find("newer Zonescope") != std::string::npos);
    }
}

void tst_StoreFaults::readOnlyFoldersAreRefused()
{
    const kit::TemporaryFolder temporary;
    const std::filesystem::path folder = temporary.path() / "data";
    QVERIFY_RESULT(open(folder));
    // As somebody else who may look at everything and write nothing.
    ::chmod(temporary.path().c_str(), 0755);
    ::chmod(folder.c_str(), 0555);
    for (const auto& file : std::filesystem::directory_iterator(folder))
        ::chmod(file.path().c_str(), 0444);
    const int outcome = store::inChild([&] {
        if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
            return 2;
        const auto opened = open(folder);
        return !opened && opened.error().code == ErrorCode::StoreReadOnly ? 0 : 1;
    });
    ::chmod(folder.c_str(), 0755);
    QCOMPARE(outcome, 0);
}

void tst_StoreFaults::aFullDiskIsToldAndSurvived()
{
    kit::FaultyVfs vfs;
    const kit::TemporaryFolder folder;
    auto opened = open(folder.path());
    QVERIFY_RESULT(opened);
    store::Store& store = **opened;
    Told told;
    told.listenTo(store);
    QVERIFY_RESULT(enqueue(store, ZoneId{1}, 1));
    vfs.setFull(true);
    QVERIFY_ERROR(enqueue(store, ZoneId{2}, 2), ErrorCode::StoreFull);
    QVERIFY_ERROR(kit::save(store, kit::someConfiguration(3)), ErrorCode::StoreFull);
    std::mt19937 random(1);
    for (std::uint64_t id = 1; id <= 50; ++id)
        store.append(kit::someEvent(id, random));
    pipeline::Change change = kit::someChange(51, random);
    change.complete = true;
    store.put(change);
    QVERIFY_ERROR(kit::flush(store), ErrorCode::StoreFull);
    QCOMPARE(store.loadConfiguration()->zones().size(), std::size_t(0));
    vfs.setFull(false);
    // What failed was kept: the ledger's row and all history.
    QTRY_VERIFY_WITH_TIMEOUT(!told.codes().empty() && !told.codes().back(), 60'000);
    QVERIFY_RESULT(kit::flush(store));
    const zone::Configuration wanted = kit::someConfiguration(3);
    QVERIFY_RESULT(kit::save(store, wanted));
    const auto events = kit::ask(store, [](store::HistoryReader& reader) { return reader.events({}); });
    QCOMPARE(events->size(), std::size_t(50));
    QVERIFY(told.codes() == (std::vector<std::optional<ErrorCode>>{ErrorCode::StoreFull, std::nullopt}));
    QCOMPARE(store.droppedRows(), std::uint64_t(0));
    opened->reset();
    opened = open(folder.path());
    const auto loaded = (*opened)->ledger().load();
    QCOMPARE(loaded->rows.size(), std::size_t(2));
    QCOMPARE(loaded->rows.back().scheduled->second, std::uint64_t(2));
    QVERIFY((*opened)->loadConfiguration()->sameAs(wanted));
}

void tst_StoreFaults::aFileSizeLimitIsAFullDisk()
{
#ifdef __SANITIZE_THREAD__
    QSKIP("ThreadSanitizer cannot follow the threads of a forked child");
#endif
    const kit::TemporaryFolder folder;
    const int outcome = store::inChild([&] {
        ::signal(SIGXFSZ, SIG_IGN); // write(2) gives EFBIG instead
        auto opened = open(folder.path());
        if (!opened)
            return 2;
        const rlimit limit{200'000, 200'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        std::mt19937 random(1);
        for (std::uint64_t id = 1; id <= 20'000; ++id)
            (*opened)->put(kit::someChange(id, random, 50));
        const base::Status full = kit::flush(**opened);
        if (full || full.error().code != ErrorCode::StoreFull) {
            std::fprintf(stderr, "%s\n", full ? "no error" : base::toString(full.error()).c_str());
            return 3;
        }
        return kit::ask(**opened, [](store::HistoryReader& reader) { return reader.changes({}); }) ? 0 : 4;
    });
    QCOMPARE(outcome, 0);
}

void tst_StoreFaults::failingSyncsAreTold()
{
    kit::FaultyVfs vfs;
    const kit::TemporaryFolder folder;
    auto opened = open(folder.path());
    Told told;
    told.listenTo(**opened);
    vfs.setSyncFails(true);
    QVERIFY_ERROR(enqueue(**opened, ZoneId{1}, 1), ErrorCode::StoreFailed);
    vfs.setSyncFails(false);
    QVERIFY_RESULT(enqueue(**opened, ZoneId{1}, 2));
    QTRY_VERIFY(told.codes() ==
                (std::vector<std::optional<ErrorCode>>{ErrorCode::StoreFailed, std::nullopt}));
}

void tst_StoreFaults::theQueueIsBoundedWhileTheDiskIsFull()
{
    kit::FaultyVfs vfs;
    const kit::TemporaryFolder folder;
    auto opened = open(folder.path());
    vfs.setFull(true);
    std::mt19937 random(1);
    pipeline::Event event = kit::someEvent(1, random);
    constexpr std::uint64_t offered = 250'000;
    for (std::uint64_t id = 1; id <= offered; ++id) {
        event.id = id;
        (*opened)->append(event);
    }
    QVERIFY_ERROR(kit::flush(**opened), ErrorCode::StoreFull);
    QCOMPARE((*opened)->droppedRows(), offered - 200'000);
    vfs.setFull(false);
    QTRY_VERIFY_WITH_TIMEOUT(kit::flush(**opened).has_value(), 60'000);
    pipeline::HistoryFilter filter;
    filter.limit = offered;
    const auto events =
        kit::ask(**opened, [&](store::HistoryReader& reader) { return reader.events(filter)->size(); });
    QCOMPARE(events, std::size_t(200'000));
    // There is room again.
    event.id = offered + 1;
    (*opened)->append(event);
    QVERIFY_RESULT(kit::flush(**opened));
    QCOMPARE((*opened)->droppedRows(), offered - 200'000);
}

void tst_StoreFaults::historyFailingDoesNotStopTheLedger()
{
    const kit::TemporaryFolder folder;
    auto opened = open(folder.path());
    Told told;
    told.listenTo(**opened);
    // A table is gone: every commit of history fails from here on.
    QVERIFY_RESULT(store::Database::open(folder.path() / "history.sqlite", store::Synchronous::Normal)
                       ->run("DROP TABLE event"));
    std::mt19937 random(1);
    (*opened)->append(kit::someEvent(1, random));
    QVERIFY(!kit::flush(**opened));
    for (std::uint64_t offset = 1; offset < 50; ++offset)
        QVERIFY_RESULT(enqueue(**opened, ZoneId{1}, offset));
    QVERIFY_RESULT(kit::save(**opened, kit::someConfiguration(5)));
    QTRY_VERIFY(told.codes() == std::vector<std::optional<ErrorCode>>{ErrorCode::StoreFailed});
}

void tst_StoreFaults::secretsComeBack()
{
    const kit::TemporaryFolder temporary;
    const std::filesystem::path folder = temporary.path() / "new" / "data";
    auto opened = open(folder);
    QVERIFY_RESULT(opened);
    const zone::Configuration configuration = kit::someConfiguration(1);
    const KeyId key = configuration.keys().begin()->first;
    QVERIFY_RESULT(kit::save(**opened, configuration, {{key, canary}}));
    opened->reset();
    struct stat status = {};
    QCOMPARE(::stat(folder.c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0700U);
    QCOMPARE(::stat((folder / "secrets").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0600U);
    opened = open(folder);
    const auto ring = (*opened)->loadSecrets(configuration);
    QVERIFY_RESULT(ring);
    QCOMPARE(ring->size(), std::size_t(1)); // the other key has none: only its transfers fail
    const dns::TsigKey* loaded = ring->find(configuration.keys().begin()->second.name);
    QVERIFY(loaded != nullptr && loaded->secret == canary);
    QCOMPARE(loaded->algorithm, configuration.keys().begin()->second.algorithm);
}

void tst_StoreFaults::secretsOfRemovedKeysGo()
{
    const kit::TemporaryFolder folder;
    auto opened = open(folder.path());
    zone::Configuration configuration;
    const auto first = configuration.put(zone::Key{{}, kit::name("a"), dns::TsigAlgorithm::HmacSha256});
    const auto second = configuration.put(zone::Key{{}, kit::name("b"), dns::TsigAlgorithm::HmacSha256});
    QVERIFY_RESULT(kit::save(**opened, configuration, {{*first, "one"}, {*second, "two"}}));
    QVERIFY_RESULT(configuration.remove(*first));
    QVERIFY_RESULT(kit::save(**opened, configuration));
    const std::string text = kit::readText(folder.path() / "secrets");
    QVERIFY(text.find(dns::TsigKey::encodeSecret("one")) == std::string::npos);
    QVERIFY(text.find(dns::TsigKey::encodeSecret("two")) != std::string::npos);
    QVERIFY_RESULT(kit::save(**opened, configuration, {{*second, "three"}}));
    QCOMPARE((*opened)->loadSecrets(configuration)->find(kit::name("b"))->secret, std::string("three"));
}

void tst_StoreFaults::openSecretFilesAreRefused()
{
    const kit::TemporaryFolder folder;
    auto opened = open(folder.path());
    const zone::Configuration configuration = kit::someConfiguration(1);
    QVERIFY_RESULT(kit::save(**opened, configuration, {{configuration.keys().begin()->first, canary}}));
    for (const unsigned mode : {0640U, 0604U, 0660U}) {
        ::chmod((folder.path() / "secrets").c_str(), mode);
        const auto refused = (*opened)->loadSecrets(configuration);
        QVERIFY_ERROR(refused, ErrorCode::PermissionDenied);
        QVERIFY(refused.error().detail.find("chmod 600") != std::string::npos);
        QVERIFY_ERROR(kit::save(**opened, configuration, {{configuration.keys().begin()->first, "x"}}),
                      ErrorCode::PermissionDenied);
    }
}

void tst_StoreFaults::damagedSecretFilesNameTheLine()
{
    const kit::TemporaryFolder folder;
    auto opened = open(folder.path());
    const std::filesystem::path file = folder.path() / "secrets";
    for (const char* text :
         {"zonescope-secrets 1\n1 YQ==\nY2FuYXJ5\n", "zonescope-secrets 1\n1 YQ==\n1 YQ==\n",
          "zonescope-secrets 1\n1 YQ==\n0 YQ==\n", "zonescope-secrets 1\n1 YQ==\n2 Y2FuYXJ5"}) {
        kit::writeText(file, text);
        ::chmod(file.c_str(), 0600);
        const auto refused = (*opened)->loadSecrets(zone::Configuration());
        QVERIFY_ERROR(refused, ErrorCode::StoreCorrupt);
        QVERIFY(refused.error().detail.find("line 3") != std::string::npos);
        QVERIFY(refused.error().detail.find("Y2FuYXJ5") == std::string::npos);
    }
}

void tst_StoreFaults::secretsAreInNoOtherFile()
{
    const kit::TemporaryFolder folder;
    auto opened = open(folder.path());
    zone::Configuration configuration = kit::someConfiguration(10);
    const KeyId key = configuration.keys().begin()->first;
    std::mt19937 random(1);
    QVERIFY_RESULT(kit::save(**opened, configuration, {{key, canary}}));
    (*opened)->append(kit::someAttempt(1, random));
    QVERIFY_RESULT(kit::save(**opened, configuration, {{key, canary + "2"}}));
    QVERIFY_RESULT(kit::flush(**opened));
    QVERIFY_RESULT(enqueue(**opened, ZoneId{1}, 1));
    const std::string encoded = dns::TsigKey::encodeSecret(canary).substr(0, 20);
    std::string hex;
    for (const char octet : canary)
        hex += QByteArray(1, octet).toHex().toStdString();
    int files = 0;
    const auto look = [&] {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
            const std::string content = kit::readText(entry.path());
            const bool secretFile = entry.path().filename() == "secrets";
            QCOMPARE(content.find(encoded) != std::string::npos, secretFile);
            QVERIFY(content.find("canary-Secret") == std::string::npos);
            QVERIFY(content.find(hex) == std::string::npos);
            ++files;
        }
    };
    look(); // with the write-ahead logs
    opened->reset();
    look();
    QVERIFY(files >= 8);
}

QTEST_GUILESS_MAIN(tst_StoreFaults)
#include "tst_store_faults.moc"
