// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/difference.h"
#include "model/cloud/prefix_map.h"
#include "model/cloud/search_index.h"
#include "model/cloud/snapshot_file.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/samples.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;

namespace {

std::vector<Resource> everySample()
{
    std::vector<Resource> all;
    for (const char* file :
         {"google/compute.json", "azure/arm-network.json", "azure/vnet-list.json", "openstack/neutron.json",
          "aws/describe-vpcs.xml", "aws/describe-subnets.xml", "aws/describe-network-interfaces.xml"})
        std::ranges::move(sampleResources(file), std::back_inserter(all));
    return all;
}

Resource neutron(const char* text, const char* collection = "networks")
{
    auto tree = parseJson(text);
    std::vector<Resource> made;
    normalise(*tree, collection, {Provider::OpenStack, "p", "", ""}, {}, made);
    return made.at(0);
}

} // namespace

class TestSnapshot : public QObject
{
    Q_OBJECT

private slots:
    void relationsBothWays();
    void fileComesBackEqual();
    void damagedFiles();
    void differenceSaysWhat();
    void unseenIsNotRemoved();
    void searchFinds_data();
    void searchFinds();
    void prefixMapAgainstBruteForce();
};

void TestSnapshot::relationsBothWays()
{
    const auto snapshot = snapshotOf(everySample());
    const std::uint32_t subnet = snapshot->indexOf("83c0");
    QVERIFY(subnet != Snapshot::none);
    bool port = false;
    for (const Incoming& incoming : snapshot->incoming(subnet))
        port =
            port || (incoming.kind == RelationKind::ContainedIn && snapshot->at(incoming.from).id == "91aa");
    QVERIFY(port);
    QCOMPARE(snapshot->indexOf("nobody"), Snapshot::none);
    QVERIFY(snapshot->find("nobody") == nullptr);
}

