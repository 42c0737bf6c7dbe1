# Runs ours and the peers' commands of a case in turn and prints the medians. Called by benchmarks/compare.sh.
import argparse, importlib, json, os, statistics, subprocess, sys, time
import processor

root = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
data = os.environ.get("PERSONALIZATION_DATA") or os.path.join(root, "..", "shared", "data")
retail = os.path.normpath(os.path.join(data, "online-retail-ii", "online_retail_II.csv.gz"))
movielens = os.path.normpath(os.path.join(data, "movielens-1m", "ncf.train.rating.gz"))
cdnow = os.path.normpath(os.path.join(data, "cdnow", "CDNOW_master.txt"))
peers = os.path.join(root, "benchmarks", "peers")
together = ["dotnet", os.path.join(root, "benchmarks", "Personalization.Evaluation.Peers", "bin", "Release", "net10.0", "Personalization.Evaluation.Peers.dll")]
evaluation = ["dotnet", os.path.join(root, "benchmarks", "Personalization.Evaluation", "bin", "Release", "net10.0", "Personalization.Evaluation.dll")]
python = "/usr/bin/python3"


def ours(case, program=evaluation, **options):
    """Our command: a case of Evaluation with its options."""
    return program + [case] + [text for name, value in options.items() for text in ("--" + name.replace("_", "-"), str(value))]


def peer(script, *arguments):
    return [python, os.path.join(peers, script)] + [str(a) for a in arguments]


# case -> variant -> (our command, {name of a peer: its command})
cases = {
    "whole-job": lambda: {"whole-job/online-retail-ii": (ours("whole-job"), {"pandas+scikit-learn": peer("whole_job.py", retail, "job")})},
    "read-clean": lambda: {"read-clean/online-retail-ii": (ours("read-clean"), {"pandas": peer("whole_job.py", retail, "read")})},
    "kmeans-rfm": lambda: {"kmeans-rfm/8": (ours("kmeans-rfm"), {"scikit-learn": peer("kmeans_rfm.py", "--data", data)})},
    "neumf": lambda: {
        **{"neumf/%d" % rows: (ours("neumf", rows=rows), {"pytorch": peer("neumf.py", movielens, "--batch", rows), "pytorch, sparse": peer("neumf.py", movielens, "--batch", rows, "--sparse")})
           for rows in (256, 4096)},
        "neumf/score": (ours("neumf", rows=4096, epochs=1, score="true"), {"pytorch": peer("neumf.py", movielens, "--score")})},
    "lifetime": lambda: {
        "lifetime/bg-nbd": (ours("lifetime-fit", model="bg-nbd", data=data), {
            "scipy": peer("lifetime_fit.py", "bg-nbd", cdnow)}),
        "lifetime/pareto-nbd": (ours("lifetime-fit", model="pareto-nbd", data=data, runs=9), {"scipy, differences": peer("lifetime_fit.py", "pareto-nbd", cdnow, "--runs", 1)})},
    "rfm": lambda: {"rfm/10000000": (ours("rfm"), {"duckdb": ["node", peers + "/rfm_duck.mjs"]})},
}

# Cases with a module of their own: its variants(ours, peer) gives the same dictionary, made data included.
modules = {"kmeans": "kmeans_variants", "gemm": "gemm_variants", "factor": "factor_variants", "topk": "topk_variants", "hnsw": "hnsw_variants", "clustering": "clustering_variants",
           "sasrec": "sasrec_variants", "als": "als_variants", "bpr": "bpr_variants"}

# Cases against .NET's own packages, which run in one process with ours: variant -> command that measures both.
one_process = {"mlnet": "dotnet_variants", "topk-tensors": "dotnet_variants", "principal-mathnet": "dotnet_variants"}

# Cases whose both sides measure by EvaluationContext.MedianSeconds and pc.clock, and so can count processor time.
counts_cpu = ("kmeans", "clustering", "topk", *one_process)


def run(command):
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, cwd=peers)
    if done.returncode != 0:
        sys.exit("%s ended with %d: %s" % (" ".join(command), done.returncode, done.stderr[-2000:]))
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return time.perf_counter() - began, lines


