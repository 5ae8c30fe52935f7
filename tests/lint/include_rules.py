#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom. The table is the architecture; CMake alone does not enforce it, because a target that links
only Qt Core still compiles <QtWidgets/QWidget>. Prints every offence as file:line and exits 1 if there was one."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
STAGES = ["notify", "schedule", "transfer", "build", "publish", "observe"]

# folder -> folders it may include besides itself
MODEL = {
    "base": [],
    "dns": ["base"],
    "net": ["base"],
    "zone": ["base", "dns", "net"],  # a primary is an endpoint
    "pipeline": ["base", "dns", "net"],
    **{stage: ["base", "dns", "net", "zone", "pipeline"] for stage in STAGES},  # never another stage
    "report": ["base", "net", "pipeline", "zone"],
    "congestion": ["base", "net", "pipeline"],
    "path": ["base", "dns", "net", "pipeline"],  # a probe is a DNS query
    "cloud": ["base", "dns", "net", "zone", "pipeline"],  # its records are joined with the zones we hold
    "store": ["base", "dns", "net", "zone", "pipeline"],  # and INTERFACES below
    "engine": ["base", "dns", "net", "zone", "pipeline", *STAGES, "store", "report", "congestion", "path",
               "cloud"],
}
# interfaces that stages declare and the store implements
INTERFACES = {"store": ["model/schedule/work_ledger.h", "model/publish/key_value_store.h",
                        "model/build/rrset_unpacker.h", "model/congestion/experiment/experiment_book.h",
                        "model/cloud/checks.h", "model/cloud/gate/auto_revert_policy.h", "model/cloud/health.h", "model/cloud/mapping.h", "model/cloud/resource.h", "model/cloud/snapshot.h",
                        "model/cloud/snapshot_file.h", "model/cloud/intent/drift_tracker.h",
                        "model/cloud/intent/finding_json.h", "model/congestion/connection_history.h"]}
# the window sees the engine through one door and value headers
UI_VALUES = ["model/base/", "model/dns/", "model/net/", "model/zone/", "model/pipeline/", "model/report/",
             "model/congestion/", "model/path/", "model/cloud/", "model/engine/engine.h",
             "model/engine/cloud_requests.h", "model/engine/intent_requests.h"]
QT_ALLOWED = {"ui/models": ["QtWidgets", "QtCharts"]}  # folder -> Qt modules it must not use
WIDGET_HEADERS = re.compile(
    r"<Q(Widget|MainWindow|Dialog|TableView|TreeView|ListView|AbstractItemView|Label|LineEdit|PushButton|Application|"
    r"Layout|VBoxLayout|HBoxLayout|GridLayout|Menu|Action|StyledItemDelegate|Chart|ChartView)>")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def folder_of(path):
    parts = path.split("/")
    return parts[0], parts[1] if len(parts) > 2 else ""


def model_offence(folder, quote, target):
    if quote == "<":
        return "Qt in the engine" if re.match(r"Q[A-Z]|Qt", target) else None
    top, sub = folder_of(target)
    if top != "model":
        return f"the model may not know {top}/"
    if sub == folder or sub in MODEL.get(folder, []) or target in INTERFACES.get(folder, []):
        return None
    return f"{folder} may not include {sub}"


def ui_offence(folder, quote, target):
    if quote == "<":
        if folder == "models" and WIDGET_HEADERS.match(f"<{target}>"):
            return "ui/models is for Gui, never Widgets"
        return None
    top, _ = folder_of(target)
    if top == "ui":
        return None
    if top == "model" and any(target == v or (v.endswith("/") and target.startswith(v)) for v in UI_VALUES):
        return None
    return f"the window may not include {target}"


def offences():
    for base in ("model", "ui"):
        for file in sorted((ROOT / base).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            name = file.relative_to(ROOT).as_posix()
            folder = name.split("/")[1]
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                found = INCLUDE.match(line)
                if not found:
                    continue
                rule = model_offence if base == "model" else ui_offence
                offence = rule(folder, *found.groups())
                if offence:
                    yield f"{name}:{number}: {offence}"


if __name__ == "__main__":
    unknown = [p.name for p in (ROOT / "model").iterdir() if p.is_dir() and p.name not in MODEL]
    found = list(offences()) + [f"model/{name}: folder without a rule" for name in unknown]
    print("\n".join(found) or "include rules hold")
    sys.exit(1 if found else 0)
