# Open Bandit's men's campaign: our case, then every figure of it anew by its textbook formula in NumPy, from the same CSVs; they must agree to 1e-9.
# /usr/bin/python3 benchmarks/peers/open-bandit.py [--data DIR]
import argparse, json, os, subprocess, sys, tempfile
import numpy as np, pandas as pd
from scipy import stats

root = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
parser = argparse.ArgumentParser()
parser.add_argument("--data", default=os.environ.get("PERSONALIZATION_DATA") or os.path.join(root, "..", "shared", "data"))
args = parser.parse_args()
ours = os.path.join(root, "benchmarks", "Personalization.Evaluation", "bin", "Release", "net10.0", "Personalization.Evaluation.dll")
ITEMS, FOLDS, PRIOR, CLIP, LEVEL = 34, 5, 10, 10, .95
SWITCHES = [np.inf, 500, 200, 100, 50, 20, 10, 5, 2, 1, .5, 0]
SHRINKAGES = [np.inf, 1e5, 1e4, 5e3, 1e3, 500, 100, 50, 10, 5, 1, 0]

logs = {name: pd.read_csv(os.path.join(args.data, "open-bandit", name, "men.csv.gz")) for name in ("random", "bts")}


def rewards_by_position_and_item(position, item, reward):
    """Each round's expectation of every item: means of the other folds, drawn towards their overall mean."""
    q = np.zeros((len(reward), ITEMS))
    fold = np.arange(len(reward)) % FOLDS
    for f in range(FOLDS):
        other = fold != f
        mean = reward[other].mean()
        for p in range(3):
            for a in range(ITEMS):
                rows = other & (position == p) & (item == a)
                q[np.ix_((fold == f) & (position == p), [a])] = (reward[rows].sum() + PRIOR * mean) / (rows.sum() + PRIOR)
    return q


def error(influence):
    """Standard error of a mean, of its influences."""
    n = len(influence)
    return np.sqrt((influence ** 2).sum() * n / (n - 1))


def mean_of(a, w, b, normalized):
    """mean(a) + sum(wb)/n, or /sum(w): value and error by the delta method."""
    n = len(w)
    if normalized:
        part = (w * b).sum() / w.sum()
        return a.mean() + part, error((a - a.mean()) / n + w * (b - part) / w.sum())
    return a.mean() + (w * b).mean(), error((a + w * b - (a + w * b).mean()) / n)


def interval(a, w, b, normalized, lowest, highest):
    """Each end with one more round of the worst or best reward."""
    more = min(-np.log(1 - LEVEL) * (w ** 2).sum() / w.sum(), w.max())
    reach = stats.t.ppf((1 + LEVEL) / 2, len(w))
    ends = []
    for sign, value in ((-1, lowest), (1, highest)):
        v, e = mean_of(np.append(a, a.mean()), np.append(w, more), np.append(b, value), normalized)
        ends.append(np.clip(v + sign * reach * e, 0, 1))
    return ends


def judge(log, pi):
    position, item = log["position"].to_numpy() - 1, log["item_id"].to_numpy()
    r, p = log["click"].to_numpy(float), log["propensity_score"].to_numpy(float)
    n, rows = len(r), np.arange(len(r))
    probabilities = pi[position]
    w = probabilities[rows, item] / p
    q = rewards_by_position_and_item(position, item, r)
    dm, own, zero = (probabilities * q).sum(1), q[rows, item], np.zeros(n)
    residual, predicted = r - own, (w * own).sum() / w.sum()
    shrink = lambda s: w if np.isinf(s) else s * w / (w ** 2 + s) if s > 0 else zero
    switch = lambda t: np.where(w <= t, w, 0)

    def choose(candidates, change):
        scores = []
        for c in candidates:
            _, e = mean_of(dm, change(c), residual, False)
            scores.append(e ** 2 + ((w - change(c)) * residual).mean() ** 2)
        return candidates[int(np.argmin(scores))]

    tau, lam = choose(SWITCHES, switch), choose(SHRINKAGES, shrink)
    snips, sndr = interval(zero, w, r, True, 0, 1), interval(dm, w, residual, True, -predicted, 1 - predicted)
    hull = lambda one, other: (min(one[0], other[0]), max(one[1], other[1]))
    ips = hull(interval(zero, w, r, False, 0, 1), snips)
    dr = hull(interval(dm, w, residual, False, -predicted, 1 - predicted), sndr)
    found = {
        # Horvitz and Thompson 1952; Ionides 2008; Swaminathan and Joachims 2015
        "InversePropensity": ((w * r).sum() / n, ips, w, r, zero, False, 0),
        "ClippedInversePropensity": ((np.minimum(w, CLIP) * r).sum() / n, ips, np.minimum(w, CLIP), r, zero, False, CLIP),
        "SelfNormalized": ((w * r).sum() / w.sum(), snips, w, r, zero, True, 0),
        # Dudík, Langford and Li 2011
        "DirectMethod": (dm.sum() / n, dr, zero, residual, dm, False, 0),
        "DoublyRobust": ((dm + w * residual).sum() / n, dr, w, residual, dm, False, 0),
        "SelfNormalizedDoublyRobust": (dm.sum() / n + (w * residual).sum() / w.sum(), sndr, w, residual, dm, True, 0),
        # Wang, Agarwal and Dudík 2017; Su, Dimakopoulou, Krishnamurthy and Dudík 2020
        "SwitchDoublyRobust": ((dm + w * (w <= tau) * residual).sum() / n, dr, switch(tau), residual, dm, False, tau),
        "ShrunkDoublyRobust": ((dm + shrink(lam) * residual).sum() / n, dr, shrink(lam), residual, dm, False, lam),
    }
    for name, (value, (low, high), used, b, a, normalized, parameter) in found.items():
        squares = (used ** 2).sum()
        yield name, dict(
            value=value, low=min(low, value), high=max(high, value), error=mean_of(a, used, b, normalized)[1],
            sample=used.sum() ** 2 / squares if squares > 0 else 0, largest=used.max(), share=(used > 0).mean(), parameter=parameter)


with tempfile.TemporaryDirectory() as folder:
    file = os.path.join(folder, "figures.csv")
    done = subprocess.run(["dotnet", ours, "open-bandit", "--data", args.data, "--write", file], capture_output=True, text=True, check=True)
    print(done.stdout, end="")
    told = pd.read_csv(file).set_index(["log", "estimator"])

frequencies = logs["bts"].groupby(["position", "item_id"]).size().unstack(fill_value=0).reindex(columns=range(ITEMS), fill_value=0).to_numpy(float)
worst = 0
for log, pi in (("random", frequencies / frequencies.sum(1, keepdims=True)), ("bts", np.full((3, ITEMS), 1 / ITEMS))):
    for name, figures in judge(logs[log], pi):
        row = told.loc[(log, name)]
        differences = {}
        for figure, value in figures.items():
            same = value == row[figure]
            differences[figure] = 0.0 if same else abs(value - row[figure]) / max(1, abs(value))
        largest = max(differences.values())
        worst = max(worst, largest)
        print(json.dumps({"case": "open-bandit", "model": name, "metric": "numpy_value", "value": figures["value"], "log": log, "largest_difference": largest}))
print(json.dumps({"case": "open-bandit", "model": "all", "metric": "largest_difference_to_numpy", "value": worst, "agrees_to_1e-9": bool(worst <= 1e-9)}))
sys.exit(0 if worst <= 1e-9 else 1)
