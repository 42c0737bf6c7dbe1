# SASRec at the size of MovieLens 1M: an epoch with either loss and one or two heads, and one sequence of 200 with its top 10. All read the same file of sequences.
import os
import subprocess
import tempfile

root = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
torchsharp = os.path.join(root, "benchmarks", "Personalization.Evaluation.Torch", "bin", "Release", "net10.0", "Personalization.Evaluation.Torch.dll")


def variants(ours, peer):
    file = os.path.join(tempfile.gettempdir(), "personalization-sequences.i32")
    subprocess.run(ours("sasrec", write=file), check=True)
    made = {}
    for loss, theirs in (("BinaryCrossEntropy", "binary"), ("Softmax", "softmax")):
        for heads in (1, 2):
            made["sasrec/%s/%d" % (theirs, heads)] = (
                ours("sasrec", file=file, loss=loss, heads=heads),
                {"pytorch": peer("sasrec.py", file, "--loss", theirs, "--heads", heads),
                 "torchsharp": ["dotnet", torchsharp, "sasrec-torch", "--file", file, "--loss", loss, "--heads", str(heads)]})
    made["sasrec/score"] = (
        ours("sasrec", file=file, epochs=1, loss="BinaryCrossEntropy", score="true"),
        {"pytorch": peer("sasrec.py", file, "--score"), "torchsharp": ["dotnet", torchsharp, "sasrec-torch", "--file", file, "--score", "true"]})
    return made
