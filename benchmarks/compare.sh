#!/usr/bin/env bash
# Ours and the peer's, in turn, on the same data: benchmarks/compare.sh CASE [ROUNDS]
# Prints JSON lines: case, ours and peer (seconds, medians), ratio = peer / ours (above 1 we are faster), and both qualities.
# Cases: whole-job, read-clean, rfm, kmeans-rfm. Peers: Debian's Python packages, and DuckDB from npm for rfm.
set -euo pipefail
cd "$(dirname "$0")/.."
case=${1:?usage: benchmarks/compare.sh CASE [ROUNDS]}

if ! /usr/bin/python3 -c 'import pandas, sklearn' 2>/dev/null; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -q && apt-get install -yq --no-install-recommends python3-sklearn python3-pandas; } >&2
  else
    echo "The peers need Debian's packages: apt-get install python3-sklearn python3-pandas" >&2
    exit 3
  fi
fi

if [ "$case" = rfm ] && ! [ -d benchmarks/peers/node_modules/@duckdb ]; then
  command -v npm >/dev/null || { echo "The rfm case needs node and npm, for @duckdb/node-api" >&2; exit 3; }
  npm install --silent --no-save --prefix benchmarks/peers @duckdb/node-api >&2
fi

dotnet build -c Release benchmarks/Personalization.Evaluation -v quiet >&2
exec /usr/bin/python3 benchmarks/peers/compare.py "$@"
