// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/serial.h"
#include "model/notify/notify_policy.h"
#include "model/schedule/scheduler.h"
#include "tests/kit/fake_clock.h"
#include "tests/model/notify/notify_messages.h"
#include "tests/model/schedule/memory_ledger.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <deque>
#include <sstream>

using namespace zonescope;
using notifytest::at;
using notifytest::name;
using schedule::Scheduler;

namespace {

base::Duration durationOf(const std::string& text)
{
    std::size_t end = 0;
    const std::int64_t number = std::stoll(text, &end);
    const std::string unit = text.substr(end);
    if (unit == "ms")
        return std::chrono::milliseconds(number);
    if (unit == "s")
        return std::chrono::seconds(number);
    if (unit == "m")
        return std::chrono::minutes(number);
    if (unit == "h")
        return std::chrono::hours(number);
    throw std::runtime_error("a time without unit: " + text);
}

std::string triggersText(pipeline::Triggers triggers)
{
    using pipeline::Trigger;
    std::string text;
    for (const auto& [trigger, word] :
         {std::pair(Trigger::Notify, "notify"), std::pair(Trigger::Refresh, "refresh"),
          std::pair(Trigger::Retry, "retry"), std::pair(Trigger::Forced, "forced"),
          std::pair(Trigger::ForcedFull, "forced-full"), std::pair(Trigger::Added, "added"),
          std::pair(Trigger::Recovered, "recovered")})
        if (pipeline::has(triggers, trigger))
            text += (text.empty() ? "" : "+") + std::string(word);
    return text;
}

/// One story. A line that does not come true throws with what happened instead.
class Story
{
public:
    void line(const std::string& text)
    {
        std::istringstream in(text);
        m_words.clear();
        m_options.clear();
        for (std::string word; in >> word && word[0] != '#';) {
            const auto equals = word.find('=');
            if (equals == std::string::npos || m_words.empty())
                m_words.push_back(word);
            else
                m_options[word.substr(0, equals)] = word.substr(equals + 1);
        }
        if (!m_words.empty())
            run();
    }

private:
    struct ZoneFacts
    {
        base::ZoneId id;
        schedule::SoaTimers timers;
        std::optional<std::uint32_t> holds;
    };

    void run()
    {
        const std::string& verb = m_words[0];
        if (verb == "primary")
            addPrimary();
        else if (verb == "zone")
            addZone();
        else if (verb == "zones")
            addZones();
        else if (verb == "wait")
            m_clock.advance(durationOf(word(1)));
        else if (verb == "clock")
            setClock();
        else if (verb == "notify")
            notify();
        else if (verb == "notifies")
            for (std::uint32_t i = 0, n = static_cast<std::uint32_t>(std::stoul(word(3))); i < n; ++i)
                notify(i);
        else if (verb == "answer")
            expect(m_answer, word(1));
        else if (verb == "force")
            force();
        else if (verb == "works")
            works();
        else if (verb == "idle")
            expect(nextText(), "nothing");
        else if (verb == "gets" || verb == "unchanged" || verb == "fails" || verb == "cancelled")
            ends(verb);
        else if (verb == "given-up")
            expect(m_givenUp, word(1) + " " + word(2));
        else if (verb == "expires")
            expires();
        else if (verb == "merged")
            expect(std::to_string(m_scheduler->mergedTriggers(zone(1).id)), word(2));
        else if (verb == "due")
            due();
        else if (verb == "kill")
            kill();
        else
            throw std::runtime_error("unknown word " + verb);
    }

    const std::string& word(std::size_t i) const
    {
        if (i >= m_words.size())
            throw std::runtime_error("the line is too short");
        return m_words[i];
    }
    std::optional<std::uint32_t> number(const char* option) const
    {
        const auto found = m_options.find(option);
        if (found == m_options.end())
            return std::nullopt;
        return static_cast<std::uint32_t>(std::stoul(found->second));
    }
    static void expect(const std::string& is, const std::string& should)
    {
        if (is != should)
            throw std::runtime_error("expected \"" + should + "\", it is \"" + is + "\"");
    }
    ZoneFacts& zone(std::size_t i) { return m_zones.at(word(i)); }
    std::string nameOf(base::ZoneId id) const
    {
        for (const auto& [zoneName, facts] : m_zones)
            if (facts.id == id)
                return zoneName;
        return "?";
    }

