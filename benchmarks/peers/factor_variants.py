# Cholesky factors in double precision: ours against numpy on OpenBLAS's LAPACK, on two threads and on one, which is faster where a matrix is small, and scipy's; the fastest counts.
import shapes


def variants(ours, peer):
    made = {}
    for n in (500, 1000, 2000):
        matrix = shapes.gaussian(n, n, seed=3)
        command = peer("factor_peer.py", matrix, n)
        peers = {"numpy": command, "numpy-1-thread": ["env", "PEERS_THREADS=1"] + command, "scipy-cholesky": command + ["scipy"]}
        made["factor/cholesky-%d" % n] = (ours("factor", matrix=matrix, n=n), peers)
    return made
