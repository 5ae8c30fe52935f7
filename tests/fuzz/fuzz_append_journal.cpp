// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as a journal. The input patches a sound one of four groups, three octets a patch: where (2),
// what (1), the rest is behind it; a fuzzer does not come to a digest by itself. What is read is what was
// written, from the first group on, as far as nothing was changed.
#include "model/store/journal/append_journal.h"
#include "tests/fuzz/memory_folder.h"

#include <fstream>
#include <sstream>
#include <vector>

using namespace zonescope;

namespace {

const MemoryFolder& memory()
{
    static const MemoryFolder only("fuzz_append_journal");
    return only;
}

const std::vector<std::string>& groups()
{
    static const std::vector<std::string> all{"first", std::string(100, 'x'), "", "the last one"};
    return all;
}

std::string soundFile()
{
    const std::filesystem::path file = memory().path() / "journal";
    auto journal = store::AppendJournal::open(file, false, [](auto, auto) {});
    FUZZ_CHECK(journal.has_value());
    journal->startAnew(7);
    for (const std::string& group : groups())
        FUZZ_CHECK(journal->append(base::viewOf(group)).has_value());
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    return content.str();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::string sound = soundFile();
    std::string content = sound;
    std::size_t firstChange = content.size();
    std::size_t at = 0;
    for (; at + 3 <= size && at < 24; at += 3) {
        const std::size_t where = static_cast<std::size_t>(data[at] << 8 | data[at + 1]) % content.size();
        content[where] = static_cast<char>(data[at + 2]);
        if (content[where] != sound[where])
            firstChange = std::min(firstChange, where);
    }
    content += base::textOf({data + at, size - at});
    memory().put("journal", content);
    std::size_t read = 0;
    std::size_t end = 24; // of the head
    const auto journal = store::AppendJournal::open(
        memory().path() / "journal", false, [&](std::uint64_t salt, base::ByteView group) {
            end += 16 + group.size();
            FUZZ_CHECK(end <= content.size());
            if (end > firstChange)
                return;
            FUZZ_CHECK(salt == 7);
            FUZZ_CHECK(read < groups().size() && base::textOf(group) == groups()[read]);
            ++read;
        });
    FUZZ_CHECK(journal.has_value());
    FUZZ_CHECK(firstChange < sound.size() || read == groups().size());
    return 0;
}
