// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/tcp_framing.h"

#include <QTest>

#include <random>

using namespace zonescope::net;
using zonescope::base::Bytes;
using zonescope::base::textOf;
using zonescope::base::viewOf;

namespace {

const std::vector<std::string>& messages()
{
    static const std::vector<std::string> all{
        "one", "", "three", std::string(300, 'x'), std::string(65535, 'y'), "last"};
    return all;
}

Bytes stream()
{
    FrameEncoder encoder;
    for (const std::string& message : messages())
        encoder.push(viewOf(message));
    return Bytes(textOf(encoder.pending()));
}

} // namespace

class TestTcpFraming : public QObject
{
    Q_OBJECT

private slots:
    void wireForm();
    void octetByOctet();
    void allAtOnce();
    void everySplitInTwo();
    void randomSplitsThroughSpace();
    void pendingTellsABadEnd();
    void tooLongIsRefused();
    void partialWrites();
};

void TestTcpFraming::wireForm()
{
    FrameEncoder encoder;
    QVERIFY(encoder.empty());
    QVERIFY(encoder.push(viewOf("abc")));
    QCOMPARE(Bytes(textOf(encoder.pending())), Bytes("\0\3abc", 5));
    QCOMPARE(stream().substr(14, 2), std::string("\x01\x2c")); // 300, big-endian
}

void TestTcpFraming::octetByOctet()
{
    const Bytes octets = stream();
    FrameDecoder decoder;
    std::size_t count = 0;
    for (const char octet : octets) {
        decoder.feed(viewOf({&octet, 1}));
        while (const auto message = decoder.next()) {
            QVERIFY(textOf(*message) == messages().at(count));
            ++count;
        }
    }
    QCOMPARE(count, messages().size());
    QCOMPARE(decoder.pending(), std::size_t(0));
}

void TestTcpFraming::allAtOnce()
{
    FrameDecoder decoder;
    const Bytes octets = stream();
    decoder.feed(viewOf(octets));
    for (const std::string& wanted : messages()) {
        const auto message = decoder.next();
        QVERIFY(message.has_value());
        QVERIFY(textOf(*message) == wanted);
    }
    QVERIFY(!decoder.next());
}

void TestTcpFraming::everySplitInTwo()
{
    FrameEncoder encoder;
    encoder.push(viewOf("first"));
    encoder.push(viewOf("second!"));
    const Bytes octets(textOf(encoder.pending()));
    for (std::size_t split = 0; split <= octets.size(); ++split) {
        FrameDecoder decoder;
        std::vector<std::string> got;
        for (const Bytes& part : {octets.substr(0, split), octets.substr(split)}) {
            decoder.feed(viewOf(part));
            while (const auto message = decoder.next())
                got.emplace_back(textOf(*message));
        }
        QCOMPARE(got, (std::vector<std::string>{"first", "second!"}));
    }
}

void TestTcpFraming::randomSplitsThroughSpace()
{
    std::mt19937 random(1035);
    const Bytes octets = stream();
    for (int round = 0; round < 50; ++round) {
        FrameDecoder decoder;
        std::size_t at = 0;
        std::size_t count = 0;
        while (at < octets.size()) {
            const auto space = decoder.space(std::uniform_int_distribution<std::size_t>(1, 20000)(random));
            const std::size_t size = std::min({space.size(), octets.size() - at,
                                               std::uniform_int_distribution<std::size_t>(0, 20000)(random)});
            std::copy_n(octets.begin() + static_cast<std::ptrdiff_t>(at), size, space.begin());
            decoder.received(size);
            at += size;
            // Sometimes messages wait for the next read.
            while (std::uniform_int_distribution(0, 3)(random) != 0) {
                const auto message = decoder.next();
                if (!message)
                    break;
                QVERIFY(textOf(*message) == messages().at(count));
                ++count;
            }
        }
        while (const auto message = decoder.next())
            QVERIFY(textOf(*message) == messages().at(count++));
        QCOMPARE(count, messages().size());
    }
}

void TestTcpFraming::pendingTellsABadEnd()
{
    FrameDecoder decoder;
    decoder.feed(viewOf({"\0", 1}));
    QVERIFY(!decoder.next());
    QCOMPARE(decoder.pending(), std::size_t(1));
    decoder.feed(viewOf("\5abcd"));
    QVERIFY(!decoder.next());
    QCOMPARE(decoder.pending(), std::size_t(6));
    decoder.reset();
    QCOMPARE(decoder.pending(), std::size_t(0));
    decoder.feed(viewOf({"\0\1x", 3}));
    QVERIFY(textOf(*decoder.next()) == "x");
}

void TestTcpFraming::tooLongIsRefused()
{
    FrameEncoder encoder;
    QVERIFY(!encoder.push(viewOf(std::string(65536, 'x'))));
    QVERIFY(encoder.empty());
    QVERIFY(encoder.push(viewOf(std::string(65535, 'x'))));
}

void TestTcpFraming::partialWrites()
{
    FrameEncoder encoder;
    Bytes taken;
    std::mt19937 random(7);
    Bytes wanted;
    for (int i = 0; i < 200; ++i) {
        const std::string message(std::uniform_int_distribution<std::size_t>(0, 50)(random),
                                  static_cast<char>('a' + i % 26));
        wanted += static_cast<char>(0);
        wanted += static_cast<char>(message.size());
        wanted += message;
        encoder.push(viewOf(message));
        const auto pending = encoder.pending();
        const auto size = std::uniform_int_distribution<std::size_t>(0, pending.size())(random);
        taken += textOf(pending.first(size));
        encoder.sent(size);
    }
    taken += textOf(encoder.pending());
    encoder.sent(encoder.pending().size());
    QVERIFY(encoder.empty());
    QVERIFY(taken == wanted);
}

QTEST_APPLESS_MAIN(TestTcpFraming)
#include "tst_tcp_framing.moc"
