"""A linear chain over the labels of a paragraph, with a matrix of transitions for each way from
one token to the next, as `language/src/fast/roles/decode.rs` reads it."""

import torch
from torch import nn

LABELS, WAYS, NONE = 11, 7, 0
NEVER = -1e4


def forbidden():
    """A part goes on only where it has begun: odd labels begin one, the next even ones go on."""
    table = torch.zeros(LABELS, LABELS)
    for before in range(LABELS):
        for label in range(2, LABELS, 2):
            if before not in (label, label - 1):
                table[before, label] = NEVER
    return table


class Chain(nn.Module):
    def __init__(self):
        super().__init__()
        self.steps = nn.Parameter(torch.zeros(WAYS, LABELS, LABELS))
        self.register_buffer("never", forbidden())

    def transitions(self):
        return self.steps + self.never

    def whole(self, scores, ways, lengths):
        """The logarithm of the sum over all labelings of each sequence. All are padded at their
        ends; a sequence starts from no part, by the way of its first token."""
        steps = self.transitions()[ways]  # sequence, token, before, after
        inside = torch.arange(scores.shape[1])[None] < lengths[:, None]
        reached = steps[:, 0, NONE] + scores[:, 0]
        alive = inside.sum(0).tolist()  # sequences come longest first
        ended = []
        for at, (step, score) in enumerate(zip(steps.unbind(1), scores.unbind(1))):
            if at == 0:
                continue
            if alive[at] < len(reached):
                ended.append(reached[alive[at] :])
                reached = reached[: alive[at]]
            onward = torch.logsumexp(reached[:, :, None] + step[: alive[at]], 1)
            reached = onward + score[: alive[at]]
        reached = torch.cat([reached, *reversed(ended)])
        return torch.logsumexp(reached, 1)

    def loss(self, scores, ways, gold, lengths):
        """Negative log likelihood of each sequence, as above."""
        steps = self.transitions()[ways]
        before = torch.cat([torch.full_like(gold[:, :1], NONE), gold[:, :-1]], 1)
        own = scores.gather(2, gold[..., None])[..., 0]
        rows = steps.gather(2, before[..., None, None].expand(-1, -1, 1, LABELS))[:, :, 0]
        own = own + rows.gather(2, gold[..., None])[..., 0]
        inside = torch.arange(gold.shape[1])[None] < lengths[:, None]
        return self.whole(scores, ways, lengths) - (own * inside).sum(1)

    @torch.no_grad()
    def best(self, scores, ways):
        """The best labels of one sequence."""
        steps = self.transitions()[ways]
        reached = steps[0, NONE] + scores[0]
        back = []
        for at in range(1, len(scores)):
            onward, came = (reached[:, None] + steps[at]).max(0)
            back.append(came)
            reached = onward + scores[at]
        labels = [int(reached.argmax())]
        for came in reversed(back):
            labels.append(int(came[labels[-1]]))
        return labels[::-1]
