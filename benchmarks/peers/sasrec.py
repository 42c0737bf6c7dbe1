#!/usr/bin/python3
# SASRec (Kang and McAuley 2018) in plain PyTorch, sequences padded to the left: d 64, two blocks, Adam, binary or full-softmax loss. Making batches isn't counted.
# usage: sasrec.py FILE [--loss softmax|binary] [--heads 2] [--epochs 2] [--batch 128] [--score] [--device cpu]
# FILE is written by `Personalization.Evaluation sasrec --write FILE`: little-endian 32-bit customers, items, length, starts, then items from 1 on.
import os; os.environ.setdefault("PEERS_BLAS", "openmp")  # torch runs its own OpenMP pool: pthread OpenBLAS beside it is two to three times slower
import sys
if "cuda" not in sys.argv: import pc  # which starts Debian's Python anew, with its threads set
import argparse, json, math, statistics, time, numpy as np, torch, torch.nn as nn, torch.nn.functional as F

options = argparse.ArgumentParser()
options.add_argument("file"); options.add_argument("--loss", choices=("softmax", "binary"), default="softmax"); options.add_argument("--heads", type=int, default=2)
options.add_argument("--epochs", type=int, default=2); options.add_argument("--batch", type=int, default=128); options.add_argument("--score", action="store_true"); options.add_argument("--device", default="cpu")
options = options.parse_args()
device = torch.device(options.device); torch.manual_seed(0)
if device.type == "cpu": torch.set_num_threads(pc.T)
numbers = np.fromfile(options.file, "<i4").astype(np.int64); users, items, length = (int(value) for value in numbers[:3])
starts, codes = numbers[3:users + 4], numbers[users + 4:]; tokens = len(codes) - users
draw = np.random.default_rng(5)


class Block(nn.Module):
    def __init__(self, d, heads, dropout):
        super().__init__()
        self.heads, self.norm1, self.norm2, self.drop = heads, nn.LayerNorm(d), nn.LayerNorm(d), nn.Dropout(dropout)
        self.query, self.key_value, self.out, self.inner, self.outer = nn.Linear(d, d), nn.Linear(d, 2 * d), nn.Linear(d, d), nn.Linear(d, d), nn.Linear(d, d)

    def forward(self, x, mask):
        rows, places, d = x.shape; normed = self.norm1(x)
        split = lambda part: part.view(rows, places, self.heads, d // self.heads).transpose(1, 2)
        key, value = self.key_value(normed).chunk(2, -1); query, key, value = split(self.query(normed)), split(key), split(value)
        weights = self.drop(torch.softmax(query @ key.transpose(-1, -2) * (1 / math.sqrt(d // self.heads)) + mask, -1))
        x = x + self.out((weights @ value).transpose(1, 2).reshape(rows, places, d))
        return x + self.drop(self.outer(self.drop(F.relu(self.inner(self.norm2(x))))))


class SASRec(nn.Module):
    def __init__(self, d=64, blocks=2, dropout=0.2):
        super().__init__()
        self.d, self.items, self.positions, self.drop = d, nn.Embedding(items + 1, d, padding_idx=0), nn.Embedding(length, d), nn.Dropout(dropout)
        self.blocks, self.norm = nn.ModuleList(Block(d, options.heads, dropout) for _ in range(blocks)), nn.LayerNorm(d)
        nn.init.normal_(self.items.weight, std=0.02); nn.init.normal_(self.positions.weight, std=0.02)
        self.register_buffer("mask", torch.full((length, length), -1e9).triu(1))

    def forward(self, x):
        places = x.shape[1]; real = (x != 0).unsqueeze(-1)
        hidden = self.drop(self.items(x) * math.sqrt(self.d) + self.positions.weight[-places:]) * real
        for block in self.blocks: hidden = block(hidden, self.mask[:places, :places]) * real
        return self.norm(hidden)


def batch(customers):
    x, y = np.zeros((len(customers), length), np.int64), np.zeros((len(customers), length), np.int64)
    for row, customer in enumerate(customers):
        sequence = codes[starts[customer]:starts[customer + 1]]; x[row, length - len(sequence) + 1:], y[row, length - len(sequence) + 1:] = sequence[:-1], sequence[1:]
    return (torch.from_numpy(values).to(device) for values in (x, y, draw.integers(1, items + 1, x.shape)))


def wait():
    if device.type == "cuda": torch.cuda.synchronize()


model = SASRec().to(device)
if options.score:
    model.eval(); longest = int(np.argmax(np.diff(starts))); x = torch.from_numpy(codes[starts[longest]:starts[longest + 1]][-length:].copy())[None].to(device); seconds = []
    with torch.inference_mode():
        for _ in range(200):
            began = time.perf_counter(); torch.topk(model(x)[:, -1] @ model.items.weight.t(), 10).indices.cpu(); seconds.append(time.perf_counter() - began)
    print(json.dumps({"case": "sasrec", "seconds": statistics.median(seconds[100:]), "length": length, "torch": torch.__version__}))
else:
    optimizer, epochs, curve = torch.optim.Adam(model.parameters(), lr=1e-3), [], []
    for _ in range(options.epochs):
        order, spent, total = draw.permutation(users), 0.0, torch.zeros(1, dtype=torch.float64, device=device); model.train()
        for first in range(0, users, options.batch):
            x, y, other = batch(order[first:first + options.batch]); wait(); began = time.perf_counter()
            optimizer.zero_grad(set_to_none=True)
            places = x.reshape(-1).nonzero().squeeze(1); states, target = model(x).reshape(-1, model.d)[places], y.reshape(-1)[places]
            if options.loss == "binary":
                towards, away = (states * model.items(target)).sum(-1), (states * model.items(other.reshape(-1)[places])).sum(-1)
                loss = F.binary_cross_entropy_with_logits(towards, torch.ones_like(towards)) + F.binary_cross_entropy_with_logits(away, torch.zeros_like(away))
            else: loss = F.cross_entropy(states @ model.items.weight.t(), target)
            loss.backward(); optimizer.step(); total += loss.detach() * len(places); wait(); spent += time.perf_counter() - began
        epochs.append(spent); curve.append(round(float(total) / tokens, 4))
    median = statistics.median(epochs[1:] or epochs)
    print(json.dumps({"case": "sasrec", "seconds": median, "tokens_per_second": tokens / median, "loss": ", ".join(map(str, curve)), "heads": options.heads, "device": options.device, "torch": torch.__version__}))
