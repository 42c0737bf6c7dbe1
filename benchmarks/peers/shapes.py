# Data that ours and the peers both read: made once, kept as raw little-endian float32, row-major, in the folder for temporary files.
import os, tempfile
import numpy as np

folder = os.path.join(tempfile.gettempdir(), "personalization-benchmarks")


def cached(name, make):
    """Path of the file `name`; where it is absent, `make()` gives the array that is written."""
    path = os.path.join(folder, name + ".f32")
    if not os.path.exists(path):
        os.makedirs(folder, exist_ok=True)
        make().astype("<f4", copy=False).tofile(path + ".part")
        os.replace(path + ".part", path)
    return path


def read(path, columns):
    return np.fromfile(path, "<f4").reshape(-1, columns)


def blobs(n, d, k, spread=2.0, seed=42):
    """Gaussian clouds of deviation 1 around k centers of deviation spread / sqrt(max(d / 3, 1)), and k distinct rows to begin at: two paths."""
    made = []

    def make():
        if not made:
            r = np.random.default_rng(seed)
            c = r.standard_normal((k, d), dtype=np.float32) * np.float32(spread / np.sqrt(max(d / 3, 1)))
            x = r.standard_normal((n, d), dtype=np.float32)
            x += c[r.integers(0, k, n)]
            made.extend([x, x[r.choice(n, k, replace=False)].copy()])
        return made

    name = "blobs-%d-%d-%d-%g-%d" % (n, d, k, spread, seed)
    return cached(name, lambda: make()[0]), cached(name + "-init", lambda: make()[1])


def gaussian(n, d, seed=7, skip=0):
    """n rows of independent standard normal values; skip leaves so many rows of the same generator out first."""

    def make():
        r = np.random.default_rng(seed)
        if skip:
            r.standard_normal((skip, d), dtype=np.float32)
        return r.standard_normal((n, d), dtype=np.float32)

    return cached("gaussian-%d-%d-%d-%d" % (n, d, seed, skip), make)
