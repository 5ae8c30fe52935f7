// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/dns/record.h"

#include <random>
#include <vector>

namespace zonescope::dns::test {

/// One record of every type that has a layout, and some that have none.
const std::vector<Record>& sampleRecords();
/// A well-formed message with some of the sample records, some with an OPT record.
base::Bytes sampleMessage(std::mt19937& random);
/// Changes octets, inserts pointers, cuts, doubles.
base::Bytes mutated(base::Bytes message, std::mt19937& random);

} // namespace zonescope::dns::test
