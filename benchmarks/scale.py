"""From files to events: `python benchmarks/scale.py 1000` adds, codes and merges so many generated articles.

Compares it with the bare language pipeline as it was published, on the same words in the same run, in seconds of
processor time (of all threads;
a busy machine changes them little), and prints the peak memory. The model is loaded before, for both.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import spacy

from generated import generated
from tidings.cli import main as command
from tidings.commands._sources import cache
from tidings.language.arithmetic import one_thread
from tidings.language.pipeline import MODEL_MODULE
from tidings.pipeline import shared_coder


def main(number: int) -> None:
    """Measure with `number` articles."""
    coder = shared_coder(cache())
    articles = list(generated(number))
    words = sum(len(article.text.split()) for article in articles)
    texts = [article.text for article in articles]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*\[W095\].*")
        published = spacy.load(MODEL_MODULE, exclude=["senter"])
    bare = _seconds(published, texts)
    with one_thread():
        own = _seconds(coder.language, texts)
    took = {}
    with tempfile.TemporaryDirectory() as folder:
        source, corpus = Path(folder, "in.jsonl"), Path(folder, "corpus")
        rows = (
            {"id": a.id, "text": a.text, "published": str(a.published), "source": a.source} for a in articles
        )
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        for name, arguments in (
            ("add", ["add", corpus, source]),
            ("code and merge", ["code", corpus]),
            ("merge again", ["merge", corpus]),
        ):
            began = time.process_time()
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                if command([str(a) for a in arguments]):
                    raise SystemExit(f"{name} failed")
            took[name] = time.process_time() - began
    whole = took["add"] + took["code and merge"]
    print(f"{number:,} articles, {words:,} words; seconds of processor time")
    print(
        f"bare pipeline {bare:.1f} (as Tidings loads it {own:.1f}), "
        + ", ".join(f"{name} {seconds:.1f}" for name, seconds in took.items())
    )
    print(f"{words / whole:,.0f} words a second and core; bare pipeline to end to end {bare / whole:.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _seconds(language: Any, texts: list[str]) -> float:
    """The processor time in which `language` parses `texts`."""
    for _ in language.pipe(texts[:8]):
        pass
    began = time.process_time()
    for _ in language.pipe(texts, batch_size=32):
        pass
    return time.process_time() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
