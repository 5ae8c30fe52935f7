#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading clouds changes nothing at a provider: what writes lives in model/cloud/write alone, only the engine's desk
for corrections knows it, and no other code of model/cloud contains a call that could change something. Prints every
offence as file:line and exits 1 if there was one."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRITE = ROOT / "model" / "cloud" / "write"
MAY_INCLUDE = ["model/cloud/write/", "model/engine/correction", "tests/"]
MAY_LINK = ["model/cloud/write/CMakeLists.txt", "model/engine/CMakeLists.txt"]
ACTIONS = re.compile(
    r'"(?:Create|Replace|Delete|Authorize|Revoke|Modify|Associate|Disassociate|Attach|Detach|Enable|Disable|Put|'
    r'Update|Run|Terminate|Allocate|Release)[A-Z][A-Za-z]+"')
METHODS = re.compile(r'"(?:PUT|PATCH|DELETE)"')
# words of providers that name where something comes from, and are no calls
WORDS = {'"CreateRouteTable"', '"CreateRoute"', '"EnableVgwRoutePropagation"'}


def offences():
    for top in ("model", "ui", "app"):
        for file in sorted((ROOT / top).rglob("*")):
            name = file.relative_to(ROOT).as_posix()
            if file.name == "CMakeLists.txt" and "model_cloud_write" in file.read_text(encoding="utf-8"):
                if name not in MAY_LINK:
                    yield f"{name}: links model_cloud_write"
            if file.suffix not in (".h", ".cpp"):
                continue
            reads = name.startswith("model/cloud/") and not name.startswith("model/cloud/write/")
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if '#include "model/cloud/write/' in line and not any(name.startswith(m) for m in MAY_INCLUDE):
                    yield f"{name}:{number}: includes what writes to clouds"
                if reads and METHODS.search(line):
                    yield f"{name}:{number}: an HTTP method that changes something"
                for found in ACTIONS.findall(line) if reads else []:
                    if found not in WORDS:
                        yield f"{name}:{number}: {found} changes something at a provider"


if __name__ == "__main__":
    found = list(offences())
    if not any(WRITE.glob("*.cpp")):
        found.append("model/cloud/write: moved? this check must move with it")
    print("\n".join(found) or "clouds are read only")
    sys.exit(1 if found else 0)
