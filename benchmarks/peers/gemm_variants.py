# Matrix products: ours against numpy on OpenBLAS, with the kernel that OpenBLAS picks and with those that the processor can run beside it; the fastest counts.
import os
import processor
import shapes

sizes = [(512, 512, 512), (1024, 1024, 1024), (2048, 2048, 2048), (25600, 64, 64), (25600, 64, 256), (25600, 64, 3416)]


def variants(ours, peer):
    made = {}
    for m, k, n in sizes:
        left, right = shapes.gaussian(m, k, seed=1), shapes.gaussian(k, n, seed=2)
        command = peer("gemm_peer.py", left, right, m, k, n)
        peers = {"openblas": command}
        for core in processor.kernels(int(os.environ["PEERS_WIDTH"])):
            peers["openblas-" + core.lower()] = ["env", "PEERS_CORETYPE=" + core] + command
        made["gemm/%dx%dx%d" % (m, k, n)] = (ours("gemm", left=left, right=right, k=k, n=n), peers)
    return made
