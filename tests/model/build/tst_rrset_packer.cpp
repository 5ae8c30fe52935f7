// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/rrset_packer.h"
#include "model/build/rrset_unpacker.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/zone_generator.h"
#include "tests/model/zone/zone_model.h"

#include <algorithm>

using namespace zonescope;
using namespace zonescope::tests;

class TestRrsetPacker : public QObject
{
    Q_OBJECT

    using Entries = std::map<std::string, std::string>;

    const base::ZoneId m_zone{0x01020304};
    const dns::Name m_apex = name("example.org.");

    zone::ZoneVersionPtr load(const std::vector<dns::Record>& records)
    {
        zone::ZoneLoader loader(m_apex);
        for (const dns::Record& r : records)
            if (!loader.add(r))
                qFatal("refused");
        return loader.finish().value();
    }
    Entries packed(const zone::ZoneVersion& version)
    {
        Entries entries;
        std::string last;
        build::pack(m_zone, version, [&](std::string_view key, std::string_view value) {
            QVERIFY(last < key); // LMDB appends: 64 ms a million, in random order ten times as long
            last = key;
            entries.emplace(key, value);
        });
        return entries;
    }
    zone::ZoneVersionPtr unpacked(const Entries& entries)
    {
        build::RrsetUnpacker unpacker(m_zone, m_apex);
        for (const auto& [key, value] : entries)
            if (const auto added = unpacker.add(key, value); !added)
                qFatal("%s", base::toString(added.error()).c_str());
        const auto version = unpacker.finish();
        if (!version)
            qFatal("%s", base::toString(version.error()).c_str());
        return *version;
    }

private slots:
    void whatIsPackedComesBack()
    {
        const auto version = load(kit::generateZone({.apex = m_apex, .records = 20000, .serial = 9}));
        const Entries entries = packed(*version);
        QVERIFY(entries.size() < version->rrsetCount() + 1); // addresses share an entry
        const auto back = unpacked(entries);
        QVERIFY(ZoneModel::of(*back) == ZoneModel::of(*version));
        QCOMPARE(back->serial(), 9U);
        std::size_t different = 0;
        zone::forEachDifference(*version, *back, [&](auto, auto) { return ++different; });
        QCOMPARE(different, 0U); // octet by octet, spelling included
    }

    void oddZonesComeBackAsWell()
    {
        const auto signature = [](char covered, std::uint32_t ttl) {
            return record(
                "example.org.", dns::Type::RRSIG,
                std::string(1, '\0') + covered + std::string(16, 'x') + wire("example.org.") + "sig", ttl);
        };
        std::string longest;
        for (int i = 0; i < 3; ++i)
            for (int j = 0; j < 63; ++j)
                longest += "\\00" + std::to_string(j % 2) + (j == 62 ? "." : "");
        std::string all(255, '\0');
        const auto version =
            load({soaRecord(m_apex, 1), signature(6, 3600), signature(2, 60),
                  record("WwW.example.org.", static_cast<dns::Type>(16), "\1x"),
                  record("WwW.example.org.", dns::Type::AAAA, "abcdefghijklmnop"),
                  record("WwW.example.org.", dns::Type::A, "abcd"),
                  record("WwW.example.org.", dns::Type::A, "abce"),
                  record("c.example.org.", dns::Type::CNAME, wire("Target.example.")),
                  record("empty.example.org.", static_cast<dns::Type>(65280), ""),
                  record(longest + "example.org.", static_cast<dns::Type>(65281), std::string(65535, 'z'))});
        const Entries entries = packed(*version);
        std::size_t different = 0;
        zone::forEachDifference(*version, *unpacked(entries), [&](auto, auto) { return ++different; });
        QCOMPARE(different, 0U);
    }

