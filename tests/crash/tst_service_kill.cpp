// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random points of a running zonescoped: a NOTIFY that was answered leads to its serial after the
// restart, whatever happened in between, and what is served is always one whole version.
#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"
#include "model/dns/text.h"
#include "tests/crash/rounds.h"
#include "tests/kit/process.h"
#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"
#include "tests/servers/scripted_primary.h"

#include <QTest>

#include <poll.h>
#include <random>
#include <set>
#include <sys/socket.h>
#include <unistd.h>

using namespace zonescope;

namespace {

constexpr int hosts = 40; ///< records that all carry the version they belong to
const char* const apex = "crash.example";

/// Every record names the serial: a mix of two versions cannot hide.
std::vector<dns::Record> contentOf(std::uint32_t serial)
{
    std::string text = "@ NS ns1\nns1 A 192.0.2.1\n";
    for (int i = 0; i < hosts; ++i)
        text += "host" + std::to_string(i) + " TXT \"" + std::to_string(serial) + "\"\n";
    return *dns::recordsFromText(text, *dns::Name::fromText(apex));
}

/// Sends one NOTIFY and waits for the answer; there is none when it is not up yet, which is heard at once.
/// True: it was accepted, so its work must survive.
bool notify(const net::Endpoint& to, std::uint16_t id)
{
    dns::Header header;
    header.id = id;
    header.opcode = dns::Opcode::Notify;
    header.authoritative = true;
    dns::MessageWriter writer(header);
    writer.question({*dns::Name::fromText(apex), dns::Type::SOA, dns::Class::IN});
    const base::Bytes message = writer.finish();
    sockaddr_storage address{};
    const unsigned length = to.toSockaddr(address);
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool accepted = false;
    // NOLINTNEXTLINE: the sockets API's own way to pass addresses
    if (connect(fd, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
        send(fd, message.data(), message.size(), 0) > 0) {
        pollfd readable{fd, POLLIN, 0};
        std::array<std::uint8_t, 512> answer{};
        if (poll(&readable, 1, 10'000) > 0 && recv(fd, answer.data(), answer.size(), 0) >= 12)
            accepted = answer[0] == id >> 8 && answer[1] == (id & 0xff) && (answer[3] & 0x0f) == 0;
    }
    close(fd);
    return accepted;
}

class Service
{
public:
    explicit Service(const net::Endpoint& primary)
        : m_notifyPort(kit::freePort())
        , m_servePort(kit::freePort())
    {
        kit::writeText(file(), "{ \"dataFolder\": \"" + (m_folder.path() / "data").string() +
                                   "\", \"notify\": { \"listen\": [\"" + notifyAt().toText() +
                                   "\"] }, \"serve\": { \"listen\": [\"" + serveAt().toText() +
                                   "\"] }, \"primaries\": [ { \"name\": \"p\", \"addresses\": [\"" +
                                   primary.toText() + "\"] } ], \"zones\": [ { \"name\": \"" + apex +
                                   "\", \"primaries\": [\"p\"] } ] }");
    }
    void start()
    {
        auto process = kit::Process::start(
            {ZONESCOPED, "--config", file().string(), "--socket", (m_folder.path() / "s").string()},
            m_folder.path() / "log");
        QVERIFY_RESULT(process);
        m_process.emplace(std::move(*process));
    }
    void kill() { m_process->kill(); }
    net::Endpoint notifyAt() const { return {*net::IpAddress::fromText("127.0.0.1"), m_notifyPort}; }
    net::Endpoint serveAt() const { return {*net::IpAddress::fromText("127.0.0.1"), m_servePort}; }
    std::optional<std::uint32_t> serial() const { return kit::askSerial(serveAt(), apex); }
    std::string log() const { return kit::readText(m_folder.path() / "log"); }
    /// Every version named by the records that an AXFR gives out just now.
    std::set<std::string> versionsServed() const
    {
        std::set<std::string> versions;
        const auto output = kit::run({"kdig", "@127.0.0.1", "-p", std::to_string(m_servePort), apex, "AXFR",
                                      "+noheader", "+nostats", "+nocomments"});
        const auto records = dns::recordsFromText(output ? output->text : "", *dns::Name::fromText(apex));
        if (!records)
            return versions;
        for (const dns::Record& record : *records) {
            if (record.type == dns::Type::TXT)
                versions.insert(record.rdata.substr(1));
            if (record.type == dns::Type::SOA)
                versions.insert(std::to_string(dns::Soa::fromRdata(base::viewOf(record.rdata))->serial));
        }
        return versions;
    }

private:
    std::filesystem::path file() const { return m_folder.path() / "zonescoped.json"; }

    kit::TemporaryFolder m_folder;
    std::uint16_t m_notifyPort;
    std::uint16_t m_servePort;
    std::optional<kit::Process> m_process;
};

} // namespace

class tst_ServiceKill : public QObject
{
    Q_OBJECT

private slots:
    void acceptedWorkSurvivesKills();
};

void tst_ServiceKill::acceptedWorkSurvivesKills()
{
    auto primary = servers::ScriptedPrimary::start();
    QVERIFY_RESULT(primary);
    const dns::Name zone = *dns::Name::fromText(apex);
    std::uint32_t serial = 1;
    (*primary)->addZone(zone, serial, contentOf(serial));
    Service service((*primary)->endpoint());
    service.start();
    QTRY_COMPARE_WITH_TIMEOUT(service.serial(), std::optional<std::uint32_t>(1), 60'000);

    const int kills = kit::crashRounds(200);
    std::mt19937 random(20261121); // the same points at every run, as far as a scheduler lets them be
    std::uint32_t promised = 1;    // the newest serial whose NOTIFY was answered
    int accepted = 0;
    for (int round = 0; round < kills; ++round) {
        ++serial;
        (*primary)->setVersion(zone, serial, contentOf(serial));
        if (notify(service.notifyAt(), static_cast<std::uint16_t>(round + 1))) {
            promised = serial;
            ++accepted;
        }
        // Somewhere between the acknowledgement and well after the publish.
        poll(nullptr, 0, static_cast<int>(random() % 12));
        service.kill();
        service.start();
        // No new NOTIFY comes and the SOA says an hour: only the ledger can lead to the promised serial.
        const std::uint32_t wanted = promised;
        QTRY_VERIFY2_WITH_TIMEOUT(service.serial().value_or(0) >= wanted,
                                  qPrintable(QStringLiteral("kill %1: promised %2, served %3; its log: %4")
                                                 .arg(round)
                                                 .arg(wanted)
                                                 .arg(service.serial().value_or(0))
                                                 .arg(QString::fromStdString(service.log()))),
                                  60'000);
        if (round % 10 == 0)
            QVERIFY2(service.versionsServed().size() == 1, service.log().c_str());
    }
    qInfo("%d of %d NOTIFYs were answered before the kill", accepted, kills);
    QVERIFY2(accepted > kills / 2, "the kills came too early to prove anything");
}

QTEST_GUILESS_MAIN(tst_ServiceKill)
#include "tst_service_kill.moc"
