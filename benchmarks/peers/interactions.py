# Interactions of customers and items that ours and the peers both read: drawn as in implicit's benchmarks, customers by a gamma, items by Zipf's law, values 1 + ln of how often.
# A file: int32 customers, items, count; offsets (customers + 1); columns; then the values as float32, all little-endian.
import os
import numpy as np
import scipy.sparse as sp
import shapes


def file(users, items, count, seed=21):
    path = os.path.join(shapes.folder, "interactions-%d-%d-%d-%d.bin" % (users, items, count, seed))
    if not os.path.exists(path):
        os.makedirs(shapes.folder, exist_ok=True)
        r = np.random.default_rng(seed)
        w = r.gamma(0.7, 1.0, users) + 0.05; w /= w.sum()
        p = 1.0 / np.arange(1, items + 1) ** 0.9; p /= p.sum()
        m = sp.coo_matrix((np.ones(count, np.float32), (r.choice(users, count, p=w), r.choice(items, count, p=p))), shape=(users, items)).tocsr()
        m.sum_duplicates(); m.sort_indices(); m.data[:] = 1 + np.log(m.data)
        with open(path + ".part", "wb") as f:
            for part in (np.array([users, items, m.nnz], "<i4"), m.indptr.astype("<i4"), m.indices.astype("<i4"), m.data.astype("<f4")): part.tofile(f)
        os.replace(path + ".part", path)
    return path


def read(path):
    with open(path, "rb") as f:
        users, items, count = np.fromfile(f, "<i4", 3)
        offsets, columns, values = np.fromfile(f, "<i4", users + 1), np.fromfile(f, "<i4", count), np.fromfile(f, "<f4", count)
    return sp.csr_matrix((values, columns, offsets), shape=(users, items))
