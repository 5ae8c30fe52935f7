// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/result_macros.h"
#include "tests/model/transfer/stream_kit.h"

#include <QtTest>

#include <functional>
#include <set>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;

namespace {

enum class Expect { Good, Error, Unchanged };

struct Case
{
    const char* title;
    std::optional<Oddity> oddity; ///< the row of the policy table it stands for
    bool ixfr;
    std::function<Messages(const Query&)> stream;
    Expect expect;
    ErrorCode error = ErrorCode::Internal;
    std::function<bool(const XfrProduct&, const XfrReader&)> check = {};
};

const Records heldRecords = body("v1");

Messages bent(const Query& query, const Records& records, const std::function<void(servers::Draft&)>& bend)
{
    servers::Draft draft = draftFor(query, records);
    bend(draft);
    return {draft.write()};
}

Records axfr(const std::string& tag = "v5")
{
    return soa(5) + body(tag) + soa(5);
}

/// 1 -> 5: m.z. changes its text.
Records difference(std::uint32_t from, std::uint32_t to, const Records& removed, const Records& added)
{
    return Records{soa(from)} + removed + Records{soa(to)} + added;
}
Records ixfr()
{
    return soa(5) + difference(1, 5, {txt("m", "v1")}, {txt("m", "v5")}) + soa(5);
}

bool servesV5(const XfrProduct& product, const XfrReader&)
{
    return product.version->serial() == 5 && tagOf(*product.version) == "v5";
}

std::vector<Case> axfrCases()
{
    using Q = const Query&;
    const dns::Record late = lines("late A 192.0.2.9\n").front();
    return {
        {"good in one message",
         {},
         false,
         [](Q q) { return oneMessage(q, axfr()); },
         Expect::Good,
         {},
         servesV5},
        {"H01 one record in each message",
         Oddity::NoQuestion,
         false,
         [](Q q) { return oneRecordEach(q, axfr()); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && r.messages() == 5 && r.records() == 5;
         }},
        {"H01 empty message in the middle",
         Oddity::EmptyMessage,
         false,
         [](Q q) { return oneMessage(q, {soa(5)}) + oneMessage(q, {}) + oneMessage(q, body("v5") + soa(5)); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) { return servesV5(p, r) && r.messages() == 3; }},
        {"a hundred and one empty messages", Oddity::TooManyEmptyMessages, false,
         [](Q q) {
             Messages all = oneMessage(q, {soa(5)});
             for (int i = 0; i < 101; ++i)
                 all = all + oneMessage(q, {});
             return all;
         },
         Expect::Error, ErrorCode::XfrTooManyEmpty},
        {"a hundred empty messages",
         Oddity::EmptyMessage,
         false,
         [](Q q) {
             Messages all = oneMessage(q, {soa(5)});
             for (int i = 0; i < 100; ++i)
                 all = all + oneMessage(q, {});
             return all + oneMessage(q, body("v5") + soa(5));
         },
         Expect::Good,
         {},
         servesV5},
        {"H02 SOA in the middle", Oddity::SoaInMiddle, false,
         [late](Q q) { return oneMessage(q, soa(5) + body("v5") + soa(5) + late + soa(5)); }, Expect::Error,
         ErrorCode::XfrSoaInMiddle},
        {"H03 final SOA has another serial", Oddity::FinalSerialDiffers, false,
         [](Q q) { return oneMessage(q, soa(5) + body("v5") + soa(6)); }, Expect::Error,
         ErrorCode::XfrSerialMismatch},
        {"H04 closed before the final SOA", Oddity::CutBeforeFinalSoa, false,
         [](Q q) { return oneMessage(q, soa(5) + body("v5")); }, Expect::Error, ErrorCode::XfrIncomplete},
        {"closed without a message", Oddity::CutBeforeFinalSoa, false, [](Q) { return Messages(); },
         Expect::Error, ErrorCode::ConnectionClosed},
        {"H14 record outside the zone",
         Oddity::RecordOutsideZone,
         false,
         [](Q q) {
             const Records foreign =
                 dns::recordsFromText("x.other. A 192.0.2.7\n. NS ns1.z.\n", name("z.")).value();
             return oneMessage(q, soa(5) + body("v5") + foreign + soa(5));
         },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && p.tolerated.outsideZone == 2 &&
                    dump(*p.version) == dump(*versionOf(5, body("v5")));
         }},
        {"H15 record of class CH", Oddity::OtherClass, false,
         [late](Q q) {
             dns::Record chaos = late;
             chaos.recordClass = dns::Class::CH;
             return oneMessage(q, soa(5) + body("v5") + chaos + soa(5));
         },
         Expect::Error, ErrorCode::WrongClass},
        {"H16 record after the final SOA in the same message", Oddity::DataAfterFinalSoa, false,
         [late](Q q) { return oneMessage(q, axfr() + late); }, Expect::Error, ErrorCode::XfrDataAfterEnd},
        {"H16 record after the final SOA in the next message",
         Oddity::LaterMessageAfterFinalSoa,
         false,
         [late](Q q) { return oneMessage(q, axfr()) + oneMessage(q, {late}); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && !p.version->find(name("late.z."));
         }},
        {"other question name", Oddity::OtherQuestion, false,
         [](Q q) { return bent(q, axfr(), [](auto& d) { d.question->name = name("y."); }); }, Expect::Error,
         ErrorCode::WrongQuestion},
        {"other question type", Oddity::OtherQuestion, false,
         [](Q q) { return bent(q, axfr(), [](auto& d) { d.question->type = dns::Type::A; }); }, Expect::Error,
         ErrorCode::WrongQuestion},
        {"question in another case",
         {},
         false,
         [](Q q) { return bent(q, axfr(), [](auto& d) { d.question->name = name("Z."); }); },
         Expect::Good,
         {},
         servesV5},
        {"H18 id + 1 in the first message", Oddity::OtherId, false,
         [](Q q) { return bent(q, axfr(), [](auto& d) { ++d.header.id; }); }, Expect::Error,
         ErrorCode::WrongId},
        {"H18 id + 50 in the second message", Oddity::OtherId, false,
         [](Q q) {
             return oneMessage(q, soa(5) + body("v5")) + bent(q, {soa(5)}, [](auto& d) {
                        d.header.id = static_cast<std::uint16_t>(d.header.id + 50);
                    });
         },
         Expect::Error, ErrorCode::WrongId},
        {"TC bit over TCP",
         Oddity::TruncatedFlag,
         false,
         [](Q q) { return bent(q, axfr(), [](auto& d) { d.header.truncated = true; }); },
         Expect::Good,
         {},
         servesV5},
        {"AA bit clear",
         Oddity::NotAuthoritative,
         false,
         [](Q q) { return bent(q, axfr(), [](auto& d) { d.header.authoritative = false; }); },
         Expect::Good,
         {},
         servesV5},
        {"QR bit clear", Oddity::QueryBitClear, false,
         [](Q q) { return bent(q, axfr(), [](auto& d) { d.header.response = false; }); }, Expect::Error,
         ErrorCode::NotAResponse},
        {"opcode NOTIFY", Oddity::OtherOpcode, false,
         [](Q q) { return bent(q, axfr(), [](auto& d) { d.header.opcode = dns::Opcode::Notify; }); },
         Expect::Error, ErrorCode::WrongOpcode},
        {"CNAME and other data",
         Oddity::CnameAndOther,
         false,
         [](Q q) { return oneMessage(q, soa(5) + body("v5") + lines("m CNAME ns1\n") + soa(5)); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && p.version->find(name("m.z."))->find(dns::Type::CNAME);
         }},
        {"no NS at the apex",
         Oddity::NoApexNs,
         false,
         [](Q q) { return oneMessage(q, soa(5) + lines("m TXT \"v5\"\n") + soa(5)); },
         Expect::Good,
         {},
         servesV5},
        {"lower serial", Oddity::LowerSerial, false,
         [](Q q) { return oneMessage(q, soa(0) + body("v0") + soa(0)); }, Expect::Error,
         ErrorCode::SerialBackwards},
        {"H33 serial exactly 2^31 away", Oddity::UndefinedSerial, false,
         [](Q q) { return oneMessage(q, soa(0x80000001U) + body("far") + soa(0x80000001U)); }, Expect::Error,
         ErrorCode::SerialUndefined},
        {"same serial",
         {},
         false,
         [](Q q) { return oneMessage(q, soa(1) + body("v1") + soa(1)); },
         Expect::Unchanged},
        {"NOERROR with an empty answer", Oddity::EmptyAnswer, false, [](Q q) { return oneMessage(q, {}); },
         Expect::Error, ErrorCode::XfrEmptyAnswer},
        {"begins with NS", Oddity::NoLeadingSoa, false,
         [](Q q) { return oneMessage(q, body("v5") + soa(5)); }, Expect::Error, ErrorCode::XfrNoSoa},
        {"A with three octets", Oddity::MalformedRecord, false,
         [late](Q q) {
             dns::Record three = late;
             three.rdata.resize(3);
             return oneMessage(q, soa(5) + body("v5") + three + soa(5));
         },
         Expect::Error, ErrorCode::MalformedRecord},
        {"SOA with 13 octets", Oddity::MalformedRecord, false,
         [](Q q) {
             dns::Record shortSoa = soa(5);
             shortSoa.rdata = base::Bytes(13, '\0');
             return oneMessage(q, {shortSoa});
         },
         Expect::Error, ErrorCode::MalformedRecord},
        {"message of five octets",
         {},
         false,
         [](Q) { return Messages{base::Bytes("12345")}; },
         Expect::Error,
         ErrorCode::Truncated},
        {"message of no octets",
         {},
         false,
         [](Q) { return Messages{base::Bytes()}; },
         Expect::Error,
         ErrorCode::Truncated},
        {"duplicate record",
         Oddity::Duplicate,
         false,
         [](Q q) { return oneMessage(q, soa(5) + body("v5") + lines("ns1 A 192.0.2.1\n") + soa(5)); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && p.tolerated.duplicates == 1 && p.version->recordCount() == 4;
         }},
        {"two TTLs in an RRset",
         Oddity::MixedTtl,
         false,
         [](Q q) { return oneMessage(q, soa(5) + body("v5") + lines("ns1 60 A 192.0.2.2\n") + soa(5)); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && p.tolerated.mixedTtl == 1 &&
                    p.version->find(name("ns1.z."))->find(dns::Type::A)->ttl() == 60;
         }},
        {"owners in mixed case",
         Oddity::MixedCase,
         false,
         [](Q q) { return oneMessage(q, soa(5) + body("v5") + lines("WwW A 192.0.2.3\n") + soa(5)); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && p.version->find(name("www.z."))->name(name("z.")).toText() == "WwW.z.";
         }},
        {"data below a delegation",
         Oddity::Occluded,
         false,
         [](Q q) {
             return oneMessage(q,
                               soa(5) + body("v5") + lines("sub NS ns.sub\nx.sub TXT \"hidden\"\n") + soa(5));
         },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && p.version->find(name("x.sub.z."));
         }},
        {"SOA below the apex", Oddity::SoaOwnerNotApex, false,
         [](Q q) { return oneMessage(q, soa(5) + body("v5") + soa(5, "bad.z.") + soa(5)); }, Expect::Error,
         ErrorCode::XfrSoaOwner},
        {"REFUSED",
         {},
         false,
         [](Q q) {
             return bent(q, {}, [](auto& d) {
                 d.header.rcode = 5;
                 d.edns = dns::Edns{};
                 d.edns->errors.push_back({18, "not you"});
             });
         },
         Expect::Error,
         ErrorCode::RcodeRefused},
        {"SERVFAIL after half the zone",
         {},
         false,
         [](Q q) {
             return oneMessage(q, soa(5) + body("v5")) + bent(q, {}, [](auto& d) { d.header.rcode = 2; });
         },
         Expect::Error,
         ErrorCode::RcodeServFail},
        {"PowerDNS: SOA alone in the first and the last message",
         {},
         false,
         [](Q q) { return oneMessage(q, {soa(5)}) + oneMessage(q, body("v5")) + oneMessage(q, {soa(5)}); },
         Expect::Good,
         {},
         servesV5},
    };
}

