"""Screening: how many altered names of a list are found, how many ordinary ones are held, and how long one takes.

    python -m bench.screening [SDN.XML consolidated.xml ...]

Without files the list is made here: 20,000 entries of invented combinations of real given names, surnames, trades and
places of the regions that lists are about, half of them with aliases. An official file can be given instead.
Alterations are made from the list itself; the ordinary names are the demo's firms and people and combinations of names
that the list's maker does not use (bench/ordinary_names.toml).
"""

import os
import random
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

SEED = 20261121
ENTRIES = 20_000
ALTERED = 400
SHOWN = 3
FLOOR = 69
NOW = datetime(2026, 11, 21, tzinfo=UTC)
NAMES = tomllib.loads((Path(__file__).parent / "ordinary_names.toml").read_text(encoding="utf-8"))


def main(paths: list[str]) -> None:
    """Load, alter and ask, ask about ordinary names; print the tables."""
    from karum.compliance.domain.rules import rules
    from karum.compliance.models import ListedName

    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        _load([Path(path) for path in paths] or [_made_list(Path(folder) / "made.xml", chance)])
    names = ListedName.objects.filter(strong=True, party__kind__in=["person", "entity"]).order_by("id")
    listed = list(names.values_list("party_id", "text", "party__kind"))
    chosen = chance.sample(listed, min(ALTERED, len(listed)))
    in_force, times = rules(), list[float]()
    print(f"\n{len(listed):,} strong names of people and firms; {len(chosen):,} altered in each way\n")
    print(f"{'':28} {'names':>6} {f'>={in_force.review}':>7} {f'>={in_force.strong}':>7}")
    altered = {
        label: _scores([(alter(row[1], row[2], chance), "", row) for row in chosen], [])
        for label, alter in ALTERATIONS.items()
    }
    ordinary = {label: _scores([(*one, None) for one in made()], times) for label, made in ORDINARY.items()}
    for label, scores in (altered | ordinary).items():
        shares = [_share(scores, floor) for floor in (in_force.review, in_force.strong)]
        print(f"{label:28} {len(scores):6,} {shares[0]:7.1%} {shares[1]:7.1%}  {_examples(scores, label in altered)}")
    print(f"\n{'points':>8} {'altered found':>14} {'ordinary held':>14}")
    every, all_ordinary = list(chain(*altered.values())), list(chain(*ordinary.values()))
    for floor in range(FLOOR, 100, 3):
        print(f"{floor:8} {_share(every, floor):14.1%} {_share(all_ordinary, floor):14.2%}")
    times.sort()
    last = times[int(len(times) * 0.99)] * 1000
    print(f"\none screening of one name: median {statistics.median(times) * 1000:.1f} ms, p99 {last:.1f} ms")


Scored = tuple[str, int, str]
"""(name asked, best points, listed name)"""


def _scores(asked: list[tuple[str | None, str, tuple[int, str, str] | None]], times: list[float]) -> list[Scored]:
    """The best points of each name: against its own entry or a namesake's, or for an ordinary name against any."""
    from karum.compliance.domain.rules import rules
    from karum.compliance.domain.scoring import Subject
    from karum.compliance.queries.candidates import find

    low = replace(rules(), review=FLOOR, hits_kept_max=1_000)
    found: list[Scored] = []
    for name, country, row in asked:
        if name is None:
            continue
        begun = time.perf_counter()
        hits = find(Subject((name,), "", (country,) if country else ()), low)
        times.append(time.perf_counter() - begun)
        if row is not None:
            hits = [hit for hit in hits if hit.party_id == row[0] or hit.match.listed == row[1]]
        found.append((name, hits[0].match.score, hits[0].match.listed) if hits else (name, 0, row[1] if row else ""))
    return found


def _share(scores: list[Scored], floor: int) -> float:
    return sum(score >= floor for _, score, _ in scores) / max(len(scores), 1)


def _examples(scores: list[Scored], wanted: bool) -> str:
    """Names that should have been found and were not, or were held and should not have been."""
    from karum.compliance.domain.rules import rules

    wrong = [one for one in scores if (one[1] < rules().review) is wanted]
    return "; ".join(f"{name} ~ {listed} ({score})" for name, score, listed in wrong[:SHOWN])


