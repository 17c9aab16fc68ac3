#!/usr/bin/env python3
"""Renders cases with Jinja2 as they come: one definition a line on stdin (see README.md), its outcome a line on stdout.

A definition for which the oracle itself fails (Python finds the module it compiled to wrong), or that takes too long, gets
{"skipped": REASON}.
"""
import json
import resource
import signal
import sys

import jinja2

import generate

SECONDS = 5
BYTES = 1 << 30
UNDEFINED = {
    None: generate.MostlyStrictUndefined,
    "default": jinja2.Undefined,
    "chainable": jinja2.ChainableUndefined,
    "strict": jinja2.StrictUndefined,
}


class TooLong(BaseException):
    """Not an Exception: no template may catch it as an error of its own."""


def give_up(signum, frame):
    raise TooLong


def outcome(line):
    case = json.loads(line)
    # The generator's one kind of undefined is a name in its module.
    kind = case.get("options", {}).pop("undefined", None)
    generate.MostlyStrictUndefined = UNDEFINED[kind]
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        result = generate.expected(case)
    except TooLong:
        return {"skipped": "it takes too long"}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if result.get("message", "").startswith(("SyntaxError:", "MemoryError:")):
        return {"skipped": result["message"]}
    return result


resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
signal.signal(signal.SIGALRM, give_up)
for each in sys.stdin:
    print(json.dumps(outcome(each)), flush=True)
