// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/transfer/stream_cases.h"

namespace zonescope::transfer {

using base::ErrorCode;
using Expect = StreamCase::Expect;

std::vector<StreamCase> axfrCases()
{
    using Q = const Query&;
    const dns::Record late = lines("late A 192.0.2.9\n").front();
    return {
        {"good in one message",
         {},
         false,
         [](Q q) { return oneMessage(q, goodAxfr()); },
         Expect::Good,
         {},
         servesV5},
        {"H01 one record in each message",
         Oddity::NoQuestion,
         false,
         [](Q q) { return oneRecordEach(q, goodAxfr()); },
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
         [late](Q q) { return oneMessage(q, goodAxfr() + late); }, Expect::Error, ErrorCode::XfrDataAfterEnd},
        {"H16 record after the final SOA in the next message",
         Oddity::LaterMessageAfterFinalSoa,
         false,
         [late](Q q) { return oneMessage(q, goodAxfr()) + oneMessage(q, {late}); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && !p.version->find(name("late.z."));
         }},
        {"other question name", Oddity::OtherQuestion, false,
         [](Q q) { return bent(q, goodAxfr(), [](auto& d) { d.question->name = name("y."); }); },
         Expect::Error, ErrorCode::WrongQuestion},
        {"other question type", Oddity::OtherQuestion, false,
         [](Q q) { return bent(q, goodAxfr(), [](auto& d) { d.question->type = dns::Type::A; }); },
         Expect::Error, ErrorCode::WrongQuestion},
        {"question in another case",
         {},
         false,
         [](Q q) { return bent(q, goodAxfr(), [](auto& d) { d.question->name = name("Z."); }); },
         Expect::Good,
         {},
         servesV5},
        {"H18 id + 1 in the first message", Oddity::OtherId, false,
         [](Q q) { return bent(q, goodAxfr(), [](auto& d) { ++d.header.id; }); }, Expect::Error,
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
         [](Q q) { return bent(q, goodAxfr(), [](auto& d) { d.header.truncated = true; }); },
         Expect::Good,
         {},
         servesV5},
        {"AA bit clear",
         Oddity::NotAuthoritative,
         false,
         [](Q q) { return bent(q, goodAxfr(), [](auto& d) { d.header.authoritative = false; }); },
         Expect::Good,
         {},
         servesV5},
        {"QR bit clear", Oddity::QueryBitClear, false,
         [](Q q) { return bent(q, goodAxfr(), [](auto& d) { d.header.response = false; }); }, Expect::Error,
         ErrorCode::NotAResponse},
        {"opcode NOTIFY", Oddity::OtherOpcode, false,
         [](Q q) { return bent(q, goodAxfr(), [](auto& d) { d.header.opcode = dns::Opcode::Notify; }); },
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

} // namespace zonescope::transfer
