"""Share cards: the pictures themselves, where they are kept, and the site without them."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from serving import serving
from sitegen import share_cards
from sitegen.card_store import CARDS, SPARE, CardStore
from sitegen.compiling import compile_all
from sitegen.edition import Edition
from sitegen.folder import Folder, builtin_templates
from sitegen.joining import join, read_settings
from sitegen.options import Options
from sitegen.scale import STRUCK, Shape
from sitegen.share_cards import INNER, MARGIN, PAPER, ShareCard, draw
from sitegen.typefaces import cards_can_be_made, missing_from, typefaces
from support import BASE_URL, PLAIN_SITE, SITE, TODAY, Desk, brief_text, quiet_text

BRIEF, CLAIM = "briefs/bridge/", "briefs/bridge/doubled/"
BRIEF_CARD, CLAIM_CARD = f"{BRIEF}share-card.png", f"{CLAIM}share-card.png"
DEFAULT = "assets/share.png"
OFF = "share_images: false\n"  # which the settings of other tests have
PLAIN = ShareCard(
    above="Lena Frost",
    headline="The harbour bridge cost twice its budget",
    verdict="Mostly false",
    shape=Shape(round=False, filled=25),
    color="#a44700",
    below="Harbour Desk",
    lang="en",
    rtl=False,
)
LONG = "The bridge cost twice its budget, and nobody was told of it for years. " * 20
HINDI = "पुल की लागत दोगुनी थी"


def picture(content: bytes) -> Image.Image:
    """A PNG, decoded to its last pixel."""
    found = Image.open(io.BytesIO(content))
    assert found.format == "PNG"
    assert found.size == (1200, 630)
    return found.convert("RGB")


def inked(content: bytes, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are not of the paper."""
    part = picture(content).crop(box)
    paper = tuple(bytes.fromhex(PAPER[1:]))
    return sum(1 for pixel in part.get_flattened_data() if pixel != paper)


def og(desk: Desk, address: str) -> dict[str, str]:
    """The Open Graph properties of a page, and its card for Twitter."""
    found = desk.tree(address).xpath("//meta[@property or starts-with(@name, 'twitter:')]")
    return {m.get("property") or m.get("name"): m.get("content") for m in found}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk that has cards and nothing else."""
    desk = Desk(tmp_path)
    desk.config(PLAIN_SITE.replace(OFF, ""))
    return desk


@pytest.fixture(scope="module")
def carded(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The example desk with its cards drawn: to be read, not changed."""
    desk = Desk(tmp_path_factory.mktemp("carded")).bridge()
    desk.config(SITE.replace(OFF, ""))
    return desk.make(cards=True)


# The pictures


def test_pillow_and_the_typefaces_are_here() -> None:
    assert cards_can_be_made()
    assert len(typefaces()) == 2


@pytest.mark.parametrize("address", [BRIEF_CARD, CLAIM_CARD])
def test_a_brief_and_a_claim_have_their_card(carded: Desk, address: str) -> None:
    content = carded.path(address).read_bytes()
    assert inked(content, (0, 0, 1200, 630)) > 5_000
    assert len(content) < 60_000


def test_the_cards_of_a_brief_and_its_claim_differ(carded: Desk) -> None:
    assert carded.path(BRIEF_CARD).read_bytes() != carded.path(CLAIM_CARD).read_bytes()


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("above", "Somebody else"),
        ("headline", "Something else"),
        ("verdict", "True"),
        ("shape", Shape(round=False, filled=100)),
        ("shape", Shape(round=True, filled=0)),
        ("color", "#17693c"),
        ("below", "Another Desk"),
        ("rtl", True),
    ],
)
def test_whatever_a_card_says_can_be_seen(field: str, other: Any) -> None:
    assert draw(PLAIN._replace(**{field: other})) != draw(PLAIN)


