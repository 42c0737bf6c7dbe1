#!/usr/bin/python3
# numpy's and scipy's Cholesky factor or eigenvectors of a symmetric matrix in double precision: factor_peer.py KIND MATRIX.f32 N [numpy|evd|evr|cholesky]. Prints one JSON line.
import pc, sys, numpy as np, threadpoolctl
kind, path, n, driver = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "numpy"
g = np.fromfile(path, "<f4").reshape(n, n).astype(float)
a = (g + g.T) / 2
if kind == "cholesky":
    a += 2 * np.sqrt(2.0 * n) * np.eye(n)
if driver == "numpy":
    work = {"eigen": lambda: np.linalg.eigh(a), "cholesky": lambda: np.linalg.cholesky(a)}[kind]
else:
    import scipy.linalg
    work = {"eigen": lambda: scipy.linalg.eigh(a, driver=driver, check_finite=False), "cholesky": lambda: scipy.linalg.cholesky(a, lower=True, check_finite=False)}[kind]
result = [None]


def run():
    result[0] = work()


seconds = pc.med(run, 9 if n > 500 else 25, 3)[0]
chosen = np.arange(16) * (n - 1) // 15
if kind == "eigen":
    values, vectors = result[0]
    some = vectors[:, chosen]
    dots = vectors.T @ some
    dots[chosen, np.arange(16)] -= 1
    quality = {"residual": float(np.abs(a @ some - some * values[chosen]).max() / np.abs(values).max()), "orthogonality": float(np.abs(dots).max())}
else:
    lower = result[0]
    quality = {"residual": float(np.abs(lower[chosen] @ lower.T - a[chosen]).max() / np.abs(a[chosen]).max())}
blas = next(p for p in threadpoolctl.threadpool_info() if p["user_api"] == "blas")
pc.out(case="factor", seconds=seconds, **quality, kernel=blas["architecture"], threads=pc.T, peak_mb=pc.rss_mb())
