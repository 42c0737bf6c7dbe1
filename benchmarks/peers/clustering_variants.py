# Variants of the case `clustering`: a function for each kind of clustering, joined at the end.
import shapes


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


def variants(ours, peer):
    return {**density(ours, peer)}
