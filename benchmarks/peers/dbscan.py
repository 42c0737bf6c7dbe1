#!/usr/bin/python3
# usage: dbscan.py POINTS.f32 COLUMNS RADIUS SAMPLES LABELS.f32   scikit-learn's DBSCAN; adjusted_rand is against the labels of the file
import pc, sys
import shapes
from sklearn.cluster import DBSCAN
from sklearn.metrics import adjusted_rand_score

path, columns, radius, samples, labels = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
points = shapes.read(path, columns)
best = {}


def run(jobs, algorithm):
    best["model"] = DBSCAN(eps=radius, min_samples=samples, n_jobs=jobs, algorithm=algorithm).fit(points)


# One thread or two, and either tree: whichever is fastest counts.
times = {"%s, %d" % (algorithm, jobs): pc.med(lambda: run(jobs, algorithm), 3)[0] for jobs in (1, pc.T) for algorithm in ("kd_tree", "ball_tree")}
fastest = min(times, key=times.get)
found = best["model"].labels_
pc.out(case="dbscan", seconds=times[fastest], settings=fastest, clusters=int(found.max() + 1), noise=int((found < 0).sum()),
       cores=len(best["model"].core_sample_indices_), adjusted_rand=float(adjusted_rand_score(shapes.read(labels, 1)[:, 0], found)), peak_mb=pc.rss_mb())
