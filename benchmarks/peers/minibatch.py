# scikit-learn's MiniBatchKMeans from given centers, as the case minibatch of Personalization.Evaluation: minibatch.py POINTS CENTERS COLUMNS [BATCH [EPOCHS [REPETITIONS]]]
import pc, sys, warnings
import numpy as np
import shapes
from sklearn.cluster import MiniBatchKMeans

warnings.filterwarnings("ignore")
points, centers, columns = sys.argv[1], sys.argv[2], int(sys.argv[3])
batch, epochs, repetitions = (int(sys.argv[i]) if len(sys.argv) > i else value for i, value in ((4, 4096), (5, 10), (6, 3)))
x, init = shapes.read(points, columns), shapes.read(centers, columns)
model = [None]


def fit():
    model[0] = MiniBatchKMeans(len(init), init=init, n_init=1, max_iter=epochs, batch_size=batch, max_no_improvement=None, random_state=0, tol=0).fit(x)


def inertia(c):
    # as ours is: double precision, row by row to the label that the model gave
    total = 0.0
    for start in range(0, len(x), 65536):
        difference = x[start:start + 65536].astype(np.float64) - c[model[0].labels_[start:start + 65536]]
        total += float((difference * difference).sum())
    return total


seconds, low, high = pc.med(fit, repetitions)
pc.out(case="minibatch", seconds=seconds, inertia=inertia(model[0].cluster_centers_.astype(np.float64)), steps=int(model[0].n_steps_), peak_mb=pc.rss_mb())
