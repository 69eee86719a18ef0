"""A made-up vault of some size for pictures: the notes of a gardener, in either language, the same ones each time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Garden:
    """What the notes are called in one language, and what they say."""

    folders: tuple[str, str, str, str, str]  # of plants, beds, work, pests and the journal
    plants: tuple[str, ...]
    beds: tuple[str, ...]
    work: tuple[str, ...]
    pests: tuple[str, ...]
    home: str
    plan: str
    grows: str
    care: str
    pest: str
    see: str
    today: str
    rain: str
    wrong: tuple[str, ...]  # what is amiss on some days
    comma: str


# fmt: off
ENGLISH = Garden(
    ("Plants", "Beds", "Work", "Pests", "Journal"),
    (
        "Pepper", "Tomato", "Basil", "Bean", "Pea", "Carrot", "Leek", "Onion", "Garlic", "Potato",
        "Pumpkin", "Courgette", "Cucumber", "Lettuce", "Spinach", "Chard", "Kale", "Radish", "Beetroot",
        "Fennel", "Celery", "Parsley", "Dill", "Chive", "Thyme", "Sage", "Mint", "Lavender", "Marigold",
        "Nasturtium", "Borage", "Rose", "Clematis", "Apple", "Pear", "Plum", "Quince", "Currant",
        "Raspberry", "Strawberry", "Rhubarb",
    ),
    ("North bed", "South bed", "Greenhouse", "Orchard", "Herb spiral", "Cold frame"),
    (
        "Sowing", "Pricking out", "Pruning", "Mulching", "Watering", "Composting", "Grafting", "Saving seed",
        "Storing",
    ),
    ("Aphids", "Slugs", "Carrot fly", "Mildew", "Blight", "Vine weevil", "Codling moth"),
    "Home", "Garden plan", "Grows in the [[{bed}]], beside {beside}.", "Care", "Look out for [[{pest}]].",
    "See [[{work}]].", "Today: {notes}.", "Rain all day.",
    ("Ask about [[Seed swap]].", "As in [[Tomato#Frost]].", "* [[Basil]]", "![[bed.jpg]]"),
    ", ",
)
CHINESE = Garden(
    ("植物", "菜畦", "农事", "病虫害", "日志"),
    (
        "辣椒", "番茄", "罗勒", "豆角", "豌豆", "胡萝卜", "韭葱", "洋葱", "大蒜", "土豆",
        "南瓜", "西葫芦", "黄瓜", "生菜", "菠菜", "甜菜叶", "羽衣甘蓝", "小萝卜", "甜菜根",
        "茴香", "芹菜", "香菜", "莳萝", "韭菜", "百里香", "鼠尾草", "薄荷", "薰衣草", "万寿菊",
        "旱金莲", "琉璃苣", "月季", "铁线莲", "苹果", "梨", "李子", "木瓜", "醋栗",
        "树莓", "草莓", "大黄",
    ),
    ("北畦", "南畦", "温室", "果园", "香草螺旋", "冷床"),
    ("播种", "分苗", "修剪", "覆盖", "浇水", "堆肥", "嫁接", "留种", "贮藏"),
    ("蚜虫", "蛞蝓", "胡萝卜蝇", "白粉病", "疫病", "象甲", "苹果蠹蛾"),
    "首页", "种植计划", "种在[[{bed}]]，与{beside}为邻。", "养护", "当心[[{pest}]]。",
    "参见[[{work}]]。", "今天：{notes}。", "下了一天雨。",
    ("打听一下[[种子交换会]]。", "同[[番茄#霜冻]]。", "* [[罗勒]]", "![[菜畦.jpg]]"),
    "、",
)
# fmt: on


def write_garden(folder: Path, garden: Garden) -> None:
    """Write the vault: about 120 notes that link each other, some of them wrongly."""
    chance = random.Random(7)
    plants, beds, work, pests, journal = garden.folders
    names = [*garden.plants, *garden.beds, *garden.work, *garden.pests]
    notes = {f"{plants}/{name}": _plant(garden, name, chance) for name in garden.plants}
    notes |= {f"{beds}/{name}": _listing(name, chance.sample(garden.plants, 7)) for name in garden.beds}
    notes |= {f"{work}/{name}": _listing(name, chance.sample(garden.plants, 9)) for name in garden.work}
    notes |= {f"{pests}/{name}": _listing(name, chance.sample(garden.plants, 5)) for name in garden.pests}
    for month in range(3, 11):
        for day in range(1, 29, 4):
            title = f"2026-{month:02}-{day:02}"
            notes[f"{journal}/{title}"] = _day(garden, title, chance.sample(names, chance.randint(1, 4)), chance)
    notes[garden.home] = _listing(garden.home, [*garden.beds, *garden.work[:5], garden.plan])
    for name, text in notes.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "vaultlint.toml").write_text("sections = []\n", encoding="utf-8")


def _plant(garden: Garden, name: str, chance: random.Random) -> str:
    beside = chance.sample([each for each in garden.plants if each != name], 3)
    pest = chance.choice(garden.pests)
    grows = garden.grows.format(bed=chance.choice(garden.beds), beside=_links(garden, beside))
    lines = [f"# {name}", "", grows, "", f"## {garden.care}", ""]
    lines += [f"- {garden.pest.format(pest=pest)}", f"- {garden.see.format(work=chance.choice(garden.work))}"]
    return "\n".join(lines) + "\n"


def _listing(name: str, names: list[str]) -> str:
    return "\n".join([f"# {name}", "", *(f"- [[{each}]]" for each in names)]) + "\n"


def _day(garden: Garden, title: str, names: list[str], chance: random.Random) -> str:
    text = garden.today.format(notes=_links(garden, names)) if names else garden.rain
    number = chance.randrange(24)
    wrong = f"\n{garden.wrong[number]}\n" if number < len(garden.wrong) else ""
    return f"# {title}\n\n{text}\n{wrong}"


def _links(garden: Garden, names: list[str]) -> str:
    return garden.comma.join(f"[[{name}]]" for name in names)
