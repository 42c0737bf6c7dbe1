# Exact top-k by inner product. usage: topk_peer.py ROWS QUERIES COLUMNS BATCH K LIB
# LIB: numpy (product, then partial sort), flat (faiss, as it comes), flat-blas (faiss by products whatever the batch), shards (faiss, the rows split between
# the threads: what makes use of them for one query), sq8, sqfp16 (faiss, 8 bits a value and half precision).
import pc
import sys, numpy as np, faiss, shapes

rows_path, queries_path, columns, batch, k, lib = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]), sys.argv[6]
faiss.omp_set_num_threads(pc.T)
x, q = shapes.read(rows_path, columns), np.ascontiguousarray(shapes.read(queries_path, columns)[:batch])
flat = faiss.IndexFlatIP(columns)
flat.add(x)
index = flat

if lib == "numpy":
    xt = x.T

    def search():
        s = q @ xt
        i = np.argpartition(s, s.shape[1] - k, axis=1)[:, -k:]
        v = np.take_along_axis(s, i, 1)
        o = np.argsort(-v, axis=1)
        return np.take_along_axis(v, o, 1), np.take_along_axis(i, o, 1)
else:
    if lib == "flat-blas":
        faiss.cvar.distance_compute_blas_threshold = 1
    elif lib == "shards":
        index = faiss.IndexShards(columns, True, True)
        for part in np.array_split(x, pc.T):
            shard = faiss.IndexFlatIP(columns)
            shard.add(part)
            index.add_shard(shard)
    elif lib in ("sq8", "sqfp16"):
        kind = faiss.ScalarQuantizer.QT_8bit if lib == "sq8" else faiss.ScalarQuantizer.QT_fp16
        index = faiss.IndexScalarQuantizer(columns, kind, faiss.METRIC_INNER_PRODUCT)
        index.train(x)
        index.add(x)
    search = lambda: index.search(q, k)

seconds, _, _ = pc.med(search, 15 if batch == 1 else 3, 2)
found = search()[1]
exact = found if index is flat else flat.search(q, k)[1]
recall = float(np.mean([len(set(a) & set(b)) / k for a, b in zip(exact, found)]))
pc.out(case="topk", lib=lib, seconds=seconds, **{"Recall@%d" % k: recall}, peak_mb=pc.rss_mb())
