#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""headers.py [COMPILER COMPILE_COMMANDS.json]: every header of model/, ui/ and app/ is complete by itself. One that a
source includes first is proved by every build without precompiled headers; the others are compiled here, one by one.
Without the two arguments it only says which those are. Prints offences, exits 1 if there was one."""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LISTED_BY_CMAKE = ("model/", "ui/")  # the target all_verify_interface_header_sets knows them


def tracked():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.cpp", "*.h", "*CMakeLists.txt"], cwd=ROOT,
                            text=True, capture_output=True, check=True).stdout.split("\n")
    return [name for name in listed if name and (ROOT / name).is_file()]


def proved_by_a_source(names):
    """What a source includes before anything else."""
    first = (re.search(r'^#include [<"]([^>"]+)', (ROOT / name).read_text(), re.M) for name in names if name.endswith(".cpp"))
    return {include[1] for include in first if include}


def unlisted(names, headers):
    listed = {os.path.normpath(pathlib.Path(name).parent / word) for name in names if name.endswith("CMakeLists.txt")
              for word in re.findall(r"[\w./-]+\.h\b", (ROOT / name).read_text())}
    for header in headers:
        if header.startswith(LISTED_BY_CMAKE) and header not in listed:
            yield f"{header}: in no HEADERS of a CMakeLists.txt"


def flags(entries):
    """Where any target of ours looks for headers."""
    found = ["-std=c++20", f"-I{ROOT}"]
    for entry in entries:
        words = shlex.split(entry["command"])
        for word, following in zip(words, words[1:]):
            path = f"-isystem{following}" if word == "-isystem" else word
            if path.startswith(("-isystem/usr", "-I/usr")) and path not in found:
                found.append(path)
    return found


def offence(compiler, options, header):
    run = subprocess.run([compiler, *options, "-fsyntax-only", "-fPIC", "-w", "-x", "c++", str(ROOT / header)], text=True,
                         capture_output=True)
    if run.returncode:
        return f"{header}: is not complete by itself\n{run.stderr}"
    return ""


def main():
    names = tracked()
    headers = [name for name in names if name.endswith(".h") and name.startswith(("model/", "ui/", "app/"))]
    proved = proved_by_a_source(names)
    others = [header for header in headers if header not in proved]
    found = list(unlisted(names, headers))
    if len(sys.argv) == 3:
        entries = json.loads(pathlib.Path(sys.argv[2]).read_text())
        options = flags(entries)
        if not any(entry["file"].startswith(f"{ROOT}/ui/") for entry in entries):
            others = [header for header in others if not header.startswith("ui/")]  # built without the window
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found += filter(None, pool.map(lambda header: offence(sys.argv[1], options, header), others))
        print("\n".join(found) or f"{len(headers)} headers are complete, {len(others)} of them compiled here")
    else:
        print("\n".join(found + [f"{header}: no source includes it first" for header in others]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
