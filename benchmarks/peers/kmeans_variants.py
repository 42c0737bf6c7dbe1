# Whole fits of k-means: 20 iterations, tolerance 0, from the same rows. Overlapping clouds (spread 2) and separate ones (spread 20).
import os
import shapes

os.environ["PEERS_BLAS"] = "openmp"


def variants(ours, peer):
    made = {}
    # faiss was never the faster one; where others work on the machine its runs take minutes.
    libraries = [("scikit-learn", "lloyd")] + ([] if os.environ.get("PEERS_CPU") == "1" else [("faiss", "faiss")])
    for spread in (2, 20):
        for n, d, k in ((1000000, 3, 8), (1000000, 16, 64), (200000, 64, 256), (100000, 128, 1000)):
            x, centers = shapes.blobs(n, d, k, spread)
            runs = 1 if n * d * k > 2e9 else 3
            peers = {name: peer("kmeans_peer.py", algorithm, x, centers, d, "--runs", runs) for name, algorithm in libraries}
            if os.environ.get("PEERS_CPU") != "1":
                peers["scikit-learn"].append("--double")
            if spread == 20:
                peers["scikit-learn elkan"] = peer("kmeans_peer.py", "elkan", x, centers, d, "--runs", runs)
            made["kmeans/%dx%d/%d%s" % (n, d, k, "/separate" if spread > 2 else "")] = (ours("kmeans", rows=x, centers=centers, columns=d, runs=max(runs, 3)), peers)
    return made