std::vector<Case> ixfrCases()
{
    using Q = const Query&;
    return {
        {"IXFR good",
         {},
         true,
         [](Q q) { return oneMessage(q, ixfr()); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && p.kind == pipeline::TransferKind::Ixfr && p.added == 1 &&
                    p.removed == 1;
         }},
        {"IXFR one record in each message",
         {},
         true,
         [](Q q) { return oneRecordEach(q, ixfr()); },
         Expect::Good,
         {},
         servesV5},
        {"IXFR two steps",
         {},
         true,
         [](Q q) {
             return oneMessage(q, soa(5) + difference(1, 3, {txt("m", "v1")}, {txt("m", "v3")}) +
                                      difference(3, 5, {txt("m", "v3")}, {txt("m", "v5")}) + soa(5));
         },
         Expect::Good,
         {},
         servesV5},
        {"IXFR without a removed record",
         {},
         true,
         [](Q q) { return oneMessage(q, soa(5) + difference(1, 5, {}, {txt("n", "new")}) + soa(5)); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader&) {
             return tagOf(*p.version) == "v1" && p.version->find(name("n.z."));
         }},
        {"IXFR without any record",
         {},
         true,
         [](Q q) { return oneMessage(q, soa(5) + difference(1, 5, {}, {}) + soa(5)); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader&) {
             return p.version->serial() == 5 && tagOf(*p.version) == "v1";
         }},
        {"whole zone as answer to IXFR",
         {},
         true,
         [](Q q) { return oneMessage(q, axfr()); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && p.kind == pipeline::TransferKind::AxfrStyleIxfr;
         }},
        {"PowerDNS: whole zone in three messages, AA clear",
         Oddity::NotAuthoritative,
         true,
         [](Q q) {
             const auto clear = [](servers::Draft& d) { d.header.authoritative = false; };
             return bent(q, {soa(5)}, clear) + bent(q, body("v5"), clear) + bent(q, {soa(5)}, clear);
         },
         Expect::Good,
         {},
         servesV5},
        {"H06 IXFR removes a record we do not have", Oddity::RemovesMissing, true,
         [](Q q) {
             return oneMessage(
                 q, soa(5) + difference(1, 5, {txt("m", "v1"), txt("gone", "x")}, {txt("m", "v5")}) + soa(5));
         },
         Expect::Error, ErrorCode::IxfrRecordMissing},
        {"H07 IXFR adds a record we have", Oddity::AddsExisting, true,
         [](Q q) {
             return oneMessage(q, soa(5) + difference(1, 5, {}, lines("ns1 A 192.0.2.1\n")) + soa(5));
         },
         Expect::Error, ErrorCode::IxfrRecordExists},
        {"H08 IXFR from a serial we do not have", Oddity::WrongBase, true,
         [](Q q) {
             return oneMessage(q, soa(5) + difference(3, 5, {txt("m", "v1")}, {txt("m", "v5")}) + soa(5));
         },
         Expect::Error, ErrorCode::IxfrWrongBase},
        {"H08 gap in the chain", Oddity::ChainGap, true,
         [](Q q) {
             return oneMessage(q, soa(5) + difference(1, 2, {txt("m", "v1")}, {txt("m", "v2")}) +
                                      difference(3, 5, {txt("m", "v2")}, {txt("m", "v5")}) + soa(5));
         },
         Expect::Error, ErrorCode::IxfrSerialGap},
        {"chain leads past the newest serial", Oddity::ChainGap, true,
         [](Q q) { return oneMessage(q, soa(5) + difference(1, 7, {}, {txt("n", "new")}) + soa(5)); },
         Expect::Error, ErrorCode::IxfrSerialGap},
        {"H08 repeated serial", Oddity::RepeatedSerial, true,
         [](Q q) {
             return oneMessage(q, soa(5) + difference(1, 1, {}, {txt("n", "new")}) +
                                      difference(1, 5, {txt("m", "v1")}, {txt("m", "v5")}) + soa(5));
         },
         Expect::Error, ErrorCode::IxfrSerialGap},
        {"H09 SOA of another owner", Oddity::SoaOwnerNotApex, true,
         [](Q q) {
             return oneMessage(q, soa(5) + Records{soa(1, "bad.z.")} + Records{txt("m", "v1")} + soa(5) +
                                      Records{txt("m", "v5")} + soa(5));
         },
         Expect::Error, ErrorCode::XfrSoaOwner},
        {"H05 IXFR cut before the final SOA", Oddity::CutBeforeFinalSoa, true,
         [](Q q) { return oneMessage(q, soa(5) + difference(1, 5, {txt("m", "v1")}, {txt("m", "v5")})); },
         Expect::Error, ErrorCode::XfrIncomplete},
        {"H05 whole zone as answer to IXFR, cut", Oddity::CutBeforeFinalSoa, true,
         [](Q q) { return oneMessage(q, soa(5) + body("v5")); }, Expect::Error, ErrorCode::XfrIncomplete},
        {"H10 single newer SOA", Oddity::SingleNewerSoa, true, [](Q q) { return oneMessage(q, {soa(5)}); },
         Expect::Error, ErrorCode::IxfrSingleSoa},
        {"single SOA with our serial",
         {},
         true,
         [](Q q) { return oneMessage(q, {soa(1)}); },
         Expect::Unchanged},
        {"single SOA with an older serial",
         {},
         true,
         [](Q q) { return oneMessage(q, {soa(0)}); },
         Expect::Unchanged},
        {"zone of a single SOA as answer to IXFR", Oddity::WrongBase, true,
         [](Q q) {
             return oneMessage(q, {soa(5), soa(5)});
         },
         Expect::Error, ErrorCode::IxfrWrongBase},
        {"H15 IXFR with a record of class CH", Oddity::OtherClass, true,
         [](Q q) {
             dns::Record chaos = txt("n", "new");
             chaos.recordClass = dns::Class::CH;
             return oneMessage(q, soa(5) + difference(1, 5, {}, {chaos}) + soa(5));
         },
         Expect::Error, ErrorCode::WrongClass},
        {"H14 IXFR with a record outside the zone",
         Oddity::RecordOutsideZone,
         true,
         [](Q q) {
             const Records foreign = dns::recordsFromText("x.other. A 192.0.2.7\n", name("z.")).value();
             return oneMessage(q, soa(5) + difference(1, 5, {txt("m", "v1")}, foreign + txt("m", "v5")) +
                                      soa(5));
         },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && p.tolerated.outsideZone == 1;
         }},
        {"IXFR with data after the final SOA", Oddity::DataAfterFinalSoa, true,
         [](Q q) { return oneMessage(q, ixfr() + txt("late", "x")); }, Expect::Error,
         ErrorCode::XfrDataAfterEnd},
        {"good IXFR, then SERVFAIL",
         Oddity::LaterMessageAfterFinalSoa,
         true,
         [](Q q) { return oneMessage(q, ixfr()) + bent(q, {}, [](auto& d) { d.header.rcode = 2; }); },
         Expect::Good,
         {},
         servesV5},
        {"IXFR answered NOTIMP",
         {},
         true,
         [](Q q) { return bent(q, {}, [](auto& d) { d.header.rcode = 4; }); },
         Expect::Error,
         ErrorCode::RcodeNotImp},
        {"half an IXFR, then SERVFAIL",
         {},
         true,
         [](Q q) {
             return oneMessage(q, soa(5) + difference(1, 5, {txt("m", "v1")}, {})) +
                    bent(q, {}, [](auto& d) { d.header.rcode = 2; });
         },
         Expect::Error,
         ErrorCode::RcodeServFail},
        {"IXFR with a malformed record", Oddity::MalformedRecord, true,
         [](Q q) {
             dns::Record three = lines("n A 192.0.2.1\n").front();
             three.rdata.resize(3);
             return oneMessage(q, soa(5) + difference(1, 5, {}, {three}) + soa(5));
         },
         Expect::Error, ErrorCode::MalformedRecord},
        {"H33 IXFR over the end of the serial space",
         {},
         true,
         [](Q q) { return oneMessage(q, {soa(0x80000001U)}); },
         Expect::Error,
         ErrorCode::SerialUndefined},
    };
}

