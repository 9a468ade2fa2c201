#!/usr/bin/env bash
# Another natural voice: one run of Piper over the same texts, made half an hour long and encoded by FFmpeg. It has no
# pauses between its texts: the silence of the session stands at its end.
# Needs piper-tts, a voice and Debian's ffmpeg. Usage: piper_pipeline.sh OUT.mp3 PIPER VOICE.onnx
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
speech=$(mktemp --suffix .wav)
trap 'rm -f "$speech"' EXIT
bash "$here/texts.sh" | "$2" -m "$3" -f "$speech" 2>/dev/null
ffmpeg -v error -y -i "$speech" -af apad=whole_dur=1800 -ac 1 -b:a 64k "$1"
