// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/tsig.h"

#include "model/dns/key_ring.h"
#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"

#include <QTest>

using namespace zonescope::dns;
using namespace zonescope::dns::test;
using zonescope::base::ErrorCode;

class TestTsigKey : public QObject
{
    Q_OBJECT

private slots:
    void forms();
    void secretsAgainstQt();
    void badSecrets_data();
    void badSecrets();
    void badKeys();
    void noErrorQuotesTheSecret();
    void algorithms();
    void ring();
};

void TestTsigKey::forms()
{
    const auto full = TsigKey::fromText("hmac-sha512:Key1.example:c2VjcmV0");
    QVERIFY_RESULT(full);
    QVERIFY(full->algorithm == TsigAlgorithm::HmacSha512);
    QCOMPARE(full->name, name("key1.example."));
    QCOMPARE(full->secret, std::string("secret"));
    const auto shorter = TsigKey::fromText("key1:c2VjcmV0");
    QVERIFY_RESULT(shorter);
    QVERIFY(shorter->algorithm == TsigAlgorithm::HmacSha256);
}

void TestTsigKey::secretsAgainstQt()
{
    for (int length = 1; length <= 70; ++length) {
        QByteArray secret;
        for (int i = 0; i < length; ++i)
            secret.append(static_cast<char>(i * 37 + length));
        const std::string base64 = secret.toBase64().toStdString();
        QCOMPARE(TsigKey::encodeSecret(secret.toStdString()), base64);
        const auto decoded = TsigKey::decodeSecret(base64);
        QVERIFY_RESULT(decoded);
        QCOMPARE(*decoded, secret.toStdString());
    }
    QCOMPARE(*TsigKey::decodeSecret(" c2Vj\n\tcmV0\r\n"), std::string("secret"));
}

void TestTsigKey::badSecrets_data()
{
    QTest::addColumn<QByteArray>("secret");
    for (const char* secret :
         {"", "=", "====", " ", "c2VjcmV", "c2Vjcm", "c2VjcmV0=", "c2VjcmV0====", "c2Vj=cmV0", "c2Vj-_V0",
          "c2VjcmV1Zy==", "c2VjcmV1ZyB=x", "YR==", "YWJ=", "a", "a===", "geheim\xc3\xa4"})
        QTest::addRow("'%s'", secret) << QByteArray(secret);
}

void TestTsigKey::badSecrets()
{
    QFETCH(QByteArray, secret);
    QVERIFY_ERROR(TsigKey::decodeSecret(secret.toStdString()), ErrorCode::InvalidSecret);
}

void TestTsigKey::badKeys()
{
    QVERIFY_ERROR(TsigKey::fromText(""), ErrorCode::InvalidValue);
    QVERIFY_ERROR(TsigKey::fromText("key"), ErrorCode::InvalidValue);
    QVERIFY_ERROR(TsigKey::fromText("hmac-sha3:key:c2VjcmV0"), ErrorCode::InvalidValue);
    QVERIFY_ERROR(TsigKey::fromText("a..b:c2VjcmV0"), ErrorCode::InvalidName);
    QVERIFY_ERROR(TsigKey::fromText(":c2VjcmV0"), ErrorCode::InvalidName);
    QVERIFY_ERROR(TsigKey::fromText("hmac-sha256:key:"), ErrorCode::InvalidSecret);
}

void TestTsigKey::noErrorQuotesTheSecret()
{
    for (const char* text : {"hmac-sha256:key:TOPSECRET!", "key:TOPSECRET!", "hmac-sha256:k..y:TOPSECRET",
                             "sha9:key:TOPSECRET", "TOPSECRET"}) {
        const auto key = TsigKey::fromText(text);
        QVERIFY(!key);
        QVERIFY2(key.error().detail.find("TOPSECRET") == std::string::npos, key.error().detail.c_str());
    }
}

void TestTsigKey::algorithms()
{
    for (const auto algorithm :
         {TsigAlgorithm::HmacMd5, TsigAlgorithm::HmacSha1, TsigAlgorithm::HmacSha224,
          TsigAlgorithm::HmacSha256, TsigAlgorithm::HmacSha384, TsigAlgorithm::HmacSha512})
        QVERIFY(*tsigAlgorithmFromText(tsigAlgorithmText(algorithm)) == algorithm);
    QVERIFY(*tsigAlgorithmFromText("HMAC-SHA256.") == TsigAlgorithm::HmacSha256);
    QVERIFY(*tsigAlgorithmFromText("hmac-md5.sig-alg.reg.int.") == TsigAlgorithm::HmacMd5);
    QVERIFY_ERROR(tsigAlgorithmFromText("sha256"), ErrorCode::InvalidValue);
    QVERIFY_ERROR(tsigAlgorithmFromText(""), ErrorCode::InvalidValue);
    QVERIFY(isWeak(TsigAlgorithm::HmacMd5) && isWeak(TsigAlgorithm::HmacSha1));
    QVERIFY(!isWeak(TsigAlgorithm::HmacSha224) && !isWeak(TsigAlgorithm::HmacSha256));
}

void TestTsigKey::ring()
{
    KeyRing ring;
    ring.add(*TsigKey::fromText("key1:c2VjcmV0"));
    ring.add(*TsigKey::fromText("KEY1:c2VjcmV0Mg=="));
    QCOMPARE(ring.size(), std::size_t(1));
    QCOMPARE(ring.find(name("Key1."))->secret, std::string("secret2"));
    QVERIFY(!ring.find(name("key2.")));
}

QTEST_APPLESS_MAIN(TestTsigKey)
#include "tst_tsig_key.moc"
