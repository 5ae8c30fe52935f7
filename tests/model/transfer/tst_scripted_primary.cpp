// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/key_ring.h"
#include "model/net/socket.h"
#include "model/net/tcp_framing.h"
#include "tests/kit/process.h"
#include "tests/model/transfer/stream_kit.h"
#include "tests/servers/scripted_primary.h"

#include <QTest>

#include <poll.h>

using namespace zonescope;
using namespace zonescope::transfer;
using servers::ScriptedPrimary;

// The tests' own primary, seen by strangers: kdig, and plain sockets.

namespace {

const dns::TsigKey goodKey{name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};

std::vector<std::string> kdig(const ScriptedPrimary& primary, std::vector<std::string> arguments)
{
    std::vector<std::string> command{"kdig",     "@127.0.0.1", "-p", std::to_string(primary.endpoint().port),
                                     "+time=20", "+retry=0"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const auto output = kit::run(command);
    std::vector<std::string> lines;
    for (const QString& line :
         QString::fromStdString(output ? output->text : base::toString(output.error())).split('\n'))
        if (!line.isEmpty() && !line.startsWith(';') && !line.contains("TSIG"))
            lines.push_back(line.simplified().toStdString());
    return lines;
}

std::string keyArgument(const dns::TsigKey& key)
{
    return "hmac-sha256:" + key.name.toText() + ":" + dns::TsigKey::encodeSecret(key.secret);
}

bool readable(int socket)
{
    pollfd entry{socket, POLLIN, 0};
    return ::poll(&entry, 1, 30'000) == 1;
}

/// What a secondary hears of one NOTIFY.
struct Heard
{
    base::Bytes message;
    net::Endpoint from;
};

} // namespace

class TestScriptedPrimary : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_primary = ScriptedPrimary::start().value();
        m_primary->addKey(goodKey);
        m_primary->addZone(name("z."), 1, body("v1"));
    }

    void initTestCase()
    {
        if (kit::findProgram("kdig").empty())
            QSKIP("kdig (knot-dnsutils) is not installed");
    }

    void kdigAsksForTheSoa()
    {
        for (const char* transport : {"+notcp", "+tcp"}) {
            const auto lines = kdig(*m_primary, {transport, "+short", "z.", "SOA"});
            QCOMPARE(lines.size(), std::size_t(1));
            QVERIFY(QString::fromStdString(lines[0]).contains(" 1 3600 600 86400 300"));
        }
    }

    void kdigTransfersSignedAndUnsigned()
    {
        QCOMPARE(kdig(*m_primary, {"z.", "AXFR"}).size(), std::size_t(5));
        m_primary->requireKey(name("z."), goodKey.name);
        QCOMPARE(kdig(*m_primary, {"z.", "AXFR"}).size(), std::size_t(0));
        m_primary->setRecordsPerMessage(1);
        QCOMPARE(kdig(*m_primary, {"-y", keyArgument(goodKey), "z.", "AXFR"}).size(), std::size_t(5));
        const dns::TsigKey wrong{goodKey.name, goodKey.algorithm, base::Bytes(32, 'x')};
        QCOMPARE(kdig(*m_primary, {"-y", keyArgument(wrong), "z.", "AXFR"}).size(), std::size_t(0));
    }

    void kdigAsksForDifferences()
    {
        m_primary->changeZone(name("z."), {txt("m", "v1")}, {txt("m", "v2")});
        m_primary->changeZone(name("z."), {}, {txt("n", "new")}, 9);
        const auto lines = kdig(*m_primary, {"z.", "IXFR=1"});
        QCOMPARE(lines.size(), std::size_t(9)); // 6 SOA, 3 TXT
        m_primary->setHistory(name("z."), 0);
        QCOMPARE(kdig(*m_primary, {"z.", "IXFR=1"}).size(), std::size_t(6)); // the whole zone
        QCOMPARE(kdig(*m_primary, {"z.", "IXFR=9"}).size(), std::size_t(1));
    }

    void setVersionMakesTheDifference()
    {
        m_primary->setVersion(name("z."), 3, body("v3"));
        const auto lines = kdig(*m_primary, {"z.", "IXFR=1"});
        QCOMPARE(lines.size(), std::size_t(6));
        QCOMPARE(m_primary->serial(name("z.")).value_or(0), 3U);
        QCOMPARE(m_primary->records(name("z.")).size(), std::size_t(4));
    }

