// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/catalog_plan.h"

#include "tests/kit/processor_time.h"
#include "tests/kit/result_macros.h"
#include "tests/model/zone/version_text.h"

using namespace zonescope;
using base::ErrorCode;
using base::ZoneId;
using zone::CatalogContent;
using zone::CatalogContents;
using zone::CatalogPlan;
using zone::CatalogRole;
using zone::Configuration;

class TestCatalog : public QObject
{
    Q_OBJECT

    const dns::Name m_apex = *dns::Name::fromText("catalog.example.");
    static constexpr const char* m_top =
        "@ 0 SOA invalid. invalid. 1 3600 600 2147483646 0\n@ 0 NS invalid.\n";
    static constexpr const char* m_version = "version 0 TXT \"2\"\n";

    static dns::Name name(const std::string& text) { return *dns::Name::fromText(text); }

    struct Setup
    {
        Configuration configuration;
        ZoneId catalog;
        ZoneId other;
        base::PrimaryId primary;
        base::EdgeId edge;
    };
    Setup setup() const
    {
        Setup made;
        zone::Primary primary;
        primary.name = "p";
        primary.addresses = {*net::Endpoint::fromText("192.0.2.1")};
        made.primary = made.configuration.put(primary).value();
        zone::Edge edge;
        edge.name = "e";
        edge.endpoint = *net::Endpoint::fromText("192.0.2.2");
        made.edge = made.configuration.put(edge).value();
        zone::Zone catalog;
        catalog.catalog = CatalogRole::Consumer;
        catalog.primaries = {made.primary};
        catalog.apex = m_apex;
        made.catalog = made.configuration.put(catalog).value();
        catalog.apex = name("other.example.");
        made.other = made.configuration.put(catalog).value();
        return made;
    }
    static std::shared_ptr<const CatalogContent> content(std::vector<zone::CatalogMember> members)
    {
        return std::make_shared<const CatalogContent>(CatalogContent{std::move(members)});
    }
    static zone::CatalogMember member(const std::string& apex, const std::string& id,
                                      std::vector<std::string> groups = {})
    {
        return {name(apex), id, std::move(groups), {}};
    }

private slots:
    void reading()
    {
        const auto read = zone::readCatalog(*tests::versionOf(
            std::string(m_top) + m_version +
                "a.zones 0 PTR One.example.\ngroup.a.zones 0 TXT gold\ngroup.a.zones 0 TXT other\n"
                "B\\.x.zones 0 PTR two.example.\ncoo.b\\.x.zones 0 PTR new.example.\n"
                "deep.ext.a.zones 0 TXT ignored\nprops.a.zones 0 TXT ignored\nc.zones 0 TXT no-member\n"
                "group.c.zones 0 TXT none\nzones.a 0 PTR outside.example.\n",
            m_apex));
        QVERIFY_RESULT(read);
        QCOMPARE(read->members.size(), std::size_t(2));
        QCOMPARE(read->members[0].apex.toText(), std::string("One.example."));
        QCOMPARE(read->members[0].uniqueId, std::string("a"));
        QCOMPARE(read->members[0].groups, (std::vector<std::string>{"gold", "other"}));
        QVERIFY(!read->members[0].newCatalog);
        QCOMPARE(read->members[1].uniqueId, std::string("b\\.x"));
        QCOMPARE(read->members[1].newCatalog->toText(), std::string("new.example."));
        QVERIFY(
            zone::readCatalog(*tests::versionOf(std::string(m_top) + m_version, m_apex))->members.empty());
    }

