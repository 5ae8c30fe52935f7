// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/open_files.h"

#include "app/engine_host.h"
#include "model/net/socket.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QTest>

using namespace zonescope;

/// 1,500 edges need 1,500 sockets; the customary limit is 1,024.
class tst_OpenFiles : public QObject
{
    Q_OBJECT

private slots:
    void theEngineMayOpenMoreThanTheSoftLimit();
};

void tst_OpenFiles::theEngineMayOpenMoreThanTheSoftLimit()
{
    rlimit limit{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &limit), 0);
    if (limit.rlim_max < 2048)
        QSKIP("this system allows no more");
    limit.rlim_cur = 256;
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &limit), 0);
    const kit::TemporaryFolder folder;
    auto host = app::EngineHost::start(
        {.dataFolder = folder.path(), .notifyListen = {}, .serveListen = {}, .clock = nullptr});
    QVERIFY_RESULT(host);
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &limit), 0);
    QCOMPARE(limit.rlim_cur, limit.rlim_max);
    std::vector<net::UniqueFd> sockets;
    for (int i = 0; i < 1500; ++i) {
        auto socket = net::connectUdp({*net::IpAddress::fromText("127.0.0.1"), 53});
        QVERIFY_RESULT(socket);
        sockets.push_back(std::move(*socket));
    }
}

QTEST_GUILESS_MAIN(tst_OpenFiles)
#include "tst_open_files.moc"
