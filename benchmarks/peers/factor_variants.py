# Factors of symmetric matrices in double precision: ours against numpy on OpenBLAS's LAPACK, on two threads and on one, which is faster where a matrix is small, and scipy's
# other drivers; the fastest counts.
import shapes

sizes = {"cholesky": (500, 1000, 2000), "eigen": (200, 500, 1000)}


def variants(ours, peer):
    made = {}
    for kind, orders in sizes.items():
        for n in orders:
            matrix = shapes.gaussian(n, n, seed=3)
            command = peer("factor_peer.py", kind, matrix, n)
            peers = {"numpy": command, "numpy-1-thread": ["env", "PEERS_THREADS=1"] + command}
            for driver in ("evd", "evr") if kind == "eigen" else ("cholesky",):
                peers["scipy-" + driver] = command + [driver]
            made["factor/%s-%d" % (kind, n)] = (ours("factor", kind=kind, matrix=matrix, n=n), peers)
    return made
