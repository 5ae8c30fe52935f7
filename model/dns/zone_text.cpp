// SPDX-License-Identifier: GPL-3.0-or-later
// The zone file half of text.h, over libzscanner. Record by record, not zs_parse_all(): that one opens what
// $INCLUDE names, and foreign text never opens our files.
#include "model/dns/rdata_expander.h"
#include "model/dns/text.h"

#include <memory>

extern "C" {
#include <libzscanner/scanner.h>
}

namespace zonescope::dns {
namespace {

using base::ErrorCode;
using base::fail;

constexpr int mostErrors = 20;

struct ScannerDeleter
{
    void operator()(zs_scanner_t* scanner) const
    {
        zs_deinit(scanner);
        delete scanner;
    }
};
/// On the heap: it is 200 KB large.
using Scanner = std::unique_ptr<zs_scanner_t, ScannerDeleter>;

Record recordOf(const zs_scanner_t& s)
{
    return {Name::fromTrustedWire(base::textOf({s.r_owner, s.r_owner_length})), static_cast<Type>(s.r_type),
            static_cast<Class>(s.r_class), s.r_ttl, base::Bytes(base::textOf({s.r_data, s.r_data_length}))};
}

std::string lineError(const zs_scanner_t& s, std::string_view what)
{
    return "line " + std::to_string(s.line_counter) + ": " + std::string(what);
}

/// Runs the scanner to the end, to a fatal error or to the 20th. Gives what is wrong, joined by newlines.
std::string scan(zs_scanner_t& s, const std::function<void(const Record&)>& sink)
{
    std::string errors;
    int count = 0;
    const auto add = [&](std::string_view what) {
        if (count++ > 0)
            errors += '\n';
        errors += lineError(s, what);
    };
    while (count < mostErrors) {
        const bool stopped = zs_parse_record(&s) != 0;
        if (s.state == ZS_STATE_DATA) {
            const Record record = recordOf(s);
            // The scanner lets "A \# 3 010203" pass: known types in generic form are not checked.
            if (const char* fault = rdataFault(record.type, record.recordClass, base::viewOf(record.rdata)))
                add(fault);
            else
                sink(record);
        }
        if (s.state == ZS_STATE_INCLUDE)
            add("$INCLUDE is not allowed here");
        else if (s.state == ZS_STATE_ERROR || stopped)
            add(zs_strerror(s.error.code));
        if (stopped || s.error.fatal || s.state == ZS_STATE_EOF || s.state == ZS_STATE_STOP)
            break;
    }
    return errors;
}

/// Text pasted or saved on Windows; the scanner refuses carriage returns.
std::string withoutCarriageReturns(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n')
            plain += text[i];
    return plain;
}

} // namespace

base::Status parseZoneText(std::string_view text, const Name& origin, std::uint32_t defaultTtl,
                           const std::function<void(const Record&)>& sink)
{
    const Scanner scanner(new zs_scanner_t());
    if (zs_init(scanner.get(), origin.toText().c_str(), static_cast<std::uint16_t>(Class::IN), defaultTtl) !=
        0)
        return fail(ErrorCode::SyntaxError, "line 0: the origin " + origin.toText() +
                                                " is not accepted: " + zs_strerror(scanner->error.code));
    if (text.empty())
        return {};
    std::string plain;
    if (text.find("\r\n") != std::string_view::npos)
        text = plain = withoutCarriageReturns(text);
    if (zs_set_input_string(scanner.get(), text.data(), text.size()) != 0)
        return fail(ErrorCode::SyntaxError, lineError(*scanner, zs_strerror(scanner->error.code)));
    std::string errors = scan(*scanner, sink);
    if (!errors.empty())
        return fail(ErrorCode::SyntaxError, std::move(errors));
    return {};
}

base::Result<std::vector<Record>> recordsFromText(std::string_view text, const Name& origin,
                                                  std::uint32_t defaultTtl)
{
    std::vector<Record> records;
    const auto status =
        parseZoneText(text, origin, defaultTtl, [&](const Record& record) { records.push_back(record); });
    if (!status)
        return tl::unexpected(status.error());
    return records;
}

} // namespace zonescope::dns
