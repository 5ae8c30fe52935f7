// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/message_reader.h"

#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"

#include <QTest>

#include <algorithm>

using namespace zonescope::dns;
using namespace zonescope::dns::test;
using zonescope::base::ByteView;
using zonescope::base::ErrorCode;
using zonescope::base::viewOf;

namespace {

constexpr std::uint16_t questionName = 12; ///< where the first name of a message stands

/// A message with the question "example." and one answer whose owner points at it.
RawMessage oneAnswer(Type type, std::string_view rdata, Class recordClass = Class::IN)
{
    RawMessage m(1, 1);
    m.name("example.").bytes(hex("0006 0001"));
    m.pointer(questionName).rest(type, rdata, recordClass);
    return m;
}

std::string wireOf(std::string_view text)
{
    return std::string(name(text).wire());
}

const std::string toQuestion("\xc0\x0c", 2);

} // namespace

class TestMessageReader : public QObject
{
    Q_OBJECT

private slots:
    void header();
    void sectionsInOrder();
    void everyTruncation();
    void countsBeyondTheMessage();
    void compressedOwners();
    void ownerLoops_data();
    void ownerLoops();
    void nameLimits();
    void pointerChains();
    void compressedRdata_data();
    void compressedRdata();
    void opaqueRdataKeepsItsOctets();
    void wrongLayouts_data();
    void wrongLayouts();
    void emptyRdataOfEveryType();
    void deletionRecordsMayBeEmpty();
    void rdataPointsIntoTheMessage();
    void expandedRdataOverSizeIsRefused();
    void faultNamesTheRecord();
    void trailingOctets();
};

void TestMessageReader::header()
{
    const auto octets = hex("abcd 8583 0000 0000 0000 0000");
    const auto reader = MessageReader::open(viewOf(octets));
    QVERIFY_RESULT(reader);
    const Header& h = reader->header();
    QCOMPARE(h.id, std::uint16_t(0xabcd));
    QVERIFY(h.response && h.authoritative && h.recursionDesired && h.recursionAvailable);
    QVERIFY(!h.truncated && !h.authenticData && !h.checkingDisabled);
    QVERIFY(h.opcode == Opcode::Query);
    QCOMPARE(h.rcode, std::uint8_t(3));

    const auto notify = hex("0001 2200 0001 0000 0000 0000");
    const auto second = MessageReader::open(viewOf(notify));
    QVERIFY(second->header().opcode == Opcode::Notify && second->header().truncated);
    QVERIFY_ERROR(MessageReader::open(viewOf(octets).first(11)), ErrorCode::Truncated);
    QVERIFY_ERROR(MessageReader::open({}), ErrorCode::Truncated);
}

void TestMessageReader::sectionsInOrder()
{
    RawMessage m(1, 0, 1, 2);
    m.name("example.").bytes(hex("00fb 0001"));
    m.pointer(questionName).rest(Type::NS, toQuestion);
    m.pointer(questionName).rest(Type::A, "abcd");
    m.name("b.").rest(Type::TXT, "\1x");
    auto reader = MessageReader::open(m.view());
    const auto question = reader->nextQuestion();
    QVERIFY_RESULT(question);
    QVERIFY((*question).value() == (Question{name("example."), Type::IXFR, Class::IN}));
    QVERIFY(!(*reader->nextQuestion()).has_value());
    QVERIFY((*reader->nextRecord())->type == Type::NS);
    QVERIFY(reader->section() == Section::Authority);
    QVERIFY((*reader->nextRecord())->type == Type::A);
    QVERIFY(reader->section() == Section::Additional);
    const auto third = *reader->nextRecord();
    QCOMPARE(third->owner, std::string_view("\1b\0", 3));
    QCOMPARE(third->messageOffset, m.size() - 3 - 10 - 2);
    QVERIFY(!(*reader->nextRecord()).has_value());
    QVERIFY(!(*reader->nextRecord()).has_value());

    // Questions not asked for are skipped.
    auto hasty = MessageReader::open(m.view());
    QVERIFY((*hasty->nextRecord())->type == Type::NS);
}

