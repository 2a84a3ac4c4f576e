"""Articles as `onrecord-train examples` writes them, cut into frames for the encoder.

A frame is at most FRAME pieces of whole paragraphs, led by up to `context` pieces of what stands
before. Long paragraphs are cut where sentences begin, and where one of these is too long as well,
between tokens. `language/src/deep/frames.rs` cuts alike, into shorter ones."""

import json
from dataclasses import dataclass

FRAME, LONGEST_WORD = 256, 8
MASK, START, END = "[MASK]", "[CLS]", "[SEP]"
PARAGRAPH = "[unused1]"
UNKNOWN = "[UNK]"


@dataclass
class Frame:
    article: int
    first: int  # token
    units: list  # ranges of tokens that are scored, one after the other
    pieces: list
    shapes: list
    quotes: list
    places: list  # of the first piece of each token from `first` on


def units(article, sizes):
    """Paragraphs, and parts of those that are too long for a frame."""
    count = len(article["tokens"])
    starts = article["windows"]
    sentences = set(article["sentences"])
    for start, end in zip(starts, starts[1:] + [count]):
        used, since = 1, start  # 1 for the mark of the paragraph
        cut = None
        at = start
        while at < end:
            if at in sentences and at > since:
                cut = at
            if used + sizes[at] > FRAME:
                to = cut if cut is not None else at
                yield range(since, to)
                since, cut, at = to, None, to
                used = 0
                continue
            used += sizes[at]
            at += 1
        if since < end:
            yield range(since, end)


def frames(number, article, vocabulary, context):
    """The frames of an article."""
    pieces = [vocabulary.of(word) for word in article["tokens"]]
    sizes = [len(p) for p in pieces]
    windows = set(article["windows"])
    out, held, used = [], [], 0
    for unit in units(article, sizes):
        size = sum(sizes[at] for at in unit) + (unit.start in windows)
        if held and used + size > FRAME:
            out.append(held)
            held, used = [], 0
        held.append(unit)
        used += size
    if held:
        out.append(held)
    return [frame(number, article, vocabulary, pieces, windows, held, context) for held in out]


def frame(number, article, vocabulary, pieces, windows, held, room):
    first, end = held[0].start, held[-1].stop
    start = first
    while start > 0:
        size = len(pieces[start - 1]) + (start - 1 in windows)
        if size > room:
            break
        start, room = start - 1, room - size
    made = Frame(number, first, held, [vocabulary.start], [0], [0], [])
    for at in range(start, end):
        if at in windows:
            made.pieces.append(vocabulary.paragraph)
            made.shapes.append(0)
            made.quotes.append(0)
        if at >= first:
            made.places.append(len(made.pieces))
        made.pieces += pieces[at]
        made.shapes += [article["shapes"][at]] * len(pieces[at])
        made.quotes += [article["quotes"][at]] * len(pieces[at])
    made.pieces.append(vocabulary.end)
    made.shapes.append(0)
    made.quotes.append(0)
    return made


class Vocabulary:
    """Words to pieces."""

    def __init__(self, path):
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(path))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        number = self.tokenizer.token_to_id
        self.start, self.end, self.mask = number(START), number(END), number(MASK)
        self.paragraph, self.unknown = number(PARAGRAPH), number(UNKNOWN)
        self.known = {}

    def of(self, word):
        if word not in self.known:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids
            self.known[word] = ids[:LONGEST_WORD] or [self.unknown]
        return self.known[word]


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
