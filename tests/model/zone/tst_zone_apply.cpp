// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/tree_version.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/zone_generator.h"
#include "tests/model/zone/zone_model.h"

#include <atomic>
#include <thread>

using namespace zonescope;
using namespace zonescope::tests;
using base::ErrorCode;
using zone::Changeset;
using zone::ZoneVersionPtr;

class TestZoneApply : public QObject
{
    Q_OBJECT

    const dns::Name m_apex = name("example.org.");

    ZoneVersionPtr load(const std::vector<dns::Record>& records)
    {
        zone::ZoneLoader loader(m_apex);
        for (const dns::Record& r : records)
            if (!loader.add(r))
                qFatal("refused");
        return loader.finish().value();
    }
    Changeset step(std::uint32_t from) { return {from, from + 1, {}, {}, soaRecord(m_apex, from + 1)}; }

    /// Names whose neighbourhood changes all the time: few of them, some below others, some odd.
    dns::Name randomName(std::mt19937& random)
    {
        std::string text = "n" + std::to_string(random() % 3000);
        if (random() % 4 == 0)
            text = "a\\00" + std::to_string(random() % 3) + "." + text;
        return name(text + ".example.org.");
    }
    static void checkNodes(const zone::TreeNode& node, bool root)
    {
        if (node.isLeaf()) {
            QVERIFY(node.count > 0);
            return;
        }
        QVERIFY(node.count >= (root ? 2U : 1U));
        QVERIFY(node.count <= zone::innerMax);
        std::uint32_t owners = 0;
        for (std::uint32_t i = 0; i < node.count; ++i) {
            QCOMPARE(node.child(i)->level + 1, node.level);
            QCOMPARE(node.ownersBefore(i), owners);
            owners += node.child(i)->owners;
            checkNodes(*node.child(i), false);
        }
        QCOMPARE(owners, node.owners);
    }

private slots:
    void randomChangesAgainstAMap()
    {
        std::mt19937 random(11);
        ZoneVersionPtr version = load({soaRecord(m_apex, 1)});
        ZoneModel model = ZoneModel::of(*version);
        std::vector<std::pair<ZoneVersionPtr, ZoneModel>> snapshots;
        for (std::uint32_t serial = 1; serial < 120; ++serial) {
            Changeset change = step(serial);
            const auto wanted = static_cast<std::size_t>(random() % 5 == 0 ? 1500 : 30);
            const bool shrink = serial % 40 > 25; // the tree grows, then loses most of its leaves
            std::set<std::pair<std::string, std::string>> touched;
            for (std::size_t i = 0; i < wanted; ++i) {
                dns::Record r = addressRecord(randomName(random), random() % 5);
                const std::string key = r.owner.canonicalKey(m_apex);
                if (!touched.emplace(key, r.rdata).second)
                    continue;
                const auto owner = model.owners.find(key);
                const bool there = owner != model.owners.end() && owner->second.contains({r.type, r.rdata});
                if (there)
                    change.removed.push_back(r);
                else if (!shrink)
                    change.added.push_back(r);
            }
            for (auto it = model.owners.begin(); shrink && it != model.owners.end(); ++it)
                for (const auto& [what, ttl] : it->second)
                    if (what.first == dns::Type::A && random() % 3 == 0 &&
                        touched.emplace(it->first, what.second).second)
                        change.removed.push_back({dns::Name::fromCanonicalKey(it->first, m_apex), what.first,
                                                  dns::Class::IN, ttl, what.second});
            const ZoneModel before = model;
            model.remove(version->soaRecord(), m_apex);
            for (const auto& r : change.removed)
                model.remove(r, m_apex);
            for (const auto& r : change.added)
                model.add(r, m_apex);
            model.add(change.soa, m_apex);
            snapshots.emplace_back(version, before);
            const auto next = zone::apply(version, change);
            QVERIFY_RESULT(next);
            QVERIFY(ZoneModel::of(**next) == model);
            QCOMPARE((*next)->recordCount(), model.records());
            QCOMPARE((*next)->serial(), serial + 1);
            checkNodes(*zone::TreeVersion::of(**next).root().get(), true);

            const auto difference = zone::compare(*version, **next);
            QCOMPARE(difference.removed.size(), change.removed.size());
            QCOMPARE(difference.added.size(), change.added.size());
            version = *next;
            if (serial % 10 == 0)
                for (const auto& [old, expected] : snapshots)
                    QVERIFY(ZoneModel::of(*old) == expected);
        }
    }