    void broken_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reason");
        QTest::newRow("no version") << "a.zones PTR one.example."
                                    << "no version record";
        QTest::newRow("version 3") << "version TXT \"3\""
                                   << "version \"3\", only \"2\" is known";
        QTest::newRow("two versions") << "version TXT \"2\"\nversion TXT \"1\""
                                      << "2 version records";
        QTest::newRow("version in two strings") << "version TXT \"2\" \"\""
                                                << "version \"2\", only \"2\" is known";
        QTest::newRow("an address as version") << "version A 192.0.2.1"
                                               << "no version record";
        QTest::newRow("two PTR") << "version TXT 2\na.zones PTR one.example.\na.zones PTR two.example."
                                 << "a.zones.catalog.example. has 2 PTR records";
        QTest::newRow("a member twice") << "version TXT 2\na.zones PTR one.example.\nb.zones PTR ONE.example."
                                        << "member ONE.example. stands twice";
        QTest::newRow("two new owners")
            << "version TXT 2\na.zones PTR one.example.\ncoo.a.zones PTR x.\ncoo.a.zones PTR y."
            << "coo.a.zones.catalog.example. has 2 PTR records";
    }
    void broken()
    {
        QFETCH(QString, text);
        QFETCH(QString, reason);
        const auto read = zone::readCatalog(*tests::versionOf(m_top + text.toStdString() + "\n", m_apex));
        QVERIFY_ERROR(read, ErrorCode::CatalogBroken);
        QCOMPARE(QString::fromStdString(read.error().detail), reason);
    }

    /// What we make, we read; names that would break a file name or a query stay what they are.
    void making()
    {
        std::vector<zone::CatalogMember> members{member("one.example.", "z1", {"gold"}),
                                                 member(R"(a\/b\$c\@d\"e\\f\..example.)", "z10"),
                                                 member("two.example.", "z2")};
        members[2].newCatalog = name("new.example.");
        const auto version = zone::makeCatalog(m_apex, 7, members);
        QVERIFY_RESULT(version);
        QCOMPARE((*version)->serial(), 7U);
        const auto read = zone::readCatalog(**version);
        QVERIFY_RESULT(read);
        QCOMPARE(read->members, members);
        QVERIFY_ERROR(zone::makeCatalog(m_apex, 7, {member("x.", std::string(64, 'a'))}),
                      ErrorCode::InvalidName);
    }

    void membersComeAndGo()
    {
        Setup made = setup();
        zone::Zone model;
        model.apex = name("model.example.");
        model.edges = {made.edge};
        model.strict = true;
        const ZoneId modelId = made.configuration.put(model).value();
        zone::Zone catalog = *made.configuration.zone(made.catalog);
        catalog.templates = {{"gold", modelId}};
        QVERIFY_RESULT(made.configuration.put(catalog));

        CatalogContents contents;
        contents[made.catalog] =
            content({member("one.example.", "a"), member("two.example.", "b", {"x", "gold"}),
                     member("model.example.", "c")});
        CatalogPlan plan = zone::planCatalogs(made.configuration, contents);
        QCOMPARE(plan.added.size(), std::size_t(2));
        QCOMPARE(plan.conflicts.size(), std::size_t(1)); // an operator's zone is never touched
        QCOMPARE(plan.conflicts[0].member, name("model.example."));
        const zone::Zone one = *plan.configuration.zone(name("one.example."));
        QCOMPARE(one.primaries, std::vector{made.primary});
        QVERIFY(one.edges.empty());
        QVERIFY((one.member == zone::CatalogMembership{made.catalog, "a"}));
        const zone::Zone two = *plan.configuration.zone(name("two.example."));
        QCOMPARE(two.edges, std::vector{made.edge});
        QVERIFY(two.strict);
        QCOMPARE(two.group, std::string("gold"));

        // Nothing new: nothing to do, also after a restart in the middle.
        plan = zone::planCatalogs(plan.configuration, contents);
        QVERIFY(!plan.changesAnything());

        // A new label is a new zone; one goes; an operator's pause and records stay.
        zone::Zone paused = two;
        paused.paused = true;
        paused.overrides = "add x A 192.0.2.1\n";
        QVERIFY_RESULT(plan.configuration.put(paused));
        contents[made.catalog] = content({member("one.example.", "a2"), member("two.example.", "b")});
        plan = zone::planCatalogs(plan.configuration, contents);
        QCOMPARE(plan.reset, std::vector{name("one.example.")});
        QVERIFY(plan.configuration.zone(name("one.example."))->id.value > two.id.value);
        QVERIFY(plan.configuration.zone(one.id) == nullptr);
        QCOMPARE(plan.changed, std::size_t(1)); // its group, and with it the template
        const zone::Zone* after = plan.configuration.zone(two.id);
        QVERIFY(after->paused && after->edges.empty());
        QCOMPARE(after->overrides, paused.overrides);

        contents[made.catalog] = content({});
        plan = zone::planCatalogs(plan.configuration, contents);
        QCOMPARE(plan.removed.size(), std::size_t(2));
        QVERIFY(plan.configuration.zone(name("model.example.")) != nullptr);

        // A broken catalog is absent: nothing of it is changed.
        contents.clear();
        QVERIFY(!zone::planCatalogs(plan.configuration, contents).changesAnything());
    }

    void twoCatalogs()
    {
        const Setup made = setup();
        CatalogContents contents;
        contents[made.other] = content({member("one.example.", "a")});
        CatalogPlan plan = zone::planCatalogs(made.configuration, contents);
        const ZoneId one = plan.configuration.zone(name("one.example."))->id;

        // The first to have it keeps it, though its catalog comes later.
        contents[made.catalog] = content({member("one.example.", "a")});
        plan = zone::planCatalogs(plan.configuration, contents);
        QVERIFY(!plan.changesAnything());
        QCOMPARE(plan.conflicts.size(), std::size_t(1));
        QCOMPARE(plan.conflicts[0].catalog, made.catalog);

        // To another catalog than this one: no.
        auto letGo = member("one.example.", "a");
        letGo.newCatalog = name("third.example.");
        contents[made.other] = content({letGo});
        QVERIFY(!zone::planCatalogs(plan.configuration, contents).changesAnything());

        // With the same label the data stay ...
        letGo.newCatalog = m_apex;
        contents[made.other] = content({letGo});
        CatalogPlan moved = zone::planCatalogs(plan.configuration, contents);
        QCOMPARE(moved.moved, std::vector{name("one.example.")});
        QCOMPARE(moved.configuration.zone(one)->member->catalog, made.catalog);
        // ... and the old owner's removal takes nothing away.
        contents[made.other] = content({});
        QVERIFY(!zone::planCatalogs(moved.configuration, contents).changesAnything());

        // With another label it is a new zone.
        contents[made.other] = content({letGo});
        contents[made.catalog] = content({member("one.example.", "b")});
        moved = zone::planCatalogs(plan.configuration, contents);
        QCOMPARE(moved.reset, std::vector{name("one.example.")});
        QVERIFY(moved.configuration.zone(one) == nullptr);
    }

    /// A catalog that is no longer consumed leaves its members as ordinary zones.
    void aCatalogGoes()
    {
        const Setup made = setup();
        CatalogContents contents;
        contents[made.catalog] = content({member("one.example.", "a")});
        CatalogPlan plan = zone::planCatalogs(made.configuration, contents);
        QVERIFY_RESULT(plan.configuration.remove(made.catalog));
        QVERIFY(!plan.configuration.zone(name("one.example."))->member);
    }

    void producing()
    {
        Setup made = setup();
        zone::Zone producer;
        producer.apex = name("made.example.");
        producer.catalog = CatalogRole::Producer;
        const ZoneId id = made.configuration.put(producer).value();
        zone::Zone one;
        one.apex = name("one.example.");
        one.listedIn = id;
        one.group = "gold";
        const ZoneId oneId = made.configuration.put(one).value();
        const auto listed = zone::listedMembers(made.configuration, id);
        QCOMPARE(listed.size(), std::size_t(1));
        QCOMPARE(listed[0].uniqueId, "z" + std::to_string(oneId.value));
        QCOMPARE(listed[0].groups, std::vector<std::string>{"gold"});

        one.apex = name("bad.example.");
        one.listedIn = made.catalog; // consumed, not made here
        QVERIFY_ERROR(made.configuration.put(one), ErrorCode::UnknownReference);
        producer.apex = name("bad.example.");
        producer.primaries = {made.primary};
        QVERIFY_ERROR(made.configuration.put(producer), ErrorCode::InvalidValue);
    }

    /// Ten updates bring and take 10,000 members. The ceiling is far above the measured time.
    void tenThousandMembers()
    {
        const Setup made = setup();
        Configuration configuration = made.configuration;
        const kit::ProcessorTime timer;
        for (int round = 1; round <= 20; ++round) {
            std::vector<zone::CatalogMember> members;
            const int count = round <= 10 ? round * 1000 : (20 - round) * 1000;
            for (int i = 0; i < count; ++i)
                members.push_back(member("zone" + std::to_string(i) + ".example.", "m" + std::to_string(i)));
            const auto version =
                zone::makeCatalog(m_apex, static_cast<std::uint32_t>(round), members).value();
            CatalogContents contents;
            contents[made.catalog] =
                std::make_shared<const CatalogContent>(zone::readCatalog(*version).value());
            CatalogPlan plan = zone::planCatalogs(configuration, contents);
            QCOMPARE(plan.added.size() + plan.removed.size(), std::size_t(1000));
            configuration = std::move(plan.configuration);
            QCOMPARE(configuration.zones().size(), std::size_t(count) + 2);
        }
        qInfo("10,000 members added and removed in 20 updates: %lld ms", timer.milliseconds());
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
        constexpr qint64 bar = 60'000; // the sanitizer's time, not ours
#else
        constexpr qint64 bar = 5'000;
#endif
        QVERIFY(timer.milliseconds() < bar);
    }
};

QTEST_APPLESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