    void addPrimary()
    {
        zone::Primary primary;
        primary.name = word(1);
        primary.addresses = {at(word(2).c_str())};
        if (const auto key = m_options.find("key"); key != m_options.end()) {
            primary.key = *m_configuration.put(
                zone::Key{{}, name((key->second + ".").c_str()), dns::TsigAlgorithm::HmacSha256});
            m_keys.add(notifytest::key((key->second + ".").c_str()));
        }
        m_primaries[word(1)] = *m_configuration.put(primary);
    }
    void addZones()
    {
        const std::string prefix = word(2);
        for (int i = std::stoi(word(1)); i > 0; --i)
            addZone(prefix + std::to_string(i) + ".example");
    }
    void addZone() { addZone(word(1)); }
    void addZone(const std::string& zoneName)
    {
        zone::Zone zone;
        zone.apex = name(zoneName.c_str());
        std::istringstream list(m_options.at("primaries"));
        for (std::string one; std::getline(list, one, ',');)
            zone.primaries.push_back(m_primaries.at(one));
        ZoneFacts facts;
        facts.id = *m_configuration.put(zone);
        facts.timers = {number("refresh").value_or(3600), number("retry").value_or(600),
                        number("expire").value_or(86400)};
        facts.holds = number("holds");
        m_zones[zoneName] = facts;
        schedule(facts);
    }
    /// As date(1) does: no time passes.
    void setClock()
    {
        const base::Duration by = durationOf(word(1).substr(1));
        if (word(1)[0] == '-') {
            m_clock.setWall(m_clock.wall() - by);
            return;
        }
        m_clock.setWall(m_clock.wall() + by);
        m_scheduler->clockSetForward(by, m_clock.wall());
    }
    void schedule(const ZoneFacts& facts)
    {
        m_scheduler->add(facts.id, {}, false, facts.holds ? std::optional(facts.timers) : std::nullopt,
                         m_clock.wall());
    }
    /// `later`: how much newer than the serial of the line.
    void notify(std::uint32_t later = 0)
    {
        notifytest::Form form;
        form.zone = word(2).c_str();
        form.serial = number("serial");
        if (form.serial)
            *form.serial += later;
        base::Bytes message = notifytest::make(form);
        if (const auto key = m_options.find("key"); key != m_options.end())
            message = dns::signRequest(message, notifytest::key((key->second + ".").c_str()), m_clock.wall())
                          .message;
        const auto decision = notify::decide(base::viewOf(message), at(word(1).c_str()),
                                             {m_configuration, m_keys, m_clock.wall()});
        if (decision.reply.empty()) {
            m_answer = "none";
            return;
        }
        const auto rcode = dns::MessageReader::open(base::viewOf(decision.reply))->header().rcode;
        m_answer = dns::rcodeText(static_cast<dns::Rcode>(rcode));
        if (!decision.accepted)
            return;
        Scheduler::Request request;
        request.notifiers = decision.accepted->primaries;
        request.announced = decision.accepted->serial;
        m_scheduler->enqueue(decision.accepted->zone, request, m_clock.wall(), {});
    }
    void force()
    {
        Scheduler::Request request;
        const bool full = m_words.size() > 2 && m_words[2] == "full";
        request.trigger = full ? pipeline::Trigger::ForcedFull : pipeline::Trigger::Forced;
        m_scheduler->enqueue(zone(1).id, request, m_clock.wall(), {});
    }
    std::string nextText()
    {
        for (auto& taken : m_scheduler->take(m_clock.wall()))
            m_taken.push_back(std::move(taken));
        if (m_taken.empty())
            return "nothing";
        return nameOf(m_taken.front().zone) +
               " because=" + triggersText(m_taken.front().working.work.triggers);
    }
    void works()
    {
        expect(nextText(), word(1) + " because=" + m_options.at("because"));
        const auto& notifiers = m_taken.front().working.work.notifiers;
        if (const auto first = m_options.find("first"); first != m_options.end()) {
            const bool right = !notifiers.empty() && notifiers.front() == m_primaries.at(first->second);
            expect(right ? first->second : "somebody else", first->second);
        }
        if (const auto all = m_options.find("told"); all != m_options.end())
            expect(namesOf(notifiers), all->second);
        m_taken.pop_front();
    }
    std::string namesOf(const std::vector<base::PrimaryId>& primaries) const
    {
        std::string text;
        for (const base::PrimaryId id : primaries)
            for (const auto& [primaryName, known] : m_primaries)
                if (known == id)
                    text += (text.empty() ? "" : ",") + primaryName;
        return text;
    }
    void ends(const std::string& verb)
    {
        using Outcome = Scheduler::Finish::Outcome;
        Scheduler::Finish finish;
        ZoneFacts& facts = zone(1);
        if (verb == "gets" || verb == "unchanged") {
            finish.seenSerial = static_cast<std::uint32_t>(std::stoul(word(2)));
            finish.ednsExpire = number("edns-expire");
            finish.outcome = verb == "gets" ? Outcome::NewVersion : Outcome::Unchanged;
            if (verb == "gets")
                facts.holds = finish.seenSerial;
        } else {
            finish.outcome = verb == "fails" ? Outcome::Failed : Outcome::Cancelled;
        }
        if (facts.holds)
            finish.soa = facts.timers;
        const auto planned = m_scheduler->finished(facts.id, finish, m_clock.wall());
        m_givenUp =
            planned.announcementGivenUp ? word(1) + " " + std::to_string(*planned.announced) : "nobody";
    }
    void expires()
    {
        std::string who;
        for (const base::ZoneId id : m_scheduler->takeExpired(m_clock.wall()))
            who += (who.empty() ? "" : ",") + nameOf(id);
        expect(who.empty() ? "nobody" : who, word(1));
    }
    void due()
    {
        const base::Duration left = m_scheduler->timers(zone(1).id)->nextCheck - m_clock.wall();
        if (left < durationOf(word(2)) || left > durationOf(word(3)))
            throw std::runtime_error("due in " + std::to_string(base::toMilliseconds(left)) + " ms");
    }
    void kill()
    {
        m_taken.clear();
        m_scheduler = std::make_unique<Scheduler>(m_ledger, Scheduler::Settings{});
        m_scheduler->restore(*m_ledger.load());
        for (const auto& [zoneName, facts] : m_zones)
            schedule(facts);
    }

