// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/edns.h"
#include "model/dns/message_writer.h"
#include "model/dns/record.h"
#include "model/observe/probe_message.h"
#include "tests/kit/result_macros.h"

#include <QTest>

#include <random>

using namespace zonescope;
using base::ErrorCode;
using dns::Rcode;
using dns::Section;
using dns::Type;
using observe::ProbeAnswer;
using observe::readProbeAnswer;

namespace {

const dns::Name apex = *dns::Name::fromText("probe.example");

struct Draft
{
    dns::Header header = [] {
        dns::Header h;
        h.response = true;
        h.authoritative = true;
        return h;
    }();
    std::optional<dns::Question> question = dns::Question{apex, Type::SOA, dns::Class::IN};
    std::optional<dns::Name> soaOwner = apex;
    Section section = Section::Answer;
    std::optional<dns::Edns> edns = dns::Edns{};
    base::Bytes soaRdata = dns::Soa{apex, apex, 4242, 1, 1, 1, 1}.toRdata();

    base::Bytes write() const
    {
        dns::MessageWriter writer(header);
        if (question)
            writer.question(*question);
        if (soaOwner)
            writer.record(section, {*soaOwner, Type::SOA, dns::Class::IN, 60, soaRdata});
        if (edns)
            edns->write(writer);
        return writer.finish();
    }
};

ProbeAnswer read(const Draft& draft)
{
    const base::Bytes message = draft.write();
    return readProbeAnswer(base::viewOf(message), apex);
}

std::string codeOf(const ProbeAnswer& answer)
{
    return answer.error ? std::string(base::errorName(answer.error->code)) : "none";
}

} // namespace

class tst_ProbeMessage : public QObject
{
    Q_OBJECT

private slots:
    void questionIsProper();
    void readsTheSerial();
    void wantsAuthority();
    void namesRcodes_data();
    void namesRcodes();
    void readsOptions();
    void noticesTruncation();
    void noticesMissingEdns();
    void survivesMutations();
};

void tst_ProbeMessage::questionIsProper()
{
    for (const bool edns : {true, false}) {
        const base::Bytes message = observe::writeProbe(apex, 0xabcd, edns);
        auto reader = dns::MessageReader::open(base::viewOf(message));
        QVERIFY_RESULT(reader);
        QCOMPARE(reader->header().id, std::uint16_t(0xabcd));
        QVERIFY(!reader->header().recursionDesired);
        QVERIFY(!reader->header().response);
        QCOMPARE((*reader->nextQuestion())->name, apex);
        const auto record = reader->nextRecord();
        QVERIFY_RESULT(record);
        QCOMPARE(record->has_value(), edns);
        if (edns) {
            const auto opt = dns::Edns::fromRecord(**record);
            QVERIFY_RESULT(opt);
            QVERIFY(opt->nsid.has_value());
            QVERIFY(opt->zoneVersionRequested);
        }
    }
}

void tst_ProbeMessage::readsTheSerial()
{
    QCOMPARE(read({}).serial, std::optional<std::uint32_t>(4242));
    Draft otherCase;
    otherCase.soaOwner = *dns::Name::fromText("PROBE.Example");
    QCOMPARE(read(otherCase).serial, std::optional<std::uint32_t>(4242));
    Draft plain;
    plain.edns.reset();
    QCOMPARE(read(plain).serial, std::optional<std::uint32_t>(4242));
    Draft noQuestion; // some servers
    noQuestion.question.reset();
    QCOMPARE(read(noQuestion).serial, std::optional<std::uint32_t>(4242));
}

void tst_ProbeMessage::wantsAuthority()
{
    Draft draft;
    draft.header.authoritative = false;
    QCOMPARE(codeOf(read(draft)), std::string("not-authoritative"));
    QVERIFY(!read(draft).serial);
    Draft negative; // NODATA for SOA: the parent answers
    negative.section = Section::Authority;
    QCOMPARE(codeOf(read(negative)), std::string("not-authoritative"));
    Draft other;
    other.soaOwner = *dns::Name::fromText("example");
    QCOMPARE(codeOf(read(other)), std::string("not-authoritative"));
    Draft wrong;
    wrong.question->name = *dns::Name::fromText("other.example");
    QCOMPARE(codeOf(read(wrong)), std::string("wrong-question"));
    Draft query;
    query.header.response = false;
    QCOMPARE(codeOf(read(query)), std::string("not-a-response"));
    Draft shortSoa;
    shortSoa.soaRdata.resize(13);
    QVERIFY(read(shortSoa).error.has_value());
}

