// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/diagnosis.h"
#include "tests/model/transfer/stream_kit.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;
using Verdict = PreflightVerdict;

namespace {

SoaReply good()
{
    SoaReply reply;
    reply.authoritative = true;
    reply.soa = dns::Soa::fromRdata(base::viewOf(soa(5).rdata)).value();
    return reply;
}

SoaReply bad(ErrorCode code)
{
    SoaReply reply;
    reply.error = base::Error{code, "said so"};
    return reply;
}

AxfrEvidence refusedAxfr(ErrorCode code)
{
    AxfrEvidence axfr;
    axfr.connected = true;
    axfr.error = base::Error{code, "said so"};
    return axfr;
}

AxfrEvidence goodAxfr()
{
    AxfrEvidence axfr;
    axfr.connected = axfr.began = true;
    axfr.serial = 5;
    return axfr;
}

struct Case
{
    const char* title;
    Evidence evidence;
    Verdict verdict;
};

/// What BIND, Knot, NSD and PowerDNS answered, row by row of the fingerprints.
std::vector<Case> cases()
{
    AxfrEvidence unconnected;
    unconnected.error = base::Error{ErrorCode::TimedOut, "no connection"};
    return {
        {"all good", {good(), good(), goodAxfr()}, Verdict::Ok},
        {"all good without a key", {good(), {}, goodAxfr()}, Verdict::Ok},
        {"SOA refused to strangers, key opens all",
         {bad(ErrorCode::RcodeRefused), good(), goodAxfr()},
         Verdict::Ok},
        {"nothing listens", {bad(ErrorCode::ConnectionRefused), {}, {}}, Verdict::NothingListens},
        {"no answer at all", {bad(ErrorCode::TimedOut), {}, {}}, Verdict::Failed},
        {"TCP filtered", {good(), {}, unconnected}, Verdict::TcpFiltered},
        {"TCP filtered, key good", {good(), good(), unconnected}, Verdict::TcpFiltered},
        {"zone not configured",
         {bad(ErrorCode::RcodeRefused), bad(ErrorCode::RcodeRefused), refusedAxfr(ErrorCode::RcodeNotAuth)},
         Verdict::ZoneNotThere},
        {"zone not configured, no key",
         {bad(ErrorCode::RcodeRefused), {}, refusedAxfr(ErrorCode::RcodeNotAuth)},
         Verdict::ZoneNotThere},
        {"zone not loaded",
         {bad(ErrorCode::RcodeServFail), bad(ErrorCode::RcodeServFail),
          refusedAxfr(ErrorCode::RcodeServFail)},
         Verdict::NotLoaded},
        {"NSD: zone not loaded",
         {bad(ErrorCode::RcodeServFail), {}, refusedAxfr(ErrorCode::RcodeNotAuth)},
         Verdict::NotLoaded},
        {"AXFR says SERVFAIL", {good(), good(), refusedAxfr(ErrorCode::RcodeServFail)}, Verdict::NotLoaded},
        {"key unknown",
         {good(), bad(ErrorCode::TsigBadKey), refusedAxfr(ErrorCode::TsigBadKey)},
         Verdict::KeyUnknown},
        {"secret wrong",
         {good(), bad(ErrorCode::TsigBadSignature), refusedAxfr(ErrorCode::TsigBadSignature)},
         Verdict::SecretWrong},
        {"clock",
         {good(), bad(ErrorCode::TsigBadTime), refusedAxfr(ErrorCode::TsigBadTime)},
         Verdict::ClockSkew},
        {"PowerDNS rejects the key",
         {good(), bad(ErrorCode::RcodeNotAuth), refusedAxfr(ErrorCode::RcodeNotAuth)},
         Verdict::KeyRejected},
        {"server ignores the key",
         {good(), bad(ErrorCode::TsigMissing), refusedAxfr(ErrorCode::TsigMissing)},
         Verdict::KeyRejected},
        {"BIND, NSD: not in the ACL",
         {good(), good(), refusedAxfr(ErrorCode::RcodeRefused)},
         Verdict::TransferRefused},
        {"Knot, PowerDNS: not in the ACL",
         {good(), good(), refusedAxfr(ErrorCode::RcodeNotAuth)},
         Verdict::TransferRefused},
        {"not in the ACL, no key",
         {good(), {}, refusedAxfr(ErrorCode::RcodeRefused)},
         Verdict::TransferRefused},
        {"lame",
         {bad(ErrorCode::NotAuthoritative), {}, refusedAxfr(ErrorCode::RcodeNotAuth)},
         Verdict::NotAuthoritative},
        {"AXFR of nonsense", {good(), {}, refusedAxfr(ErrorCode::MalformedRecord)}, Verdict::Failed},
    };
}

} // namespace

class TestDiagnosis : public QObject
{
    Q_OBJECT

private slots:
    void verdicts_data()
    {
        QTest::addColumn<int>("index");
        const auto all = cases();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].title) << static_cast<int>(i);
    }
    void verdicts()
    {
        QFETCH(int, index);
        const auto all = cases();
        const Case& c = all[static_cast<std::size_t>(index)];
        const Diagnosis diagnosis = diagnose(c.evidence);
        QCOMPARE(static_cast<int>(diagnosis.verdict), static_cast<int>(c.verdict));
        QCOMPARE(diagnosis.error.has_value(), c.verdict != Verdict::Ok);
        if (c.evidence.unsignedSoa.soa)
            QCOMPARE(diagnosis.serial.value_or(0), 5U);
    }

    void skewIsTold()
    {
        Evidence evidence{good(), bad(ErrorCode::TsigBadTime), refusedAxfr(ErrorCode::TsigBadTime)};
        evidence.signedSoa->clockSkew = -4000;
        QCOMPARE(diagnose(evidence).skewSeconds.value_or(0), std::int64_t(-4000));
        evidence.signedSoa->clockSkew.reset();
        evidence.axfr->clockSkew = 17;
        QCOMPARE(diagnose(evidence).skewSeconds.value_or(0), std::int64_t(17));
    }
};

QTEST_APPLESS_MAIN(TestDiagnosis)
#include "tst_diagnosis.moc"
