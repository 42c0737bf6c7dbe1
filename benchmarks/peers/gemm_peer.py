#!/usr/bin/python3
# numpy's matrix product, C = A B in float32 into a C that exists: gemm_peer.py LEFT.f32 RIGHT.f32 M K N. PEERS_CORETYPE forces a kernel of OpenBLAS. Prints one JSON line.
import pc, sys, numpy as np, threadpoolctl
left, right, (m, k, n) = sys.argv[1], sys.argv[2], map(int, sys.argv[3:6])
a, b, c = np.fromfile(left, "<f4").reshape(m, k), np.fromfile(right, "<f4").reshape(k, n), np.zeros((m, n), np.float32)
inner = max(1, int(3e8 / (m * k * n)))
warm = max(3, int(2e10 / (m * k * n * inner)))
seconds = pc.med(lambda: [np.dot(a, b, out=c) for _ in range(inner)], 15, warm)[0] / inner
rows = np.linspace(0, m - 1, 16).astype(int)
exact = a[rows].astype(float) @ b.astype(float)
blas = next(p for p in threadpoolctl.threadpool_info() if p["user_api"] == "blas")
pc.out(case="gemm", seconds=seconds, gflops=2 * m * k * n / seconds / 1e9, error=float(np.abs(c[rows] - exact).max() / np.abs(exact).max()),
       kernel=blas["architecture"], threads=pc.T, peak_mb=pc.rss_mb())