    void emptyingAndRefilling()
    {
        const auto records = kit::generateZone({.apex = m_apex, .records = 20000, .serial = 1});
        ZoneVersionPtr version = load(records);
        Changeset change = step(1);
        change.removed.assign(records.begin() + 1, records.end());
        const auto emptied = zone::apply(version, change);
        QVERIFY_RESULT(emptied);
        QCOMPARE((*emptied)->recordCount(), 1U);
        QVERIFY(zone::TreeVersion::of(**emptied).root()->isLeaf());
        Changeset back = step(2);
        back.added = change.removed;
        const auto refilled = zone::apply(*emptied, back);
        QVERIFY_RESULT(refilled);
        QCOMPARE(zone::compare(*version, **refilled).ownersTouched, 0U);
        checkNodes(*zone::TreeVersion::of(**refilled).root().get(), true);
    }

    void whatDoesNotFitIsRefusedAndLeavesNothing()
    {
        const auto version = load({soaRecord(m_apex, 5), record("a.example.org.", dns::Type::A, "abcd"),
                                   record("a.example.org.", dns::Type::A, "abce")});
        const ZoneModel before = ZoneModel::of(*version);
        QVERIFY_ERROR(zone::apply(version, step(4)), ErrorCode::IxfrWrongBase);

        Changeset missing = step(5);
        missing.added = {record("new.example.org.", dns::Type::A, "abcd")};
        missing.removed = {record("a.example.org.", dns::Type::A, "abcx")};
        QVERIFY_ERROR(zone::apply(version, missing), ErrorCode::IxfrRecordMissing);
        missing.removed = {record("none.example.org.", dns::Type::A, "abcd")};
        QVERIFY_ERROR(zone::apply(version, missing), ErrorCode::IxfrRecordMissing);
        missing.removed = {record("a.example.org.", dns::Type::TXT, "\1x")};
        QVERIFY_ERROR(zone::apply(version, missing), ErrorCode::IxfrRecordMissing);
        missing.removed = {record("a.example.org.", dns::Type::A, "abcd"),
                           record("a.example.org.", dns::Type::A, "abcd")};
        QVERIFY_ERROR(zone::apply(version, missing), ErrorCode::IxfrRecordMissing);

        Changeset exists = step(5);
        exists.added = {record("A.example.org.", dns::Type::A, "abcd")};
        const auto refused = zone::apply(version, exists);
        QVERIFY_ERROR(refused, ErrorCode::IxfrRecordExists);
        QVERIFY2(refused.error().detail.starts_with("A.example.org. 300 IN A 97.98.99.100"),
                 refused.error().detail.c_str());
        exists.added = {record("b.example.org.", dns::Type::A, "abcd"),
                        record("b.example.org.", dns::Type::A, "abcd")};
        QVERIFY_ERROR(zone::apply(version, exists), ErrorCode::IxfrRecordExists);

        Changeset foreign = step(5);
        foreign.soa = soaRecord(name("example.com."), 6);
        QVERIFY_ERROR(zone::apply(version, foreign), ErrorCode::XfrSoaOwner);
        foreign.soa = soaRecord(m_apex, 7);
        QVERIFY_ERROR(zone::apply(version, foreign), ErrorCode::XfrSerialMismatch);
        QVERIFY(ZoneModel::of(*version) == before);
    }

