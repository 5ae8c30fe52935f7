// SPDX-License-Identifier: GPL-3.0-or-later
// Every mutated message is parsed by libknot as well. What both accept must be the same records; where only
// one accepts, the reason must be one of those listed here.
#include "model/dns/message_reader.h"

#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"
#include "tests/model/dns/message_mutator.h"

#include <QTest>

#include <map>
#include <memory>

extern "C" {
#include <libknot/packet/pkt.h>
}

using namespace zonescope::dns;
using namespace zonescope::dns::test;
using zonescope::base::Bytes;
using zonescope::base::Error;
using zonescope::base::ErrorCode;
using zonescope::base::Result;
using zonescope::base::textOf;
using zonescope::base::viewOf;

namespace {

struct Parsed
{
    bool accepted = false;
    std::vector<Record> records;
    std::optional<Question> question;
};

Parsed parseWithKnot(Bytes message)
{
    const std::unique_ptr<knot_pkt_t, void (*)(knot_pkt_t*)> packet(
        knot_pkt_new(message.data(), static_cast<std::uint16_t>(message.size()), nullptr), knot_pkt_free);
    Parsed parsed;
    // As it stands on the wire: no lower-casing, nothing cut off.
    parsed.accepted = knot_pkt_parse(packet.get(), KNOT_PF_NOCANON | KNOT_PF_KEEPWIRE) == 0;
    if (!parsed.accepted)
        return parsed;
    for (int i = 0; i < packet->rrset_count; ++i) {
        const knot_rrset_t& set = packet->rr[i];
        parsed.records.push_back({Name::fromTrustedWire(textOf({set.owner, knot_dname_size(set.owner)})),
                                  static_cast<Type>(set.type), static_cast<Class>(set.rclass), set.ttl,
                                  Bytes(textOf({set.rrs.rdata->data, set.rrs.rdata->len}))});
    }
    if (const knot_dname_t* name = knot_pkt_wire_qname(packet.get()))
        parsed.question = Question{Name::fromTrustedWire(textOf({name, knot_dname_size(name)})),
                                   static_cast<Type>(knot_pkt_qtype(packet.get())),
                                   static_cast<Class>(knot_pkt_qclass(packet.get()))};
    return parsed;
}

std::size_t trailingOctets(const Bytes& message)
{
    auto reader = MessageReader::open(viewOf(message));
    while (reader->nextRecord()->has_value()) {
    }
    return reader->trailingOctets();
}

bool pointsAt(const Bytes& message, bool (*isTarget)(const Bytes&, std::size_t))
{
    for (std::size_t at = 12; at + 1 < message.size(); ++at) {
        const auto first = static_cast<std::uint8_t>(message[at]);
        const std::size_t target = (first & 0x3fU) << 8 | static_cast<std::uint8_t>(message[at + 1]);
        if (first >= 0xc0 && target < at && isTarget(message, target))
            return true;
    }
    return false;
}

/// Why libknot may refuse what we accept; empty when nothing explains it.
std::string whyKnotRefuses(const Bytes& message, const std::vector<Record>& records)
{
    if (trailingOctets(message) > 0)
        return "octets behind the last record: we leave that to the caller";
    if (MessageReader::open(viewOf(message))->header().questions > 1)
        return "more than one question";
    for (const Record& r : records) {
        if (r.type == Type::OPT || r.type == Type::TSIG)
            return "libknot judges OPT and TSIG while parsing, we when they are read";
        if (r.recordClass != Class::IN)
            return "libknot applies the layouts of class IN to all classes";
    }
    if (pointsAt(message, [](const Bytes& m, std::size_t target) { return m[target] == '\0'; }))
        return "a pointer straight to a root label";
    return {};
}

/// True when the name at `at` has a pointer to something that had not ended before the name began: no prior
/// occurrence. libknot only asks that a pointer goes backwards from where the pointer stands, and stops at
/// 255 octets.
bool pointsToUnended(const Bytes& message, std::size_t at)
{
    std::size_t begin = at;
    std::size_t end = message.size();
    std::size_t length = 0;
    while (at + 1 < message.size() && length < 255) {
        if (at >= end)
            return true;
        const auto first = static_cast<std::uint8_t>(message[at]);
        if (first == 0 || (first >= 64 && first < 0xc0))
            return false;
        if (first < 64) {
            at += first + 1U;
            length += first + 1U;
            continue;
        }
        const std::size_t target = (first & 0x3fU) << 8 | static_cast<std::uint8_t>(message[at + 1]);
        if (target >= begin)
            return true;
        end = begin;
        begin = at = target;
    }
    return false;
}

/// Why we may refuse what libknot accepts; empty when nothing explains it.
std::string whyWeRefuse(const Bytes& message, const Error& error)
{
    const bool intoHeader = pointsAt(message, [](const Bytes&, std::size_t target) { return target < 12; });
    if (intoHeader && error.code != ErrorCode::Truncated)
        return "a pointer into the header";
    for (std::size_t at = 12; at < message.size() && error.code != ErrorCode::Truncated; ++at)
        if (error.detail.ends_with("at octet " + std::to_string(at)) ||
            error.code == ErrorCode::MalformedRecord)
            if (pointsToUnended(message, at) && error.detail.find("name") != std::string::npos)
                return "a pointer to a name that had not ended yet";
    if (error.code != ErrorCode::MalformedRecord)
        return {};
    for (const char* stricter : {"rdata longer than its type allows", "rdata shorter than its type needs",
                                 "character string runs past", "service parameters", "type bitmap",
                                 "no valid uncompressed name where the type has one"})
        if (error.detail.find(stricter) != std::string::npos)
            return std::string("libknot does not check: ") + stricter;
    return {};
}

} // namespace

