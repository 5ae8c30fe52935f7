// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/reply.h"

#include "model/cloud/mapping.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace zonescope::cloud {
namespace {

/// Octets [from, to) of a text.
struct Range
{
    std::size_t from = 0;
    std::size_t to = 0;
};

class Digest
{
public:
    Digest()
        : m_context(EVP_MD_CTX_new(), EVP_MD_CTX_free)
    {
        static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        EVP_DigestInit_ex(m_context.get(), sha256, nullptr);
    }
    void add(std::string_view text) { EVP_DigestUpdate(m_context.get(), text.data(), text.size()); }
    /// With its length before it, so that "ab" and "c" are not "a" and "bc".
    void addField(std::string_view text)
    {
        add(std::to_string(text.size()) + ":");
        add(text);
    }
    std::string take()
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        EVP_DigestFinal_ex(m_context.get(), digest.data(), &size);
        return {reinterpret_cast<const char*>(digest.data()), size}; // NOLINT: octets either way
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
};

/// <requestId> as the first thing in the root: whatever stands deeper may belong to a resource.
Range requestNumber(std::string_view body)
{
    constexpr std::string_view opening = "<requestId>";
    constexpr std::string_view closing = "</requestId>";
    const std::string_view head = body.substr(0, 1024);
    const std::size_t at = head.find(opening);
    if (at == std::string_view::npos)
        return {};
    const std::string_view before = head.substr(0, at);
    const auto elements = std::ranges::count(before, '<') - (before.starts_with("<?xml") ? 1 : 0);
    const std::size_t end = head.find(closing, at);
    if (elements != 1 || end == std::string_view::npos)
        return {};
    return {at, end + closing.size()};
}

/// <nextToken> as the last thing in the root, or the first one after the request's number.
Range tokenOfNext(std::string_view body, std::size_t afterNumber)
{
    constexpr std::string_view opening = "<nextToken>";
    constexpr std::string_view closing = "</nextToken>";
    const std::size_t at = body.rfind(opening);
    const std::size_t end = at == std::string_view::npos ? at : body.find(closing, at);
    if (end == std::string_view::npos || at < afterNumber)
        return {};
    const Range range{at, end + closing.size()};
    const bool first =
        afterNumber > 0 &&
        body.substr(afterNumber, at - afterNumber).find_first_not_of(" \t\r\n") == std::string_view::npos;
    const std::string_view rest = body.substr(range.to);
    const std::size_t after = rest.find('<');
    const bool last = after != std::string_view::npos && rest.substr(after).starts_with("</") &&
                      rest.find('<', after + 1) == std::string_view::npos;
    return first || last ? range : Range{};
}

/// ELB's <ResponseMetadata><RequestId>...</RequestId></ResponseMetadata> before the root ends.
std::string_view withoutMetadata(std::string_view body)
{
    const std::size_t at = body.rfind("<ResponseMetadata>");
    if (at == std::string_view::npos)
        return body;
    const std::string_view rest = body.substr(at);
    return std::ranges::count(rest, '<') == 5 && rest.find("<RequestId>") != rest.npos ? body.substr(0, at)
                                                                                       : body;
}

} // namespace

std::string digestOfAnswer(std::string_view body, const ReadContext& context, std::string_view list)
{
    Digest digest;
    for (const std::string_view field :
         {providerWord(context.provider), std::string_view(context.account), std::string_view(context.region),
          std::string_view(context.parent), list})
        digest.addField(field);
    if (context.provider == Provider::Aws) {
        body = withoutMetadata(body);
        const Range number = requestNumber(body);
        const Range token = tokenOfNext(body, number.to);
        digest.add(body.substr(0, number.from));
        digest.add("\n"); // no element may move over what was left out
        const std::size_t to = token.to > 0 ? token.from : body.size();
        digest.add(body.substr(number.to, to - number.to));
        digest.add("\n");
        body.remove_prefix(token.to > 0 ? token.to : body.size());
    }
    digest.add(body);
    return digest.take();
}

} // namespace zonescope::cloud
