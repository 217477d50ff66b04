"""Where the nodes of a network are drawn: springs along edges, repulsion between all, a pull to the middle.

After Fruchterman and Reingold (1991), from a circle in the order given and without chance: the same network has
the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy

_STEPS = 400


def spread(nodes: Sequence[str], edges: Mapping[tuple[str, str], int]) -> dict[str, tuple[float, float]]:
    """Coordinates from 0 to 1 for each node, to three decimals.

    >>> spread([], {}), spread(["a"], {})
    ({}, {'a': (0.5, 0.5)})
    >>> sorted(spread(["a", "b"], {("a", "b"): 3}).values())
    [(0.0, 0.5), (1.0, 0.5)]
    """
    count = len(nodes)
    if count < 2:
        return dict.fromkeys(nodes, (0.5, 0.5))
    at = {node: i for i, node in enumerate(nodes)}
    turns = numpy.arange(count) * 2 * numpy.pi / count
    spots = numpy.stack([numpy.cos(turns), numpy.sin(turns)], axis=1)
    pull = numpy.zeros((count, count))
    for (a, b), weight in sorted(edges.items()):
        pull[at[a], at[b]] += 1 + numpy.log(weight)
        pull[at[b], at[a]] += 1 + numpy.log(weight)
    ideal = 1.6 / numpy.sqrt(count)
    for step in range(_STEPS):
        apart = spots[:, None, :] - spots[None, :, :]
        far = numpy.maximum(numpy.sqrt((apart**2).sum(axis=2)), 0.01)
        force = ideal**2 / far**2 - pull * far / ideal / 2
        move = (apart * force[:, :, None]).sum(axis=1) - 0.8 * spots
        length = numpy.maximum(numpy.sqrt((move**2).sum(axis=1)), 1e-9)
        most = 0.12 * (1 - step / _STEPS) + 0.001
        spots = spots + move / length[:, None] * numpy.minimum(length * 0.1, most)[:, None]
    low, high = spots.min(axis=0), spots.max(axis=0)
    size = float(max(high - low))
    middle = (low + high) / 2
    placed = (spots - middle) / (size or 1.0) + 0.5
    return {
        node: (round(float(placed[i, 0]), 3) + 0.0, round(float(placed[i, 1]), 3) + 0.0)
        for node, i in at.items()
    }
