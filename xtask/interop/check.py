"""Opens a store, and what is exported from it, with the programs of others.

    check.py ONRECORD FOLDER-OF-ARTICLES SCHEMA

Run by `cargo xtask interop`, which installs datasette, followthemoney and jsonschema beside it.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema

BIN = Path(sys.executable).parent


def run(*command, stdin=None):
    done = subprocess.run(command, input=stdin, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def datasette(store, path):
    return run(BIN / "datasette", str(store), "--get", path)


def check_datasette(store):
    hits = json.loads(datasette(store, "/news/statement.json?_search=resist&_shape=array"))
    assert hits, "the search finds nothing"
    assert all("resist" in json.dumps(hit).lower() for hit in hits), "the search finds other words"
    page = json.loads(datasette(store, "/news/said.json?_facet=speaker&_facet=outlet"))
    facets = page["facet_results"]
    facets = facets.get("results", facets)
    assert facets["speaker"]["results"], "no facets"
    table = datasette(store, "/news/statement.csv?_search=resist&_size=max")
    assert len(table.splitlines()) > len(hits), "the CSV is cut short"
    page = datasette(store, "/news/statement?_search=resist")
    assert 'type="search"' in page, "no search box"
    print(f"datasette: search ({len(hits)} rows), facets and CSV without configuration")


def check_ftm(onrecord, store):
    lines = run(onrecord, "export", "--to", "ftm", "--store", store)
    valid = run(BIN / "ftm", "validate", stdin=lines)
    given, taken = len(lines.splitlines()), len(valid.splitlines())
    assert given == taken > 0, f"{given} entities given, {taken} valid"
    print(f"ftm validate: {taken} of {given} entities")


def check_annotations(onrecord, store, schema):
    validator = jsonschema.Draft202012Validator(json.loads(Path(schema).read_text()))
    lines = run(onrecord, "export", "--to", "webannotation", "--store", store).splitlines()
    for line in lines:
        validator.validate(json.loads(line))
    assert lines
    broken = json.loads(lines[0])
    del broken["target"]
    assert not validator.is_valid(broken), "the schema refuses nothing"
    print(f"Web Annotation: {len(lines)} annotations fit the schema")


def main():
    onrecord, articles, schema = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "news.onrecord")
        run(onrecord, "add", articles, "--store", store, "--quiet")
        check_datasette(store)
        check_ftm(onrecord, store)
        check_annotations(onrecord, store, schema)


main()
