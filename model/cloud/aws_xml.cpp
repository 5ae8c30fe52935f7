// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/aws_xml.h"

#include "model/cloud/aws_xml_names.h"

#include <pugixml.hpp>

#include <rapidjson/encodings.h>
#include <rapidjson/memorystream.h>

#include <charconv>
#include <cstring>
#include <memory>
#include <unordered_map>
#include <vector>

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
/// answer, so each is worked out once a document, and in the same order: the next is mostly where the last
/// one of its kind had it.
struct Place
{
    std::string element;
    std::string around; ///< the element around it
    std::string name;   ///< as the command line has it
    bool list = false;
    bool boolean = false;
    bool number = false;
    std::vector<std::unique_ptr<Place>> inside{};
    std::unordered_map<std::string_view, std::size_t> byElement{};
    std::size_t expected = 0; ///< index of the one that comes next, if the order is as before

    Place& child(std::string_view wanted)
    {
        if (expected >= inside.size())
            expected = 0;
        if (inside.empty() || inside[expected]->element != wanted) {
            const auto found = byElement.find(wanted);
            expected = found != byElement.end() ? found->second : add(wanted);
        }
        return *inside[expected++];
    }

private:
    std::size_t add(std::string_view wanted)
    {
        const std::string& context = isListItem(element) ? around : element;
        inside.push_back(std::make_unique<Place>(Place{std::string(wanted), element,
                                                       awsMemberName(wanted, context), isAwsList(wanted),
                                                       isAwsBoolean(wanted), isAwsNumber(wanted, element)}));
        byElement.emplace(inside.back()->element, inside.size() - 1);
        return inside.size() - 1;
    }
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

    Json convert(const pugi::xml_node& node, Place& place, std::size_t depth)
    {
        if (depth > deepestJson - 2) {
            m_tooDeep = true;
            return Json();
        }
        const pugi::xml_node first = firstElement(node);
        if (!first && !place.list)
            return scalar(node, place, m_allocator);
        const bool list =
            first ? isListItem(first.name()) || isPluralOf(node.name(), first.name()) : place.list;
        Json made(list ? rapidjson::kArrayType : rapidjson::kObjectType);
        if (list) // RapidJSON makes room for 16 at once: several times what most have
            made.Reserve(static_cast<rapidjson::SizeType>(elementsFrom(first)), m_allocator);
        for (pugi::xml_node child = first; child; child = child.next_sibling()) {
            if (child.type() != pugi::node_element)
                continue;
            Place& there = place.child(child.name());
            if (list) {
                made.PushBack(convert(child, there, depth + 1), m_allocator);
            } else {
                Json key(there.name.data(), static_cast<rapidjson::SizeType>(there.name.size()), m_allocator);
                made.AddMember(key, convert(child, there, depth + 1), m_allocator);
            }
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
    static std::size_t elementsFrom(pugi::xml_node node)
    {
        std::size_t count = 0;
        for (; node; node = node.next_sibling())
            count += node.type() == pugi::node_element ? 1 : 0;
        return count;
    }

    Allocator& m_allocator;
    bool m_tooDeep = false;
};

struct Nowhere
{
    using Ch = char;
    void Put(char) {}
};

/// pugixml passes octets on as they are, and what is no text can be kept in no JSON.
base::Status checkText(std::string_view text)
{
    constexpr std::uint64_t highBits = 0x8080808080808080;
    for (std::size_t at = 0; at < text.size();) {
        std::uint64_t eight = 0;
        if (text.size() - at >= sizeof eight) {
            std::memcpy(&eight, text.data() + at, sizeof eight);
            if ((eight & highBits) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        rapidjson::MemoryStream in(text.data() + at, text.size() - at);
        Nowhere out;
        if (!rapidjson::UTF8<>::Validate(in, out))
            return base::fail(base::ErrorCode::SyntaxError,
                              "no UTF-8 at octet " + std::to_string(at) + " of the XML");
        at += in.Tell();
    }
    return {};
}

base::Result<pugi::xml_node> rootOf(const pugi::xml_document& document, const pugi::xml_parse_result& parsed)
{
    if (!parsed)
        return base::fail(base::ErrorCode::SyntaxError, std::string("not an XML answer: ") +
                                                            parsed.description() + " at octet " +
                                                            std::to_string(parsed.offset));
    return document.document_element();
}

base::Result<rapidjson::Document> treeOf(const pugi::xml_document& xml, const pugi::xml_parse_result& parsed)
{
    const auto root = rootOf(xml, parsed);
    if (!root)
        return tl::unexpected(root.error());
    const std::string_view name = root->name();
    if (name.ends_with("html") || name.ends_with("HTML") || name.empty())
        return base::fail(base::ErrorCode::SyntaxError, "an HTML page, not an answer of AWS");
    rapidjson::Document document(rapidjson::kObjectType);
    Converter converter(document.GetAllocator());
    Place place{std::string(name), {}, {}, isAwsList(name)};
    Json made = converter.convert(*root, place, 0);
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

} // namespace

base::Result<rapidjson::Document> parseAwsXml(std::string_view text)
{
    if (const auto whole = checkText(text); !whole)
        return tl::unexpected(whole.error());
    pugi::xml_document xml;
    const pugi::xml_parse_result parsed = xml.load_buffer(text.data(), text.size());
    return treeOf(xml, parsed);
}

base::Result<rapidjson::Document> parseAwsXmlInPlace(std::string& text)
{
    if (const auto whole = checkText(text); !whole)
        return tl::unexpected(whole.error());
    pugi::xml_document xml;
    const pugi::xml_parse_result parsed = xml.load_buffer_inplace(text.data(), text.size());
    return treeOf(xml, parsed);
}

std::optional<AwsFault> awsFaultIn(std::string_view text)
{
    pugi::xml_document xml;
    const pugi::xml_parse_result parsed = xml.load_buffer(text.data(), text.size());
    const auto root = rootOf(xml, parsed);
    if (!root)
        return std::nullopt;
    const pugi::xml_node error = xml.find_node(
        [](const pugi::xml_node& n) { return std::string_view(n.name()) == "Error" && n.child("Code"); });
    if (!error)
        return std::nullopt;
    return AwsFault{error.child_value("Code"), error.child_value("Message")};
}

} // namespace zonescope::cloud
