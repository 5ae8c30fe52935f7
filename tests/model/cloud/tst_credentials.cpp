// SPDX-License-Identifier: GPL-3.0-or-later
// Where credentials come from, and what is sent with them.
#include "model/cloud/azure/azure_credentials.h"
#include "model/cloud/google/google_credentials.h"
#include "model/cloud/json.h"
#include "model/cloud/openstack/keystone.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;

class TestCredentials : public QObject
{
    Q_OBJECT

private slots:
    void cloudsYaml();
    void brokenCloudsYaml();
    void passwordIsWritten();
    void catalogIsRead();
    void googleFiles();
    void azureSources();
    void base64();
    void jwtIsSigned();
};

void TestCredentials::cloudsYaml()
{
    const char* clouds = R"(# ours
clouds:
  lab: &lab
    auth: {auth_url: "https://lab.example:5000/v3", username: me, project_name: demo}
    interface: internal
    regions: [a, b]
  other:
    <<: *lab
    region_name: two
    auth_type: v3oidcpassword
  bare:
    auth: {auth_url: https://x}
)";
    const auto profiles =
        OpenStackProfiles::make(clouds, "clouds:\n  lab:\n    auth:\n      password: 'p: #w'\n", {});
    QVERIFY_RESULT(profiles);
    QCOMPARE(profiles->names(), (std::vector<std::string>{"bare", "lab", "other"}));
    const auto lab = profiles->find("lab");
    QVERIFY_RESULT(lab);
    QCOMPARE(lab->authUrl, std::string("https://lab.example:5000/v3"));
    QCOMPARE(lab->password, std::string("p: #w"));
    QCOMPARE(lab->interface, std::string("internal"));
    QVERIFY_ERROR(profiles->find("other"), base::ErrorCode::Unsupported);
    QVERIFY_ERROR(profiles->find("bare"), base::ErrorCode::InvalidValue);
    QVERIFY_ERROR(profiles->find("nobody"), base::ErrorCode::NotFound);
    QVERIFY_ERROR(profiles->find(""), base::ErrorCode::NotFound);
}

void TestCredentials::brokenCloudsYaml()
{
    for (const char* bad : {"clouds: [", "clouds:\n  a: {auth: {password: canary}", "just text", "a: b",
                            "clouds:\n\t- tab", "- list"}) {
        const auto profiles = OpenStackProfiles::make(bad, "", {});
        QVERIFY_ERROR(profiles, base::ErrorCode::SyntaxError);
        QVERIFY(profiles.error().detail.find("canary") == std::string::npos);
    }
}

void TestCredentials::passwordIsWritten()
{
    OpenStackProfile profile;
    profile.authUrl = "https://k.example/identity/";
    profile.userName = "me";
    profile.password = "p\"w";
    profile.projectName = "demo";
    profile.projectDomainName = "Own";
    const HttpRequest request = signInRequest(profile);
    QCOMPARE(request.url, std::string("https://k.example/identity/v3/auth/tokens"));
    QCOMPARE(request.body,
             std::string(R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"me",)"
                         R"("domain":{"id":"default"},"password":"p\"w"}}},)"
                         R"("scope":{"project":{"name":"demo","domain":{"name":"Own"}}}}})"));
    profile.credentialSecret = "s";
    profile.credentialName = "app";
    profile.authUrl = "https://k.example/v3";
    QCOMPARE(signInRequest(profile).url, std::string("https://k.example/v3/auth/tokens"));
    QCOMPARE(signInRequest(profile).body,
             std::string(R"({"auth":{"identity":{"methods":["application_credential"],)"
                         R"("application_credential":{"secret":"s","name":"app",)"
                         R"("user":{"name":"me","domain":{"id":"default"}}}}}})"));
}

void TestCredentials::catalogIsRead()
{
    HttpReply reply;
    reply.status = 201;
    reply.subjectToken = "t";
    reply.body = R"({"token":{"project":{"id":"p","name":"demo","domain":{"name":"D"}},"catalog":[
        {"type":"network","endpoints":[{"interface":"public","region":"one","url":"https://n/"},
        {"interface":"internal","region_id":"two","url":"https://i"}]},{"type":"dns","endpoints":[]}]}})";
    const auto token = readSignIn(reply);
    QVERIFY_RESULT(token);
    QCOMPARE(token->regions(), (std::vector<std::string>{"one", "two"}));
    QCOMPARE(token->endpoint("network", "one", "public"), std::string("https://n"));
    QVERIFY(token->endpoint("network", "two", "public").empty());
    reply.body = R"({"token":{"catalog":[]}})";
    QVERIFY_ERROR(readSignIn(reply), base::ErrorCode::PermissionDenied); // a token for no project
    reply.status = 401;
    reply.body = R"({"error":{"code":401,"title":"Unauthorized","message":"no"}})";
    QCOMPARE(readSignIn(reply).error().detail, std::string("Keystone: HTTP 401: no"));
}

