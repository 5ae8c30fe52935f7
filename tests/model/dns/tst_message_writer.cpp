// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/message_writer.h"

#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"

#include <QTest>

#include <random>

using namespace zonescope::dns;
using namespace zonescope::dns::test;
using zonescope::base::Bytes;
using zonescope::base::viewOf;

namespace {

Header answerHeader()
{
    Header h;
    h.id = 0xbeef;
    h.response = h.authoritative = true;
    return h;
}

} // namespace

class TestMessageWriter : public QObject
{
    Q_OBJECT

private slots:
    void headerRoundTrip();
    void compressesOwnersAndOldRdataOnly();
    void caseIsNeverLost();
    void limitAndReserve();
    void undoneRecordLeavesNoSuffix();
    void sectionsMustComeInOrder();
    void noPointerBeyond16383();
    void malformedRdataGoesOutAsItIs();
    void randomMessagesComeBack();
};

void TestMessageWriter::headerRoundTrip()
{
    Header h;
    h.id = 0x0102;
    h.opcode = Opcode::Notify;
    h.truncated = h.recursionDesired = h.authenticData = true;
    h.questions = 7; // what counts is what is written
    MessageWriter writer(h);
    writer.question({name("Example."), Type::SOA, Class::IN});
    writer.setRcode(9);
    const Bytes octets = writer.finish();
    QCOMPARE(octets,
             hex("0102 2329 0001 0000 0000 0000") + std::string(name("Example.").wire()) + hex("0006 0001"));
}

void TestMessageWriter::compressesOwnersAndOldRdataOnly()
{
    MessageWriter writer(answerHeader());
    writer.question({name("example."), Type::AXFR, Class::IN});
    const std::string ns(name("ns.example.").wire());
    QVERIFY(writer.record(Section::Answer, name("example.").wire(), Type::NS, Class::IN, 1, viewOf(ns)));
    QVERIFY(writer.record(Section::Answer, ns, Type::A, Class::IN, 1, viewOf("abcd")));
    const std::string srv = std::string(6, '\0') + ns;
    QVERIFY(writer.record(Section::Answer, ns, Type::SRV, Class::IN, 1, viewOf(srv)));
    const Bytes octets = writer.finish();
    const std::string wanted = hex("beef 8400 0001 0003 0000 0000") + std::string(name("example.").wire()) +
                               hex("00fc 0001") +                                // to octet 25
                               hex("c00c 0002 0001 00000001 0005 026e73 c00c") + // NS at 37
                               hex("c025 0001 0001 00000001 0004") + "abcd" +    //
                               hex("c025 0021 0001 00000001 0012") + srv;
    QCOMPARE(octets, wanted);
    QCOMPARE(readAll(viewOf(octets))->size(), std::size_t(3));
}

void TestMessageWriter::caseIsNeverLost()
{
    MessageWriter writer(answerHeader());
    for (const char* owner : {"example.", "EXAMPLE.", "www.Example.", "www.example.", "WWW.example."})
        QVERIFY(writer.record(Section::Answer, name(owner).wire(), Type::A, Class::IN, 1, viewOf("abcd")));
    const Bytes octets = writer.finish();
    const auto records = readAll(viewOf(octets));
    QVERIFY_RESULT(records);
    QCOMPARE(records->at(1).owner.toText(), std::string("EXAMPLE."));
    QCOMPARE(records->at(2).owner.toText(), std::string("www.Example."));
    QCOMPARE(records->at(3).owner.toText(), std::string("www.example."));
    QCOMPARE(records->at(4).owner.toText(), std::string("WWW.example."));
}

void TestMessageWriter::limitAndReserve()
{
    // 12 header + 9 name + 4: 25; a record with a compressed owner and four octets of rdata: 16.
    MessageWriter writer(answerHeader(), 25 + 16 + 16);
    writer.question({name("example."), Type::A, Class::IN});
    const Record record{name("example."), Type::A, Class::IN, 1, "abcd"};
    writer.reserve(1);
    QVERIFY(writer.record(Section::Answer, record));
    QVERIFY(!writer.record(Section::Answer, record));
    QCOMPARE(writer.size(), std::size_t(41));
    writer.reserve(0);
    QVERIFY(writer.record(Section::Answer, record));
    QVERIFY(!writer.record(Section::Answer, record));
    writer.setTruncated(true);
    const Bytes octets = writer.finish();
    QCOMPARE(octets.size(), std::size_t(57));
    const auto reader = MessageReader::open(viewOf(octets));
    QVERIFY(reader->header().truncated);
    QCOMPARE(reader->header().answers, std::uint16_t(2));
}