def test_every_shape_looks_unlike_the_others() -> None:
    on_scale = [Shape(round=False, filled=filled) for filled in (0, 25, 50, 75, 100)]
    outside = [Shape(round=True, filled=number) for number in range(4)]
    assert (
        len({draw(PLAIN._replace(shape=shape)) for shape in (*on_scale, *outside, STRUCK, None)})
        == 11
    )


def test_the_same_card_has_the_same_bytes() -> None:
    """Here, in a new process, and with another hash seed."""
    code = "import sys; from sitegen.share_cards import *; card = eval(sys.argv[1]); "
    code += "sys.stdout.buffer.write(draw(card))"
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", code, repr(PLAIN)], env=env, capture_output=True, check=True
        )
        assert done.stdout == draw(PLAIN)


def test_the_verdicts_colour_is_that_of_its_rating_and_of_nothing_else() -> None:
    found = picture(draw(PLAIN))
    color = tuple(bytes.fromhex(PLAIN.color[1:]))
    assert color in set(found.crop((0, 420, 1200, 525)).get_flattened_data())
    assert color not in set(found.crop((0, 0, 1200, 410)).get_flattened_data())


@pytest.mark.parametrize("text", [LONG, "supercalifragilistic" * 30, "Words " * 3, "I"])
@pytest.mark.parametrize("rtl", [False, True])
def test_no_text_leaves_the_card_or_its_place(text: str, rtl: bool) -> None:
    content = draw(ShareCard(text, text, text, PLAIN.shape, "#a44700", text, "en", rtl))
    assert inked(content, (0, 0, MARGIN - 8, 630)) == 0
    assert inked(content, (MARGIN + INNER + 8, 0, 1200, 630)) == 0
    for top, bottom in ((0, 50), (112, 140), (532, 538), (544, 548), (608, 630)):
        assert inked(content, (0, top, 1200, bottom)) == 0, (top, bottom)


def test_a_text_that_is_too_long_ends_in_an_ellipsis() -> None:
    """Two that differ only behind the end look alike; the end itself is not that of a word."""
    one, other = (draw(PLAIN._replace(headline=LONG + end)) for end in ("", "More."))
    assert one == other
    whole = " ".join(LONG.split()[:20])
    assert draw(PLAIN._replace(headline=whole)) != one


def test_a_longer_text_is_set_smaller_before_it_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the largest size is the only one, such a text is cut; set smaller, it is whole."""
    one, other = (PLAIN._replace(headline=f"{LONG[:142]}{end}") for end in ("years", "days"))
    assert draw(one) != draw(other)
    monkeypatch.setattr("sitegen.share_cards.SIZES", (share_cards.SIZES[0],))
    assert draw(one) == draw(other)


def test_a_word_without_an_end_is_cut_in_no_time() -> None:
    """The time that it takes does not grow with what is not shown."""
    word = "https://bridge.example/" + "a" * 200_000
    assert draw(PLAIN._replace(headline=word)) == draw(PLAIN._replace(headline=word[:2000]))


def test_where_letters_cannot_be_joined_there_is_the_sites_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pillow needs a library of the system for that; other cards it draws without."""
    monkeypatch.setattr("sitegen.share_cards.joins_letters", lambda: False)
    monkeypatch.setattr("sitegen.card_store.joins_letters", lambda: False)
    share_cards._length.cache_clear()
    share_cards._loaded.cache_clear()
    store = CardStore(tmp_path)
    arabic = PLAIN._replace(headline="الخزان نصف فارغ", rtl=True, lang="ar")
    theirs = builtin_templates() / "assets" / "share.png"
    assert store.png(arabic) == theirs.read_bytes()
    assert inked(store.png(PLAIN), (0, 140, 1200, 410)) > 0
    share_cards._length.cache_clear()
    share_cards._loaded.cache_clear()


