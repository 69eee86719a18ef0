"""A made-up vault of some size for pictures: the notes of a gardener, the same ones each time."""

from __future__ import annotations

import random
from pathlib import Path

# fmt: off
_PLANTS = (
    "PLANTS", "Tomato", "Basil", "Bean", "Pea", "Carrot", "Leek", "Onion", "Garlic", "Potato",
    "Pumpkin", "Courgette", "Cucumber", "Lettuce", "Spinach", "Chard", "Kale", "Radish", "Beetroot",
    "Fennel", "Celery", "Parsley", "Dill", "Chive", "Thyme", "Sage", "Mint", "Lavender", "Marigold",
    "Nasturtium", "Borage", "Rose", "Clematis", "Apple", "Pear", "Plum", "Quince", "Currant",
    "Raspberry", "Strawberry", "Rhubarb",
)
# fmt: on
_BEDS = ("North bed", "South bed", "Greenhouse", "Orchard", "Herb spiral", "Cold frame")
_WORK = (
    "Sowing",
    "Pricking out",
    "Pruning",
    "Mulching",
    "Watering",
    "Composting",
    "Grafting",
    "Saving seed",
    "Storing",
)
_PESTS = ("Aphids", "Slugs", "Carrot fly", "Mildew", "Blight", "Vine weevil", "Codling moth")


def write_garden(folder: Path) -> None:
    """Write the vault: about 120 notes that link each other, some of them wrongly."""
    chance = random.Random(7)
    names = [*_PLANTS, *_BEDS, *_WORK, *_PESTS]
    notes = {f"Plants/{name}": _plant(name, chance) for name in _PLANTS}
    notes |= {f"Beds/{name}": _listing(name, chance.sample(_PLANTS, 7)) for name in _BEDS}
    notes |= {f"Work/{name}": _listing(name, chance.sample(_PLANTS, 9)) for name in _WORK}
    notes |= {f"Pests/{name}": _listing(name, chance.sample(_PLANTS, 5)) for name in _PESTS}
    for month in range(3, 11):
        for day in range(1, 29, 4):
            title = f"2026-{month:02}-{day:02}"
            notes[f"Journal/{title}"] = _day(title, chance.sample(names, chance.randint(1, 4)), chance)
    notes["Home"] = _listing("Home", [*_BEDS, *_WORK[:5], "Garden plan"])
    for name, text in notes.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "vaultlint.toml").write_text("sections = []\n", encoding="utf-8")


def _plant(name: str, chance: random.Random) -> str:
    beside, against = chance.sample([each for each in _PLANTS if each != name], 3), chance.choice(_PESTS)
    lines = [f"# {name}", "", f"Grows in the [[{chance.choice(_BEDS)}]], beside {_links(beside)}.", "", "## Care", ""]
    lines += [f"- Look out for [[{against}]].", f"- See [[{chance.choice(_WORK)}]]."]
    return "\n".join(lines) + "\n"


def _listing(name: str, names: list[str]) -> str:
    return "\n".join([f"# {name}", "", *(f"- [[{each}]]" for each in names)]) + "\n"


def _day(title: str, names: list[str], chance: random.Random) -> str:
    text = f"Today: {_links(names)}." if names else "Rain all day."
    wrong = {
        0: "\nAsk about [[Seed swap]].\n",
        1: "\nAs in [[Tomato#Frost]].\n",
        2: "\n* [[Basil]]\n",
        3: "\n![[bed.jpg]]\n",
    }
    return f"# {title}\n\n{text}\n" + wrong.get(chance.randrange(24), "")


def _links(names: list[str]) -> str:
    return ", ".join(f"[[{name}]]" for name in names)
