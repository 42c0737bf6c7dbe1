#!/usr/bin/env python3
"""An independent recount of Online Retail II, and the time that reading and cleaning it takes with pandas.

    clean_online_retail.py FILE [--time RUNS]

Prints one JSON object a line: {"case": "clean/online-retail-ii", "metric": ..., "value": ...}. The rules are applied in the order that
Personalization.Data uses (no customer, cancelled, quantity, price); "alone" counts each rule by itself. Needs pandas (Debian: python3-pandas).
"""

import argparse
import decimal
import json
import time

import pandas as pd

CASE = "clean/online-retail-ii"
TEXT = {"Invoice": str, "StockCode": str, "Description": str, "Customer ID": str, "Country": str}


def say(metric, value, **more):
    print(json.dumps({"case": CASE, "model": "pandas " + pd.__version__, "metric": metric, "value": value, **more}), flush=True)


def read_and_filter(path):
    """What the timing compares: read_csv with the types that an analysis needs, then the filters."""
    frame = pd.read_csv(path, dtype=TEXT, parse_dates=["InvoiceDate"])
    kept = frame[
        frame["Customer ID"].notna()
        & ~frame["Invoice"].str.startswith("C")
        & (frame["Quantity"] > 0)
        & (frame["Price"] > 0)
    ]
    return frame, kept


def recount(path):
    # Every field as the text that the file holds, nothing taken for missing: the counts don't rest on pandas' guesses.
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    price = raw["Price"].map(decimal.Decimal)
    quantity = raw["Quantity"].astype(int)
    masks = {
        "no customer": raw["Customer ID"].str.strip() == "",
        "cancelled": raw["Invoice"].str.upper().str.startswith("C"),
        "non-positive quantity": quantity <= 0,
        "non-positive price": price <= 0,
    }
    say("rows_read", len(raw))
    gone = pd.Series(False, index=raw.index)
    for name, mask in masks.items():
        say("alone", int(mask.sum()), rule=name)
        say("dropped", int((mask & ~gone).sum()), rule=name)
        gone |= mask
    kept = ~gone
    code = raw["StockCode"][kept]
    normal = code.str.strip().str.upper()
    say("item codes normalized", int((code != normal).sum()))
    say("rows_kept", int(kept.sum()))
    say("customers", raw["Customer ID"][kept].nunique())
    say("items", normal.nunique())
    say("items before normalizing", code.nunique())
    say("orders", raw["Invoice"][kept].nunique())
    revenue = sum((q * p for q, p in zip(quantity[kept], price[kept])), decimal.Decimal(0))
    say("revenue", str(revenue))
    say("first_time", raw["InvoiceDate"][kept].min())
    say("last_time", raw["InvoiceDate"][kept].max())
    duplicate = raw.duplicated()
    say("exact duplicates", int(duplicate.sum()))
    say("exact duplicates with inferred types", int(pd.read_csv(path).duplicated().sum()))
    say("exact duplicates among kept", int((duplicate & kept).sum()))
    overlap = (raw["InvoiceDate"] >= "2010-12-01") & (raw["InvoiceDate"] < "2010-12-10")
    say("exact duplicates from 2010-12-01 to 2010-12-09", int((duplicate & overlap).sum()))
    distinct = kept & ~duplicate
    say("rows_kept without duplicates", int(distinct.sum()))
    say("revenue without duplicates", str(sum((q * p for q, p in zip(quantity[distinct], price[distinct])), decimal.Decimal(0))))
    say("prices with more than four decimals", int((price.map(lambda p: -p.as_tuple().exponent) > 4).sum()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--time", type=int, default=0, metavar="RUNS", help="time reading and filtering instead of counting")
    arguments = parser.parse_args()
    if arguments.time == 0:
        recount(arguments.file)
        return
    for _ in range(arguments.time):
        start = time.perf_counter()
        frame, kept = read_and_filter(arguments.file)
        say("seconds", round(time.perf_counter() - start, 3), rows_read=len(frame), rows_kept=len(kept))


if __name__ == "__main__":
    main()
