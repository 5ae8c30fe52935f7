// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/edge_notifier.h"

#include "model/dns/message_writer.h"
#include "model/net/socket.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"

#include <QDeadlineTimer>
#include <QTest>

#include <poll.h>

using namespace zonescope;
using namespace std::chrono_literals;
using publish::EdgeNotifier;
using State = zone::EdgeNotice::State;

namespace {

const base::ZoneId firstZone{1};

dns::Record soaOf(const char* apex, std::uint32_t serial)
{
    const auto name = *dns::Name::fromText(apex);
    return {name, dns::Type::SOA, dns::Class::IN, 300, dns::Soa{name, name, serial, 1, 1, 1, 1}.toRdata()};
}

/// An edge: a UDP socket and a TCP listener on one port.
struct Edge
{
    net::UniqueFd udp;
    net::UniqueFd tcp;
    net::Endpoint at;
    int received = 0;

    Edge()
    {
        for (int i = 0; i < 50 && !tcp; ++i) {
            udp = std::move(*net::bindUdp({*net::IpAddress::fromText("127.0.0.1"), 0}));
            at = *net::localEndpoint(udp.get());
            if (auto listening = net::listenTcp(at))
                tcp = std::move(*listening);
        }
    }

    /// The next NOTIFY over UDP, and whom to answer.
    std::optional<std::pair<base::Bytes, net::Endpoint>> next(int ms = 0)
    {
        pollfd ready{udp.get(), POLLIN, 0};
        if (poll(&ready, 1, ms) <= 0)
            return std::nullopt;
        std::array<std::uint8_t, 4096> buffer;
        const auto got = net::receiveDatagram(udp.get(), buffer);
        if (!got || !*got)
            return std::nullopt;
        ++received;
        return std::pair(base::Bytes(base::textOf({buffer.data(), (*got)->size})), (*got)->from);
    }
};

base::Bytes answerTo(const base::Bytes& query, dns::Rcode rcode, bool truncated = false)
{
    auto reader = dns::MessageReader::open(base::viewOf(query));
    dns::Header header = reader->header();
    header.response = true;
    header.truncated = truncated;
    header.rcode = static_cast<std::uint8_t>(rcode);
    dns::MessageWriter writer(header);
    writer.question(**reader->nextQuestion());
    return writer.finish();
}

} // namespace

class tst_EdgeNotifier : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void isAcknowledged();
    void asksAgainThenOverTcp();
    void goesOnLongAfter();
    void refusalsAreNamedAndRetriedRarely();
    void aNewerVersionTakesItsPlace();
    void signsAndBelievesOnlySignatures();
    void believesNobodyElse();
    void holdsItsFireForManyZones();
    void anEdgeThatIsNotToldHearsNothing();

private:
    void configure(bool notify, bool withKey = false);
    void run(base::Duration advance = 0s)
    {
        m_clock.advance(advance);
        for (int i = 0; i < 4; ++i)
            m_loop->runOnce(0s);
    }
    /// expectNews: false when nothing is to come of it, which nothing tells: a moment is all that can be
    /// waited.
    void reply(const std::pair<base::Bytes, net::Endpoint>& query, const base::Bytes& answer,
               bool expectNews = true)
    {
        QVERIFY_RESULT(net::sendDatagram(m_edge->udp.get(), query.second, base::viewOf(answer)));
        runUntil([this, before = m_told.size()] { return m_told.size() > before; }, expectNews ? 30s : 200ms);
    }
    template <class Condition>
    void runUntil(Condition done, std::chrono::milliseconds limit = 30s)
    {
        const QDeadlineTimer deadline(limit);
        while (!done() && !deadline.hasExpired())
            m_loop->runOnce(1ms);
    }
    const zone::EdgeNotice& last() const { return m_told.back().notice; }

    kit::FakeClock m_clock;
    std::unique_ptr<net::EventLoop> m_loop;
    std::unique_ptr<EdgeNotifier> m_notifier;
    std::unique_ptr<Edge> m_edge;
    zone::Configuration m_configuration;
    dns::KeyRing m_keys;
    base::EdgeId m_edgeId;
    std::vector<EdgeNotifier::Told> m_told;
};

void tst_EdgeNotifier::init()
{
    m_loop = std::move(*net::EventLoop::create(m_clock));
    m_told.clear();
    m_notifier = std::make_unique<EdgeNotifier>(
        *m_loop, m_clock, [this](const EdgeNotifier::Told& told) { m_told.push_back(told); });
    m_edge = std::make_unique<Edge>();
    configure(true);
}