def test_arabic_is_joined_and_runs_from_the_right() -> None:
    card = ShareCard(
        "ليلى حداد", "الخزان نصف فارغ", "خطأ", None, "#b3261e", "مكتب الميناء", "ar", True
    )
    content = draw(card)
    assert inked(content, (700, 150, 1200, 400)) > inked(content, (0, 150, 500, 400))
    # Letters that stand alone, a thin space between each two, take more room than joined ones.
    apart = "\u200c".join("الخزان")
    assert missing_from(apart) == ""
    assert draw(card._replace(headline="الخزان")) != draw(card._replace(headline=apart))


@pytest.mark.parametrize(
    "text", ["Łódź", "Ελλάδα", "Київ", "ليلى 2024 Tidewell", "“—” ×2 · é", "iNgqondo"]
)
def test_these_can_be_set(text: str) -> None:
    assert missing_from(text) == ""
    draw(PLAIN._replace(headline=text))


# The typefaces


def test_a_typeface_has_the_characters_that_it_is_said_to_have() -> None:
    """Against what Pillow draws: a character that is not there is drawn as that of U+FFFF is."""
    from PIL import ImageFont  # noqa: PLC0415

    for face in typefaces():
        for path in (face.regular, face.bold):
            font = ImageFont.truetype(path, 40, layout_engine=ImageFont.Layout.BASIC)
            nothing = bytes(font.getmask("\uffff"))
            letters = [c for c in map(chr, sorted(face.covered)) if c.isalpha()][::7]
            assert len(letters) > 100
            assert [c for c in letters if bytes(font.getmask(c)) == nothing] == []
        assert ord("क") not in face.covered


# A script without a typeface


def test_a_script_without_a_typeface_is_told_and_has_the_sites_picture(desk: Desk) -> None:
    desk.brief(brief_text().replace("The bridge cost twice its budget", HINDI))
    (problem,) = desk.warnings("no-font", cards=True)
    assert "“" not in problem.message
    assert '"प"' in problem.message
    assert (problem.file, problem.span.line) == ("briefs/bridge.md", 8)
    desk.make(cards=True)
    assert not desk.has(CLAIM_CARD)
    assert og(desk, CLAIM)["og:image"] == f"{BASE_URL}/{DEFAULT}"
    assert desk.has(BRIEF_CARD)
    assert og(desk, BRIEF)["og:image"] == f"{BASE_URL}/{BRIEF_CARD}"


def test_the_desks_own_name_is_told_once(desk: Desk) -> None:
    desk.config(f"title: {HINDI}\nbase_url: {BASE_URL}\n")
    for slug in ("one", "two"):
        desk.brief(brief_text(), slug=slug)
    (problem,) = desk.warnings("no-font", cards=True)
    assert problem.file == "site.yaml"


@pytest.mark.parametrize("lines", ["share_images: false\n", None])
def test_nothing_is_told_where_no_cards_are_made(desk: Desk, lines: str | None) -> None:
    desk.brief(brief_text().replace("The bridge cost twice its budget", HINDI))
    desk.config(f"title: Harbour Desk\nbase_url: {BASE_URL}\n{lines}" if lines else "title: It\n")
    assert desk.warnings("no-font", cards=True) == []


# On the pages


@pytest.mark.parametrize(("page", "card"), [(BRIEF, BRIEF_CARD), (CLAIM, CLAIM_CARD)])
def test_a_page_names_its_card_with_its_size_and_its_words(
    carded: Desk, page: str, card: str
) -> None:
    found = og(carded, page)
    assert found["og:image"] == f"{BASE_URL}/{card}"
    assert carded.has(card)
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"] == found["og:title"]
    assert found["twitter:card"] == "summary_large_image"


@pytest.mark.parametrize("page", ["", "briefs/", "claims/", "entities/lena-frost/", "ratings/"])
def test_other_pages_name_the_sites_picture(carded: Desk, page: str) -> None:
    found = og(carded, page)
    assert found["og:image"] == f"{BASE_URL}/{DEFAULT}"
    assert found["og:image:alt"] == "Harbour Desk"
    assert found["og:type"] == "website"


