#!/usr/bin/env bash
# The natural voice without voiceguide: one run of hibari's own command over the same texts, made half an hour long and
# encoded by FFmpeg. It has no pauses between its texts: the silence of the session stands at its end.
# Needs hibari-tts and Debian's ffmpeg. Usage: hibari_pipeline.sh OUT.mp3 HIBARI
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
speech=$(mktemp --suffix .wav)
trap 'rm -f "$speech"' EXIT
bash "$here/texts.sh" | "$2" --speed 0.8 -o "$speech" >/dev/null
ffmpeg -v error -y -i "$speech" -af apad=whole_dur=1800 -ac 1 -b:a 64k "$1"