    void theLongestKeyFitsLmdb()
    {
        std::string text;
        for (const int length : {63, 63, 63, 61}) {
            for (int i = 0; i < length; ++i)
                text += "\\000";
            text += '.';
        }
        const dns::Name longest = name(text);
        QCOMPARE(longest.wire().size(), 255U);
        QCOMPARE(build::entryKey(m_zone, longest.canonicalKey(dns::Name()), dns::Type::AAAA).size(), 511U);
    }

    void oneReadAnswersAnAddressQuestion()
    {
        const auto version = load({soaRecord(m_apex, 1), record("a.example.org.", dns::Type::A, "abcd", 60),
                                   record("a.example.org.", dns::Type::AAAA, "abcdefghijklmnop", 61)});
        const Entries entries = packed(*version);
        const auto key = name("A.example.org.").canonicalKey(m_apex);
        QCOMPARE(build::entryKey(m_zone, key, dns::Type::A), build::entryKey(m_zone, key, dns::Type::AAAA));
        QCOMPARE(build::entryKey(m_zone, key, dns::Type::A), build::entryKey(m_zone, key, dns::Type::CNAME));
        const std::string& value = entries.at(build::entryKey(m_zone, key, dns::Type::A));
        const auto entry = build::unpackEntry(value);
        QVERIFY_RESULT(entry);
        QCOMPARE(entry->rrsets.size(), 2U);
        QCOMPARE(entry->rrsets[0].type, dns::Type::A);
        QCOMPARE(entry->rrsets[0].ttl, 60U);
        QVERIFY(entry->rrsets[1].rdata.front() == "abcdefghijklmnop");
    }

    void keysLieInCanonicalOrder()
    {
        const std::vector<const char*> texts{"example.org.",        "a.example.org.",      "z.a.example.org.",
                                             "a\\000.example.org.", "a\\001.example.org.", "b.example.org."};
        std::string last = build::metaKey(m_zone);
        for (const char* text : texts) {
            for (const int type : {1, 2, 16, 257}) {
                const auto key =
                    build::entryKey(m_zone, name(text).canonicalKey(m_apex), static_cast<dns::Type>(type));
                QVERIFY(last < key);
                last = key;
            }
        }
    }

    void aDifferenceMakesTheNewEntriesOfTheOld()
    {
        std::mt19937 random(5);
        auto records = kit::generateZone({.apex = m_apex, .records = 3000});
        auto version = load(records);
        Entries stored = packed(*version);
        for (std::uint32_t serial = 1; serial < 40; ++serial) {
            zone::Changeset change{serial, serial + 1, {}, {}, soaRecord(m_apex, serial + 1)};
            for (int i = 0; i < 20; ++i) {
                const std::size_t at = 1 + random() % (records.size() - 1);
                change.removed.push_back(records[at]);
                records.erase(records.begin() + static_cast<std::ptrdiff_t>(at));
            }
            for (std::uint32_t i = 0; i < 20; ++i) {
                const std::string owner = (random() % 2 ? "N" : "h") + std::to_string(random() % 4000);
                const dns::Name full = name(owner + ".example.org.");
                change.added.push_back(addressRecord(full, serial * 100 + i));
                records.push_back(change.added.back());
            }
            const auto next = zone::apply(version, change);
            QVERIFY_RESULT(next);
            const auto counts = build::packDifference(
                m_zone, *version, **next,
                [&](std::string_view key, std::string_view value) {
                    stored.insert_or_assign(std::string(key), value);
                },
                [&](std::string_view key) { QCOMPARE(stored.erase(std::string(key)), 1U); });
            version = *next;
            QVERIFY(stored == packed(*version));
            QCOMPARE(counts.recordsRemoved >= change.removed.size(), true); // a new TTL counts as both
            QVERIFY(counts.puts <= 1 + 3 * 41);
        }
        QVERIFY(ZoneModel::of(*unpacked(stored)) == ZoneModel::of(*version));
    }
};

QTEST_APPLESS_MAIN(TestRrsetPacker)
#include "tst_rrset_packer.moc"
