// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/prediction/log_import.h"

#include "model/congestion/prediction/import_readers.h"
#include "model/congestion/prediction/record_fields.h"
#include "model/congestion/prediction/value_text.h"

#include <zstd.h>

#include <array>
#include <fstream>
#include <memory>

namespace zonescope::congestion {
namespace {

constexpr std::size_t mostOctets = std::size_t{1} << 30;
constexpr std::string_view zstdMagic("\x28\xb5\x2f\xfd", 4);

bool looksLikeCsv(std::string_view header, bool rum)
{
    for (const char separator : {',', ';', '\t'})
        for (std::string_view rest = header; !rest.empty();) {
            const std::size_t end = std::min(rest.find(separator), rest.size());
            const std::string_view name = rest.substr(0, end);
            if (rum ? isRumField(name) : isPassiveField(name))
                return true;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    return false;
}

} // namespace

bool isPassiveFormat(LogFormat format)
{
    return format <= LogFormat::IperfJson;
}

bool isRumFormat(LogFormat format)
{
    return format <= LogFormat::JsonLines || format >= LogFormat::Har;
}

std::string_view formatWord(LogFormat format)
{
    constexpr std::array<std::string_view, 8> words{"csv",       "json-lines",       "m-lab-tcp-info",
                                                    "ss-text",   "iperf-json",       "har",
                                                    "boomerang", "navigation-timing"};
    return words[static_cast<std::size_t>(format)];
}

PassiveImport readPassiveLog(LogFormat format, std::string_view text)
{
    PassiveImport import;
    import.report.format = format;
    switch (format) {
    case LogFormat::Csv:
        readCsv(text, import);
        break;
    case LogFormat::JsonLines:
        readJsonLines(text, import);
        break;
    case LogFormat::MlabTcpInfo:
        readMlabTcpInfo(text, import);
        break;
    case LogFormat::SsText:
        readSsText(text, import);
        break;
    case LogFormat::IperfJson:
        readIperfJson(text, import);
        break;
    case LogFormat::Har:
    case LogFormat::Boomerang:
    case LogFormat::NavigationTiming:
        import.report.addBad(1, "this format tells of page loads, not of connections");
        break;
    }
    return import;
}

RumImport readRumLog(LogFormat format, std::string_view text)
{
    RumImport import;
    import.report.format = format;
    switch (format) {
    case LogFormat::Csv:
        readCsv(text, import);
        break;
    case LogFormat::JsonLines:
        readJsonLines(text, import);
        break;
    case LogFormat::Har:
        readHar(text, import);
        break;
    case LogFormat::Boomerang:
        readBoomerang(text, import);
        break;
    case LogFormat::NavigationTiming:
        readNavigationTiming(text, import);
        break;
    case LogFormat::MlabTcpInfo:
    case LogFormat::SsText:
    case LogFormat::IperfJson:
        import.report.addBad(1, "this format tells of connections, not of page loads");
        break;
    }
    return import;
}

LogFormat guessFormat(std::string_view text, bool rum)
{
    text = trimmed(text.substr(0, 65536));
    const std::string_view line = text.substr(0, text.find('\n'));
    const auto has = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
    if (text.starts_with('{') || text.starts_with('[')) {
        if (rum && has("\"log\"") && has("\"pages\""))
            return LogFormat::Har;
        if (rum)
            return has("loadEventEnd") || has("\"entryType\"") || has("serverTiming")
                       ? LogFormat::NavigationTiming
                       : LogFormat::JsonLines;
        if (has("\"RawIDM\"") || has("\"Attributes\""))
            return LogFormat::MlabTcpInfo;
        return has("\"connecting_to\"") || has("\"test_start\"") ? LogFormat::IperfJson
                                                                 : LogFormat::JsonLines;
    }
    if (looksLikeCsv(line, rum))
        return LogFormat::Csv;
    if (rum)
        return has("t_done=") || has("rt.tstart=") ? LogFormat::Boomerang : LogFormat::Csv;
    return line.starts_with("State") || line.starts_with("ESTAB") || has("\t ") || has("cwnd:")
               ? LogFormat::SsText
               : LogFormat::Csv;
}

base::Result<std::string> unpackZstd(std::string_view packed, std::size_t most)
{
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
    std::string text;
    std::array<char, 16384> piece; // NOLINT(*-member-init): written before it is read
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    std::size_t wanted = 1;
    while (in.pos < in.size || wanted != 0) {
        ZSTD_outBuffer out{piece.data(), piece.size(), 0};
        const std::size_t before = in.pos;
        wanted = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(wanted))
            return base::fail(base::ErrorCode::SyntaxError,
                              std::string("zstd data are broken: ") + ZSTD_getErrorName(wanted));
        if (text.size() + out.pos > most)
            return base::fail(base::ErrorCode::LimitBytes,
                              "unpacked it is larger than " + std::to_string(most) + " octets");
        text.append(piece.data(), out.pos);
        if (out.pos == 0 && in.pos == before) {
            if (wanted == 0)
                break;
            return base::fail(base::ErrorCode::SyntaxError, "zstd data end in the middle");
        }
    }
    return text;
}

base::Result<std::string> readLogFile(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return base::fail(base::ErrorCode::FileFailed, file.string() + " cannot be opened");
    std::string text;
    std::array<char, 65536> piece{};
    while (stream.read(piece.data(), piece.size()) || stream.gcount() > 0) {
        text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
        if (text.size() > mostOctets)
            return base::fail(base::ErrorCode::LimitBytes, file.string() + " is larger than a gigabyte");
    }
    if (stream.bad())
        return base::fail(base::ErrorCode::FileFailed, file.string() + " cannot be read");
    if (!std::string_view(text).starts_with(zstdMagic))
        return text;
    auto unpacked = unpackZstd(text, mostOctets);
    if (!unpacked)
        return base::fail(unpacked.error().code, file.string() + ": " + unpacked.error().detail);
    return unpacked;
}

} // namespace zonescope::congestion
