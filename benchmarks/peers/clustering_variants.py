# Variants of the case `clustering`: a function for each kind of clustering, joined at the end.
import shapes


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
    return {**hierarchical(ours, peer)}
