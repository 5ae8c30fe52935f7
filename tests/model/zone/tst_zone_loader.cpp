// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/tree_version.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/zone_generator.h"
#include "tests/model/zone/zone_model.h"

#include <algorithm>

using namespace zonescope;
using namespace zonescope::tests;
using base::ErrorCode;
using zone::ZoneLoader;

class TestZoneLoader : public QObject
{
    Q_OBJECT

    const dns::Name m_apex = name("example.org.");

    zone::ZoneVersionPtr load(const std::vector<dns::Record>& records, zone::Tolerated* tolerated = nullptr)
    {
        ZoneLoader loader(m_apex);
        for (const dns::Record& r : records)
            if (!loader.add(r))
                qFatal("refused");
        auto version = loader.finish();
        if (tolerated)
            *tolerated = loader.tolerated();
        if (!version)
            qFatal("%s", base::toString(version.error()).c_str());
        return *version;
    }

private slots:
    void keepsEveryRecordInOrder()
    {
        kit::ZoneRecipe recipe{.apex = m_apex, .records = 30000, .serial = 7};
        const auto records = kit::generateZone(recipe);
        const auto version = load(records);
        ZoneModel expected;
        for (const auto& r : records)
            expected.add(r, m_apex);
        QVERIFY(ZoneModel::of(*version) == expected);
        QCOMPARE(version->serial(), 7U);
        QCOMPARE(version->recordCount(), 30000U);
        QCOMPARE(version->ownerCount(), expected.owners.size());
        QCOMPARE(version->apex().toText(), std::string("example.org."));
    }

    void anyOrderGivesTheSameZone()
    {
        auto records = kit::generateZone({.apex = m_apex, .records = 5000});
        const auto sorted = load(records);
        std::mt19937 random(3);
        for (int round = 0; round < 3; ++round) {
            if (round == 2)
                std::ranges::reverse(records);
            else
                std::ranges::shuffle(records, random);
            const auto shuffled = load(records);
            const auto difference = zone::compare(*sorted, *shuffled);
            QCOMPARE(difference.added.size() + difference.removed.size(), 0U);
            QCOMPARE(shuffled->recordCount(), sorted->recordCount());
            QCOMPARE(shuffled->rrsetCount(), sorted->rrsetCount());
        }
    }

    void lookups()
    {
        const auto version = load(kit::generateZone({.apex = m_apex, .records = 20000}));
        std::vector<std::string> keys;
        version->forEach([&](zone::OwnerView owner) {
            keys.emplace_back(owner.key());
            return true;
        });
        QVERIFY(std::ranges::is_sorted(keys));
        for (std::size_t i = 0; i < keys.size(); ++i) {
            QVERIFY(version->find(keys[i])->key() == keys[i]);
            QVERIFY(version->at(i)->key() == keys[i]);
            QVERIFY(version->findAtOrBefore(keys[i])->key() == keys[i]);
            QVERIFY(version->findAtOrBefore(keys[i] + '\x02')->key() ==
                    *std::prev(std::upper_bound(keys.begin(), keys.end(), keys[i] + '\x02')));
            QVERIFY(!version->find(keys[i] + '!'));
        }
        QVERIFY(!version->at(keys.size()));
        std::vector<std::string> tail;
        version->forEachFrom(keys[1234] + '\x01', [&](zone::OwnerView owner) {
            tail.emplace_back(owner.key());
            return tail.size() < 3;
        });
        QCOMPARE(tail, std::vector<std::string>(keys.begin() + 1235, keys.begin() + 1238));
    }

    void severalInOneWalk()
    {
        const auto version = load(kit::generateZone({.apex = m_apex, .records = 20000}));
        std::vector<std::string> keys;
        version->forEach([&](zone::OwnerView owner) {
            keys.emplace_back(owner.key());
            return true;
        });
        std::mt19937 random(4);
        for (int round = 0; round < 500; ++round) {
            std::vector<std::string> wanted; // near each other and far apart, there and not there
            for (std::size_t i = 0, count = 1 + random() % 12; i < count; ++i)
                wanted.push_back(keys[random() % keys.size()] + (random() % 3 == 0 ? "!" : ""));
            std::ranges::sort(wanted);
            const std::vector<std::string_view> views(wanted.begin(), wanted.end());
            std::vector<std::optional<zone::OwnerView>> owners(views.size());
            version->findEach(views, owners);
            for (std::size_t i = 0; i < views.size(); ++i) {
                const auto alone = version->find(views[i]);
                QCOMPARE(owners[i].has_value(), alone.has_value());
                QVERIFY(!alone || owners[i]->bytes().data() == alone->bytes().data());
            }
        }
    }

