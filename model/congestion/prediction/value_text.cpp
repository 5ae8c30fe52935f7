// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/prediction/value_text.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace zonescope::congestion {
namespace {

/// Exactly `digits` digits from the front.
std::optional<int> takeDigits(std::string_view& text, std::size_t digits)
{
    int value = 0;
    if (text.size() < digits)
        return std::nullopt;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool takeOne(std::string_view& text, std::string_view anyOf)
{
    if (text.empty() || anyOf.find(text.front()) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::sys_days> takeDate(std::string_view& text)
{
    const auto year = takeDigits(text, 4);
    if (!year || !takeOne(text, "-"))
        return std::nullopt;
    const auto month = takeDigits(text, 2);
    if (!month || !takeOne(text, "-"))
        return std::nullopt;
    const auto day = takeDigits(text, 2);
    if (!day)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok())
        return std::nullopt;
    return std::chrono::sys_days(date);
}

std::chrono::microseconds takeFraction(std::string_view& text)
{
    std::int64_t micro = 0;
    std::int64_t unit = 100'000;
    if (!takeOne(text, ".,"))
        return {};
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), unit /= 10)
        micro += (text.front() - '0') * unit;
    return std::chrono::microseconds(micro);
}

/// "Z", "+01:00", "-0530"; nothing at all is UTC.
std::optional<std::chrono::minutes> takeOffset(std::string_view& text)
{
    if (text.empty() || takeOne(text, "Zz"))
        return std::chrono::minutes(0);
    const int sign = text.front() == '-' ? -1 : 1;
    if (!takeOne(text, "+-"))
        return std::nullopt;
    const auto hours = takeDigits(text, 2);
    takeOne(text, ":");
    const auto minutes = takeDigits(text, 2);
    if (!hours || !minutes)
        return std::nullopt;
    return std::chrono::minutes(sign * (*hours * 60 + *minutes));
}

std::optional<base::Timestamp> readIsoTime(std::string_view text)
{
    const auto date = takeDate(text);
    if (!date || !takeOne(text, "Tt "))
        return std::nullopt;
    const auto hour = takeDigits(text, 2);
    if (!hour || !takeOne(text, ":"))
        return std::nullopt;
    const auto minute = takeDigits(text, 2);
    if (!minute || !takeOne(text, ":"))
        return std::nullopt;
    const auto second = takeDigits(text, 2);
    if (!second || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    const auto fraction = takeFraction(text);
    const auto offset = takeOffset(text);
    if (!offset || !text.empty())
        return std::nullopt;
    return base::Timestamp(*date + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                           std::chrono::seconds(*second) + fraction - *offset);
}

int base64Value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::optional<double> readNumber(std::string_view text)
{
    text = trimmed(text);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value) || value < 0)
        return std::nullopt;
    return value;
}

std::optional<std::uint64_t> readCookie(std::string_view text)
{
    text = trimmed(text);
    int base = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        text.remove_prefix(2);
        base = 16;
    }
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

std::optional<base::Timestamp> timeOfNumber(double number)
{
    if (!(number > 0) || number > 9e15)
        return std::nullopt;
    // Seconds stay below 1e11 until the year 5138, milliseconds below 1e14.
    const double micro = number < 1e11 ? number * 1e6 : number < 1e14 ? number * 1e3 : number;
    return base::fromMicroseconds(static_cast<std::int64_t>(std::llround(micro)));
}

std::optional<base::Timestamp> readTime(std::string_view text)
{
    text = trimmed(text);
    if (const auto number = readNumber(text))
        return timeOfNumber(*number);
    return readIsoTime(text);
}

std::optional<double> readBitRate(std::string_view text)
{
    double factor = 1;
    if (text.ends_with("bps"))
        text.remove_suffix(3);
    if (!text.empty()) {
        constexpr std::string_view units = "KMGT";
        const std::size_t unit = units.find(text.back());
        if (unit != std::string_view::npos) {
            factor = std::pow(1000.0, static_cast<double>(unit + 1));
            text.remove_suffix(1);
        }
    }
    const auto number = readNumber(text);
    if (!number)
        return std::nullopt;
    return *number * factor / 8;
}

std::string percentDecoded(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            decoded.push_back(' ');
        } else if (text[i] == '%' && i + 2 < text.size() && hexValue(text[i + 1]) >= 0 &&
                   hexValue(text[i + 2]) >= 0) {
            decoded.push_back(static_cast<char>(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2])));
            i += 2;
        } else {
            decoded.push_back(text[i]);
        }
    }
    return decoded;
}

std::optional<std::string> base64Decoded(std::string_view text)
{
    while (!text.empty() && text.back() == '=')
        text.remove_suffix(1);
    if (text.size() % 4 == 1)
        return std::nullopt;
    std::string decoded;
    decoded.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = base64Value(c);
        if (value < 0)
            return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            decoded.push_back(static_cast<char>((bits >> count) & 0xff));
        }
    }
    return decoded;
}

std::optional<std::string_view> takeLine(std::string_view& text)
{
    if (text.empty())
        return std::nullopt;
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

} // namespace zonescope::congestion
