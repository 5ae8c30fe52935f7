#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the desktop reads of us: desktop file, AppStream metadata; and every dependency has a purpose.
set -euo pipefail
cd "$(dirname "$0")/../../packaging"
desktop-file-validate org.zonescope.Zonescope.desktop
appstreamcli validate --no-net org.zonescope.Zonescope.metainfo.xml
bad=$(grep -vE '^(#|$)' dependencies | awk -F'|' 'NF != 3 || $3 ~ /^[ ]*$/ || $2 !~ /^ *(build|run|test|extra) *$/' || true)
[ -z "$bad" ] || { echo "packaging/dependencies: not 'package | when | purpose':"; echo "$bad"; exit 1; }
for script in install run ../tests/run ../.ci/run; do bash -n "$script"; done
echo "packaging holds"
