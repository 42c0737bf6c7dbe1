# Variants of the cases against .NET's own packages: a command each that measures both sides in one process.
import shapes


def variants(case, together, rounds):
    if case == "mlnet":
        return {"mlnet/%dx%d/%d" % (n, d, k): together(rows=shapes.blobs(n, d, k)[0], columns=d, clusters=k, runs=rounds)
                for n, d, k in ((100000, 3, 8), (200000, 16, 64), (50000, 64, 256))}
    if case == "topk-tensors":
        rows, queries = shapes.gaussian(1_000_000, 64), shapes.gaussian(4096, 64, skip=1_000_000)
        return {"topk-tensors/%s-1000000x64-1x10" % metric: together(rows=rows, queries=queries, columns=64, count=10, metric=metric, runs=5 * rounds)
                for metric in ("Dot", "Cosine")}
    return {"principal/%dx%d/8" % (n, d): together(rows=shapes.gaussian(n, d, seed=3), columns=d, count=8, runs=rounds) for n, d in ((20000, 64), (2000, 300))}
