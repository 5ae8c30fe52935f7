// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/tsig_record.h"
#include "tests/kit/result_macros.h"
#include "tests/model/transfer/stream_kit.h"

#include <QTest>

#include <set>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;

// H21: what is accepted of a signed stream. Messages are signed by hand here, field by field, so that each
// can be wrong.

namespace {

const dns::TsigKey goodKey{name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};
const dns::TsigKey otherSecret{name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'x')};
const dns::TsigKey otherName{name("k2."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};
const dns::TsigKey otherAlgorithm{name("k1."), dns::TsigAlgorithm::HmacSha512, base::Bytes(32, 'k')};

/// Signs a stream like a server, or nearly.
class Forger
{
public:
    Forger(const dns::TsigKey& key, const base::Bytes& requestMac)
        : m_mac(key)
        , m_key(key)
    {
        dns::updatePrior(m_mac, requestMac);
    }

    bool timersOnlyFirst = false;
    std::int64_t timeOffset = 0;
    std::size_t macSize = 1000;

    base::Bytes sign(const base::Bytes& message)
    {
        dns::TsigRecord record = frame(message);
        m_mac.update(message);
        const bool whole = m_first && !timersOnlyFirst;
        m_first = false;
        m_mac.update(whole ? record.variables() : record.timers());
        record.mac = m_mac.finish();
        record.mac.resize(std::min(record.mac.size(), macSize));
        m_mac.start();
        dns::updatePrior(m_mac, record.mac); // as it stands in the message
        return dns::appendTsig(message, record);
    }
    base::Bytes leaveUnsigned(const base::Bytes& message)
    {
        m_mac.update(message);
        return message;
    }
    dns::TsigRecord frame(const base::Bytes& message) const
    {
        dns::TsigRecord record;
        record.key = m_key.name;
        record.algorithm = dns::tsigAlgorithmName(m_key.algorithm);
        record.timeSigned =
            static_cast<std::uint64_t>(static_cast<std::int64_t>(dns::secondsOf(testTime)) + timeOffset);
        record.originalId = dns::messageId(base::viewOf(message));
        return record;
    }

private:
    dns::TsigMac m_mac;
    dns::TsigKey m_key;
    bool m_first = true;
};

XfrReader::Order order()
{
    XfrReader::Order order;
    order.query = makeAxfrQuery(name("z."), false, goodKey, testTime);
    return order;
}

Messages zoneIn(const Query& query, std::size_t messages)
{
    // The SOAs in the outer messages, one record in each other.
    Records records = soa(5) + body("v5");
    while (records.size() + 1 < messages)
        records.push_back(txt("n" + std::to_string(records.size()), "x"));
    return oneRecordEach(query, records + soa(5));
}

struct Case
{
    const char* title;
    std::function<Messages(const Query&)> stream;
    std::optional<ErrorCode> error; ///< nothing: accepted
};

std::vector<Case> cases()
{
    const auto signedWith = [](const dns::TsigKey& key) {
        return [key](const Query& q) {
            Forger forger(key, q.mac);
            Messages all;
            for (const base::Bytes& message : zoneIn(q, 5))
                all.push_back(forger.sign(message));
            return all;
        };
    };
    const auto gap = [](std::size_t unsignedOnes) {
        return [unsignedOnes](const Query& q) {
            Forger forger(goodKey, q.mac);
            const Messages plain = zoneIn(q, unsignedOnes + 2);
            Messages all;
            for (std::size_t i = 0; i < plain.size(); ++i)
                all.push_back(i == 0 || i + 1 == plain.size() ? forger.sign(plain[i])
                                                              : forger.leaveUnsigned(plain[i]));
            return all;
        };
    };
    const auto tweaked = [](auto tweak) {
        return [tweak](const Query& q) {
            Forger forger(goodKey, q.mac);
            tweak(forger);
            Messages all;
            for (const base::Bytes& message : zoneIn(q, 5))
                all.push_back(forger.sign(message));
            return all;
        };
    };
    return {
        {"every message signed", signedWith(goodKey), {}},
        {"nothing signed", [](const Query& q) { return zoneIn(q, 5); }, ErrorCode::TsigMissing},
        {"first signed, rest not",
         [](const Query& q) {
             Forger forger(goodKey, q.mac);
             Messages all = zoneIn(q, 5);
             all[0] = forger.sign(all[0]);
             return all;
         },
         ErrorCode::TsigMissing},
        {"last not signed",
         [](const Query& q) {
             Forger forger(goodKey, q.mac);
             Messages all = zoneIn(q, 5);
             for (std::size_t i = 0; i + 1 < all.size(); ++i)
                 all[i] = forger.sign(all[i]);
             return all;
         },
         ErrorCode::TsigMissing},
        {"50 unsigned between", gap(50), {}},
        {"99 unsigned between", gap(99), {}},
        {"100 unsigned between", gap(100), ErrorCode::TsigTooManyUnsigned},
        {"an unsigned message in the middle was changed",
         [gap](const Query& q) {
             Messages all = gap(5)(q);
             all[2].back() = static_cast<char>(all[2].back() ^ 1);
             return all;
         },
         ErrorCode::TsigBadSignature},
        {"a signed message in the middle was changed",
         [signedWith](const Query& q) {
             Messages all = signedWith(goodKey)(q);
             all[2][31] = static_cast<char>(all[2][31] ^ 1); // an octet of the address
             return all;
         },
         ErrorCode::TsigBadSignature},
        {"a message in the middle is missing",
         [signedWith](const Query& q) {
             Messages all = signedWith(goodKey)(q);
             all.erase(all.begin() + 2);
             return all;
         },
         ErrorCode::TsigBadSignature},
        {"key of another name", signedWith(otherName), ErrorCode::TsigBadKey},
        {"same name, other secret", signedWith(otherSecret), ErrorCode::TsigBadSignature},
        {"same name, other algorithm", signedWith(otherAlgorithm), ErrorCode::TsigBadKey},
        {"TSIG is not the last record",
         [](const Query& q) {
             Forger forger(goodKey, q.mac);
             Messages all = zoneIn(q, 5);
             base::Bytes tail("\0\0\x10\0\x01\0\0\0\0\0\0", 11); // root TXT, no rdata
             all[0] = forger.sign(all[0]) + tail;
             all[0][11] = static_cast<char>(all[0][11] + 1);
             return all;
         },
         ErrorCode::TsigMalformed},
        {"two TSIG records",
         [](const Query& q) {
             Forger forger(goodKey, q.mac);
             Forger second(goodKey, q.mac);
             Messages all = zoneIn(q, 5);
             all[0] = second.sign(forger.sign(all[0]));
             return all;
         },
         ErrorCode::TsigMalformed},
        {"MAC of no octets", tweaked([](Forger& f) { f.macSize = 0; }), ErrorCode::TsigMalformed},
        {"MAC of 9 octets", tweaked([](Forger& f) { f.macSize = 9; }), ErrorCode::TsigMalformed},
        {"truncated MAC", tweaked([](Forger& f) { f.macSize = 16; }), ErrorCode::TsigBadTruncation},
        {"time at the edge of the fudge", tweaked([](Forger& f) { f.timeOffset = 300; }), {}},
        {"time at the other edge", tweaked([](Forger& f) { f.timeOffset = -300; }), {}},
        {"time a second past the fudge", tweaked([](Forger& f) { f.timeOffset = 301; }),
         ErrorCode::TsigBadTime},
        {"time a second before the fudge", tweaked([](Forger& f) { f.timeOffset = -301; }),
         ErrorCode::TsigBadTime},
        {"first message signed over its timers only", tweaked([](Forger& f) { f.timersOnlyFirst = true; }),
         ErrorCode::TsigBadSignature},
        {"answer to another request",
         [](const Query& q) {
             Forger forger(goodKey, base::Bytes(32, 'm'));
             Messages all = zoneIn(q, 5);
             for (base::Bytes& message : all)
                 message = forger.sign(message);
             return all;
         },
         ErrorCode::TsigBadSignature},
        {"TSIG cut short",
         [signedWith](const Query& q) {
             Messages all = signedWith(goodKey)(q);
             all[0].pop_back();
             return all;
         },
         ErrorCode::TsigMalformed},
    };
}

} // namespace