void tst_EdgeNotifier::cleanup()
{
    m_notifier.reset();
    m_loop.reset();
}

void tst_EdgeNotifier::configure(bool notify, bool withKey)
{
    m_configuration = {};
    m_keys = {};
    zone::Edge edge{{}, "ams-1", m_edge->at};
    edge.notify = notify;
    if (withKey) {
        const auto name = *dns::Name::fromText("k1");
        edge.key = *m_configuration.put(zone::Key{{}, name, dns::TsigAlgorithm::HmacSha256});
        m_keys.add({name, dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 's')});
    }
    m_edgeId = *m_configuration.put(edge);
    m_notifier->configure(m_configuration, m_keys);
}

void tst_EdgeNotifier::isAcknowledged()
{
    m_notifier->tell(firstZone, soaOf("example.org", 7), {m_edgeId});
    QCOMPARE(last().state, State::Waiting);
    const auto query = m_edge->next(30'000);
    QVERIFY(query);
    auto reader = dns::MessageReader::open(base::viewOf(query->first));
    QVERIFY_RESULT(reader);
    QCOMPARE(reader->header().opcode, dns::Opcode::Notify);
    QVERIFY(reader->header().authoritative && !reader->header().response);
    const auto record = reader->nextRecord();
    QVERIFY(record && *record && (*record)->type == dns::Type::SOA);
    QCOMPARE(dns::Soa::fromRdata((*record)->rdata)->serial, 7U);
    reply(*query, answerTo(query->first, dns::Rcode::NoError));
    QCOMPARE(last().state, State::Acknowledged);
    QCOMPARE(last().serial, 7U);
    QCOMPARE(last().attempts, 1U);
    QCOMPARE(m_notifier->open(), std::size_t(0));
    run(1h);
    QVERIFY(!m_edge->next());
}

void tst_EdgeNotifier::asksAgainThenOverTcp()
{
    m_notifier->tell(firstZone, soaOf("example.org", 7), {m_edgeId});
    for (const auto wait : {0s, 1s, 2s}) {
        run(wait);
        QVERIFY(m_edge->next(30'000));
        QCOMPARE(last().state, State::Waiting);
    }
    run(4s);
    QVERIFY(!m_edge->next());
    pollfd ready{m_edge->tcp.get(), POLLIN, 0};
    QVERIFY(poll(&ready, 1, 30'000) > 0);
    auto accepted = net::acceptTcp(m_edge->tcp.get());
    QVERIFY(accepted && *accepted);
    const int fd = (*accepted)->socket.get();
    net::FrameDecoder in;
    std::optional<base::Bytes> query;
    runUntil([&] {
        if (const auto got = net::readSome(fd, in.space()); got && *got)
            in.received(**got);
        if (const auto message = in.next())
            query = base::Bytes(base::textOf(*message));
        return query.has_value();
    });
    QVERIFY(query);
    net::FrameEncoder out;
    const base::Bytes answer = answerTo(*query, dns::Rcode::NoError);
    out.push(base::viewOf(answer));
    QVERIFY_RESULT(net::writeSome(fd, out.pending()));
    runUntil([this] { return last().state != State::Waiting; });
    QCOMPARE(last().state, State::Acknowledged);
    QCOMPARE(last().attempts, 4U);
}

void tst_EdgeNotifier::goesOnLongAfter()
{
    m_edge->tcp.reset(); // nothing listens over TCP
    m_notifier->tell(firstZone, soaOf("example.org", 7), {m_edgeId});
    for (const auto wait : {0s, 1s, 2s, 4s, 5s})
        run(wait);
    runUntil([this] { return last().state != State::Waiting; });
    QCOMPARE(last().state, State::Unanswered);
    QVERIFY(last().error);
    while (m_edge->next())
        ;
    const int before = m_edge->received;
    for (int minutes = 0; minutes < 600; ++minutes) {
        run(30s);
        while (m_edge->next())
            ;
    }
    QVERIFY2(m_edge->received > before + 4, "an edge that is repaired hears of it by itself");
    QVERIFY2(m_edge->received < before + 40, "and is not pestered while it is down");
}

void tst_EdgeNotifier::refusalsAreNamedAndRetriedRarely()
{
    m_notifier->tell(firstZone, soaOf("example.org", 7), {m_edgeId});
    auto query = m_edge->next(30'000);
    QVERIFY(query);
    reply(*query, answerTo(query->first, dns::Rcode::Refused));
    QCOMPARE(last().state, State::Refused);
    QCOMPARE(last().error->code, base::ErrorCode::RcodeRefused);
    run(59s);
    QVERIFY(!m_edge->next());
    run(1s);
    query = m_edge->next(30'000);
    QVERIFY(query); // its operator may have mended the ACL
    reply(*query, answerTo(query->first, dns::Rcode::NoError));
    QCOMPARE(last().state, State::Acknowledged);
}

void tst_EdgeNotifier::aNewerVersionTakesItsPlace()
{
    m_notifier->tell(firstZone, soaOf("example.org", 7), {m_edgeId});
    const auto first = m_edge->next(30'000);
    m_notifier->tell(firstZone, soaOf("example.org", 8), {m_edgeId});
    const auto second = m_edge->next(30'000);
    QVERIFY(first && second);
    reply(*first, answerTo(first->first, dns::Rcode::NoError), false); // of the old one: means nothing now
    QCOMPARE(last().state, State::Waiting);
    reply(*second, answerTo(second->first, dns::Rcode::NoError));
    QCOMPARE(last().state, State::Acknowledged);
    QCOMPARE(last().serial, 8U);
}

void tst_EdgeNotifier::signsAndBelievesOnlySignatures()
{
    configure(true, true);
    m_notifier->tell(firstZone, soaOf("example.org", 7), {m_edgeId});
    const auto query = m_edge->next(30'000);
    QVERIFY(query);
    const auto verdict = dns::verifyRequest(base::viewOf(query->first), m_keys, m_clock.wall());
    QVERIFY(verdict && verdict->keyName);
    const base::Bytes plain = answerTo(query->first, dns::Rcode::NoError);
    reply(*query, plain, false);
    QCOMPARE(last().state, State::Waiting); // anybody could have sent that
    const dns::TsigKey key = *m_keys.find(*verdict->keyName);
    reply(*query, dns::TsigStreamSigner(key, verdict->mac).sign(plain, m_clock.wall()));
    QCOMPARE(last().state, State::Acknowledged);
}

void tst_EdgeNotifier::believesNobodyElse()
{
    m_notifier->tell(firstZone, soaOf("example.org", 7), {m_edgeId});
    const auto query = m_edge->next(30'000);
    QVERIFY(query);
    base::Bytes wrongId = answerTo(query->first, dns::Rcode::NoError);
    wrongId[0] = static_cast<char>(wrongId[0] + 1);
    reply(*query, wrongId, false);
    base::Bytes notAnAnswer = query->first;
    reply(*query, notAnAnswer, false);
    const Edge stranger;
    QVERIFY_RESULT(net::sendDatagram(stranger.udp.get(), query->second,
                                     base::viewOf(answerTo(query->first, dns::Rcode::NoError))));
    for (int i = 0; i < 20; ++i)
        m_loop->runOnce(1ms);
    QCOMPARE(last().state, State::Waiting);
}

void tst_EdgeNotifier::holdsItsFireForManyZones()
{
    for (std::uint32_t i = 1; i <= 1000; ++i)
        m_notifier->tell({i}, soaOf(("z" + std::to_string(i) + ".example").c_str(), i), {m_edgeId});
    std::vector<std::pair<base::Bytes, net::Endpoint>> burst;
    while (auto query = m_edge->next())
        burst.push_back(*query);
    QCOMPARE(burst.size(), std::size_t(64));
    std::size_t acknowledged = 0;
    while (!burst.empty()) {
        for (const auto& query : burst) {
            reply(query, answerTo(query.first, dns::Rcode::NoError));
            ++acknowledged;
        }
        burst.clear();
        // Each answer makes room for one more, which is sent at once.
        const std::size_t due = std::min<std::size_t>(64, 1000 - acknowledged);
        while (burst.size() < due) {
            const auto query = m_edge->next(30'000);
            QVERIFY(query);
            burst.push_back(*query);
        }
    }
    QCOMPARE(acknowledged, std::size_t(1000));
    QCOMPARE(m_notifier->open(), std::size_t(0));
}

void tst_EdgeNotifier::anEdgeThatIsNotToldHearsNothing()
{
    configure(false);
    m_notifier->tell(firstZone, soaOf("example.org", 7), {m_edgeId});
    QVERIFY(m_told.empty());
    QVERIFY(!m_edge->next(20));
    configure(true);
    m_notifier->tell(firstZone, soaOf("example.org", 8), {m_edgeId});
    QCOMPARE(m_notifier->open(), std::size_t(1));
    configure(false);
    QCOMPARE(m_notifier->open(), std::size_t(0));
}

QTEST_GUILESS_MAIN(tst_EdgeNotifier)
#include "tst_edge_notifier.moc"
