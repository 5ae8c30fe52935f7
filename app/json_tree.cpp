// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/json_tree.h"

#include "model/base/utf8.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>

namespace zonescope::app {
namespace {

constexpr std::size_t maxDepth = 32; // our schema needs five; foreign nesting must not eat the stack

/// Builds the tree from RapidJSON's events; the stream's position at an event gives the line.
class TreeHandler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TreeHandler>
{
public:
    TreeHandler(std::string_view text, const rapidjson::MemoryStream& stream)
        : m_text(text)
        , m_stream(stream)
    {
    }

    bool Null() { return add({}); }
    bool Bool(bool v) { return add(v); }
    bool Int(int v) { return add(static_cast<double>(v)); }
    bool Uint(unsigned v) { return add(static_cast<double>(v)); }
    bool Int64(std::int64_t v) { return add(static_cast<double>(v)); }
    bool Uint64(std::uint64_t v) { return add(static_cast<double>(v)); }
    bool Double(double v) { return add(v); }
    bool String(const char* s, rapidjson::SizeType n, bool)
    {
        return isText({s, n}) && add(std::string(s, n));
    }
    bool StartObject() { return open(JsonTree::Object{}); }
    bool StartArray() { return open(JsonTree::Array{}); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool EndArray(rapidjson::SizeType) { return close(); }
    bool Key(const char* s, rapidjson::SizeType n, bool)
    {
        if (!isText({s, n}))
            return false;
        m_open.back().key.assign(s, n);
        if (!m_open.back().tree.member(m_open.back().key))
            return true;
        m_error = "\"" + m_open.back().key + "\" stands twice in one object; remove one";
        return false;
    }

    /// Counts on from where it stood: counting from the top at each value took 10,000 zones ten seconds.
    std::size_t line()
    {
        const std::size_t end = std::min<std::size_t>(m_stream.Tell(), m_text.size());
        if (end > m_counted) {
            m_lines += static_cast<std::size_t>(std::count(m_text.begin() + static_cast<long>(m_counted),
                                                           m_text.begin() + static_cast<long>(end), '\n'));
            m_counted = end;
        }
        return 1 + m_lines;
    }
    const std::string& error() const { return m_error; }
    JsonTree take() { return std::move(m_root); }

private:
    struct Level
    {
        JsonTree tree;
        std::string key;
    };
    using Value = decltype(JsonTree::value);

    bool isText(std::string_view text)
    {
        if (base::holdsSurrogate(text))
            m_error = "half of a surrogate pair is no character; write both halves";
        return m_error.empty();
    }
    bool add(Value value)
    {
        place(JsonTree{std::move(value), line()});
        return true;
    }
    bool open(Value value)
    {
        if (m_open.size() == maxDepth) {
            m_error = "nested deeper than 32 levels";
            return false;
        }
        m_open.push_back({JsonTree{std::move(value), line()}, {}});
        return true;
    }
    bool close()
    {
        JsonTree tree = std::move(m_open.back().tree);
        m_open.pop_back();
        place(std::move(tree));
        return true;
    }
    void place(JsonTree tree)
    {
        if (m_open.empty())
            m_root = std::move(tree);
        else if (auto* list = std::get_if<JsonTree::Array>(&m_open.back().tree.value))
            list->push_back(std::move(tree));
        else
            std::get<JsonTree::Object>(m_open.back().tree.value)
                .push_back({m_open.back().key, std::move(tree)});
    }

    std::string_view m_text;
    std::size_t m_counted = 0; ///< octets of m_text in which m_lines were found
    std::size_t m_lines = 0;
    const rapidjson::MemoryStream& m_stream;
    std::vector<Level> m_open;
    JsonTree m_root;
    std::string m_error;
};

} // namespace

const JsonTree* JsonTree::member(std::string_view name) const
{
    const Object* members = object();
    if (!members)
        return nullptr;
    const auto found = std::ranges::find(*members, name, &Member::first);
    return found == members->end() ? nullptr : &found->second;
}

std::string_view JsonTree::kindText() const
{
    constexpr std::array<std::string_view, 6> texts{"null",     "true or false", "a number",
                                                    "a string", "a list",        "an object"};
    return texts.at(value.index());
}

base::Result<JsonTree> parseJsonTree(std::string_view text)
{
    rapidjson::MemoryStream stream(text.data(), text.size());
    TreeHandler handler(text, stream);
    rapidjson::Reader reader;
    // Iterative: foreign nesting cannot overflow the stack. Full UTF-8 validation: names end up in tables and
    // files.
    const auto result =
        reader.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(stream, handler);
    if (result.IsError())
        return base::fail(
            base::ErrorCode::SyntaxError,
            "line " + std::to_string(handler.line()) + ": " +
                (handler.error().empty() ? rapidjson::GetParseError_En(result.Code()) : handler.error()));
    return handler.take();
}

} // namespace zonescope::app
