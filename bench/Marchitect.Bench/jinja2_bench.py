#!/usr/bin/env python3
"""Jinja2's part of the benchmark: does what it is told so many times, then answers with a line.

    VERB NAME COUNT     on stdin: parse (to the syntax tree), load (from_string: parse and compile), render, or text,
                        which answers with what rendering gives, as JSON. Templates and variables are those of the folder given.
"""
import json
import pathlib
import sys

import jinja2

folder = pathlib.Path(sys.argv[1])
variables = json.loads((folder / "variables.json").read_text(encoding="utf-8"))
environment = jinja2.Environment()
sources = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.j2")}
templates = {name: environment.from_string(source) for name, source in sources.items()}

for line in sys.stdin:
    verb, name, count = line.split()
    source, render = sources[name], templates[name].render
    if verb == "parse":
        for _ in range(int(count)):
            environment.parse(source)
    elif verb == "load":
        for _ in range(int(count)):
            environment.from_string(source)
    elif verb == "render":
        for _ in range(int(count)):
            render(variables)
    print(json.dumps(render(variables) if verb == "text" else "done"), flush=True)
