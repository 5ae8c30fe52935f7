// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/lmdb_file_check.h"
#include "model/store/lmdb/lmdb_store.h"
#include "model/store/lmdb/zone_row.h"
#include "tests/kit/result_macros.h"

#include <QFile>
#include <QTemporaryDir>

#include <lmdb.h>

#include <csignal>
#include <map>
#include <random>
#include <sys/resource.h>
#include <unistd.h>

using namespace zonescope;
using base::ErrorCode;
using publish::EntryWriter;
using publish::ZoneWrite;

/// A disk that is full, read-only, damaged: an error in words, the version before still whole, and work goes
/// on as soon as the disk is well again.
class TestLmdbFaults : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    QString file() const { return m_folder->filePath("zones.mdb"); }

    static ZoneWrite zoneOf(std::uint32_t serial, int entries, char fill)
    {
        return {base::ZoneId{1}, serial, std::nullopt, [=](EntryWriter& writer) {
                    base::Status done;
                    for (int i = 0; i < entries && done; ++i) {
                        std::string number = std::to_string(i);
                        number.insert(0, 6 - number.size(), '0');
                        done = writer.put(publish::zonePrefix(base::ZoneId{1}) + number,
                                          valueOf(static_cast<std::uint64_t>(i), fill));
                    }
                    return done;
                }};
    }
    /// 200 octets as good as random: what repeats takes no room.
    static std::string valueOf(std::uint64_t entry, char fill)
    {
        std::string value(200, fill);
        std::mt19937 random(static_cast<std::uint32_t>(entry * 256 + static_cast<std::uint8_t>(fill)));
        for (char& octet : value)
            octet = static_cast<char>(random());
        return value;
    }
    /// Number of entries, checked to be of one version.
    static base::Result<std::uint64_t> load(const publish::KeyValueStore& store, char fill)
    {
        bool sameFill = true;
        std::uint64_t entry = 0;
        const auto stored = store.loadZone(base::ZoneId{1}, [&](std::string_view, std::string_view value) {
            sameFill = sameFill && value == valueOf(entry++, fill);
            return true;
        });
        if (!stored)
            return tl::unexpected(stored.error());
        return sameFill ? base::Result<std::uint64_t>(stored->entries)
                        : base::fail(ErrorCode::Internal, "a mix");
    }
    std::unique_ptr<publish::KeyValueStore> open(store::LmdbOptions options = {})
    {
        return store::openLmdbStore(folder(), options).value();
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void theLimitOfTheMapIsAFullStore()
    {
        const auto store = open({.firstMapOctets = 1 << 20, .maxMapOctets = 2 << 20});
        QVERIFY_RESULT(store->commit({zoneOf(1, 1000, 'a')}));
        QVERIFY_ERROR(store->commit({zoneOf(2, 100000, 'b')}), ErrorCode::StoreFull);
        QCOMPARE(load(*store, 'a').value(), 1000U);
        QVERIFY_RESULT(store->commit({zoneOf(3, 900, 'c')}));
        QCOMPARE(load(*store, 'c').value(), 900U);
    }

    void aFullDiskKeepsTheVersionBefore()
    {
        const auto store = open();
        QVERIFY_RESULT(store->commit({zoneOf(1, 1000, 'a')}));
        // The kernel refuses to let the file grow, as a full disk does. Without the handler it would kill us.
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit tight{static_cast<rlim_t>(QFile(file()).size()), before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &tight);
        const auto refused = store->commit({zoneOf(2, 50000, 'b')});
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY_ERROR(refused, ErrorCode::StoreFull);
        QCOMPARE(load(*store, 'a').value(), 1000U);
        QVERIFY_RESULT(store->commit({zoneOf(2, 50000, 'b')}));
        QCOMPARE(load(*store, 'b').value(), 50000U);
    }

    void aReadOnlyFolderIsNamed()
    {
        QFile::setPermissions(m_folder->path(), QFileDevice::ReadOwner | QFileDevice::ExeOwner |
                                                    QFileDevice::ReadOther | QFileDevice::ExeOther);
        constexpr uid_t nobody = 65534;
        const uid_t self = geteuid();
        if (self == 0)
            QCOMPARE(seteuid(nobody), 0); // root may write everywhere
        const auto refused = store::openLmdbStore(folder());
        const auto inside = store::openLmdbStore(folder() / "below");
        if (self == 0)
            QCOMPARE(seteuid(self), 0);
        QFile::setPermissions(m_folder->path(),
                              QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
        QVERIFY_ERROR(refused, ErrorCode::StoreReadOnly);
        QVERIFY_ERROR(inside, ErrorCode::StoreReadOnly);
        QVERIFY_RESULT(store::openLmdbStore(folder()));
    }

    void aFolderThatCannotBe()
    {
        QFile blocker(m_folder->filePath("file"));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        QVERIFY_ERROR(store::openLmdbStore(folder() / "file" / "below"), ErrorCode::StoreOpen);
    }

    void aDamagedHeadIsNoticed()
    {
        QVERIFY_RESULT(open()->commit({zoneOf(1, 1000, 'a')}));
        QFile damaged(file());
        QVERIFY(damaged.open(QIODevice::ReadWrite));
        damaged.write(QByteArray(8192, '\x5a'));
        damaged.close();
        QVERIFY_ERROR(store::openLmdbStore(folder()), ErrorCode::StoreCorrupt);
    }

    void aFileThatIsNotOursIsNoticed()
    {
        QFile other(file());
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write(QByteArray("a text that stands where the store should be\n").repeated(1000));
        other.close();
        QVERIFY_ERROR(store::openLmdbStore(folder()), ErrorCode::StoreCorrupt);
        const auto aside = store::setAsideLmdbStore(folder());
        QVERIFY_RESULT(aside);
        QCOMPARE(aside->filename().string(), std::string("zones.mdb.damaged-1"));
        QVERIFY_RESULT(open()->commit({zoneOf(1, 10, 'a')}));
        QVERIFY(std::filesystem::exists(*aside));
    }

    /// Each entry once lay by itself, in another table: such a store is emptied, and then is one like any
    /// other.
    void aStoreOfTheFormBeforeIsEmptied()
    {
        MDB_env* environment = nullptr;
        MDB_txn* transaction = nullptr;
        QCOMPARE(mdb_env_create(&environment), 0);
        QCOMPARE(mdb_env_set_maxdbs(environment, 2), 0);
        QCOMPARE(mdb_env_open(environment, file().toStdString().c_str(), MDB_NOSUBDIR, 0600), 0);
        QCOMPARE(mdb_txn_begin(environment, nullptr, 0, &transaction), 0);
        for (const char* name : {"entries", "zones"}) {
            MDB_dbi table = 0;
            QCOMPARE(mdb_dbi_open(transaction, name, MDB_CREATE, &table), 0);
            for (std::uint32_t zone = 1; zone <= 500; ++zone) {
                std::string key = publish::zonePrefix(base::ZoneId{zone});
                std::string value = store::ZoneRow{}.pack();
                MDB_val k{key.size(), key.data()};
                MDB_val v{value.size(), value.data()};
                QCOMPARE(mdb_put(transaction, table, &k, &v, 0), 0);
            }
        }
        QCOMPARE(mdb_txn_commit(transaction), 0);
        mdb_env_close(environment);
        for (int run = 0; run < 2; ++run) {
            const auto store = open();
            QCOMPARE(store->listZones().value().size(), run == 0 ? 0U : 1U);
            if (run == 0)
                QVERIFY_RESULT(store->commit({zoneOf(1, 100, 'a')}));
            else
                QCOMPARE(load(*store, 'a').value(), 100U);
        }
    }

    void aFileThatWasCutOffIsNoticed()
    {
        QVERIFY_RESULT(open()->commit({zoneOf(1, 5000, 'a')}));
        QFile cut(file());
        QVERIFY(cut.resize(cut.size() / 2));
        QVERIFY_ERROR(store::openLmdbStore(folder()), ErrorCode::StoreCorrupt);
    }

    void everyChangedOctetOfAValueIsNoticed()
    {
        QVERIFY_RESULT(open()->commit({zoneOf(1, 300, 'a')}));
        QFile damaged(file());
        QVERIFY(damaged.open(QIODevice::ReadWrite));
        const QByteArray before = damaged.readAll();
        const auto at = before.indexOf(QByteArray::fromStdString(valueOf(0, 'a')));
        QVERIFY(at > 0);
        for (const int offset : {0, 1, 100, 199}) {
            damaged.seek(at + offset);
            damaged.putChar(static_cast<char>(before[at + offset] ^ 1));
            damaged.flush();
            {
                const auto store = open();
                QVERIFY_ERROR(store->loadZone(base::ZoneId{1}, [](auto, auto) { return true; }),
                              ErrorCode::StoreCorrupt);
                QVERIFY(store->listZones());
            }
            damaged.seek(at + offset);
            damaged.putChar(before[at + offset]);
            damaged.flush();
        }
        QCOMPARE(load(*open(), 'a').value(), 300U);
    }

    /// LMDB trusts its file: without the check before opening, some of these end the process.
    void noWrongOctetEndsTheProcess()
    {
        {
            const auto store = open();
            for (std::uint32_t serial = 1; serial < 6; ++serial) // free pages, large values, two levels
                QVERIFY_RESULT(
                    store->commit({zoneOf(serial, serial % 2 ? 600 : 300, 'a'),
                                   {base::ZoneId{2}, serial, std::nullopt, [&](EntryWriter& writer) {
                                        return writer.put(publish::zonePrefix(base::ZoneId{2}) + "large",
                                                          std::string(20000, 'L'));
                                    }}}));
        }
        QVERIFY_RESULT(store::checkLmdbFile(file().toStdString()));
        QFile original(file());
        QVERIFY(original.open(QIODevice::ReadOnly));
        const QByteArray sound = original.readAll();
        original.close();
        std::mt19937 random(23);
        int refused = 0;
        int noticed = 0; // when the zones are read
        for (int round = 0; round < 600; ++round) {
            QByteArray damaged = sound;
            // Half of the hits go to the heads of pages, where the numbers stand.
            const auto page =
                static_cast<qsizetype>(random() % static_cast<unsigned>(sound.size() / 4096)) * 4096;
            const auto at = page + static_cast<qsizetype>(random() % (round % 2 ? 4096U : 64U));
            damaged[at] = static_cast<char>(damaged[at] ^ static_cast<char>(1U << random() % 8));
            QFile out(file());
            QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
            out.write(damaged);
            out.close();
            QFile::remove(file() + "-lock");
            const auto store = store::openLmdbStore(folder(), {.sync = false});
            if (!store) {
                QCOMPARE(store.error().code, ErrorCode::StoreCorrupt);
                ++refused;
                continue;
            }
            for (const std::uint32_t zone : {1U, 2U})
                noticed += (*store)->loadZone(base::ZoneId{zone}, [](auto, auto) { return true; }) ? 0 : 1;
            (void)(*store)->commit({zoneOf(9, 700, 'z')});
        }
        // Most pages hold blocks of entries: of those only the reading tells.
        QVERIFY2(refused > 10 && noticed > 50,
                 qPrintable(QStringLiteral("%1, %2").arg(refused).arg(noticed)));
    }

    void aDamagedRowIsNoticed()
    {
        QVERIFY_ERROR(store::ZoneRow::unpack(""), ErrorCode::StoreCorrupt);
        store::ZoneRow row;
        row.serial = 0x01020304;
        row.add("key", "value");
        const std::string packed = row.pack();
        for (std::size_t size = 0; size < packed.size(); ++size)
            QVERIFY_ERROR(store::ZoneRow::unpack(packed.substr(0, size)), ErrorCode::StoreCorrupt);
        const auto back = store::ZoneRow::unpack(packed);
        QVERIFY_RESULT(back);
        QVERIFY(back->sameEntries(row));
        QCOMPARE(back->serial, 0x01020304U);
        row.subtract("key", "value");
        QVERIFY(row.sameEntries(store::ZoneRow{}));
    }

    void digestsDiffer()
    {
        const std::string value(40, 'v');
        const std::uint64_t digest = store::entryDigest("key", value);
        for (std::size_t i = 0; i < value.size(); ++i) {
            for (int bit = 0; bit < 8; ++bit) {
                std::string changed = value;
                changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
                QVERIFY(store::entryDigest("key", changed) != digest);
            }
        }
        QVERIFY(store::entryDigest("keyv", value.substr(1)) != digest); // where the key ends counts
        QVERIFY(store::entryDigest("key", value + '\0') != digest);
    }
};

QTEST_APPLESS_MAIN(TestLmdbFaults)
#include "tst_lmdb_faults.moc"
