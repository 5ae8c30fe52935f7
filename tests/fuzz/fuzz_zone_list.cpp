// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever somebody pastes into the add-zones dialog: list, CSV, named.conf.
#include "tests/fuzz/fuzz_check.h"
#include "ui/zones/zone_list_parser.h"

using namespace zonescope::ui::zones;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size); // NOLINT: octets either way
    for (const ZoneList& list :
         {readZoneList(text), readZoneLines(text), readZoneCsv(text), readNamedConf(text)}) {
        for (const ListFinding& finding : list.findings) {
            FUZZ_CHECK(finding.line > 0);
            FUZZ_CHECK(finding.text.size() <= 80);
        }
        for (const ListedZone& zone : list.zones) {
            FUZZ_CHECK(zone.line > 0);
            FUZZ_CHECK(zone.primaryName.size() <= 200);
        }
    }
    return 0;
}
