// SPDX-License-Identifier: GPL-3.0-or-later
// The asking side: what is accepted and what is refused, each with its own error.
#include "model/dns/tsig.h"

#include "model/dns/message_writer.h"
#include "model/dns/tsig_record.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"

#include <QTest>

#include <random>

using namespace zonescope::dns;
using namespace zonescope::dns::test;
using namespace std::chrono_literals;
using zonescope::base::Bytes;
using zonescope::base::ErrorCode;
using zonescope::base::Status;
using zonescope::base::viewOf;
using zonescope::kit::FakeClock;

namespace {

const TsigKey key{name("key1.example."), TsigAlgorithm::HmacSha256, "a secret of some octets"};
const Bytes requestMac(32, 'r');

Bytes plainAnswer(std::string_view text = "x")
{
    Header h;
    h.id = 0x4711;
    h.response = true;
    MessageWriter writer(h);
    const std::string rdata = static_cast<char>(text.size()) + std::string(text);
    writer.record(Section::Answer, name("example.").wire(), Type::TXT, Class::IN, 60, viewOf(rdata));
    return writer.finish();
}

/// The first answer of a stream, signed with `with`.
Bytes signedAnswer(const TsigKey& with, zonescope::base::Timestamp now)
{
    return TsigStreamSigner(with, requestMac).sign(plainAnswer(), now);
}

/// The same message with its TSIG fields changed; the MAC is not made anew.
template <class Change>
Bytes changed(const Bytes& message, Change change)
{
    TsigRecord record = **findTsig(viewOf(message));
    Bytes plain = message.substr(0, record.offset);
    plain[11] = static_cast<char>(plain[11] - 1);
    change(record);
    return appendTsig(plain, record);
}

/// Signed by the rules with whatever the record says, first message of a stream.
Bytes signedAs(TsigRecord record)
{
    TsigMac mac(key);
    updatePrior(mac, requestMac);
    mac.update(plainAnswer());
    mac.update(record.variables());
    record.mac = mac.finish();
    return appendTsig(plainAnswer(), record);
}

} // namespace

class TestTsig : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void validStream();
    void unsignedFirst();
    void unsignedLast();
    void nothingAtAll();
    void ninetyNineUnsignedAreAllowed();
    void everyMessageSignedWhenAsked();
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
    void laterMessagesAreTimeCheckedToo();
    void firstMessageTimersOnly();
    void messagesSwapped();
    void messageDropped();
    void everyChangedOctetIsNoticed();
    void everyTruncation();
    void originalIdIsRestored();
    void wrongClassOrTtl();
    void serverErrors_data();
    void serverErrors();
    void badTimeTellsTheSkew();
    void forgedBadTimeTellsNothing();
    void failureIsSticky();
    void moved();
    void randomTsigRecordsNeverCrash();

private:
    Status first(const Bytes& message)
    {
        m_verifier = std::make_unique<TsigStreamVerifier>(key, requestMac);
        return m_verifier->accept(viewOf(message), m_clock.wall());
    }

    FakeClock m_clock;
    std::unique_ptr<TsigStreamVerifier> m_verifier;
};

void TestTsig::init()
{
    m_verifier = std::make_unique<TsigStreamVerifier>(key, requestMac);
}

void TestTsig::validStream()
{
    TsigStreamSigner signer(key, requestMac);
    for (int i = 0; i < 50; ++i) {
        const Bytes message = signer.sign(plainAnswer(std::to_string(i)), m_clock.wall());
        QVERIFY_RESULT(m_verifier->accept(viewOf(message), m_clock.wall()));
        QVERIFY_RESULT(m_verifier->finish()); // every signed message may be the last
        m_clock.advance(1s);
    }
    QVERIFY(!m_verifier->clockSkew());
}

void TestTsig::unsignedFirst()
{
    QVERIFY_ERROR(first(plainAnswer()), ErrorCode::TsigMissing);
}

void TestTsig::unsignedLast()
{
    QVERIFY_RESULT(first(signedAnswer(key, m_clock.wall())));
    QVERIFY_RESULT(m_verifier->accept(viewOf(plainAnswer()), m_clock.wall()));
    QVERIFY_ERROR(m_verifier->finish(), ErrorCode::TsigMissing);
}

void TestTsig::nothingAtAll()
{
    QVERIFY_ERROR(m_verifier->finish(), ErrorCode::TsigMissing);
}