std::vector<Case> allCases()
{
    std::vector<Case> all = axfrCases();
    const std::vector<Case> more = ixfrCases();
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

XfrReader::Order orderFor(bool ixfr, std::uint32_t heldSerial = 1)
{
    XfrReader::Order order;
    order.held = versionOf(heldSerial, heldRecords);
    order.query = ixfr ? makeIxfrQuery(name("z."), order.held->soaRecord(), true, {}, testTime)
                       : makeAxfrQuery(name("z."), true, {}, testTime);
    return order;
}

} // namespace

class TestXfrReader : public QObject
{
    Q_OBJECT

private slots:
    void streams_data()
    {
        QTest::addColumn<int>("index");
        const std::vector<Case> cases = allCases();
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::newRow(cases[i].title) << static_cast<int>(i);
    }

    void streams()
    {
        QFETCH(int, index);
        const std::vector<Case> cases = allCases();
        const Case& c = cases[static_cast<std::size_t>(index)];
        XfrReader::Order order = orderFor(c.ixfr);
        const zone::ZoneVersionPtr held = order.held;
        const std::vector<std::string> before = dump(*held);
        const Messages messages = c.stream(order.query);
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        if (c.expect == Expect::Error) {
            QVERIFY(reading.error);
            QCOMPARE(QString::fromStdString(base::toString(*reading.error)).section(':', 0, 0),
                     QString::fromStdString(std::string(base::errorName(c.error))));
            QVERIFY(!reading.error->detail.empty());
        } else {
            QVERIFY2(!reading.error, reading.error ? base::toString(*reading.error).c_str() : "");
            QCOMPARE(reading.product->version == nullptr, c.expect == Expect::Unchanged);
            if (c.check)
                QVERIFY(c.check(*reading.product, reader));
        }
        // What we held is as it was, whatever came.
        QCOMPARE(dump(*held), before);
    }

