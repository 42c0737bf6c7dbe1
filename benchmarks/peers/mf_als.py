#!/usr/bin/python3
# Implicit ALS in numpy and scipy: the objective of Rendle et al. 2021, items then customers in each iteration.
# usage: mf_als.py FILE [--method exact|gradients] [--factors 64] [--iterations 15] [--lists 2000]
# exact: rows of like length together, their systems by batched products, solved by LAPACK, on two Python threads (numpy lets them run side by side; BLAS takes one each).
# gradients: three steps of conjugate gradients of all rows at once, as the package implicit does row by row.
import os; os.environ.setdefault("PEERS_BLAS_THREADS", "1")
import pc, argparse, time, numpy as np, scipy.sparse as sp
from concurrent.futures import ThreadPoolExecutor
import interactions

ap = argparse.ArgumentParser()
ap.add_argument("file"); ap.add_argument("--method", default="exact"); ap.add_argument("--factors", type=int, default=64); ap.add_argument("--iterations", type=int, default=15)
ap.add_argument("--weight", type=float, default=0.1); ap.add_argument("--regularization", type=float, default=0.005); ap.add_argument("--lists", type=int, default=2000)
a = ap.parse_args()
X = interactions.read(a.file); U, I, d = X.shape[0], X.shape[1], a.factors
began, cpu = time.perf_counter(), time.process_time()
XT = X.T.tocsr()
pool = ThreadPoolExecutor(pc.T)


def penalties(M, others):
    return (a.regularization * (np.asarray(M.sum(axis=1)).ravel() + a.weight * others)).astype(np.float32)


def batches(M, values=1 << 22):
    """Rows with anything, by length, in groups whose neighbours padded to one length make so many values."""
    n = np.diff(M.indptr); order = np.argsort(n, kind="stable"); order = order[n[order] > 0]; made = []; start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and (end - start + 1) * n[order[end]] * d <= values and (end - start) < 2048: end += 1
        made.append(order[start:end]); start = end
    return made


def exact(M, own, other, lam, groups):
    gram = (a.weight * (other.T @ other)).astype(np.float32); eye = np.eye(d, dtype=np.float32)

    def solve(rows):
        n = np.diff(M.indptr)[rows]; longest = n[-1]
        at = M.indptr[rows][:, None] + np.minimum(np.arange(longest), n[:, None] - 1)
        w = np.where(np.arange(longest) < n[:, None], M.data[at], 0)
        Y = other[M.indices[at]]; W = Y * w[:, :, None]
        A = np.matmul(W.transpose(0, 2, 1), Y); A += gram; A += lam[rows][:, None, None] * eye
        own[rows] = np.linalg.solve(A, W.sum(axis=1)[:, :, None])[:, :, 0]
    list(pool.map(solve, groups))


def gradients(M, own, other, lam, row_of, steps=3):
    gram = (a.weight * (other.T @ other)).astype(np.float32); nnz, chunk = len(M.data), 1 << 17
    S = sp.csr_matrix((np.empty(nnz, np.float32), M.indices, M.indptr), shape=M.shape)
    cuts = np.linspace(0, M.shape[0], 8 * pc.T + 1).astype(int)

    def dots(V):
        def part(s):
            e = min(s + chunk, nnz); S.data[s:e] = M.data[s:e] * np.einsum("ij,ij->i", V[row_of[s:e]], other[M.indices[s:e]])
        list(pool.map(part, range(0, nnz, chunk)))

    def times(matrix): return np.concatenate(list(pool.map(lambda k: matrix[cuts[k]:cuts[k + 1]] @ other, range(len(cuts) - 1))))

    def apply(V): dots(V); return V @ gram + lam[:, None] * V + times(S)
    r = times(M) - apply(own); p = r.copy(); rr = np.einsum("ij,ij->i", r, r)
    for _ in range(steps):
        q = apply(p); step = (rr / np.maximum(np.einsum("ij,ij->i", p, q), 1e-30))[:, None]
        own += step * p; r -= step * q; new = np.einsum("ij,ij->i", r, r); p = r + (new / np.maximum(rr, 1e-30))[:, None] * p; rr = new


def objective():
    """As it is written: of the interactions, of all pairs by the two Gram matrices, and the penalties; in double precision."""
    C, H = customers.astype(float), items.astype(float); total = a.weight * np.sum((C.T @ C) * (H.T @ H))
    for s in range(0, X.nnz, 1 << 18):
        e = min(s + (1 << 18), X.nnz); total += np.sum(X.data[s:e] * (1 - np.einsum("ij,ij->i", C[row_of[s:e]], H[X.indices[s:e]])) ** 2)
    return float(total + np.sum(lam_c * np.einsum("ij,ij->i", C, C)) + np.sum(lam_i * np.einsum("ij,ij->i", H, H)))


r = np.random.default_rng(1)
customers = (r.standard_normal((U, d)) * 0.1 / np.sqrt(d)).astype(np.float32); customers[np.diff(X.indptr) == 0] = 0
items = np.zeros((I, d), np.float32)
lam_c, lam_i = penalties(X, I), penalties(XT, U); row_of = np.repeat(np.arange(U), np.diff(X.indptr)); row_of_T = np.repeat(np.arange(I), np.diff(XT.indptr))
of_customers, of_items = batches(X), batches(XT)
for _ in range(a.iterations):
    if a.method == "exact": exact(XT, items, customers, lam_i, of_items); exact(X, customers, items, lam_c, of_customers)
    else: gradients(XT, items, customers, lam_i, row_of_T); gradients(X, customers, items, lam_c, row_of)
seconds, cpu = (time.perf_counter() - began) / a.iterations, (time.process_time() - cpu) / a.iterations


def lists(users, at_once=250):
    """The ten best of what each doesn't have."""
    def part(s):
        chosen = users[s:s + at_once]; scores = customers[chosen] @ items.T; scores[X[chosen].nonzero()] = -np.inf
        best = np.argpartition(-scores, 10, axis=1)[:, :10]
        return np.take_along_axis(best, np.argsort(-np.take_along_axis(scores, best, 1), axis=1), 1)
    return list(pool.map(part, range(0, len(users), at_once)))


users = np.arange(min(a.lists, U)); began = time.process_time(); per_second = len(users) / pc.med(lambda: lists(users), 3, 1)[0]; of_cpu = 4 * len(users) / (time.process_time() - began)
pc.out(case="als", method=a.method, seconds=seconds, cpu_seconds=cpu, objective=objective(), users_per_second=per_second, users_per_cpu_second=of_cpu, interactions=int(X.nnz), threads=pc.T, peak_mb=pc.rss_mb())
