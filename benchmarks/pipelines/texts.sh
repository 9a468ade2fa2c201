#!/usr/bin/env bash
# The texts of the half hour, without the breaks: one utterance a line. Usage: texts.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sed -e 's/<break[^>]*>/\n/g' -e 's/<[^>]*>//g' "$here/thirty-minutes.ssml" | sed '/^[[:space:]]*$/d'
