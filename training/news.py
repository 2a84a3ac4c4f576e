"""Writes texts without labels, a file each: longer Reuters articles, and what is read on the pages of
Readability's tests.

    python news.py ../shared/corpora --out news
"""

import argparse
import html
import re
from pathlib import Path

SHORTEST, SHORTEST_PARAGRAPH = 900, 40


def tidy(text):
    return re.sub(r"\s+", " ", html.unescape(text)).strip()


def reuters(path):
    """Its paragraphs begin with spaces; the last one is the agency's name."""
    for body in re.findall(r"<BODY>(.*?)</BODY>", path.read_text(encoding="latin-1"), re.S):
        body = html.unescape(body).replace("\x03", "").strip()
        if len(body) >= SHORTEST:
            paragraphs = [tidy(one) for one in re.split(r"\n(?= {4})", body)]
            yield [one for one in paragraphs if one and "reuter" not in one[:8].lower()]


def page(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"<(script|style|pre|table|code).*?</\1>", " ", text, flags=re.S)
    found = re.findall(r"<p\b[^>]*>(.*?)</p>", text, re.S)
    paragraphs = [tidy(re.sub(r"<[^>]+>", "", one)) for one in found]
    return [one for one in paragraphs if len(one) > SHORTEST_PARAGRAPH]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    texts = [one for path in sorted(options.corpora.glob("reuters/*.sgm")) for one in reuters(path)]
    texts += [page(path) for path in sorted(options.corpora.glob("web/readability/*/expected.html"))]
    for k, paragraphs in enumerate(filter(None, texts)):
        (options.out / f"{k:04}.txt").write_text("\n".join(paragraphs) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
