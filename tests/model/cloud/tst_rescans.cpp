// SPDX-License-Identifier: GPL-3.0-or-later
// An answer that says what it said before is not read again: whatever changes between two scans, the second
// is the one that a scan from nothing would have been.
#include "model/cloud/mapping.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/simulated_clouds.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <set>

using namespace zonescope;
using namespace zonescope::cloud;

class TestRescans : public QObject, private SimulatedClouds
{
    Q_OBJECT

private slots:
    void init();
    void equalsAScanFromNothing_data();
    void equalsAScanFromNothing();
    void nothingChangedIsTheSameContent_data() { equalsAScanFromNothing_data(); }
    void nothingChangedIsTheSameContent();
    void staleListsAreReadAnew_data() { equalsAScanFromNothing_data(); }
    void staleListsAreReadAnew();
    void digestsLeaveOutWhatIsNewEachTime();
    void digestsSayWhoWasAsked();

private:
    void changeSomething(Provider provider, std::mt19937& random) const;
};

namespace {

QString differenceOfResources(const Resource& a, const Resource& b)
{
    const bool same = a.key() == b.key() && a.name == b.name && a.state == b.state && a.tags == b.tags &&
                      a.prefixes == b.prefixes && a.addresses == b.addresses && a.dnsNames == b.dnsNames &&
                      a.relations == b.relations && a.routes == b.routes && a.rules == b.rules &&
                      a.collection == b.collection && a.parent == b.parent && a.raw == b.raw &&
                      a.hash == b.hash && a.redacted == b.redacted;
    return same ? QString() : QString::fromStdString(a.key() + " is not " + b.key() + ": " + a.raw + b.raw);
}

/// Everything but the times; empty: equal.
QString differenceBetween(const Snapshot& a, const Snapshot& b)
{
    if (a.resources().size() != b.resources().size())
        return QStringLiteral("%1 and %2 resources").arg(a.resources().size()).arg(b.resources().size());
    for (std::uint32_t i = 0; i < a.resources().size(); ++i) {
        if (const QString text = differenceOfResources(a.at(i), b.at(i)); !text.isEmpty())
            return text;
        if (!std::ranges::equal(a.incoming(i), b.incoming(i), [](const Incoming& x, const Incoming& y) {
                return x.kind == y.kind && x.from == y.from;
            }))
            return QStringLiteral("others point at ") + QString::fromStdString(a.at(i).key());
        if (a.indexOf(a.at(i).id) != b.indexOf(a.at(i).id))
            return QStringLiteral("not found: ") + QString::fromStdString(a.at(i).key());
    }
    const auto sameScope = [](Scope x, const Scope& y) {
        x.readAt = y.readAt;
        return x == y;
    };
    return std::ranges::equal(a.scopes(), b.scopes(), sameScope) ? QString() : QStringLiteral("other scopes");
}

std::size_t sharedReplies(const Snapshot& a, const Snapshot& b)
{
    const std::set<ReplyPtr> old(a.replies().begin(), a.replies().end());
    return static_cast<std::size_t>(
        std::ranges::count_if(b.replies(), [&](const ReplyPtr& reply) { return old.contains(reply); }));
}

} // namespace

void TestRescans::init()
{
    QVERIFY(start());
    m_simulator->behave({.largestPage = 2}); // several pages a list: neighbours of what changes
}

void TestRescans::equalsAScanFromNothing_data()
{
    QTest::addColumn<int>("provider");
    for (const Provider provider : {Provider::Aws, Provider::Google, Provider::Azure, Provider::OpenStack})
        QTest::newRow(std::string(providerWord(provider)).c_str()) << static_cast<int>(provider);
}

/// An object of some list gets another field, goes, comes back, or moves to the end.
void TestRescans::changeSomething(Provider provider, std::mt19937& random) const
{
    m_simulator->change([&](cloudsim::Estate& estate) {
        static const cloudsim::Estate whole = cloudsim::smallEstate();
        const std::string prefix = std::string(providerWord(provider)) + "/";
        std::vector<std::string> paths;
        for (const auto& [path, list] : whole.lists)
            if (path.starts_with(prefix) && !list.isEmpty() && !path.ends_with("resourcegroups"))
                paths.push_back(path);
        const std::string path = paths[random() % paths.size()];
        QJsonArray& list = estate.list(path);
        const int at = list.isEmpty() ? -1 : static_cast<int>(random() % static_cast<unsigned>(list.size()));
        switch (at < 0 ? 2U : random() % 4) {
        case 0: {
            QJsonObject object = list[at].toObject();
            object["note"] = QString::number(random() % 3);
            list[at] = object;
            break;
        }
        case 1:
            list.removeAt(at);
            break;
        case 2:
            list = whole.find(path);
            break;
        default:
            list.append(list.takeAt(at));
            break;
        }
    });
}

