// SPDX-License-Identifier: GPL-3.0-or-later
// The answering side: who may ask, and what a refused one is told.
#include "model/dns/key_ring.h"
#include "model/dns/message_writer.h"
#include "model/dns/tsig.h"
#include "model/dns/tsig_record.h"

#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"

#include <QTest>

using namespace zonescope::dns;
using namespace zonescope::dns::test;
using namespace std::chrono_literals;
using zonescope::base::Bytes;
using zonescope::base::ErrorCode;
using zonescope::base::viewOf;
using zonescope::kit::FakeClock;

namespace {

const TsigKey key{name("key1.example."), TsigAlgorithm::HmacSha256, "a secret of some octets"};

Bytes request()
{
    Header h;
    h.id = 0x4711;
    MessageWriter writer(h);
    writer.question({name("example."), Type::AXFR, Class::IN});
    return writer.finish();
}

Bytes refusal()
{
    Header h;
    h.id = 0x4711;
    h.response = true;
    h.rcode = static_cast<std::uint8_t>(Rcode::NotAuth);
    MessageWriter writer(h);
    writer.question({name("example."), Type::AXFR, Class::IN});
    return writer.finish();
}

} // namespace

class TestTsigServer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_keys.add(key); }
    void goodRequest();
    void unsignedRequest();
    void refusals_data();
    void refusals();
    void truncations();
    void answersAreNoRequests();
    void errorAnswers_data();
    void errorAnswers();
    void errorAnswerToUnsignedStaysAsItIs();
    void noRefusalNamesAKey();

private:
    RequestVerdict verdictOf(const Bytes& message)
    {
        const auto verdict = verifyRequest(viewOf(message), m_keys, m_clock.wall());
        return verdict ? *verdict : RequestVerdict{};
    }

    FakeClock m_clock;
    KeyRing m_keys;
};

void TestTsigServer::goodRequest()
{
    const SignedMessage good = signRequest(request(), key, m_clock.wall());
    const auto verdict = verifyRequest(viewOf(good.message), m_keys, m_clock.wall());
    QVERIFY_RESULT(verdict);
    QVERIFY(!verdict->unsignedRequest);
    QVERIFY(verdict->tsigError == Rcode::NoError);
    QVERIFY(verdict->keyName == key.name);
    QCOMPARE(verdict->mac, good.mac);
    // And the answer signed over that MAC satisfies the asker.
    const Bytes answer = TsigStreamSigner(key, verdict->mac).sign(refusal(), m_clock.wall());
    QVERIFY_RESULT(TsigStreamVerifier(key, good.mac).accept(viewOf(answer), m_clock.wall()));
}

void TestTsigServer::unsignedRequest()
{
    const auto verdict = verifyRequest(viewOf(request()), m_keys, m_clock.wall());
    QVERIFY_RESULT(verdict);
    QVERIFY(verdict->unsignedRequest);
    QVERIFY(!verdict->keyName);
}

void TestTsigServer::refusals_data()
{
    QTest::addColumn<QByteArray>("keyText");
    QTest::addColumn<int>("secondsOff");
    QTest::addColumn<int>("error");
    QTest::newRow("unknown name") << QByteArray("key2.example:c2VjcmV0") << 0 << int(Rcode::BadKey);
    QTest::newRow("other algorithm") << QByteArray("hmac-sha512:key1.example:c2VjcmV0") << 0
                                     << int(Rcode::BadKey);
    QTest::newRow("other secret") << QByteArray("key1.example:c2VjcmV0") << 0 << int(Rcode::BadSig);
    QTest::newRow("other secret and late")
        << QByteArray("key1.example:c2VjcmV0") << 4000 << int(Rcode::BadSig);
    QTest::newRow("early") << QByteArray() << -301 << int(Rcode::BadTime);
    QTest::newRow("late") << QByteArray() << 301 << int(Rcode::BadTime);
    QTest::newRow("just early") << QByteArray() << -300 << int(Rcode::NoError);
    QTest::newRow("just late") << QByteArray() << 300 << int(Rcode::NoError);
}

void TestTsigServer::refusals()
{
    QFETCH(QByteArray, keyText);
    QFETCH(int, secondsOff);
    QFETCH(int, error);
    const TsigKey used = keyText.isEmpty() ? key : *TsigKey::fromText(keyText.toStdString());
    const auto bad = signRequest(request(), used, m_clock.wall() + std::chrono::seconds(secondsOff));
    const auto verdict = verifyRequest(viewOf(bad.message), m_keys, m_clock.wall());
    QVERIFY_RESULT(verdict);
    QVERIFY(!verdict->unsignedRequest);
    QCOMPARE(static_cast<int>(verdict->tsigError), error);
    QCOMPARE(verdict->keyName.has_value(), error == 0);
}

