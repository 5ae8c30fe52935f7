// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/sigv4.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <map>

namespace zonescope::cloud {
namespace {

std::string hex(std::string_view octets)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const char c : octets) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

std::string sha256Hex(std::string_view text)
{
    std::array<char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()),
               &size, // NOLINT: octets
               EVP_sha256(), nullptr);
    return hex({digest.data(), size});
}

std::string hmac(std::string_view key, std::string_view text)
{
    std::array<char, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), // NOLINT: octets
         reinterpret_cast<unsigned char*>(mac.data()), &size);             // NOLINT: octets
    return {mac.data(), size};
}

std::string lower(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

/// Without blanks around it, runs of blanks as one.
std::string trimmed(std::string_view value)
{
    std::string result;
    for (const char c : value)
        if (c != ' ' || (!result.empty() && result.back() != ' '))
            result += c;
    while (!result.empty() && result.back() == ' ')
        result.pop_back();
    return result;
}

std::map<std::string, std::string> headersOf(const SignableRequest& request)
{
    std::map<std::string, std::string> headers;
    for (const auto& [name, value] : request.headers) {
        std::string& merged = headers[lower(name)];
        merged += (merged.empty() ? "" : ",") + trimmed(value);
    }
    return headers;
}

std::string namesOf(const std::map<std::string, std::string>& headers)
{
    std::string names;
    for (const auto& [name, value] : headers)
        names += (names.empty() ? "" : ";") + name;
    return names;
}

std::string dateText(base::Timestamp now)
{
    const std::time_t seconds =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
    return text.data();
}

} // namespace

std::string percentEncoded(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-_.~").find(c) != std::string_view::npos;
        if (plain) {
            result += c;
            continue;
        }
        static constexpr char digits[] = "0123456789ABCDEF";
        result += '%';
        result += digits[static_cast<unsigned char>(c) >> 4];
        result += digits[static_cast<unsigned char>(c) & 15];
    }
    return result;
}

std::string canonicalRequest(const SignableRequest& request)
{
    std::vector<std::pair<std::string, std::string>> query;
    for (const auto& [name, value] : request.query)
        query.emplace_back(percentEncoded(name), percentEncoded(value));
    std::ranges::sort(query);
    std::string text = request.method + "\n" + request.path + "\n";
    for (std::size_t i = 0; i < query.size(); ++i)
        text += (i == 0 ? "" : "&") + query[i].first + "=" + query[i].second;
    text += "\n";
    const auto headers = headersOf(request);
    for (const auto& [name, value] : headers)
        text += name + ":" + value + "\n";
    return text + "\n" + namesOf(headers) + "\n" + sha256Hex(request.body);
}

std::string stringToSign(const std::string& canonical, const std::string& date, const std::string& scope)
{
    return "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + sha256Hex(canonical);
}

std::string signV4(SignableRequest& request, const AwsKeys& keys, const std::string& region,
                   const std::string& service, base::Timestamp now)
{
    const std::string date = dateText(now);
    request.headers.emplace_back("X-Amz-Date", date);
    if (!keys.sessionToken.empty())
        request.headers.emplace_back("X-Amz-Security-Token", keys.sessionToken);
    const std::string day = date.substr(0, 8);
    const std::string scope = day + "/" + region + "/" + service + "/aws4_request";
    const std::string text = stringToSign(canonicalRequest(request), date, scope);
    const std::string key =
        hmac(hmac(hmac(hmac("AWS4" + keys.secretKey, day), region), service), "aws4_request");
    return "AWS4-HMAC-SHA256 Credential=" + keys.accessKey + "/" + scope +
           ", SignedHeaders=" + namesOf(headersOf(request)) + ", Signature=" + hex(hmac(key, text));
}

} // namespace zonescope::cloud
