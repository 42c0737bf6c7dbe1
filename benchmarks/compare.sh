#!/usr/bin/env bash
# Ours and the peers', in turn, on the same data: benchmarks/compare.sh CASE [ROUNDS [PART OF A VARIANT'S NAME]] [--width 512|256|128] [--cpu]
# Prints JSON lines: case, ours and peer (seconds, medians), ratio = peer / ours (above 1 we are faster), width of the vectors, processor, and both qualities.
# --cpu: one thread each, and processor time instead of the wall clock's, for a machine that others work on (kmeans, clustering, topk and the cases of .NET's packages).
# --width: ours and the peers' OpenBLAS use vectors of so many bits; without it as many as the processor has.
# Cases: whole-job, read-clean, rfm, kmeans-rfm, kmeans, gemm, factor, topk, hnsw, clustering, neumf, sasrec, als, bpr, lifetime, and mlnet, topk-tensors, principal-mathnet
# against what .NET has, in one process. Peers: Debian's Python packages, DuckDB from npm for rfm, TorchSharp for sasrec, Microsoft.ML and Math.NET Numerics from NuGet.
set -euo pipefail
cd "$(dirname "$0")/.."
case=${1:?usage: benchmarks/compare.sh CASE [ROUNDS [PART OF A VARIANT\'S NAME]] [--width 512|256|128] [--cpu]}

# Without OpenBLAS, numpy, scikit-learn and faiss run on the reference BLAS and look some thirty times slower than they are.
packages=(python3-sklearn python3-pandas libopenblas0-openmp)
modules="pandas, sklearn"
case $case in
  kmeans | topk) packages+=(python3-faiss) modules+=", faiss" ;;
  hnsw) packages+=(python3-faiss python3-hnswlib) modules+=", faiss, hnswlib" ;;
  neumf | sasrec | bpr) packages+=(python3-torch) modules+=", torch" ;;
  als | lifetime) packages+=(python3-scipy) modules+=", scipy" ;;
  gemm | factor) packages+=(python3-threadpoolctl) modules+=", threadpoolctl" ;;
esac

if ! { /usr/bin/python3 -c "import $modules" && ls /usr/lib/*/openblas-openmp/libblas.so.3; } >/dev/null 2>&1; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -q && apt-get install -yq --no-install-recommends "${packages[@]}"; } >&2
  else
    echo "The peers need Debian's packages: apt-get install ${packages[*]}" >&2
    exit 3
  fi
fi

/usr/bin/python3 benchmarks/peers/compare.py "$@" --check

if [ "$case" = rfm ] && ! [ -d benchmarks/peers/node_modules/@duckdb ]; then
  command -v npm >/dev/null || { echo "The rfm case needs node and npm, for @duckdb/node-api" >&2; exit 3; }
  npm install --silent --no-save --prefix benchmarks/peers @duckdb/node-api >&2
fi

case $case in
  mlnet | topk-tensors | principal-mathnet) dotnet build -c Release benchmarks/Personalization.Evaluation.Peers -v quiet >&2 ;;
  *) dotnet build -c Release benchmarks/Personalization.Evaluation -v quiet >&2 ;;
esac
if [ "$case" = sasrec ]; then
  dotnet build -c Release benchmarks/Personalization.Evaluation.Torch -v quiet >&2
  eng/libtorch-on-gcc12.sh benchmarks/Personalization.Evaluation.Torch/bin/Release/net10.0
fi

exec /usr/bin/python3 benchmarks/peers/compare.py "$@"
