# Bayesian personalized ranking, 64 factors, 5 epochs: ours against PyTorch in batches of two sizes; the fastest counts.
import interactions
from als_variants import sizes


def variants(ours, peer):
    made = {}
    for users, items, count in sizes:
        path = interactions.file(users, items, count)
        peers = {"pytorch, %d" % batch: peer("mf_bpr.py", path, "--batch", batch) for batch in (4096, 16384)}
        made["bpr/%d-%d-%d" % (users, items, count)] = ours("bpr", interactions=path), peers
    return made
