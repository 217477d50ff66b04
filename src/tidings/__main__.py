"""`python -m tidings`: the command line, where the `tidings` command is not on the path."""

from tidings.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
