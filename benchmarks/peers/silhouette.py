# scikit-learn's exact silhouette, as the case silhouette of Personalization.Evaluation: silhouette.py POINTS CENTERS COLUMNS [REPETITIONS]
import pc, sys
import numpy as np
import shapes
from sklearn.metrics import silhouette_score

points, centers, columns = sys.argv[1], sys.argv[2], int(sys.argv[3])
repetitions = int(sys.argv[4]) if len(sys.argv) > 4 else 1
x, init = shapes.read(points, columns), shapes.read(centers, columns)
labels = ((x[:, None, :] - init[None]) ** 2).sum(2).argmin(1)
score = [0.0]


def run():
    score[0] = float(silhouette_score(x, labels))


seconds, low, high = pc.med(run, repetitions, 1 if repetitions > 1 else 0)
pc.out(case="silhouette", seconds=seconds, silhouette="%.10g" % score[0], peak_mb=pc.rss_mb())
