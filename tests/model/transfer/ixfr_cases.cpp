// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/transfer/stream_cases.h"

namespace zonescope::transfer {

using base::ErrorCode;
using Expect = StreamCase::Expect;

std::vector<StreamCase> ixfrCases()
{
    using Q = const Query&;
    return {
        {"IXFR good",
         {},
         true,
         [](Q q) { return oneMessage(q, goodIxfr()); },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader& r) {
             return servesV5(p, r) && p.kind == pipeline::TransferKind::Ixfr && p.added == 1 &&
                    p.removed == 1;
         }},
        {"IXFR one record in each message",
         {},
         true,
         [](Q q) { return oneRecordEach(q, goodIxfr()); },
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
         [](Q q) { return oneMessage(q, goodAxfr()); },
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
        {"IXFR removes all NS of the apex", Oddity::RemovesApexNs, true,
         [](Q q) { return oneMessage(q, soa(5) + difference(1, 5, lines("@ NS ns1\n"), {}) + soa(5)); },
         Expect::Error, ErrorCode::ZoneNoNs},
        {"IXFR changes all NS of the apex",
         {},
         true,
         [](Q q) {
             return oneMessage(q,
                               soa(5) + difference(1, 5, lines("@ NS ns1\n"), lines("@ NS ns2\n")) + soa(5));
         },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader&) { return p.version->serial() == 5; }},
        {"IXFR removes NS of the apex in one step, adds others in the next",
         {},
         true,
         [](Q q) {
             return oneMessage(q, soa(5) + difference(1, 3, lines("@ NS ns1\n"), {}) +
                                      difference(3, 5, {}, lines("@ NS ns2\n")) + soa(5));
         },
         Expect::Good,
         {},
         [](const XfrProduct& p, const XfrReader&) { return p.version->serial() == 5; }},
        {"IXFR removes the SOA as a record", Oddity::RepeatedSerial, true,
         [](Q q) {
             // An SOA is never a record of a difference: this one ends the removed part, without a step
             // forward.
             return oneMessage(q, soa(5) + Records{soa(1), soa(1)} + Records{soa(5)} + Records{soa(5)});
         },
         Expect::Error, ErrorCode::IxfrSerialGap},
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
         [](Q q) { return oneMessage(q, goodIxfr() + txt("late", "x")); }, Expect::Error,
         ErrorCode::XfrDataAfterEnd},
        {"good IXFR, then SERVFAIL",
         Oddity::LaterMessageAfterFinalSoa,
         true,
         [](Q q) { return oneMessage(q, goodIxfr()) + bent(q, {}, [](auto& d) { d.header.rcode = 2; }); },
         Expect::Good,
         {},
         servesV5},
        {"IXFR answered NOTIMP", Oddity::IxfrRefused, true,
         [](Q q) { return bent(q, {}, [](auto& d) { d.header.rcode = 4; }); }, Expect::Error,
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

} // namespace zonescope::transfer
