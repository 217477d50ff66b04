"""Overlays of word lists, codes, crosswalks and place lists: added, replaced, taken out, told, refused when wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings.codebook.differences import differences
from tidings.codebook.layers import OVERLAY_FILES, SHIPPED
from tidings.codebook.loader import Codebook, codebook_at, load_codebook
from tidings.codebook.overlay_report import change_counts, change_names
from tidings.codebook.word_files import word_file
from tidings.model.article import Article
from tidings.model.errors import CodebookError
from tidings.pipeline import Coder, code_article

# what no overlay changes: closed lists of the scheme, the packed gazetteer, fitted weights
ONE_FOR_ALL = {
    "ontology/contexts.csv",
    "ontology/countries.csv",
    "ontology/sectors.csv",
    "places/gazetteer.bin",
    "places/words.csv",
}


@pytest.fixture(scope="module")
def shipped() -> Codebook:
    return load_codebook()


def _overlay(folder: Path, name: str, text: str) -> Path:
    path = folder / "mine" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder / "mine"


def test_every_other_file_of_the_codebook_can_be_laid_over() -> None:
    layered = {path for pattern in OVERLAY_FILES for path in SHIPPED.glob(pattern)}
    left = {
        path.relative_to(SHIPPED).as_posix()
        for path in SHIPPED.rglob("*")
        if path.is_file() and path not in layered
    }
    assert left == ONE_FOR_ALL


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("stance.yaml", "for:\n  verbs: hurrah\nremove:\n  against:\n    labels: lie\n", ["- stance words against labels: lie", "+ stance words for verbs: hurrah"]),
        ("status.yaml", "future:\n  verbs: mull over | plan\nremove:\n  carrying: lead\n", ["- status words carrying: lead", "+ status words future verbs: mull over"]),
        ("figures.yaml", "injured:\n  verbs: graze\n  about: Words.\npeople: piper\n", ["+ figure words injured verbs: graze", "+ figure words people: piper"]),
        ("domains.yaml", "chess: gambit | stalemate\nremove: {sport: tries | try}\n", ["+ domain words chess: gambit", "+ domain words chess: stalemate", "- domain words sport: tries", "- domain words sport: try"]),
        ("dates.yaml", "words:\n  month: {brumaire: 11, march: 3}\n  season: {autumn: SP}\nremove: {words: {month: jan}}\n", ["+ date words words month: brumaire", "~ date words words season: autumn", "- date words words month: jan"]),
        ("cameo.csv", "code,name,definition,goldstein,quad\n195,Bomb,From the air.,-9.5,4\n1959,Own,Our own.,,4\n", ["~ CAMEO codes 195", "+ CAMEO codes 1959"]),
        ("crosswalks/plover_to_ucdp.csv", "type,mode,violence,reason\nPROTEST,riot,yes,\n", ["crosswalk plover_to_ucdp PROTEST riot"]),
        ("places/abbreviations.csv", "abbreviation,name,country,remove\nAK,Alaska,USA,yes\nXQ,Xanadu Quay,GBR,\n", ["- places abbreviations AK", "+ places abbreviations XQ"]),
    ],
)  # fmt: skip
def test_changes_are_told_by_name(
    tmp_path: Path, name: str, text: str, told: list[str], shipped: Codebook
) -> None:
    mine = _overlay(tmp_path, name, text)
    book = load_codebook(mine)
    lines = [line.removesuffix(" (mine)") for line in change_names(book.changes)]
    assert [line if told[0][:1] in "+-~" else line[2:] for line in sorted(lines)] == sorted(told)
    assert change_counts(book.changes)
    assert book.version != shipped.version
    assert differences(shipped, book) or name.startswith(("crosswalks", "places", "stance"))


def test_what_is_laid_over_is_in_the_codebook(tmp_path: Path, shipped: Codebook) -> None:
    _overlay(tmp_path, "stance.yaml", "for:\n  verbs: hurrah\nremove:\n  against:\n    labels: lie\n")
    _overlay(tmp_path, "status.yaml", "future:\n  verbs: mull over\nremove:\n  carrying: lead\n")
    _overlay(tmp_path, "figures.yaml", "injured:\n  verbs: graze\n")
    _overlay(tmp_path, "domains.yaml", "chess: gambit | stalemate\n")
    _overlay(tmp_path, "dates.yaml", "rules:\n  - rule: named day\n    pattern: name\n    means: holiday\n")
    _overlay(tmp_path, "cameo.csv", "code,name,definition,goldstein,quad\n195,Bomb,From the air.,-9.5,4\n")
    _overlay(tmp_path, "crosswalks/cameo_to_plover.csv", "cameo,type,mode,note\n195,ASSAULT,drone,ours\n")
    _overlay(tmp_path, "places/abbreviations.csv", "abbreviation,name,country\nXQ,Xanadu Quay,GBR\n")
    mine = _overlay(
        tmp_path, "places/countries.csv",
        "country,name,aliases,adjectives,lat,lon,geonameid,population,area_km2,capital\n"
        "FJI,Fiji,Cannibal Isles,Fijian,-18,178,2205218,883483,18270,Levuka\n",
    )  # fmt: skip
    book = load_codebook(mine)
    assert book.stance.verbs["hurrah"] == "for"
    assert set(shipped.stance.labels) - set(book.stance.labels) == {"lie"}
    assert book.status.future.verbs - shipped.status.future.verbs == {"mull over"}
    assert shipped.status.carrying - book.status.carrying == {"lead"}
    assert book.figures.verbs["graze"] == "injured"
    assert book.domains["chess"] == {"gambit", "stalemate"}
    assert book.domains["sport"] == shipped.domains["sport"]
    assert [r.means for r in book.dates.rules if r.name == "named day"] == ["holiday"]
    assert [r.name for r in book.dates.rules] == [r.name for r in shipped.dates.rules]
    assert (book.goldstein("195"), shipped.goldstein("195")) == (-9.5, -10.0)
    assert book.crosswalks.to_plover("195") == (("ASSAULT", "drone"),)
    assert book.gazetteer.expand("XQ") == ("Xanadu Quay", "GBR")
    assert [p.name for p in book.gazetteer.look_up("Cannibal Isles")] == ["Fiji"]
    assert list(book.cameo) == list(shipped.cameo)


def test_one_s_own_status_word_and_score_change_what_is_coded(tmp_path: Path, coder: Coder) -> None:
    article = Article(id="a", text="Army jets bombed rebel positions near Kano on Friday.")
    _overlay(tmp_path, "cameo.csv", "code,name,definition,goldstein,quad\n195,Bomb,From the air.,-9.5,4\n")
    own = Coder(coder.language, load_codebook(tmp_path / "mine"))
    assert [r.goldstein for r in code_article(article, own).records if r.kind == "event"] == [-9.5]
    dreamt = Article(id="b", text="The generals dreamt of bombing rebel positions near Kano.")
    _overlay(tmp_path, "status.yaml", "hypothetical:\n  verbs: dream\n")
    own = Coder(coder.language, load_codebook(tmp_path / "mine"))
    before = [r.status for r in code_article(dreamt, coder).records if r.kind == "event"]
    after = [r.status for r in code_article(dreamt, own).records if r.kind == "event"]
    assert (before, after) == (["actual"], ["hypothetical"])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("status.yaml", "someday:\n  verbs: x\n", "2: 'someday' is no status"),
        ("status.yaml", "future:\n  verb: x\n", "2: unknown key 'verb' in future"),
        ("status.yaml", "future: plan\n", "future must be a mapping with"),
        ("status.yaml", "remove:\n  carrying: zzz\n", "'zzz' cannot be removed from carrying"),
        ("stance.yaml", "for:\n  verbs: oppose\n", "'oppose' is given to for and against"),
        ("figures.yaml", "sung:\n  verbs: sing\n", "2: 'sung' is no kind of figure"),
        ("figures.yaml", "missing:\n  verbs: kill\n", "'kill' is given to killed and missing"),
        ("dates.yaml", "rule: {}\n", "'rule' is no section"),
        ("dates.yaml", "rules:\n  - rule: x\n    pattern: nosuchclass\n", "2: no words of class 'nosuchclass'"),
        ("dates.yaml", "rules:\n  - rule: x\n    patern: month\n", "2: a construction needs the keys"),
        ("dates.yaml", "words: {month: {jan: 1}, month: {}}\n", "duplicate key 'month'"),
        ("domains.yaml", "- chess\n", "needs sections with words"),
        ("domains.yaml", "remove: {politics: []}\nremove: {}\n", "duplicate key 'remove'"),
        ("cameo.csv", "code,name,definition,goldstein,quad\n999,a,b,0,1\n", "2: code 999 stands under 99"),
        ("crosswalks/plover_to_cameo.csv", "type,mode,cameo,note\nAID,hugs,07,\n", "2: AID/hugs is no type or mode"),
        ("crosswalks/plover_to_cameo.csv", "type,mode,cameo,note\nAID,,07,\nAID,,07,\n", "3: the same case as line 2"),
        ("places/abbreviations.csv", "abbreviation,name,country\nXQ,,GBR\n", "XQ: a place needs a name"),
    ],
)  # fmt: skip
def test_faults_are_refused_with_their_file(tmp_path: Path, name: str, text: str, message: str) -> None:
    mine = _overlay(tmp_path, name, text)
    with pytest.raises(CodebookError) as error:
        load_codebook(mine)
    (line,) = [line for line in str(error.value).splitlines() if message in line]
    assert line.startswith(str(mine / name))


def test_an_overlay_with_codes_is_no_whole_codebook(tmp_path: Path, shipped: Codebook) -> None:
    mine = _overlay(
        tmp_path, "cameo.csv", "code,name,definition,goldstein,quad\n195,Bomb,From the air.,-9.5,4\n"
    )
    assert [(d.table, d.id, d.what) for d in differences(shipped, codebook_at(mine))] == [
        ("CAMEO codes", "195", ("name", "definition", "goldstein"))
    ]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert word_file(tmp_path / "stance.yaml").content == {}