void tst_ProbeMessage::namesRcodes_data()
{
    QTest::addColumn<int>("rcode");
    QTest::addColumn<QByteArray>("name");
    const auto row = [](Rcode rcode, const char* name) {
        QTest::newRow(name) << static_cast<int>(rcode) << QByteArray(name);
    };
    row(Rcode::FormErr, "rcode-formerr");
    row(Rcode::ServFail, "rcode-servfail");
    row(Rcode::NxDomain, "rcode-nxdomain");
    row(Rcode::NotImp, "rcode-notimp");
    row(Rcode::Refused, "rcode-refused");
    row(Rcode::NotAuth, "rcode-notauth");
    row(Rcode::YxDomain, "rcode-other");
    row(Rcode::BadCookie, "rcode-other");
}

void tst_ProbeMessage::namesRcodes()
{
    QFETCH(int, rcode);
    QFETCH(QByteArray, name);
    Draft draft;
    draft.soaOwner.reset();
    draft.header.rcode = static_cast<std::uint8_t>(rcode & 0xf);
    draft.edns->extendedRcode = static_cast<std::uint8_t>(rcode >> 4);
    QCOMPARE(QByteArray::fromStdString(codeOf(read(draft))), name);
    draft.soaOwner = apex; // even with a serial: an error is an error
    QCOMPARE(QByteArray::fromStdString(codeOf(read(draft))), name);
}

void tst_ProbeMessage::readsOptions()
{
    Draft draft;
    draft.edns->nsid = base::Bytes("\1binary\0id", 10);
    draft.edns->errors.push_back({20, "not here"});
    const ProbeAnswer answer = read(draft);
    QCOMPARE(answer.nsid, std::string("\1binary\0id", 10));
    QCOMPARE(answer.extendedError, std::optional<std::uint16_t>(20));
}

void tst_ProbeMessage::noticesTruncation()
{
    Draft draft;
    draft.header.truncated = true;
    QVERIFY(!read(draft).truncated); // the serial is there all the same
    draft.soaOwner.reset();
    QVERIFY(read(draft).truncated);
    draft.soaOwner = apex;
    const base::Bytes whole = draft.write();
    const ProbeAnswer cut = readProbeAnswer(base::viewOf(whole.substr(0, 40)), apex);
    QVERIFY(cut.truncated && !cut.serial);
}

void tst_ProbeMessage::noticesMissingEdns()
{
    Draft draft;
    draft.soaOwner.reset();
    draft.header.rcode = static_cast<std::uint8_t>(Rcode::FormErr);
    QVERIFY(!read(draft).ednsNotUnderstood); // it did understand: the answer has OPT
    draft.edns.reset();
    QVERIFY(read(draft).ednsNotUnderstood);
    draft.header.rcode = static_cast<std::uint8_t>(Rcode::NotImp);
    QVERIFY(read(draft).ednsNotUnderstood);
    draft.header.rcode = static_cast<std::uint8_t>(Rcode::Refused);
    QVERIFY(!read(draft).ednsNotUnderstood);
}

void tst_ProbeMessage::survivesMutations()
{
    Draft draft;
    draft.edns->nsid = "ams-1";
    draft.edns->zoneVersionSerial = 4242;
    const base::Bytes whole = draft.write();
    std::mt19937 random(1);
    std::size_t serials = 0;
    for (int i = 0; i < 100'000; ++i) {
        base::Bytes message = whole;
        for (unsigned changes = 1 + random() % 4; changes > 0; --changes)
            message[random() % message.size()] = static_cast<char>(random());
        if (random() % 4 == 0)
            message.resize(random() % message.size());
        const ProbeAnswer answer = readProbeAnswer(base::viewOf(message), apex);
        QVERIFY2(answer.serial.has_value() != answer.error.has_value(),
                 "a serial or a reason, never neither");
        serials += answer.serial ? 1 : 0;
    }
    QVERIFY(serials > 1000 && serials < 99'000);
}

QTEST_GUILESS_MAIN(tst_ProbeMessage)
#include "tst_probe_message.moc"
