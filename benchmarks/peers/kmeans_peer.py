#!/usr/bin/python3
"""A whole k-means fit in a peer: tolerance 0, from given centers. Prints one JSON line: seconds, and the inertia of the final centers in double precision.
With --reference also that of Lloyd's algorithm in double precision from the same centers, these rounded to single precision after each iteration: what a fit that keeps its centers in single precision comes to
when nothing else is rounded. (scikit-learn adds up its centers in single precision; after 20 iterations on overlapping clouds that alone leads elsewhere.)

usage: kmeans_peer.py lloyd|elkan|faiss ROWS.f32 CENTERS.f32 COLUMNS [--iterations 20] [--runs 3] [--reference]
"""
import pc, argparse, json, time
import numpy as np
import shapes

parser = argparse.ArgumentParser()
parser.add_argument("algorithm", choices=["lloyd", "elkan", "faiss"])
parser.add_argument("rows")
parser.add_argument("centers")
parser.add_argument("columns", type=int)
parser.add_argument("--iterations", type=int, default=20)
parser.add_argument("--runs", type=int, default=3)
parser.add_argument("--reference", action="store_true")
a = parser.parse_args()
x, begin = shapes.read(a.rows, a.columns), shapes.read(a.centers, a.columns)
k = len(begin)


def fit(iterations):
    if a.algorithm == "faiss":
        means = faiss.Kmeans(a.columns, k, niter=iterations, nredo=1, seed=1, max_points_per_centroid=len(x), min_points_per_centroid=1)
        means.train(x, init_centroids=begin)
        return means.centroids, iterations
    model = KMeans(k, algorithm=a.algorithm, init=begin, n_init=1, max_iter=iterations, tol=0).fit(x)
    return model.cluster_centers_, model.n_iter_


if a.algorithm == "faiss":
    import faiss
    faiss.omp_set_num_threads(pc.T)
else:
    import warnings
    from sklearn.cluster import KMeans
    warnings.filterwarnings("ignore")

fit(1)
seconds = []
for _ in range(a.runs):
    began = time.perf_counter()
    centers, iterations = fit(a.iterations)
    seconds.append(time.perf_counter() - began)
seconds.sort()


def assigned(centers):
    """Inertia of the nearest centers, and the sums and sizes of their rows, in double precision."""
    inertia, wide, sums, sizes = 0.0, centers.astype(np.float64), np.zeros(centers.shape), np.zeros(k)
    for start in range(0, len(x), 20000):
        block = x[start:start + 20000].astype(np.float64)
        squares = (block * block).sum(1)[:, None] - 2 * block @ wide.T + (wide * wide).sum(1)
        labels = squares.argmin(1)
        inertia += float(np.maximum(squares[np.arange(len(block)), labels], 0).sum())
        order = np.argsort(labels, kind="stable")
        firsts = np.flatnonzero(np.diff(labels[order], prepend=-1))
        sums[labels[order][firsts]] += np.add.reduceat(block[order], firsts, axis=0)
        sizes += np.bincount(labels, minlength=k)
    return inertia, sums, sizes


figures = dict(case="kmeans", seconds=seconds[len(seconds) // 2], algorithm=a.algorithm, iterations=int(iterations), inertia=assigned(centers)[0])
if a.reference:
    wide = begin
    for _ in range(a.iterations):
        _, sums, sizes = assigned(wide)
        wide = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], wide).astype(np.float32)
    figures["reference_inertia"] = assigned(wide)[0]
print(json.dumps({**figures, "peak_mb": pc.rss_mb()}))
