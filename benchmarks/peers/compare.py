# Runs ours and the peer's command of a case alternately and prints the medians. Called by benchmarks/compare.sh.
import json
import os, statistics, subprocess, sys, time

root = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
data = os.environ.get("PERSONALIZATION_DATA") or os.path.join(root, "..", "shared", "data")
retail = os.path.normpath(os.path.join(data, "online-retail-ii", "online_retail_II.csv.gz"))
peers = os.path.join(root, "benchmarks", "peers")
evaluation = ["dotnet", os.path.join(root, "benchmarks", "Personalization.Evaluation", "bin", "Release", "net10.0", "Personalization.Evaluation.dll")]
python = "/usr/bin/python3"

# variant -> (our command, the figure of its lines that is compared, the peer's command, qualities shown of both)
cases = {
    "whole-job": {"whole-job/online-retail-ii": (evaluation + ["whole-job"], [python, peers + "/whole_job.py", retail, "job"])},
    "read-clean": {"read-clean/online-retail-ii": (evaluation + ["read-clean"], [python, peers + "/whole_job.py", retail, "read"])},
    "kmeans-rfm": {"kmeans-rfm/8": (evaluation + ["kmeans-rfm"], [python, peers + "/kmeans_rfm.py", "--data", data])},
    "rfm": {"rfm/10000000": (evaluation + ["rfm"], ["node", peers + "/rfm_duck.mjs"])},
}


def run(command):
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, cwd=peers)
    if done.returncode != 0:
        sys.exit("%s ended with %d: %s" % (" ".join(command), done.returncode, done.stderr[-2000:]))
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return time.perf_counter() - began, lines


def main():
    name, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    if name not in cases:
        sys.exit("There is no case '%s'; there are %s." % (name, ", ".join(cases)))
    for variant, (ours, theirs) in cases[name].items():
        our_seconds, peer_seconds, our_wall, peer_wall = [], [], [], []
        for _ in range(rounds):
            wall, our_lines = run(ours)
            our_seconds.append(next(line["value"] for line in our_lines if line["metric"] == "seconds")); our_wall.append(wall)
            wall, peer_lines = run(theirs)
            peer_seconds.append(peer_lines[-1]["seconds"]); peer_wall.append(wall)
        ours_s, peer_s = statistics.median(our_seconds), statistics.median(peer_seconds)
        line = {"case": variant, "ours": round(ours_s, 4), "peer": round(peer_s, 4), "ratio": round(peer_s / ours_s, 3), "rounds": rounds,
                "ours_process_s": round(statistics.median(our_wall), 3), "peer_process_s": round(statistics.median(peer_wall), 3),
                "ours_quality": {**{l["metric"]: l["value"] for l in our_lines if l["metric"] != "seconds"}, **{"check": l["check"] for l in our_lines if "check" in l}},
                "peer_quality": {k: v for k, v in peer_lines[-1].items() if k in ("rows_read", "rows_kept", "customers", "items", "orders", "revenue", "inertia", "silhouette", "peak_mb", "check")},
                "ours_peak_mb": our_lines[-1]["peak_mb"]}
        print(json.dumps(line), flush=True)


main()
