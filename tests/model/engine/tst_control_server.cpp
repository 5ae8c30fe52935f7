// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/control_server.h"

#include "tests/model/engine/engine_harness.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

using namespace zonescope;
using namespace zonescope::enginetest;
using engine::ControlRequest;
using engine::ControlServer;

/// The real engine behind the real socket, asked as the command line does.
class TestControlServer : public QObject
{
    Q_OBJECT

    std::unique_ptr<EngineHarness> h;
    std::unique_ptr<servers::ScriptedPrimary> primary;
    std::unique_ptr<ControlServer> server;
    QTemporaryDir folder;
    std::filesystem::path socket;

    QJsonObject ask(const ControlRequest& request, bool ok = true)
    {
        const auto answer = engine::askService(socket, request);
        if (!answer) {
            qWarning("%s", base::toString(answer.error()).c_str());
            return {};
        }
        if (answer->ok != ok)
            qWarning("%s", answer->json.c_str());
        return answer->ok == ok ? QJsonDocument::fromJson(QByteArray::fromStdString(answer->json)).object()
                                : QJsonObject();
    }
    static QString code(const QJsonObject& answer) { return answer["error"].toObject()["code"].toString(); }

private slots:
    void init()
    {
        h = std::make_unique<EngineHarness>();
        primary = std::move(*servers::ScriptedPrimary::start());
        QVERIFY_RESULT(primary->addZone("example.org.", 1, "@ NS ns1\nns1 A 192.0.2.53\n"));
        QVERIFY_RESULT(h->start());
        const auto zone = h->addZone("example.org.", {primary->endpoint()});
        QVERIFY_RESULT(zone);
        QVERIFY(h->holds(*zone, 1));
        socket = (folder.path() + "/run/control").toStdString();
        auto started = ControlServer::start(socket, h->engine());
        QVERIFY_RESULT(started);
        server = std::move(*started);
    }
    void cleanup()
    {
        server.reset();
        h.reset();
        primary.reset();
    }

    void status()
    {
        const QJsonObject answer = ask({ControlRequest::Kind::Status, {}, false});
        const QJsonObject zone = answer["zones"].toArray().first().toObject();
        QCOMPARE(zone["name"].toString(), QString("example.org"));
        QCOMPARE(zone["heldSerial"].toInt(), 1);
        QCOMPARE(zone["state"].toString(), QString("current"));
        QVERIFY(answer["engine"].toObject()["running"].toBool());
    }
    void transferNothingNew()
    {
        const QJsonObject answer = ask({ControlRequest::Kind::Transfer, "example.org", false});
        QCOMPARE(answer["outcome"].toString(), QString("unchanged"));
        QCOMPARE(answer["serial"].toInt(), 1);
    }
    void transferNewVersion()
    {
        primary->changeZone(name("example.org."), {}, {});
        QJsonObject answer = ask({ControlRequest::Kind::Transfer, "example.org.", false});
        QCOMPARE(answer["outcome"].toString(), QString("new-version"));
        QCOMPARE(answer["serial"].toInt(), 2);
        QCOMPARE(answer["transfers"].toArray().first().toObject()["kind"].toString(), QString("ixfr"));
        answer = ask({ControlRequest::Kind::Transfer, "EXAMPLE.org", true});
        QCOMPARE(answer["transfers"].toArray().first().toObject()["kind"].toString(), QString("axfr"));
    }
    void transferRefused()
    {
        primary->refuse(true);
        const QJsonObject answer = ask({ControlRequest::Kind::Transfer, "example.org", false}, false);
        QCOMPARE(answer["outcome"].toString(), QString("failed"));
        QCOMPARE(code(answer), QString("rcode-refused"));
        QCOMPARE(answer["serial"].toInt(), 1); // the old version is still there
    }
    void history()
    {
        QTRY_COMPARE(ask({ControlRequest::Kind::History, "example.org", false})["changes"].toArray().size(),
                     1);
        const QJsonObject answer = ask({ControlRequest::Kind::History, "example.org", false});
        const QJsonObject change = answer["changes"].toArray().first().toObject();
        QVERIFY(change["stagesMs"].toObject()["transfer"].toDouble() > 0);
        QCOMPARE(answer["transfers"].toArray().size(), 1);
    }
    void testChangeWithoutAKey()
    {
        QCOMPARE(code(ask({ControlRequest::Kind::TestChange, "example.org", false}, false)),
                 QString("update-needs-key"));
    }
    void badRequests()
    {
        QCOMPARE(code(ask({ControlRequest::Kind::History, "other.org", false}, false)), QString("not-found"));
        QCOMPARE(code(ask({ControlRequest::Kind::Transfer, "a..b", false}, false)), QString("invalid-name"));
        QCOMPARE(code(ask({ControlRequest::Kind::Transfer, "", false}, false)), QString("missing-field"));
    }
    void socketIsPrivate()
    {
        struct stat info
        {
        };
        QCOMPARE(::stat(socket.c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0600U);
        QCOMPARE(::stat(socket.parent_path().c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0700U);
    }
    void secondServiceIsTold()
    {
        QVERIFY_ERROR(ControlServer::start(socket, h->engine()), base::ErrorCode::AddressInUse);
        QVERIFY(!ask({ControlRequest::Kind::Status, {}, false}).isEmpty()); // the first one is unharmed
    }
    void staleSocketIsReplaced()
    {
        server.reset();
        QVERIFY(!std::filesystem::exists(socket));
        QVERIFY_ERROR(engine::askService(socket, {}), base::ErrorCode::ConnectionRefused);
        // The file of a service that was killed.
        const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        socket.string().copy(static_cast<char*>(address.sun_path), sizeof(address.sun_path) - 1);
        QCOMPARE(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
        ::close(fd);
        QVERIFY(std::filesystem::exists(socket));
        QVERIFY_ERROR(engine::askService(socket, {}), base::ErrorCode::ConnectionRefused);
        auto again = ControlServer::start(socket, h->engine());
        QVERIFY_RESULT(again);
        server = std::move(*again);
        QVERIFY(!ask({ControlRequest::Kind::Status, {}, false}).isEmpty());
    }
    void oddClientsDoNoHarm()
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        socket.string().copy(static_cast<char*>(address.sun_path), sizeof(address.sun_path) - 1);
        for (const std::string& text : {std::string(), std::string("{"), std::string(100'000, 'x'),
                                        std::string("\n\n\n"), std::string("{}\n{}\n{}\n")}) {
            const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
            QCOMPARE(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
            (void)::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
            ::close(fd);
        }
        QVERIFY(!ask({ControlRequest::Kind::Status, {}, false}).isEmpty());
        QVERIFY_ERROR(engine::askService(std::string(200, 'x'), {}), base::ErrorCode::InvalidValue);
    }
};

QTEST_GUILESS_MAIN(TestControlServer)
#include "tst_control_server.moc"
