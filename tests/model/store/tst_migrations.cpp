// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/migrations.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QTest>

using namespace zonescope;
using base::ErrorCode;
using store::Database;
using store::migrate;
using store::Synchronous;

class tst_Migrations : public QObject
{
    Q_OBJECT

private slots:
    void freshFilesGetTheNewestFormat();
    void everyStepRunsOnce();
    void aFailingStepLeavesTheFormatBefore();
    void aNewerFormatIsRefused();
    void aForeignDatabaseIsRefused();
    void transactionsRollBackUnlessCommitted();
    void errorsOfStatementsAreGiven();

private:
    base::Result<Database> open()
    {
        return Database::open(m_folder.path() / "test.sqlite", Synchronous::Normal);
    }
    kit::TemporaryFolder m_folder;

private slots:
    void cleanup()
    {
        for (const char* file : {"test.sqlite", "test.sqlite-wal", "test.sqlite-shm"})
            std::filesystem::remove(m_folder.path() / file);
    }
};

void tst_Migrations::freshFilesGetTheNewestFormat()
{
    for (const auto steps : {store::workMigrations(), store::historyMigrations()}) {
        cleanup();
        auto database = open();
        QVERIFY_RESULT(database);
        QVERIFY_RESULT(migrate(*database, steps));
        QCOMPARE(*database->value("PRAGMA user_version"), std::int64_t(steps.size()));
        QVERIFY_RESULT(migrate(*database, steps));
    }
}

void tst_Migrations::everyStepRunsOnce()
{
    const std::array<const char*, 3> steps{"CREATE TABLE t(a)", "INSERT INTO t VALUES(1)",
                                           "INSERT INTO t VALUES(2); INSERT INTO t VALUES(3)"};
    auto database = open();
    QVERIFY_RESULT(migrate(*database, std::span(steps).first(2)));
    QCOMPARE(*database->value("SELECT count(*) FROM t"), 1);
    QVERIFY_RESULT(migrate(*database, steps));
    QVERIFY_RESULT(migrate(*database, steps));
    QCOMPARE(*database->value("SELECT count(*) FROM t"), 3);
}

void tst_Migrations::aFailingStepLeavesTheFormatBefore()
{
    const std::array<const char*, 2> steps{"CREATE TABLE t(a)",
                                           "INSERT INTO t VALUES(1); INSERT INTO nowhere VALUES(1)"};
    auto database = open();
    QVERIFY_ERROR(migrate(*database, steps), ErrorCode::StoreFailed);
    QCOMPARE(*database->value("PRAGMA user_version"), 1);
    QCOMPARE(*database->value("SELECT count(*) FROM t"), 0);
}

void tst_Migrations::aNewerFormatIsRefused()
{
    auto database = open();
    QVERIFY_RESULT(migrate(*database, store::workMigrations()));
    QVERIFY_RESULT(database->run("PRAGMA user_version=99"));
    const auto refused = migrate(*database, store::workMigrations());
    QVERIFY_ERROR(refused, ErrorCode::StoreOpen);
    QVERIFY(refused.error().detail.find("format 99") != std::string::npos);
    QVERIFY(refused.error().detail.find("newer Zonescope") != std::string::npos);
}

void tst_Migrations::aForeignDatabaseIsRefused()
{
    auto database = open();
    QVERIFY_RESULT(database->run("CREATE TABLE moz_places(a)"));
    QVERIFY_ERROR(migrate(*database, store::workMigrations()), ErrorCode::StoreOpen);
    QCOMPARE(*database->value("SELECT count(*) FROM sqlite_master"), 1);
}

void tst_Migrations::transactionsRollBackUnlessCommitted()
{
    auto database = open();
    QVERIFY_RESULT(database->run("CREATE TABLE t(a)"));
    {
        store::Transaction transaction(*database);
        QVERIFY_RESULT(transaction.begun());
        QVERIFY_RESULT(database->run("INSERT INTO t VALUES(1)"));
    }
    QCOMPARE(*database->value("SELECT count(*) FROM t"), 0);
    {
        store::Transaction transaction(*database);
        QVERIFY_RESULT(database->run("INSERT INTO t VALUES(1)"));
        QVERIFY_RESULT(transaction.commit());
    }
    QCOMPARE(*database->value("SELECT count(*) FROM t"), 1);
}

void tst_Migrations::errorsOfStatementsAreGiven()
{
    auto database = open();
    QVERIFY_ERROR(database->prepare("SELEKT 1").execute(), ErrorCode::StoreFailed);
    QVERIFY_RESULT(database->run("CREATE TABLE t(a UNIQUE)"));
    auto insert = database->prepare("INSERT INTO t VALUES(?)");
    QVERIFY_RESULT(insert.execute("x"));
    QVERIFY_ERROR(insert.execute("x"), ErrorCode::StoreFailed);
    QVERIFY_RESULT(insert.execute(std::optional<int>()));
    auto other = open();
    store::Transaction writing(*database);
    const auto busy = other->run("PRAGMA busy_timeout=1; BEGIN IMMEDIATE");
    QVERIFY_ERROR(busy, ErrorCode::StoreBusy);
}

QTEST_GUILESS_MAIN(tst_Migrations)
#include "tst_migrations.moc"