    void notifyOverUdpUntilItIsAnswered()
    {
        const auto socket = net::bindUdp(anyPort()).value();
        const net::Endpoint here = net::localEndpoint(socket.get()).value();
        m_primary->addSecondary(name("z."), {here, ScriptedPrimary::Transport::Udp, {}});
        m_primary->changeZone(name("z."), {}, {txt("n", "new")});
        Heard first;
        for (int i = 0; i < 2; ++i) { // not answered: it comes again
            const Heard heard = receive(socket.get());
            const servers::Request request = requestOf(heard.message);
            QVERIFY(request.header.opcode == dns::Opcode::Notify && request.header.authoritative);
            QVERIFY(request.question.type == dns::Type::SOA && request.question.name == name("z."));
            if (i == 1)
                QVERIFY(heard.message == first.message);
            first = heard;
        }
        QCOMPARE(soaInAnswer(first.message).value_or(0), 2U);
        base::Bytes answer = first.message;
        answer[2] = static_cast<char>(answer[2] | 0x80);
        QVERIFY(net::sendDatagram(socket.get(), first.from, base::viewOf(answer)).value());
        QTRY_COMPARE(m_primary->counters().notifiesAnswered, std::uint64_t(1));
        QCOMPARE(m_primary->counters().notifiesSent, std::uint64_t(1));
    }

    void notifyOverTcpSigned()
    {
        const auto listener = net::listenTcp(anyPort()).value();
        const net::Endpoint here = net::localEndpoint(listener.get()).value();
        ScriptedPrimary::NotifyForm form;
        form.transport = ScriptedPrimary::Transport::Tcp;
        form.key = goodKey.name;
        form.serial = 150;
        m_primary->notify(name("z."), here, form);
        QVERIFY(readable(listener.get()));
        const auto accepted = net::acceptTcp(listener.get()).value();
        net::FrameDecoder decoder;
        std::optional<base::ByteView> message;
        while (!(message = decoder.next())) {
            QVERIFY(readable(accepted->socket.get()));
            const auto count = net::readSome(accepted->socket.get(), decoder.space()).value();
            QVERIFY(count && *count > 0);
            decoder.received(*count);
        }
        dns::KeyRing keys;
        keys.add(goodKey);
        base::SystemClock clock;
        QVERIFY(dns::verifyRequest(*message, keys, clock.wall()).value().keyName == goodKey.name);
        QCOMPARE(soaInAnswer(base::Bytes(base::textOf(*message))).value_or(0), 150U);
    }

    void droppedNotify()
    {
        const auto socket = net::bindUdp(anyPort()).value();
        m_primary->addSecondary(
            name("z."), {net::localEndpoint(socket.get()).value(), ScriptedPrimary::Transport::Udp, {}});
        m_primary->dropNotifies(1);
        m_primary->changeZone(name("z."), {}, {txt("a", "1")});
        m_primary->changeZone(name("z."), {}, {txt("b", "2")});
        QCOMPARE(soaInAnswer(receive(socket.get()).message).value_or(0), 3U);
        QCOMPARE(m_primary->counters().notifiesDropped, std::uint64_t(1));
    }

    void refusesAll()
    {
        m_primary->refuse(true);
        const auto output =
            kit::run({"kdig", "@127.0.0.1", "-p", std::to_string(m_primary->endpoint().port), "z.", "SOA"});
        QVERIFY(output && QString::fromStdString(output->text).contains("REFUSED"));
        m_primary->refuse(false);
        QCOMPARE(kdig(*m_primary, {"+short", "z.", "SOA"}).size(), std::size_t(1));
    }

    void answersWhatItHas()
    {
        QCOMPARE(kdig(*m_primary, {"+short", "m.z.", "TXT"}), std::vector<std::string>{"\"v1\""});
        QVERIFY(kdig(*m_primary, {"+short", "other.", "SOA"}).empty());
    }

private:
    static net::Endpoint anyPort()
    {
        net::Endpoint endpoint = net::Endpoint::fromText("127.0.0.1").value();
        endpoint.port = 0;
        return endpoint;
    }
    static Heard receive(int socket)
    {
        std::array<std::uint8_t, 4096> buffer{};
        if (!readable(socket))
            return {};
        const auto datagram = net::receiveDatagram(socket, buffer).value();
        return {base::Bytes(base::textOf(base::ByteView(buffer.data(), datagram->size))), datagram->from};
    }
    static std::optional<std::uint32_t> soaInAnswer(const base::Bytes& message)
    {
        auto reader = dns::MessageReader::open(base::viewOf(message));
        if (!reader)
            return std::nullopt;
        const auto record = reader->nextRecord();
        if (!record || !*record || reader->section() != dns::Section::Answer)
            return std::nullopt;
        const auto soa = dns::Soa::fromRdata((**record).rdata);
        return soa ? std::optional(soa->serial) : std::nullopt;
    }

    std::unique_ptr<ScriptedPrimary> m_primary;
};

QTEST_GUILESS_MAIN(TestScriptedPrimary)
#include "tst_scripted_primary.moc"
