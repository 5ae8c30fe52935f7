// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/edns.h"

namespace zonescope::dns {
namespace {

using base::ByteReader;
using base::ByteWriter;
using base::ErrorCode;
using base::fail;

constexpr std::uint8_t soaSerialVersion = 0; ///< RFC 9660 section 3: version type of the SOA serial
constexpr std::uint32_t dnssecOkBit = 0x8000;

void readExpire(Edns& edns, ByteReader& option)
{
    if (option.remaining() == 0)
        edns.expireRequested = true;
    else if (option.remaining() == 4)
        edns.expire = option.u32();
    else
        option.fail(); // RFC 7314 section 2 knows no other length
}

void readZoneVersion(Edns& edns, ByteReader& option)
{
    if (option.remaining() == 0) {
        edns.zoneVersionRequested = true;
        return;
    }
    const std::uint8_t labels = option.u8();
    if (option.u8() != soaSerialVersion)
        return; // another kind of version, well-formed and of no use to us
    const std::uint32_t serial = option.u32();
    if (option.failed() || !option.atEnd()) {
        option.fail();
        return;
    }
    edns.zoneVersionLabels = labels;
    edns.zoneVersionSerial = serial;
}

void readCookie(Edns& edns, ByteReader& option)
{
    const std::size_t size = option.remaining();
    if (size == 8 || (size >= 16 && size <= 40)) // RFC 7873 section 4
        edns.cookie = base::Bytes(base::textOf(option.take(size)));
    else
        option.fail();
}

void readKeepalive(Edns& edns, ByteReader& option)
{
    if (option.remaining() == 0)
        edns.keepaliveRequested = true;
    else if (option.remaining() == 2)
        edns.keepalive = option.u16();
    else
        option.fail();
}

void readExtendedError(Edns& edns, ByteReader& option)
{
    ExtendedError error;
    error.infoCode = option.u16();
    // RFC 8914 section 2: not NUL-terminated, but be ready for one that is.
    std::string_view text = base::textOf(option.take(option.remaining()));
    while (text.ends_with('\0'))
        text.remove_suffix(1);
    error.text = text;
    if (!option.failed())
        edns.errors.push_back(std::move(error));
}

/// False when the option is malformed.
bool readOption(Edns& edns, std::uint16_t code, base::ByteView data)
{
    ByteReader option(data);
    switch (static_cast<OptionCode>(code)) {
    case OptionCode::Nsid:
        edns.nsid = base::Bytes(base::textOf(data));
        break;
    case OptionCode::Expire:
        readExpire(edns, option);
        break;
    case OptionCode::Cookie:
        readCookie(edns, option);
        break;
    case OptionCode::TcpKeepalive:
        readKeepalive(edns, option);
        break;
    case OptionCode::ExtendedError:
        readExtendedError(edns, option);
        break;
    case OptionCode::ZoneVersion:
        readZoneVersion(edns, option);
        break;
    default:
        break;
    }
    return !option.failed();
}

void writeOption(ByteWriter& options, OptionCode code, std::string_view data)
{
    options.u16(static_cast<std::uint16_t>(code));
    options.u16(static_cast<std::uint16_t>(data.size()));
    options.bytes(data);
}

base::Bytes optionsOf(const Edns& edns)
{
    ByteWriter options;
    if (edns.nsid)
        writeOption(options, OptionCode::Nsid, *edns.nsid);
    if (edns.expire || edns.expireRequested) {
        ByteWriter data;
        if (edns.expire)
            data.u32(*edns.expire);
        writeOption(options, OptionCode::Expire, data.release());
    }
    if (edns.zoneVersionSerial || edns.zoneVersionRequested) {
        ByteWriter data;
        if (edns.zoneVersionSerial) {
            data.u8(edns.zoneVersionLabels);
            data.u8(soaSerialVersion);
            data.u32(*edns.zoneVersionSerial);
        }
        writeOption(options, OptionCode::ZoneVersion, data.release());
    }
    if (!edns.cookie.empty())
        writeOption(options, OptionCode::Cookie, edns.cookie);
    if (edns.keepalive || edns.keepaliveRequested) {
        ByteWriter data;
        if (edns.keepalive)
            data.u16(*edns.keepalive);
        writeOption(options, OptionCode::TcpKeepalive, data.release());
    }
    for (const ExtendedError& error : edns.errors) {
        ByteWriter data;
        data.u16(error.infoCode);
        data.bytes(error.text);
        writeOption(options, OptionCode::ExtendedError, data.release());
    }
    return options.release();
}

} // namespace

base::Result<Edns> Edns::fromRecord(const RecordView& opt)
{
    if (opt.type != Type::OPT || opt.owner.size() != 1)
        return fail(ErrorCode::MalformedRecord, "the owner of an OPT record must be the root");
    Edns edns;
    edns.udpSize = static_cast<std::uint16_t>(opt.recordClass);
    edns.extendedRcode = static_cast<std::uint8_t>(opt.ttl >> 24);
    edns.version = static_cast<std::uint8_t>(opt.ttl >> 16 & 0xff);
    edns.dnssecOk = (opt.ttl & dnssecOkBit) != 0;
    ByteReader options(opt.rdata);
    while (!options.atEnd()) {
        const std::uint16_t code = options.u16();
        const base::ByteView data = options.take(options.u16());
        if (options.failed())
            return fail(ErrorCode::MalformedRecord, "an EDNS option runs past the OPT record");
        if (!readOption(edns, code, data))
            return fail(ErrorCode::MalformedRecord, "EDNS option " + std::to_string(code) + " has " +
                                                        std::to_string(data.size()) +
                                                        " octets, which it cannot");
    }
    return edns;
}

bool Edns::write(MessageWriter& writer) const
{
    const std::uint32_t ttl = static_cast<std::uint32_t>(extendedRcode) << 24 |
                              static_cast<std::uint32_t>(version) << 16 | (dnssecOk ? dnssecOkBit : 0);
    const base::Bytes options = optionsOf(*this);
    return writer.record(Section::Additional, Name().wire(), Type::OPT, static_cast<Class>(udpSize), ttl,
                         base::viewOf(options));
}

} // namespace zonescope::dns
