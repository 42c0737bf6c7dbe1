# Hillstrom's e-mail trial in one run: our case, then scikit-learn's T-learners on the same halves; every Qini is computed here anew, ours from our predictions.
# /usr/bin/python3 benchmarks/peers/hillstrom.py [--data DIR]
import argparse, json, os, subprocess, tempfile, time
import numpy as np, pandas as pd
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

root = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
parser = argparse.ArgumentParser()
parser.add_argument("--data", default=os.environ.get("PERSONALIZATION_DATA") or os.path.join(root, "..", "shared", "data"))
args = parser.parse_args()
ours = os.path.join(root, "benchmarks", "Personalization.Evaluation", "bin", "Release", "net10.0", "Personalization.Evaluation.dll")


def curves(predicted, treated, outcomes):
    """Heights of the uplift and Qini curves after each group of equal predictions, from (0, 0)."""
    order = np.argsort(-predicted, kind="stable")
    p, t, y = predicted[order], treated[order].astype(float), outcomes[order]
    ends = np.r_[np.where(np.diff(p))[0], len(p) - 1]
    nt, nc = np.cumsum(t)[ends], np.cumsum(1 - t)[ends]
    yt, yc = np.cumsum(t * y)[ends], np.cumsum((1 - t) * y)[ends]
    mean_t = np.divide(yt, nt, out=np.zeros_like(yt), where=nt > 0)
    mean_c = np.divide(yc, nc, out=np.zeros_like(yc), where=nc > 0)
    return np.r_[0, ends + 1], np.r_[0, (mean_t - mean_c) * (ends + 1)], np.r_[0, yt - mean_c * nt]


def figures(predicted, treated, outcomes):
    x, uplift, qini = curves(predicted, treated, outcomes)
    n = x[-1]
    every = np.interp(np.arange(1, n + 1), x, qini)
    found = {"average_effect": uplift[-1] / n, "qini_causalml": every.mean() - (qini[-1] * np.arange(1, n + 1) / n).mean()}
    top = np.searchsorted(x, .1 * n)
    found["top_decile_effect"] = uplift[top] / x[top]
    found["top_decile_gain"] = found["top_decile_effect"] - found["average_effect"]
    if set(np.unique(outcomes)) <= {0, 1}:
        bx, _, best = curves(outcomes * np.where(treated, 1, -1), treated, outcomes)
        line = n * qini[-1] / 2
        found["qini_scikit_uplift"] = (np.trapz(qini, x) - line) / (np.trapz(best, bx) - line)
    return {name: round(float(value), 10) for name, value in found.items()}


with tempfile.TemporaryDirectory() as folder:
    file = os.path.join(folder, "predictions.csv")
    done = subprocess.run(["dotnet", ours, "hillstrom", "--data", args.data, "--write", file], capture_output=True, text=True, check=True)
    print(done.stdout, end="")
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    predictions = pd.read_csv(file)

frame = pd.read_csv(os.path.join(args.data, "hillstrom", "hillstrom.csv.gz"))
test = np.zeros(len(frame), bool)
test[predictions["row"].unique()] = True
# Rows of the test half are those that we predicted for some campaign; every customer of it was.
features = pd.get_dummies(frame[["recency", "history", "mens", "womens", "newbie", "zip_code", "channel"]], columns=["zip_code", "channel"], drop_first=True).astype(float)
features["history"], features["recency"] = np.log1p(features["history"]), np.log1p(features["recency"])
campaigns = ["Mens E-Mail", "Womens E-Mail"]
for outcome in ("visit", "spend"):
    y = frame[outcome].to_numpy(float)
    for number, campaign in enumerate(campaigns):
        own = predictions[(predictions["outcome"] == outcome) & (predictions["campaign"] == number)]
        rows = own[own["learner"] == "TLearner"]["row"].to_numpy()
        treated = (frame["segment"].to_numpy() == campaign)[rows]
        for learner, part in own.groupby("learner"):
            again = figures(part["prediction"].to_numpy(), treated, y[rows])
            known = next(line for line in told if line["model"] == learner and line["outcome"] == outcome and line["campaign"] == campaign)
            worst = max(abs(again[name] - (known["value"] if name == "top_decile_gain" else known[name])) for name in again)
            print(json.dumps({"case": "hillstrom/recomputed", "model": learner, "outcome": outcome, "campaign": campaign, "largest_difference": worst}))
        train = ~test
        arms = {name: train & (frame["segment"].to_numpy() == name) for name in (campaign, "No E-Mail")}
        learners = {"scikit-learn T-learner, logistic": lambda: LogisticRegression(max_iter=1000)}
        if outcome == "spend":
            learners = {"scikit-learn T-learner, logistic on conversion": learners.popitem()[1], "scikit-learn T-learner, ridge": lambda: Ridge(1.0)}
        for name, make in learners.items():
            began = time.perf_counter()
            expected = []
            for arm in (campaign, "No E-Mail"):
                model = make_pipeline(StandardScaler(), make())
                target = y if "logistic" not in name or outcome == "visit" else frame["conversion"].to_numpy(float)
                model.fit(features[arms[arm]], target[arms[arm]])
                seen = features.iloc[rows]
                expected.append(model.predict_proba(seen)[:, 1] if "logistic" in name else model.predict(seen))
            took = time.perf_counter() - began
            print(json.dumps({"case": "hillstrom", "model": name, "outcome": outcome, "campaign": campaign, "seconds": round(took, 4)} | figures(expected[0] - expected[1], treated, y[rows])))