void TestMessageReader::everyTruncation()
{
    RawMessage m = oneAnswer(Type::SOA, wireOf("ns.example.") + toQuestion + std::string(20, '\1'));
    QVERIFY_RESULT(readAll(m.view()));
    for (std::size_t length = 0; length < m.size(); ++length)
        QVERIFY_ERROR(readAll(m.view().first(length)), ErrorCode::Truncated);
}

void TestMessageReader::countsBeyondTheMessage()
{
    QVERIFY_ERROR(readAll(RawMessage(65535, 65535, 65535, 65535).view()), ErrorCode::Truncated);
    QVERIFY_ERROR(readAll(RawMessage(0, 1).view()), ErrorCode::Truncated);
}

void TestMessageReader::compressedOwners()
{
    RawMessage m(1, 6);
    m.name("Example.").bytes(hex("0006 0001"));
    m.pointer(questionName).rest(Type::A, "abcd");
    const auto www = static_cast<std::uint16_t>(m.size());
    m.bytes("\3www").pointer(questionName).rest(Type::A, "abcd");
    m.pointer(www).rest(Type::AAAA, std::string(16, 'x'));
    const auto pointerItself = static_cast<std::uint16_t>(m.size());
    m.pointer(www).rest(Type::TXT, "\1t");
    m.pointer(pointerItself).rest(Type::A, "abcd"); // a pointer to a pointer is unusual and legal
    m.bytes("\1a").pointer(www).rest(Type::A, "abcd");
    const auto records = readAll(m.view());
    QVERIFY_RESULT(records);
    const std::vector<std::string> owners{"Example.",     "www.Example.", "www.Example.",
                                          "www.Example.", "www.Example.", "a.www.Example."};
    for (std::size_t i = 0; i < owners.size(); ++i)
        QCOMPARE(records->at(i).owner.toText(), owners[i]);
}

void TestMessageReader::ownerLoops_data()
{
    QTest::addColumn<QByteArray>("owner");
    QTest::newRow("label before it runs into it") << QByteArray("\4abc\xc0\x0c");
    QTest::newRow("to itself") << QByteArray("\xc0\x0c");
    QTest::newRow("forwards") << QByteArray("\xc0\x0e\0", 3);
    QTest::newRow("label, then back to it") << QByteArray("\1a\xc0\x0c");
    QTest::newRow("into itself, behind its label") << QByteArray("\1a\xc0\x0e");
    QTest::newRow("into the header") << QByteArray("\xc0\x04");
    QTest::newRow("to the message's first octet") << QByteArray("\xc0\x00", 2);
    QTest::newRow("label type 01") << QByteArray("\x41\x01\x00", 3);
    QTest::newRow("label type 10") << QByteArray("\x81\x01\x00", 3);
}

void TestMessageReader::ownerLoops()
{
    QFETCH(QByteArray, owner);
    RawMessage m(0, 1);
    m.bytes(owner.toStdString()).rest(Type::A, "abcd");
    QVERIFY_ERROR(readAll(m.view()), ErrorCode::MalformedName);
}

void TestMessageReader::nameLimits()
{
    std::string longest; // 127 labels
    for (int i = 0; i < 127; ++i)
        longest += "\1a";
    RawMessage fits(0, 1);
    fits.bytes(longest).bytes(std::string(1, '\0')).rest(Type::A, "abcd");
    QVERIFY_RESULT(readAll(fits.view()));
    RawMessage tooLong(0, 1);
    tooLong.bytes(longest).bytes(std::string("\1a\0", 3)).rest(Type::A, "abcd");
    QVERIFY_ERROR(readAll(tooLong.view()), ErrorCode::MalformedName);
    // The limit holds for the whole name, its compressed end included.
    RawMessage grown(0, 2);
    grown.bytes(longest).bytes(std::string(1, '\0')).rest(Type::A, "abcd");
    grown.bytes("\1b").pointer(questionName).rest(Type::A, "abcd");
    QVERIFY_ERROR(readAll(grown.view()), ErrorCode::MalformedName);
    RawMessage label63(0, 1);
    label63.bytes('\x3f' + std::string(63, 'x')).bytes(std::string(1, '\0')).rest(Type::A, "abcd");
    QVERIFY_RESULT(readAll(label63.view()));
}

