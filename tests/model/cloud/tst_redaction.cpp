// SPDX-License-Identifier: GPL-3.0-or-later
// Canaries: secrets as real read calls return them must be in nothing that we keep, show or hand out.
#include "model/cloud/redaction.h"
#include "model/cloud/snapshot_file.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/samples.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;

namespace {

/// Everything we know of these resources as one text.
std::string everything(const std::vector<Resource>& resources)
{
    std::string text;
    for (const Resource& r : resources) {
        text += r.key() + r.name + r.state + r.raw;
        for (const Tag& tag : r.tags)
            text += tag.key + "=" + tag.value;
        for (const Relation& relation : r.relations)
            text += relation.target;
        for (const std::string& name : r.dnsNames)
            text += name;
    }
    return text;
}

/// moto makes its own keys: every one that stands in the sample.
QStringList keysIn(const std::string& sample)
{
    QStringList keys;
    static const QRegularExpression pattern(
        "pre_shared_key&gt;\\s*([A-Za-z0-9._]{8,})|preSharedKey>([^<]+)<");
    auto matches = pattern.globalMatch(QString::fromStdString(sample));
    while (matches.hasNext()) {
        const auto match = matches.next();
        keys << (match.captured(1).isEmpty() ? match.captured(2) : match.captured(1));
    }
    return keys;
}

} // namespace

class TestRedaction : public QObject
{
    Q_OBJECT

private slots:
    void canaries_data();
    void canaries();
    void presharedKeysOfAws();
    void snapshotFileHoldsNone();
    void foreignSnapshotIsRedactedAgain();
    void whatIsNoSecretStays();
    void names_data();
    void names();
};

void TestRedaction::canaries_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("atLeast");
    QTest::newRow("google") << "google/compute.json" << 4;
    QTest::newRow("azure") << "azure/arm-network.json" << 2;
    QTest::newRow("neutron") << "openstack/neutron.json" << 1;
    QTest::newRow("aws tag, wire") << "aws/describe-vpcs.xml" << 1;
    QTest::newRow("aws tag, command line") << "aws/describe-vpcs.json" << 1;
}

void TestRedaction::canaries()
{
    QFETCH(QString, file);
    QFETCH(int, atLeast);
    const std::string sample = sampleText(file.toStdString());
    QVERIFY(QString::fromStdString(sample).count("canary") >= atLeast);
    const auto resources = sampleResources(file.toStdString());
    QVERIFY(everything(resources).find("canary") == std::string::npos);
    QVERIFY(std::ranges::any_of(resources, [](const Resource& r) { return !r.redacted.empty(); }));
}

void TestRedaction::presharedKeysOfAws()
{
    for (const char* file : {"aws/describe-vpn-connections.xml", "aws/describe-vpn-connections.json"}) {
        const QStringList keys = keysIn(sampleText("aws/describe-vpn-connections.xml"));
        QVERIFY(!keys.isEmpty());
        const auto resources = sampleResources(file);
        QCOMPARE(resources.size(), 1U);
        const QString kept = QString::fromStdString(everything(resources));
        for (const QString& key : keys)
            QVERIFY2(!kept.contains(key), qPrintable(key));
        QVERIFY(kept.contains(redactedText));
        QCOMPARE(resources[0].kind, Kind::VpnTunnel);
    }
}

void TestRedaction::snapshotFileHoldsNone()
{
    std::vector<Resource> all;
    for (const char* file : {"google/compute.json", "azure/arm-network.json", "openstack/neutron.json",
                             "aws/describe-vpn-connections.xml", "aws/describe-vpcs.json"})
        std::ranges::move(sampleResources(file), std::back_inserter(all));
    QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/all.zscloud";
    QVERIFY_RESULT(writeSnapshotFile(*snapshotOf(all), path));
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    const auto text =
        unpackSnapshot({bytes.data(), static_cast<std::size_t>(bytes.size())}, largestSnapshotText);
    QVERIFY_RESULT(text);
    QVERIFY(text->size() > 1000);
    QVERIFY(text->find("canary") == std::string::npos);
    for (const QString& key : keysIn(sampleText("aws/describe-vpn-connections.xml")))
        QVERIFY(!QString::fromStdString(*text).contains(key));
}

void TestRedaction::foreignSnapshotIsRedactedAgain()
{
    std::vector<Resource> restored;
    QVERIFY(restoreResource(R"({"id":"1","psk":"canary"})", "ipsec_site_connections",
                            {Provider::OpenStack, "", "", ""}, {}, restored));
    QVERIFY(everything(restored).find("canary") == std::string::npos);
    QCOMPARE(restored[0].redacted, std::vector<std::string>{"psk"});
}

void TestRedaction::whatIsNoSecretStays()
{
    auto tree =
        parseJson(R"({"KeyName":"ops","PublicKey":"x","NextToken":"t","Token":"","EnablePassword":true,
        "Tags":[{"Key":"team","Value":"shop"}],"fingerprint":"f"})");
    QVERIFY_RESULT(tree);
    QVERIFY(redact(*tree, tree->GetAllocator()).empty());
}

void TestRedaction::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("secret");
    for (const char* name : {"PreSharedKey", "psk", "shared_secret", "sharedSecretHash", "UserData",
                             "user_data", "adminPassword", "SecretAccessKey", "customerGatewayConfiguration",
                             "client_secret", "windowsPassword", "startup-script", "authorizationKey"})
        QTest::newRow(name) << name << true;
    for (const char* name :
         {"KeyName", "NextToken", "secretsManagerEndpoint", "VpcId", "tokens", "publicKey"})
        QTest::newRow(name) << name << false;
}

void TestRedaction::names()
{
    QFETCH(QString, name);
    QFETCH(bool, secret);
    QCOMPARE(isSecretName(name.toStdString()), secret);
}

QTEST_APPLESS_MAIN(TestRedaction)
#include "tst_redaction.moc"
