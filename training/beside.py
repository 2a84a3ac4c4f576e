"""Tasks beside the statements: CoreNLP's tags, names and trees of PolNeAR's training texts, read off the
encoder's fourth layer. Only training asks for them; the model file holds nothing of it."""

import gzip
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from encoder import WIDTH

LAYER, SPACE = 3, 128
UNKNOWN = -100  # what cross entropy passes over


def analyses(path):
    """For each article its tokens: begin, end, tag, name, head, relation. Heads count from the article's first token."""
    articles, tokens, base = {}, [], 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# doc "):
                tokens = articles.setdefault(line[6:].strip(), [])
            elif line.startswith("# sent"):
                base = len(tokens)
            elif line and not line.startswith("#"):
                _, begin, end, _, _, tag, name, head, relation = line.split("\t")[:9]
                own = base + int(head) - 1 if int(head) > 0 else -1
                tokens.append((int(begin), int(end), tag, name, own, relation))
    return articles


def places(article, text):
    """Where our tokens stand in the text."""
    at, out = 0, []
    for token in article["tokens"]:
        at = text.index(token, at)
        out.append((at, at + len(token)))
        at += len(token)
    return out


def add(articles, corpus):
    """Gives each article of the corpus its `beside`: tags, names, relations and heads of our tokens, where
    both agree on what a token is. Returns how many tags, names and relations there are."""
    known = analyses(corpus / "train.corenlp.tsv.gz")
    tables = [{}, {}, {}]
    for article in articles:
        if article["set"] != "polnear" or article["id"] not in known:
            continue
        text = (corpus / "train" / f"{article['id']}.txt").read_text(encoding="utf-8")
        own = {place: k for k, place in enumerate(places(article, text))}
        theirs = known[article["id"]]
        at = [own.get(token[:2]) for token in theirs]
        rows = [[UNKNOWN] * len(own) for _ in range(4)]
        for k, (_, _, tag, name, head, relation) in enumerate(theirs):
            if at[k] is None:
                continue
            for row, table, value in zip(rows, tables, (tag, name, relation)):
                row[at[k]] = table.setdefault(value, len(table))
            to = k if head < 0 else head
            rows[3][at[k]] = UNKNOWN if at[to] is None else at[to]
        article["beside"] = rows
    return [len(table) for table in tables]


class Beside(nn.Module):
    """Heads on the states that `encoder` leaves after its fourth layer."""

    def __init__(self, encoder, sizes):
        super().__init__()
        self.labels = nn.ModuleList(nn.Linear(WIDTH, size) for size in sizes)
        self.dependent, self.head = nn.Linear(WIDTH, SPACE), nn.Linear(WIDTH, SPACE)
        self.drop, self.states = encoder.dropout, None
        encoder.layers[LAYER].register_forward_hook(self.keep)

    def keep(self, layer, inputs, states):
        self.states = states

    def loss(self, frames, articles):
        """Mean loss of a token, for frames that the encoder has just read."""
        total, count = 0.0, 0
        for k, frame in enumerate(frames):
            rows = articles[frame.article].get("beside")
            if rows is None:
                continue
            size = len(frame.places)
            states = self.drop(self.states[k, torch.tensor(frame.places)])
            own = [torch.tensor(row[frame.first : frame.first + size]) for row in rows]
            inside = (own[3] >= frame.first) & (own[3] < frame.first + size)
            heads = torch.where(inside, own[3] - frame.first, UNKNOWN)
            scores = self.dependent(states) @ self.head(states).T * 4 / SPACE**0.5
            pairs = [(label(states), row) for label, row in zip(self.labels, own)] + [(scores, heads)]
            total += sum(F.cross_entropy(s, g, ignore_index=UNKNOWN, reduction="sum") for s, g in pairs)
            count += size
        return total / count if count else None