def _load(paths: list[Path]) -> None:
    from karum.compliance.services.lists import load
    from karum.official import eu_sanctions, ofac_sdn, un_sanctions
    from karum.official.source import Source

    for path in paths:
        source = Source(path)
        reader = next(one for one in (ofac_sdn, un_sanctions, eu_sanctions) if one.recognise(source))
        print(load(source, reader, now=NOW, say=lambda words: None).sentence)


Alter = Callable[[str, str, random.Random], str | None]
"""(name, kind, chance) -> the name as somebody else writes it; None where it does not apply"""


# --- the list -------------------------------------------------------------------------------------------------------


def _made_list(path: Path, chance: random.Random) -> Path:
    made = NAMES["listed"]
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0"?>\n<sdnList>\n')
        for number in range(ENTRIES):
            region = chance.choice(sorted(made["people"]))
            people = made["people"][region]
            if chance.random() < 0.55:
                given, family = chance.choice(people["given"].split()), chance.choice(people["family"].split())
                middle = f" {chance.choice(people['middle'].split())}" if chance.random() < 0.6 else ""
                names = [(f"{given}{middle}", family)]
                if chance.random() < 0.5:
                    names.append((given, chance.choice(people["family"].split())))
                kind = "Individual"
            else:
                firms = made["firms"]
                words = [chance.choice(firms["first"].split()), chance.choice(firms["second"].split())]
                if chance.random() < 0.6:
                    words.insert(0, chance.choice(people["family"].split()).upper())
                names = [("", f"{' '.join(words)} {chance.choice(firms['form'].split())}")]
                kind = "Entity"
            country = chance.choice(people["countries"].split("|"))
            out.write(_entry(number, kind, names, country))
        out.write("</sdnList>\n")
    return path


def _entry(number: int, kind: str, names: list[tuple[str, str]], country: str) -> str:
    def tags(first: str, last: str) -> str:
        return (f"<firstName>{first}</firstName>" if first else "") + f"<lastName>{last}</lastName>"

    akas = "".join(f"<aka><category>strong</category>{tags(*name)}</aka>" for name in names[1:])
    return (
        f"<sdnEntry><uid>{number}</uid>{tags(*names[0])}<sdnType>{kind}</sdnType><programList><program>TEST</program>"
        f"</programList><akaList>{akas}</akaList><addressList><address><country>{country}</country></address>"
        f"</addressList></sdnEntry>\n"
    )


# --- alterations ----------------------------------------------------------------------------------------------------


def _same(text: str, kind: str, chance: random.Random) -> str | None:
    return text


def _order(text: str, kind: str, chance: random.Random) -> str | None:
    words = text.split()
    return f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 and kind == "person" else None


def _slip(text: str, kind: str, chance: random.Random) -> str | None:
    """One letter left out, doubled, changed or swapped, in the longest word."""
    word = max(text.split(), key=len)
    at = chance.randrange(1, len(word) - 1)
    other = chance.choice("abcdefghiklmnoprstuvyz")
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + other + word[at + 1 :],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    )
    return text.replace(word, chance.choice(slips), 1)


def _no_middle(text: str, kind: str, chance: random.Random) -> str | None:
    words = text.split()
    return f"{words[0]} {words[-1]}" if kind == "person" and len(words) == 3 else None


def _no_form(text: str, kind: str, chance: random.Random) -> str | None:
    return " ".join(text.split()[:-1]) if kind == "entity" else None


def _together(text: str, kind: str, chance: random.Random) -> str | None:
    words = text.split()
    return " ".join([words[0] + words[1], *words[2:]]) if len(words) > 2 and kind == "entity" else None