class TestKnotOracle : public QObject
{
    Q_OBJECT

private slots:
    void wellFormedMessagesAreTheSame();
    void mutatedMessagesAgreeOrHaveAReason();
};

void TestKnotOracle::wellFormedMessagesAreTheSame()
{
    std::mt19937 random(1);
    for (int i = 0; i < 3000; ++i) {
        const Bytes message = sampleMessage(random);
        const auto ours = readAll(viewOf(message));
        QVERIFY_RESULT(ours);
        const Parsed knot = parseWithKnot(message);
        QVERIFY(knot.accepted);
        QVERIFY(*ours == knot.records);
    }
}

void TestKnotOracle::mutatedMessagesAgreeOrHaveAReason()
{
    std::mt19937 random(20261121);
    int bothAccept = 0;
    int bothRefuse = 0;
    std::map<std::string, int> reasons;
    for (int i = 0; i < 150000; ++i) {
        const Bytes message = mutated(sampleMessage(random), random);
        const auto ours = readAll(viewOf(message));
        const Parsed knot = parseWithKnot(message);
        const std::string shown = QByteArray::fromStdString(message).toHex().toStdString();
        if (ours && knot.accepted) {
            ++bothAccept;
            QCOMPARE(ours->size(), knot.records.size());
            for (std::size_t k = 0; k < ours->size(); ++k) {
                QVERIFY2((*ours)[k].owner.wire() == knot.records[k].owner.wire(), shown.c_str());
                QVERIFY2((*ours)[k] == knot.records[k], shown.c_str());
            }
            auto reader = MessageReader::open(viewOf(message));
            QVERIFY2(*reader->nextQuestion() == knot.question, shown.c_str());
        } else if (ours) {
            const std::string why = whyKnotRefuses(message, *ours);
            QVERIFY2(!why.empty(), ("only we accept " + shown).c_str());
            ++reasons["only we accept: " + why];
        } else if (knot.accepted) {
            const std::string why = whyWeRefuse(message, ours.error());
            QVERIFY2(
                !why.empty(),
                ("only libknot accepts " + shown + " " + zonescope::base::toString(ours.error())).c_str());
            ++reasons["only libknot accepts: " + why];
        } else {
            ++bothRefuse;
        }
    }
    qInfo("both accept %d, both refuse %d", bothAccept, bothRefuse);
    for (const auto& [why, count] : reasons)
        qInfo("%6d %s", count, why.c_str());
    QVERIFY(bothAccept > 30000 && bothRefuse > 30000);
}

QTEST_APPLESS_MAIN(TestKnotOracle)
#include "tst_knot_oracle.moc"
