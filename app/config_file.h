// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/zone/configuration.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::app {

// The file of `zonescoped --config FILE.json`. The schema, with every field, type, unit and default, is in
// the manual page zonescoped.json(5) (packaging/man/zonescoped.json.5); a test checks that each field named
// there is read here. The file is the whole truth: what it does not name is removed. Names tie it to what is
// stored, so ids and history survive.

/// What the file says besides zones: where to live and to listen.
struct ServiceOptions
{
    std::filesystem::path dataFolder;
    std::vector<net::Endpoint> notifyListen;
    std::vector<net::Prefix> notifyProxies; ///< load balancers that say who the sender is (PROXY protocol)
    std::vector<net::Endpoint> serveListen;
    std::string serveName; ///< NSID (RFC 5001); empty: none
};

struct LoadedConfig
{
    ServiceOptions service;
    zone::Configuration configuration;
    std::map<base::KeyId, base::Bytes> secrets; ///< of all keys and proxies in the file
};

/// Errors: SyntaxError, UnknownField, MissingField, InvalidValue and what Configuration::put gives. The
/// detail begins with "FILE:LINE: FIELD: ", e.g. `zones.json:12: zones[0].primaries[1]: there is no primary
/// "ns9"`. `stored` is what the data folder holds already (empty for a check); `fileName` is only for the
/// message.
base::Result<LoadedConfig> loadConfig(std::string_view text, std::string_view fileName,
                                      const zone::Configuration& stored);
/// Reads the file, then as above. Errors besides: FileFailed.
base::Result<LoadedConfig> loadConfigFile(const std::filesystem::path& file,
                                          const zone::Configuration& stored);
/// Only where the data folder is: it must be known before `stored` can be read.
base::Result<ServiceOptions> loadServiceOptions(const std::filesystem::path& file);

} // namespace zonescope::app
