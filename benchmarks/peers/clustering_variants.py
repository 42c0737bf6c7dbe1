# Variants of the case `clustering`: a function for each kind of clustering, joined at the end.
import shapes


def minibatch(ours, peer):
    """Mini-batch k-means: ten epochs of batches of 4096 from the same centers, and the labels of all rows."""
    found = {}
    for n, d, k in ((1000000, 16, 64), (1000000, 3, 8), (200000, 64, 256)):
        points, centers = shapes.blobs(n, d, k, spread=3.0)
        found["clustering/minibatch-%d-%d-%d" % (n, d, k)] = (
            ours("minibatch", points=points, centers=centers, columns=d), {"scikit-learn": peer("minibatch.py", points, centers, d)})
    return found


def variants(ours, peer):
    return {**minibatch(ours, peer)}
