# Implicit ALS, 64 factors, 15 iterations: ours against numpy and scipy.
import interactions

sizes = [(6040, 3706, 1_000_000), (200_000, 50_000, 10_000_000)]


def variants(ours, peer):
    made = {}
    for users, items, count in sizes:
        path = interactions.file(users, items, count)
        # Of numpy's two ways conjugate gradients are the faster one: mf_als.py --method exact takes three times as long.
        made["als/%d-%d-%d" % (users, items, count)] = ours("als", interactions=path), {"numpy, gradients": peer("mf_als.py", path, "--method", "gradients")}
    return made
