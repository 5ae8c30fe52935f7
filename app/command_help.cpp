// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include <cstdlib>
#include <unistd.h>

namespace zonescope::app {
namespace {

std::string environment(const char* name)
{
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): start-up, one thread
    return value ? value : "";
}

} // namespace

std::string serviceHelp()
{
    return "zonescoped - the engine of Zonescope without a window\n"
           "\n"
           "  zonescoped --config FILE.json            run until SIGTERM; the file's schema: man "
           "zonescoped.json\n"
           "  zonescoped --config FILE.json --check    check the file and say what is wrong and where\n"
           "\n"
           "Of a running service, as JSON on standard output:\n"
           "  zonescoped --status                      engine and every zone\n"
           "  zonescoped --transfer ZONE [--full]      transfer now: incremental, or AXFR\n"
           "  zonescoped --test-change ZONE            sets the TXT record _zonescope-test anew at a "
           "primary, by a "
           "signed\n"
           "                                           UPDATE, to see how a change travels\n"
           "  zonescoped --history ZONE                changes and transfers, newest first\n"
           "\n"
           "Without a service, as JSON on standard output:\n"
           "  zonescoped --path ADDRESS [--tcp] [--rounds N]\n"
           "                                           the way to a server, over eight flows, N (3) times\n"
           "About clouds, without a service:\n"
           "  zonescoped --discover aws|google|azure|openstack [--profile NAME] [--places A,B] [--endpoint "
           "URL]\n"
           "             [--authorities FILE] [--keep-in DATAFOLDER] [--every MINUTES]\n"
           "                                           reads an account and prints how each list went, as "
           "JSON;\n"
           "                                           exit code 0: whole, 3: some lists could not be read\n"
           "  zonescoped --drift DATAFOLDER            what is not as intended, as JSON\n"
           "  zonescoped --check-plan PLAN.json --snapshot FILE.zscloud|FOLDER [--data DATAFOLDER|--config "
           "FILE.json]\n"
           "                                           what a plan of Terraform would do to traffic, as "
           "JSON,\n"
           "                                           by the guard rails that are set there;\n"
           "                                           exit code 0: nothing against it, 3: read it first, 4: "
           "refused\n"
           "  zonescoped --route TABLE --to PREFIX[,...] --via TARGET|--withdraw --snapshot FILE|FOLDER\n"
           "                                           what a route put in or withdrawn would do, exit codes "
           "as above\n"
           "  zonescoped --route TABLE ... --data DATAFOLDER [--profile NAME] [--endpoint URL]\n"
           "                                           the same, with the calls that would be sent\n"
           "      --carry-out [--confirmed] [--keep-within SECONDS] [--keep]\n"
           "                                           sends them; taken back unless a line \"keep\" comes "
           "in "
           "time\n"
           "                                           (120 s); exit code 5: taken back\n"
           "  zonescoped --allow-writing DATAFOLDER    once, before --carry-out; --forbid-writing takes it "
           "back\n"
           "  zonescoped --auto-revert DATAFOLDER [--account NAME [--mode report|propose|auto] "
           "[--classes A,B]\n"
           "             [--most N] [--hours N] [--window \"Mon-Fri 22:00-04:00 UTC\"] [--profile NAME]\n"
           "             [--endpoint URL] [--interfaces N] [--cut-flows yes|no] [--resume]]\n"
           "                                           what becomes of drift by itself, as JSON; --resume "
           "after it\n"
           "                                           stopped because something went wrong\n"
           "  zonescoped --throw-kill-switch DATAFOLDER\n"
           "                                           nothing is changed by itself any more, at once; "
           "--release-kill-switch\n"
           "\n"
           "  --socket PATH   where the service listens for these (default: " +
           defaultSocketPath().string() +
           ")\n"
           "  --version, --help\n";
}

std::filesystem::path defaultSocketPath()
{
    if (const std::string given = environment("ZONESCOPE_SOCKET"); !given.empty())
        return given;
    if (const std::string folder = environment("XDG_RUNTIME_DIR"); !folder.empty())
        return std::filesystem::path(folder) / "zonescope" / "control";
    if (geteuid() == 0)
        return "/run/zonescope/control";
    return std::filesystem::temp_directory_path() / ("zonescope-" + std::to_string(geteuid())) / "control";
}

} // namespace zonescope::app
