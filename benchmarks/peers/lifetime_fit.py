#!/usr/bin/python3
"""BG/NBD or Pareto/NBD fitted by SciPy: the same likelihood, start and tolerance as ours (largest derivative of the mean log-likelihood by the logarithm of a parameter at most 1e-8).
BG/NBD with gammaln and an analytic gradient (psi), searched by BFGS; with --differences, and for Pareto/NBD, whose hyp2f1 has no derivative by its parameters, by L-BFGS-B on
differences, which can't come as near. Prints one JSON line.

usage: lifetime_fit.py bg-nbd|pareto-nbd CDNOW_master.txt [--differences] [--runs 5]
"""
import pc, argparse, json, time
import numpy as np, pandas as pd
from scipy.optimize import minimize
from scipy.special import gammaln, psi, hyp2f1

parser = argparse.ArgumentParser()
parser.add_argument("model", choices=["bg-nbd", "pareto-nbd"])
parser.add_argument("file")
parser.add_argument("--differences", action="store_true")
parser.add_argument("--runs", type=int, default=5)
a = parser.parse_args()

rows = [line.split() for line in open(a.file)]
log = pd.DataFrame([(r[0], r[1]) for r in rows if len(r) == 4 and r[1].isdigit()], columns=["id", "day"])
log["day"] = pd.to_datetime(log["day"], format="%Y%m%d")
end = pd.Timestamp("1997-09-30")
days = log[log.day <= end].drop_duplicates().groupby("id").day.agg(["min", "max", "count"])
x = (days["count"].values - 1).astype(float)
tx = (days["max"] - days["min"]).dt.days.values / 7
T = (end - days["min"]).dt.days.values / 7
evaluations = 0


def bg(theta):
    """Mean negative log-likelihood, and its gradient by the logarithms of r, alpha, a, b."""
    r, alpha, p, q = np.exp(theta)
    la, lT, lx = np.log(alpha), np.log(alpha + T), np.log(alpha + tx)
    again = x > 0
    A = gammaln(r + x) - gammaln(r) + r * la + gammaln(p + q) + gammaln(q + x) - gammaln(q) - gammaln(p + q + x)
    stays = -(r + x) * lT
    leaves = np.where(again, np.log(p) - np.log(q + np.maximum(x, 1) - 1) - (r + x) * lx, -np.inf)
    both = np.logaddexp(stays, leaves)
    value = -(A + both).mean()
    if a.differences:
        return value
    left = np.exp(leaves - both)
    common, n = psi(p + q) - psi(p + q + x), q + np.maximum(x, 1) - 1
    by = [psi(r + x) - psi(r) + la - (1 - left) * lT - left * lx,
          r / alpha - (r + x) * ((1 - left) / (alpha + T) + left / (alpha + tx)),
          common + left / p,
          common + psi(q + x) - psi(q) - left / n]
    return value, -np.array([g.mean() for g in by]) * np.exp(theta)


def pareto(theta):
    """Mean negative log-likelihood: Fader and Hardie (2005), with the difference of two hyp2f1 in logarithms as the package lifetimes has it."""
    r, alpha, s, beta = np.exp(theta)
    largest, difference, power = max(alpha, beta), abs(alpha - beta), r + s + x
    second = s + 1 if alpha >= beta else r + x
    one = np.log(hyp2f1(power, second, power + 1, difference / (largest + tx))) - power * np.log(largest + tx)
    two = np.log(hyp2f1(power, second, power + 1, difference / (largest + T))) - power * np.log(largest + T)
    A0 = one + np.log1p(-np.minimum(np.exp(two - one), 1 - 1e-16))
    A0 = np.where(tx == T, -np.inf, A0)
    stays = -(r + x) * np.log(alpha + T) - s * np.log(beta + T)
    A = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    return -(A + np.logaddexp(stays, np.log(s) - np.log(power) + A0)).mean()


def fit():
    global evaluations
    scale = .3 * T.mean()
    if a.model == "bg-nbd":
        start, function = np.log([.5, scale, 1, 2]), bg
    else:
        start, function = np.log([.5, scale, .5, scale]), pareto
    if a.model == "bg-nbd" and not a.differences:
        done = minimize(function, start, jac=True, method="BFGS", options={"gtol": 1e-8})
    else:
        done = minimize(function, start, method="L-BFGS-B", options={"gtol": 1e-8, "ftol": 1e-15, "maxiter": 500})
    evaluations = done.nfev
    return done


with np.errstate(all="ignore"):
    seconds = []
    for _ in range(a.runs):
        began = time.perf_counter()
        done = fit()
        seconds.append(time.perf_counter() - began)
seconds.sort()
print(json.dumps({"case": "lifetime", "seconds": seconds[len(seconds) // 2], "customers": len(x), "log_likelihood": round(-done.fun * len(x), 4),
                  "parameters": [round(float(v), 5) for v in np.exp(done.x)], "evaluations": int(done.nfev), "iterations": int(done.nit), "message": str(done.message),
                  "peak_mb": round(pc.rss_mb(), 1)}))
