"""Writes a trained reader as the file that `language/src/deep/model.rs` opens.

    python export.py run1/step2400.pt --out ../language/en/deep.bin --seen train.jsonl

Weights are rounded to 7 bits, a scale for each column; the rows of the words to 6 bits, a scale for
each row. Of the vocabulary the COMMON first pieces stay, single characters, and what the examples
hold: any other word is cut into smaller pieces.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import torch

import examples
from encoder import HEADS, INNER, LAYERS, WIDTH
from train import Reader, minilm, package

MAGIC = b"ORDEEP1\n"
COMMON, PLACES, UNITS = 12_000, 258, 20.0
WEIGHT, WORD, BLOCK = 63, 31, 64


def rounded(matrix, most, axis):
    """Whole numbers from -most to most, and what they are multiplied by, along an axis."""
    scales = np.maximum(np.abs(matrix).max(axis=axis), 1e-12) / most
    parts = np.expand_dims(scales, axis)
    return np.rint(matrix / parts).astype(np.int8), scales.astype("<f4")


def kept(lines, paths):
    vocabulary = examples.Vocabulary(package() / "tokenizer.json")
    words = Counter(w for path in paths for one in examples.read(path) for w in one["tokens"])
    seen = {piece for word in words for piece in vocabulary.of(word)}
    special = {examples.START, examples.END, examples.PARAGRAPH, examples.UNKNOWN}

    def stays(number, line):
        if line.startswith("[") and line.endswith("]") and len(line) > 1:
            return line in special
        return number < COMMON or number in seen or len(line.removeprefix("##")) == 1

    return [number for number, line in enumerate(lines) if stays(number, line)]


def matrix(state, names):
    weights = np.concatenate([state[f"{name}.weight"].numpy() for name in names]).T
    bias = np.concatenate([state[f"{name}.bias"].numpy() for name in names])
    whole, scales = rounded(weights, WEIGHT, 0)
    rows, columns = whole.shape
    # Blocks of columns; in each all rows, four at a time; the four of a column side by side.
    blocks = whole.reshape(rows // 4, 4, columns // BLOCK, BLOCK).transpose(2, 0, 3, 1)
    return [scales, bias.astype("<f4"), np.ascontiguousarray(blocks)]


def norm(state, name):
    return [state[f"{name}.{part}"].numpy().astype("<f4") for part in ("weight", "bias")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("weights", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seen", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    model = Reader(minilm())
    model.load_state_dict(torch.load(options.weights, weights_only=True))
    state = model.encoder.state_dict()
    lines = (package() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    pieces = kept(lines, options.seen)
    text = "\n".join(lines[number] for number in pieces).encode()
    rows, scales = rounded(state["words.weight"].numpy()[pieces], WORD, 1)
    parts = [np.array([LAYERS, WIDTH, HEADS, INNER, PLACES, len(text)], "<u4")]
    parts += [np.frombuffer(text, np.uint8), scales, rows]
    parts.append(state["places.weight"].numpy()[:PLACES].astype("<f4"))
    parts += [state[f"{name}.weight"].numpy().astype("<f4") for name in ("shapes", "quotes")]
    parts += norm(state, "norm")
    for number in range(LAYERS):
        name = f"layers.{number}."
        parts += matrix(state, [name + part for part in ("query", "key", "value")])
        parts += matrix(state, [name + "attended"])
        parts += norm(state, name + "attended_norm")
        parts += matrix(state, [name + "inner"])
        parts += matrix(state, [name + "outer"])
        parts += norm(state, name + "norm")
    parts += norm(state, "labels")
    steps = model.chain.steps.detach().numpy() * UNITS
    parts.append(np.rint(steps).astype("<i4"))
    data = MAGIC + b"".join(part.tobytes() for part in parts)
    options.out.write_bytes(data)
    print(f"{len(pieces)} pieces, {len(data):,} bytes")


if __name__ == "__main__":
    main()
