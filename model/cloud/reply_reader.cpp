// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/reply_reader.h"

#include "model/cloud/aws_xml.h"
#include "model/cloud/redaction.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

bool isGoogleKind(std::string_view kind)
{
    return kind.starts_with("compute#") || kind.starts_with("dns#");
}

bool isAzureItem(const Json& item)
{
    return memberText(item, "type").starts_with("Microsoft.") ||
           memberText(item, "id").starts_with("/subscriptions/");
}

std::optional<Provider> guessItem(const Json& item)
{
    if (isGoogleKind(memberText(item, "kind")))
        return Provider::Google;
    if (isAzureItem(item))
        return Provider::Azure;
    return std::nullopt;
}

class TreeReader
{
public:
    TreeReader(rapidjson::Document& tree, const ReadContext& context)
        : m_tree(tree)
        , m_context(context)
    {
    }

    base::Result<Reply> read()
    {
        switch (m_context.provider) {
        case Provider::Aws:
            readAws();
            break;
        case Provider::Google:
            readGoogle();
            break;
        case Provider::Azure:
            readAzure();
            break;
        case Provider::OpenStack:
            readOpenStack();
            break;
        }
        if (!m_foundList)
            return base::fail(base::ErrorCode::Unsupported,
                              "no list of " + std::string(providerWord(m_context.provider)) +
                                  " resources in it");
        return std::move(m_reply);
    }

private:
    void item(Json& object, std::string_view collection)
    {
        m_foundList = true;
        auto redacted = redact(object, m_tree.GetAllocator());
        normalise(object, collection, m_context, std::move(redacted), m_reply.resources);
    }
    void items(Json& list, std::string_view collection)
    {
        m_foundList = true;
        m_reply.resources.reserve(m_reply.resources.size() + list.Size());
        for (Json& object : list.GetArray())
            item(object, collection);
    }

    void readAws()
    {
        if (!m_tree.IsObject())
            return;
        for (const char* token : {"NextToken", "NextMarker", "nextToken"})
            if (m_reply.next.empty())
                m_reply.next = memberText(m_tree, token);
        for (auto& m : m_tree.GetObject()) {
            const std::string name(textView(m.name));
            if (!m.value.IsArray())
                continue;
            if (name == "Reservations")
                readReservations(m.value);
            else if (name == "ResourceRecordSets")
                readRecordSets(m.value);
            else if (name == "Entries" && !m_context.parent.empty())
                wrap("PrefixListId", "ManagedPrefixLists");
            else if (name == "Routes" && !m_context.parent.empty())
                wrap("TransitGatewayRouteTableId", "TransitGatewayRouteTables");
            else if (mappingFor(Provider::Aws, name) || m_tree.MemberCount() <= 3)
                items(m.value, name);
        }
    }
    void readReservations(Json& reservations)
    {
        m_foundList = true;
        for (Json& reservation : reservations.GetArray())
            if (reservation.IsObject())
                if (const auto found = reservation.FindMember("Instances");
                    found != reservation.MemberEnd() && found->value.IsArray())
                    items(found->value, "Instances");
    }
    /// The answer does not name its zone, but every zone has an SOA and that has the zone's name.
    void readRecordSets(Json& sets)
    {
        if (m_context.parent.empty())
            for (const Json& set : sets.GetArray())
                if (memberText(set, "Type") == "SOA")
                    m_context.parent = memberText(set, "Name");
        items(sets, "ResourceRecordSets");
    }
    /// The content of one list, asked for by its id, as if it were the list's own field.
    void wrap(const char* idField, std::string_view collection)
    {
        auto& allocator = m_tree.GetAllocator();
        Json id(m_context.parent.data(), static_cast<rapidjson::SizeType>(m_context.parent.size()),
                allocator);
        Json object(m_tree, allocator);
        for (const char* ofTheAnswer : {"RequestId", "NextToken"}) // new each time: no attribute of the list
            object.RemoveMember(ofTheAnswer);
        object.AddMember(rapidjson::StringRef(idField), id, allocator);
        m_context.parent.clear();
        item(object, collection);
    }