void TestSnapshot::fileComesBackEqual()
{
    QTemporaryDir folder;
    const std::string file = folder.path().toStdString() + "/s.zscloud";
    const auto before = Snapshot::make(
        "all of it", base::fromMicroseconds(1'795'269'960'123'456),
        {{Provider::Azure, "a", "b", "c", ScopeState::Denied, "no \"right\"", base::fromMicroseconds(7), 3}},
        everySample());
    QVERIFY_RESULT(writeSnapshotFile(*before, file));
    const auto after = readSnapshotFile(file);
    QVERIFY_RESULT(after);
    QCOMPARE((*after)->label(), before->label());
    QVERIFY((*after)->takenAt() == before->takenAt());
    QVERIFY((*after)->scopes() == before->scopes());
    QCOMPARE((*after)->resources().size(), before->resources().size());
    for (std::uint32_t i = 0; i < before->resources().size(); ++i) {
        const Resource& a = before->at(i);
        const Resource& b = (*after)->at(i);
        QCOMPARE(b.key(), a.key());
        QCOMPARE(b.raw, a.raw);
        QCOMPARE(b.hash, a.hash);
        QCOMPARE(b.redacted, a.redacted);
        QVERIFY(b.relations == a.relations && b.prefixes == a.prefixes && b.routes == a.routes &&
                b.rules == a.rules);
    }
    QVERIFY(differenceOf(*before, **after).changes.empty());
}

void TestSnapshot::damagedFiles()
{
    QTemporaryDir folder;
    const QString path = folder.path() + "/s.zscloud";
    QVERIFY_RESULT(writeSnapshotFile(*snapshotOf(everySample()), path.toStdString()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    for (qsizetype cut = 0; cut < bytes.size(); cut += 1 + bytes.size() / 50)
        QVERIFY(!readSnapshotBytes({bytes.data(), static_cast<std::size_t>(cut)}));
    for (qsizetype at = 0; at < bytes.size(); at += 1 + bytes.size() / 50) {
        QByteArray turned = bytes;
        turned[at] = static_cast<char>(turned[at] ^ 0x5A);
        QVERIFY(!readSnapshotBytes({turned.data(), static_cast<std::size_t>(turned.size())}));
    }
    QVERIFY_ERROR(readSnapshotBytes("no zstd at all"), base::ErrorCode::SyntaxError);
    QVERIFY_ERROR(readSnapshotFile("/nowhere/s.zscloud"), base::ErrorCode::FileFailed);
    const auto small = unpackSnapshot({bytes.data(), static_cast<std::size_t>(bytes.size())}, 100);
    QVERIFY_ERROR(small, base::ErrorCode::SyntaxError);
}

void TestSnapshot::differenceSaysWhat()
{
    const auto older =
        snapshotOf({neutron(R"({"id":"1","name":"a","mtu":1450,"subnets":["x","y"],"revision_number":1})"),
                    neutron(R"({"id":"2","name":"b"})"), neutron(R"({"id":"3","revision_number":4})")});
    const auto newer =
        snapshotOf({neutron(R"({"id":"1","name":"a","mtu":1500,"subnets":["y","z"],"revision_number":2})"),
                    neutron(R"({"id":"3","revision_number":5})"), neutron(R"({"id":"4","name":"d"})")});
    const auto difference = differenceOf(*older, *newer);
    QCOMPARE(difference.changes.size(), 3U);
    QCOMPARE(difference.unchanged, 1U); // a revision number alone is no change
    QCOMPARE(difference.changes[0].kind, ChangeKind::Changed);
    const std::vector<FieldChange> expected{{"mtu", "1450", "1500"}, {"subnets[]", "\"x\"", "\"z\""}};
    QVERIFY(difference.changes[0].fields == expected);
    QCOMPARE(difference.changes[1].kind, ChangeKind::Removed);
    QCOMPARE(older->at(difference.changes[1].before).id, std::string("2"));
    QCOMPARE(difference.changes[2].kind, ChangeKind::Added);
    QCOMPARE(newer->at(difference.changes[2].after).id, std::string("4"));
}

void TestSnapshot::unseenIsNotRemoved()
{
    const auto older = snapshotOf({neutron(R"({"id":"1"})")});
    const auto newer = Snapshot::make(
        "", {}, {{Provider::OpenStack, "p", "", "networks", ScopeState::Unreachable, "", {}, 0}}, {});
    const auto difference = differenceOf(*older, *newer);
    QVERIFY(difference.changes.empty());
    QCOMPARE(difference.notSeen, 1U);
}

void TestSnapshot::searchFinds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("ids");
    const QString shop = "projects/acme-shop/";
    QTest::newRow("id") << "83C0" << QStringList{"83c0"};
    QTest::newRow("address") << "10.70.0.20" << QStringList{"83c0", "91aa"};
    QTest::newRow("address of nobody in a network") << "10.70.0.77" << QStringList{"83c0"};
    QTest::newRow("prefix") << "10.70.0.0/16" << QStringList{"83c0", "91aa"};
    QTest::newRow("tag") << "team=shop" << QStringList{shop + "zones/europe-west3-a/instances/web-1"};
    QTest::newRow("two words") << "unused europe"
                               << QStringList{shop + "regions/europe-west3/addresses/unused"};
    QTest::newRow("narrowed") << "kind:network provider:openstack" << QStringList{"6f1a"};
    QTest::newRow("no such kind") << "kind:teapot" << QStringList{};
    QTest::newRow("never across fields") << "83c0 blue-v4 nothing" << QStringList{};
}

void TestSnapshot::searchFinds()
{
    QFETCH(QString, text);
    QFETCH(QStringList, ids);
    const SearchIndex index(snapshotOf(everySample()));
    QStringList found;
    for (const std::uint32_t i : index.find(text.toStdString()))
        found << QString::fromStdString(index.snapshot()->at(i).id);
    std::ranges::sort(found);
    std::ranges::sort(ids);
    QVERIFY2(found == ids, qPrintable(found.join(" ")));
}

void TestSnapshot::prefixMapAgainstBruteForce()
{
    QRandomGenerator random(20261121);
    for (int round = 0; round < 200; ++round) {
        PrefixMap<std::size_t> map;
        std::vector<net::Prefix> all;
        const bool six = round % 2 == 1;
        for (int i = 0; i < 60; ++i) {
            std::array<std::uint8_t, 16> octets{};
            for (auto& octet : octets) // few values, so that prefixes nest
                octet = static_cast<std::uint8_t>(random.bounded(4) * 64);
            octets[0] = 10;
            const auto address =
                net::IpAddress::fromOctets(six ? net::Family::V6 : net::Family::V4, octets.data());
            all.push_back(networkOf(address, static_cast<unsigned>(random.bounded(six ? 129 : 33))));
            map.add(all.back(), all.size() - 1);
        }
        for (int question = 0; question < 100; ++question) {
            std::array<std::uint8_t, 16> octets{};
            for (auto& octet : octets)
                octet = static_cast<std::uint8_t>(random.bounded(4) * 64);
            octets[0] = 10;
            const auto address =
                net::IpAddress::fromOctets(six ? net::Family::V6 : net::Family::V4, octets.data());
            int longest = -1;
            for (const net::Prefix& prefix : all)
                if (prefix.contains(address))
                    longest = std::max(longest, static_cast<int>(prefix.length));
            const std::size_t* found = map.longest(address);
            QCOMPARE(found ? static_cast<int>(all[*found].length) : -1, longest);
            if (found)
                QVERIFY(all[*found].contains(address));
        }
    }
}

QTEST_APPLESS_MAIN(TestSnapshot)
#include "tst_snapshot.moc"
