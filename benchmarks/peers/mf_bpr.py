#!/usr/bin/python3
# Bayesian personalized ranking (Rendle et al. 2009) in PyTorch on processors: batches of comparisons, gradients written out (faster than autograd and sparse optimizers), added by index_add_.
# usage: mf_bpr.py FILE [--factors 64] [--epochs 5] [--batch 4096]. Negatives aren't checked against what the customer has, in the peer's favour. Shuffling and drawing count.
import os; os.environ.setdefault("PEERS_BLAS", "openmp")
import pc, argparse, time, numpy as np, torch
import interactions

ap = argparse.ArgumentParser()
ap.add_argument("file"); ap.add_argument("--factors", type=int, default=64); ap.add_argument("--epochs", type=int, default=5); ap.add_argument("--batch", type=int, default=4096)
ap.add_argument("--rate", type=float, default=0.05); ap.add_argument("--regularization", type=float, default=0.01)
a = ap.parse_args()
torch.set_num_threads(pc.T); torch.manual_seed(0); torch.set_grad_enabled(False)
X = interactions.read(a.file); U, I, d = X.shape[0], X.shape[1], a.factors
customers, items = np.repeat(np.arange(U), np.diff(X.indptr)), X.indices.astype(np.int64)
began, cpu = time.perf_counter(), time.process_time()
C, T = torch.from_numpy(customers), torch.from_numpy(items)
P, Q, B = torch.randn(U, d) * 0.1 / d ** 0.5, torch.randn(I, d) * 0.1 / d ** 0.5, torch.zeros(I)
kept = a.rate * a.regularization
for _ in range(a.epochs):
    order = torch.randperm(len(C)); negatives = torch.randint(0, I, (len(C),))
    for s in range(0, len(C), a.batch):
        at = order[s:s + a.batch]; u, i, j = C[at], T[at], negatives[s:s + a.batch]
        p, x, y = P[u], Q[i], Q[j]; diff = x - y
        g = (torch.sigmoid(-((p * diff).sum(1) + B[i] - B[j])) * a.rate); step = g[:, None]
        P.index_add_(0, u, step * diff - kept * p); Q.index_add_(0, i, step * p - kept * x); Q.index_add_(0, j, -step * p - kept * y)
        B.index_add_(0, i, g - kept * B[i]); B.index_add_(0, j, -g - kept * B[j])
seconds, cpu = (time.perf_counter() - began) / a.epochs, (time.process_time() - cpu) / a.epochs
P, Q, B = P.numpy(), Q.numpy(), B.numpy()
n = np.arange(200_000); at = n * 7919 % len(customers); other = (n * 104729 + 13) % I
u, i = customers[at], items[at]; free = np.asarray(X[u, other]).ravel() == 0; u, i, j = u[free], i[free], other[free]
auc = float(np.mean(np.einsum("ij,ij->i", P[u], Q[i] - Q[j]) + B[i] - B[j] > 0))


def lists(users):
    scores = P[users] @ Q.T + B; scores[X[users].nonzero()] = -np.inf
    best = np.argpartition(-scores, 10, axis=1)[:, :10]
    return np.take_along_axis(best, np.argsort(-np.take_along_axis(scores, best, 1), axis=1), 1)


users = np.arange(250); began = time.process_time(); per_second = len(users) / pc.med(lambda: lists(users), 3, 1)[0]; of_cpu = 4 * len(users) / (time.process_time() - began)
pc.out(case="bpr", seconds=seconds, cpu_seconds=cpu, auc=auc, users_per_second=per_second, users_per_cpu_second=of_cpu, batch=a.batch, threads=pc.T, torch=torch.__version__, peak_mb=pc.rss_mb())
