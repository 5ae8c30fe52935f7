// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/record.h"

#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"

#include <QTest>

using namespace zonescope::dns;
using namespace zonescope::dns::test;
using zonescope::base::ErrorCode;
using zonescope::base::viewOf;

class TestRecord : public QObject
{
    Q_OBJECT

private slots:
    void soaRoundTrip();
    void soaOfEveryWrongLength();
    void soaWithPointerIsRefused();
    void rcodesAndExtendedErrorsInWords();
};

void TestRecord::soaRoundTrip()
{
    const Soa soa{name("ns.Example."), name("host\\.master.example."), 4294967295U, 1, 2, 3, 4};
    const auto rdata = soa.toRdata();
    const auto back = Soa::fromRdata(viewOf(rdata));
    QVERIFY_RESULT(back);
    QVERIFY(*back == soa);
    QCOMPARE(back->primaryName.wire(), soa.primaryName.wire()); // case kept
}

void TestRecord::soaOfEveryWrongLength()
{
    const auto rdata = Soa{name("ns.example."), name("h.example."), 1, 2, 3, 4, 5}.toRdata();
    for (std::size_t length = 0; length < rdata.size(); ++length)
        QVERIFY_ERROR(Soa::fromRdata(viewOf(std::string_view(rdata).substr(0, length))),
                      ErrorCode::MalformedRecord);
    QVERIFY_ERROR(Soa::fromRdata(viewOf(rdata + 'x')), ErrorCode::MalformedRecord);
    QVERIFY_ERROR(Soa::fromRdata(viewOf(std::string(13, '\0'))), ErrorCode::MalformedRecord);
}

void TestRecord::soaWithPointerIsRefused()
{
    QVERIFY_ERROR(Soa::fromRdata(viewOf(std::string("\xc0\x0c\0", 3) + std::string(20, '\0'))),
                  ErrorCode::MalformedRecord);
}

void TestRecord::rcodesAndExtendedErrorsInWords()
{
    QCOMPARE(rcodeText(Rcode::NotAuth), std::string("NOTAUTH"));
    QCOMPARE(rcodeText(static_cast<Rcode>(8)), std::string("NXRRSET"));
    QCOMPARE(rcodeText(static_cast<Rcode>(4095)), std::string("RCODE4095"));
    QCOMPARE(extendedErrorText(0), std::string("Other"));
    QCOMPARE(extendedErrorText(14), std::string("Not Ready"));
    QCOMPARE(extendedErrorText(18), std::string("Prohibited"));
    QCOMPARE(extendedErrorText(20), std::string("Not Authoritative"));
    QCOMPARE(extendedErrorText(24), std::string("Invalid Data"));
    QCOMPARE(extendedErrorText(4711), std::string("EDE 4711"));
}

QTEST_APPLESS_MAIN(TestRecord)
#include "tst_record.moc"
