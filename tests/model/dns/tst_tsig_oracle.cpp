// SPDX-License-Identifier: GPL-3.0-or-later
// Our TSIG against libknot's in both directions, and against MACs made by plain OpenSSL calls from the RFC's
// text.
#include "model/dns/key_ring.h"
#include "model/dns/message_writer.h"
#include "model/dns/tsig.h"

#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"
#include "tests/model/dns/knot_tsig.h"

#include <QTest>

#include <openssl/hmac.h>

using namespace zonescope::dns;
using namespace zonescope::dns::test;
using zonescope::base::Bytes;
using zonescope::base::ByteWriter;
using zonescope::base::SystemClock;
using zonescope::base::viewOf;

Q_DECLARE_METATYPE(TsigKey)

namespace {

// libknot takes the time from the system, so these tests do as well.
const SystemClock systemClock;

Bytes question(std::string_view zone, Type type)
{
    Header h;
    h.id = 0x4711;
    MessageWriter writer(h);
    writer.question({name(zone), type, Class::IN});
    return writer.finish();
}

Bytes answer(int number)
{
    Header h;
    h.id = 0x4711;
    h.response = true;
    MessageWriter writer(h);
    const std::string text = '\x01' + std::string(1, static_cast<char>('0' + number % 10));
    for (int i = 0; i < 3; ++i)
        writer.record(Section::Answer, name("example.").wire(), Type::TXT, Class::IN, 60, viewOf(text));
    return writer.finish();
}

} // namespace

class TestTsigOracle : public QObject
{
    Q_OBJECT

private slots:
    void keys_data();
    void requestsWeSign_data() { keys_data(); }
    void requestsWeSign();
    void requestsKnotSigns_data() { keys_data(); }
    void requestsKnotSigns();
    void streamsWeSign_data() { keys_data(); }
    void streamsWeSign();
    void streamsKnotSigns_data() { keys_data(); }
    void streamsKnotSigns();
    void knotsStreamWithUnsignedMiddle();
    void ourStreamWithUnsignedMiddle();
    void knotsBadTimeAnswer();
    void ourErrorAnswersReadByKnot();
    void macFromTheRfcsText();
};

void TestTsigOracle::keys_data()
{
    QTest::addColumn<TsigKey>("key");
    for (const char* algorithm :
         {"hmac-md5", "hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512"})
        // Mixed case: both sides must lower the name for the MAC. A secret longer than a block is hashed
        // first.
        for (const std::size_t secretSize : {std::size_t(1), std::size_t(32), std::size_t(200)})
            QTest::addRow("%s, %zu octets", algorithm, secretSize) << TsigKey{
                name("Key.EXAMPLE."), *tsigAlgorithmFromText(algorithm), Bytes(secretSize, '\xa5')};
}

void TestTsigOracle::requestsWeSign()
{
    QFETCH(TsigKey, key);
    const KnotTsig knot(key);
    const SignedMessage request = signRequest(question("Example.org.", Type::AXFR), key, systemClock.wall());
    QCOMPARE(KnotTsig::macOf(request.message), request.mac);
    QCOMPARE(knot.checkRequest(request.message), 0);
    Bytes damaged = request.message;
    damaged[14] = static_cast<char>(damaged[14] ^ 1); // inside the question's name
    QVERIFY(knot.checkRequest(damaged) != 0);
    QCOMPARE(request.message.size(), question("Example.org.", Type::AXFR).size() + signatureSize(key));
}

void TestTsigOracle::requestsKnotSigns()
{
    QFETCH(TsigKey, key);
    KnotTsig knot(key);
    const auto request = knot.sign(question("example.org.", Type::IXFR), {});
    QCOMPARE(request.status, 0);
    KeyRing keys;
    keys.add(key);
    const auto verdict = verifyRequest(viewOf(request.message), keys, systemClock.wall());
    QVERIFY_RESULT(verdict);
    QVERIFY(verdict->tsigError == Rcode::NoError);
    QVERIFY(verdict->keyName == key.name);
    QCOMPARE(verdict->mac, request.mac);
}

void TestTsigOracle::streamsWeSign()
{
    QFETCH(TsigKey, key);
    const KnotTsig knot(key);
    const Bytes requestMac(32, 'r');
    TsigStreamSigner signer(key, requestMac);
    Bytes previous;
    for (int i = 0; i < 4; ++i) {
        const Bytes message = signer.sign(answer(i), systemClock.wall());
        QCOMPARE(i == 0 ? knot.checkAnswer(message, requestMac) : knot.checkNext(message, previous), 0);
        previous = KnotTsig::macOf(message);
    }
}

void TestTsigOracle::streamsKnotSigns()
{
    QFETCH(TsigKey, key);
    KnotTsig knot(key);
    const Bytes requestMac(20, 'r');
    TsigStreamVerifier verifier(key, requestMac);
    auto message = knot.sign(answer(0), requestMac);
    QVERIFY_RESULT(verifier.accept(viewOf(message.message), systemClock.wall()));
    for (int i = 1; i < 4; ++i) {
        message = knot.signNext(answer(i), message.mac, answer(i));
        QCOMPARE(message.status, 0);
        QVERIFY_RESULT(verifier.accept(viewOf(message.message), systemClock.wall()));
    }
    QVERIFY_RESULT(verifier.finish());
}

