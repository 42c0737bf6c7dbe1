# Case hnsw: building a graph over 200,000 × 64 unit vectors of 500 clouds, and searching it, each side at its smallest width of recall ≥ .99.
import numpy as np
from shapes import cached

N, D, QUERIES, CLOUDS = 200000, 64, 2000, 500


def mix(n, what):
    def make():
        r = np.random.default_rng(3)
        centers = r.standard_normal((CLOUDS, D), dtype=np.float32)
        rows = [0.7 * r.standard_normal((m, D), dtype=np.float32) + centers[r.integers(0, CLOUDS, m)] for m in (N, QUERIES)][what]
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    return cached("mix-%d-%d-%d-%d" % (N, D, CLOUDS, n), make)


def variants(ours, peer):
    base, queries = mix(N, 0), mix(QUERIES, 1)
    result = {}
    for precision in ("single", "int8"):
        for what, threads in (("build", 2), ("search", 1), ("search", 2)):
            result["hnsw/%s-%d-threads/%s" % (what, threads, precision)] = (
                ours("hnsw", base=base, queries=queries, dimensions=D, work=what, threads=threads, precision=precision),
                {lib: peer("hnsw.py", lib, what, threads, base, queries, D) for lib in ("hnswlib", "faiss")})
    return result
