#!/usr/bin/env bash
# Trains on a machine with an NVIDIA GPU and Python's PyTorch for CUDA, with that PyTorch's libraries instead of a libtorch package.
#   benchmarks/gpu/train.sh publish FOLDER          needs the .NET 10 SDK, packages and gcc; the folder holds all that the other machine needs, .NET too
#   benchmarks/gpu/train.sh run FOLDER [--data DIR] needs PyTorch 2.11 for CUDA 13 (python3, or what PYTHON names); prints figures as JSON lines
# Works from a copy of this script beside FOLDER too. Not run yet where there is a GPU.
set -euo pipefail
what=${1:-} folder=${2:-}
[ -n "$folder" ] || { sed -n '2,4p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)

publish() {
  mkdir -p "$folder"
  cp "$here/../peers/sasrec.py" "$folder/"
  dotnet publish "$here/../Personalization.Evaluation.Torch" -c Release -r linux-x64 --self-contained -p:BringsLibtorch=false -o "$folder"
  "$here/../../eng/libtorch-on-gcc12.sh" "$folder" # the other machine may be of any age
}

run() {
  local site lib name
  site=$("${PYTHON:-python3}" -c 'import os, torch; print(os.path.dirname(os.path.dirname(torch.__file__)))')
  lib=$site/torch/lib
  "${PYTHON:-python3}" -c 'import torch; print("PyTorch", torch.__version__, "CUDA", torch.version.cuda, torch.cuda.get_device_name(0))' >&2

  # TorchSharp looks beside itself; what these need in turn is found through the path, as a link has no neighbours.
  for name in c10 torch torch_cpu torch_cuda c10_cuda; do ln -sf "$lib/lib$name.so" "$folder/lib$name.so"; done
  LD_LIBRARY_PATH=$(find "$site/nvidia" -type d -name lib 2>/dev/null | paste -sd:):$lib:${LD_LIBRARY_PATH:-}
  export LD_LIBRARY_PATH

  "$folder/Personalization.Evaluation.Torch" neumf-torch --device Cuda --batches 4096,65536 "$@"
  "$folder/Personalization.Evaluation.Torch" ncf-ml1m --engine TorchCuda --architecture NeuMf --batch 8192 --rate .004 --epochs 5 "$@"

  # The same sequences with Beha2Vec on libtorch, with a plain TorchSharp loop of SASRec, and with a plain PyTorch one: tokens a second, and losses.
  "$folder/Personalization.Evaluation.Torch" sasrec --write "$folder/sequences.i32"
  local loss rows
  for rows in 128 1024; do
    for loss in binary softmax; do
      name=Softmax
      [ "$loss" = softmax ] || name=BinaryCrossEntropy
      "$folder/Personalization.Evaluation.Torch" sasrec --engine TorchCuda --file "$folder/sequences.i32" --loss $name --batch $rows --epochs 3
      "$folder/Personalization.Evaluation.Torch" sasrec-torch --device Cuda --file "$folder/sequences.i32" --loss $name --batch $rows --epochs 3
      "${PYTHON:-python3}" "$folder/sasrec.py" "$folder/sequences.i32" --loss $loss --batch $rows --epochs 3 --device cuda
    done
  done
}

case $what in
  publish) publish ;;
  run) shift 2; run "$@" ;;
  *) sed -n '2,4p' "$0" >&2; exit 2 ;;
esac
