# The k largest inner products of 1,000,000 × 64 rows, for one query and for 256: ours against numpy and faiss; our narrower storages against our own
# single precision and faiss's.
import os
import shapes

# faiss's own threads and those of its products share one pool this way, which serves it better than the other build.
os.environ["PEERS_BLAS"] = "openmp"

n, columns = 1_000_000, 64


def variants(ours, peer):
    rows, queries = shapes.gaussian(n, columns), shapes.gaussian(4096, columns, skip=n)

    def own(batch, k, storage="float32"):
        return ours("topk", rows=rows, queries=queries, columns=columns, batch=batch, count=k, storage=storage)

    def peers(batch, k, *libs):
        return {lib if lib == "numpy" else "faiss-" + lib: peer("topk_peer.py", rows, queries, columns, batch, k, lib) for lib in libs}

    made = {}
    for k in (10, 100):
        made["topk/float32-1x%d" % k] = own(1, k), peers(1, k, "numpy", "flat", "flat-blas", "shards")
        made["topk/float32-256x%d" % k] = own(256, k), peers(256, k, "numpy", "flat", "sq8")
        made["topk/int8-1x%d" % k] = own(1, k, "int8"), {"ours-float32": own(1, k)}
        made["topk/int8-1x%d-faiss" % k] = own(1, k, "int8"), peers(1, k, "sq8")
        made["topk/float16-1x%d" % k] = own(1, k, "float16"), {"ours-float32": own(1, k), **peers(1, k, "sqfp16")}
    return made
