// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of several messages: which of them must be signed, in which order, and what one fault does to the
// rest.
#include "tests/model/dns/tsig_fixture.h"

using namespace zonescope::dns;
using namespace zonescope::dns::test;

class TestTsigStream : public QObject, private TsigFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void validStream();
    void unsignedFirst();
    void unsignedLast();
    void nothingAtAll();
    void ninetyNineUnsignedAreAllowed();
    void everyMessageSignedWhenAsked();
    void laterMessagesAreTimeCheckedToo();
    void firstMessageTimersOnly();
    void messagesSwapped();
    void messageDropped();
    void failureIsSticky();
    void moved();
};

void TestTsigStream::validStream()
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

void TestTsigStream::unsignedFirst()
{
    QVERIFY_ERROR(first(plainAnswer()), ErrorCode::TsigMissing);
}

void TestTsigStream::unsignedLast()
{
    QVERIFY_RESULT(first(signedAnswer(key, m_clock.wall())));
    QVERIFY_RESULT(m_verifier->accept(viewOf(plainAnswer()), m_clock.wall()));
    QVERIFY_ERROR(m_verifier->finish(), ErrorCode::TsigMissing);
}

void TestTsigStream::nothingAtAll()
{
    QVERIFY_ERROR(m_verifier->finish(), ErrorCode::TsigMissing);
}

void TestTsigStream::ninetyNineUnsignedAreAllowed()
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

void TestTsigStream::everyMessageSignedWhenAsked()
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

void TestTsigStream::laterMessagesAreTimeCheckedToo()
{
    TsigStreamSigner signer(key, requestMac);
    QVERIFY_RESULT(first(signer.sign(plainAnswer(), m_clock.wall())));
    const Bytes old = signer.sign(plainAnswer(), m_clock.wall() - 301s);
    QVERIFY_ERROR(m_verifier->accept(viewOf(old), m_clock.wall()), ErrorCode::TsigBadTime);
}

void TestTsigStream::firstMessageTimersOnly()
{
    TsigRecord record = **findTsig(viewOf(signedAnswer(key, m_clock.wall())));
    TsigMac mac(key);
    updatePrior(mac, requestMac);
    mac.update(plainAnswer());
    mac.update(record.timers());
    record.mac = mac.finish();
    QVERIFY_ERROR(first(appendTsig(plainAnswer(), record)), ErrorCode::TsigBadSignature);
}

void TestTsigStream::messagesSwapped()
{
    TsigStreamSigner signer(key, requestMac);
    QVERIFY_RESULT(first(signer.sign(plainAnswer("1"), m_clock.wall())));
    const Bytes second = signer.sign(plainAnswer("2"), m_clock.wall());
    const Bytes third = signer.sign(plainAnswer("3"), m_clock.wall());
    QVERIFY_ERROR(m_verifier->accept(viewOf(third), m_clock.wall()), ErrorCode::TsigBadSignature);
}

void TestTsigStream::messageDropped()
{
    TsigStreamSigner signer(key, requestMac);
    QVERIFY_RESULT(first(signer.sign(plainAnswer("1"), m_clock.wall())));
    signer.feedUnsigned(viewOf(plainAnswer("lost on the way")));
    const Bytes last = signer.sign(plainAnswer("2"), m_clock.wall());
    QVERIFY_ERROR(m_verifier->accept(viewOf(last), m_clock.wall()), ErrorCode::TsigBadSignature);
}

void TestTsigStream::failureIsSticky()
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

void TestTsigStream::moved()
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

QTEST_APPLESS_MAIN(TestTsigStream)
#include "tst_tsig_stream.moc"
