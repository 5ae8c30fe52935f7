// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cloudsim/aws_xml_writer.h"

#include <QJsonArray>

namespace zonescope::cloudsim {
namespace {

std::string scalar(const QJsonValue& value)
{
    if (value.isBool())
        return value.toBool() ? "true" : "false";
    if (value.isDouble())
        return std::to_string(static_cast<long long>(value.toDouble()));
    return escaped(value.toString());
}

/// "HostedZones" holds <HostedZone>.
std::string itemName(const QString& list, XmlStyle style)
{
    if (style != XmlStyle::Rest)
        return style == XmlStyle::Ec2 ? "item" : "member";
    return list == QStringLiteral("VPCs") ? "VPC" : list.chopped(1).toStdString();
}

void write(const QString& name, const QJsonValue& value, XmlStyle style, std::string& out)
{
    const std::string tag = name.toStdString();
    out += "<" + tag + ">";
    if (value.isArray()) {
        const std::string item = itemName(name, style);
        for (const QJsonValue& one : value.toArray())
            out.append("<" + item + ">")
                .append(one.isObject() ? awsXml(one.toObject(), style) : scalar(one))
                .append("</" + item + ">");
    } else {
        out += value.isObject() ? awsXml(value.toObject(), style) : scalar(value);
    }
    out += "</" + tag + ">";
}

} // namespace

std::string escaped(const QString& text)
{
    return text.toHtmlEscaped().toStdString();
}

std::string awsXml(const QJsonObject& object, XmlStyle style)
{
    std::string out;
    for (auto member = object.begin(); member != object.end(); ++member)
        write(member.key(), member.value(), style, out);
    return out;
}

} // namespace zonescope::cloudsim