def compare(variant, our_command, peer_commands, rounds, how):
    """One line: both in turn, round after round; the fastest peer counts."""
    our_rounds, our_wall, seconds, walls, qualities = [], [], {}, {}, {}
    for _ in range(rounds):
        wall, our_lines = run(our_command)
        our_rounds.append({line["metric"]: line["value"] for line in our_lines} | {"seconds": next(line["value"] for line in our_lines if line["metric"] == "seconds")})
        our_wall.append(wall)
        for name, command in peer_commands.items():
            wall, lines = run(command)
            seconds.setdefault(name, []).append(lines[-1]["seconds"])
            walls.setdefault(name, []).append(wall)
            qualities[name] = {k: v for k, v in lines[-1].items() if k not in ("case", "seconds", "peak_mb")}
            qualities[name]["peak_mb"] = lines[-1].get("peak_mb")
    # A figure of ours, such as a share of the machine's speed, is the median of its rounds as the seconds are.
    ours_medians = {metric: statistics.median(figures[metric] for figures in our_rounds) for metric in our_rounds[-1]}
    ours_s = ours_medians.pop("seconds")
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    fastest = min(medians, key=medians.get)
    line = {"case": variant, "ours": round(ours_s, 6), "peer": round(medians[fastest], 6), "ratio": round(medians[fastest] / ours_s, 3), "rounds": rounds,
            **how,
            "peer_name": fastest, "peers": {name: round(value, 6) for name, value in medians.items()},
            "ours_process_s": round(statistics.median(our_wall), 3), "peer_process_s": round(statistics.median(walls[fastest]), 3),
            "ours_quality": {**ours_medians, **{"check": l["check"] for l in our_lines if "check" in l}},
            "peer_quality": qualities[fastest], "ours_peak_mb": our_lines[-1]["peak_mb"]}
    # Whose curves may be compared: the loss of each epoch, ours from metrics.
    losses = {name: quality["loss"] for name, quality in qualities.items() if isinstance(quality.get("loss"), str)}
    if losses:
        ours_losses = [value for metric, value in ours_medians.items() if metric.startswith("loss_")]
        line["losses"] = {"ours": ", ".join("%.4f" % value for value in ours_losses), **losses}
    print(json.dumps(line), flush=True)


def beside(variant, command, how):
    """One line of a program that measures both."""
    lines = run(command)[1]
    ratio = next(line for line in lines if line["metric"] == "ratio")
    print(json.dumps({"case": variant, "ours": round(ratio["ours"], 6), "peer": round(ratio["peer"], 6), "ratio": round(ratio["value"], 3), "rounds": ratio["rounds"],
                      **how, "peer_name": ratio["peer_name"],
                      "quality": {"%s, %s" % (line["model"], line["metric"]): line["value"] for line in lines if line["metric"] != "ratio"},
                      "peak_mb": ratio["peak_mb"]}), flush=True)


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/compare.sh")
    parser.add_argument("case")
    parser.add_argument("rounds", nargs="?", type=int, default=3)
    parser.add_argument("part", nargs="?", default="", help="part of a variant's name; all variants without it")
    parser.add_argument("--width", type=int, choices=sorted(processor.dotnet), help="bits of the vectors that ours and the peers' OpenBLAS use; as many as there are without it")
    parser.add_argument("--cpu", action="store_true", help="one thread each, and processor time: for machines that others work on")
    parser.add_argument("--check", action="store_true", help="only whether case and width can be")
    asked = parser.parse_args()
    if asked.case not in {**cases, **modules, **one_process}:
        sys.exit("There is no case '%s'; there are %s." % (asked.case, ", ".join([*cases, *modules, *one_process])))
    width = processor.limit(asked.width)
    if asked.check:
        return
    os.environ["PEERS_WIDTH"] = str(width)
    how = {"width": width, "processor": processor.name()}
    if asked.cpu:
        if asked.case not in counts_cpu:
            sys.exit("--cpu: the case '%s' measures by the wall clock alone; %s can be asked for processor time." % (asked.case, ", ".join(counts_cpu)))
        os.environ.update(PEERS_CPU="1", PEERS_THREADS="1", DOTNET_PROCESSOR_COUNT="1")
        how.update(clock="cpu", threads=1)
    if asked.case in one_process:
        for variant, command in importlib.import_module(one_process[asked.case]).variants(asked.case, lambda **options: ours(asked.case, together, **options), asked.rounds).items():
            if asked.part in variant:
                beside(variant, command, how)
        return
    variants = cases[asked.case]() if asked.case in cases else importlib.import_module(modules[asked.case]).variants(ours, peer)
    for variant, (our_command, peer_commands) in variants.items():
        if asked.part in variant:
            compare(variant, our_command, peer_commands, asked.rounds, how)


if __name__ == "__main__":
    main()