void TestMessageReader::pointerChains()
{
    // An opaque record full of pointers, each to the one before; a name at its end follows them all.
    const auto chain = [](int links) {
        RawMessage m(0, 2);
        m.name("example.");
        const auto data = static_cast<std::uint16_t>(m.size() + 10);
        std::string pointers("\xc0\x0c", 2);
        for (int i = 1; i < links; ++i) {
            const int target = data + 2 * (i - 1);
            pointers += static_cast<char>(0xc0 | target >> 8);
            pointers += static_cast<char>(target & 0xff);
        }
        m.rest(static_cast<Type>(65280), pointers);
        m.pointer(static_cast<std::uint16_t>(data + 2 * (links - 1))).rest(Type::A, "abcd");
        return m;
    };
    const auto allowed = readAll(chain(100).view());
    QVERIFY_RESULT(allowed);
    QCOMPARE(allowed->at(1).owner.toText(), std::string("example."));
    QVERIFY_ERROR(readAll(chain(128).view()), ErrorCode::MalformedName);
    QVERIFY_ERROR(readAll(chain(8000).view()), ErrorCode::MalformedName);
}

void TestMessageReader::compressedRdata_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<int>("names");
    QTest::addColumn<QByteArray>("after");
    const QByteArray none;
    for (const int type : {2, 3, 4, 5, 7, 8, 9, 12, 39})
        QTest::addRow("one name, type %d", type) << type << none << 1 << none;
    QTest::newRow("SOA") << 6 << none << 2 << QByteArray(20, 'n');
    QTest::newRow("MINFO") << 14 << none << 2 << none;
    QTest::newRow("MX") << 15 << QByteArray("\0\1", 2) << 1 << none;
    QTest::newRow("RP") << 17 << none << 2 << none;
    QTest::newRow("AFSDB") << 18 << QByteArray("\0\1", 2) << 1 << none;
    QTest::newRow("RT") << 21 << QByteArray("\0\1", 2) << 1 << none;
    QTest::newRow("SIG") << 24 << QByteArray(18, 's') << 1 << QByteArray(70, 'S');
    QTest::newRow("PX") << 26 << QByteArray("\0\1", 2) << 2 << none;
    QTest::newRow("NXT") << 30 << none << 1 << QByteArray("\x40");
    QTest::newRow("SRV") << 33 << QByteArray("\0\1\0\2\0\3", 6) << 1 << none;
    QTest::newRow("NAPTR") << 35 << QByteArray("\0\1\0\2\1u\3abc\0", 11) << 1 << none;
    QTest::newRow("KX") << 36 << QByteArray("\0\1", 2) << 1 << none;
}

void TestMessageReader::compressedRdata()
{
    QFETCH(int, type);
    QFETCH(QByteArray, before);
    QFETCH(int, names);
    QFETCH(QByteArray, after);
    std::string compressed = before.toStdString();
    std::string plain = compressed;
    for (int i = 0; i < names; ++i) {
        compressed += "\3NS1" + toQuestion; // upper case: kept
        plain += wireOf("NS1.example.");
    }
    compressed += after.toStdString();
    plain += after.toStdString();
    for (const std::string& rdata : {compressed, plain}) {
        const RawMessage m = oneAnswer(static_cast<Type>(type), rdata);
        const auto records = readAll(m.view());
        QVERIFY_RESULT(records);
        QCOMPARE(records->front().rdata, plain);
    }
    // One octet more or less does not fit, where the layout is closed.
    if (type != 24 && type != 30) {
        QVERIFY_ERROR(readAll(oneAnswer(static_cast<Type>(type), compressed + 'x').view()),
                      ErrorCode::MalformedRecord);
        QVERIFY_ERROR(readAll(oneAnswer(static_cast<Type>(type), plain + 'x').view()),
                      ErrorCode::MalformedRecord);
    }
    // A name must end inside its rdata although the message goes on.
    for (std::size_t cut = 1; cut <= before.toStdString().size() + 4; ++cut)
        if (type != 24 && type != 30)
            QVERIFY_ERROR(
                readAll(oneAnswer(static_cast<Type>(type), compressed.substr(0, compressed.size() - cut))
                            .bytes(std::string(300, '\0'))
                            .view()),
                ErrorCode::MalformedRecord);
}