class TestXfrTsig : public QObject
{
    Q_OBJECT

private slots:
    void streams_data()
    {
        QTest::addColumn<int>("index");
        const auto all = cases();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].title) << static_cast<int>(i);
    }
    void streams()
    {
        QFETCH(int, index);
        const auto all = cases();
        const Case& c = all[static_cast<std::size_t>(index)];
        XfrReader::Order o = order();
        const Messages messages = c.stream(o.query);
        XfrReader reader(std::move(o));
        const Reading reading = readAll(reader, messages);
        if (!c.error) {
            QVERIFY2(reading.product, reading.error ? base::toString(*reading.error).c_str() : "");
            QCOMPARE(tagOf(*reading.product->version), std::string("v5"));
            return;
        }
        QVERIFY(!reading.product && reading.error);
        QCOMPARE(QString::fromStdString(base::toString(*reading.error)).section(':', 0, 0),
                 QString::fromStdString(std::string(base::errorName(*c.error))));
    }

    void eachRefusalHasItsOwnText()
    {
        std::set<std::string> texts;
        std::size_t refusals = 0;
        for (const ErrorCode code :
             {ErrorCode::TsigMissing, ErrorCode::TsigBadSignature, ErrorCode::TsigBadKey,
              ErrorCode::TsigBadTime, ErrorCode::TsigBadTruncation, ErrorCode::TsigTooManyUnsigned}) {
            for (const Case& c : cases())
                if (c.error == code) {
                    XfrReader::Order o = order();
                    const Messages messages = c.stream(o.query);
                    XfrReader reader(std::move(o));
                    texts.insert(base::toString(*readAll(reader, messages).error));
                    ++refusals;
                    break;
                }
        }
        QCOMPARE(refusals, std::size_t(6));
        QCOMPARE(texts.size(), std::size_t(6));
    }

    void skewIsShownInSeconds()
    {
        XfrReader::Order o = order();
        Forger forger(goodKey, o.query.mac);
        forger.timeOffset = 4000;
        const base::Bytes message = forger.sign(zoneIn(o.query, 5).front());
        XfrReader reader(std::move(o));
        QVERIFY_ERROR(reader.accept(base::viewOf(message), testTime), ErrorCode::TsigBadTime);
        QCOMPARE(reader.clockSkew().value_or(0), std::int64_t(4000));
    }

    /// CVE-2020-8617: state is kept by who asked, never by content.
    void badTimeAnswerReplayedAsRequest()
    {
        XfrReader::Order o = order();
        Forger forger(goodKey, o.query.mac);
        servers::Draft draft = draftFor(o.query, {});
        draft.header.response = false;
        const base::Bytes message = forger.sign(draft.write());
        XfrReader reader(std::move(o));
        QVERIFY_ERROR(reader.accept(base::viewOf(message), testTime), ErrorCode::NotAResponse);
    }

    /// A key is set here, the primary ignores it: its NOTAUTH without a TSIG is reported as what it is.
    void refusalWithoutTsig()
    {
        XfrReader::Order o = order();
        servers::Draft draft = draftFor(o.query, {});
        draft.header.rcode = 9;
        const base::Bytes message = draft.write();
        XfrReader reader(std::move(o));
        QVERIFY_ERROR(reader.accept(base::viewOf(message), testTime), ErrorCode::RcodeNotAuth);
    }

    /// RFC 8945 section 5.2.2.1: as short as the key allows, not an octet shorter.
    void truncatedWhereTheKeyAllowsIt_data()
    {
        QTest::addColumn<int>("octets");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("whole") << 32 << true;
        QTest::newRow("more than the least") << 24 << true;
        QTest::newRow("the least") << 20 << true;
        QTest::newRow("one less") << 19 << false;
    }
    void truncatedWhereTheKeyAllowsIt()
    {
        QFETCH(int, octets);
        QFETCH(bool, accepted);
        XfrReader::Order o = order();
        o.query.key->leastMac = 20;
        Forger forger(goodKey, o.query.mac);
        forger.macSize = static_cast<std::size_t>(octets);
        Messages messages = zoneIn(o.query, 5);
        for (base::Bytes& message : messages)
            message = forger.sign(message);
        XfrReader reader(std::move(o));
        const Reading reading = readAll(reader, messages);
        QCOMPARE(reading.product.has_value(), accepted);
        if (!accepted)
            QCOMPARE(reading.error->code, ErrorCode::TsigBadTruncation);
    }

    void unsignedQueryTakesASignedAnswer()
    {
        XfrReader::Order o;
        o.query = makeAxfrQuery(name("z."), false, {}, testTime);
        Forger forger(goodKey, {});
        Messages messages = zoneIn(o.query, 5);
        for (base::Bytes& message : messages)
            message = forger.sign(message);
        XfrReader reader(std::move(o));
        QVERIFY(readAll(reader, messages).product);
    }
};

QTEST_APPLESS_MAIN(TestXfrTsig)
#include "tst_xfr_tsig.moc"
