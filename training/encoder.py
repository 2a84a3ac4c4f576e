"""MiniLM with what the reading of statements adds: how a word is written and where its quotation
stands go in with its pieces, scores of the labels come out for each piece."""

import torch
from torch import nn
from torch.nn import functional as F

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
PIECES, PLACES = 30522, 512
SHAPES, QUOTES = 256, 32
LABELS = 11
EPSILON = 1e-12


class Layer(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attended_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask):
        def heads(y):
            return y.unflatten(-1, (HEADS, WIDTH // HEADS)).transpose(1, 2)

        query, key, value = heads(self.query(x)), heads(self.key(x)), heads(self.value(x))
        if torch.onnx.is_in_onnx_export():  # one article at a time, nothing to mask
            weights = torch.softmax(query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5, -1)
            mixed = weights @ value
        else:
            mixed = F.scaled_dot_product_attention(query, key, value, mask)
        mixed = mixed.transpose(1, 2).flatten(-2)
        x = self.attended_norm(x + self.dropout(self.attended(mixed)))
        return self.norm(x + self.dropout(self.outer(F.gelu(self.inner(x)))))


class Encoder(nn.Module):
    def __init__(self, dropout=0.1):
        super().__init__()
        self.words = nn.Embedding(PIECES, WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.quotes = nn.Embedding(QUOTES, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.quotes.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.labels = nn.Linear(WIDTH, LABELS)
        self.dropout = nn.Dropout(dropout)

    def forward(self, pieces, shapes, quotes, mask=None):
        """Scores of the labels of each piece; `mask` is false where there is none."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.places(places) + self.shapes(shapes) + self.quotes(quotes)
        return self.run(x, mask)

    def run(self, x, mask=None):
        """From summed embeddings on."""
        x = self.dropout(self.norm(x))
        mask = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return self.labels(self.dropout(x))


def pretrained(weights):
    """The encoder with the weights of MiniLM; the type of the text is folded into the places."""
    names = {
        "embeddings.word_embeddings": "words",
        "embeddings.LayerNorm": "norm",
        "attention.self.query": "query",
        "attention.self.key": "key",
        "attention.self.value": "value",
        "attention.output.dense": "attended",
        "attention.output.LayerNorm": "attended_norm",
        "intermediate.dense": "inner",
        "output.dense": "outer",
        "output.LayerNorm": "norm",
    }
    encoder = Encoder()
    state = encoder.state_dict()
    for name, value in weights.items():
        stem, _, kind = name.rpartition(".")
        if stem.startswith("encoder.layer."):
            number, _, part = stem.removeprefix("encoder.layer.").partition(".")
            state[f"layers.{number}.{names[part]}.{kind}"] = value
        elif stem in names:
            state[f"{names[stem]}.{kind}"] = value
    types = weights["embeddings.token_type_embeddings.weight"]
    state["places.weight"] = weights["embeddings.position_embeddings.weight"] + types[0]
    encoder.load_state_dict(state)
    return encoder
