"""The command line: finds the command's module in `tidings.commands` and runs it.

A module `tidings/commands/NAME.py` is the command `tidings NAME`: `add(subparsers)` declares its options with
`set_defaults(run=run)`, `run(options)` does the work and returns the exit code. Only the module of the command
that is called is loaded, and modules load what they need when they run: that keeps the start short.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import pkgutil
import sys
from typing import NoReturn

from tidings import commands

EPILOG = (
    "Exit codes: 0 fine, 1 something was held and --strict was given, 2 usage, 3 nothing could be read, "
    "4 the corpus is being written by another process."
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code and also exits with it from the installed script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # letters that the terminal has not must not end a run
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    names = command_names()
    wanted = given[0] if given and given[0] in names else None
    options = parser([wanted] if wanted else names).parse_args(given)
    from tidings.model.errors import StoreBusy, TidingsError

    try:
        code: int = options.run(options)
    except TidingsError as error:
        print(f"tidings: {error}", file=sys.stderr)
        code = 4 if isinstance(error, StoreBusy) else 2
    except KeyboardInterrupt:
        print(
            "tidings: stopped; what was kept in a corpus is complete, and the next run goes on",
            file=sys.stderr,
        )
        code = 130
    except BrokenPipeError:  # the reader of our output has gone, as with "| head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        print(
            f"tidings: {named}{error.strerror or error}; check the disk and its permissions", file=sys.stderr
        )
        code = 2
    if arguments is None:
        sys.exit(code)
    return code


class _Version(argparse.Action):
    """Prints what a result depends on: the versions of the program, the codebook and the language model."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from tidings import __version__
        from tidings.codebook.loader import version_with
        from tidings.language.pipeline import MODEL_VERSION, SPACY_VERSION

        print(
            f"tidings {__version__}\ncodebook {version_with()}\nmodel {MODEL_VERSION}\nspaCy {SPACY_VERSION}"
        )
        parser.exit()


def command_names() -> list[str]:
    """The names of all commands, sorted: the modules of `tidings.commands` that do not begin with "_"."""
    found = [module.name for module in pkgutil.iter_modules(commands.__path__)]
    return sorted(name.replace("_", "-") for name in found if not name.startswith("_"))


def parser(names: list[str]) -> argparse.ArgumentParser:
    """The argument parser with the commands `names`, each declared by its own module."""
    made = argparse.ArgumentParser(
        prog="tidings",
        description="Reads the news and writes down who did what to whom, when, where and on whose word.",
        epilog=EPILOG,
    )
    made.add_argument(
        "--version", action=_Version, nargs=0, help="print the versions a result depends on, and exit"
    )
    subparsers = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names:
        importlib.import_module(f"tidings.commands.{name.replace('-', '_')}").add(subparsers)
    return made


if __name__ == "__main__":
    main()
