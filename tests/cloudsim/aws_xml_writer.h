// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

#include <string>

namespace zonescope::cloudsim {

/// An object as AWS's XML. Items of lists are called <item> at EC2, <member> at the query services, and by
/// their own name at Route 53.
enum class XmlStyle { Ec2, Query, Rest };
std::string awsXml(const QJsonObject& object, XmlStyle style);
std::string escaped(const QString& text);

} // namespace zonescope::cloudsim