void TestTsigServer::truncations()
{
    const SignedMessage good = signRequest(request(), key, m_clock.wall());
    TsigRecord record = **findTsig(viewOf(good.message));
    for (const std::size_t size : {std::size_t(0), std::size_t(9), std::size_t(15), std::size_t(33)}) {
        record.mac = good.mac;
        record.mac.resize(size);
        const Bytes message = appendTsig(request(), record);
        QVERIFY_ERROR(verifyRequest(viewOf(message), m_keys, m_clock.wall()), ErrorCode::TsigMalformed);
    }
    record.mac = good.mac.substr(0, 16);
    const RequestVerdict verdict = verdictOf(appendTsig(request(), record));
    QVERIFY(verdict.tsigError == Rcode::BadTrunc && !verdict.keyName);

    TsigKey lenient = key;
    KeyRing keys;
    for (const auto& [least, accepted] : {std::pair(16, true), std::pair(17, false)}) {
        lenient.leastMac = static_cast<std::uint8_t>(least);
        keys.add(lenient);
        const auto judged = verifyRequest(viewOf(appendTsig(request(), record)), keys, m_clock.wall());
        QVERIFY_RESULT(judged);
        QCOMPARE(judged->keyName.has_value(), accepted);
        QVERIFY(judged->tsigError == (accepted ? Rcode::NoError : Rcode::BadTrunc));
    }
}

void TestTsigServer::answersAreNoRequests()
{
    // BIND CVE-2020-8617: a BADTIME answer sent back as if it were a request.
    const SignedMessage late = signRequest(request(), key, m_clock.wall() - 4000s);
    const Bytes badTime =
        signErrorAnswer(refusal(), viewOf(late.message), verdictOf(late.message), m_keys, m_clock.wall());
    QVERIFY_ERROR(verifyRequest(viewOf(badTime), m_keys, m_clock.wall()), ErrorCode::TsigMalformed);
    Bytes asRequest = badTime;
    asRequest[2] = 0; // QR cleared
    QVERIFY_ERROR(verifyRequest(viewOf(asRequest), m_keys, m_clock.wall()), ErrorCode::TsigMalformed);
    const Bytes answer = TsigStreamSigner(key, {}).sign(refusal(), m_clock.wall());
    QVERIFY_ERROR(verifyRequest(viewOf(answer), m_keys, m_clock.wall()), ErrorCode::TsigMalformed);
}

void TestTsigServer::errorAnswers_data()
{
    refusals_data();
}

void TestTsigServer::errorAnswers()
{
    QFETCH(QByteArray, keyText);
    QFETCH(int, secondsOff);
    QFETCH(int, error);
    if (error == 0)
        return;
    const TsigKey used = keyText.isEmpty() ? key : *TsigKey::fromText(keyText.toStdString());
    const auto askersTime = m_clock.wall() + std::chrono::seconds(secondsOff);
    const auto bad = signRequest(request(), used, askersTime);
    const Bytes answer =
        signErrorAnswer(refusal(), viewOf(bad.message), verdictOf(bad.message), m_keys, m_clock.wall());
    const TsigRecord record = **findTsig(viewOf(answer));
    QCOMPARE(static_cast<int>(record.error), error);
    QCOMPARE(record.mac.empty(), error != static_cast<int>(Rcode::BadTime));
    QCOMPARE(record.key, used.name);
    TsigStreamVerifier asker(used, bad.mac);
    const auto status = asker.accept(viewOf(answer), askersTime);
    const std::map<int, ErrorCode> codes{
        {16, ErrorCode::TsigBadSignature}, {17, ErrorCode::TsigBadKey}, {18, ErrorCode::TsigBadTime}};
    QVERIFY_ERROR(status, codes.at(error));
    if (error == static_cast<int>(Rcode::BadTime))
        QVERIFY(asker.clockSkew() == std::int64_t(-secondsOff));
}

void TestTsigServer::errorAnswerToUnsignedStaysAsItIs()
{
    QCOMPARE(signErrorAnswer(refusal(), viewOf(request()), {}, m_keys, m_clock.wall()), refusal());
    QCOMPARE(signErrorAnswer(refusal(), {}, {}, m_keys, m_clock.wall()), refusal());
}

void TestTsigServer::noRefusalNamesAKey()
{
    // Every octet of a good request changed: never a verdict that authorises.
    const Bytes good = signRequest(request(), key, m_clock.wall()).message;
    for (std::size_t at = 2; at < good.size(); ++at) {
        Bytes damaged = good;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        const auto verdict = verifyRequest(viewOf(damaged), m_keys, m_clock.wall());
        QVERIFY2(!verdict || !verdict->keyName, std::to_string(at).c_str());
    }
}

QTEST_APPLESS_MAIN(TestTsigServer)
#include "tst_tsig_server.moc"
