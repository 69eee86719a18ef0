"""A small Chinese vault, the same each time: articles with sections, relations and topics, and notes about the topics.

It has something to find for many rules, and it is no prose that anybody wrote.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

_ARTICLES = 120
_TOPICS = ("绿茶", "红茶", "茶具", "泉水", "茶馆", "茶园", "陶瓷", "炭火", "茶马古道", "节气")
_SENTENCES = (
    "水烧开以后放一放，等到八十度左右再泡{topic}。",
    "老人常说，{topic}要看天气，也要看人的心情。",
    "第{number}次试的时候，我们用了Python脚本来记录温度,结果比手写的准。",
    "参见[[{other}]]里的说明，或者看看 `brew --minutes {number}` 的输出。",
    "**{topic}**的价钱从{number}元到 300 元不等（产地不同）。",
    "更多内容在 https://example.org/tea/{number} 上。",
    "他问：“这一壶 tea 泡了多久？”没有人回答。",
)
_BLOCKS = (
    "- 先温壶\n- 再投茶\n    - 一人三克\n- 最后注水\n",
    "| 茶 | 分钟 |\n| --- | --- |\n| {topic} | {number} |\n",
    "```python\ndef brew(minutes={number}):\n    return minutes * 60\n```\n",
    "> [!note] 提示\n> {topic}怕潮，见[[{other}#正文]]。\n",
    "1. 看颜色\n2. 闻香气\n3. 尝味道 ^step-{number}\n",
    "### 关于{topic}\n",
)
_REASONS = ("引用", "解说", "延伸思考", "观点一致", "上下游")


def sample_vault(seed: int = 1) -> dict[str, str]:
    """The notes by path."""
    chance = random.Random(seed)
    articles = [f"{chance.choice(_TOPICS)}札记{number:03}" for number in range(_ARTICLES)]
    notes = {f"00-元语/{topic}.md": _topic(topic) for topic in _TOPICS}
    notes |= {f"01-博客/{name[:2]}/{name}.md": _article(name, articles, chance) for name in articles}
    return notes


def _topic(name: str) -> str:
    return f"---\ntitle: {name}\naliases: [{name}类]\n---\n\n# {name}\n\n## 摘要\n\n{name}是这里常说的事。\n"


def _article(name: str, articles: list[str], chance: random.Random) -> str:
    topics = chance.sample(_TOPICS, 3)
    head = f"---\ntitle: {name}\ndate: 2024-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}\ntags: [茶]\n---\n\n"
    body = "\n".join(_body(articles, chance))
    relations = "".join(_relation(chance.choice(articles), topics[0], chance) for _ in range(3))
    links = "".join(f"- [[{topic}]]\n" for topic in topics)
    start = f"{head}## 摘要\n\n{name}说的是{topics[0]}。\n\n## 正文\n\n"
    return f"{start}{body}\n## 相关文档\n\n{relations}\n## 关联主题\n\n{links}"


def _body(articles: list[str], chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randint(4, 12)):
        pieces = chance.choices(_SENTENCES, k=chance.randint(2, 6))
        yield _filled("".join(pieces), articles, chance) + "\n"
        if chance.random() < 0.5:
            yield _filled(chance.choice(_BLOCKS), articles, chance)


def _relation(other: str, topic: str, chance: random.Random) -> str:
    return f"- [[{other}]]：{chance.choice(_REASONS)}——两篇都谈到{topic}，可以对照着读。\n"


def _filled(text: str, articles: list[str], chance: random.Random) -> str:
    return text.format(topic=chance.choice(_TOPICS), other=chance.choice(articles), number=chance.randint(2, 99))
