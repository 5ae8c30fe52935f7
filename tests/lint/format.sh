#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The layout of the sources is what .clang-format says (Debian 12's clang-format 14).
set -euo pipefail
cd "$(dirname "$0")/../.."
git ls-files -co --exclude-standard '*.cpp' '*.h' | while read -r file; do [ -f "$file" ] && echo "$file"; done \
    | xargs clang-format --dry-run -Werror
echo "format holds"
