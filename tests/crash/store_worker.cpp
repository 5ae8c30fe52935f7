// SPDX-License-Identifier: GPL-3.0-or-later
// The victim of tst_store_kill: accepts work until it is killed and tells over stdout what is durable.
//   E zone offset      a request was accepted
//   C zone offset      everything up to this offset is done
//   H id               a change is in history
#include "model/store/store.h"

#include <atomic>
#include <cstdio>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <unistd.h>
#include <utility>

using namespace zonescope;
using base::ZoneId;

namespace {

constexpr std::uint32_t zones = 40;
constexpr auto notify = static_cast<pipeline::Triggers>(pipeline::Trigger::Notify);

/// One write each: lines shorter than PIPE_BUF arrive whole or not at all.
void say(const std::string& line)
{
    if (write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        _exit(3);
}

struct Ranges
{
    std::uint64_t scheduled = 0; ///< highest offset, 0 none
    std::uint64_t working = 0;
};

void work(store::Store& store, std::mt19937& random)
{
    auto loaded = store.ledger().load();
    if (!loaded)
        _exit(4);
    std::map<ZoneId, Ranges> ranges;
    for (const auto& row : loaded->rows)
        ranges[row.zone].scheduled = row.scheduled ? row.scheduled->second : 0;
    std::uint64_t offset = loaded->nextOffset;
    std::uint64_t id = store.firstFreeId();
    std::uint64_t asked = 0;
    std::atomic<std::uint64_t> answered{0};
    for (;;) {
        const ZoneId zone{1 + static_cast<std::uint32_t>(random() % zones)};
        Ranges& range = ranges[zone];
        const auto prefix = [zone](char kind, std::uint64_t value) {
            return std::string(1, kind) + ' ' + std::to_string(zone.value) + ' ' + std::to_string(value) +
                   '\n';
        };
        switch (random() % 8) {
        case 0:
        case 1:
        case 2:
            range.scheduled = offset;
            store.ledger().enqueue(zone, offset, notify,
                                   [line = prefix('E', offset)](const base::Status& status) {
                                       if (status)
                                           say(line);
                                   });
            ++offset;
            break;
        case 3:
        case 4:
            if (range.scheduled != 0) {
                store.ledger().claim(zone);
                range.working = std::exchange(range.scheduled, 0);
            }
            break;
        case 5:
            if (range.working != 0)
                store.ledger().complete(zone,
                                        [line = prefix('C', range.working)](const base::Status& status) {
                                            if (status)
                                                say(line);
                                        });
            range.working = 0;
            break;
        case 6: {
            pipeline::Change change;
            change.id = id++;
            change.zone = zone;
            change.startedAt = base::SystemClock().wall();
            change.stage[0] = base::Duration(random() % 1000);
            change.complete = true;
            const std::string line = "H " + std::to_string(change.id) + '\n';
            store.put(std::move(change));
            store.flush([line](const base::Status& status) {
                if (status)
                    say(line);
            });
            break;
        }
        default: // waits for its answers now and then: groups of every size form
            for (auto seen = answered.load(); seen < asked; seen = answered.load())
                answered.wait(seen);
        }
    }
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 3)
        return 2;
    const base::SystemClock clock;
    auto store = store::Store::open(arguments[1], clock); // NOLINT: argv
    if (!store) {
        std::fprintf(stderr, "%s\n", base::toString(store.error()).c_str());
        return 5;
    }
    say("R\n");                                                                // running
    std::mt19937 random(static_cast<std::uint32_t>(std::stoul(arguments[2]))); // NOLINT: argv
    work(**store, random);
}