    void caseOfNamesInRdataIsIgnoredWhenRemovingAndKeptWhenAdding()
    {
        const auto version =
            load({soaRecord(m_apex, 1), record("a.example.org.", dns::Type::NS, wire("NS.example.org."))});
        Changeset change = step(1);
        change.removed = {record("A.example.org.", dns::Type::NS, wire("ns.example.org."))};
        change.added = {record("A.example.org.", dns::Type::NS, wire("Ns.example.org."))};
        const auto next = zone::apply(version, change);
        QVERIFY_RESULT(next);
        const auto owner = (*next)->find(name("a.example.org."));
        QCOMPARE(std::string(base::textOf(owner->find(dns::Type::NS)->rdata(0))), wire("Ns.example.org."));
        QCOMPARE(owner->name(m_apex).toText(), std::string("A.example.org."));
        QCOMPARE(zone::compare(*version, **next).ownersTouched, 0U); // the same data in DNS' eyes
        std::size_t owners = 0;
        zone::forEachDifference(*version, **next, [&](auto, auto) { return ++owners; });
        QCOMPARE(owners, 2U); // but the apex and this owner are other octets
    }

    void theAddedTtlCountsForTheSet()
    {
        const auto version =
            load({soaRecord(m_apex, 1), record("a.example.org.", dns::Type::A, "abcd", 300)});
        Changeset change = step(1);
        change.added = {record("a.example.org.", dns::Type::A, "abce", 600)};
        const auto next = zone::apply(version, change);
        QVERIFY_RESULT(next);
        QCOMPARE((*next)->find(name("a.example.org."))->find(dns::Type::A)->ttl(), 600U);
        const auto difference = zone::compare(*version, **next);
        QCOMPARE(difference.removed.size(), 1U); // with its old TTL
        QCOMPARE(difference.added.size(), 2U);
    }

    void comparingIndependentVersions()
    {
        auto records = kit::generateZone({.apex = m_apex, .records = 20000, .serial = 1});
        const auto first = load(records);
        std::vector<dns::Record> gone;
        for (std::size_t i = 19000; i > 500; i -= 400) {
            gone.push_back(records[i]);
            records.erase(records.begin() + static_cast<std::ptrdiff_t>(i));
        }
        records.push_back(record("zzz.example.org.", dns::Type::A, "abcd"));
        const auto second = load(records);
        const auto difference = zone::compare(*first, *second);
        QCOMPARE(difference.removed.size(), gone.size());
        QCOMPARE(difference.added.size(), 1U);
        QVERIFY(!difference.truncated);
        const auto part = zone::compare(*first, *second, 5);
        QVERIFY(part.truncated);
        QCOMPARE(part.removed.size() + part.added.size(), 5U);
        QVERIFY(!zone::compare(*first, *first, 1).truncated);
        QCOMPARE(zone::compare(*first, *first).ownersTouched, 0U);
    }

    void readersSeeWholeVersionsWhileOthersAreMade()
    {
        ZoneVersionPtr version = load(kit::generateZone({.apex = m_apex, .records = 5000, .serial = 1}));
        const ZoneVersionPtr first = version;
        const std::uint64_t records = first->recordCount();
        std::atomic<bool> stop = false;
        std::atomic<std::uint64_t> wrong = 0;
        std::atomic<std::uint64_t> rounds = 0;
        std::thread reader([&] {
            do {
                const ZoneVersionPtr mine = first;
                std::uint64_t seen = 0;
                mine->forEach([&](zone::OwnerView owner) {
                    seen += owner.recordCount();
                    return true;
                });
                wrong += seen != records;
                ++rounds;
            } while (!stop);
        });
        for (std::uint32_t serial = 1; serial < 300; ++serial) {
            Changeset change = step(serial);
            change.added = {addressRecord(name("new" + std::to_string(serial) + ".example.org."), serial)};
            const auto next = zone::apply(version, change);
            QVERIFY_RESULT(next);
            version = *next;
        }
        stop = true;
        reader.join();
        QCOMPARE(wrong.load(), 0U);
        QVERIFY(rounds > 0);
        QCOMPARE(version->recordCount(), records + 299);
    }
};

QTEST_APPLESS_MAIN(TestZoneApply)
#include "tst_zone_apply.moc"