    void emptyNonTerminals()
    {
        const auto version =
            load({soaRecord(m_apex, 1), record("_sip._tcp.host.example.org.", dns::Type::TXT, "\1x"),
                  record("hostile.example.org.", dns::Type::TXT, "\1x")});
        const auto key = [&](const char* text) { return name(text).canonicalKey(m_apex); };
        QVERIFY(version->hasBelow(key("host.example.org.")));
        QVERIFY(version->hasBelow(key("_tcp.host.example.org.")));
        QVERIFY(!version->hasBelow(key("_sip._tcp.host.example.org.")));
        QVERIFY(!version->hasBelow(key("hos.example.org.")));
        QVERIFY(version->hasBelow(key("example.org.")));
        QVERIFY(!load({soaRecord(m_apex, 1)})->hasBelow({}));
    }

    void whatIsToleratedIsCounted()
    {
        zone::Tolerated tolerated;
        const auto version =
            load({soaRecord(m_apex, 1), record("www.example.org.", dns::Type::A, "abcd", 300),
                  record("WWW.example.org.", dns::Type::A, "abcd", 300),
                  record("www.example.org.", dns::Type::A, "abce", 60),
                  record("www.other.org.", dns::Type::A, "abcd"),
                  record("sub.example.org.", dns::Type::NS, wire("ns.sub.example.org.")),
                  record("ns.sub.example.org.", dns::Type::A, "abcd"),
                  record("ns.sub.example.org.", dns::Type::TXT, "\1x"),
                  record("a.dn.example.org.", dns::Type::A, "abcd"),
                  record("dn.example.org.", dns::Type::DNAME, wire("example.com."))},
                 &tolerated);
        QCOMPARE(tolerated.duplicates, 1U);
        QCOMPARE(tolerated.mixedTtl, 1U);
        QCOMPARE(tolerated.outsideZone, 1U);
        QCOMPARE(tolerated.occluded, 2U);
        const auto www = version->find(name("www.example.org."));
        QCOMPARE(www->find(dns::Type::A)->size(), 2U);
        QCOMPARE(www->find(dns::Type::A)->ttl(), 60U);
        QVERIFY(version->find(name("ns.sub.example.org."))->find(dns::Type::TXT));
    }

    void theFirstSpellingStays()
    {
        const auto version = load({soaRecord(m_apex, 1), record("WwW.Example.org.", dns::Type::A, "abcd"),
                                   record("www.example.org.", dns::Type::A, "abce"),
                                   record("mx.example.org.", dns::Type::CNAME, wire("WWW.example.ORG.")),
                                   record("mx.example.org.", dns::Type::CNAME, wire("www.example.org."))});
        QCOMPARE(version->find(name("www.example.org."))->name(m_apex).toText(),
                 std::string("WwW.example.org."));
        const auto cname = version->find(name("mx.example.org."))->find(dns::Type::CNAME);
        QCOMPARE(cname->size(), 1U);
        QCOMPARE(std::string(base::textOf(cname->rdata(0))), wire("WWW.example.ORG."));
    }

    void oddLabelsKeepTheirOrder()
    {
        const std::vector<std::string> texts{"\\000.example.org.",  "\\001.example.org.",
                                             "a\\000.example.org.", "x.a.example.org.",
                                             "a.example.org.",      "\\255.example.org."};
        std::vector<dns::Record> records{soaRecord(m_apex, 1)};
        for (const auto& text : texts)
            records.push_back(record(text, dns::Type::TXT, "\1x"));
        const auto version = load(records);
        std::vector<dns::Name> names;
        version->forEach([&](zone::OwnerView owner) {
            names.push_back(owner.name(m_apex));
            return true;
        });
        QCOMPARE(names.size(), texts.size() + 1);
        QVERIFY(std::ranges::is_sorted(names));
        for (const auto& text : texts)
            QVERIFY(version->find(name(text)));
    }

    void signaturesKeepTheirTtls()
    {
        const auto signature = [](char covered, std::uint32_t ttl) {
            return record(
                "example.org.", dns::Type::RRSIG,
                std::string(1, '\0') + covered + std::string(16, 'x') + wire("example.org.") + "sig", ttl);
        };
        zone::Tolerated tolerated;
        const auto version = load({soaRecord(m_apex, 1), signature(6, 3600), signature(2, 300)}, &tolerated);
        const auto set = version->find(std::string_view())->find(dns::Type::RRSIG);
        QCOMPARE(set->size(), 2U);
        QCOMPARE(set->ttl(), 300U);
        QCOMPARE(set->ttl(0), 300U);
        QCOMPARE(set->ttl(1), 3600U);
        QCOMPARE(tolerated.mixedTtl, 0U);
    }