_CYRILLIC = {
    "shch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "yu": "ю", "ya": "я", "ye": "е", "a": "а",
    "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "дж", "k": "к", "l": "л",
    "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в",
    "x": "кс", "y": "й", "z": "з",
}  # fmt: skip
_ARABIC = {
    "sh": "ش", "kh": "خ", "gh": "غ", "th": "ث", "dh": "ذ", "ch": "ش", "aa": "ا", "ee": "ي", "oo": "و", "ou": "و",
    "b": "ب", "c": "ك", "d": "د", "f": "ف", "g": "ج", "h": "ه", "j": "ج", "k": "ك", "l": "ل", "m": "م", "n": "ن",
    "p": "ب", "q": "ق", "r": "ر", "s": "س", "t": "ت", "u": "و", "v": "ف", "w": "و", "x": "كس", "y": "ي", "z": "ز",
    "i": "ي",
}  # fmt: skip
_GERMAN = {"sh": "sch", "zh": "sch", "kh": "ch", "v": "w", "ya": "ja", "yu": "ju", "z": "s"}
_FRENCH = {"sh": "ch", "u": "ou", "kh": "kh", "j": "dj", "ch": "tch"}


def _script(table: dict[str, str], first_vowel: str = "") -> Alter:
    longest = max(map(len, table))

    def write(text: str, kind: str, chance: random.Random) -> str | None:
        out = []
        words = text.lower().split()
        for word in words[:-1] if kind == "entity" else words:  # a legal form is translated, not transliterated
            at, letters = 0, []
            if first_vowel and word[0] in "aeiou":
                letters.append(first_vowel)
                at = 1
            while at < len(word):
                for size in range(longest, 0, -1):
                    piece = word[at : at + size]
                    if piece in table:
                        letters.append(table[piece])
                        at += size
                        break
                else:
                    letters.append("" if first_vowel and word[at] in "aeo" else word[at])
                    at += 1
            out.append("".join(letters))
        return " ".join(out)

    return write


def _people_of(regions: tuple[str, ...], alter: Alter) -> Alter:
    """For people of the made list whose family name is of these regions; of an official list for nobody."""
    families = {name for region in regions for name in NAMES["listed"]["people"][region]["family"].split()}

    def change(text: str, kind: str, chance: random.Random) -> str | None:
        return alter(text, kind, chance) if kind == "person" and text.split()[-1] in families else None

    return change


ALTERATIONS: dict[str, Alter] = {
    "none": _same,
    "family name first": _order,
    "one slip": _slip,
    "middle name dropped": _no_middle,
    "legal form dropped": _no_form,
    "two words as one (firms)": _together,
    "in Cyrillic": _script(_CYRILLIC),
    "Arabs, Persians in Arabic": _people_of(("arab", "persian"), _script(_ARABIC, "ا")),
    "all others in Arabic": _people_of(("slavic", "korean", "chinese", "latin"), _script(_ARABIC, "ا")),
    "as Germans spell it": _script(_GERMAN),
    "as the French spell it": _script(_FRENCH),
}


# --- ordinary names -------------------------------------------------------------------------------------------------


def _demo() -> Iterator[tuple[str, str]]:
    folder = Path(__file__).parent.parent / "src" / "karum" / "seeds" / "data"
    for path in sorted((folder / "sellers").glob("*.toml")):
        firm = tomllib.loads(path.read_text(encoding="utf-8"))
        firm = firm.get("business", firm)
        yield firm["name"], firm["country"]
    for person in tomllib.loads((folder / "people.toml").read_text(encoding="utf-8")).get("people", []):
        if "name" in person:
            yield person["name"], person.get("country", "")


def _people() -> Iterator[tuple[str, str]]:
    chance = random.Random(SEED + 1)
    groups = NAMES["ordinary"]
    for group in sorted(groups):
        names = groups[group]
        for _ in range(names["how_many"]):
            given, family = chance.choice(names["given"].split()), chance.choice(names["family"].split())
            yield f"{given} {family}", chance.choice(names["countries"].split())


def _firms() -> Iterator[tuple[str, str]]:
    chance = random.Random(SEED + 2)
    firms = NAMES["ordinary_firms"]
    for _ in range(300):
        name = f"{chance.choice(firms['first'].split())} {chance.choice(firms['second'].split())}"
        yield f"{name} {chance.choice(firms['form'].split())}", chance.choice(firms["countries"].split())


ORDINARY: dict[str, Callable[[], Iterator[tuple[str, str]]]] = {
    "demo firms and people": _demo,
    "people of six regions": _people,
    "small firms": _firms,
}

if __name__ == "__main__":
    import karum.runtime.testing  # noqa: F401  # a PostgreSQL of its own

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karum.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    main(sys.argv[1:])
