"""Exact parts found, on our own tokens: to watch training by. What counts is scored in Rust."""

ROLES = {1: "cue", 2: "cue", **{k: "source" for k in range(3, 7)}, **{k: "content" for k in range(7, 11)}}


def spans_of(labels, starts):
    """Runs of one role, cut where paragraphs begin."""
    out, open_role, since = set(), None, 0
    for at, label in enumerate(list(labels) + [0]):
        role = ROLES.get(label)
        if open_role and (role != open_role or label % 2 == 1 or at in starts):
            out.add((open_role, since, at))
            open_role = None
        if role and open_role is None:
            open_role, since = role, at
    return out


class Tally:
    def __init__(self):
        self.counts = {role: [0, 0, 0] for role in ("source", "cue", "content")}

    def add(self, found, gold):
        for some, k in ((found, 1), (gold, 2), (found & gold, 0)):
            for role, *_ in some:
                self.counts[role][k] += 1

    def f1(self):
        """F1 of each role, in percent."""
        return {r: round(200 * a / max(1, b + c), 1) for r, (a, b, c) in self.counts.items()}
