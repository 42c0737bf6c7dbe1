# usage: hnsw.py hnswlib|faiss build|search THREADS BASE QUERIES DIMENSIONS. Prints JSON lines; the last has "seconds" and the recall of the top 10.
import os, sys
os.environ["PEERS_THREADS"] = sys.argv[3]
import pc
import numpy as np, faiss, hnswlib
from shapes import folder, read

lib, what, threads, base, queries, d = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5], int(sys.argv[6])
M, WIDTH = 16, 200
x, q = read(base, d), read(queries, d)


def threads_of(n):
    faiss.omp_set_num_threads(n)


def build(n_threads):
    threads_of(n_threads)
    if lib == "hnswlib":
        h = hnswlib.Index("ip", d)
        h.init_index(len(x), ef_construction=WIDTH, M=M, random_seed=100)
        h.set_num_threads(n_threads)
        h.add_items(x, num_threads=n_threads)
    else:
        h = faiss.IndexHNSWFlat(d, M, faiss.METRIC_INNER_PRODUCT)
        h.hnsw.efConstruction = WIDTH
        h.add(x)
    return h


def search(h, width):
    if lib == "hnswlib":
        h.set_ef(width)
        return h.knn_query(q, k=10, num_threads=threads)[0]
    h.hnsw.efSearch = width
    return h.search(q, 10)[1]


def built():
    """The index, kept between runs: building it isn't what a search measures."""
    path = os.path.join(folder, "%s-%s" % (os.path.basename(base), lib))
    if lib == "hnswlib":
        if not os.path.exists(path):
            build(2).save_index(path)
        h = hnswlib.Index("ip", d)
        h.load_index(path, max_elements=len(x))
        return h
    if not os.path.exists(path):
        faiss.write_index(build(2), path)
    return faiss.read_index(path)


flat = faiss.IndexFlatIP(d)
flat.add(x)
truth = flat.search(q, 10)[1]
del flat


def recall(h, width):
    return float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(truth, search(h, width))]))


def smallest_width(h):
    for width in range(10, 513, 2):
        r = recall(h, width)
        if r >= .99:
            return width, r
    return 512, r


if what == "build":
    began = pc.clock()
    h = build(threads)
    seconds = pc.clock() - began
    width, r = smallest_width(h)
else:
    h = built()
    threads_of(threads)
    width, r = smallest_width(h)
    seconds = pc.med(lambda: search(h, width), 15, 2)[0]
pc.out(case="hnsw", lib=lib, work=what, threads=threads, seconds=seconds, queries_per_second=len(q) / seconds if what == "search" else 0, width=width, recall_at_10=r, peak_mb=pc.rss_mb())
