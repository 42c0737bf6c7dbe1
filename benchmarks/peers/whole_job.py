#!/usr/bin/python3
# usage: whole_job.py FILE [read|job]
# The analysis part of the main job as a pandas and scikit-learn user writes it: read, clean, RFM, k-means for k = 2..10 with silhouettes
# ("read" stops after cleaning). One JSON line: seconds of each step, of all (imports not counted), peak memory, and the counts to agree on.
import pc, sys, time
import numpy as np, pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

path = sys.argv[1]; mode = sys.argv[2] if len(sys.argv) > 2 else "job"
start = time.perf_counter()
frame = pd.read_csv(path, dtype={"Invoice": str, "StockCode": str, "Customer ID": str}, parse_dates=["InvoiceDate"])
rows = len(frame); read_s = time.perf_counter() - start

t = time.perf_counter()
frame = frame[frame["Customer ID"].notna()]
frame = frame[~frame["Invoice"].str.startswith("C")]
frame = frame[(frame["Quantity"] > 0) & (frame["Price"] > 0)].copy()
frame["Total"] = frame["Quantity"] * frame["Price"]
clean_s = time.perf_counter() - t
line = dict(case="whole-job", lib="pandas+scikit-learn", mode=mode, rows_read=rows, rows_kept=len(frame), customers=int(frame["Customer ID"].nunique()),
            items=int(frame["StockCode"].nunique()), orders=int(frame["Invoice"].nunique()), revenue="%.2f" % frame["Total"].sum(), read_s=read_s, clean_s=clean_s)

if mode == "job":
    t = time.perf_counter()
    reference = frame["InvoiceDate"].max() + pd.Timedelta(days=1)
    rfm = frame.groupby("Customer ID").agg(last=("InvoiceDate", "max"), frequency=("Invoice", "nunique"), monetary=("Total", "sum"))
    rfm["recency"] = (reference - rfm["last"]).dt.days
    line["rfm_s"] = time.perf_counter() - t
    t = time.perf_counter()
    x = np.log1p(rfm[["recency", "frequency", "monetary"]].to_numpy(np.float64)); x = (x - x.mean(0)) / x.std(0)
    scores = {}
    for k in range(2, 11):
        model = KMeans(k, n_init=10, random_state=0).fit(x)
        scores[k] = (float(model.inertia_), float(silhouette_score(x, model.labels_)))
    line["clusters_s"] = time.perf_counter() - t
    line["inertia"] = {k: round(v[0], 3) for k, v in scores.items()}
    line["silhouette"] = {k: round(v[1], 4) for k, v in scores.items()}

line["seconds"] = time.perf_counter() - start
pc.out(**line, peak_mb=pc.rss_mb())
