#!/usr/bin/python3
# usage: rfm_recount.py [DATA]     DATA: a folder that holds online-retail-ii/ and cdnow/ (default: $PERSONALIZATION_DATA, else ../shared/data)
# An independent recount, by pandas, of what Personalization.Rfm measures on real data: one JSON line a data set. Tests cite these figures.
# Money is summed in whole 1/10,000, so that totals are exact. Scores: 1 + floor(5 * (customers strictly worse) / n).
import json, os, sys
import pandas as pd

data = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PERSONALIZATION_DATA", os.path.join(os.path.dirname(__file__), "../../../shared/data"))

GRID = {"1": "HHAAC", "2": "HHAAC", "3": "SSNLL", "4": "PTTLL", "5": "WTTXX"}
NAMES = {"H": "Hibernating", "A": "At risk", "C": "Can't lose", "S": "About to sleep", "N": "Need attention", "L": "Loyal", "P": "Promising",
         "W": "New", "T": "Potential loyalist", "X": "Champions"}


def score(values, ascending):
    worse = values.rank(method="min", ascending=ascending).astype(int) - 1
    return 1 + 5 * worse // len(values)


def report(name, rows, order):
    reference = rows.time.max() + pd.Timedelta(days=1)
    by = rows.groupby("customer")
    rfm = pd.DataFrame({
        "recency": (reference - by.time.max()).dt.days,
        "frequency": by[order].nunique(),
        "monetary": by.units.sum(),
        "tenure": (reference - by.time.min()).dt.days,
    })
    rfm["r"], rfm["f"], rfm["m"] = score(rfm.recency, False), score(rfm.frequency, True), score(rfm.monetary, True)
    segments = [NAMES[GRID[str(r)][f - 1]] for r, f in zip(rfm.r, rfm.f)]
    print(json.dumps({
        "case": "rfm_recount", "data": name, "rows": len(rows), "customers": len(rfm), "reference": str(reference),
        "recency": int(rfm.recency.sum()), "frequency": int(rfm.frequency.sum()), "monetary": rfm.monetary.sum() / 10_000, "tenure": int(rfm.tenure.sum()),
        "r": rfm.r.value_counts().sort_index().tolist(), "f": rfm.f.value_counts().reindex(range(1, 6), fill_value=0).tolist(),
        "m": rfm.m.value_counts().sort_index().tolist(), "segments": pd.Series(segments).value_counts().sort_index().to_dict(),
        "first": rfm.sort_index().iloc[0].astype(int).to_dict(), "last": rfm.sort_index().iloc[-1].astype(int).to_dict(),
    }))


retail = pd.read_csv(os.path.join(data, "online-retail-ii/online_retail_II.csv.gz"), dtype={"Invoice": str, "StockCode": str, "Customer ID": str}, parse_dates=["InvoiceDate"])
retail = retail[retail["Customer ID"].notna() & (retail.Quantity > 0) & (retail.Price > 0) & ~retail.Invoice.str.startswith("C")]
report("online-retail-ii", pd.DataFrame({
    "customer": retail["Customer ID"], "time": retail.InvoiceDate, "invoice": retail.Invoice, "units": (retail.Price * 10_000).round().astype("int64") * retail.Quantity}), "invoice")

cdnow = pd.read_csv(os.path.join(data, "cdnow/CDNOW_master.txt"), sep=r"\s+", header=0, names=["customer", "date", "cds", "dollars"], dtype={"customer": str, "date": str})
report("cdnow", pd.DataFrame({
    "customer": cdnow.customer, "time": pd.to_datetime(cdnow.date, format="%Y%m%d"), "date": cdnow.date, "units": (cdnow.dollars * 10_000).round().astype("int64")}), "date")
