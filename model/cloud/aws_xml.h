// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/json.h"

#include <optional>
#include <string>

namespace zonescope::cloud {

/// An XML answer of EC2, ELBv2, STS or Route 53 as the tree that the AWS command line prints: same names,
/// lists where lists are, numbers and booleans as such. Elements nobody knows are kept, with a capital first
/// letter. pugixml, because Qt's reader takes six times as long (measured on 133 MB). Errors: SyntaxError (no
/// XML, deeper than deepestJson, not an answer of AWS: an HTML page, say).
base::Result<rapidjson::Document> parseAwsXml(std::string_view text);
/// The same without a copy of the text, which is worth nothing afterwards.
base::Result<rapidjson::Document> parseAwsXmlInPlace(std::string& text);

struct AwsFault
{
    std::string code;    ///< "UnauthorizedOperation"
    std::string message; ///< never contains what we sent but the access key's id
};
/// The first Error/Code at any depth: the services differ in where they put it.
std::optional<AwsFault> awsFaultIn(std::string_view xml);

} // namespace zonescope::cloud
