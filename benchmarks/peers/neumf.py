#!/usr/bin/python3
# NeuMF (He et al. 2017) in plain PyTorch: GMF of 8 factors, MLP 64-32-16-8, binary cross-entropy, Adam, on the training interactions of MovieLens 1M with 4 negatives each.
# usage: neumf.py FILE [--batch 256] [--epochs 2] [--sparse] [--score]. Sampling and shuffling aren't counted.
import os; os.environ.setdefault("PEERS_BLAS", "openmp")  # torch runs its own OpenMP pool: pthread OpenBLAS beside it is two to three times slower
import pc, argparse, gzip, json, statistics, time, numpy as np, torch, torch.nn as nn

options = argparse.ArgumentParser()
options.add_argument("file"); options.add_argument("--batch", type=int, default=256); options.add_argument("--epochs", type=int, default=2)
options.add_argument("--sparse", action="store_true"); options.add_argument("--score", action="store_true")
options = options.parse_args()
torch.set_num_threads(pc.T); torch.manual_seed(0)
draw = np.random.default_rng(5)
pairs = np.array([[int(cell) for cell in line.split("\t")[:2]] for line in gzip.open(options.file, "rt")], dtype=np.int64)
users, items, negatives = int(pairs[:, 0].max()) + 1, 3706, 4
owned = pairs[:, 0] * items + pairs[:, 1]


class NeuMF(nn.Module):
    def __init__(self, factors=8, layers=(64, 32, 16, 8)):
        super().__init__()
        embedding = lambda n, d: nn.Embedding(n, d, sparse=options.sparse)
        half = layers[0] // 2
        self.ug, self.ig, self.um, self.im = embedding(users, factors), embedding(items, factors), embedding(users, half), embedding(items, half)
        for table in (self.ug, self.ig, self.um, self.im): nn.init.normal_(table.weight, std=0.01)
        mlp = []
        for i, o in zip(layers, layers[1:]): mlp += [nn.Linear(i, o), nn.ReLU()]
        self.mlp, self.out = nn.Sequential(*mlp), nn.Linear(factors + layers[-1], 1)
        for linear in [*self.mlp[::2], self.out]: nn.init.xavier_uniform_(linear.weight); nn.init.zeros_(linear.bias)

    def forward(self, u, i):
        deep = self.mlp(torch.cat([self.um(u), self.im(i)], 1))
        return self.out(torch.cat([self.ug(u) * self.ig(i), deep], 1)).squeeze(1)


def examples():
    u = np.repeat(pairs[:, 0], negatives + 1)
    i = np.empty((len(pairs), negatives + 1), np.int64); i[:, 0] = pairs[:, 1]; i[:, 1:] = draw.integers(0, items, (len(pairs), negatives))
    y = np.zeros((len(pairs), negatives + 1), np.float32); y[:, 0] = 1
    i, y = i.reshape(-1), y.reshape(-1)
    wrong = np.flatnonzero((y == 0) & np.isin(u * items + i, owned))  # what a user has is no negative
    while len(wrong):
        i[wrong] = draw.integers(0, items, len(wrong))
        wrong = wrong[np.isin(u[wrong] * items + i[wrong], owned)]
    order = draw.permutation(len(u))
    return (torch.from_numpy(np.ascontiguousarray(values[order])) for values in (u, i, y))


model, loss = NeuMF(), nn.BCEWithLogitsLoss()
if options.sparse:
    tables = [t.weight for t in (model.ug, model.ig, model.um, model.im)]
    optimizers = [torch.optim.SparseAdam(tables, lr=1e-3), torch.optim.Adam([*model.mlp.parameters(), *model.out.parameters()], lr=1e-3)]
else:
    optimizers = [torch.optim.Adam(model.parameters(), lr=1e-3)]
if options.score:
    model.eval(); u, i = torch.zeros(items, dtype=torch.long), torch.arange(items); seconds = []
    with torch.inference_mode():
        for k in range(1000):
            began = time.perf_counter(); model(u, i); seconds.append(time.perf_counter() - began)
    print(json.dumps({"case": "neumf", "seconds": statistics.median(seconds[500:]), "items": items, "torch": torch.__version__}))
else:
    seconds, curve = 0, []
    for _ in range(options.epochs):
        U, I, Y = examples(); total, batches = 0.0, 0; began = time.perf_counter()
        for s in range(0, len(U), options.batch):
            for optimizer in optimizers: optimizer.zero_grad(set_to_none=True)
            error = loss(model(U[s:s + options.batch], I[s:s + options.batch]), Y[s:s + options.batch]); error.backward()
            for optimizer in optimizers: optimizer.step()
            if batches % 20 == 0: total += float(error.detach())
            batches += 1
        seconds += time.perf_counter() - began; curve.append(round(total / len(range(0, batches, 20)), 5))
    print(json.dumps({"case": "neumf", "seconds": seconds / options.epochs, "loss": curve, "batch": options.batch, "sparse": options.sparse, "torch": torch.__version__}))
