"""The commands of `tidings`, one module each: `add(subparsers)` declares it, `run(options)` does it.

Modules whose names begin with "_" are shared by commands and are none themselves.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

DEMO = "tidings-demo"  # the corpus folder that the demo makes, and where others look when none is named
