"""The child that sets type: a Typst source and its values in, a PDF or pictures of pages out.

``python -m tracker.typesetting_process FOLDER MEMORY SECONDS`` reads from standard input the
named arguments of Typst's ``compile`` as JSON (``source`` with them), and writes every file that
comes of it, each after its length in eight bytes. Ends with 3 where the source is at fault, the
fault on standard error.
"""

import json
import resource
import sys

import typst

#: What the child ends with when Typst refuses the source.
AT_FAULT = 3


def main(arguments: list[str]) -> int:
    folder, memory, seconds = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    wanted = json.load(sys.stdin.buffer)
    source = wanted.pop("source").encode()
    try:
        made = typst.compile(
            source, root=folder, font_paths=[folder], ignore_system_fonts=True, **wanted
        )
    except typst.TypstError as fault:
        print(fault, file=sys.stderr)
        return AT_FAULT
    for one in made if isinstance(made, list) else [made]:
        sys.stdout.buffer.write(len(one).to_bytes(8) + one)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