    kit::FakeClock m_clock;
    zone::Configuration m_configuration;
    dns::KeyRing m_keys;
    scheduletest::MemoryLedger m_ledger;
    std::unique_ptr<Scheduler> m_scheduler = std::make_unique<Scheduler>(m_ledger, Scheduler::Settings{});
    std::map<std::string, base::PrimaryId> m_primaries;
    std::map<std::string, ZoneFacts> m_zones;
    std::deque<Scheduler::Taken> m_taken;
    std::string m_answer = "none";
    std::string m_givenUp = "nobody";
    std::vector<std::string> m_words;
    std::map<std::string, std::string> m_options;
};

} // namespace

class TestScenarios : public QObject
{
    Q_OBJECT

private slots:
    void stories_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QFileInfo(QFINDTESTDATA("README.md")).absolutePath());
        for (const QFileInfo& file : folder.entryInfoList({"*.scenario"}, QDir::Files, QDir::Name))
            QTest::newRow(qPrintable(file.baseName())) << file.absoluteFilePath();
    }
    void stories()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        Story story;
        for (int number = 1; !file.atEnd(); ++number) {
            const QByteArray line = file.readLine().trimmed();
            try {
                story.line(line.toStdString());
            } catch (const std::exception& e) {
                QFAIL(qPrintable(
                    QString("line %1: %2: %3").arg(number).arg(QString::fromUtf8(line), e.what())));
            }
        }
    }
    /// A runner that lets everything pass would prove nothing.
    void wrongStoriesFail_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"answer NOERROR", "works example.org because=notify", "expires example.org", "idle",
              "due example.org 1h 2h", "merged example.org 5", "nonsense", "given-up example.org 3"})
            QTest::newRow(line) << line;
    }
    void wrongStoriesFail()
    {
        QFETCH(QString, line);
        Story story;
        story.line("primary ns1 192.0.2.1");
        story.line("zone example.org primaries=ns1");
        bool failed = false;
        try {
            story.line(line.toStdString());
        } catch (const std::exception&) {
            failed = true;
        }
        QVERIFY(failed);
    }
};

QTEST_APPLESS_MAIN(TestScenarios)
#include "tst_scenarios.moc"
