// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/published_zones.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace zonescope;
using publish::PublishedZone;
using publish::PublishedZones;

namespace {

PublishedZone zoneNamed(const char* apex, std::uint32_t id)
{
    return {base::ZoneId{id}, *dns::Name::fromText(apex), nullptr, false, {}};
}

dns::Name name(const char* text)
{
    return *dns::Name::fromText(text);
}

} // namespace

class tst_PublishedZones : public QObject
{
    Q_OBJECT

private slots:
    void findsTheLongestApex();
    void replacesAndRemoves();
    void readersSeeOldOrNew();
};

void tst_PublishedZones::findsTheLongestApex()
{
    PublishedZones zones;
    zones.publish(zoneNamed("example", 1));
    zones.publish(zoneNamed("Sub.Example", 2));
    QCOMPARE(zones.findEnclosing(name("www.sub.EXAMPLE"))->zone.value, 2U);
    QCOMPARE(zones.findEnclosing(name("sub.example"))->zone.value, 2U);
    QCOMPARE(zones.findEnclosing(name("xsub.example"))->zone.value, 1U);
    QVERIFY(!zones.findEnclosing(name("example.net")));
    QVERIFY(!zones.findEnclosing(dns::Name()));
    QVERIFY(!zones.find(name("www.sub.example")));
    zones.publish(zoneNamed(".", 3));
    QCOMPARE(zones.findEnclosing(name("example.net"))->zone.value, 3U);
    QCOMPARE(zones.size(), 3U);
}

void tst_PublishedZones::replacesAndRemoves()
{
    PublishedZones zones;
    zones.publish(zoneNamed("example", 1));
    const auto held = zones.find(name("example"));
    zones.publish(zoneNamed("example", 2));
    QCOMPARE(zones.size(), 1U);
    QCOMPARE(held->zone.value, 1U); // whoever holds the old one keeps it
    QCOMPARE(zones.find(name("EXAMPLE"))->zone.value, 2U);
    zones.remove(name("Example"));
    zones.remove(name("never.there"));
    QCOMPARE(zones.size(), 0U);
    QVERIFY(!zones.find(name("example")));
}

void tst_PublishedZones::readersSeeOldOrNew()
{
    PublishedZones zones;
    zones.publish(zoneNamed("example", 0));
    std::atomic<bool> stop = false;
    std::atomic<std::uint64_t> bad = 0;
    std::atomic<std::uint64_t> reads = 0;
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back([&] {
            std::uint32_t newest = 0;
            while (!stop) {
                const auto zone = zones.findEnclosing(*dns::Name::fromText("www.example"));
                if (!zone || zone->zone.value < newest)
                    ++bad;
                else
                    newest = zone->zone.value;
                ++reads;
            }
        });
    for (std::uint32_t i = 1; i <= 20'000; ++i)
        zones.publish(zoneNamed("example", i));
    QTRY_VERIFY(reads > 1000);
    stop = true;
    for (std::thread& reader : readers)
        reader.join();
    QCOMPARE(bad.load(), 0U);
}

QTEST_GUILESS_MAIN(tst_PublishedZones)
#include "tst_published_zones.moc"
