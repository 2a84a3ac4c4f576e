"""Writes words and the pieces that the Python tokenizer cuts them into, with the vocabulary of a model
file: `language/src/deep/wordpiece.rs` is tested against it.

    python pieces.py ../language/en/deep.bin ../testdata/cc0/reports/*.txt --out ../language/tests/pieces.txt
"""

import argparse
import random
import re
from pathlib import Path

import numpy as np

from examples import LONGEST_WORD
from export import MAGIC

SIZES = 6
# Letters of many kinds, marks, signs, what is dropped and what stands for damage.
STRANGE = "aZé̀ñÅßıİŁøœ文字ひカ한ع्ИΩς-–—'’“”«»…·,.!?€$%&@#/1٣½²\u200b\u00ad\ufeff\ufffd😀\u00a0"


def vocabulary(path):
    data = path.read_bytes()
    assert data.startswith(MAGIC), f"{path} is no model of the deep engine"
    start = len(MAGIC) + 4 * SIZES
    size = np.frombuffer(data[len(MAGIC) : start], "<u4")[-1]
    return data[start : start + size].decode().splitlines()


def words(paths):
    own = sorted({word for path in paths for word in re.findall(r"\S+", path.read_text())})
    rng = random.Random(1)
    strange = {"".join(rng.choices(STRANGE, k=rng.randint(1, 9))) for _ in range(1500)}
    return rng.sample(own, 1500) + sorted(word for word in strange if word.strip())


def main():
    from tokenizers import BertWordPieceTokenizer

    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    lines = vocabulary(options.model)
    tokenizer = BertWordPieceTokenizer({line: k for k, line in enumerate(lines)}, lowercase=True)
    with options.out.open("w", encoding="utf-8") as out:
        for word in words(options.texts):
            pieces = tokenizer.encode(word, add_special_tokens=False).tokens or ["[UNK]"]
            out.write("\t".join([word, *pieces[:LONGEST_WORD]]) + "\n")


if __name__ == "__main__":
    main()
