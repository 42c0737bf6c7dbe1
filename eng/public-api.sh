#!/usr/bin/env bash
# Writes src/*/PublicAPI.Unshipped.txt anew from the code: run it when you changed what is public on purpose, and look at the difference.
# Nothing is shipped before 1.0, so PublicAPI.Shipped.txt stays empty until then. Needs the .NET 10 SDK only.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work" src/*/bin/PublicApi src/*/obj/PublicApi' EXIT
for kind in Shipped Unshipped; do echo '#nullable enable' >"$work/PublicAPI.$kind.txt"; done

# Against empty files the analyzer reports every public symbol (RS0016), with the line that it wants as a property of the report.
dotnet build eng/PublicApi.proj --nologo -v quiet "-clp:ErrorsOnly;NoSummary" "-p:PublicApiFolder=$work"

for project in src/*/*.csproj; do
  folder=$(dirname "$project") name=$(basename "$project" .csproj)
  { echo '#nullable enable'
    { grep -ohE '"[A-Za-z]*[Aa][Pp][Ii]Name": "([^"\\]|\\.)*"' "$work/$name.sarif" || true; } |
      sed -E 's/^"[^"]*": "(.*)"$/\1/; s/\\(["\\])/\1/g' | LC_ALL=C sort -u
  } >"$folder/PublicAPI.Unshipped.txt"
  [ -e "$folder/PublicAPI.Shipped.txt" ] || echo '#nullable enable' >"$folder/PublicAPI.Shipped.txt"
  echo "$name: $(($(wc -l <"$folder/PublicAPI.Unshipped.txt") - 1)) public members"
done
