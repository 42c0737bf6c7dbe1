#!/usr/bin/python3
# Reads a beha2vec model (safetensors, PyTorch's names), embeds customers with it, trains it for some steps, and writes it back.
# usage: beha2vec_weights.py MODEL TOKENS TRAINED EMBEDDINGS
#   TOKENS      safetensors of the customers' latest events: "tokens", rows of seven codes, and "starts", where each customer's begin
#   TRAINED     the model with new weights and embeddings; ids, codes, options and history as they were
#   EMBEDDINGS  safetensors: "before" and "after", customers x dimensions
# A block is nn.TransformerEncoderLayer(norm_first=True): its self_attn is called attention in our files, and all other names are its own.
# Parsed by hand, so that PyTorch is all it needs: 8 bytes of length, a JSON header, then the tensors.
import json
import math
import struct
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

KINDS = ("type", "item", "category", "price", "quantity", "channel", "gap")


class RotaryAttention(nn.MultiheadAttention):
    """The same weights; queries and keys are turned by their place, coordinate i of a head's first half with i of its second."""

    def forward(self, query, key, value, attn_mask=None, key_padding_mask=None, need_weights=False, **unused):
        batch, length, width = query.shape
        half = width // self.num_heads // 2
        angle = torch.arange(length, dtype=torch.float64)[:, None] * 10000.0 ** (-torch.arange(half, dtype=torch.float64) / half)
        cosine, sine = angle.cos().float(), angle.sin().float()

        def turn(x):
            a, b = x.chunk(2, -1)
            return torch.cat([a * cosine - b * sine, a * sine + b * cosine], -1)

        q, k, v = (part.view(batch, length, self.num_heads, -1).transpose(1, 2) for part in F.linear(query, self.in_proj_weight, self.in_proj_bias).chunk(3, -1))
        weights = torch.softmax(turn(q) @ turn(k).transpose(-1, -2) / math.sqrt(2 * half) + attn_mask, -1)
        return self.out_proj((weights @ v).transpose(1, 2).reshape(batch, length, width)), None


class Beha2Vec(nn.Module):
    def __init__(self, shapes, options):
        super().__init__()
        self.options = options
        width, heads, inner = int(options["dimensions"]), int(options["heads"]), int(options["inner_width"])
        for kind in KINDS + ("position",):
            name = kind + "_embedding"
            if name + ".weight" in shapes:
                setattr(self, name, nn.Embedding(*shapes[name + ".weight"]))
        self.layers = nn.ModuleList()
        for _ in range(int(options["blocks"])):
            layer = nn.TransformerEncoderLayer(width, heads, inner, 0.0, lambda x: F.gelu(x, approximate="tanh"), batch_first=True, norm_first=True)
            if options["positions"] == "Rotary":
                layer.self_attn = RotaryAttention(width, heads, batch_first=True)
            self.layers.append(layer)
        self.norm = nn.LayerNorm(width)
        self.next_type = nn.Linear(width, shapes["next_type.weight"][0])
        self.next_gap = nn.Linear(width, shapes["next_gap.weight"][0])

    def mask(self, batch, length):
        """What is added to scores: rows see themselves and what stands before them, as far as the window reaches."""
        heads, learned = int(self.options["heads"]), self.options["positions"] == "Learned"
        window = int(self.options["max_length" if learned else "window"])
        distance = torch.arange(length)[:, None] - torch.arange(length)
        mask = torch.zeros(length, length).masked_fill((distance < 0) | (distance >= window), -math.inf)
        if self.options["positions"] != "Alibi":
            return mask
        lower = 2 ** int(math.log2(heads))
        slopes = [2 ** (-8 * (k + 1) / lower) for k in range(lower)] + [2 ** (-8 * (2 * k + 1) / (2 * lower)) for k in range(heads - lower)]
        return (mask - torch.tensor(slopes)[:, None, None] * distance).repeat(batch, 1, 1)

    def forward(self, tokens, lengths):
        """tokens: batch x length x 7, each sequence followed by zeros."""
        batch, length, _ = tokens.shape
        x = sum(getattr(self, kind + "_embedding")(tokens[:, :, i]) for i, kind in enumerate(KINDS) if hasattr(self, kind + "_embedding"))
        if hasattr(self, "position_embedding"):
            # Places count back from the latest event; those behind it are seen by nothing.
            place = int(self.options["max_length"]) - lengths[:, None] + torch.arange(length)
            x = x + self.position_embedding(place.clamp(max=int(self.options["max_length"]) - 1))
        mask = self.mask(batch, length)
        for layer in self.layers:
            x = layer(x, src_mask=mask)
        return self.norm(x)


def read(path):
    data = bytearray(open(path, "rb").read())
    length = struct.unpack_from("<Q", data)[0]
    header = json.loads(data[8:8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] not in ("F32", "I32"):
            continue
        begin, end = entry["data_offsets"]
        letter = "f" if entry["dtype"] == "F32" else "i"
        tensors[name] = torch.tensor(struct.unpack_from(f"<{(end - begin) // 4}{letter}", data, 8 + length + begin)).view(entry["shape"])
    return data, header, 8 + length, tensors


def write(path, tensors):
    header, offset = {"__metadata__": {"kind": "embeddings", "format_version": "1"}}, 0
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


def ours(name):
    return name.replace("self_attn", "attention")


def embed(model, padded, lengths):
    with torch.no_grad():
        states = model(padded, lengths)
    return states[torch.arange(len(lengths)), (lengths - 1).clamp(min=0)] * (lengths > 0)[:, None]


def main():
    source, events, trained, embeddings = sys.argv[1:5]
    data, header, base, tensors = read(source)
    model = Beha2Vec({name: values.shape for name, values in tensors.items()}, header["__metadata__"])
    model.eval()
    # A bias or gain is a row in our files; PyTorch's has one dimension.
    model.load_state_dict({name: tensors[ours(name)].view(values.shape) for name, values in model.state_dict().items()})

    codes = read(events)[3]
    starts, rows = codes["starts"].tolist(), codes["tokens"].view(-1, len(KINDS)).long()
    lengths = torch.tensor([end - start for start, end in zip(starts, starts[1:])])
    padded = nn.utils.rnn.pad_sequence([rows[start:end] for start, end in zip(starts, starts[1:])], batch_first=True)
    before = embed(model, padded, lengths)
    apart = float((before - tensors["embeddings"]).abs().max())
    if apart > 1e-4:
        sys.exit(f"Embeddings are {apart} apart from the file's; at most 1e-4 is right.")

    torch.manual_seed(0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    inside = torch.arange(padded.shape[1] - 1) < lengths[:, None] - 1
    for _ in range(20):
        states = model(padded[:, :-1], (lengths - 1).clamp(min=1))[inside]
        loss = F.cross_entropy(states @ model.item_embedding.weight.t(), padded[:, 1:, KINDS.index("item")][inside])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    after = embed(model, padded, lengths)
    for name, values in {**model.state_dict(), "embeddings": after}.items():
        values = values.contiguous().view(-1)
        struct.pack_into(f"<{values.numel()}f", data, base + header[ours(name)]["data_offsets"][0], *values.tolist())
    open(trained, "wb").write(data)
    write(embeddings, {"before": before, "after": after})


main()
