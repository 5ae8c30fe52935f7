// SPDX-License-Identifier: GPL-3.0-or-later
// Any text is either a configuration that holds together, or refused with the file's name; read again on top
// of itself it is the same. Files that a text names are not there, so nothing outside is read.
#include "app/config_file.h"
#include "app/json_tree.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = base::textOf(base::ByteView(data, size));
    if (text.find("File\"") != std::string_view::npos)
        return 0;
    const auto loaded = app::loadConfig(text, "fuzz.json", {});
    if (!loaded) {
        FUZZ_CHECK(loaded.error().detail.starts_with("fuzz.json:"));
        return 0;
    }
    for (const auto& [id, secret] : loaded->secrets)
        FUZZ_CHECK(!secret.empty() && loaded->configuration.needsSecret(id));
    for (const auto& [id, zone] : loaded->configuration.zones())
        for (const base::PrimaryId primary : zone->primaries)
            FUZZ_CHECK(loaded->configuration.primary(primary) != nullptr);
    const auto again = app::loadConfig(text, "fuzz.json", loaded->configuration);
    FUZZ_CHECK(again && again->configuration.sameAs(loaded->configuration) &&
               again->secrets == loaded->secrets);
    return 0;
}
