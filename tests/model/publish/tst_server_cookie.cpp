// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/server_cookie.h"

#include "model/dns/message_writer.h"
#include "model/publish/answer_policy.h"
#include "tests/model/publish/ask.h"
#include "tests/model/publish/odd_zone.h"

#include <QTest>

using namespace zonescope;
using namespace std::chrono_literals;
using publish::ServerCookies;

namespace {

base::Bytes fromHex(const char* text)
{
    return QByteArray::fromHex(text).toStdString();
}

ServerCookies withSecret(const char* hex)
{
    const base::Bytes octets = fromHex(hex);
    std::array<std::uint8_t, 16> secret{};
    std::copy(octets.begin(), octets.end(), secret.begin());
    return ServerCookies(secret);
}

base::Timestamp at(std::int64_t seconds)
{
    return base::fromMicroseconds(seconds * 1'000'000);
}

QByteArray hexOf(const ServerCookies::Whole& cookie)
{
    return QByteArray(reinterpret_cast<const char*>(cookie.data()), cookie.size()).toHex();
}

} // namespace

class tst_ServerCookie : public QObject
{
    Q_OBJECT

private slots:
    void sipHashAsPublished();
    void rfc9018Vectors();
    void knowsItsOwnAndNoOther();
    void lengths();
    void serverAnswersThem();
};

void tst_ServerCookie::sipHashAsPublished()
{
    // The example of the SipHash paper, appendix A: key 00..0f, message 00..0e.
    std::array<std::uint8_t, 15> message{};
    for (std::size_t i = 0; i < message.size(); ++i)
        message[i] = static_cast<std::uint8_t>(i);
    QCOMPARE(publish::sipHash({0x0706050403020100U, 0x0f0e0d0c0b0a0908U}, message), 0xa129ca6149be45e5U);
}

void tst_ServerCookie::rfc9018Vectors()
{
    // RFC 9018 appendix A.1 and A.2 (IPv4), A.4 (IPv6).
    const auto first = withSecret("e5e973e5a6b2a43f48e7dc849e37bfcf");
    const base::Bytes client = fromHex("2464c4abcf10c957");
    QCOMPARE(hexOf(first.answer(base::viewOf(client), *net::IpAddress::fromText("198.51.100.100"),
                                at(1559731985))),
             QByteArray("2464c4abcf10c957010000005cf79f111f8130c3eee29480"));
    const base::Bytes other = fromHex("fc93fc62807ddb86");
    QCOMPARE(
        hexOf(first.answer(base::viewOf(other), *net::IpAddress::fromText("203.0.113.203"), at(1559734700))),
        QByteArray("fc93fc62807ddb86010000005cf7a9acf73a7810aca2381e"));
    const auto second = withSecret("445536bcd2513298075a5d379663c962");
    const base::Bytes six = fromHex("22681ab97d52c298");
    QCOMPARE(
        hexOf(second.answer(base::viewOf(six),
                            *net::IpAddress::fromText("2001:db8:220:1:59de:d0f4:8769:82b8"), at(1559741961))),
        QByteArray("22681ab97d52c298010000005cf7c609a6bb79d16625507a"));
}

void tst_ServerCookie::knowsItsOwnAndNoOther()
{
    const auto cookies = withSecret("e5e973e5a6b2a43f48e7dc849e37bfcf");
    const auto client = *net::IpAddress::fromText("192.0.2.7");
    const base::Bytes own = fromHex("0102030405060708");
    const auto whole = cookies.answer(base::viewOf(own), client, at(1'000'000'000));
    QVERIFY(cookies.valid(whole, client, at(1'000'000'000)));
    QVERIFY(cookies.valid(whole, client, at(1'000'003'600)));
    QVERIFY(!cookies.valid(whole, client, at(1'000'003'601)));
    QVERIFY(cookies.valid(whole, client, at(1'000'000'000 - 300)));
    QVERIFY(!cookies.valid(whole, client, at(1'000'000'000 - 301)));
    QVERIFY(!cookies.valid(whole, *net::IpAddress::fromText("192.0.2.8"), at(1'000'000'000)));
    QVERIFY(!ServerCookies::random().valid(whole, client, at(1'000'000'000)));
    for (std::size_t i = 0; i < whole.size(); ++i) {
        auto changed = whole;
        changed[i] = static_cast<std::uint8_t>(changed[i] ^ 1);
        QVERIFY2(!cookies.valid(changed, client, at(1'000'000'000)), qPrintable(QString::number(i)));
    }
}

void tst_ServerCookie::lengths()
{
    const base::Bytes room(64, 'x');
    for (std::size_t size = 0; size < room.size(); ++size)
        QCOMPARE(ServerCookies::wellFormed(base::viewOf(room).first(size)),
                 size == 8 || (size >= 16 && size <= 40));
}

void tst_ServerCookie::serverAnswersThem()
{
    publish::PublishedZones zones;
    zones.publish({base::ZoneId{1},
                   *dns::Name::fromText(test::oddApex),
                   test::versionOf(test::oddApex, test::oddZone()),
                   false,
                   {}});
    const publish::Access access{{}, {}, {}, std::make_shared<const ServerCookies>(ServerCookies::random())};
    const auto client = *net::IpAddress::fromText("192.0.2.7");
    const auto query = [](std::string_view option) {
        dns::MessageWriter writer(dns::Header{});
        writer.question({*dns::Name::fromText("www.odd.example"), dns::Type::A, dns::Class::IN});
        base::Bytes rdata{'\0', '\x0a', '\0', static_cast<char>(option.size())};
        rdata += option;
        writer.record(dns::Section::Additional, dns::Name().wire(), dns::Type::OPT, dns::Class(1232), 0,
                      base::viewOf(rdata));
        return writer.finish();
    };
    publish::Answerer answerer;
    base::Bytes message = query("clientco");
    const auto first =
        answerer.answer({base::viewOf(message), false, client, at(1'000'000'000)}, zones, access);
    QVERIFY(!first.knownClient);
    const std::size_t where = base::textOf(first.message).rfind("clientco");
    QVERIFY(where != std::string::npos);
    const base::Bytes whole(base::textOf(first.message).substr(where, ServerCookies::wholeSize));
    QCOMPARE(whole.size(), ServerCookies::wholeSize);
    message = query(whole);
    QVERIFY(answerer.answer({base::viewOf(message), false, client, at(1'000'000'001)}, zones, access)
                .knownClient);
    message = query("nine octs"); // RFC 7873 section 5.2.2
    const auto bad =
        answerer.answer({base::viewOf(message), false, client, at(1'000'000'001)}, zones, access);
    QCOMPARE(test::read(bad.message)->rcode, dns::Rcode::FormErr);
}

QTEST_APPLESS_MAIN(tst_ServerCookie)
#include "tst_server_cookie.moc"
