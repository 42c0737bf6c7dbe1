#!/usr/bin/python3
"""k-means on standardized log R, F, M of Online Retail II, as pandas and scikit-learn do it. Prints one JSON line.

usage: kmeans_rfm.py [--data DIR] [--k 8] [--starts 50] [--seed 0] [--write FILE.f32] [--csv FILE.csv]

Cleaning: rows with no customer, quantity <= 0, price <= 0 or a cancelled invoice (begins with C) are dropped.
Recency is whole days before 24 hours after the last transaction, frequency the number of distinct invoices, monetary
the sum of quantity * price. Features: log1p, then StandardScaler. --write stores them as raw little-endian float32,
row-major, customers ascending by id; --csv stores customer,recency,frequency,monetary unscaled.
"""
import argparse, json, os, time
import numpy as np, pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score
from sklearn.preprocessing import StandardScaler

parser = argparse.ArgumentParser()
parser.add_argument("--data", default=os.environ.get("PERSONALIZATION_DATA", "../shared/data"))
parser.add_argument("--k", type=int, default=8)
parser.add_argument("--starts", type=int, default=50)
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--write")
parser.add_argument("--csv")
parser.add_argument("--range", action="store_true", help="also k = 2..10 with 10 starts and silhouettes, timed")
args = parser.parse_args()

frame = pd.read_csv(
    os.path.join(args.data, "online-retail-ii/online_retail_II.csv.gz"),
    dtype={"Invoice": str, "StockCode": str, "Customer ID": str}, parse_dates=["InvoiceDate"])
frame = frame[frame["Customer ID"].notna() & (frame["Quantity"] > 0) & (frame["Price"] > 0) & ~frame["Invoice"].str.startswith("C")]
reference = frame["InvoiceDate"].max() + pd.Timedelta(days=1)
frame = frame.assign(Amount=frame["Quantity"] * frame["Price"], Id=frame["Customer ID"].astype(float).astype(int))
groups = frame.groupby("Id", sort=True)
rfm = pd.DataFrame({
    "recency": (reference - groups["InvoiceDate"].max()).dt.days,
    "frequency": groups["Invoice"].nunique(),
    "monetary": groups["Amount"].sum()})
features = StandardScaler().fit_transform(np.log1p(rfm.to_numpy(float)))
if args.write:
    features.astype("<f4").tofile(args.write)
if args.csv:
    rfm.to_csv(args.csv, float_format="%.4f")

started = time.perf_counter()
model = KMeans(args.k, n_init=args.starts, random_state=args.seed).fit(features)
seconds = time.perf_counter() - started
line = {
    "case": "kmeans_rfm", "rows": len(features), "k": args.k, "starts": args.starts, "inertia": float(model.inertia_),
    "silhouette": float(silhouette_score(features, model.labels_)),
    "davies_bouldin": float(davies_bouldin_score(features, model.labels_)),
    "calinski_harabasz": float(calinski_harabasz_score(features, model.labels_)),
    "sizes": sorted(np.bincount(model.labels_).tolist(), reverse=True), "seconds": round(seconds, 3)}
if args.range:
    started = time.perf_counter()
    curve = []
    for k in range(2, 11):
        fitted = KMeans(k, n_init=10, random_state=args.seed).fit(features)
        curve.append([k, float(fitted.inertia_), float(silhouette_score(features, fitted.labels_))])
    line["range"] = curve
    line["range_seconds"] = round(time.perf_counter() - started, 3)
print(json.dumps(line))
