// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/base/result.h"
#include "model/base/strong_id.h"

#include <QTest>

#include <set>
#include <vector>

using namespace zonescope::base;

namespace {

const std::vector<ErrorCode> allCodes{
#define ZONESCOPE_CODE(code, name, advice) ErrorCode::code,
    ZONESCOPE_ERROR_CODES(ZONESCOPE_CODE)
#undef ZONESCOPE_CODE
};

} // namespace

class TestError : public QObject
{
    Q_OBJECT

private slots:
    void everyNameIsUniqueAndLeadsBack();
    void unknownNameIsInternal();
    void adviceFollowsTheTable();
    void textHasNameAndDetail();
    void failCarriesTheError();
};

void TestError::everyNameIsUniqueAndLeadsBack()
{
    std::set<std::string_view> names;
    for (const ErrorCode code : allCodes) {
        QVERIFY(names.insert(errorName(code)).second);
        QCOMPARE(static_cast<int>(errorFromName(errorName(code))), static_cast<int>(code));
        QVERIFY(!adviceName(errorAdvice(code)).empty());
    }
    QVERIFY(names.size() > 80);
}

void TestError::unknownNameIsInternal()
{
    QVERIFY(errorFromName("from-a-newer-program") == ErrorCode::Internal);
    QVERIFY(errorFromName("") == ErrorCode::Internal);
}

void TestError::adviceFollowsTheTable()
{
    QVERIFY(errorAdvice(ErrorCode::IxfrRecordMissing) == Advice::RetrySame);
    QVERIFY(errorAdvice(ErrorCode::ConnectionRefused) == Advice::NextAddress);
    QVERIFY(errorAdvice(ErrorCode::TsigBadKey) == Advice::NextPrimary);
    QVERIFY(errorAdvice(ErrorCode::AllPrimariesFailed) == Advice::GiveUp);
    QCOMPARE(adviceName(Advice::RetrySame), std::string_view("retry-same"));
}

void TestError::textHasNameAndDetail()
{
    QCOMPARE(toString({ErrorCode::TsigBadKey, "key k1."}), std::string("tsig-badkey: key k1."));
    QCOMPARE(toString({ErrorCode::TimedOut, {}}), std::string("timed-out"));
}

void TestError::failCarriesTheError()
{
    const Result<ZoneId> result = fail(ErrorCode::Duplicate, "zone example.");
    QVERIFY(!result);
    QVERIFY(result.error() == (Error{ErrorCode::Duplicate, "zone example."}));
    QVERIFY(!ZoneId{});
    QVERIFY(ZoneId{1} < ZoneId{2});
}

QTEST_APPLESS_MAIN(TestError)
#include "tst_error.moc"
