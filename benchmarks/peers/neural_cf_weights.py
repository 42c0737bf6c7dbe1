#!/usr/bin/python3
# Reads a neural-cf model (safetensors, PyTorch's names), scores everything with it, trains it for some steps, and writes it back.
# usage: neural_cf_weights.py MODEL TRAINED SCORES
#   TRAINED  the model with new weights; ids, options and history as they were
#   SCORES   safetensors: "before" and "after", customers x items
# Parsed by hand, so that PyTorch is all it needs: 8 bytes of length, a JSON header, then the tensors.
import json
import struct
import sys

import torch
import torch.nn as nn


class NeuralCf(nn.Module):
    """The four architectures of Personalization.NeuralCf, made of whatever weights the file has."""

    def __init__(self, shapes):
        super().__init__()
        # A module's name is the weights' name without ".weight" or ".bias".
        for name in ("customer_embedding_gmf", "item_embedding_gmf", "customer_embedding_mlp", "item_embedding_mlp", "customer_bias", "item_bias"):
            if name + ".weight" in shapes:
                setattr(self, name, nn.Embedding(*shapes[name + ".weight"]))
        layers, index = [], 0
        while f"mlp.{index}.weight" in shapes:
            outputs, inputs = shapes[f"mlp.{index}.weight"]
            layers += [nn.Linear(inputs, outputs), nn.ReLU()]
            index += 2
        if layers:
            self.mlp = nn.Sequential(*layers)
        self.has_output = "output.weight" in shapes
        if self.has_output:
            self.output = nn.Linear(shapes["output.weight"][1], 1)
        else:
            self.output = nn.Module()
            self.output.bias = nn.Parameter(torch.zeros(1))

    def forward(self, customers, items):
        parts = []
        if hasattr(self, "item_embedding_gmf"):
            parts.append(self.customer_embedding_gmf(customers) * self.item_embedding_gmf(items))
        if hasattr(self, "mlp"):
            parts.append(self.mlp(torch.cat([self.customer_embedding_mlp(customers), self.item_embedding_mlp(items)], -1)))
        if self.has_output:
            return self.output(torch.cat(parts, -1)).squeeze(-1)
        return parts[0].sum(-1) + (self.customer_bias(customers) + self.item_bias(items)).squeeze(-1) + self.output.bias


def is_weight(name):
    return name.split(".")[0] in (
        "customer_embedding_gmf", "item_embedding_gmf", "customer_embedding_mlp", "item_embedding_mlp", "customer_bias", "item_bias", "mlp", "output")


def scores(model, customers, items):
    with torch.no_grad():
        return model(torch.arange(customers)[:, None].expand(customers, items), torch.arange(items)[None, :].expand(customers, items))


def write(path, tensors):
    header, offset = {"__metadata__": {"kind": "scores", "format_version": "1"}}, 0
    for name, tensor in tensors.items():
        size = tensor.numel() * 4
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.contiguous().numpy().astype("<f4").tobytes())


def main():
    source, trained, scored = sys.argv[1:4]
    data = bytearray(open(source, "rb").read())
    length = struct.unpack_from("<Q", data)[0]
    header = {name: entry for name, entry in json.loads(data[8:8 + length]).items() if is_weight(name)}
    place = {name: 8 + length + entry["data_offsets"][0] for name, entry in header.items()}
    state, shapes = {}, {}
    for name, entry in header.items():
        count = (entry["data_offsets"][1] - entry["data_offsets"][0]) // 4
        shapes[name] = entry["shape"]
        state[name] = torch.tensor(struct.unpack_from(f"<{count}f", data, place[name])).view(entry["shape"])

    model = NeuralCf(shapes)
    # A bias is a row in our files; PyTorch's has one dimension.
    model.load_state_dict({name: values.view(-1) if name.endswith(".bias") else values for name, values in state.items()})
    tables = [shapes[name][0] for name in ("customer_embedding_gmf.weight", "item_embedding_gmf.weight") if name in shapes]
    customers, items = tables or [shapes["customer_embedding_mlp.weight"][0], shapes["item_embedding_mlp.weight"][0]]
    before = scores(model, customers, items)

    torch.manual_seed(0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(50):
        someone, something = torch.randint(customers, (256,)), torch.randint(items, (256,))
        loss = nn.functional.binary_cross_entropy_with_logits(model(someone, something), (something % 2).float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    for name, values in model.state_dict().items():
        values = values.contiguous().view(-1)
        struct.pack_into(f"<{values.numel()}f", data, place[name], *values.tolist())
    open(trained, "wb").write(data)
    write(scored, {"before": before, "after": scores(model, customers, items)})


main()