void TestMessageWriter::undoneRecordLeavesNoSuffix()
{
    MessageWriter writer(answerHeader(), 60);
    const std::string large(100, 'x');
    QVERIFY(!writer.record(Section::Answer, name("long.example.").wire(), static_cast<Type>(65280), Class::IN,
                           1, viewOf(large)));
    QCOMPARE(writer.size(), std::size_t(12));
    QVERIFY(
        writer.record(Section::Answer, name("long.example.").wire(), Type::A, Class::IN, 1, viewOf("abcd")));
    const Bytes octets = writer.finish();
    const auto records = readAll(viewOf(octets));
    QVERIFY_RESULT(records);
    QCOMPARE(records->front().owner.toText(), std::string("long.example."));
}

void TestMessageWriter::sectionsMustComeInOrder()
{
    MessageWriter writer(answerHeader());
    const Record record{name("example."), Type::A, Class::IN, 1, "abcd"};
    QVERIFY(writer.record(Section::Authority, record));
    QVERIFY(!writer.record(Section::Answer, record));
    QVERIFY(writer.record(Section::Additional, record));
    QVERIFY(!writer.record(Section::Authority, record));
    QCOMPARE(readAll(viewOf(writer.finish()))->size(), std::size_t(2));
}

void TestMessageWriter::noPointerBeyond16383()
{
    MessageWriter writer(answerHeader());
    const std::string filler(16384, 'x');
    QVERIFY(writer.record(Section::Answer, name("a.").wire(), static_cast<Type>(65280), Class::IN, 1,
                          viewOf(filler)));
    for (int i = 0; i < 3; ++i) // stands behind octet 16383 each time: spelled out each time
        QVERIFY(writer.record(Section::Answer, name("late.example.").wire(), Type::A, Class::IN, 1,
                              viewOf("abcd")));
    const Bytes octets = writer.finish();
    const auto records = readAll(viewOf(octets));
    QVERIFY_RESULT(records);
    QCOMPARE(records->back().owner.toText(), std::string("late.example."));
}

void TestMessageWriter::malformedRdataGoesOutAsItIs()
{
    MessageWriter writer(answerHeader());
    const std::string broken("\x05"
                             "ab",
                             3);
    for (const Type type : {Type::NS, Type::SOA, Type::MX})
        QVERIFY(writer.record(Section::Answer, name("example.").wire(), type, Class::IN, 1, viewOf(broken)));
    const Bytes octets = writer.finish();
    QCOMPARE(octets.substr(octets.size() - 3), broken);
}

void TestMessageWriter::randomMessagesComeBack()
{
    std::mt19937 random(1035);
    const auto pick = [&](int most) { return std::uniform_int_distribution(0, most)(random); };
    const auto randomName = [&] {
        std::string text;
        for (int i = pick(4); i >= 0; --i)
            text += std::string(1, static_cast<char>((pick(1) ? 'a' : 'A') + pick(2))) + ".";
        return name(text);
    };
    for (int round = 0; round < 200; ++round) {
        MessageWriter writer(answerHeader());
        std::vector<Record> written;
        for (int i = pick(300); i >= 0; --i) {
            Record r{randomName(), Type::A, Class::IN, static_cast<std::uint32_t>(pick(1000)), "abcd"};
            switch (pick(3)) {
            case 0:
                r.type = Type::NS;
                r.rdata = randomName().wire();
                break;
            case 1:
                r.type = Type::SOA;
                r.rdata = Soa{randomName(), randomName(), 1, 2, 3, 4, 5}.toRdata();
                break;
            case 2:
                r.type = Type::SRV;
                r.rdata = std::string(6, '\1') + std::string(randomName().wire());
                break;
            default:
                break;
            }
            if (writer.record(Section::Answer, r))
                written.push_back(r);
        }
        const Bytes octets = writer.finish();
        const auto records = readAll(viewOf(octets));
        QVERIFY_RESULT(records);
        QCOMPARE(records->size(), written.size());
        for (std::size_t i = 0; i < written.size(); ++i) {
            QCOMPARE(records->at(i).owner.wire(), written[i].owner.wire());
            QVERIFY(records->at(i) == written[i]);
        }
    }
}

QTEST_APPLESS_MAIN(TestMessageWriter)
#include "tst_message_writer.moc"
