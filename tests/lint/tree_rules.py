#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One-line rules about the tree, each worth stating once: what the root holds, one word per stage, licence lines, file
length, executable bits, no waiting for the wall clock in tests. Prints offences, exits 1 if there was one."""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOT_ENTRIES = {"CMakeLists.txt", "app", "ui", "model", "resources", "translations", "tests", "packaging", "README.md"}
STAGES = ["notify", "schedule", "transfer", "build", "publish", "observe"]
LONGEST = 450  # lines; the models of our field have a median of 90 to 200
# Where waiting is the subject: kills at random moments, benchmarks, and a window of which nothing may be heard for a while.
MAY_WAIT = re.compile(r"tests/(servers|bench|crash|ui)/|_kill\.cpp$")
SLEEPS = re.compile(r"QTest::qSleep|QTest::qWait\(|sleep_for|usleep\(|::sleep\(")


def tracked():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True,
                            capture_output=True, check=True).stdout.split("\n")
    return [name for name in listed if name and (ROOT / name).is_file()]


def root_rule(names):
    for top in sorted({name.split("/")[0] for name in names}):
        if top not in ROOT_ENTRIES and not top.startswith("."):
            yield f"{top}: not in the agreed root"


def stage_rule(_):
    stage_header = (ROOT / "model/pipeline/stage.h").read_text()
    log_source = (ROOT / "model/base/log.cpp").read_text()
    for stage in STAGES:
        for folder in (f"model/{stage}", f"tests/model/{stage}"):
            if not (ROOT / folder).is_dir():
                yield f"{folder}: each stage has a folder of its own name"
        if f"{stage.capitalize()}" not in stage_header or f'"{stage}"' not in stage_header:
            yield f"model/pipeline/stage.h: no enumerator and word for {stage}"
        if f'"{stage}"' not in log_source:
            yield f"model/base/log.cpp: no log category {stage}"


def source_rules(names):
    for name in names:
        if not name.endswith((".cpp", ".h")):
            continue
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        if not lines or "SPDX-License-Identifier: GPL-3.0-or-later" not in lines[0]:
            yield f"{name}:1: the first line names the licence"
        if name.endswith(".h") and "#pragma once" not in lines[:4]:
            yield f"{name}: no #pragma once"
        if len(lines) > LONGEST:
            yield f"{name}: {len(lines)} lines; is it one thing?"
        for number, line in enumerate(lines, 1):
            if "\t" in line:
                yield f"{name}:{number}: tab"
            if name.startswith("tests/") and not MAY_WAIT.search(name) and SLEEPS.search(line):
                yield f"{name}:{number}: a test waits for a condition or a fake clock, never for the wall clock"


def executable_rule(names):
    for name in names:
        path = ROOT / name
        script = path.read_bytes()[:2] == b"#!"
        if script != os.access(path, os.X_OK):
            yield f"{name}: {'a script that is not executable' if script else 'executable without being a script'}"


def strangers_rule(names):
    """Notes that lie beside the clone, on no user's machine."""
    for name in names:
        if name.startswith("tests/lint/"):
            continue
        text = (ROOT / name).read_bytes()
        if b"../shared" in text:
            yield f"{name}: names a path outside the clone"


def proof_rule(names):
    """The tables of cases and lessons name tests; each must be there, and no number may be left out."""
    known = {form for name in names if name.startswith("tests/")
             for form in (name, name.rsplit(".", 1)[0], pathlib.Path(name).name, pathlib.Path(name).stem,
                          str(pathlib.Path(name).parent))}
    cases, lessons = set(), set()
    for table in ("tests/scenarios/cases.md", "tests/model/transfer/README.md"):
        for number, line in enumerate((ROOT / table).read_text().splitlines(), 1):
            if not line.startswith("| "):
                continue
            first = line.split("|")[1].strip()
            for begin, end in re.findall(r"H(\d+)(?:-H(\d+))?", first):
                cases |= set(range(int(begin), int(end or begin) + 1))
            if re.fullmatch(r"[\d, ]+", first):
                lessons |= {int(one) for one in re.findall(r"\d+", first)}
            for word in re.findall(r"`([^`]+)`", line):
                test, _, function = word.partition("::")
                if test.startswith(("tst_", "fuzz_", "tests/")) and "*" not in test and test not in known:
                    yield f"{table}:{number}: {test} is no test"
                elif function and not any(re.search(rf"\b{function}\(", (ROOT / name).read_text()) for name in names
                                          if pathlib.Path(name).stem == test):
                    yield f"{table}:{number}: {test} has no {function}()"
    for what, given, last in (("case H", cases, 38), ("lesson ", lessons, 35)):
        for missing in sorted(set(range(1, last + 1)) - given):
            yield f"tests/scenarios/cases.md: {what}{missing} has no row"


if __name__ == "__main__":
    names = tracked()
    found = [line for rule in (root_rule, stage_rule, source_rules, executable_rule, strangers_rule, proof_rule)
             for line in rule(names)]
    print("\n".join(found) or "tree rules hold")
    sys.exit(1 if found else 0)
