#!/usr/bin/python3
"""A whole k-means fit in a peer: tolerance 0, from given centers. Prints one JSON line: seconds, and the inertia of the final centers, measured in double precision.
With --double the same fit once more on the same rows in double precision, its inertia and seconds: what the fit comes to when nothing is rounded. (In single precision
scikit-learn adds up its centers with rounding; after 20 iterations on overlapping clouds that alone can lead elsewhere.)

usage: kmeans_peer.py lloyd|elkan|faiss ROWS.f32 CENTERS.f32 COLUMNS [--iterations 20] [--runs 3] [--double]
"""
import pc, argparse, json
import numpy as np
import shapes

parser = argparse.ArgumentParser()
parser.add_argument("algorithm", choices=["lloyd", "elkan", "faiss"])
parser.add_argument("rows")
parser.add_argument("centers")
parser.add_argument("columns", type=int)
parser.add_argument("--iterations", type=int, default=20)
parser.add_argument("--runs", type=int, default=3)
parser.add_argument("--double", action="store_true")
a = parser.parse_args()
x, begin = shapes.read(a.rows, a.columns), shapes.read(a.centers, a.columns)
k = len(begin)


def fit(iterations, x=x, begin=begin):
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
    began = pc.clock()
    centers, iterations = fit(a.iterations)
    seconds.append(pc.clock() - began)
seconds.sort()


def inertia(centers):
    """Inertia of the nearest centers, in double precision."""
    total, wide = 0.0, centers.astype(np.float64)
    for start in range(0, len(x), 20000):
        block = x[start:start + 20000].astype(np.float64)
        squares = (block * block).sum(1)[:, None] - 2 * block @ wide.T + (wide * wide).sum(1)
        total += float(np.maximum(squares.min(1), 0).sum())
    return total


figures = dict(case="kmeans", seconds=seconds[len(seconds) // 2], algorithm=a.algorithm, iterations=int(iterations), inertia=inertia(centers), peak_mb=pc.rss_mb())
if a.double:
    wide, wide_begin = x.astype(np.float64), begin.astype(np.float64)
    began = pc.clock()
    centers, _ = fit(a.iterations, wide, wide_begin)
    figures.update(double_seconds=pc.clock() - began, double_inertia=inertia(centers))
print(json.dumps(figures))
