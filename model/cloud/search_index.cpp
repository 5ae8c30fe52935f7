// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/search_index.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace zonescope::cloud {
namespace {

void appendFolded(std::string& text, std::string_view word)
{
    for (const char c : word)
        text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    text += '\n'; // nobody types it: a word never matches across two fields
}

bool contains(std::string_view text, std::string_view word)
{
    return memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
}

/// "10.0.0.0/8", "2001:db8::1"; not "10" and not "443".
std::optional<net::Prefix> addressOrPrefix(std::string_view word)
{
    const bool looksLike = std::ranges::count(word, '.') == 3 || std::ranges::count(word, ':') >= 2;
    return looksLike ? prefixFromText(word) : std::nullopt;
}

/// The first bits are equal. Without making masked copies, because this runs for every row at every key.
bool sameBits(const net::IpAddress& a, const net::IpAddress& b, unsigned bits)
{
    if (a.family() != b.family() || std::memcmp(a.octets().data(), b.octets().data(), bits / 8) != 0)
        return false;
    const unsigned rest = bits % 8;
    return rest == 0 || ((a.octets()[bits / 8] ^ b.octets()[bits / 8]) >> (8 - rest)) == 0;
}

bool touches(const Resource& resource, const net::Prefix& wanted)
{
    for (const net::Prefix& own : resource.prefixes) // a route to everywhere says nothing about an address
        if (own.length > 0 && sameBits(own.address, wanted.address, std::min(own.length, wanted.length)))
            return true;
    for (const net::IpAddress& address : resource.addresses)
        if (sameBits(address, wanted.address, wanted.length))
            return true;
    return false;
}

} // namespace

struct SearchIndex::Query
{
    std::vector<std::string> words;
    std::vector<net::Prefix> prefixes;
    std::optional<Provider> provider;
    std::optional<Kind> kind;
    bool impossible = false;

    explicit Query(std::string_view text)
    {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find(' '), text.size());
            std::string word;
            appendFolded(word, text.substr(0, end));
            word.pop_back();
            text.remove_prefix(std::min(end + 1, text.size()));
            if (!word.empty())
                add(std::move(word));
        }
    }
    void add(std::string word)
    {
        if (word.starts_with("provider:"))
            narrow(provider, providerFromWord(std::string_view(word).substr(9)));
        else if (word.starts_with("kind:"))
            narrow(kind, kindFromWord(std::string_view(word).substr(5)));
        else if (const auto prefix = addressOrPrefix(word))
            prefixes.push_back(*prefix);
        else
            words.push_back(std::move(word));
    }
    template <class Value>
    void narrow(std::optional<Value>& field, std::optional<Value> value)
    {
        impossible = impossible || !value || (field && *field != *value);
        field = value;
    }
};

SearchIndex::SearchIndex(SnapshotPtr snapshot)
    : m_snapshot(std::move(snapshot))
{
    m_starts.reserve(m_snapshot->resources().size() + 1);
    for (const Resource& r : m_snapshot->resources()) {
        m_starts.push_back(static_cast<std::uint32_t>(m_texts.size()));
        for (const std::string_view word :
             {std::string_view(r.id), std::string_view(r.name), std::string_view(r.account),
              std::string_view(r.region), std::string_view(r.state), kindWord(r.kind)})
            appendFolded(m_texts, word);
        for (const Tag& tag : r.tags)
            appendFolded(m_texts, tag.key + "=" + tag.value);
        for (const std::string& name : r.dnsNames)
            appendFolded(m_texts, name);
        for (const net::IpAddress& address : r.addresses) // also parts: "10.20."
            appendFolded(m_texts, address.toText());
        for (const net::Prefix& prefix : r.prefixes)
            appendFolded(m_texts, prefix.toText());
    }
    m_starts.push_back(static_cast<std::uint32_t>(m_texts.size()));
}

std::string_view SearchIndex::textOf(std::uint32_t index) const
{
    return std::string_view(m_texts).substr(m_starts[index], m_starts[index + 1] - m_starts[index]);
}

bool SearchIndex::matches(std::uint32_t index, const Query& query) const
{
    const Resource& resource = m_snapshot->at(index);
    if ((query.provider && resource.provider != *query.provider) ||
        (query.kind && resource.kind != *query.kind))
        return false;
    const std::string_view text = textOf(index);
    return std::ranges::all_of(query.words, [&](const std::string& word) { return contains(text, word); }) &&
           std::ranges::all_of(query.prefixes,
                               [&](const net::Prefix& prefix) { return touches(resource, prefix); });
}

std::vector<std::uint32_t> SearchIndex::find(std::string_view text) const
{
    const Query query(text);
    std::vector<std::uint32_t> found;
    if (query.impossible)
        return found;
    for (std::uint32_t i = 0; i < m_snapshot->resources().size(); ++i)
        if (matches(i, query))
            found.push_back(i);
    return found;
}

} // namespace zonescope::cloud
