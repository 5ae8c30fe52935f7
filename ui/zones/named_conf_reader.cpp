// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/list_reading.h"

#include <vector>

namespace zonescope::ui::zones {
namespace {

struct Token
{
    std::string_view text;
    int line = 0;
    bool quoted = false;
};

/// Words, quoted strings and { } ; of named.conf; three kinds of comments.
class Tokens
{
public:
    explicit Tokens(std::string_view text)
        : m_text(text)
    {
    }

    std::optional<Token> next()
    {
        skipBlank();
        if (m_at >= m_text.size())
            return std::nullopt;
        const std::size_t start = m_at;
        const int line = m_line;
        const char c = m_text[m_at];
        if (c == '{' || c == '}' || c == ';')
            return Token{m_text.substr(m_at++, 1), line, false};
        if (c == '"') {
            const auto end = m_text.find('"', start + 1);
            const auto stop = end == std::string_view::npos ? m_text.size() : end;
            countLines(start + 1, stop);
            m_at = std::min(stop + 1, m_text.size());
            return Token{m_text.substr(start + 1, stop - start - 1), line, true};
        }
        while (m_at < m_text.size() &&
               std::string_view(" \t\r\n{};\"").find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        return Token{m_text.substr(start, m_at - start), line, false};
    }

private:
    void countLines(std::size_t from, std::size_t to)
    {
        for (std::size_t i = from; i < to; ++i)
            m_line += m_text[i] == '\n' ? 1 : 0;
    }
    void skipTo(std::string_view end, std::size_t keep)
    {
        const auto found = m_text.find(end, m_at);
        const auto stop = found == std::string_view::npos ? m_text.size() : found + keep;
        countLines(m_at, stop);
        m_at = stop;
    }
    void skipBlank()
    {
        while (m_at < m_text.size()) {
            const std::string_view rest = m_text.substr(m_at);
            if (rest.starts_with("/*"))
                skipTo("*/", 2);
            else if (rest.starts_with("//") || rest.front() == '#')
                skipTo("\n", 0);
            else if (rest.front() == ' ' || rest.front() == '\t' || rest.front() == '\r' ||
                     rest.front() == '\n')
                m_line += m_text[m_at++] == '\n' ? 1 : 0;
            else
                return;
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1;
};

struct Block
{
    bool secondary = false;
    std::string primary;
    std::string key;
};

bool is(const std::optional<Token>& token, std::string_view word)
{
    return token && !token->quoted && token->text == word;
}

/// The first server of primaries { ... }: "192.0.2.1 port 5353 key k1;"
void readServer(Tokens& tokens, Block& block)
{
    std::optional<Token> token = tokens.next();
    while (token && !is(token, "{"))
        token = tokens.next(); // "port 5353" before the list is the default, rare: left to the preview
    if (!block.primary.empty())
        return;
    std::string address;
    std::string port;
    while ((token = tokens.next()) && !is(token, ";") && !is(token, "}")) {
        if (is(token, "port")) {
            if (const auto value = tokens.next())
                port = std::string(value->text);
        } else if (is(token, "key")) {
            if (const auto value = tokens.next())
                block.key = std::string(value->text);
        } else if (address.empty()) {
            address = std::string(token->text);
        }
    }
    block.primary = port.empty() || address.empty() ? address : address + '#' + port;
    while (token && !is(token, "}"))
        token = tokens.next();
}

/// From behind the opening brace to behind the closing one; false when the text ends before.
bool readBlock(Tokens& tokens, Block& block)
{
    int depth = 1;
    while (auto token = tokens.next()) {
        if (is(token, "{")) {
            ++depth;
        } else if (is(token, "}")) {
            if (--depth == 0)
                return true;
        } else if (depth == 1 && is(token, "type")) {
            const auto value = tokens.next();
            block.secondary = is(value, "secondary") || is(value, "slave");
        } else if (depth == 1 && (is(token, "primaries") || is(token, "masters"))) {
            readServer(tokens, block);
        }
    }
    return false;
}

} // namespace

ZoneList readNamedConf(std::string_view text)
{
    ListReading reading;
    Tokens tokens(text);
    while (auto token = tokens.next()) {
        if (!is(token, "zone"))
            continue;
        const auto name = tokens.next();
        if (!name)
            break;
        std::optional<Token> brace = tokens.next();
        while (brace && !is(brace, "{") && !is(brace, ";"))
            brace = tokens.next(); // the class
        if (!is(brace, "{"))
            continue;
        Block block;
        if (!readBlock(tokens, block)) {
            reading.complain(name->line, ListProblem::UnclosedBlock, name->text);
            break;
        }
        if (block.secondary) // zones this server is primary for are not ours to fetch
            reading.add(name->line, name->text, block.primary, block.key, {});
    }
    return reading.take();
}

} // namespace zonescope::ui::zones
