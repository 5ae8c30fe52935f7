// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/reply_reader.h"
#include "model/cloud/snapshot.h"

#include <string>

namespace zonescope::cloud {

/// A file below tests/model/cloud/data; aborts when it is not there.
std::string sampleText(const std::string& name);
/// The resources of such a file; aborts when it cannot be read.
std::vector<Resource> sampleResources(const std::string& name, Provider provider = Provider::Aws);
SnapshotPtr snapshotOf(std::vector<Resource> resources);
/// A made-up estate: networks of 100 subnets, each with interfaces, until there are that many resources.
SnapshotPtr largeSnapshot(std::size_t resources);

} // namespace zonescope::cloud
