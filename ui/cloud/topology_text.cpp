// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/topology_text.h"

#include "ui/text/cloud_text.h"
#include "ui/text/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>

namespace zonescope::ui::cloudpage {
namespace {

using cloud::BoxKind;
using cloud::LinkKind;

struct TopologyText
{
    Q_DECLARE_TR_FUNCTIONS(TopologyText)
};

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

QString marksText(std::uint8_t marks)
{
    QStringList words;
    for (int i = 0; i < cloud::topologyMarks; ++i)
        if (const auto mark = static_cast<std::uint8_t>(1U << i); marks & mark)
            words << markWord(mark);
    return words.join(QStringLiteral(", "));
}

} // namespace

QString boxKindWord(BoxKind kind)
{
    static constexpr std::array<const char*, 8> words{
        QT_TRANSLATE_NOOP("TopologyText", "Account"), QT_TRANSLATE_NOOP("TopologyText", "Region"),
        QT_TRANSLATE_NOOP("TopologyText", "Network"), QT_TRANSLATE_NOOP("TopologyText", "Subnet"),
        QT_TRANSLATE_NOOP("TopologyText", "Gateway"), QT_TRANSLATE_NOOP("TopologyText", "Hub"),
        QT_TRANSLATE_NOOP("TopologyText", "Peer"),    QT_TRANSLATE_NOOP("TopologyText", "Internet")};
    return TopologyText::tr(words[static_cast<std::size_t>(kind)]);
}

QString boxTitle(const cloud::TopologyBox& box)
{
    const QString label = textOf(box.label);
    switch (box.kind) {
    case BoxKind::Account:
        return label.isEmpty()
                   ? TopologyText::tr("%1, account not said").arg(text::cloudProvider(box.provider))
                   : TopologyText::tr("%1, %2").arg(text::cloudProvider(box.provider), label);
    case BoxKind::Region:
        return label.isEmpty() || label == QStringLiteral("global") ? TopologyText::tr("No region") : label;
    case BoxKind::Network:
        return label.isEmpty() ? TopologyText::tr("A network that was not read") : label;
    case BoxKind::Internet:
        return TopologyText::tr("Internet");
    default:
        return label.isEmpty() ? boxKindWord(box.kind) : label;
    }
}

QString boxSummary(const cloud::Topology& topology, std::uint32_t index)
{
    const cloud::TopologyBox& box = topology.boxes[index];
    QStringList lines{TopologyText::tr("%1: %2").arg(boxKindWord(box.kind), boxTitle(box))};
    if (!box.note.empty())
        lines << textOf(box.note);
    if (box.hosts > 0)
        lines << TopologyText::tr("%n interface(s)", nullptr, static_cast<int>(box.hosts));
    if (box.usable > 0)
        lines << TopologyText::tr("%1 of %2 addresses taken")
                     .arg(text::number(box.used), text::number(box.usable));
    std::uint32_t links = 0;
    for (const cloud::TopologyLink& link : topology.links)
        links += link.from == index || link.to == index ? link.count : 0;
    if (links > 0)
        lines << TopologyText::tr("%n connection(s)", nullptr, static_cast<int>(links));
    if (box.marks != 0)
        lines << TopologyText::tr("Here: %1").arg(marksText(box.marks));
    if (box.marksBelow != 0)
        lines << TopologyText::tr("Inside: %1").arg(marksText(box.marksBelow));
    return lines.join(u'\n');
}

QString linkSummary(const cloud::Topology& topology, const cloud::TopologyLink& link)
{
    const auto count = static_cast<int>(link.count);
    const QString what = link.kind == LinkKind::Peering ? TopologyText::tr("%n peering(s)", nullptr, count)
                         : link.kind == LinkKind::Hub   ? TopologyText::tr("%n attachment(s)", nullptr, count)
                         : link.kind == LinkKind::Tunnel
                             ? TopologyText::tr("%n VPN tunnel(s)", nullptr, count)
                             : TopologyText::tr("%n way(s) to the internet", nullptr, count);
    QString text = TopologyText::tr("%1 between %2 and %3")
                       .arg(what, boxTitle(topology.boxes[link.from]), boxTitle(topology.boxes[link.to]));
    if (link.marks != 0)
        text += u'\n' + marksText(link.marks);
    return text;
}

QString markWord(std::uint8_t mark)
{
    switch (mark) {
    case cloud::MarkDrift:
        return TopologyText::tr("drift");
    case cloud::MarkBlackhole:
        return TopologyText::tr("blackhole");
    case cloud::MarkTunnelDown:
        return TopologyText::tr("tunnel down");
    case cloud::MarkExposed:
        return TopologyText::tr("exposed");
    default:
        return TopologyText::tr("stale");
    }
}

QColor markColor(const theme::Palette& palette, std::uint8_t mark)
{
    using zone::ZoneState;
    switch (mark) {
    case cloud::MarkDrift:
        return theme::stateColor(palette, ZoneState::Refreshing);
    case cloud::MarkBlackhole:
        return theme::stateColor(palette, ZoneState::Failing);
    case cloud::MarkTunnelDown:
        return theme::stateColor(palette, ZoneState::Expired);
    case cloud::MarkExposed:
        return theme::stateColor(palette, ZoneState::Behind);
    default:
        return theme::stateColor(palette, ZoneState::Unknown);
    }
}

} // namespace zonescope::ui::cloudpage
