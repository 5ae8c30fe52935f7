// SPDX-License-Identifier: GPL-3.0-or-later
// The asking side: what is accepted and what is refused, each with its own error.
#include "tests/model/dns/tsig_fixture.h"

#include <random>

using namespace zonescope::dns;
using namespace zonescope::dns::test;

class TestTsig : public QObject, private TsigFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void unknownKeyName();
    void sameNameOtherSecret();
    void sameNameOtherAlgorithm();
    void tsigNotLast();
    void twoTsigs();
    void tsigInTheAnswerSection();
    void octetsBehindTheTsig();
    void macSizes_data();
    void macSizes();
    void timeWindow_data();
    void timeWindow();
    void everyChangedOctetIsNoticed();
    void everyTruncation();
    void originalIdIsRestored();
    void wrongClassOrTtl();
    void serverErrors_data();
    void serverErrors();
    void badTimeTellsTheSkew();
    void forgedBadTimeTellsNothing();
    void randomTsigRecordsNeverCrash();
};

void TestTsig::unknownKeyName()
{
    TsigKey other = key;
    other.name = name("key2.example.");
    const auto status = first(signedAnswer(other, m_clock.wall()));
    QVERIFY_ERROR(status, ErrorCode::TsigBadKey);
    QVERIFY(status.error().detail.find("key2.example.") != std::string::npos);
}

void TestTsig::sameNameOtherSecret()
{
    TsigKey other = key;
    other.secret = "another secret";
    const auto status = first(signedAnswer(other, m_clock.wall()));
    QVERIFY_ERROR(status, ErrorCode::TsigBadSignature);
    QVERIFY(status.error().detail.find("secret of") == std::string::npos);
}

void TestTsig::sameNameOtherAlgorithm()
{
    TsigKey other = key;
    other.algorithm = TsigAlgorithm::HmacSha512;
    QVERIFY_ERROR(first(signedAnswer(other, m_clock.wall())), ErrorCode::TsigBadKey);
    const Bytes unknown =
        changed(signedAnswer(key, m_clock.wall()), [](TsigRecord& r) { r.algorithm = name("gss-tsig."); });
    QVERIFY_ERROR(first(unknown), ErrorCode::TsigBadKey);
}

void TestTsig::tsigNotLast()
{
    Bytes message = signedAnswer(key, m_clock.wall());
    message += Bytes(name("example.").wire()) + hex("0001 0001 00000000 0004 01020304");
    message[11] = 2;
    QVERIFY_ERROR(first(message), ErrorCode::TsigMalformed);
}

void TestTsig::twoTsigs()
{
    Bytes message = signedAnswer(key, m_clock.wall());
    message = appendTsig(message, **findTsig(viewOf(message)));
    QVERIFY_ERROR(first(message), ErrorCode::TsigMalformed);
}

void TestTsig::tsigInTheAnswerSection()
{
    Bytes message = signedAnswer(key, m_clock.wall());
    message[7] = 2; // ANCOUNT
    message[11] = 0;
    QVERIFY_ERROR(first(message), ErrorCode::TsigMalformed);
}

void TestTsig::octetsBehindTheTsig()
{
    QVERIFY_ERROR(first(signedAnswer(key, m_clock.wall()) + "x"), ErrorCode::TsigMalformed);
}

void TestTsig::macSizes_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<ErrorCode>("expected");
    // SHA-256: 32 octets; at least 16 (half) by RFC 8945 section 5.2.2.1.
    QTest::newRow("zero") << 0 << ErrorCode::TsigMalformed;
    QTest::newRow("ten") << 10 << ErrorCode::TsigMalformed;
    QTest::newRow("one less than half") << 15 << ErrorCode::TsigMalformed;
    QTest::newRow("half") << 16 << ErrorCode::TsigBadTruncation;
    QTest::newRow("one less than all") << 31 << ErrorCode::TsigBadTruncation;
    QTest::newRow("one more than all") << 33 << ErrorCode::TsigMalformed;
}

void TestTsig::macSizes()
{
    QFETCH(int, size);
    QFETCH(ErrorCode, expected);
    const auto resized = [&](TsigRecord& r) { r.mac.resize(static_cast<std::size_t>(size)); };
    QVERIFY_ERROR(first(changed(signedAnswer(key, m_clock.wall()), resized)), expected);
    // Truncated and wrong is a bad signature: only who knows the secret learns of the policy.
    if (expected == ErrorCode::TsigBadTruncation)
        QVERIFY_ERROR(first(changed(signedAnswer(key, m_clock.wall()),
                                    [&](TsigRecord& r) {
                                        resized(r);
                                        r.mac[3] = static_cast<char>(r.mac[3] ^ 1);
                                    })),
                      ErrorCode::TsigBadSignature);
}

void TestTsig::timeWindow_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<bool>("valid");
    for (const int seconds : {0, 1, 300, -1, -300})
        QTest::addRow("%d", seconds) << seconds << true;
    for (const int seconds : {301, -301, 4000, -4000, 1000000000, -1000000000})
        QTest::addRow("%d", seconds) << seconds << false;
}

void TestTsig::timeWindow()
{
    QFETCH(int, seconds);
    QFETCH(bool, valid);
    const auto status = first(signedAnswer(key, m_clock.wall() + std::chrono::seconds(seconds)));
    if (valid) {
        QVERIFY_RESULT(status);
        return;
    }
    QVERIFY_ERROR(status, ErrorCode::TsigBadTime);
    QVERIFY(m_verifier->clockSkew() == std::int64_t(seconds));
    QVERIFY(status.error().detail.find(std::to_string(seconds) + " s") != std::string::npos);
}

