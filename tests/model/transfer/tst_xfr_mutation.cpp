// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/ascii.h"
#include "tests/model/transfer/stream_cases.h"

#include "model/net/tcp_framing.h"

#include <QTest>

#include <random>

using namespace zonescope;
using namespace zonescope::transfer;

// Streams that nobody wrote: every case of the list, changed at random, and cut at every octet. What must
// hold: no crash, an error or a zone that was verified whole, and our own version as it was. The seed is
// printed when it fails.

namespace {

XfrReader::Order orderFor(bool ixfr, const zone::ZoneVersionPtr& held, const std::optional<dns::TsigKey>& key)
{
    XfrReader::Order order;
    order.held = held;
    order.query = ixfr ? makeIxfrQuery(name("z."), held->soaRecord(), true, key, testTime)
                       : makeAxfrQuery(name("z."), true, key, testTime);
    order.maxRecords = 10'000;
    order.maxRrsetRecords = 1'000;
    return order;
}

void mutate(Messages& messages, std::mt19937& random)
{
    const auto below = [&](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
    };
    for (std::size_t rounds = 1 + below(4); rounds > 0; --rounds) {
        if (messages.empty())
            return;
        base::Bytes& message = messages[below(messages.size())];
        switch (below(7)) {
        case 0:
            if (!message.empty())
                message[below(message.size())] = static_cast<char>(below(256));
            break;
        case 1:
            if (!message.empty()) // the header's counts and flags are worth more than their share
                message[below(std::min<std::size_t>(12, message.size()))] ^=
                    static_cast<char>(1U << below(8));
            break;
        case 2:
            message.resize(below(message.size() + 1));
            break;
        case 3:
            message.insert(below(message.size() + 1),
                           base::Bytes(1 + below(20), static_cast<char>(below(256))));
            break;
        case 4:
            std::swap(messages[below(messages.size())], messages[below(messages.size())]);
            break;
        case 5:
            messages.push_back(messages[below(messages.size())]);
            break;
        default:
            if (!message.empty()) // a compression pointer somewhere
                message[below(message.size())] = static_cast<char>(0xc0 | below(4));
        }
    }
}

/// Whatever a reader accepted must be a zone that can be read to its end.
bool isSound(const zone::ZoneVersion& version)
{
    std::uint64_t records = 0;
    version.forEach([&](zone::OwnerView owner) {
        owner.forEachRrset([&](zone::RrsetView set) {
            for (std::size_t i = 0; i < set.size(); ++i)
                records += set.rdata(i).size() < 65536 ? 1 : 0;
            return true;
        });
        return true;
    });
    return records == version.recordCount() && version.soa().serial == version.serial();
}

std::vector<StreamCase> allCases()
{
    std::vector<StreamCase> all = axfrCases();
    for (StreamCase& more : ixfrCases())
        all.push_back(std::move(more));
    return all;
}

} // namespace

class TestXfrMutation : public QObject
{
    Q_OBJECT

private slots:
    void mutatedStreams()
    {
        const zone::ZoneVersionPtr held = versionOf(1, body("v1"));
        const std::vector<std::string> before = dump(*held);
        const std::vector<StreamCase> cases = allCases();
        const unsigned seed = std::random_device()();
        std::mt19937 random(seed);
        int accepted = 0;
        int refused = 0;
        for (int round = 0; round < 100; ++round)
            for (const StreamCase& c : cases) {
                XfrReader::Order order = orderFor(c.ixfr, held, {});
                Messages messages = c.stream(order.query);
                if (messages.size() > 20)
                    continue; // the long ones are about their number
                mutate(messages, random);
                XfrReader reader(std::move(order));
                const Reading reading = readAll(reader, messages);
                QVERIFY2(reading.error.has_value() != reading.product.has_value(),
                         qPrintable(QString("seed %1").arg(seed)));
                if (reading.product && reading.product->version)
                    QVERIFY2(isSound(*reading.product->version), qPrintable(QString("seed %1").arg(seed)));
                ++(reading.error ? refused : accepted);
            }
        QCOMPARE(dump(*held), before);
        QVERIFY2(accepted > 200 && refused > 1500,
                 qPrintable(QString("%1 accepted, %2 refused").arg(accepted).arg(refused)));
    }