def test_without_an_address_no_page_names_a_picture(desk: Desk) -> None:
    desk.config("title: Harbour Desk\n")
    desk.brief(brief_text())
    desk.make(cards=True)
    assert not desk.has(CLAIM_CARD)
    for page in ("", BRIEF, CLAIM):
        assert not [name for name in og(desk, page) if "image" in name or "twitter" in name]


def test_a_brief_with_a_picture_of_its_own_is_shared_with_that(desk: Desk) -> None:
    desk.brief(brief_text("image: map.png"))
    desk.file("briefs/map.png", b"picture")
    desk.make(cards=True)
    found = og(desk, BRIEF)
    assert found["og:image"] == f"{BASE_URL}/{BRIEF}map.png"
    assert "og:image:width" not in found
    assert not desk.has(BRIEF_CARD)
    assert desk.has(CLAIM_CARD)


def test_share_images_false_makes_none(desk: Desk) -> None:
    desk.config(f"title: Harbour Desk\nbase_url: {BASE_URL}\nshare_images: false\n")
    desk.brief(brief_text())
    desk.make(cards=True)
    assert not desk.has(CLAIM_CARD)
    assert og(desk, CLAIM)["og:image"] == f"{BASE_URL}/{DEFAULT}"
    assert not (desk.root / CARDS).exists()


def test_the_sites_picture_is_a_whole_png(carded: Desk) -> None:
    content = carded.path(DEFAULT).read_bytes()
    assert inked(content, (0, 0, 1200, 630)) > 10_000
    assert len(content) < 20_000


def test_a_desk_replaces_the_sites_picture(desk: Desk) -> None:
    desk.brief(brief_text())
    desk.file("templates/assets/share.png", b"own")
    desk.make()
    assert desk.path(DEFAULT).read_bytes() == b"own"


# Without Pillow


BLOCKED = """
import sys
from importlib.machinery import PathFinder
class Finder(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.partition(".")[0] in ("PIL", {more}):
            return None
        return super().find_spec(name, path, target)
sys.meta_path[:] = [Finder if it is PathFinder else it for it in sys.meta_path]
from sitegen.start import main
main()
"""


@pytest.mark.parametrize("more", ["", "'fontpkg_amiri', 'fontpkg_noto_serif'"])
def test_without_pillow_the_site_is_whole(desk: Desk, more: str) -> None:
    desk.brief(quiet_text())
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            BLOCKED.format(more=more),
            "build",
            "--strict",
            "--today=2024-06-01",
        ],
        cwd=desk.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not desk.has(CLAIM_CARD)
    assert og(desk, CLAIM)["og:image"] == f"{BASE_URL}/{DEFAULT}"
    assert desk.has(DEFAULT)


def imports_pillow(desk: Desk, command: str) -> bool:
    """Whether a command does."""
    code = "import sys; from sitegen.start import main\ntry: main()\n"
    code += "finally: print('PIL' in sys.modules)"
    args = [sys.executable, "-c", code, command, "--jobs=1", "--today=2024-06-01"]
    done = subprocess.run(args, cwd=desk.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1] == "True"


def test_nothing_of_pillow_is_imported_unless_a_card_is_drawn(desk: Desk) -> None:
    """Nor where all cards were drawn before."""
    desk.brief(quiet_text())
    assert not imports_pillow(desk, "check")
    assert imports_pillow(desk, "build")
    assert not imports_pillow(desk, "build")


@pytest.mark.parametrize("settings", [PLAIN_SITE, "title: Harbour Desk\n"])
def test_nothing_of_pillow_is_imported_where_a_site_has_no_cards(desk: Desk, settings: str) -> None:
    desk.config(settings)
    desk.brief(quiet_text())
    assert not imports_pillow(desk, "build")


# What is kept


