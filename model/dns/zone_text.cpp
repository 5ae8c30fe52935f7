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

/// On the heap: it is 200 KB large. One stays with each thread that read a text, because the pages of a new
/// one cost more than most texts do. The sink may read texts, too: then the inner one has a scanner of its
/// own.
class Scanner
{
public:
    Scanner()
        : m_scanner(spare ? std::move(spare) : std::make_unique<zs_scanner_t>())
    {
    }
    ~Scanner()
    {
        if (m_set)
            zs_deinit(m_scanner.get());
        spare = std::move(m_scanner);
    }
    Scanner(const Scanner&) = delete;
    Scanner& operator=(const Scanner&) = delete;

    /// False: its error says why.
    bool set(const Name& origin, std::uint32_t defaultTtl)
    {
        return m_set = zs_init(m_scanner.get(), origin.toText().c_str(),
                               static_cast<std::uint16_t>(Class::IN), defaultTtl) == 0;
    }
    zs_scanner_t& operator*() const { return *m_scanner; }
    zs_scanner_t* get() const { return m_scanner.get(); }

private:
    static thread_local std::unique_ptr<zs_scanner_t> spare;

    std::unique_ptr<zs_scanner_t> m_scanner;
    bool m_set = false; ///< zs_init() that fails leaves nothing to be freed
};

thread_local std::unique_ptr<zs_scanner_t> Scanner::spare;

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
    Scanner scanner;
    if (!scanner.set(origin, defaultTtl))
        return fail(ErrorCode::SyntaxError, "line 0: the origin " + origin.toText() + " is not accepted: " +
                                                zs_strerror(scanner.get()->error.code));
    if (text.empty())
        return {};
    std::string plain;
    if (text.find("\r\n") != std::string_view::npos)
        text = plain = withoutCarriageReturns(text);
    if (zs_set_input_string(scanner.get(), text.data(), text.size()) != 0)
        return fail(ErrorCode::SyntaxError, lineError(*scanner, zs_strerror(scanner.get()->error.code)));
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
