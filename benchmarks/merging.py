"""How long merging takes: `python benchmarks/merging.py 100000` makes as many mentions and merges them.

Prints mentions, events, seconds for units and for merging, and peak memory. The making is not timed.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.merging.generated import generated

from tidings.merging.events import merge
from tidings.merging.sketches import Published, find_copies, sketch_of
from tidings.merging.units import units_of


def main(mentions: int) -> None:
    made = generated(mentions // 2, seed=1, days=2000)
    began = time.perf_counter()
    units = [unit for paper, records in made for unit in units_of(paper, records, {}, {})]
    read = time.perf_counter()
    events = merge(units)
    done = time.perf_counter()
    several = sum(len(event.articles) > 1 for event in events)
    print(f"{mentions:,} mentions in {len(events):,} events ({several:,} told by several articles)")
    print(f"units {read - began:.1f} s, merging {done - read:.1f} s")
    texts = [" ".join(f"w{(n * 7919 + k * k) % 50021}" for k in range(200)) for n in range(2000)]
    began = time.perf_counter()
    sketches = [Published(f"a{n}", None, sketch_of(text)) for n, text in enumerate(texts)]
    print(f"sketches {(time.perf_counter() - began) / len(texts) * 1000:.2f} ms a text of 200 words")
    many = [
        s._replace(article=f"{s.article}-{k}", sketch=bytes([k]) + s.sketch[1:])
        for s in sketches
        for k in range(10)
    ]
    began = time.perf_counter()
    groups = find_copies(many)
    print(f"copies of {len(many):,} articles: {time.perf_counter() - began:.1f} s, {len(groups):,} groups")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