void TestCredentials::googleFiles()
{
    const auto user = parseGoogleCredentials(R"({"type":"authorized_user","client_id":"c","client_secret":"s",
        "refresh_token":"r","quota_project_id":"q"})");
    QVERIFY_RESULT(user);
    QCOMPARE(user->project, std::string("q"));
    const auto request = googleTokenRequest(*user, {});
    QVERIFY_RESULT(request);
    QCOMPARE(request->body,
             std::string("grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=r"));
    QCOMPARE(request->url, std::string("https://oauth2.googleapis.com/token"));
    QVERIFY_ERROR(parseGoogleCredentials(R"({"type":"service_account"})"), base::ErrorCode::SyntaxError);
    QVERIFY_ERROR(parseGoogleCredentials(R"({"type":"external_account"})"), base::ErrorCode::Unsupported);
    QVERIFY_ERROR(parseGoogleCredentials("{"), base::ErrorCode::SyntaxError);
    QVERIFY_ERROR(GoogleProfiles{}.find(""), base::ErrorCode::NotFound);
    QVERIFY_ERROR(GoogleProfiles{}.find("/no/such/file"), base::ErrorCode::NotFound);
}

void TestCredentials::azureSources()
{
    const AzureProfiles nobody({}, {});
    QVERIFY_ERROR(nobody.find(""), base::ErrorCode::NotFound);
    const AzureProfiles certificate(
        {{"AZURE_TENANT_ID", "t"}, {"AZURE_CLIENT_ID", "c"}, {"AZURE_CLIENT_CERTIFICATE_PATH", "/x"}}, {});
    QVERIFY_ERROR(certificate.find(""), base::ErrorCode::Unsupported);
    const AzureProfiles principals({}, R"([{"client_id":"one","tenant":"t","client_secret":"a/b"},)"
                                       R"({"servicePrincipalId":"two","servicePrincipalTenant":"t"}])");
    QCOMPARE(principals.names(), (std::vector<std::string>{"one", "two"}));
    const auto one = principals.find("one");
    QVERIFY_RESULT(one);
    QCOMPARE(azureTokenRequest(*one).url,
             std::string("https://login.microsoftonline.com/t/oauth2/v2.0/token"));
    QVERIFY(azureTokenRequest(*one).body.find("client_secret=a%2Fb&") != std::string::npos);
    QVERIFY_ERROR(principals.find("two"), base::ErrorCode::InvalidValue);
    const auto file = parseAzureAuthFile(R"({"clientId":"c","clientSecret":"s","tenantId":"t",
        "subscriptionId":"u","resourceManagerEndpointUrl":"https://management.example/"})");
    QVERIFY_RESULT(file);
    QCOMPARE(file->manager, std::string("https://management.example"));
    QVERIFY_ERROR(parseAzureAuthFile("[]"), base::ErrorCode::InvalidValue);
}

void TestCredentials::base64()
{
    QCOMPARE(base64Url(""), std::string());
    QCOMPARE(base64Url("f"), std::string("Zg"));
    QCOMPARE(base64Url("fo"), std::string("Zm8"));
    QCOMPARE(base64Url("foo"), std::string("Zm9v"));
    QCOMPARE(base64Url("\xFB\xFF\xFE"), std::string("-__-"));
}

/// OpenSSL's own program makes the key and judges the signature.
void TestCredentials::jwtIsSigned()
{
    const kit::TemporaryFolder folder;
    const auto at = [&](const char* name) { return (folder.path() / name).string(); };
    const auto made = kit::run({"openssl", "genpkey", "-algorithm", "RSA", "-out", at("key")});
    if (!made || made->exitCode != 0)
        QSKIP("the program openssl is not installed: nobody else judged the signature");
    QVERIFY_RESULT(kit::run({"openssl", "pkey", "-in", at("key"), "-pubout", "-out", at("public")}));
    GoogleCredentials credentials;
    credentials.email = "a@b";
    credentials.privateKey = kit::readText(at("key"));
    const auto request = googleTokenRequest(credentials, base::fromMicroseconds(1'700'000'000'000'000));
    QVERIFY_RESULT(request);
    const QByteArray assertion =
        QByteArray::fromStdString(request->body.substr(request->body.find("&assertion=") + 11));
    const QList<QByteArray> parts = assertion.split('.');
    QCOMPARE(parts.size(), 3);
    const auto flags = QByteArray::Base64UrlEncoding;
    QCOMPARE(QByteArray::fromBase64(parts[0], flags), QByteArray(R"({"alg":"RS256","typ":"JWT"})"));
    QVERIFY(QByteArray::fromBase64(parts[1], flags).contains(R"("iat":1700000000,"exp":1700003600)"));
    kit::writeText(at("text"), (parts[0] + "." + parts[1]).toStdString());
    kit::writeText(at("signature"), QByteArray::fromBase64(parts[2], flags).toStdString());
    const auto verified = kit::run(
        {"openssl", "dgst", "-sha256", "-verify", at("public"), "-signature", at("signature"), at("text")});
    QVERIFY_RESULT(verified);
    QVERIFY2(verified->exitCode == 0, verified->text.c_str());
}

QTEST_GUILESS_MAIN(TestCredentials)
#include "tst_credentials.moc"
