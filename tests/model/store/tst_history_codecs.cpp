// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/change_codec.h"
#include "model/store/difference_codec.h"
#include "model/store/migrations.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/model/store/sample_data.h"

#include <QTest>

using namespace zonescope;
using base::ErrorCode;

namespace {

bool same(const zone::Changeset& a, const zone::Changeset& b)
{
    return a.fromSerial == b.fromSerial && a.toSerial == b.toSerial && a.soa == b.soa &&
           a.fromSoa == b.fromSoa && a.removed == b.removed && a.added == b.added;
}

base::Bytes mutated(base::Bytes bytes, std::mt19937& random)
{
    for (int flips = 0; flips < 3; ++flips)
        bytes[random() % bytes.size()] = static_cast<char>(random());
    bytes.resize(random() % (bytes.size() + 1));
    return bytes;
}

} // namespace

class tst_HistoryCodecs : public QObject
{
    Q_OBJECT

private slots:
    void samplesComeBack();
    void samplesAreSmall();
    void extremeSamplesComeBack();
    void samplesOfTheFirstVersionAreRead();
    void damagedSamplesAreRefused();
    void differencesComeBack();
    void damagedDifferencesAreRefused();

private:
    struct Dictionary
    {
        kit::TemporaryFolder folder;
        store::Database database =
            *store::Database::open(folder.path() / "h.sqlite", store::Synchronous::Normal);
        bool migrated = store::migrate(database, store::historyMigrations()).has_value();
        store::Words words{database};
    };
};

void tst_HistoryCodecs::samplesComeBack()
{
    Dictionary dictionary;
    std::mt19937 random(1);
    for (std::uint64_t id = 1; id < 500; ++id) {
        const pipeline::Change change = kit::someChange(id, random, id % 60);
        const auto packed = store::packSamples(change, dictionary.words);
        QVERIFY_RESULT(packed);
        pipeline::Change back = change;
        back.stage = {};
        back.edges.clear();
        QVERIFY_RESULT(store::unpackSamples(base::viewOf(*packed), dictionary.words, back));
        QVERIFY(back == change);
    }
}

/// Written before version 2: a head for each edge, every time folded.
void tst_HistoryCodecs::samplesOfTheFirstVersionAreRead()
{
    Dictionary dictionary;
    pipeline::Change change;
    change.edges = {{base::EdgeId{7}, base::Duration(3), base::Duration(1), std::nullopt},
                    {base::EdgeId{8}, base::Duration(-2), base::Duration(0), std::nullopt}};
    pipeline::Change back;
    QVERIFY_RESULT(store::unpackSamples(base::viewOf(std::string("\x01\x00\x02\x39\x06\x02\x09\x03\x00", 9)),
                                        dictionary.words, back));
    QVERIFY(back == change);
}

void tst_HistoryCodecs::samplesAreSmall()
{
    Dictionary dictionary;
    std::mt19937 random(2);
    const pipeline::Change change = kit::someChange(1, random, 50);
    const auto packed = store::packSamples(change, dictionary.words);
    QVERIFY2(packed->size() < 50 * 9, qPrintable(QString::number(packed->size())));
}

void tst_HistoryCodecs::extremeSamplesComeBack()
{
    Dictionary dictionary;
    pipeline::Change change;
    change.stage[0] = base::Duration::max();
    change.stage[5] = base::Duration::min();
    change.edges = {{base::EdgeId{4'294'967'295U}, base::Duration(-1), base::Duration::max(), std::nullopt},
                    {base::EdgeId{0}, std::nullopt, base::Duration(0), base::ErrorCode::TimedOut},
                    {base::EdgeId{1}, base::Duration(0), base::Duration(0), base::ErrorCode::Internal}};
    const auto packed = store::packSamples(change, dictionary.words);
    pipeline::Change back;
    QVERIFY_RESULT(store::unpackSamples(base::viewOf(*packed), dictionary.words, back));
    QVERIFY(back == change);
}

void tst_HistoryCodecs::damagedSamplesAreRefused()
{
    Dictionary dictionary;
    std::mt19937 random(3);
    const auto packed = store::packSamples(kit::someChange(1, random, 9), dictionary.words);
    pipeline::Change into;
    QVERIFY_ERROR(store::unpackSamples({}, dictionary.words, into), ErrorCode::StoreCorrupt);
    QVERIFY_ERROR(
        store::unpackSamples(base::viewOf(packed->substr(0, packed->size() - 1)), dictionary.words, into),
        ErrorCode::StoreCorrupt);
    QVERIFY_ERROR(store::unpackSamples(base::viewOf(*packed + "x"), dictionary.words, into),
                  ErrorCode::StoreCorrupt);
    int refused = 0;
    for (int i = 0; i < 20'000; ++i)
        refused +=
            store::unpackSamples(base::viewOf(mutated(*packed, random)), dictionary.words, into) ? 0 : 1;
    QVERIFY(refused > 10'000);
}

void tst_HistoryCodecs::differencesComeBack()
{
    std::mt19937 random(4);
    for (std::uint32_t i = 0; i < 100; ++i) {
        const zone::Changeset change = kit::someChangeset(i, i + 1, random, i);
        const auto back = store::unpackDifference(base::viewOf(store::packDifference(change)));
        QVERIFY_RESULT(back);
        QVERIFY(same(*back, change));
    }
    // What earlier versions wrote has no flag for the SOA that goes, before the two empty lists.
    const zone::Changeset bare = [&] {
        zone::Changeset empty = kit::someChangeset(7, 8, random, 0);
        empty.fromSoa.reset();
        return empty;
    }();
    base::Bytes old = store::packDifference(bare);
    old.front() = 1;
    old.erase(old.size() - 3, 1);
    const auto read = store::unpackDifference(base::viewOf(old));
    QVERIFY_RESULT(read);
    QVERIFY(same(*read, bare));
    // The case of an owner is kept, and three records of one owner name it once.
    const zone::Changeset change = kit::someChangeset(1, 2, random, 3);
    const base::Bytes packed = store::packDifference(change);
    QCOMPARE(std::string_view(packed).find("Host-0"), std::string_view(packed).rfind("Host-0"));
}

void tst_HistoryCodecs::damagedDifferencesAreRefused()
{
    std::mt19937 random(5);
    const base::Bytes packed = store::packDifference(kit::someChangeset(1, 2, random, 6));
    QVERIFY_ERROR(store::unpackDifference({}), ErrorCode::StoreCorrupt);
    QVERIFY_ERROR(store::unpackDifference(base::viewOf(packed + "x")), ErrorCode::StoreCorrupt);
    int refused = 0;
    for (int i = 0; i < 20'000; ++i)
        refused += store::unpackDifference(base::viewOf(mutated(packed, random))) ? 0 : 1;
    QVERIFY(refused > 10'000);
}

QTEST_GUILESS_MAIN(tst_HistoryCodecs)
#include "tst_history_codecs.moc"