void TestRescans::equalsAScanFromNothing()
{
    QFETCH(int, provider);
    const auto which = static_cast<Provider>(provider);
    std::mt19937 random(20261122); // NOLINT: the same changes in every run
    auto before = scan(which);
    QVERIFY_RESULT(before);
    std::size_t shared = 0;
    std::size_t read = 0;
    for (int round = 0; round < 24; ++round) {
        for (unsigned changes = random() % 4; changes > 0; --changes)
            changeSomething(which, random);
        const auto again = scan(which, *before);
        QVERIFY_RESULT(again);
        const auto fresh = scan(which);
        QVERIFY_RESULT(fresh);
        QCOMPARE(differenceBetween(**again, **fresh), QString());
        shared += sharedReplies(**before, **again);
        read += (*again)->replies().size();
        before = again;
    }
    QVERIFY2(shared > read / 2, "most pages are those of the scan before");
    QVERIFY2(shared < read, "what changed was read");
}

void TestRescans::nothingChangedIsTheSameContent()
{
    QFETCH(int, provider);
    const auto before = scan(static_cast<Provider>(provider));
    QVERIFY_RESULT(before);
    const auto again = scan(static_cast<Provider>(provider), *before);
    QVERIFY_RESULT(again);
    QCOMPARE(differenceBetween(**before, **again), QString());
    QCOMPARE(sharedReplies(**before, **again), (*again)->replies().size());
    QVERIFY((*before)->content() == (*again)->content());
}

/// What could not be read for a while is neither lost nor kept for ever.
void TestRescans::staleListsAreReadAnew()
{
    QFETCH(int, provider);
    const auto which = static_cast<Provider>(provider);
    const std::string dead = which == Provider::Aws      ? "DescribeSubnets"
                             : which == Provider::Google ? "subnetworks"
                             : which == Provider::Azure  ? "routeTables"
                                                         : "routers";
    const auto before = scan(which);
    QVERIFY_RESULT(before);
    m_simulator->behave({.largestPage = 2, .deadCalls = {dead}});
    const auto stale = scan(which, *before);
    QVERIFY_RESULT(stale);
    QVERIFY(std::ranges::any_of((*stale)->scopes(),
                                [](const Scope& scope) { return scope.state == ScopeState::Stale; }));
    QCOMPARE((*stale)->resources().size(), (*before)->resources().size());
    m_simulator->behave({.largestPage = 2});
    std::mt19937 random(7); // NOLINT: the same changes in every run
    changeSomething(which, random);
    const auto again = scan(which, *stale);
    QVERIFY_RESULT(again);
    const auto fresh = scan(which);
    QVERIFY_RESULT(fresh);
    QCOMPARE(differenceBetween(**again, **fresh), QString());
}

void TestRescans::digestsLeaveOutWhatIsNewEachTime()
{
    const ReadContext context{Provider::Aws, "1", "eu-central-1", ""};
    const auto answer = [&](const std::string& number, const std::string& items, const std::string& token) {
        return digestOfAnswer("<?xml version=\"1.0\"?>\n<DescribeVpcsResponse><requestId>" + number +
                                  "</requestId><vpcSet>" + items + "</vpcSet><nextToken>" + token +
                                  "</nextToken></DescribeVpcsResponse>",
                              context, "Vpcs");
    };
    const std::string vpc = "<item><vpcId>vpc-1</vpcId></item>";
    QCOMPARE(answer("a", vpc, "t1"), answer("b", vpc, "t2"));
    QVERIFY(answer("a", vpc, "t1") != answer("a", vpc + vpc, "t1"));
    // Deeper ones are somebody's data.
    const auto nested = [&](const std::string& number, const std::string& token) {
        return answer(
            "a", "<item><requestId>" + number + "</requestId><nextToken>" + token + "</nextToken></item>",
            "t");
    };
    QVERIFY(nested("1", "t") != nested("2", "t"));
    QVERIFY(nested("1", "t") != nested("1", "u"));
    const auto last = [&](const std::string& token) {
        return digestOfAnswer("<R><vpcSet><item><nextToken>" + token + "</nextToken></item></vpcSet></R>",
                              context, "Vpcs");
    };
    QVERIFY(last("1") != last("2"));
    const auto balancers = [&](const std::string& items, const std::string& number) {
        return digestOfAnswer("<R><X>" + items + "</X><ResponseMetadata><RequestId>" + number +
                                  "</RequestId></ResponseMetadata></R>",
                              context, "LoadBalancers");
    };
    QCOMPARE(balancers("a", "1"), balancers("a", "2"));
    QVERIFY(balancers("a", "1") != balancers("b", "1"));
}

void TestRescans::digestsSayWhoWasAsked()
{
    const std::string body = R"({"items":[]})";
    std::set<std::string> digests;
    for (const ReadContext& context :
         {ReadContext{Provider::Google, "ab", "c", ""}, ReadContext{Provider::Google, "a", "bc", ""},
          ReadContext{Provider::Google, "a", "b", "c"}, ReadContext{Provider::Azure, "ab", "c", ""}})
        for (const char* list : {"x", "y"})
            digests.insert(digestOfAnswer(body, context, list));
    QCOMPARE(digests.size(), std::size_t{8});
}

QTEST_GUILESS_MAIN(TestRescans)
#include "tst_rescans.moc"
