// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/message_writer.h"
#include "model/dns/tsig.h"
#include "model/dns/tsig_record.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"

#include <QTest>

namespace zonescope::dns::test {

using namespace std::chrono_literals;
using base::Bytes;
using base::ErrorCode;
using base::Status;
using base::viewOf;
using kit::FakeClock;

inline const TsigKey key{name("key1.example."), TsigAlgorithm::HmacSha256, "a secret of some octets"};
inline const Bytes requestMac(32, 'r');

inline Bytes plainAnswer(std::string_view text = "x")
{
    Header h;
    h.id = 0x4711;
    h.response = true;
    MessageWriter writer(h);
    const std::string rdata = static_cast<char>(text.size()) + std::string(text);
    writer.record(Section::Answer, name("example.").wire(), Type::TXT, Class::IN, 60, viewOf(rdata));
    return writer.finish();
}

/// The first answer of a stream, signed with `with`.
inline Bytes signedAnswer(const TsigKey& with, base::Timestamp now)
{
    return TsigStreamSigner(with, requestMac).sign(plainAnswer(), now);
}

/// The same message with its TSIG fields changed; the MAC is not made anew.
template <class Change>
Bytes changed(const Bytes& message, Change change)
{
    TsigRecord record = **findTsig(viewOf(message));
    Bytes plain = message.substr(0, record.offset);
    plain[11] = static_cast<char>(plain[11] - 1);
    change(record);
    return appendTsig(plain, record);
}

/// Signed by the rules with whatever the record says, first message of a stream.
inline Bytes signedAs(TsigRecord record)
{
    TsigMac mac(key);
    updatePrior(mac, requestMac);
    mac.update(plainAnswer());
    mac.update(record.variables());
    record.mac = mac.finish();
    return appendTsig(plainAnswer(), record);
}

/// Who asked with the key, and checks the answers.
struct TsigFixture
{
    void begin() { m_verifier = std::make_unique<TsigStreamVerifier>(key, requestMac); }
    Status first(const Bytes& message)
    {
        m_verifier = std::make_unique<TsigStreamVerifier>(key, requestMac);
        return m_verifier->accept(viewOf(message), m_clock.wall());
    }

    FakeClock m_clock;
    std::unique_ptr<TsigStreamVerifier> m_verifier;
};

} // namespace zonescope::dns::test