    /// The outcome of a stream is what its row in the policy table says.
    void tableRulesTheReader()
    {
        std::set<Oddity> covered;
        for (const Case& c : allCases()) {
            if (!c.oddity)
                continue;
            covered.insert(*c.oddity);
            const Rule& rule = ruleOf(*c.oddity);
            QVERIFY2((rule.ruling == Ruling::Reject) == (c.expect == Expect::Error), c.title);
            const bool noAnswerAtAll = c.error == ErrorCode::ConnectionClosed;
            if (rule.ruling == Ruling::Reject && !noAnswerAtAll)
                QVERIFY2(rule.error == c.error, c.title);
        }
        for (const Rule& rule : transferRules) {
            QVERIFY2(covered.count(rule.oddity) == 1, std::string(rule.name).c_str());
            QCOMPARE(static_cast<std::size_t>(rule.oddity),
                     static_cast<std::size_t>(&rule - transferRules.data()));
        }
    }

    void malformedRecordIsNamed()
    {
        XfrReader::Order order = orderFor(false);
        dns::Record three = lines("n A 192.0.2.1\n").front();
        three.rdata.resize(3);
        const Messages messages = oneMessage(order.query, {soa(5), three});
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.error);
        QVERIFY2(QString::fromStdString(reading.error->detail).contains("message 1"),
                 reading.error->detail.c_str());
        QCOMPARE(reader.seen(Oddity::MalformedRecord), 1U);
    }

    void refusalCarriesTheExtendedError()
    {
        XfrReader::Order order = orderFor(false);
        servers::Draft draft = draftFor(order.query, {});
        draft.header.rcode = 5;
        draft.edns = dns::Edns{};
        draft.edns->errors.push_back({18, "not in the list"});
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, {draft.write()});
        QVERIFY(reading.error && reader.edns());
        QCOMPARE(reader.edns()->errors.front().infoCode, std::uint16_t(18));
        QVERIFY(QString::fromStdString(reading.error->detail).contains("not in the list"));
    }

    void forcedTakesTheSameAndOlderSerials()
    {
        for (const std::uint32_t serial : {0U, 1U, 0x80000001U}) {
            XfrReader::Order order = orderFor(false);
            order.acceptOlder = order.acceptEqual = true;
            const Messages messages = oneMessage(order.query, soa(serial) + body("forced") + soa(serial));
            XfrReader reader(std::move(order));
            const Reading reading = readAll(reader, messages);
            QVERIFY(reading.product && reading.product->version);
            QCOMPARE(reading.product->version->serial(), serial);
            QCOMPARE(tagOf(*reading.product->version), std::string("forced"));
        }
    }

    void serialsWrapAround()
    {
        for (const auto& [held, next] :
             {std::pair(4294967295U, 0U), std::pair(0U, 1U), std::pair(4294967290U, 3U)}) {
            XfrReader::Order order = orderFor(true, held);
            const Messages messages = oneMessage(
                order.query,
                soa(next) + difference(held, next, {txt("m", "v1")}, {txt("m", "v5")}) + soa(next));
            XfrReader reader(std::move(order));
            const Reading reading = readAll(reader, messages);
            QVERIFY2(reading.product && reading.product->version,
                     reading.error ? reading.error->detail.c_str() : "");
            QCOMPARE(reading.product->version->serial(), next);
        }
    }

    void stopsAtTheLimitOfRecords()
    {
        XfrReader::Order order = orderFor(false);
        order.maxRecords = 4;
        const Messages messages = oneMessage(order.query, axfr()); // five records
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::LimitRecords);
    }

    void takesExactlyTheLimitOfRecords()
    {
        XfrReader::Order order = orderFor(false);
        order.maxRecords = 5;
        const Messages messages = oneMessage(order.query, axfr());
        XfrReader reader(std::move(order));
        QVERIFY(readAll(reader, messages).product);
    }

    void stopsAtTheLimitOfOctets()
    {
        XfrReader::Order order = orderFor(false);
        const Messages messages = oneRecordEach(order.query, axfr());
        order.maxBytes = messages[0].size() + messages[1].size() + 5;
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::LimitBytes);
        QCOMPARE(reader.messages(), 3U);
    }

    void stopsAtTheLimitOfAnRrset()
    {
        XfrReader::Order order = orderFor(false);
        order.maxRrsetRecords = 2;
        const Records many = lines("x A 192.0.2.1\nx A 192.0.2.2\nx A 192.0.2.3\n");
        const Messages messages = oneMessage(order.query, soa(5) + body("v5") + many + soa(5));
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::LimitRrset);
    }

    /// H06b: a state between two differences breaks the limit, the result does not.
    void intermediateStateOfAnIxfrBreaksTheRrsetLimit()
    {
        XfrReader::Order order = orderFor(true);
        order.maxRrsetRecords = 2;
        const Records three = lines("x A 192.0.2.1\nx A 192.0.2.2\nx A 192.0.2.3\n");
        const Messages messages = oneMessage(order.query, soa(5) + difference(1, 3, {}, three) +
                                                              difference(3, 5, {three[0]}, {}) + soa(5));
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::LimitRrset);
    }

    void largestRecordThatAMessageCanHold()
    {
        XfrReader::Order order = orderFor(false);
        const dns::Record huge{name("h.z."), static_cast<dns::Type>(65280), dns::Class::IN, 1,
                               base::Bytes(65000, 'x')};
        const Messages messages = oneRecordEach(order.query, soa(5) + body("v5") + huge + soa(5));
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.product);
        QCOMPARE(reading.product->version->find(name("h.z."))->find(huge.type)->rdata(0).size(),
                 std::size_t(65000));
    }
};

QTEST_APPLESS_MAIN(TestXfrReader)
#include "tst_xfr_reader.moc"
