#!/usr/bin/env bash
# Builds FerretDB as quicker.patch has it, once for each state of this folder. Prints the program's path.
set -euo pipefail
cd "$(dirname "$0")"
export PATH="$PATH:/usr/local/go/bin" GOTOOLCHAIN=local GOFLAGS=-mod=readonly CGO_ENABLED=0

sources=(main.go go.mod go.sum quicker.patch build.sh)
mark=$(git hash-object "${sources[@]}" | git hash-object --stdin)
folder="${TMPDIR:-/tmp}/hitcraft-ferretdb"
program="$folder/$mark"
if [ ! -x "$program" ]; then
  mkdir -p "$folder"
  # In a place of its own first: two may build it at once.
  part=$(mktemp -d "$folder/part-XXXXXX")
  trap 'rm -rf "$part"' EXIT
  cp "${sources[@]}" "$part"
  go mod download github.com/FerretDB/FerretDB
  cp -R "$(go list -m -f '{{.Dir}}' github.com/FerretDB/FerretDB)" "$part/FerretDB"
  chmod -R u+w "$part"
  (cd "$part/FerretDB" && GIT_CEILING_DIRECTORIES="$part" git apply ../quicker.patch)
  (cd "$part" && go mod edit -replace github.com/FerretDB/FerretDB=./FerretDB && go build -o program .)
  mv "$part/program" "$program"
fi
echo "$program"
