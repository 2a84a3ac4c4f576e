"""What teachers hold together of articles: the chances of all labels of each token, mixed with what the
annotators say (Hinton, Vinyals and Dean 2015).

    python targets.py run3/last.pt run5/step600.pt --articles train.jsonl news.jsonl --out targets.pt
"""

import argparse
from pathlib import Path

import torch
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

import examples
from crf import LABELS
from train import Reader, minilm, padded, package

BATCH = 64

# The share of the annotators; our own reports are few and annotated with more care.
SHARE = {"polnear": 0.5, "own": 0.8}


@torch.inference_mode()
def scores(path, frames, articles):
    """Scores of all tokens, and the transitions of the chain."""
    model = Reader(minilm())
    model.load_state_dict(torch.load(path, weights_only=True))
    model.eval()
    out = [torch.zeros(len(article["tokens"]), LABELS) for article in articles]
    order = sorted(frames, key=lambda f: len(f.pieces))
    for start in range(0, len(order), 16):
        some = order[start : start + 16]
        found = model.encoder(*padded(some))
        for k, f in enumerate(some):
            out[f.article][f.first : f.first + len(f.places)] = found[k, torch.tensor(f.places)]
    return out, model.chain.steps.detach()


def chances(chain, scores, ways):
    """Chances of the labels of windows: the slopes of the logarithms of the sums over all labelings."""
    order = sorted(range(len(ways)), key=lambda k: -len(ways[k]))
    out = [None] * len(ways)
    for start in range(0, len(order), BATCH):
        some = order[start : start + BATCH]
        padded = pad_sequence([scores[k] for k in some], batch_first=True).requires_grad_()
        steps = pad_sequence([ways[k] for k in some], batch_first=True)
        lengths = torch.tensor([len(ways[k]) for k in some])
        held = torch.autograd.grad(chain.whole(padded, steps, lengths).sum(), padded)[0]
        for k, own in zip(some, held):
            out[k] = own[: len(ways[k])]
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("teachers", type=Path, nargs="+")
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    vocabulary = examples.Vocabulary(package() / "tokenizer.json")
    articles = [article for path in options.articles for article in examples.read(path)]
    frames = [f for k, one in enumerate(articles) for f in examples.frames(k, one, vocabulary, 0)]
    held = [scores(path, frames, articles) for path in options.teachers]
    chain = Reader(minilm()).chain
    with torch.no_grad():
        chain.steps.copy_(sum(steps for _, steps in held) / len(held))
    scores_of, ways_of = [], []
    for k, article in enumerate(articles):
        mean = sum(scores[k] for scores, _ in held) / len(held)
        bounds = [*article["windows"], len(mean)]
        sizes = [end - start for start, end in zip(bounds, bounds[1:])]
        scores_of += mean.split(sizes)
        ways_of += torch.tensor(article["steps"]).split(sizes)
    windows = iter(chances(chain, scores_of, ways_of))
    targets = []
    for article in articles:
        own = torch.cat([next(windows) for _ in article["windows"]])
        if article["labels"]:
            said = torch.stack([F.one_hot(torch.tensor(row), LABELS) for row in article["labels"]])
            own = own.lerp(said.float().mean(0), SHARE[article["set"]])
        targets.append(own)
    torch.save({"chances": targets, "steps": chain.steps.detach()}, options.out)


if __name__ == "__main__":
    main()