def kept(desk: Desk) -> dict[str, bytes]:
    """The entries of the store."""
    folder = desk.root / CARDS
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def test_a_card_is_drawn_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.brief(brief_text())
    desk.make(cards=True)
    made = desk.path(CLAIM_CARD).read_bytes()
    assert len(kept(desk)) == 2

    def refuse(_: ShareCard) -> bytes:
        raise AssertionError("drawn again")

    monkeypatch.setattr("sitegen.card_store.draw", refuse)
    desk.make(cards=True, clean=True)
    assert desk.path(CLAIM_CARD).read_bytes() == made
    desk.brief(brief_text().replace("mostly-false", "false"))
    with pytest.raises(AssertionError, match="drawn again"):
        desk.make(cards=True)


@pytest.mark.parametrize("damage", [b"", b"PNG", None])
def test_a_damaged_entry_is_drawn_anew(desk: Desk, damage: bytes | None) -> None:
    desk.brief(brief_text())
    desk.make(cards=True)
    made, entries = desk.path(CLAIM_CARD).read_bytes(), kept(desk)
    for name, content in entries.items():
        path = desk.root / CARDS / name
        path.write_bytes(content[:-9] + b"otherends" if damage is None else damage)
    desk.make(cards=True, clean=True)
    assert desk.path(CLAIM_CARD).read_bytes() == made
    assert kept(desk) == entries


def test_a_folder_that_cannot_be_written_to_does_no_harm(desk: Desk) -> None:
    desk.brief(brief_text())
    desk.file(".sitegen", "a file where the folder would be")
    desk.make(cards=True)
    picture(desk.path(CLAIM_CARD).read_bytes())


def test_what_is_kept_is_bounded(tmp_path: Path) -> None:
    store = CardStore(tmp_path, keep=True)
    store.png(PLAIN)
    for number in range(SPARE + 4):
        (tmp_path / f"{number:040x}").write_bytes(b"")
    (tmp_path / "of-somebody-else").write_bytes(b"")
    store.trim([PLAIN])
    assert len(list(tmp_path.iterdir())) == 2
    assert store.png(PLAIN) == draw(PLAIN)


def test_many_jobs_make_the_same_cards(desk: Desk) -> None:
    claims = "".join(
        f"c{n}:\n  text: Claim number {n}\n  rating: 'true'\n  verdict: It is.\n" for n in range(80)
    )
    desk.brief(brief_text(claims=claims))
    one = {p.parent.name: p.read_bytes() for p in _cards(desk.make(cards=True))}
    assert len(one) == 82
    for path in (desk.root / CARDS).iterdir():
        path.unlink()
    many = {
        p.parent.name: p.read_bytes() for p in _cards(desk.make(cards=True, jobs=2, clean=True))
    }
    assert many == one
    assert len(kept(desk)) == 82


def _cards(desk: Desk) -> list[Path]:
    return sorted(desk.out.rglob("share-card.png"))


# Commands


def test_check_draws_and_keeps_none(desk: Desk) -> None:
    desk.brief(quiet_text())
    assert desk.check().status == 0
    assert not (desk.root / ".sitegen").exists()


def test_the_preview_draws_a_card_when_it_is_asked_for(desk: Desk) -> None:
    desk.brief(quiet_text())
    with serving(desk.root) as server:
        status, headers, content = server.get(f"{server.base_path}{CLAIM_CARD}")
    assert (status, headers["content-type"]) == (200, "image/png")
    picture(content)


def test_the_preview_tries_all_files_but_the_cards(desk: Desk) -> None:
    desk.brief(brief_text())
    folder, options = Folder(desk.root), Options(TODAY, cards=True)
    read = read_settings(folder.read("site.yaml"), options)
    making = join(folder, options, read, compile_all(folder, 1)).making
    assert making
    edition = Edition(making)
    assert CLAIM_CARD in edition
    assert f"{CLAIM}index.html" in edition.paths
    assert CLAIM_CARD not in edition.paths


def test_the_manifest_names_the_cards(carded: Desk) -> None:
    files = json.loads(carded.html("data/manifest.json"))["files"]
    assert re.fullmatch("[0-9a-f]{64}", files[CLAIM_CARD])