    /// With a key, no mutation at all gets through: a stream is accepted only when it is exactly what was
    /// signed.
    void mutatedSignedStreams()
    {
        const dns::TsigKey key{name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};
        const zone::ZoneVersionPtr held = versionOf(1, body("v1"));
        const unsigned seed = std::random_device()();
        std::mt19937 random(seed);
        int accepted = 0;
        for (int round = 0; round < 1200; ++round) {
            XfrReader::Order order = orderFor(round % 2 == 0, held, key);
            dns::TsigStreamSigner signer(key, order.query.mac);
            Messages good;
            for (const base::Bytes& message :
                 oneRecordEach(order.query, round % 2 == 0 ? goodIxfr() : goodAxfr()))
                good.push_back(signer.sign(message, testTime));
            Messages changed = good;
            mutate(changed, random);
            XfrReader reader(std::move(order));
            const Reading reading = readAll(reader, changed);
            if (!reading.product)
                continue;
            ++accepted;
            QCOMPARE(tagOf(*reading.product->version), std::string("v5"));
            // Only messages after the end, which nobody reads, may differ, the id, which TSIG replaces by its
            // own, and the case of the key's and the algorithm's name (RFC 8945 section 4.3.3).
            QVERIFY2(changed.size() >= good.size(), qPrintable(QString("seed %1").arg(seed)));
            for (std::size_t i = 0; i < good.size(); ++i)
                QVERIFY2(std::ranges::equal(changed[i].substr(2), good[i].substr(2), {}, dns::lowerAscii,
                                            dns::lowerAscii),
                         qPrintable(QString("seed %1").arg(seed)));
        }
        QVERIFY(accepted > 3); // mutations that changed nothing
    }

    void everyStreamCutAtEveryOctet()
    {
        const zone::ZoneVersionPtr held = versionOf(1, body("v1"));
        for (const bool ixfr : {false, true}) {
            const Records records = ixfr ? goodIxfr() : goodAxfr();
            for (std::size_t cut = 0;; ++cut) {
                XfrReader::Order order = orderFor(ixfr, held, {});
                Messages messages = oneMessage(order.query, records);
                const std::size_t whole = messages[0].size();
                if (cut > whole)
                    break;
                messages[0].resize(cut);
                XfrReader reader(std::move(order));
                QCOMPARE(readAll(reader, messages).product.has_value(), cut == whole);
            }
        }
    }

    /// TCP gives octets, not messages.
    void everySplitOfTheStream()
    {
        std::mt19937 random(7);
        const zone::ZoneVersionPtr held = versionOf(1, body("v1"));
        for (int round = 0; round < 300; ++round) {
            XfrReader::Order order = orderFor(true, held, {});
            base::Bytes stream;
            for (const base::Bytes& message : oneRecordEach(order.query, goodIxfr())) {
                stream += static_cast<char>(message.size() >> 8);
                stream += static_cast<char>(message.size() & 0xff);
                stream += message;
            }
            XfrReader reader(std::move(order));
            net::FrameDecoder decoder;
            for (std::size_t at = 0; at < stream.size();) {
                const std::size_t step = std::min<std::size_t>(
                    stream.size() - at,
                    std::uniform_int_distribution<std::size_t>(1, round % 60 + 1)(random));
                decoder.feed(base::viewOf(stream).subspan(at, step));
                at += step;
                while (const auto message = decoder.next())
                    QVERIFY(reader.accept(*message, testTime));
                QCOMPARE(reader.ended(), at == stream.size());
            }
            QCOMPARE(tagOf(*reader.finish().value().version), std::string("v5"));
        }
    }

    /// The same zone in any division into messages is the same zone.
    void everyDivisionIntoMessages()
    {
        std::mt19937 random(11);
        Records many = body("v5");
        for (int i = 0; i < 60; ++i)
            many.push_back(txt("n" + std::to_string(i), "x"));
        const std::vector<std::string> expected = dump(*versionOf(5, many));
        for (int round = 0; round < 100; ++round) {
            XfrReader::Order order = orderFor(false, versionOf(1, body("v1")), {});
            Records shuffled = many;
            std::shuffle(shuffled.begin(), shuffled.end(), random);
            const Records stream = soa(5) + shuffled + soa(5);
            Messages messages;
            for (std::size_t at = 0; at < stream.size();) {
                const std::size_t step = std::min<std::size_t>(
                    stream.size() - at, std::uniform_int_distribution<std::size_t>(0, 9)(random));
                const auto from = stream.begin() + static_cast<std::ptrdiff_t>(at);
                if (step == 0 && messages.empty())
                    continue; // an empty first message is a fault
                messages = messages +
                           oneMessage(order.query, Records(from, from + static_cast<std::ptrdiff_t>(step)));
                at += step;
            }
            XfrReader reader(std::move(order));
            const Reading reading = readAll(reader, messages);
            QVERIFY(reading.product);
            QCOMPARE(dump(*reading.product->version), expected);
        }
    }
};

QTEST_APPLESS_MAIN(TestXfrMutation)
#include "tst_xfr_mutation.moc"
