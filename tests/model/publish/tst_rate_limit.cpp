// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/rate_limit.h"

#include <QTest>

using namespace zonescope;
using namespace std::chrono_literals;
using publish::RateLimit;
using Verdict = publish::RateLimit::Verdict;

class tst_RateLimit : public QObject
{
    Q_OBJECT

private slots:
    void givesASecondsWorthThenItsRate();
    void largeAnswersCountMore();
    void networksAreApart_data();
    void networksAreApart();
    void loopbackAndZeroHaveNoLimit();
    void slipsEveryNth();
    void holdsItsMemoryUnderAFlood();

private:
    static net::IpAddress at(const char* text) { return *net::IpAddress::fromText(text); }
    static int answered(RateLimit& limit, const net::IpAddress& client, int asked, base::Instant now)
    {
        int count = 0;
        for (int i = 0; i < asked; ++i)
            count += limit.take(client, 100, now) == Verdict::Answer ? 1 : 0;
        return count;
    }
    const base::Instant m_start = base::Instant() + 1h;
};

void tst_RateLimit::givesASecondsWorthThenItsRate()
{
    RateLimit limit({100, 0, false});
    QCOMPARE(answered(limit, at("192.0.2.1"), 1000, m_start), 100);
    QCOMPARE(answered(limit, at("192.0.2.1"), 1000, m_start + 500ms), 50);
    QCOMPARE(answered(limit, at("192.0.2.1"), 1000, m_start + 1h), 100); // no more than one second's worth
    QCOMPARE(limit.dropped(), std::uint64_t(900 + 950 + 900));
}

void tst_RateLimit::largeAnswersCountMore()
{
    RateLimit limit({100, 0, false});
    int count = 0;
    while (limit.take(at("192.0.2.1"), 1200, m_start) == Verdict::Answer)
        ++count;
    QCOMPARE(count, 33); // 1 + 1200 / 512 each
}

void tst_RateLimit::networksAreApart_data()
{
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("same");
    QTest::newRow("same /24") << "192.0.2.200" << true;
    QTest::newRow("next /24") << "192.0.3.1" << false;
    QTest::newRow("IPv6") << "2001:db8::1" << false;
}

void tst_RateLimit::networksAreApart()
{
    QFETCH(QString, other);
    QFETCH(bool, same);
    RateLimit limit({100, 0, false});
    QCOMPARE(answered(limit, at("192.0.2.1"), 200, m_start), 100);
    QCOMPARE(answered(limit, at(other.toUtf8()), 200, m_start), same ? 0 : 100);
    QCOMPARE(answered(limit, at("2001:db8:0:100::1"), 200, m_start), 100);
    QCOMPARE(answered(limit, at("2001:db8:0:1ff::9"), 200, m_start), 0); // the same /56
    QCOMPARE(answered(limit, at("2001:db8:0:200::1"), 200, m_start), 100);
}

void tst_RateLimit::loopbackAndZeroHaveNoLimit()
{
    RateLimit limit({10, 2, false});
    QCOMPARE(answered(limit, at("127.0.0.1"), 1000, m_start), 1000);
    QCOMPARE(answered(limit, at("::1"), 1000, m_start), 1000);
    RateLimit none({0, 2, false});
    QCOMPARE(answered(none, at("192.0.2.1"), 1000, m_start), 1000);
    RateLimit all({10, 0, true});
    QCOMPARE(answered(all, at("127.0.0.1"), 1000, m_start), 10);
}

void tst_RateLimit::slipsEveryNth()
{
    RateLimit limit({1, 3, false});
    QCOMPARE(limit.take(at("192.0.2.1"), 10, m_start), Verdict::Answer);
    int cut = 0;
    for (int i = 0; i < 300; ++i)
        cut += limit.take(at("192.0.2.1"), 10, m_start) == Verdict::Truncate ? 1 : 0;
    QCOMPARE(cut, 100);
    QCOMPARE(limit.truncated(), std::uint64_t(100));
}

void tst_RateLimit::holdsItsMemoryUnderAFlood()
{
    RateLimit limit({100, 0, false});
    base::Instant now = m_start;
    QCOMPARE(answered(limit, at("192.0.2.1"), 200, now), 100);
    for (std::uint32_t i = 0; i < 1'000'000; ++i) { // forged addresses of a million networks
        const std::uint8_t octets[] = {static_cast<std::uint8_t>(1 + (i >> 16)),
                                       static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i), 1};
        QCOMPARE(limit.take(net::IpAddress::fromOctets(net::Family::V4, octets), 100, now), Verdict::Answer);
        now += 1us;
        if (i % 8 == 0) // the victim's own network is asked for all the time and stays known
            limit.take(at("192.0.2.1"), 100, now);
    }
    QVERIFY(answered(limit, at("192.0.2.1"), 200, now) < 20);
}

QTEST_APPLESS_MAIN(tst_RateLimit)
#include "tst_rate_limit.moc"