void TestTsig::ninetyNineUnsignedAreAllowed()
{
    for (const int count : {99, 100}) {
        TsigStreamSigner signer(key, requestMac);
        QVERIFY_RESULT(first(signer.sign(plainAnswer(), m_clock.wall())));
        Status status;
        for (int i = 0; i < count; ++i) {
            const Bytes message = plainAnswer(std::to_string(i));
            signer.feedUnsigned(viewOf(message));
            status = m_verifier->accept(viewOf(message), m_clock.wall());
            if (i < 99)
                QVERIFY_RESULT(status);
        }
        const auto last = signer.sign(plainAnswer(), m_clock.wall());
        if (count == 99) {
            QVERIFY_RESULT(m_verifier->accept(viewOf(last), m_clock.wall()));
            QVERIFY_RESULT(
                m_verifier->accept(viewOf(plainAnswer()), m_clock.wall())); // counting starts again
        } else {
            QVERIFY_ERROR(status, ErrorCode::TsigTooManyUnsigned);
        }
    }
}

void TestTsig::everyMessageSignedWhenAsked()
{
    TsigStreamVerifier verifier(key, requestMac, 0);
    TsigStreamSigner signer(key, requestMac);
    for (const char* text : {"1", "2"})
        QVERIFY_RESULT(
            verifier.accept(viewOf(signer.sign(plainAnswer(text), m_clock.wall())), m_clock.wall()));
    const Bytes message = plainAnswer("3");
    const auto status = verifier.accept(viewOf(message), m_clock.wall());
    QVERIFY_ERROR(status, ErrorCode::TsigTooManyUnsigned);
    QVERIFY(status.error().detail.find("every one") != std::string::npos);
}

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

void TestTsig::laterMessagesAreTimeCheckedToo()
{
    TsigStreamSigner signer(key, requestMac);
    QVERIFY_RESULT(first(signer.sign(plainAnswer(), m_clock.wall())));
    const Bytes old = signer.sign(plainAnswer(), m_clock.wall() - 301s);
    QVERIFY_ERROR(m_verifier->accept(viewOf(old), m_clock.wall()), ErrorCode::TsigBadTime);
}

void TestTsig::firstMessageTimersOnly()
{
    TsigRecord record = **findTsig(viewOf(signedAnswer(key, m_clock.wall())));
    TsigMac mac(key);
    updatePrior(mac, requestMac);
    mac.update(plainAnswer());
    mac.update(record.timers());
    record.mac = mac.finish();
    QVERIFY_ERROR(first(appendTsig(plainAnswer(), record)), ErrorCode::TsigBadSignature);
}

void TestTsig::messagesSwapped()
{
    TsigStreamSigner signer(key, requestMac);
    QVERIFY_RESULT(first(signer.sign(plainAnswer("1"), m_clock.wall())));
    const Bytes second = signer.sign(plainAnswer("2"), m_clock.wall());
    const Bytes third = signer.sign(plainAnswer("3"), m_clock.wall());
    QVERIFY_ERROR(m_verifier->accept(viewOf(third), m_clock.wall()), ErrorCode::TsigBadSignature);
}

void TestTsig::messageDropped()
{
    TsigStreamSigner signer(key, requestMac);
    QVERIFY_RESULT(first(signer.sign(plainAnswer("1"), m_clock.wall())));
    signer.feedUnsigned(viewOf(plainAnswer("lost on the way")));
    const Bytes last = signer.sign(plainAnswer("2"), m_clock.wall());
    QVERIFY_ERROR(m_verifier->accept(viewOf(last), m_clock.wall()), ErrorCode::TsigBadSignature);
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

void TestTsig::failureIsSticky()
{
    TsigStreamSigner signer(key, requestMac);
    QVERIFY_RESULT(first(signer.sign(plainAnswer("1"), m_clock.wall())));
    Bytes damaged = signer.sign(plainAnswer("2"), m_clock.wall());
    damaged[20] = static_cast<char>(damaged[20] ^ 1);
    QVERIFY(!m_verifier->accept(viewOf(damaged), m_clock.wall()));
    const auto good = signer.sign(plainAnswer("3"), m_clock.wall());
    QVERIFY(!m_verifier->accept(viewOf(good), m_clock.wall()));
    QVERIFY(!m_verifier->finish());
}

void TestTsig::moved()
{
    TsigStreamSigner signer(key, requestMac);
    TsigStreamSigner same = std::move(signer);
    TsigStreamVerifier verifier(key, Bytes(3, 'x'));
    verifier = TsigStreamVerifier(key, requestMac);
    const TsigStreamVerifier* const address = &verifier;
    QVERIFY_RESULT(verifier.accept(viewOf(same.sign(plainAnswer(), m_clock.wall())), m_clock.wall()));
    TsigStreamVerifier again = std::move(verifier);
    QVERIFY(&again != address);
    QVERIFY_RESULT(again.finish());
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
