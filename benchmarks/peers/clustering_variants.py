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


def silhouettes(ours, peer):
    """Exact silhouettes of 20,000 rows; clusters are what lies nearest to the first centers."""
    found = {}
    for n, d, k in ((20000, 3, 8), (20000, 16, 8)):
        points, centers = shapes.blobs(n, d, k, spread=3.0)
        found["silhouette/%dx%d" % (n, d)] = (
            ours("silhouette", points=points, centers=centers, columns=d), {"scikit-learn": peer("silhouette.py", points, centers, d)})
    return found


def mixtures(ours, peer):
    """Gaussian mixtures of full covariances, 20 maximizations from the same means: seconds for each."""
    points, centers = shapes.blobs(1000000, 3, 8, spread=3.0)
    return {"mixture/1000000x3": (ours("mixture", points=points, centers=centers, columns=3), {"scikit-learn": peer("mixture.py", points, centers, 3)})}


def density(ours, peer):
    """DBSCAN; both sides' labels are held against those that scikit-learn found when the data was made."""
    points, _ = shapes.blobs(50000, 3, 8, spread=3.0)
    radius, samples = 0.25, 10

    def labels():
        from sklearn.cluster import DBSCAN
        return DBSCAN(eps=radius, min_samples=samples).fit(shapes.read(points, 3)).labels_

    expected = shapes.cached("dbscan-labels-50000-3-8", labels)
    return {"clustering/dbscan-50000-3": (
        ours("dbscan", points=points, columns=3, radius=radius, samples=samples, labels=expected),
        {"scikit-learn": peer("dbscan.py", points, 3, radius, samples, expected)})}


def hierarchical(ours, peer):
    """Ward; both sides' labels are held against those that scikit-learn found when the data was made."""
    points, _ = shapes.blobs(10000, 3, 8, spread=3.0)
    clusters = 8

    def labels():
        from sklearn.cluster import AgglomerativeClustering
        return AgglomerativeClustering(clusters, linkage="ward").fit(shapes.read(points, 3)).labels_

    expected = shapes.cached("ward-labels-10000-3-8", labels)
    return {"clustering/ward-10000-3": (
        ours("ward", points=points, columns=3, clusters=clusters, labels=expected),
        {"scikit-learn": peer("hierarchical.py", points, 3, clusters, expected)})}


def variants(ours, peer):
    return {**minibatch(ours, peer), **silhouettes(ours, peer), **mixtures(ours, peer), **density(ours, peer), **hierarchical(ours, peer)}
