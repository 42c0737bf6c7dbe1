#!/usr/bin/python3
# NeuMF (He et al. 2017) in PyTorch: GMF of 8, MLP 64-32-16-8, cross-entropy, Adam; the peer of "neumf-torch" and of NeuralCfTrainer's speed.
# On random pairs of MovieLens 1M's size: 6,040 customers, 3,706 items, 994,169 that somebody has, 4 sampled items each. Batches are counted in rows.
# usage: neumf.py [--batches 256,4096] [--steps 300] [--reps 5] [--sparse]; prints JSON lines
import os
os.environ.setdefault("PEERS_BLAS", "openmp")  # torch runs its own OpenMP pool: pthread OpenBLAS beside it is 2-3x slower
import pc
import argparse, time, numpy as np, torch, torch.nn as nn

options = argparse.ArgumentParser()
options.add_argument("--batches", default="256,4096")
options.add_argument("--steps", type=int, default=300)
options.add_argument("--reps", type=int, default=5)
options.add_argument("--sparse", action="store_true")
a = options.parse_args()
CUSTOMERS, ITEMS, POSITIVES, NEGATIVES = 6040, 3706, 994169, 4
torch.set_num_threads(pc.T)
torch.manual_seed(0)
random = np.random.default_rng(5)


class NeuMf(nn.Module):
    def __init__(self, sparse):
        super().__init__()
        tables = [nn.Embedding(n, d, sparse=sparse) for n, d in ((CUSTOMERS, 8), (ITEMS, 8), (CUSTOMERS, 32), (ITEMS, 32))]
        self.customer_embedding_gmf, self.item_embedding_gmf, self.customer_embedding_mlp, self.item_embedding_mlp = tables
        for table in tables:
            nn.init.normal_(table.weight, std=0.01)
        self.mlp = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 16), nn.ReLU(), nn.Linear(16, 8), nn.ReLU())
        self.output = nn.Linear(16, 1)

    def forward(self, customers, items):
        tower = self.mlp(torch.cat([self.customer_embedding_mlp(customers), self.item_embedding_mlp(items)], 1))
        product = self.customer_embedding_gmf(customers) * self.item_embedding_gmf(items)
        return self.output(torch.cat([product, tower], 1)).squeeze(1)


def rows():
    popularity = 1.0 / np.arange(1, ITEMS + 1) ** 0.8
    customers = np.repeat(random.integers(0, CUSTOMERS, POSITIVES), NEGATIVES + 1)
    items = np.empty((POSITIVES, NEGATIVES + 1), np.int64)
    items[:, 0] = random.choice(ITEMS, POSITIVES, p=popularity / popularity.sum())
    items[:, 1:] = random.integers(0, ITEMS, (POSITIVES, NEGATIVES))
    targets = np.zeros((POSITIVES, NEGATIVES + 1), np.float32)
    targets[:, 0] = 1
    order = random.permutation(customers.size)
    return (torch.from_numpy(np.ascontiguousarray(values.reshape(-1)[order])) for values in (customers, items, targets))


began = time.perf_counter()
customers, items, targets = rows()
pc.out(case="neumf", metric="sampling_s", samples=int(customers.numel()), seconds=time.perf_counter() - began)
for batch in map(int, a.batches.split(",")):
    pc.wait_idle()
    model, loss = NeuMf(a.sparse), nn.BCEWithLogitsLoss()
    if a.sparse:
        tables = [p for n, p in model.named_parameters() if "embedding" in n]
        rest = [p for n, p in model.named_parameters() if "embedding" not in n]
        optimizers = [torch.optim.SparseAdam(tables, lr=1e-3), torch.optim.Adam(rest, lr=1e-3)]
    else:
        optimizers = [torch.optim.Adam(model.parameters(), lr=1e-3)]
    steps, place, last = min(a.steps, customers.numel() // batch), 0, 0.0

    def run():
        global place, last
        for _ in range(steps):
            start, place = place, (place + batch) % (customers.numel() - batch)
            for optimizer in optimizers:
                optimizer.zero_grad(set_to_none=True)
            error = loss(model(customers[start:start + batch], items[start:start + batch]), targets[start:start + batch])
            error.backward()
            for optimizer in optimizers:
                optimizer.step()
        last = float(error.detach())

    median, best, _ = pc.med(run, a.reps, 1)
    pc.out(case="neumf", metric="samples_per_s", batch=batch, optimizer="sparse_adam" if a.sparse else "adam", steps=steps, value=batch * steps / median,
           best=batch * steps / best, seconds=median, loss=last, threads=torch.get_num_threads(), peak_mb=pc.rss_mb())

pc.wait_idle()
model.eval()
with torch.inference_mode():
    one, all_items = torch.zeros(ITEMS, dtype=torch.long), torch.arange(ITEMS)
    median, best, _ = pc.med(lambda: [model(one, all_items) for _ in range(30)], 7, 1)
    pc.out(case="neumf", metric="us_per_customer", items=ITEMS, value=median / 30 * 1e6, best=best / 30 * 1e6)
