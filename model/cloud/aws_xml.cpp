// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/aws_xml.h"

#include "model/cloud/aws_xml_names.h"

#include <pugixml.hpp>

#include <charconv>
#include <functional>
#include <unordered_map>

namespace zonescope::cloud {
namespace {

using Allocator = rapidjson::Document::AllocatorType;

bool isListItem(std::string_view name)
{
    return name == "item" || name == "member";
}

/// <ResourceRecords><ResourceRecord>: what Route 53 does instead of <item>.
bool isPluralOf(std::string_view list, std::string_view item)
{
    return list.size() == item.size() + 1 && list.back() == 's' && list.starts_with(item);
}

/// What an element's place says about it. The same few hundred places occur a million times in a large
/// answer, so each is worked out once a document.
struct Place
{
    std::string name; ///< as the command line has it
    bool list = false;
    bool boolean = false;
    bool number = false;
};

/// Element, the one around it, and the one around that where lists' <item> is left out.
struct PlaceKey
{
    std::string_view element, parent, context;
    friend bool operator==(const PlaceKey&, const PlaceKey&) = default;
};
struct PlaceHash
{
    std::size_t operator()(const PlaceKey& key) const
    {
        const std::hash<std::string_view> hash;
        return hash(key.element) ^ (hash(key.context) * 31) ^ key.parent.size();
    }
};

class Places
{
public:
    /// The texts must outlive this: they are the document's.
    const Place& of(const pugi::xml_node& node)
    {
        const pugi::xml_node parent = node.parent();
        std::string_view context = parent.name();
        if (isListItem(context))
            context = parent.parent().name();
        const PlaceKey key{node.name(), parent.name(), context};
        const auto found = m_places.find(key);
        return found != m_places.end() ? found->second : m_places.emplace(key, made(key)).first->second;
    }

private:
    static Place made(const PlaceKey& key)
    {
        return {awsMemberName(key.element, key.context), isAwsList(key.element), isAwsBoolean(key.element),
                isAwsNumber(key.element, key.parent)};
    }
    std::unordered_map<PlaceKey, Place, PlaceHash> m_places;
};

Json scalar(const pugi::xml_node& node, const Place& place, Allocator& allocator)
{
    const std::string_view text = node.child_value();
    if (place.boolean && (text == "true" || text == "false"))
        return Json(text == "true");
    if (place.number) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc{} && end == text.data() + text.size())
            return Json(number);
    }
    return Json(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator);
}

class Converter
{
public:
    explicit Converter(Allocator& allocator)
        : m_allocator(allocator)
    {
    }
    bool tooDeep() const { return m_tooDeep; }

    Json convert(const pugi::xml_node& node, std::size_t depth)
    {
        if (depth > deepestJson - 2) {
            m_tooDeep = true;
            return Json();
        }
        const Place& place = m_places.of(node);
        const pugi::xml_node first = firstElement(node);
        const bool list =
            first ? isListItem(first.name()) || isPluralOf(node.name(), first.name()) : place.list;
        if (!list && !first)
            return scalar(node, place, m_allocator);
        Json made(list ? rapidjson::kArrayType : rapidjson::kObjectType);
        for (pugi::xml_node child = first; child; child = child.next_sibling()) {
            if (child.type() != pugi::node_element)
                continue;
            if (list)
                made.PushBack(convert(child, depth + 1), m_allocator);
            else
                add(made, child, depth);
        }
        return made;
    }

private:
    static pugi::xml_node firstElement(const pugi::xml_node& node)
    {
        pugi::xml_node child = node.first_child();
        while (child && child.type() != pugi::node_element)
            child = child.next_sibling();
        return child;
    }
    void add(Json& object, const pugi::xml_node& child, std::size_t depth)
    {
        const std::string& name = m_places.of(child).name;
        Json key(name.data(), static_cast<rapidjson::SizeType>(name.size()), m_allocator);
        object.AddMember(key, convert(child, depth + 1), m_allocator);
    }

    Places m_places;
    Allocator& m_allocator;
    bool m_tooDeep = false;
};

base::Result<pugi::xml_node> rootOf(pugi::xml_document& document, std::string_view text)
{
    const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size());
    if (!parsed)
        return base::fail(base::ErrorCode::SyntaxError, std::string("not an XML answer: ") +
                                                            parsed.description() + " at octet " +
                                                            std::to_string(parsed.offset));
    return document.document_element();
}

} // namespace

base::Result<rapidjson::Document> parseAwsXml(std::string_view text)
{
    pugi::xml_document xml;
    const auto root = rootOf(xml, text);
    if (!root)
        return tl::unexpected(root.error());
    const std::string_view name = root->name();
    if (name.ends_with("html") || name.ends_with("HTML") || name.empty())
        return base::fail(base::ErrorCode::SyntaxError, "an HTML page, not an answer of AWS");
    rapidjson::Document document(rapidjson::kObjectType);
    Converter converter(document.GetAllocator());
    Json made = converter.convert(*root, 0);
    // ELBv2 and STS wrap the result once more: <DescribeXResponse><DescribeXResult>.
    if (made.IsObject())
        for (auto& m : made.GetObject())
            if (textView(m.name).ends_with("Result") && m.value.IsObject()) {
                made = Json(m.value, document.GetAllocator());
                break;
            }
    if (converter.tooDeep())
        return base::fail(base::ErrorCode::SyntaxError,
                          "nested deeper than " + std::to_string(deepestJson) + " levels");
    if (!made.IsObject())
        return base::fail(base::ErrorCode::SyntaxError,
                          "an answer of AWS without any field: <" + std::string(name) + ">");
    static_cast<Json&>(document) = made;
    return document;
}

std::optional<AwsFault> awsFaultIn(std::string_view text)
{
    pugi::xml_document xml;
    const auto root = rootOf(xml, text);
    if (!root)
        return std::nullopt;
    const pugi::xml_node error = xml.find_node(
        [](const pugi::xml_node& n) { return std::string_view(n.name()) == "Error" && n.child("Code"); });
    if (!error)
        return std::nullopt;
    return AwsFault{error.child_value("Code"), error.child_value("Message")};
}

} // namespace zonescope::cloud
