// SPDX-License-Identifier: GPL-3.0-or-later
// Signatures against the public test suite and botocore; the scan against moto, where that is at hand.
#include "model/cloud/aws_calls.h"
#include "model/cloud/aws_scan.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <set>

using namespace zonescope;
using namespace zonescope::cloud;

namespace {

const AwsKeys exampleKeys{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {}};
const base::Timestamp exampleTime = base::fromMicroseconds(1'440'938'160'000'000); // 2015-08-30 12:36:00 UTC

QString signatureOf(SignableRequest request, const AwsKeys& keys, const char* region, const char* service)
{
    const QString text = QString::fromStdString(signV4(request, keys, region, service, exampleTime));
    return text.section(QStringLiteral("Signature="), 1);
}

} // namespace

class TestAwsScan : public QObject
{
    Q_OBJECT

private slots:
    void signatures_data();
    void signatures();
    void profiles();
    void plainHttpOnlyToThisHost();
    void problems();
    void waitsGrow();
    void refusedEndpointIsSaid();
    void motoIsReadWhole();

private:
    AwsScanRequest request(const std::string& endpoint) const;
};

void TestAwsScan::signatures_data()
{
    QTest::addColumn<QString>("which");
    QTest::addColumn<QString>("signature");
    QTest::newRow("get-vanilla") << "get"
                                 << "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    QTest::newRow("post-vanilla") << "post"
                                  << "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
    QTest::newRow("get-vanilla-query-order-key-case")
        << "query"
        << "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500";
    QTest::newRow("get-header-value-trim")
        << "trim"
        << "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736";
    QTest::newRow("post-x-www-form-urlencoded")
        << "form"
        << "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a";
    QTest::newRow("botocore, EC2 with a token")
        << "ec2"
        << "e959189de92c77c2b535b8dcb08459aee27a6145d176a3660eaa70b531835dc5";
    QTest::newRow("botocore, Route 53 with a query")
        << "route53"
        << "df7e12cf4459db3b3becf60dd20d10b0ae520c9eabbc335cf24198bba0d0ac5c";
}

void TestAwsScan::signatures()
{
    QFETCH(QString, which);
    QFETCH(QString, signature);
    SignableRequest request{"GET", "/", {}, {{"Host", "example.amazonaws.com"}}, {}};
    AwsKeys keys = exampleKeys;
    const char* region = "us-east-1";
    const char* service = "service";
    if (which == "post" || which == "form")
        request.method = "POST";
    if (which == "query")
        request.query = {{"Param2", "value2"}, {"Param1", "value1"}};
    if (which == "trim")
        request.headers.insert(request.headers.end(),
                               {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}});
    if (which == "form") {
        request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        request.body = "Param1=value1";
    }
    if (which == "ec2") {
        request = {"POST",
                   "/",
                   {},
                   {{"Host", "127.0.0.1:5000"},
                    {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
                   "Action=DescribeVpcs&Version=2016-11-15&MaxResults=1000"};
        keys.sessionToken = "TOKEN";
        region = "eu-central-1";
        service = "ec2";
    }
    if (which == "route53") {
        request.path = "/2013-04-01/hostedzone/Z1/rrset";
        request.query = {{"maxitems", "300"}, {"name", "a b.example.org."}, {"type", "A"}};
        request.headers = {{"Host", "route53.amazonaws.com"}};
        service = "route53";
    }
    QCOMPARE(signatureOf(request, keys, region, service), signature);
}

void TestAwsScan::profiles()
{
    const AwsProfiles profiles(
        parseAwsIni(
            "[default]\nregion = eu-west-1\n# note\n[profile reader]\nrole_arn=arn:aws:iam::1:role/r\n"
            "source_profile=keys\nendpoint_url = http://127.0.0.1:5000\nexternal_id=x\n"
            "[profile sso]\nsso_session=corp\n[profile circle]\nsource_profile=circle\n"
            "[sso-session corp]\n"),
        parseAwsIni("[keys]\r\naws_access_key_id=A\r\naws_secret_access_key = B=C\r\n"), {});
    const auto reader = profiles.find("reader");
    QVERIFY_RESULT(reader);
    QCOMPARE(reader->keys.accessKey, std::string("A"));
    QCOMPARE(reader->keys.secretKey, std::string("B=C"));
    QCOMPARE(reader->roleArn, std::string("arn:aws:iam::1:role/r"));
    QCOMPARE(reader->endpoint, std::string("http://127.0.0.1:5000"));
    QVERIFY_ERROR(profiles.find("sso"), base::ErrorCode::Unsupported);
    QVERIFY_ERROR(profiles.find("circle"), base::ErrorCode::InvalidValue);
    QVERIFY_ERROR(profiles.find("nobody"), base::ErrorCode::NotFound);
    const AwsProfiles environment(
        {}, {}, {{"AWS_ACCESS_KEY_ID", "E"}, {"AWS_SECRET_ACCESS_KEY", "S"}, {"AWS_REGION", "r"}});
    QCOMPARE(environment.find("")->keys.accessKey, std::string("E"));
    QCOMPARE(environment.find("")->region, std::string("r"));
    QCOMPARE(profiles.names(), (std::vector<std::string>{"circle", "default", "keys", "reader", "sso"}));
}

void TestAwsScan::plainHttpOnlyToThisHost()
{
    for (const char* good :
         {"https://ec2.amazonaws.com/", "http://127.0.0.1:5000", "http://[::1]:80/x", "http://localhost/"})
        QVERIFY2(checkUrl(good), good);
    for (const char* bad :
         {"http://ec2.amazonaws.com/", "http://10.0.0.1/", "ftp://x/", "https://", "file:///etc/passwd",
          "http://user:secret@127.0.0.1/", "http://localhost.example.org/", "http://127.0.0.1.example.org/"})
        QVERIFY_ERROR(checkUrl(bad), base::ErrorCode::InvalidValue);
}

void TestAwsScan::problems()
{
    const auto problem = [](int status, const char* code) {
        return problemOf({status,
                          std::string("<Response><Errors><Error><Code>") + code +
                              "</Code><Message>m</Message></Error></Errors></Response>",
                          {},
                          {}},
                         "DescribeVpcs");
    };
    QVERIFY(problem(503, "RequestLimitExceeded").again);
    QVERIFY(problem(400, "Throttling").again);
    QVERIFY(!problem(403, "UnauthorizedOperation").again);
    QCOMPARE(problem(403, "UnauthorizedOperation").state, ScopeState::Denied);
    QCOMPARE(problem(403, "UnauthorizedOperation").detail,
             std::string("DescribeVpcs: UnauthorizedOperation: m"));
    QCOMPARE(problem(400, "InvalidVpcID.NotFound").state, ScopeState::Broken);
    QVERIFY(problemOf({502, "<html></html>", {}, {}}, "x").again);
}

void TestAwsScan::waitsGrow()
{
    QCOMPARE(backoff(1, 1).count(), 200'000);
    QCOMPARE(backoff(1, 0).count(), 100'000);
    QCOMPARE(backoff(3, 1).count(), 800'000);
    QCOMPARE(backoff(60, 1).count(), 10'000'000);
}

AwsScanRequest TestAwsScan::request(const std::string& endpoint) const
{
    AwsScanRequest made;
    made.profile.keys = {"AKIDEXAMPLE", "secret", {}};
    made.profile.endpoint = endpoint;
    made.settings.label = "moto";
    made.regions = {"eu-central-1", "us-east-1"};
    made.settings.clock = std::make_shared<base::SystemClock>();
    made.settings.wait = [](base::Duration) { return true; };
    return made;
}

void TestAwsScan::refusedEndpointIsSaid()
{
    const auto nobody = scanAws(request("http://127.0.0.1:" + std::to_string(kit::freePort())));
    QVERIFY_ERROR(nobody, base::ErrorCode::ConnectionRefused);
    QVERIFY_ERROR(scanAws(request("http://192.0.2.1")), base::ErrorCode::InvalidValue);
}

void TestAwsScan::motoIsReadWhole()
{
    const auto there =
        kit::run({"env", "python3", "-c", "import moto.server, boto3"}, std::chrono::seconds(30));
    if (!there || there->exitCode != 0)
        QSKIP("moto is not installed: the scan was not tried against a foreign AWS");
    kit::TemporaryFolder folder;
    const std::string port = std::to_string(kit::freePort());
    auto server = kit::Process::start({"env", "python3", "-m", "moto.server", "-H", "127.0.0.1", "-p", port},
                                      folder.path() / "log");
    QVERIFY_RESULT(server);
    const auto listens = [&] {
        return HttpClient({}).perform({"GET", "http://127.0.0.1:" + port + "/", {}, {}}).has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(listens(), 30'000);
    const std::string script = CLOUD_DATA "/moto_network.py";
    const auto making = kit::run({"env", "python3", script, port, "make"}, std::chrono::seconds(60));
    QVERIFY_RESULT(making);
    QVERIFY2(making->exitCode == 0, making->errors.c_str());
    const auto listing = kit::run({"env", "python3", script, port, "list"}, std::chrono::seconds(60));
    QVERIFY_RESULT(listing);
    const QJsonObject expected = QJsonDocument::fromJson(QByteArray::fromStdString(listing->text)).object();
    QCOMPARE(expected.size(), 16);

    const auto scanned = scanAws(request("http://127.0.0.1:" + port));
    QVERIFY_RESULT(scanned);
    std::map<QString, std::set<QString>> ours;
    std::size_t records = 0;
    for (const Resource& r : (*scanned)->resources()) {
        ours[QString::fromStdString(r.region + " " + r.collection)].insert(QString::fromStdString(r.id));
        records += r.kind == Kind::DnsRecord ? 1 : 0;
        QVERIFY(!r.account.empty());
    }
    for (auto list = expected.begin(); list != expected.end(); ++list) {
        std::set<QString> theirs;
        for (const QJsonValue id : list.value().toArray())
            theirs.insert(id.toString());
        QVERIFY2(ours[list.key()] == theirs, qPrintable(list.key()));
    }
    QCOMPARE(records, 602U); // three pages; NS and SOA besides the 600
    for (const Scope& scope : (*scanned)->scopes())
        QVERIFY2(scope.state == ScopeState::Ok,
                 (scope.what + " " + scope.region + ": " + scope.detail).c_str());

    // The server goes: everything is stale, nothing is gone.
    auto again = request("http://127.0.0.1:" + port);
    again.settings.earlier = *scanned;
    server->kill();
    QVERIFY_ERROR(scanAws(again), base::ErrorCode::ConnectionRefused);
}

QTEST_GUILESS_MAIN(TestAwsScan)
#include "tst_aws_scan.moc"
