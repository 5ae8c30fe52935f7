// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/log.h"

#include <QTest>

#include <QRegularExpression>
#include <QTemporaryFile>

#include <cstdio>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace zonescope::base;

namespace {

/// What `write` sends to standard error.
template <class Write>
QByteArray captured(Write write)
{
    QTemporaryFile file;
    if (!file.open())
        return {};
    std::fflush(stderr);
    const int saved = dup(STDERR_FILENO);
    dup2(file.handle(), STDERR_FILENO);
    write();
    std::fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    file.seek(0);
    return file.readAll();
}

} // namespace

class TestLog : public QObject
{
    Q_OBJECT

private slots:
    void oneLineHasTimeCategoryAndLevel();
    void linesBelowTheLevelAreDropped();
    void linesOfThreadsStayWhole();
};

void TestLog::oneLineHasTimeCategoryAndLevel()
{
    const QByteArray text =
        captured([] { log(LogCategory::Transfer, LogLevel::Warning, "zone example.org. refused"); });
    const QRegularExpression form(
        R"(^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z transfer warning: zone example\.org\. refused\n$)");
    QVERIFY2(form.match(text).hasMatch(), text.constData());
}

void TestLog::linesBelowTheLevelAreDropped()
{
    setLogLevel(LogLevel::Error);
    QCOMPARE(captured([] { log(LogCategory::Build, LogLevel::Warning, "dropped"); }), QByteArray());
    setLogLevel(LogLevel::Debug);
    QVERIFY(captured([] { log(LogCategory::Build, LogLevel::Debug, "kept"); }).contains("build debug: kept"));
    setLogLevel(LogLevel::Info);
}

void TestLog::linesOfThreadsStayWhole()
{
    const QByteArray text = captured([] {
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([] {
                for (int j = 0; j < 250; ++j)
                    log(LogCategory::Store, LogLevel::Info, std::string(100, 'x'));
            });
        for (std::thread& thread : threads)
            thread.join();
    });
    const QList<QByteArray> lines = text.split('\n');
    QCOMPARE(lines.size(), 1001); // the last one is empty
    for (const QByteArray& line : lines.first(1000))
        QVERIFY2(line.endsWith(" store info: " + QByteArray(100, 'x')), line.constData());
}

QTEST_APPLESS_MAIN(TestLog)
#include "tst_log.moc"