void TestTsigOracle::knotsStreamWithUnsignedMiddle()
{
    const TsigKey key{name("k."), TsigAlgorithm::HmacSha256, "0123456789abcdef"};
    KnotTsig knot(key);
    const Bytes requestMac(32, 'r');
    TsigStreamVerifier verifier(key, requestMac);
    const auto first = knot.sign(answer(0), requestMac);
    QVERIFY_RESULT(verifier.accept(viewOf(first.message), systemClock.wall()));
    Bytes covered;
    for (int i = 0; i < 99; ++i) {
        covered += answer(i);
        QVERIFY_RESULT(verifier.accept(viewOf(answer(i)), systemClock.wall()));
    }
    covered += answer(100);
    const auto last = knot.signNext(answer(100), first.mac, covered);
    QVERIFY_RESULT(verifier.accept(viewOf(last.message), systemClock.wall()));
    QVERIFY_RESULT(verifier.finish());
}

void TestTsigOracle::ourStreamWithUnsignedMiddle()
{
    const TsigKey key{name("k."), TsigAlgorithm::HmacSha512, "0123456789abcdef"};
    const KnotTsig knot(key);
    const Bytes requestMac(64, 'r');
    TsigStreamSigner signer(key, requestMac);
    const Bytes first = signer.sign(answer(0), systemClock.wall());
    Bytes between;
    for (int i = 1; i < 5; ++i) {
        signer.feedUnsigned(viewOf(answer(i)));
        between += answer(i);
    }
    const Bytes last = signer.sign(answer(5), systemClock.wall());
    QCOMPARE(knot.checkAnswer(first, requestMac), 0);
    QCOMPARE(knot.checkNext(last, KnotTsig::macOf(first), between), 0);
}

void TestTsigOracle::knotsBadTimeAnswer()
{
    const TsigKey key{name("k."), TsigAlgorithm::HmacSha256, "0123456789abcdef"};
    KnotTsig knot(key);
    const auto slow = systemClock.wall() - std::chrono::seconds(4000);
    const SignedMessage request = signRequest(question("example.", Type::SOA), key, slow);
    Bytes refused = answer(1);
    refused[3] = 9; // NOTAUTH
    const auto ours = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::seconds>(slow.time_since_epoch()).count());
    const auto message = knot.sign(refused, request.mac, KNOT_RCODE_BADTIME, ours);
    QCOMPARE(message.status, 0);
    TsigStreamVerifier verifier(key, request.mac);
    QVERIFY_ERROR(verifier.accept(viewOf(message.message), slow), zonescope::base::ErrorCode::TsigBadTime);
    QVERIFY(verifier.clockSkew().has_value());
    QVERIFY(*verifier.clockSkew() >= 3999 && *verifier.clockSkew() <= 4002);
}

void TestTsigOracle::ourErrorAnswersReadByKnot()
{
    const TsigKey key{name("k."), TsigAlgorithm::HmacSha256, "0123456789abcdef"};
    KeyRing keys;
    keys.add(key);
    const auto late = systemClock.wall() - std::chrono::seconds(303);
    const SignedMessage request = signRequest(question("example.", Type::SOA), key, late);
    const auto verdict = verifyRequest(viewOf(request.message), keys, systemClock.wall());
    QVERIFY(verdict->tsigError == Rcode::BadTime && !verdict->keyName);
    Bytes refused = answer(1);
    refused[3] = 9;
    const Bytes signedAnswer =
        signErrorAnswer(refused, viewOf(request.message), *verdict, keys, systemClock.wall());
    // libknot verifies the MAC first and then reports the error it carries.
    QCOMPARE(KnotTsig(key).checkAnswer(signedAnswer, request.mac), static_cast<int>(KNOT_TSIG_EBADTIME));
    const TsigKey other{name("k."), TsigAlgorithm::HmacSha256, "another secret"};
    QCOMPARE(KnotTsig(other).checkAnswer(signedAnswer, request.mac), static_cast<int>(KNOT_TSIG_EBADSIG));
}

void TestTsigOracle::macFromTheRfcsText()
{
    // RFC 8945 section 4.3: message, then key name, class, TTL, algorithm, time, fudge, error, other length.
    const TsigKey key{name("Key.Example."), TsigAlgorithm::HmacMd5, "not so secret"};
    const Bytes message = question("zone.example.", Type::SOA);
    const auto when = zonescope::base::fromMicroseconds(1767225600'123456);
    ByteWriter digested;
    digested.bytes(message);
    digested.bytes(std::string_view("\3key\7example\0", 13));
    digested.u16(255);
    digested.u32(0);
    digested.bytes(std::string_view("\x08hmac-md5\x07sig-alg\x03reg\x03int\0", 26));
    digested.u48(1767225600);
    digested.u16(300);
    digested.u16(0);
    digested.u16(0);
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    QVERIFY(HMAC(EVP_md5(), key.secret.data(), static_cast<int>(key.secret.size()), digested.view().data(),
                 digested.size(), mac.data(), &size));
    const SignedMessage request = signRequest(message, key, when);
    QCOMPARE(request.mac, Bytes(zonescope::base::textOf(std::span(mac).first(size))));
    // And the record itself, to the octet.
    ByteWriter record;
    record.bytes(std::string_view("\3Key\7Example\0", 13));
    record.u16(250);
    record.u16(255);
    record.u32(0);
    record.u16(static_cast<std::uint16_t>(26 + 16 + size));
    record.bytes(std::string_view("\x08hmac-md5\x07sig-alg\x03reg\x03int\0", 26));
    record.u48(1767225600);
    record.u16(300);
    record.u16(static_cast<std::uint16_t>(size));
    record.bytes(request.mac);
    record.u16(0x4711);
    record.u16(0);
    record.u16(0);
    QCOMPARE(request.message.substr(message.size()), record.release());
    QCOMPARE(request.message[11], '\1'); // ARCOUNT
}

QTEST_APPLESS_MAIN(TestTsigOracle)
#include "tst_tsig_oracle.moc"
