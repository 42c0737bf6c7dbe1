#!/usr/bin/python3
# numpy's or scipy's Cholesky factor of a symmetric matrix in double precision: factor_peer.py MATRIX.f32 N [numpy|scipy]. Prints one JSON line.
import pc, sys, numpy as np, threadpoolctl
path, n, driver = sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "numpy"
g = np.fromfile(path, "<f4").reshape(n, n).astype(float)
a = (g + g.T) / 2 + 2 * np.sqrt(2.0 * n) * np.eye(n)
if driver == "numpy":
    work = lambda: np.linalg.cholesky(a)
else:
    import scipy.linalg
    work = lambda: scipy.linalg.cholesky(a, lower=True, check_finite=False)
result = [None]


def run():
    result[0] = work()


seconds = pc.med(run, 9 if n > 500 else 25, 3)[0]
chosen = np.arange(16) * (n - 1) // 15
lower = result[0]
residual = float(np.abs(lower[chosen] @ lower.T - a[chosen]).max() / np.abs(a[chosen]).max())
blas = next(p for p in threadpoolctl.threadpool_info() if p["user_api"] == "blas")
pc.out(case="factor", seconds=seconds, residual=residual, kernel=blas["architecture"], threads=pc.T, peak_mb=pc.rss_mb())
