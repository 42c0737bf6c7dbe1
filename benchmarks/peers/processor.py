# What this processor is and how wide its vectors are, and how to run ours and the peers as if they were narrower. Standard library alone.
import os, re

# Width in bits -> what .NET is told for it: without AVX-512, and without AVX2 and what comes with it (FMA too).
dotnet = {512: {}, 256: {"DOTNET_EnableAVX512": "0"}, 128: {"DOTNET_EnableAVX512": "0", "DOTNET_EnableAVX2": "0"}}

# OpenBLAS's kernels for each width: the first is taken where OpenBLAS would pick a wider one, all are tried where the fastest counts.
cores = {512: ["SkylakeX", "Zen"], 256: ["Haswell", "Zen"], 128: ["Nehalem"]}


def _fields():
    found = {}
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if not line.strip():
                break
            key, _, value = line.partition(":")
            found[key.strip()] = value.strip()
    return found


def widest(fields=None):
    """Bits of the widest vectors that .NET and OpenBLAS both use here."""
    flags = set((fields or _fields()).get("flags", "").split())
    if {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"} <= flags:
        return 512
    return 256 if {"avx2", "fma"} <= flags else 128


def name(fields=None):
    """The model's name with family and number, because virtual machines often say no more than "Xeon"; elsewhere than on x86 the architecture."""
    fields = fields or _fields()
    if "model name" not in fields:
        return " ".join([os.uname().machine] + [fields[key] for key in ("CPU implementer", "CPU part") if key in fields])
    return "%s (family %s, model %s)" % (re.sub(r"\s+", " ", fields["model name"]), fields.get("cpu family", "?"), fields.get("model", "?"))


def limit(width):
    """Limits what is started from now on; returns the width that ours runs at. None: as wide as the processor goes."""
    has = widest()
    if width is not None and width > has:
        raise SystemExit("--width %d: this processor has %d bits (%s)." % (width, has, name()))
    width = width or has
    os.environ.update(dotnet[width])
    if width < has:
        os.environ["PEERS_CORETYPE"] = cores[width][0]
    return width


def kernels(width):
    """Names of OpenBLAS's kernels that run here at a width."""
    return cores[width] if os.uname().machine == "x86_64" else []