void TestMessageReader::opaqueRdataKeepsItsOctets()
{
    const std::string looksCompressed = "\3abc" + toQuestion;
    for (const int type : {10, 41, 249, 258, 1000, 65280, 65535}) {
        const auto records = readAll(oneAnswer(static_cast<Type>(type), looksCompressed).view());
        QVERIFY_RESULT(records);
        QCOMPARE(records->front().rdata, looksCompressed);
    }
    // DNSSEC and later types are known, but their names must not be compressed (RFC 3597 section 4).
    QVERIFY_ERROR(readAll(oneAnswer(Type::NSEC, toQuestion + std::string("\0\1\x40", 3)).view()),
                  ErrorCode::MalformedRecord);
    QVERIFY_ERROR(readAll(oneAnswer(Type::RRSIG, std::string(18, 'x') + toQuestion + "sig").view()),
                  ErrorCode::MalformedRecord);
    QVERIFY_ERROR(readAll(oneAnswer(Type::HTTPS, std::string("\0\1", 2) + toQuestion).view()),
                  ErrorCode::MalformedRecord);
}

void TestMessageReader::wrongLayouts_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("rdata");
    QTest::addColumn<bool>("valid");
    const auto row = [](const char* what, int type, std::string_view rdata, bool valid) {
        QTest::newRow(what) << type << QByteArray(rdata.data(), static_cast<int>(rdata.size())) << valid;
    };
    row("A 3", 1, "abc", false);
    row("A 4", 1, "abcd", true);
    row("A 5", 1, "abcde", false);
    row("AAAA 15", 28, std::string(15, 'a'), false);
    row("AAAA 16", 28, std::string(16, 'a'), true);
    row("AAAA 17", 28, std::string(17, 'a'), false);
    row("SOA 13", 6, std::string(13, '\0'), false);
    row("SOA 22", 6, std::string(22, '\0'), true);
    row("SOA 21", 6, std::string(21, '\0'), false);
    row("TXT one string", 16, std::string_view("\3abc", 4), true);
    row("TXT empty string", 16, std::string_view("\0", 1), true);
    row("TXT string too long", 16, std::string_view("\4abc", 4), false);
    row("TXT second string too long", 16, std::string_view("\1a\5bc", 5), false);
    row("HINFO two strings", 13, std::string_view("\1a\1b", 4), true);
    row("HINFO one string", 13, std::string_view("\1a", 2), false);
    row("HINFO three strings", 13, std::string_view("\1a\1b\1c", 6), false);
    row("NAPTR cut in a string", 35, std::string_view("\0\1\0\1\5ab", 7), false);
    row("CAA", 257, std::string_view("\0\5issueca", 9), true);
    row("CAA tag too long", 257, std::string_view("\0\x20issueca", 9), false);
    row("SVCB alias", 64, std::string_view("\0\0\0", 3), true);
    row("SVCB parameter", 64, std::string_view("\0\1\0\0\1\0\3\2h2", 10), true);
    row("SVCB parameters out of order", 64, std::string_view("\0\1\0\0\3\0\2\0\1\0\1\0\0", 13), false);
    row("SVCB parameter twice", 64, std::string_view("\0\1\0\0\3\0\0\0\3\0\0", 11), false);
    row("SVCB parameter cut", 64, std::string_view("\0\1\0\0\1\0\4\2h2", 10), false);
    row("SVCB half a parameter", 64, std::string_view("\0\1\0\0\1\0", 6), false);
    row("SVCB value length 65535", 65, std::string_view("\0\1\0\0\1\xff\xff", 7), false);
    row("EUI48 6", 108, std::string_view("abcdef", 6), true);
    row("EUI48 5", 108, std::string_view("abcde", 5), false);
    row("NSEC3PARAM salt too long", 51, std::string_view("\1\0\0\1\4ab", 7), false);
    row("NSEC3 hash too long", 50,
        std::string_view("\1\0\0\1\0\x14"
                         "ab",
                         8),
        false);
    row("DS 3", 43, "abc", false);
}

