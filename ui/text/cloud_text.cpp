// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/cloud_text.h"

#include "ui/text/drift_text.h"

#include <QCoreApplication>

#include <array>
#include <span>

namespace zonescope::ui::text {
namespace {

struct CloudText
{
    Q_DECLARE_TR_FUNCTIONS(CloudText)
};

/// A span: GCC 12 folds the copies for arrays of several lengths into one, and then warns of the shorter
/// ones.
template <class Enum>
QString wordOf(std::span<const char* const> words, Enum value)
{
    return CloudText::tr(words[static_cast<std::size_t>(value)]);
}

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

QString cloudProvider(cloud::Provider provider)
{
    static const std::array<QString, 4> names{QStringLiteral("AWS"), QStringLiteral("Google Cloud"),
                                              QStringLiteral("Azure"), QStringLiteral("OpenStack")};
    return names[static_cast<std::size_t>(provider)];
}

QString cloudKind(cloud::Kind kind)
{
    static constexpr std::array<const char*, cloud::kindCount> words{
        QT_TRANSLATE_NOOP("CloudText", "Account"),        QT_TRANSLATE_NOOP("CloudText", "Region"),
        QT_TRANSLATE_NOOP("CloudText", "Network"),        QT_TRANSLATE_NOOP("CloudText", "Subnet"),
        QT_TRANSLATE_NOOP("CloudText", "Route table"),    QT_TRANSLATE_NOOP("CloudText", "Route"),
        QT_TRANSLATE_NOOP("CloudText", "Packet filter"),  QT_TRANSLATE_NOOP("CloudText", "Network ACL"),
        QT_TRANSLATE_NOOP("CloudText", "Interface"),      QT_TRANSLATE_NOOP("CloudText", "Instance"),
        QT_TRANSLATE_NOOP("CloudText", "Public address"), QT_TRANSLATE_NOOP("CloudText", "Internet gateway"),
        QT_TRANSLATE_NOOP("CloudText", "NAT gateway"),    QT_TRANSLATE_NOOP("CloudText", "VPN gateway"),
        QT_TRANSLATE_NOOP("CloudText", "VPN tunnel"),     QT_TRANSLATE_NOOP("CloudText", "VPN peer"),
        QT_TRANSLATE_NOOP("CloudText", "BGP router"),     QT_TRANSLATE_NOOP("CloudText", "Hub"),
        QT_TRANSLATE_NOOP("CloudText", "Hub attachment"), QT_TRANSLATE_NOOP("CloudText", "Hub route table"),
        QT_TRANSLATE_NOOP("CloudText", "Peering"),        QT_TRANSLATE_NOOP("CloudText", "Endpoint"),
        QT_TRANSLATE_NOOP("CloudText", "Load balancer"),  QT_TRANSLATE_NOOP("CloudText", "Prefix list"),
        QT_TRANSLATE_NOOP("CloudText", "DNS zone"),       QT_TRANSLATE_NOOP("CloudText", "DNS record"),
        QT_TRANSLATE_NOOP("CloudText", "Something else")};
    return wordOf(words, kind);
}

QString cloudRelation(cloud::RelationKind kind, bool incoming)
{
    static constexpr std::array<const char*, 8> out{
        QT_TRANSLATE_NOOP("CloudText", "is in"),        QT_TRANSLATE_NOOP("CloudText", "is attached to"),
        QT_TRANSLATE_NOOP("CloudText", "is used with"), QT_TRANSLATE_NOOP("CloudText", "routes to"),
        QT_TRANSLATE_NOOP("CloudText", "peers with"),   QT_TRANSLATE_NOOP("CloudText", "tunnels to"),
        QT_TRANSLATE_NOOP("CloudText", "resolves to"),  QT_TRANSLATE_NOOP("CloudText", "refers to")};
    static constexpr std::array<const char*, 8> in{QT_TRANSLATE_NOOP("CloudText", "holds"),
                                                   QT_TRANSLATE_NOOP("CloudText", "has attached"),
                                                   QT_TRANSLATE_NOOP("CloudText", "is used by"),
                                                   QT_TRANSLATE_NOOP("CloudText", "gets routes from"),
                                                   QT_TRANSLATE_NOOP("CloudText", "is peered by"),
                                                   QT_TRANSLATE_NOOP("CloudText", "ends the tunnel of"),
                                                   QT_TRANSLATE_NOOP("CloudText", "is the answer of"),
                                                   QT_TRANSLATE_NOOP("CloudText", "is named by")};
    return wordOf(incoming ? in : out, kind);
}

QString scopeState(cloud::ScopeState state)
{
    static constexpr std::array<const char*, 5> words{
        QT_TRANSLATE_NOOP("CloudText", "Read"), QT_TRANSLATE_NOOP("CloudText", "Denied"),
        QT_TRANSLATE_NOOP("CloudText", "Unreachable"), QT_TRANSLATE_NOOP("CloudText", "Incomplete"),
        QT_TRANSLATE_NOOP("CloudText", "Not readable")};
    return wordOf(words, state);
}

QString cloudSeverity(cloud::Severity severity)
{
    static constexpr std::array<const char*, 3> words{QT_TRANSLATE_NOOP("CloudText", "Note"),
                                                      QT_TRANSLATE_NOOP("CloudText", "Warning"),
                                                      QT_TRANSLATE_NOOP("CloudText", "Error")};
    return wordOf(words, severity);
}

QString findingTitle(cloud::CheckId check)
{
    static constexpr std::array<const char*, cloud::checkCount> titles{
        QT_TRANSLATE_NOOP("CloudText", "Connected networks share addresses"),
        QT_TRANSLATE_NOOP("CloudText", "Networks share addresses"),
        QT_TRANSLATE_NOOP("CloudText", "A route leads nowhere"),
        QT_TRANSLATE_NOOP("CloudText", "A route's target is gone"),
        QT_TRANSLATE_NOOP("CloudText", "No way back through a peering"),
        QT_TRANSLATE_NOOP("CloudText", "A peering is not active"),
        QT_TRANSLATE_NOOP("CloudText", "Open to the world"),
        QT_TRANSLATE_NOOP("CloudText", "A rule admits everybody, nothing public is behind it"),
        QT_TRANSLATE_NOOP("CloudText", "A rule adds nothing"),
        QT_TRANSLATE_NOOP("CloudText", "A packet filter guards nothing"),
        QT_TRANSLATE_NOOP("CloudText", "A public address is not used"),
        QT_TRANSLATE_NOOP("CloudText", "A gateway is not attached"),
        QT_TRANSLATE_NOOP("CloudText", "No route uses a NAT gateway"),
        QT_TRANSLATE_NOOP("CloudText", "No subnet uses a route table"),
        QT_TRANSLATE_NOOP("CloudText", "A tunnel is down"),
        QT_TRANSLATE_NOOP("CloudText", "One tunnel of a connection is down"),
        QT_TRANSLATE_NOOP("CloudText", "A subnet is nearly full"),
        QT_TRANSLATE_NOOP("CloudText", "A route table is near its limit"),
        QT_TRANSLATE_NOOP("CloudText", "A packet filter is near its limit")};
    return wordOf(titles, check);
}

QString findingEvidence(const cloud::Finding& finding)
{
    const QString evidence = textOf(finding.evidence);
    const QString part = evidence.section(u'/', 0, 0);
    const QString whole = evidence.section(u'/', 1);
    switch (finding.check) {
    case cloud::CheckId::SingleTunnel:
        return CloudText::tr("%1 of %2 tunnels down").arg(part, whole);
    case cloud::CheckId::SubnetNearlyFull:
        return CloudText::tr("%1 of %2 addresses in use").arg(part, whole);
    case cloud::CheckId::RouteLimit:
        return CloudText::tr("%1 of at most %2 routes").arg(part, whole);
    case cloud::CheckId::RuleLimit:
        return CloudText::tr("%1 of at most %2 rules").arg(part, whole);
    default:
        return evidence;
    }
}

QString findingAdvice(cloud::CheckId check)
{
    static constexpr std::array<const char*, cloud::checkCount> advice{
        QT_TRANSLATE_NOOP("CloudText",
                          "Traffic to the shared addresses stays where it starts. Renumber one side."),
        QT_TRANSLATE_NOOP("CloudText", "They cannot be connected later without renumbering."),
        QT_TRANSLATE_NOOP("CloudText",
                          "Packets that match it are dropped. Give it a target that exists, or remove it."),
        QT_TRANSLATE_NOOP("CloudText", "Give it a target that exists, or remove it."),
        QT_TRANSLATE_NOOP("CloudText", "Add a route back through the peering on this side."),
        QT_TRANSLATE_NOOP("CloudText", "Accept it on the other side, or remove it."),
        QT_TRANSLATE_NOOP("CloudText", "Admit only the addresses that need it."),
        QT_TRANSLATE_NOOP("CloudText", "It becomes an exposure as soon as something gets a public address."),
        QT_TRANSLATE_NOOP("CloudText", "Another rule of the same filter admits as much. Remove it."),
        QT_TRANSLATE_NOOP("CloudText", "Remove it, or attach it to what it was made for."),
        QT_TRANSLATE_NOOP("CloudText", "It costs money. Release it, but remove its DNS records before."),
        QT_TRANSLATE_NOOP("CloudText", "Attach it, or remove it."),
        QT_TRANSLATE_NOOP("CloudText", "It costs money. Route a subnet through it, or remove it."),
        QT_TRANSLATE_NOOP("CloudText", "Remove it, or associate it with a subnet."),
        QT_TRANSLATE_NOOP("CloudText",
                          "Compare both ends: address, key, proposals, and what the provider logs."),
        QT_TRANSLATE_NOOP("CloudText", "It works without a spare. Bring the second tunnel up."),
        QT_TRANSLATE_NOOP("CloudText", "New interfaces will soon fail. Add a subnet, or release addresses."),
        QT_TRANSLATE_NOOP("CloudText", "Merge prefixes, or ask the provider for more."),
        QT_TRANSLATE_NOOP("CloudText", "Merge rules, or use a prefix list.")};
    return wordOf(advice, check);
}

QString joinWord(cloud::JoinState state)
{
    static constexpr std::array<const char*, 4> words{
        QT_TRANSLATE_NOOP("CloudText", "Ours"), QT_TRANSLATE_NOOP("CloudText", "Private answer"),
        QT_TRANSLATE_NOOP("CloudText", "Dangling"), QT_TRANSLATE_NOOP("CloudText", "Elsewhere")};
    return wordOf(words, state);
}

QString joinMeaning(cloud::JoinState state)
{
    static constexpr std::array<const char*, 4> words{
        QT_TRANSLATE_NOOP("CloudText", "A resource of this snapshot has it."),
        QT_TRANSLATE_NOOP("CloudText",
                          "Everybody may ask for this name, but only insiders can use the answer."),
        QT_TRANSLATE_NOOP(
            "CloudText",
            "What it points at is none of ours any more: somebody else may get it, and with it the "
            "name. Remove the record, or point it elsewhere."),
        QT_TRANSLATE_NOOP("CloudText",
                          "Nothing in this snapshot has it, and there is no sign that anything ever had.")};
    return wordOf(words, state);
}

QString cloudChange(cloud::ChangeKind kind)
{
    static constexpr std::array<const char*, 3> words{QT_TRANSLATE_NOOP("CloudText", "Added"),
                                                      QT_TRANSLATE_NOOP("CloudText", "Removed"),
                                                      QT_TRANSLATE_NOOP("CloudText", "Changed")};
    return wordOf(words, kind);
}

QString routeTarget(cloud::TargetKind kind)
{
    static constexpr std::array<const char*, 13> words{QT_TRANSLATE_NOOP("CloudText", "the network itself"),
                                                       QT_TRANSLATE_NOOP("CloudText", "internet gateway"),
                                                       QT_TRANSLATE_NOOP("CloudText", "egress-only gateway"),
                                                       QT_TRANSLATE_NOOP("CloudText", "NAT gateway"),
                                                       QT_TRANSLATE_NOOP("CloudText", "peering"),
                                                       QT_TRANSLATE_NOOP("CloudText", "hub"),
                                                       QT_TRANSLATE_NOOP("CloudText", "VPN gateway"),
                                                       QT_TRANSLATE_NOOP("CloudText", "endpoint"),
                                                       QT_TRANSLATE_NOOP("CloudText", "interface"),
                                                       QT_TRANSLATE_NOOP("CloudText", "instance"),
                                                       QT_TRANSLATE_NOOP("CloudText", "next hop's address"),
                                                       QT_TRANSLATE_NOOP("CloudText", "nowhere, on purpose"),
                                                       QT_TRANSLATE_NOOP("CloudText", "something else")};
    return wordOf(words, kind);
}

QString routeOrigin(cloud::RouteOrigin origin)
{
    static constexpr std::array<const char*, 3> words{QT_TRANSLATE_NOOP("CloudText", "the provider"),
                                                      QT_TRANSLATE_NOOP("CloudText", "somebody wrote it"),
                                                      QT_TRANSLATE_NOOP("CloudText", "learned by BGP")};
    return wordOf(words, origin);
}

QString reachabilityVerdict(const cloud::ReachabilityAnswer& answer)
{
    switch (answer.verdict) {
    case cloud::Verdict::Reachable:
        return CloudText::tr("Reachable");
    case cloud::Verdict::Partly:
        return CloudText::tr("Reachable on the ports %1 only").arg(textOf(answer.allowed.toText()));
    case cloud::Verdict::NotReachable:
        return CloudText::tr("Not reachable");
    case cloud::Verdict::Unknown:
        break;
    }
    return CloudText::tr("Unknown: a part of the way is not modelled");
}

QString reachabilityStep(const cloud::Step& step)
{
    static constexpr std::array<const char*, static_cast<std::size_t>(cloud::StepCode::OutsideToOutside) + 1>
        sentences{
            QT_TRANSLATE_NOOP("CloudText", "%1 keeps %2 inside the network."),
            QT_TRANSLATE_NOOP("CloudText", "The way is the internet, through %1."),
            QT_TRANSLATE_NOOP("CloudText", "%2 goes through the NAT gateway %1."),
            QT_TRANSLATE_NOOP("CloudText", "%2 goes through the peering %1."),
            QT_TRANSLATE_NOOP("CloudText", "%2 goes through the hub %1."),
            QT_TRANSLATE_NOOP("CloudText", "%2 goes through the router %1."),
            QT_TRANSLATE_NOOP("CloudText", "It arrives at %2 %1"),
            QT_TRANSLATE_NOOP("CloudText", "The packet filter %1 admits it: %2"),
            QT_TRANSLATE_NOOP("CloudText", "The packet filter %1 refuses it. %2"),
            QT_TRANSLATE_NOOP("CloudText", "The network ACL %1 admits it: %2"),
            QT_TRANSLATE_NOOP("CloudText", "The network ACL %1 refuses it: %2"),
            QT_TRANSLATE_NOOP("CloudText", "%1 has no route to %2."),
            QT_TRANSLATE_NOOP("CloudText", "A route of %1 leads nowhere, its target is gone: %2"),
            QT_TRANSLATE_NOOP("CloudText", "A route of %1 drops it: %2"),
            QT_TRANSLATE_NOOP("CloudText", "%1 has no public address. %2"),
            QT_TRANSLATE_NOOP("CloudText", "The peering %1 is not active (%2)."),
            QT_TRANSLATE_NOOP("CloudText", "The route leads into %1, which does not have %2."),
            QT_TRANSLATE_NOOP("CloudText", "Nobody outside gets into %1: its way out is no way in. %2"),
            QT_TRANSLATE_NOOP("CloudText", "The answer finds no way: %1 has no route to %2."),
            QT_TRANSLATE_NOOP("CloudText", "Not modelled: what is behind %1. %2"),
            QT_TRANSLATE_NOOP("CloudText", "The routes of %1 were not read. %2"),
            QT_TRANSLATE_NOOP("CloudText", "Whether %1 admits it depends on something that was not read: %2"),
            QT_TRANSLATE_NOOP("CloudText", "Both ends are outside. %1%2")};
    // Not every sentence has both places: arg() would complain.
    QString sentence = CloudText::tr(sentences[static_cast<std::size_t>(step.code)]);
    sentence.replace(QStringLiteral("%2"), textOf(step.detail))
        .replace(QStringLiteral("%1"), textOf(step.resource));
    return sentence.simplified();
}

QString cloudReportWord(std::string_view group, std::string_view word)
{
    if (group == "provider")
        if (const auto provider = cloud::providerFromWord(word))
            return cloudProvider(*provider);
    if (group == "kind")
        if (const auto kind = cloud::kindFromWord(word))
            return cloudKind(*kind);
    if (group == "check") {
        if (const auto check = cloud::checkFromWord(word))
            return findingTitle(*check);
        if (word == "dns-dangling")
            return CloudText::tr("A record points at what is gone");
        if (word == "dns-private-answer")
            return CloudText::tr("A public name answers with a private address");
    }
    if (group == "severity" && (word == "note" || word == "warning" || word == "error"))
        return cloudSeverity(word == "note"      ? cloud::Severity::Information
                             : word == "warning" ? cloud::Severity::Warning
                                                 : cloud::Severity::Error);
    if (group == "drift")
        if (const auto kind = cloud::driftKindFromWord(word))
            return driftKind(*kind);
    if (group == "state")
        if (const auto state = cloud::scopeStateFromWord(word))
            return scopeState(*state);
    return QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()));
}

QString resourceLabel(const cloud::Resource& resource)
{
    if (resource.name.empty() || resource.name == resource.id)
        return textOf(resource.id);
    return CloudText::tr("%1 (%2)").arg(textOf(resource.name), textOf(resource.id));
}

} // namespace zonescope::ui::text