    void readGoogle()
    {
        if (m_tree.IsArray()) {
            m_foundList = m_tree.Empty();
            for (Json& object : m_tree.GetArray())
                item(object, memberText(object, "kind"));
            return;
        }
        if (!m_tree.IsObject())
            return;
        m_reply.next = memberText(m_tree, "nextPageToken");
        std::string kind = memberText(m_tree, "kind");
        for (const std::string_view suffix : {"AggregatedList", "List", "sListResponse"})
            if (kind.ends_with(suffix)) {
                kind.erase(kind.size() - suffix.size());
                break;
            }
        for (auto& m : m_tree.GetObject())
            readGoogleMember(std::string(textView(m.name)), m.value, kind);
        if (!m_foundList && mappingFor(Provider::Google, kind))
            item(m_tree, kind);
    }
    void readGoogleMember(const std::string& name, Json& value, const std::string& kind)
    {
        if (value.IsArray() && (name == "items" || name == "rrsets" || name == "managedZones")) {
            m_foundList = true;
            for (Json& object : value.GetArray()) {
                const std::string own = memberText(object, "kind");
                item(object, own.empty() ? kind : own);
            }
        } else if (value.IsArray() && name == "unreachables") {
            for (const Json& part : value.GetArray())
                m_reply.unreachable.push_back(scalarText(part));
        } else if (value.IsObject() && name == "items") {
            m_foundList = true;
            for (auto& scope : value.GetObject())
                readGoogleScope(std::string(textView(scope.name)), scope.value, kind);
        }
    }
    void readGoogleScope(const std::string& scope, Json& value, const std::string& kind)
    {
        if (!value.IsObject())
            return;
        for (auto& m : value.GetObject()) {
            if (m.value.IsArray())
                for (Json& object : m.value.GetArray()) {
                    const std::string own = memberText(object, "kind");
                    item(object, own.empty() ? kind : own);
                }
            else if (textView(m.name) == "warning" && memberText(m.value, "code") == "UNREACHABLE")
                m_reply.unreachable.push_back(scope);
        }
    }

    void readAzure()
    {
        if (m_tree.IsArray()) {
            m_foundList = m_tree.Empty();
            for (Json& object : m_tree.GetArray())
                item(object, memberText(object, "type"));
            return;
        }
        if (!m_tree.IsObject())
            return;
        for (const char* field : {"nextLink", "$skipToken"})
            if (m_reply.next.empty())
                m_reply.next = memberText(m_tree, field);
        for (const char* field : {"value", "data"})
            if (const auto found = m_tree.FindMember(field);
                found != m_tree.MemberEnd() && found->value.IsArray()) {
                m_foundList = true;
                for (Json& object : found->value.GetArray())
                    item(object, memberText(object, "type"));
            }
        if (!m_foundList && isAzureItem(m_tree))
            item(m_tree, memberText(m_tree, "type"));
    }

    void readOpenStack()
    {
        if (!m_tree.IsObject())
            return;
        for (auto& m : m_tree.GetObject()) {
            const std::string name(textView(m.name));
            if (name.ends_with("_links") && m.value.IsArray()) {
                for (const Json& link : m.value.GetArray())
                    if (memberText(link, "rel") == "next")
                        m_reply.next = memberText(link, "href");
            } else if (m.value.IsArray()) {
                items(m.value, name);
            }
        }
    }

    rapidjson::Document& m_tree;
    ReadContext m_context;
    Reply m_reply;
    bool m_foundList = false;
};

} // namespace

std::optional<Provider> guessProvider(const Json& tree)
{
    if (tree.IsArray())
        return tree.Empty() ? std::nullopt : guessItem(tree[0]);
    if (!tree.IsObject())
        return std::nullopt;
    if (const auto guess = guessItem(tree))
        return guess;
    for (const auto& m : tree.GetObject()) {
        if (!m.value.IsArray())
            continue;
        const std::string_view name = textView(m.name);
        if (name == "value" || name == "data")
            return !m.value.Empty() ? guessItem(m.value[0]) : std::nullopt;
        if (name == "Reservations" || mappingFor(Provider::Aws, name))
            return Provider::Aws;
        if (mappingFor(Provider::OpenStack, name))
            return Provider::OpenStack;
    }
    return std::nullopt;
}

base::Result<Reply> readTree(rapidjson::Document& tree, const ReadContext& context)
{
    return TreeReader(tree, context).read();
}

base::Result<Reply> readReply(std::string_view text, const ReadContext& context)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const bool xml = first != std::string_view::npos && text[first] == '<';
    auto tree = xml ? parseAwsXml(text) : parseJson(text);
    if (!tree)
        return tl::unexpected(tree.error());
    ReadContext known = context;
    known.provider = xml ? Provider::Aws : guessProvider(*tree).value_or(context.provider);
    return readTree(*tree, known);
}

} // namespace zonescope::cloud
