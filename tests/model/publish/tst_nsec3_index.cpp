// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/nsec3_index.h"

#include "model/publish/published_zones.h"
#include "tests/kit/result_macros.h"
#include "tests/model/publish/ask.h"

#include <QTest>

#include <random>
#include <set>

using namespace zonescope;
using publish::Nsec3Index;
using publish::Nsec3Label;

namespace {

constexpr const char* apex = "n3.example";
const publish::Nsec3Parameters plain{0, {}};

std::string labelOf(const std::string& name)
{
    const Nsec3Label label = publish::nsec3Label(dns::Name::fromText(name)->wire(), plain);
    return {label.data(), label.size()};
}

zone::ZoneVersionPtr version(std::uint32_t serial, const std::set<std::string>& hosts)
{
    std::string text = "$ORIGIN n3.example.\n$TTL 300\n@ SOA ns h " + std::to_string(serial) +
                       " 1 1 1 60\n@ NS ns\n@ NSEC3PARAM 1 0 0 -\n";
    std::set<std::string> labels{labelOf(apex)};
    for (const std::string& host : hosts) {
        text += host + " A 192.0.2.1\n";
        labels.insert(labelOf(host + "." + apex));
    }
    for (const std::string& label : labels)
        text += label + " NSEC3 1 0 0 - 0123456789abcdefghijklmnopqrstuv A\n";
    return test::versionOf(apex, text);
}

std::string keyOf(const std::optional<zone::OwnerView>& owner)
{
    return owner ? std::string(owner->key()) : std::string("nothing");
}

} // namespace

class tst_Nsec3Index : public QObject
{
    Q_OBJECT

private slots:
    void hashesAsPublished();
    void findsCoversAndWrapsAround();
    void followsChanges();
    void leavesOtherZonesAlone();
};

void tst_Nsec3Index::hashesAsPublished()
{
    // RFC 5155 appendix A: salt aabbccdd, 12 iterations.
    const publish::Nsec3Parameters parameters{12, QByteArray::fromHex("aabbccdd").toStdString()};
    const auto hash = [&](const char* name) {
        const auto label = publish::nsec3Label(dns::Name::fromText(name)->wire(), parameters);
        return std::string(label.data(), label.size());
    };
    QCOMPARE(hash("example"), std::string("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"));
    QCOMPARE(hash("A.Example"), std::string("35mthgpgcu1qg68fab165klnsnk3dpvl"));
    QCOMPARE(hash("*.w.example"), std::string("r53bq7cc2uvmubfu5ocmm6pers9tk9en"));
}

void tst_Nsec3Index::findsCoversAndWrapsAround()
{
    std::set<std::string> hosts;
    for (int i = 0; i < 300; ++i)
        hosts.insert("host" + std::to_string(i)); // all between the hashes that begin with g and with i
    const auto zone = version(1, hosts);
    const Nsec3Index index(zone, nullptr);
    QVERIFY(index.usable());
    std::set<std::string> labels{labelOf(apex)};
    for (const std::string& host : hosts)
        labels.insert(labelOf(host + "." + apex));
    std::mt19937 random(3);
    for (int i = 0; i < 2000; ++i) {
        const std::string asked = labelOf("no" + std::to_string(random()) + "." + apex);
        const auto after = labels.upper_bound(asked);
        const std::string before = after == labels.begin() ? *labels.rbegin() : *std::prev(after);
        QCOMPARE(keyOf(index.covering(asked)), before);
        QVERIFY(!index.matching(asked));
    }
    for (const std::string& label : labels)
        QCOMPARE(keyOf(index.matching(label)), label);
    QCOMPARE(keyOf(index.covering(std::string(32, '0'))), *labels.rbegin());
}

void tst_Nsec3Index::followsChanges()
{
    std::set<std::string> hosts;
    for (int i = 0; i < 200; ++i)
        hosts.insert("h" + std::to_string(i));
    auto index = std::make_shared<const Nsec3Index>(version(1, hosts), nullptr);
    std::mt19937 random(4);
    for (std::uint32_t serial = 2; serial < 40; ++serial) {
        for (int i = 0; i < 5; ++i) {
            const std::string name = "h" + std::to_string(random() % 250);
            if (!hosts.insert(name).second)
                hosts.erase(name);
        }
        const auto next = version(serial, hosts);
        if (serial % 3 == 0) // one that nobody asked has nothing to hand on
            index = std::make_shared<const Nsec3Index>(next, nullptr);
        index = std::make_shared<const Nsec3Index>(next, index);
        const Nsec3Index fresh(next, nullptr);
        QVERIFY(index->usable() && fresh.usable());
        for (int i = 0; i < 50; ++i) {
            const std::string asked = labelOf("q" + std::to_string(random()) + "." + apex);
            QCOMPARE(keyOf(index->covering(asked)), keyOf(fresh.covering(asked)));
        }
        for (int i = 0; i < 250; ++i) {
            const std::string name = "h" + std::to_string(i);
            QCOMPARE(index->matching(labelOf(name + "." + apex)).has_value(), hosts.contains(name));
        }
    }
}

void tst_Nsec3Index::leavesOtherZonesAlone()
{
    const auto parameters = [](const char* text) {
        return Nsec3Index(
                   test::versionOf(apex, std::string("@ 300 SOA ns h 1 1 1 1 1\n@ 300 NS ns\n") + text),
                   nullptr)
            .usable();
    };
    QVERIFY(!parameters(""));
    QVERIFY(!parameters("@ 300 NSEC3PARAM 2 0 0 -\n"));
    QVERIFY(!parameters("@ 300 NSEC3PARAM 1 1 0 -\n"));
    QVERIFY2(!parameters("@ 300 NSEC3PARAM 1 0 65535 -\n"), "nobody may make us hash that often");
    QVERIFY(parameters("@ 300 NSEC3PARAM 1 0 150 -\n"));
}

QTEST_APPLESS_MAIN(tst_Nsec3Index)
#include "tst_nsec3_index.moc"
