// SPDX-License-Identifier: GPL-3.0-or-later
// A large new zone is packed and written while it comes. Whatever ends its transfer before it is whole and
// verified, nothing of it may be seen, in memory or on disk; and owners out of order are a zone like any
// other.
#include "model/store/lmdb/journaled_store.h"
#include "tests/kit/zone_generator.h"
#include "tests/model/engine/engine_harness.h"

#include <QTest>

#include <algorithm>

using namespace zonescope;
using namespace zonescope::enginetest;
using servers::Draft;
using servers::ScriptedPrimary;
using servers::Step;

namespace {

const dns::Name apex = name("large.example.");
constexpr std::uint64_t manyRecords = 60'000; // some seven parts
constexpr std::size_t perMessage = 100;

/// The zone as kit::generateZone() makes it, SOA at both ends, cut into messages.
class Stream
{
public:
    Stream()
        : m_records(kit::generateZone({.apex = apex, .records = manyRecords, .serial = 1}))
    {
    }
    /// Owners of the last half come first.
    void turn() { std::rotate(m_records.begin() + 1, m_records.begin() + manyRecords / 2, m_records.end()); }
    std::size_t messages() const { return (m_records.size() + 1 + perMessage - 1) / perMessage; }
    std::optional<base::Bytes> message(const servers::Request& request, std::size_t number) const
    {
        if (number >= messages())
            return std::nullopt;
        Draft draft = Draft::answerTo(request);
        const std::size_t end = std::min((number + 1) * perMessage, m_records.size() + 1);
        for (std::size_t i = number * perMessage; i < end; ++i)
            draft.answers.push_back(i < m_records.size() ? m_records[i] : m_records.front());
        return draft.write();
    }

private:
    std::vector<dns::Record> m_records;
};

/// Every owner's octets, in order.
std::vector<base::Bytes> ownersOf(const zone::ZoneVersion& version)
{
    std::vector<base::Bytes> owners;
    version.forEach([&](zone::OwnerView owner) {
        owners.emplace_back(base::textOf(owner.bytes()));
        return true;
    });
    return owners;
}

std::vector<base::Bytes> expectedOwners()
{
    zone::ZoneLoader loader(apex);
    kit::generateZone({.apex = apex, .records = manyRecords, .serial = 1}, [&](const dns::Record& record) {
        if (!loader.add(record))
            qFatal("refused");
    });
    return ownersOf(**loader.finish());
}

} // namespace

class TestWrittenAhead : public QObject
{
    Q_OBJECT

private slots:
    void interruptedLeavesNothing();
    void unsignedEndLeavesNothing();
    void outOfOrderIsTheSameZone();

private:
    /// Engine, primary and a zone that has `key` when asked for.
    void begin(EngineHarness& h, servers::Script script, bool withKey);
    /// It failed, so often; then nothing is held, and nothing on disk.
    void nothingIsSeen(EngineHarness& h, base::ErrorCode expected);
    /// The proper answer, asked for by the operator.
    void thenItComes(EngineHarness& h);

    std::unique_ptr<ScriptedPrimary> m_primary;
    base::ZoneId m_zone;
};

void TestWrittenAhead::begin(EngineHarness& h, servers::Script script, bool withKey)
{
    auto primary = ScriptedPrimary::start();
    QVERIFY_RESULT(primary);
    m_primary = std::move(*primary);
    auto records = kit::generateZone({.apex = apex, .records = manyRecords, .serial = 1});
    m_primary->addZone(apex, 1, std::vector<dns::Record>(records.begin() + 1, records.end()));
    m_primary->setScript(apex, [script](const servers::Request& request) {
        return request.question.type == dns::Type::AXFR ? script(request) : std::nullopt;
    });
    QVERIFY_RESULT(h.start());
    std::optional<base::KeyId> key;
    if (withKey) {
        const base::Bytes secret(32, 's');
        m_primary->addKey({name("k1."), dns::TsigAlgorithm::HmacSha256, secret});
        zone::Configuration next = *h.engine().configuration();
        zone::Key known;
        known.name = name("k1.");
        known.algorithm = dns::TsigAlgorithm::HmacSha256;
        const auto id = next.put(known);
        QVERIFY_RESULT(id);
        QVERIFY_RESULT(h.configure(next, {{*id, secret}}));
        key = *id;
    }
    const auto zone = h.addZone("large.example.", {m_primary->endpoint()}, key);
    QVERIFY_RESULT(zone);
    m_zone = *zone;
}