void TestMessageReader::wrongLayouts()
{
    QFETCH(int, type);
    QFETCH(QByteArray, rdata);
    QFETCH(bool, valid);
    const auto records = readAll(oneAnswer(static_cast<Type>(type), rdata.toStdString()).view());
    if (valid)
        QVERIFY_RESULT(records);
    else
        QVERIFY_ERROR(records, ErrorCode::MalformedRecord);
}

void TestMessageReader::emptyRdataOfEveryType()
{
    for (int type = 0; type <= 65535; ++type) {
        const auto records = readAll(oneAnswer(static_cast<Type>(type), {}).view());
        if (records)
            QVERIFY(records->front().rdata.empty());
        else
            QVERIFY(records.error().code == ErrorCode::MalformedRecord);
    }
}

void TestMessageReader::deletionRecordsMayBeEmpty()
{
    for (const Class recordClass : {Class::ANY, Class::NONE})
        QVERIFY_RESULT(readAll(oneAnswer(Type::MX, {}, recordClass).view()));
    QVERIFY_ERROR(readAll(oneAnswer(Type::MX, {}).view()), ErrorCode::MalformedRecord);
    QVERIFY_ERROR(readAll(oneAnswer(Type::MX, "abc", Class::ANY).view()), ErrorCode::MalformedRecord);
    // Chaosnet's A is a name and a number, not four octets.
    QVERIFY_RESULT(readAll(oneAnswer(Type::A, wireOf("ch.") + "ab", Class::CH).view()));
}

void TestMessageReader::rdataPointsIntoTheMessage()
{
    const RawMessage plain = oneAnswer(Type::MX, std::string("\0\1", 2) + wireOf("mail.example."));
    auto reader = MessageReader::open(plain.view());
    const auto record = *reader->nextRecord();
    const ByteView message = plain.view();
    QVERIFY(record->rdata.data() >= message.data() && record->rdata.data() < message.data() + message.size());
}

void TestMessageReader::expandedRdataOverSizeIsRefused()
{
    // A SIG of 65,400 octets whose signer's name grows by 200 when written out.
    RawMessage m(0, 2);
    std::string longName;
    for (int i = 0; i < 100; ++i)
        longName += "\1a";
    m.bytes(longName).bytes(std::string(1, '\0')).rest(Type::A, "abcd");
    m.bytes(std::string(1, '\0'))
        .rest(static_cast<Type>(24), std::string(18, 's') + toQuestion + std::string(65380, 'x'));
    QVERIFY_ERROR(readAll(m.view()), ErrorCode::MalformedRecord);
}

void TestMessageReader::faultNamesTheRecord()
{
    RawMessage m(0, 2);
    m.name("good.example.").rest(Type::A, "abcd");
    m.name("bad.example.").rest(Type::A, "abc");
    const auto records = readAll(m.view());
    QVERIFY_ERROR(records, ErrorCode::MalformedRecord);
    QCOMPARE(records.error().detail, std::string("record 2 of the answer section (bad.example. type 1): "
                                                 "rdata shorter than its type needs"));
    // After a fault nothing more comes out.
    auto reader = MessageReader::open(m.view());
    QVERIFY_RESULT(reader->nextRecord());
    QVERIFY(!reader->nextRecord());
    const auto after = reader->nextRecord();
    QVERIFY(!after || !after->has_value());
}

void TestMessageReader::trailingOctets()
{
    RawMessage m = oneAnswer(Type::A, "abcd");
    m.bytes("xyz");
    auto reader = MessageReader::open(m.view());
    while (reader->nextRecord()->has_value()) {
    }
    QCOMPARE(reader->trailingOctets(), std::size_t(3));
}

QTEST_APPLESS_MAIN(TestMessageReader)
#include "tst_message_reader.moc"