void TestTsig::everyChangedOctetIsNoticed()
{
    const Bytes message = signedAnswer(key, m_clock.wall());
    const std::size_t nameAt = (**findTsig(viewOf(message))).offset;
    for (std::size_t at = 0; at < message.size(); ++at)
        for (const int bit : {1, 0x20, 0x80}) {
            Bytes damaged = message;
            damaged[at] = static_cast<char>(damaged[at] ^ bit);
            const auto status = first(damaged);
            // The message's own id may change (forwarders do that), and so may the case of the two names in
            // the TSIG.
            const bool isId = at < 2;
            const auto record = findTsig(viewOf(damaged));
            const bool sameNames = at >= nameAt && bit == 0x20 && record && *record &&
                                   (*record)->key == key.name &&
                                   (*record)->algorithm == tsigAlgorithmName(key.algorithm);
            if (!isId && !(sameNames && status))
                QVERIFY2(!status, std::to_string(at).c_str());
        }
}

void TestTsig::everyTruncation()
{
    const Bytes message = signedAnswer(key, m_clock.wall());
    for (std::size_t length = 0; length < message.size(); ++length)
        QVERIFY_ERROR(first(message.substr(0, length)), ErrorCode::TsigMalformed);
}

void TestTsig::originalIdIsRestored()
{
    Bytes message = signedAnswer(key, m_clock.wall());
    message[0] = '\x55';
    QVERIFY_RESULT(first(message));
    QVERIFY_ERROR(first(changed(message, [](TsigRecord& r) { r.originalId ^= 1; })),
                  ErrorCode::TsigBadSignature);
}

void TestTsig::wrongClassOrTtl()
{
    const Bytes message = signedAnswer(key, m_clock.wall());
    const std::size_t classAt = (**findTsig(viewOf(message))).offset + key.name.wire().size() + 2;
    Bytes damaged = message;
    damaged[classAt + 1] = 1; // IN
    QVERIFY_ERROR(first(damaged), ErrorCode::TsigMalformed);
    damaged = message;
    damaged[classAt + 5] = 1; // TTL 1
    QVERIFY_ERROR(first(damaged), ErrorCode::TsigMalformed);
}

void TestTsig::serverErrors_data()
{
    QTest::addColumn<int>("error");
    QTest::addColumn<ErrorCode>("expected");
    QTest::newRow("BADSIG") << 16 << ErrorCode::TsigBadSignature;
    QTest::newRow("BADKEY") << 17 << ErrorCode::TsigBadKey;
    QTest::newRow("BADTIME") << 18 << ErrorCode::TsigBadTime;
    QTest::newRow("BADTRUNC") << 22 << ErrorCode::TsigBadTruncation;
    QTest::newRow("unassigned") << 4711 << ErrorCode::TsigMalformed;
}

void TestTsig::serverErrors()
{
    QFETCH(int, error);
    QFETCH(ErrorCode, expected);
    TsigRecord record = **findTsig(viewOf(signedAnswer(key, m_clock.wall())));
    record.error = static_cast<std::uint16_t>(error);
    const auto whenSigned = first(signedAs(record));
    QVERIFY_ERROR(whenSigned, expected);
    QVERIFY(whenSigned.error().detail.find("the server answered") != std::string::npos);
    record.mac.clear();
    QVERIFY_ERROR(first(appendTsig(plainAnswer(), record)), expected);
}

void TestTsig::badTimeTellsTheSkew()
{
    TsigRecord record = **findTsig(viewOf(signedAnswer(key, m_clock.wall())));
    record.error = 18;
    zonescope::base::ByteWriter serverTime;
    serverTime.u48(secondsOf(m_clock.wall()) - 4000);
    record.other = serverTime.release();
    const auto status = first(signedAs(record));
    QVERIFY_ERROR(status, ErrorCode::TsigBadTime);
    QVERIFY(m_verifier->clockSkew() == std::int64_t(-4000));
    QVERIFY(status.error().detail.find("-4000 s") != std::string::npos);
}

void TestTsig::forgedBadTimeTellsNothing()
{
    TsigRecord record = **findTsig(viewOf(signedAnswer(key, m_clock.wall())));
    record.error = 18;
    record.other = Bytes(6, '\1');
    record.mac = Bytes(32, 'f');
    QVERIFY_ERROR(first(appendTsig(plainAnswer(), record)), ErrorCode::TsigBadSignature);
    QVERIFY(!m_verifier->clockSkew());
}

void TestTsig::randomTsigRecordsNeverCrash()
{
    // BIND CVE-2025-40775: one bad value in one field. Every field, every length, many values.
    std::mt19937 random(8945);
    const Bytes message = signedAnswer(key, m_clock.wall());
    const std::size_t from = (**findTsig(viewOf(message))).offset;
    int refused = 0;
    for (int i = 0; i < 30000; ++i) {
        Bytes damaged = message;
        for (int changes = std::uniform_int_distribution(1, 4)(random); changes > 0; --changes) {
            const auto at = std::uniform_int_distribution(from, damaged.size() - 1)(random);
            damaged[at] = static_cast<char>(std::uniform_int_distribution(0, 255)(random));
        }
        if (i % 5 == 0)
            damaged.resize(std::uniform_int_distribution(from, damaged.size())(random));
        refused += !first(damaged);
    }
    QVERIFY(refused > 29000);
}

QTEST_APPLESS_MAIN(TestTsig)
#include "tst_tsig.moc"
