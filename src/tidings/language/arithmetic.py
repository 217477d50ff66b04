"""How the model multiplies its matrices: with the library that numpy was built with, in one thread.

Measured on the articles of `make bench-scale`, numpy's OpenBLAS multiplies matrices of this size two to three times as
fast as the library that spaCy brings, and the parses are the same. Its threads cost more than they give, and
starve other processes.
"""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from spacy.language import Language

_LEAST = 1 << 20  # products of fewer steps are done by other routines, which round differently


def multiply_with_numpy(language: Language) -> None:
    """Let the models of `language` multiply with numpy, each row in the same way however many there are."""
    import numpy
    from thinc.api import NumpyOps

    class Products(NumpyOps):  # type: ignore[misc]
        """Few rows are filled up: so a row gives the same bits alone and among others."""

        def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            x, y = (x.T if trans1 else x), (y.T if trans2 else y)
            rows, least = len(x), -(-_LEAST // max(1, y.size))
            if rows < least:
                filled = numpy.zeros((least, x.shape[1]), dtype=x.dtype)
                filled[:rows] = x
                product = numpy.dot(filled, y)[:rows]
                if out is None:
                    return product
                out[:] = product
                return out
            return numpy.dot(x, y, out=out)

    products = Products(use_blis=False)
    for _, component in language.pipeline:
        model: Any = getattr(component, "model", None)
        for layer in model.walk() if model else ():
            layer.ops = products


def one_thread() -> AbstractContextManager[Any]:
    """While it is open, numpy multiplies in one thread; what held before holds again afterwards."""
    libraries = _libraries()
    return libraries.limit(limits=1) if libraries is not None else contextlib.nullcontext()


@functools.cache
def _libraries() -> Any:
    import numpy  # noqa: F401  (the libraries are those that are loaded by now)
    from threadpoolctl import ThreadpoolController

    found = ThreadpoolController().select(user_api="blas")
    return found if len(found) else None
