# scikit-learn's AgglomerativeClustering by Ward, as the case ward of Personalization.Evaluation: hierarchical.py POINTS COLUMNS CLUSTERS LABELS [REPETITIONS]
import pc, sys
import shapes
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score

points, columns, clusters, labels = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
repetitions = int(sys.argv[5]) if len(sys.argv) > 5 else 3
x, expected = shapes.read(points, columns), shapes.read(labels, 1)[:, 0].astype(int)
found = [None]


def fit():
    found[0] = AgglomerativeClustering(clusters, linkage="ward").fit(x)


seconds, low, high = pc.med(fit, repetitions)
pc.out(case="ward", seconds=seconds, adjusted_rand=float(adjusted_rand_score(found[0].labels_, expected)), peak_mb=pc.rss_mb())