void TestWrittenAhead::nothingIsSeen(EngineHarness& h, base::ErrorCode expected)
{
    QVERIFY(h.until([&] { return h.status(m_zone).lastError.has_value(); }, 60'000));
    QCOMPARE(static_cast<int>(h.status(m_zone).lastError->code), static_cast<int>(expected));
    QVERIFY(!h.engine().heldVersion(m_zone));
    QVERIFY(!h.status(m_zone).heldSerial);
    h.stop();
    {
        const auto store = store::openZoneStore(h.options().dataFolder);
        QVERIFY_RESULT(store);
        QVERIFY((*store)->listZones()->empty());
        QVERIFY(!*(*store)->findZone(m_zone));
        QVERIFY_ERROR((*store)->loadZone(m_zone, [](auto, auto) { return true; }), base::ErrorCode::NotFound);
    }
    QVERIFY_RESULT(h.start());
}

void TestWrittenAhead::thenItComes(EngineHarness& h)
{
    m_primary->setScript(apex, {});
    h.engine().transfer({.zones = {m_zone}, .full = true, .primary = {}, .address = {}});
    QVERIFY(h.until([&] { return h.engine().heldVersion(m_zone) != nullptr; }, 60'000));
    // The SOA is the scripted primary's own; all other owners are those that were generated.
    const auto held = ownersOf(*h.engine().heldVersion(m_zone));
    const auto expected = expectedOwners();
    QCOMPARE(held.size(), expected.size());
    QVERIFY(std::equal(held.begin() + 1, held.end(), expected.begin() + 1));
    // Nothing that is wrong with its owners forbids publishing: they are looked at when it is served.
    const auto first = [&](pipeline::Event::Kind kind) {
        return std::ranges::find(h.events, kind, &pipeline::Event::kind);
    };
    QVERIFY(h.until([&] { return first(pipeline::Event::Kind::BuildFinding) != h.events.end(); }));
    QVERIFY(first(pipeline::Event::Kind::Published) < first(pipeline::Event::Kind::BuildFinding));
    QVERIFY(h.until([&] { return !h.status(m_zone).findings.empty(); }));
    h.stop();
    QVERIFY_RESULT(h.start()); // from disk
    QVERIFY(h.until([&] { return h.engine().heldVersion(m_zone) != nullptr; }, 60'000));
    QVERIFY(ownersOf(*h.engine().heldVersion(m_zone)) == held);
}

void TestWrittenAhead::interruptedLeavesNothing()
{
    const auto stream = std::make_shared<const Stream>();
    EngineHarness h;
    begin(
        h,
        [stream](const servers::Request& request) {
            return std::vector<Step>{Step::generator([stream, request](std::uint64_t n) {
                                         return n < stream->messages() * 3 / 4
                                                    ? stream->message(request, static_cast<std::size_t>(n))
                                                    : std::nullopt;
                                     }),
                                     Step::close()};
        },
        false);
    if (QTest::currentTestFailed())
        return;
    nothingIsSeen(h, base::ErrorCode::XfrIncomplete);
    if (!QTest::currentTestFailed())
        thenItComes(h);
}

void TestWrittenAhead::unsignedEndLeavesNothing()
{
    const auto stream = std::make_shared<const Stream>();
    EngineHarness h;
    begin(
        h,
        [stream](const servers::Request& request) {
            const std::size_t last = stream->messages() - 1;
            return std::vector<Step>{Step::generator([stream, request, last](std::uint64_t n) {
                                         return n < last
                                                    ? stream->message(request, static_cast<std::size_t>(n))
                                                    : std::nullopt;
                                     }),
                                     Step::sendUnsigned(*stream->message(request, last)), Step::close()};
        },
        true);
    if (QTest::currentTestFailed())
        return;
    nothingIsSeen(h, base::ErrorCode::TsigMissing);
    if (!QTest::currentTestFailed())
        thenItComes(h);
}

void TestWrittenAhead::outOfOrderIsTheSameZone()
{
    auto turned = std::make_shared<Stream>();
    turned->turn();
    const std::shared_ptr<const Stream> stream = turned;
    EngineHarness h;
    begin(
        h,
        [stream](const servers::Request& request) {
            return std::vector<Step>{Step::generator([stream, request](std::uint64_t n) {
                return stream->message(request, static_cast<std::size_t>(n));
            })};
        },
        false);
    if (QTest::currentTestFailed())
        return;
    QVERIFY(h.until([&] { return h.engine().heldVersion(m_zone) != nullptr; }, 60'000));
    QVERIFY(ownersOf(*h.engine().heldVersion(m_zone)) == expectedOwners());
    h.stop();
    QVERIFY_RESULT(h.start());
    QVERIFY(h.until([&] { return h.engine().heldVersion(m_zone) != nullptr; }, 60'000));
    QVERIFY(ownersOf(*h.engine().heldVersion(m_zone)) == expectedOwners());
}

QTEST_MAIN(TestWrittenAhead)
#include "tst_written_ahead.moc"