    void largeSets()
    {
        std::vector<dns::Record> records{soaRecord(m_apex, 1)};
        for (std::uint32_t i = 0; i < 30000; ++i)
            records.push_back(addressRecord(name("big.example.org."), i * 7919U));
        std::ranges::reverse(records);
        const auto version = load(records);
        const auto set = version->find(name("big.example.org."))->find(dns::Type::A);
        QCOMPARE(set->size(), 30000U);
        for (std::size_t i = 1; i < set->size(); ++i)
            QVERIFY(base::textOf(set->rdata(i - 1)) < base::textOf(set->rdata(i)));
    }

    void theSizeOfAnRrsetIsLimited()
    {
        for (const bool stray : {false, true}) {
            ZoneLoader loader(m_apex, 3);
            base::Status added = loader.add(soaRecord(m_apex, 1));
            if (stray)
                added = loader.add(record("z.example.org.", dns::Type::TXT, "\1x"));
            for (std::uint32_t i = 0; i < 3 && added; ++i)
                added = loader.add(addressRecord(name("a.example.org."), i));
            QVERIFY_RESULT(added);
            added = loader.add(addressRecord(name("a.example.org."), 4));
            if (stray) {
                QVERIFY_RESULT(added);
                QVERIFY_ERROR(loader.finish(), ErrorCode::LimitRrset);
            } else {
                QVERIFY_ERROR(added, ErrorCode::LimitRrset);
            }
        }
    }

    void aZoneNeedsAnSoa()
    {
        ZoneLoader loader(m_apex);
        QVERIFY_ERROR(loader.finish(), ErrorCode::ZoneNoSoa);
        QVERIFY_RESULT(loader.add(record("www.example.org.", dns::Type::A, "abcd")));
        QVERIFY_ERROR(loader.finish(), ErrorCode::ZoneNoSoa);
        QVERIFY_RESULT(loader.add(record("example.org.", dns::Type::SOA, "short")));
        QVERIFY_ERROR(loader.finish(), ErrorCode::MalformedRecord);
        QVERIFY_RESULT(loader.add(soaRecord(m_apex, 3)));
        const auto version = loader.finish();
        QVERIFY_RESULT(version);
        QCOMPARE((*version)->serial(), 3U);
    }

    void partsAreTheZone()
    {
        auto records = kit::generateZone({.apex = m_apex, .records = 60000, .serial = 7});
        std::vector<base::Bytes> blobs;
        std::size_t parts = 0;
        std::size_t forgotten = 0;
        const auto sink = [&](const zone::ZonePartPtr& part) {
            ++(part ? parts : forgotten);
            std::uint64_t owners = 0;
            if (!part)
                return blobs.clear();
            part->forEach([&](zone::OwnerView owner) {
                ++owners;
                blobs.emplace_back(base::textOf(owner.bytes()));
                return true;
            });
            QCOMPARE(part->ownerCount(), owners);
        };
        const auto run = [&] {
            blobs.clear();
            parts = forgotten = 0;
            ZoneLoader loader(m_apex);
            loader.setPartSink(sink);
            for (const dns::Record& r : records)
                if (!loader.add(r))
                    qFatal("refused");
            return *loader.finish();
        };
        const auto version = run();
        QVERIFY(parts > 3);
        QCOMPARE(forgotten, std::size_t{0});
        std::size_t at = 0;
        version->forEach([&](zone::OwnerView owner) {
            const bool same = at < blobs.size() && base::textOf(owner.bytes()) == blobs[at];
            ++at;
            return same;
        });
        QCOMPARE(at, blobs.size());
        QCOMPARE(at, static_cast<std::size_t>(version->ownerCount()));

        // Now a record comes long after the others of its owner.
        std::rotate(records.begin() + 100, records.begin() + 101, records.begin() + 50000);
        QCOMPARE(run()->recordCount(), version->recordCount());
        QCOMPARE(forgotten, std::size_t{1});
        QVERIFY(blobs.empty());
        records.resize(1000); // too small for parts
        (void)run();
        QCOMPARE(parts + forgotten, std::size_t{0});
    }

    void smallZonesAreSmall()
    {
        const auto version = load(kit::generateZone({.apex = m_apex, .records = 100}));
        QVERIFY2(version->memoryBytes() < 100 * 80, std::to_string(version->memoryBytes()).c_str());
    }

    void theRootZone()
    {
        ZoneLoader loader{dns::Name()};
        QVERIFY_RESULT(loader.add(soaRecord(dns::Name(), 1)));
        QVERIFY_RESULT(loader.add(record("org.", dns::Type::NS, wire("ns.org."))));
        const auto version = loader.finish();
        QVERIFY_RESULT(version);
        QVERIFY((*version)->find(name("ORG.")));
    }
};

QTEST_APPLESS_MAIN(TestZoneLoader)
#include "tst_zone_loader.moc"
